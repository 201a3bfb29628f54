"""Agents: authority and identity."""

from datetime import date

import pytest

from tasks.case.agent import agent_identity, agent_papers
from tasks.case.authority import AcceptedPaper, AcceptedPapers, AuthorityPaper, agent_authority, is_minor, poa_scope
from tasks.case.identity import IdentityTerms, Sent
from tasks.case.seen import Seen, absent, known, unreadable
from tasks.case.words import AgentRelation, Finding, PageKind, RequestKind, Verdict

TODAY = date(2026, 11, 20)
ACCEPTED = {
    AgentRelation.DELEGATED: [AcceptedPaper("poa", original=True)],
    AgentRelation.MINOR: [AcceptedPaper(kind) for kind in ("koseki", "juminhyo", "other_official")],
    AgentRelation.GUARDIAN: [AcceptedPaper(kind) for kind in ("koken_toki", "other_official")],
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
    accepted: AcceptedPapers | None = ACCEPTED,
) -> Finding:
    """The finding on one authority paper, sound but for what a test changes."""
    paper = AuthorityPaper(known(kind) if kind else absent(), dated, text)
    return agent_authority(
        known(relation) if relation else absent(), paper, accepted, kinds, known(born) if born else absent(), TODAY
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
    assert poa_scope("第三者提供記録の開示の請求を代理人に委任します") == frozenset({RequestKind.TP_RECORDS})
    assert poa_scope("開示及び第三者提供記録の開示の請求を委任します") == frozenset(
        {RequestKind.DISCLOSURE, RequestKind.TP_RECORDS}
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
    terms = IdentityTerms(accepted=AGENT_IDS)
    assert agent_identity(Sent(seen), terms, expiry, on, national_insurance=national).result == result


@pytest.mark.parametrize("relation", [*AgentRelation, None])
@pytest.mark.parametrize("kind", [None, PageKind.POA, PageKind.KOSEKI, PageKind.OTHER])
def test_a_silent_policy_fails_no_authority(relation: AgentRelation | None, kind: PageKind | None) -> None:
    """Where the policy names no papers at all, none is missing, wrong or enough."""
    assert judged(relation, kind, born=CHILD, accepted=None).result == "unspecified"


def test_a_relation_the_policy_forgets_goes_to_a_person() -> None:
    """A policy that names papers for delegated agents only says nothing of a guardian, nor of a relation nobody read."""
    only = {AgentRelation.DELEGATED: ACCEPTED[AgentRelation.DELEGATED]}
    assert judged(AgentRelation.GUARDIAN, None, accepted=only).result == "unspecified"
    assert judged(None, None, accepted=only).result == "unspecified"
    assert judged(AgentRelation.DELEGATED, None, accepted=only).result == "missing"


def test_the_age_of_the_paper() -> None:
    """A limit of ninety days is held against the paper's date; a date nobody read is a person's matter, no limit is none."""
    aged = {AgentRelation.MINOR: [AcceptedPaper("koseki", max_age_days=90)]}
    for day, result in ((date(2026, 8, 22), "ok"), (date(2026, 8, 21), "too_old")):
        found = judged(AgentRelation.MINOR, PageKind.KOSEKI, dated=known(day), born=CHILD, accepted=aged)
        assert found.result == result
    unread = judged(AgentRelation.MINOR, PageKind.KOSEKI, dated=absent(), born=CHILD, accepted=aged)
    assert unread.verdict is Verdict.UNCLEAR


def test_the_desk_is_told_to_look_for_the_original() -> None:
    """Only where the policy wants one."""
    assert "原本" in judged(AgentRelation.DELEGATED, PageKind.POA).detail
    assert "原本" not in judged(AgentRelation.MINOR, PageKind.KOSEKI, born=CHILD).detail


@pytest.mark.parametrize(("other", "result"), [(True, "ok"), (None, "unspecified"), (False, "not_accepted")])
def test_other_official_documents_of_an_agent(other: bool | None, result: str) -> None:
    """A My Number card that is not on the agents' list passes only where the policy takes other official documents."""
    terms = IdentityTerms(accepted=AGENT_IDS, other_official=other)
    assert agent_identity(Sent(known(PageKind.MY_NUMBER_CARD)), terms, known(date(2030, 1, 1)), TODAY).result == result


@pytest.mark.parametrize("kind", [None, PageKind.LICENCE, PageKind.OTHER, PageKind.JUKI_CARD])
def test_a_policy_silent_on_agents_documents_fails_none(kind: PageKind | None) -> None:
    """Neither a missing one nor an expired one."""
    sent = Sent(known(kind) if kind else absent())
    found = agent_identity(sent, IdentityTerms(accepted=None), known(date(2020, 1, 1)), TODAY)
    assert found.verdict is Verdict.UNCLEAR


def test_an_agents_resident_record_grows_old() -> None:
    """The agents' own limit of age counts, and so does their number of documents."""
    record = Sent(known(PageKind.JUMINHYO))
    aged = IdentityTerms(accepted=AGENT_IDS, max_age_days=90)
    old, new = known(date(2026, 1, 1)), known(date(2026, 11, 1))
    assert agent_identity(record, aged, absent(), TODAY, issued_on=old).result == "too_old"
    assert agent_identity(record, aged, absent(), TODAY, issued_on=new).result == "ok"
    assert agent_identity(record, aged._replace(number_needed=2), absent(), TODAY).result == "too_few"


PERSON, AGENT = known("山田　太郎"), known("鈴木 花子")


@pytest.mark.parametrize(
    ("kind", "text", "result"),
    [
        (PageKind.POA, "委任状代理人鈴木花子委任者山田太郎印", "named"),
        (PageKind.POA, "委任状代理人佐藤次郎委任者山田太郎印", "not_named"),
        (PageKind.POA, "委任状代理人鈴木花子委任者", "not_named"),
        (PageKind.POA, "委任状代理人鈴木某花子委任者山田太郎", "not_named"),
        (PageKind.KOSEKI, "戸籍氏名山田花子【名】太郎【父】山田一郎鈴木【名】花子", "named"),
        (PageKind.KOSEKI, "戸籍氏名山田【名】太郎【父】一郎", "not_named"),
        (PageKind.KOKEN_TOKI, "成年被後見人山田太郎成年後見人鈴木花子", "named"),
        (PageKind.KOKEN_TOKI, "成年被後見人山田【名】太郎成年後見人鈴木花子", "not_named"),
    ],
)
def test_the_paper_names_both(kind: PageKind, text: str, result: str) -> None:
    """Person and agent both stand on the paper, on a register in two parts; a power for somebody else goes to a person."""
    found = agent_papers(known(kind), text, PERSON, AGENT)
    assert found.result == result
    assert (found.verdict is Verdict.PASS) == (result == "named")


def test_names_on_the_paper_in_another_shape() -> None:
    """髙 for 高 is a variant; a name the form does not tell is unreadable and never passes."""
    text = "委任状代理人鈴木花子委任者髙橋一郎"
    assert agent_papers(known(PageKind.POA), text, known("高橋一郎"), AGENT).result == "variant"
    assert agent_papers(known(PageKind.POA), text, unreadable(), AGENT).result == "unreadable"
    assert agent_papers(known(PageKind.POA), text, known("高橋一郎"), absent()).result == "unreadable"
    assert agent_papers(known(PageKind.POA), "", PERSON, AGENT).result == "not_named"


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("委任状代理人氏名小林一郎委任者田中一", "variant"),
        ("委任状代理人氏名林一郎委任者田中一郎", "variant"),
        ("委任状代理人氏名林一郎委任者田中一印", "named"),
        ("委任状小林一郎とともに代理人林一郎に委任者田中一が", "named"),
    ],
)
def test_a_name_within_a_longer_one_is_somebody_elses(text: str, result: str) -> None:
    """A power given to 小林一郎 names no 林一郎; where the name stands alone as well it is named."""
    assert agent_papers(known(PageKind.POA), text, known("田中　一"), known("林　一郎")).result == result
