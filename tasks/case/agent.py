"""Decides whether an agent's own identity document will do, and whether the authority paper names person and agent."""

import re
from collections.abc import Iterator
from datetime import date

from tasks.case.findings import UNREADABLE, finding
from tasks.case.identity import IdentityTerms, Sent, identity_kind, validity_result
from tasks.case.matching import normalize_name
from tasks.case.seen import Seen
from tasks.case.variants import FOLD, LOOKALIKES
from tasks.case.words import Finding, PageKind

_REGISTERS = frozenset({PageKind.KOSEKI})  # they print surname and given name apart
_BEFORE_SURNAME = frozenset("大小中上下高平若金藤福松竹石長吉杉北南東西今永野村山川田奥前古新白黒青赤")  # ends no label
_AFTER_GIVEN = frozenset("郎朗美恵江雄夫也司樹香代介助輔")
_TOO_OLD = "代理人の本人確認書類の発行から、会社の定める期間が過ぎています。"


def agent_identity(
    sent: Sent,
    terms: IdentityTerms,
    expires_on: Seen[date],
    received_on: date,
    *,
    issued_on: Seen[date] | None = None,
    national_insurance: bool | None = True,
) -> Finding:
    """The agent's own document must be on the agents' list (`agent.identity`) and valid on the day received.

    The list may be shorter than the person's. `national_insurance` says whether an insurance card is 国民健康保険 where the
    policy takes only that; None when the card's title was not read. An abolished kind counts as expired.
    """
    kind = sent.kind
    listed = identity_kind("agent.identity", "代理人", sent, terms)
    if listed.result != "ok":
        return listed
    if kind.value is PageKind.HEALTH_INSURANCE and national_insurance is False:
        return finding("agent.identity", "not_accepted", "会社の定める代理人の本人確認書類に当たりません。")
    result = validity_result(kind, expires_on, received_on, issued_on, terms.max_age_days)
    if result in ("expired", "no_longer_valid"):
        return finding("agent.identity", "expired", "代理人の本人確認書類は受付日において有効ではありません。")
    if result == "too_old":
        return finding("agent.identity", result, _TOO_OLD)
    if result != "ok" or (kind.value is PageKind.HEALTH_INSURANCE and national_insurance is None):
        return finding("agent.identity", UNREADABLE, "代理人の本人確認書類の有効性を確認できません。")
    return finding("agent.identity", "ok", f"{listed.detail}受付日において有効です。")


_NAMED = {
    "named": "代理権を証する書類に、ご本人と代理人の氏名があります。",
    "variant": "代理権を証する書類の氏名は、表記に違いがあります。同一かどうかを確認してください。",
    "not_named": "代理権を証する書類に、ご本人又は代理人の氏名が見当たりません。書類を確認してください。",
    UNREADABLE: "請求書のご本人又は代理人の氏名を読み取れないため、代理権を証する書類と照合できません。",
}


def agent_papers(kind: Seen[PageKind], text: str, person: Seen[str], agent: Seen[str]) -> Finding:
    """The paper that proves authority must name the person and the agent as the form does (a power for somebody else is none).

    `text` is all that stands on the paper. A register prints surname and given name apart, so both parts count there. Source:
    DOMAIN section 3, `poa`, `koseki`, `koken_toki`. Doubtful, never failed: a name that stands nowhere, since handwriting
    and vertical registers are read badly; a letter in another shape (髙/高); a name that stands only within a longer one
    (林一郎 in 小林一郎, 田中一 in 田中一郎).
    """
    if not person.value or not agent.value:
        return finding("agent.papers", UNREADABLE, _NAMED[UNREADABLE])
    apart = kind.value in _REGISTERS
    results = {_named(text, name, apart=apart) for name in (person.value, agent.value)}
    worst = next(result for result in ("not_named", "variant", "named") if result in results)
    return finding("agent.papers", worst, _NAMED[worst])


def _named(text: str, name: str, *, apart: bool) -> str:
    plain, wanted = (normalize_name(each).translate(LOOKALIKES) for each in (text, name))
    for result, shapes in (("named", {}), ("variant", FOLD)):
        written = plain.translate(shapes)
        if any(all(part.translate(shapes) in written for part in parts) for parts in _writings(wanted, name, apart)):
            return "variant" if _only_within(written, wanted.translate(shapes)) else result
    return "not_named"


def _only_within(written: str, name: str) -> bool:
    """Whether a name stands in one piece, but nowhere without a letter before or after it that makes it another name."""
    places = [found.start() for found in re.finditer(re.escape(name), written)]
    longer = [written[:at][-1:] in _BEFORE_SURNAME or written[at + len(name) :][:1] in _AFTER_GIVEN for at in places]
    return bool(longer) and all(longer)


def _writings(wanted: str, name: str, apart: bool) -> Iterator[tuple[str, ...]]:
    """The name in one piece; on a register also as surname and given name, at the space or else wherever both have two letters."""
    if len(wanted) > 1:
        yield (wanted,)
    words = [normalize_name(word).translate(LOOKALIKES) for word in re.split(r"\s+", name.strip())]
    if apart and len(words) == 2 and all(words):
        yield tuple(words)
    elif apart:
        yield from ((wanted[:cut], wanted[cut:]) for cut in range(2, len(wanted) - 1))
