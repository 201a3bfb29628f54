"""Decides whether an agent's papers prove authority to make this request."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from tasks.case.findings import NOT_REQUIRED, UNREADABLE, UNSPECIFIED, finding
from tasks.case.id_documents import NOT_REGISTERED, facts_of
from tasks.case.identity import age_result
from tasks.case.seen import Seen
from tasks.case.words import AgentRelation, Finding, PageKind, RequestKind

ADULT_AT = ((date(2022, 4, 1), 18), (date.min, 20))  # Civil Code Art. 4, before and since its revision

_SCOPE_WORDS = {
    RequestKind.PURPOSE_NOTICE: ("利用目的",),
    RequestKind.DISCLOSURE: ("開示",),
    RequestKind.TP_RECORDS: ("第三者提供記録", "提供に関する記録", "提供の記録"),
    RequestKind.CORRECTION: ("訂正", "追加", "削除"),
    RequestKind.SUSPEND_ERASE: ("利用停止", "利用の停止", "消去"),
    RequestKind.STOP_PROVISION: ("提供の停止", "提供停止"),
}
_OPEN_LIST = re.compile(r"(通知|訂正|追加|削除|停止|消去)等")
_RECORDS = re.compile(
    r"(第三者(?:への|からの)?提供(?:の|に関する|に係る)?記録)[のを]?開示"
)  # no power over the data itself
_TITLE = re.compile(r"委任状[(（][^()（）]{0,30}[)）]")
_FAMILY_WORDS = re.compile(r"続柄|父|母|親権|長男|長女|二男|二女|子")


class AuthorityPaper(NamedTuple):
    """The document that is to prove authority; `text` is what stands on its pages, without spaces.

    `chosen` is what was ticked on its list of powers: absent where it has no list, unreadable where that is not sure.
    """

    kind: Seen[PageKind]
    dated: Seen[date]
    text: str
    chosen: Seen[str] = Seen()


class AcceptedPaper(NamedTuple):
    """One entry of a policy's list (`agent.authority.<relation>`); `kind` may be "other_official"."""

    kind: str
    original: bool = False
    max_age_days: int | None = None


AcceptedPapers = Mapping[AgentRelation, Sequence[AcceptedPaper]]


def poa_scope(text: str) -> frozenset[RequestKind] | None:
    """Which requests the words of a power of attorney name; None where too little was read to say.

    「開示等」 covers every kind, as does a power over personal information that names none. A text without either is a
    power for something else, whatever stands in brackets beside its title: the empty set.
    """
    plain = re.sub(r"\s", "", text)
    if "委任" not in plain and len(plain) < 40:
        return None
    plain = _RECORDS.sub(r"\1", _TITLE.sub("委任状", plain))
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
    accepted: AcceptedPapers | None,
    kinds: frozenset[RequestKind],
    born: Seen[date],
    received_on: date,
) -> Finding:
    """One document from the policy's list for this kind of agent (`agent.authority.<relation>`) must prove the authority.

    Whether a paper is the original no scan can tell: the detail asks the desk to look. Doubtful: a policy that names no
    paper for this relation (`accepted` None: for none at all), a relation nobody ticked, another document where the policy
    takes "other official" ones, a date after receipt, an open list of powers (「訂正等」) that does not name this request,
    a list of powers to tick, of which the printed words grant nothing.
    """
    if _is_silent(relation, accepted):
        return finding("agent.authority", UNSPECIFIED, "この区分の代理人が何を提出すべきか、会社の定めがありません。")
    if not paper.kind.present:
        return finding("agent.authority", "missing", "代理権を証する書類が見当たりません。")
    if relation.value is None or paper.kind.value is None:
        return finding("agent.authority", UNREADABLE, "代理人の区分又は代理権を証する書類の種類を判別できません。")
    listed = {each.kind: each for each in (accepted or {}).get(relation.value, ())}
    terms = listed.get(paper.kind.value)
    if terms is None:
        return _unlisted(paper, other_official="other_official" in listed)
    return _recent_and_original(_proves(relation.value, paper, kinds, born, received_on), paper, terms, received_on)


def _is_silent(relation: Seen[AgentRelation], accepted: AcceptedPapers | None) -> bool:
    """Whether the policy says nothing of this relation; of one nobody could read, whether it leaves any relation out."""
    if accepted is None:
        return True
    return not set(AgentRelation) <= set(accepted) if relation.value is None else relation.value not in accepted


def _proves(
    relation: AgentRelation, paper: AuthorityPaper, kinds: frozenset[RequestKind], born: Seen[date], received_on: date
) -> Finding:
    if relation is AgentRelation.DELEGATED:
        return _power_of_attorney(paper, kinds, received_on)
    return _minor(paper, born, received_on) if relation is AgentRelation.MINOR else _guardian(paper)


def _recent_and_original(found: Finding, paper: AuthorityPaper, terms: AcceptedPaper, received_on: date) -> Finding:
    """A paper that proves the authority must also be as recent as the policy asks, and may have to be the original."""
    if found.result != "ok":
        return found
    limit = terms.max_age_days if facts_of(paper.kind.value).ages else None
    age = age_result(paper.dated, received_on, limit)
    if age == "too_old":
        return finding("agent.authority", age, "代理権を証する書類の作成又は発行から、会社の定める期間が過ぎています。")
    if age != "ok":
        return finding("agent.authority", UNREADABLE, "代理権を証する書類の発行日を確認できません。")
    paper_told = "原本であることは現物で確認してください。" if terms.original else ""
    return finding("agent.authority", "ok", found.detail + paper_told)


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
    if paper.chosen.unreadable:
        detail = "委任状に選択欄があります。今回の請求に印があることを確認してください。"
        return finding("agent.authority", UNREADABLE, detail)
    if paper.chosen.value:
        return _chosen_scope(paper.chosen.value, kinds)
    return _scope(paper.text, kinds)


def _chosen_scope(chosen: str, kinds: frozenset[RequestKind]) -> Finding:
    """What is ticked on a list of powers counts, and none of its printed words; codes, comma-joined."""
    if kinds - {code for code in RequestKind if code.value in chosen.split(",")}:
        return finding("agent.authority", "wrong_scope", "委任事項に今回の請求が含まれていません。")
    return finding("agent.authority", "ok", "委任状の日付と委任事項を確認しました。")


def _scope(text: str, kinds: frozenset[RequestKind]) -> Finding:
    scope = poa_scope(text)
    if scope is None:
        return finding("agent.authority", UNREADABLE, "委任事項を読み取れません。原本を確認してください。")
    if scope and kinds - scope and _OPEN_LIST.search(text):
        return finding("agent.authority", UNREADABLE, "委任事項に今回の請求が含まれるかどうかを確認してください。")
    if not scope or kinds - scope:
        return finding("agent.authority", "wrong_scope", "委任事項に今回の請求が含まれていません。")
    return finding("agent.authority", "ok", "委任状の日付と委任事項を確認しました。")


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


def not_by_agent(check: str) -> Finding:
    """What an agent's check says of a request the person makes alone."""
    return finding(check, NOT_REQUIRED, "ご本人による請求のため不要です。")
