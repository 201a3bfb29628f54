"""Decides whether an agent's papers prove authority to make this request, and whether the agent's own ID will do."""

import re
from collections.abc import Set as AbstractSet
from datetime import date
from typing import NamedTuple

from tasks.case.findings import NOT_REQUIRED, UNREADABLE, finding
from tasks.case.identity import validity_result
from tasks.case.seen import Seen
from tasks.case.words import AgentRelation, Finding, PageKind, RequestKind

ADULT_AT = ((date(2022, 4, 1), 18), (date.min, 20))  # Civil Code Art. 4, before and since its revision

_SCOPE_WORDS = {
    RequestKind.PURPOSE_NOTICE: ("利用目的",),
    RequestKind.DISCLOSURE: ("開示",),
    RequestKind.CORRECTION: ("訂正", "追加", "削除"),
    RequestKind.SUSPEND_ERASE: ("利用停止", "利用の停止", "消去"),
    RequestKind.STOP_PROVISION: ("提供の停止", "提供停止"),
}
_OPEN_LIST = re.compile(r"(通知|訂正|追加|削除|停止|消去)等")
_TITLE = re.compile(r"委任状[(（][^()（）]{0,30}[)）]")
NOT_REGISTERED = "登記されていないこと"  # the certificate that no guardian is registered
_FAMILY_WORDS = re.compile(r"続柄|父|母|親権|長男|長女|二男|二女|子")


class AuthorityPaper(NamedTuple):
    """The document that is to prove authority; `text` is what stands on its pages, without spaces."""

    kind: Seen[PageKind]
    dated: Seen[date]
    text: str


def poa_scope(text: str) -> frozenset[RequestKind] | None:
    """Which requests the words of a power of attorney name; None where too little was read to say.

    「開示等」 covers every kind, as does a power over personal information that names none. A text without either is a
    power for something else, whatever stands in brackets beside its title: the empty set.
    """
    plain = re.sub(r"\s", "", text)
    if "委任" not in plain and len(plain) < 40:
        return None
    plain = _TITLE.sub("委任状", plain)
    named = frozenset(kind for kind, words in _SCOPE_WORDS.items() if any(word in plain for word in words))
    whole = "開示等" in plain or (not named and re.search(r"個人情報|個人データ", plain))
    return frozenset(RequestKind) if whole else named


def is_minor(born: date, on: date) -> bool:
    """Whether a person is under age on that day: under 18 since 2022-04-01, under 20 before (DOMAIN section 2)."""
    adult_at = next(age for since, age in ADULT_AT if on >= since)
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day)) < adult_at


def agent_authority(
    relation: Seen[AgentRelation],
    paper: AuthorityPaper,
    accepted: dict[AgentRelation, frozenset[str]],
    kinds: frozenset[RequestKind],
    born: Seen[date],
    received_on: date,
) -> Finding:
    """One document from the policy's list for this kind of agent (`agent.authority.<relation>`) must prove the authority.

    Whether a power of attorney is the original no scan can tell: the detail asks the desk to look. Doubtful: a relation
    nobody ticked, another document where the policy takes "other official" ones, a date after receipt, an open list of
    powers (「訂正等」) that does not name this request.
    """
    if not paper.kind.present:
        return finding("agent.authority", "missing", "代理権を証する書類が見当たりません。")
    if relation.value is None or paper.kind.value is None:
        return finding("agent.authority", UNREADABLE, "代理人の区分又は代理権を証する書類の種類を判別できません。")
    listed = accepted.get(relation.value, frozenset())
    if paper.kind.value not in listed:
        return _unlisted(paper, other_official="other_official" in listed)
    if relation.value is AgentRelation.DELEGATED:
        return _power_of_attorney(paper, kinds, received_on)
    return _minor(paper, born, received_on) if relation.value is AgentRelation.MINOR else _guardian(paper)


def _unlisted(paper: AuthorityPaper, *, other_official: bool) -> Finding:
    if other_official and paper.kind.value is PageKind.OTHER and NOT_REGISTERED not in paper.text:
        return finding(
            "agent.authority", UNREADABLE, "法定代理権を確認できる公的書類に当たるかどうかを確認してください。"
        )
    return _wrong_document("代理人の区分に応じた、代理権を証する書類ではありません。")


