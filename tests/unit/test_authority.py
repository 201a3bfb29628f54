"""Agents: authority and identity."""

from datetime import date

import pytest

from tasks.case.authority import AuthorityPaper, agent_authority, agent_identity, is_minor, poa_scope
from tasks.case.seen import Seen, absent, known, unreadable
from tasks.case.words import AgentRelation, Finding, PageKind, RequestKind, Verdict

TODAY = date(2026, 11, 20)
ACCEPTED = {
    AgentRelation.DELEGATED: frozenset({"poa"}),
    AgentRelation.MINOR: frozenset({"koseki", "juminhyo", "other_official"}),
    AgentRelation.GUARDIAN: frozenset({"koken_toki", "other_official"}),
}
CHILD, ADULT = date(2012, 4, 1), date(1980, 4, 1)
POA_TEXT = "委任状私は上記の者を代理人と定め貴社の保有する個人情報の開示等の請求に関する一切の権限を委任します"
DISCLOSURE = frozenset({RequestKind.DISCLOSURE})


def judged(
    relation: AgentRelation | None,
    kind: PageKind | None,
    text: str = POA_TEXT,
    dated: Seen[date] = known(date(2026, 11, 1)),  # noqa: B008 (frozen)
    born: date | None = ADULT,
    kinds: frozenset[RequestKind] = DISCLOSURE,
) -> Finding:
    """The finding on one authority paper, sound but for what a test changes."""
    paper = AuthorityPaper(known(kind) if kind else absent(), dated, text)
    return agent_authority(
        known(relation) if relation else absent(), paper, ACCEPTED, kinds, known(born) if born else absent(), TODAY
    )


@pytest.mark.parametrize(
    ("relation", "kind", "text", "born"),
    [
        (AgentRelation.DELEGATED, PageKind.POA, POA_TEXT, ADULT),
        (AgentRelation.MINOR, PageKind.KOSEKI, "戸籍全部事項証明書", CHILD),
        (AgentRelation.MINOR, PageKind.JUMINHYO, "住民票続柄長男", CHILD),
        (AgentRelation.GUARDIAN, PageKind.KOKEN_TOKI, "登記事項証明書成年後見人", ADULT),
    ],
)
def test_each_relation_has_its_paper(relation: AgentRelation, kind: PageKind, text: str, born: date) -> None:
    """A power of attorney, a register, a certificate of guardianship each prove their own relation."""
    assert judged(relation, kind, text, born=born).result == "ok"


@pytest.mark.parametrize(
    ("relation", "kind", "text"),
    [
        (AgentRelation.MINOR, PageKind.POA, POA_TEXT),
        (AgentRelation.DELEGATED, PageKind.KOSEKI, ""),
        (AgentRelation.GUARDIAN, PageKind.KOSEKI, ""),
        (AgentRelation.GUARDIAN, PageKind.KOKEN_TOKI, "登記されていないことの証明書"),
        (AgentRelation.GUARDIAN, PageKind.OTHER, "登記されていないことの証明書"),
        (AgentRelation.DELEGATED, PageKind.OTHER, ""),
    ],
)
def test_the_wrong_paper_fails(relation: AgentRelation, kind: PageKind, text: str) -> None:
    """Another relation's paper proves nothing, and a certificate of no registration proves the opposite."""
    assert judged(relation, kind, text, born=CHILD).result == "wrong_document"


@pytest.mark.parametrize(
    ("relation", "kind", "text", "born"),
    [
        (None, PageKind.POA, POA_TEXT, ADULT),
        (AgentRelation.MINOR, PageKind.OTHER, "", CHILD),
        (AgentRelation.MINOR, PageKind.KOSEKI, "", None),
        (AgentRelation.MINOR, PageKind.JUMINHYO, "住民票", CHILD),
        (AgentRelation.GUARDIAN, PageKind.KOKEN_TOKI, "登記事項証明書保佐人", ADULT),
        (AgentRelation.DELEGATED, PageKind.POA, "", ADULT),
    ],
)
def test_doubts_go_to_a_person(relation: AgentRelation | None, kind: PageKind, text: str, born: date | None) -> None:
    """No relation ticked, another official paper, an unknown age, no relationship shown, a curator, unread words."""
    assert judged(relation, kind, text, born=born).verdict is Verdict.UNCLEAR


def test_a_grown_up_child_is_no_minor() -> None:
    """From the eighteenth birthday parental authority is over."""
    assert judged(AgentRelation.MINOR, PageKind.KOSEKI, born=date(2008, 11, 20)).result == "wrong_document"
    assert judged(AgentRelation.MINOR, PageKind.KOSEKI, born=date(2008, 11, 21)).result == "ok"


