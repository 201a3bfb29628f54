"""Decides whether a request repeats an earlier one: the same requester asking for the same again."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from tasks.case.findings import UNREADABLE, finding
from tasks.case.matching import Match, match_addresses, match_names
from tasks.case.seen import Seen
from tasks.case.words import Finding, RequestKind

_ALIKE = (Match.EXACT, Match.VARIANT)


class EarlierRequest(NamedTuple):
    """What is known of one earlier case; "" or None where it was not read. `number` is the case's, and no personal data."""

    number: str
    name: str
    address: str
    birth_date: date | None
    kinds: frozenset[RequestKind]
    received_on: date
    closed: bool = True


class Requester(NamedTuple):
    """Who asks now, as read from the form."""

    name: Seen[str]
    address: Seen[str]
    birth_date: Seen[date]


def same_requester(now: Requester, earlier: EarlierRequest) -> bool:
    """The name alike, and the birth date equal or, where one of them is unknown, the address alike.

    Two birth dates that differ are two people, as father and son may share a name and an address.
    """
    if match_names(now.name.value, earlier.name) not in _ALIKE:
        return False
    if now.birth_date.value is not None and earlier.birth_date is not None:
        return now.birth_date.value == earlier.birth_date
    return match_addresses(now.address.value, earlier.address) in _ALIKE


def request_repeats(now: Requester, kinds: Seen[frozenset[RequestKind]], earlier: Sequence[EarlierRequest]) -> Finding:
    """Whether the same requester has asked for one of the same kinds before; it is flagged, and never fails or ends anything.

    Source: some policies refuse repeated requests without due reason, and only a person can tell the reason (002 ground 2);
    every other gate stays. The detail names cases by number only. Doubtful: a name or kinds that nobody could read.
    """
    if not now.name.value or not kinds.value:
        detail = "氏名又は請求の種類を読み取れないため、過去の請求と照合できません。"
        return finding("request.repeats", UNREADABLE, detail)
    before = [each for each in earlier if each.kinds & kinds.value and same_requester(now, each)]
    if not before:
        return finding("request.repeats", "none", "同じ方による同じ種類の請求は、過去に見当たりません。")
    detail = f"同じ方による同じ種類の請求と見られます：{_listed(before)}。重複かどうかを確認してください。"
    return finding("request.repeats", "repeated", detail)


def _listed(before: Iterable[EarlierRequest]) -> str:
    in_order = sorted(before, key=lambda each: (each.received_on, each.number))
    return "、".join(f"{each.number}（{'終了' if each.closed else '処理中'}）" for each in in_order)