def _wrong_document(detail: str) -> Finding:
    return finding("agent.authority", "wrong_document", detail)


def _power_of_attorney(paper: AuthorityPaper, kinds: frozenset[RequestKind], received_on: date) -> Finding:
    if not paper.dated.present:
        return finding("agent.authority", "undated", "委任状に日付の記載がありません。")
    if paper.dated.value is None or paper.dated.value > received_on:
        return finding("agent.authority", UNREADABLE, "委任状の日付を確認できません。原本を確認してください。")
    scope = poa_scope(paper.text)
    if scope is None:
        return finding("agent.authority", UNREADABLE, "委任事項を読み取れません。原本を確認してください。")
    if scope and kinds - scope and _OPEN_LIST.search(paper.text):
        return finding("agent.authority", UNREADABLE, "委任事項に今回の請求が含まれるかどうかを確認してください。")
    if not scope or kinds - scope:
        return finding("agent.authority", "wrong_scope", "委任事項に今回の請求が含まれていません。")
    return finding(
        "agent.authority", "ok", "委任状の日付と委任事項を確認しました。原本であることは現物で確認してください。"
    )


def _minor(paper: AuthorityPaper, born: Seen[date], received_on: date) -> Finding:
    """The person must be under age, and a resident record must show the relationship (policy `shows_family_relationship`)."""
    if born.value is None:
        return finding("agent.authority", UNREADABLE, "ご本人の生年月日を確認できず、未成年かどうか判断できません。")
    if not is_minor(born.value, received_on):
        return _wrong_document("ご本人は成年に達しており、法定代理人としての資格を証する書類になりません。")
    if paper.kind.value is PageKind.JUMINHYO and not _FAMILY_WORDS.search(paper.text):
        return finding("agent.authority", UNREADABLE, "住民票に続柄の記載があることを確認してください。")
    return finding("agent.authority", "ok", "未成年者の法定代理人であることを証する書類があります。")


def _guardian(paper: AuthorityPaper) -> Finding:
    """A certificate that *nothing* is registered proves the opposite; a curator's or assistant's powers need a person."""
    if NOT_REGISTERED in paper.text:
        return _wrong_document("登記されていないことの証明書は、成年後見人の資格を証する書類になりません。")
    if "後見人" not in paper.text and re.search(r"保佐人|補助人", paper.text):
        return finding("agent.authority", UNREADABLE, "保佐人又は補助人の代理権の範囲を確認してください。")
    return finding("agent.authority", "ok", "成年後見人の資格を証する書類があります。")


def agent_identity(
    kind: Seen[PageKind],
    expires_on: Seen[date],
    accepted: AbstractSet[PageKind],
    received_on: date,
    *,
    national_insurance: bool | None = True,
) -> Finding:
    """The agent's own document must be on the agents' list (`agent.identity.accepted`) and valid on the day received.

    The list may be shorter than the person's. `national_insurance` says whether an insurance card is 国民健康保険 where the
    policy takes only that; None when the card's title was not read. An abolished kind counts as expired.
    """
    if not kind.present:
        return finding("agent.identity", "missing", "代理人の本人確認書類が見当たりません。")
    if kind.value is None:
        return finding("agent.identity", UNREADABLE, "代理人の本人確認書類の種類を判別できません。")
    if kind.value not in accepted or (kind.value is PageKind.HEALTH_INSURANCE and national_insurance is False):
        return finding("agent.identity", "not_accepted", "会社の定める代理人の本人確認書類に当たりません。")
    result = validity_result(kind, expires_on, received_on)
    if result in ("expired", "no_longer_valid"):
        return finding("agent.identity", "expired", "代理人の本人確認書類は受付日において有効ではありません。")
    if result != "ok" or (kind.value is PageKind.HEALTH_INSURANCE and national_insurance is None):
        return finding("agent.identity", UNREADABLE, "代理人の本人確認書類の有効性を確認できません。")
    return finding("agent.identity", "ok", "代理人の本人確認書類は会社の定める書類で、有効です。")


def not_by_agent(check: str) -> Finding:
    """What an agent's check says of a request the person makes alone."""
    return finding(check, NOT_REQUIRED, "ご本人による請求のため不要です。")