def test_majority_moved_from_twenty_to_eighteen() -> None:
    """Before 2022-04-01 a nineteen-year-old was a minor."""
    assert is_minor(date(2003, 1, 1), date(2022, 3, 31))
    assert not is_minor(date(2003, 1, 1), date(2022, 4, 1))


def test_a_power_of_attorney_must_be_dated() -> None:
    """No date fails; a date that cannot be read or lies after receipt goes to a person."""
    assert judged(AgentRelation.DELEGATED, PageKind.POA, dated=absent()).result == "undated"
    assert judged(AgentRelation.DELEGATED, PageKind.POA, dated=unreadable()).verdict is Verdict.UNCLEAR
    assert judged(AgentRelation.DELEGATED, PageKind.POA, dated=known(date(2026, 12, 1))).verdict is Verdict.UNCLEAR


def test_a_register_needs_no_date() -> None:
    """No policy here limits a register's age, so an unread date is no deficiency."""
    assert judged(AgentRelation.MINOR, PageKind.KOSEKI, dated=absent(), born=CHILD).result == "ok"


def test_the_power_must_cover_the_request() -> None:
    """A power to sell a car, or to ask for disclosure only, does not cover a correction."""
    car = "委任状私は上記の者を代理人と定め自動車の名義変更に関する一切の権限を委任します"
    only = "委任状私の個人情報の開示請求に関する一切の権限を委任します"
    correction = frozenset({RequestKind.CORRECTION})
    assert judged(AgentRelation.DELEGATED, PageKind.POA, car).result == "wrong_scope"
    assert judged(AgentRelation.DELEGATED, PageKind.POA, only).result == "ok"
    assert judged(AgentRelation.DELEGATED, PageKind.POA, only, kinds=correction).result == "wrong_scope"


def test_an_open_list_of_powers_goes_to_a_person() -> None:
    """「訂正等」 may or may not mean a stop of provision."""
    text = "委任状個人情報の開示及び訂正等の請求を委任します"
    found = judged(AgentRelation.DELEGATED, PageKind.POA, text, kinds=frozenset({RequestKind.STOP_PROVISION}))
    assert found.verdict is Verdict.UNCLEAR


def test_words_of_scope() -> None:
    """開示等 and a bare power over personal information cover all; named requests cover themselves; little text says nothing."""
    assert poa_scope("開示等の請求を委任") == poa_scope("個人情報に関する手続一切を委任") == frozenset(RequestKind)
    assert poa_scope("利用目的の通知及び第三者提供の停止の請求を委任") == frozenset(
        {RequestKind.PURPOSE_NOTICE, RequestKind.STOP_PROVISION}
    )
    assert poa_scope("代理") is None
    assert poa_scope("委任状（個人情報開示等請求用）印鑑登録証明書の交付申請に関する件を委任します") == frozenset()


def test_no_paper_fails() -> None:
    """An agent without a paper has no authority, whatever the form says."""
    assert judged(AgentRelation.DELEGATED, None).result == "missing"
    assert judged(None, None).result == "missing"


AGENT_IDS = frozenset({PageKind.LICENCE, PageKind.HEALTH_INSURANCE, PageKind.JUMINHYO, PageKind.JUKI_CARD})


@pytest.mark.parametrize(
    ("kind", "expires_on", "national", "on", "result"),
    [
        (PageKind.LICENCE, date(2027, 1, 1), True, TODAY, "ok"),
        (PageKind.LICENCE, date(2026, 1, 1), True, TODAY, "expired"),
        (PageKind.LICENCE, None, True, TODAY, "unreadable"),
        (PageKind.JUMINHYO, None, True, TODAY, "ok"),
        (PageKind.JUKI_CARD, date(2026, 12, 1), True, TODAY, "expired"),
        (PageKind.MY_NUMBER_CARD, date(2030, 1, 1), True, TODAY, "not_accepted"),
        (PageKind.HEALTH_INSURANCE, None, True, date(2025, 11, 1), "ok"),
        (PageKind.HEALTH_INSURANCE, None, False, date(2025, 11, 1), "not_accepted"),
        (PageKind.HEALTH_INSURANCE, None, None, date(2025, 11, 1), "unreadable"),
        (None, None, True, TODAY, "missing"),
    ],
)
def test_the_agents_own_document(
    kind: PageKind | None, expires_on: date | None, national: bool | None, on: date, result: str
) -> None:
    """The agents' list is shorter: no My Number card, national health insurance only, nothing abolished."""
    seen = known(kind) if kind else absent()
    expiry = known(expires_on) if expires_on else absent()
    assert agent_identity(seen, expiry, AGENT_IDS, on, national_insurance=national).result == result
