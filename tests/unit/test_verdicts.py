"""The table of verdicts, walked: a packet for every result of every check, so that none is dead and none is unexplained."""

from datetime import date

import pytest

from tasks.case.deficiency import deficiency_codes
from tasks.case.findings import EVERYWHERE, OCCASIONAL, VERDICTS, finding, not_said
from tasks.case.repeats import EarlierRequest
from tasks.case.words import Finding, PageKind, RequestKind, Verdict
from tasks.policy import Policy
from tests.support.readings import (
    AGENT,
    FEE,
    FORM,
    IDENTITY,
    POA_LINES,
    ROCOCO,
    SOUND,
    SOUND_PAGES,
    changed,
    findings,
    page,
    without,
)

BY_AGENT = SOUND | AGENT
POA = (*SOUND_PAGES, page(PageKind.POA, *POA_LINES))
NO_MONEY = SOUND_PAGES[:2]
TWO_ORDERS = {"fee.instruments": ("", "A1:1000:2026-11-10;B2:500:2026-11-10"), "fee.payees": ("blank;blank", None)}
BORN = {"id.birth_date": ("昭和55年4月1日", "1980-04-01")}
OLD = ("令和7年1月1日", "2025-01-01")
BEFORE = EarlierRequest(
    "K26-00007", "山田太郎", "", date(1980, 4, 1), frozenset({RequestKind.DISCLOSURE}), date(2026, 1, 1)
)


def one(name: str, value: str, normalized: str | None = None) -> dict[str, tuple[str, str | None]]:
    """One field."""
    return {name: (value, normalized)}


def agents(**keys: object) -> Policy:
    """Rococo's policy with other terms for agents' documents."""
    return changed(agent={"identity": ROCOCO.agent.identity.model_copy(update=keys)})


def aged_papers(days: int) -> Policy:
    """Rococo's policy with a limit of age on powers of attorney."""
    papers = dict(ROCOCO.agent.authority)
    papers = {who: tuple(p.model_copy(update={"max_age_days": days}) for p in listed) for who, listed in papers.items()}
    return changed(agent={"authority": papers})


CASES: dict[tuple[str, str], tuple] = {
    ("form.complete", "ok"): (SOUND,),
    ("form.complete", "missing_signature"): (without(SOUND, "form.signature"),),
    ("form.complete", "missing_date"): (without(SOUND, "request.date"),),
    ("form.complete", "missing_address"): (without(SOUND, "person.address"),),
    ("form.kind", "ok"): (SOUND,),
    ("form.kind", "none"): (SOUND | one("request.kinds", "", ""),),
    ("form.channel", "ok"): (SOUND, SOUND_PAGES, changed(requests={"channels": ("web",)}), {"channel": "web"}),
    ("form.person", "one"): (SOUND | one("form.other_name", "山田太郎"),),
    ("form.person", "several"): (SOUND | one("form.other_name", "山田花子"),),
    ("form.policy", "another"): (SOUND | one("form.policy", "tocaro"),),
    ("identity.kind", "ok"): (SOUND,),
    ("identity.kind", "missing"): (without(SOUND, *IDENTITY), (page(PageKind.REQUEST_FORM),)),
    ("identity.kind", "not_accepted"): (SOUND | one("id.kind", "社員証", "other"),),
    ("identity.kind", "too_few"): (SOUND, SOUND_PAGES, changed(identity={"number_needed": 2})),
    ("identity.validity", "ok"): (SOUND,),
    ("identity.validity", "expired"): (SOUND | one("id.expires_on", "", "2026-11-19"),),
    ("identity.validity", "no_longer_valid"): (SOUND | one("id.kind", "健康保険証", "health_insurance"),),
    ("identity.validity", "too_old"): (
        without(SOUND, "id.expires_on") | one("id.kind", "住民票", "juminhyo") | {"id.issued_on": OLD},
        SOUND_PAGES,
        changed(identity={"max_age_days": 90}),
    ),
    ("identity.validity", "missing"): (without(SOUND, *IDENTITY), (page(PageKind.REQUEST_FORM),)),
    ("identity.name", "exact"): (SOUND,),
    ("identity.name", "variant"): (SOUND | one("id.name", "髙橋") | one("person.name", "高橋"),),
    ("identity.name", "mismatch"): (SOUND | one("id.name", "佐藤次郎"),),
    ("identity.name", "missing"): (without(SOUND, *IDENTITY), (page(PageKind.REQUEST_FORM),)),
    ("identity.address", "exact"): (SOUND,),
    ("identity.address", "variant"): (SOUND | one("id.address", "中央区西心斎橋2-1-5"),),
    ("identity.address", "mismatch"): (SOUND | one("id.address", "京都市北区紫野1-2"),),
    ("identity.address", "missing"): (without(SOUND, *IDENTITY), (page(PageKind.REQUEST_FORM),)),
    ("identity.birth_date", "exact"): (SOUND | BORN,),
    ("identity.birth_date", "mismatch"): (SOUND | one("id.birth_date", "", "1980-04-02"),),
    ("agent.authority", "ok"): (BY_AGENT, POA),
    ("agent.authority", "missing"): (without(BY_AGENT, "authority.kind"),),
    ("agent.authority", "wrong_document"): (BY_AGENT | one("authority.kind", "戸籍", "koseki"), POA),
    ("agent.authority", "wrong_scope"): (BY_AGENT | one("request.kinds", "☑", "disclosure"), (
        *SOUND_PAGES, page(PageKind.POA, "委任状", "自動車の名義変更に関する一切の権限を私は上記の代理人である次の者に委任します"),
    )),
    ("agent.authority", "undated"): (without(BY_AGENT, "authority.date"), POA),
    ("agent.authority", "too_old"): (BY_AGENT, POA, aged_papers(5)),
    ("agent.identity", "ok"): (BY_AGENT, POA),
    ("agent.identity", "missing"): (without(BY_AGENT, "agent_id.kind"), POA),
    ("agent.identity", "expired"): (BY_AGENT | one("agent_id.expires_on", "", "2026-01-01"), POA),
    ("agent.identity", "not_accepted"): (BY_AGENT | one("agent_id.kind", "", "my_number_card"), POA),
    ("agent.identity", "too_old"): (
        without(BY_AGENT, "agent_id.expires_on") | one("agent_id.kind", "", "juminhyo") | {"agent_id.issued_on": OLD},
        POA,
        agents(max_age_days=90),
    ),
    ("agent.name", "exact"): (BY_AGENT, POA),
    ("agent.name", "variant"): (BY_AGENT | one("agent_id.name", "SUZUKI HANAKO"), POA),
    ("agent.name", "mismatch"): (BY_AGENT | one("agent_id.name", "佐藤次郎"), POA),
    ("agent.name", "missing"): (without(BY_AGENT, "agent_id.kind"), POA),
    ("agent.papers", "named"): (BY_AGENT, POA),
    ("agent.papers", "variant"): (BY_AGENT | one("agent.name", "鈴木花子") | one("person.name", "髙橋太郎"), (
        *SOUND_PAGES, page(PageKind.POA, "委任状", "代理人　鈴木花子", "委任者　高橋太郎"),
    )),
    ("agent.papers", "not_named"): (BY_AGENT, (*SOUND_PAGES, page(PageKind.POA, "委任状", "代理人　佐藤次郎"))),
    ("fee.amount", "ok"): (SOUND,),
    ("fee.amount", "over_kept"): (SOUND | TWO_ORDERS, SOUND_PAGES, changed(fee={"on_over": "keep"})),
    ("fee.amount", "over_returned"): (SOUND | TWO_ORDERS, SOUND_PAGES, changed(fee={"on_over": "return_excess"})),
    ("fee.amount", "over"): (SOUND | TWO_ORDERS,),
    ("fee.amount", "not_exact"): (SOUND | TWO_ORDERS, SOUND_PAGES, changed(fee={"on_over": "ask_exact"})),
    ("fee.amount", "short"): (SOUND | one("fee.instruments", "", "A1:500:2026-11-10"),),
    ("fee.amount", "missing"): (without(SOUND, *FEE), NO_MONEY),
    ("fee.amount", "wrong_means"): (SOUND | one("fee.means", "切手", "stamps"),),
    ("fee.validity", "ok"): (SOUND,),
    ("fee.validity", "near_expiry"): (SOUND | one("fee.instruments", "", "A1:1000:2026-06-01"),),
    ("fee.validity", "expired"): (SOUND | one("fee.instruments", "", "A1:1000:2026-01-10"),),
    ("fee.validity", "payee_filled"): (SOUND | one("fee.payees", "filled"),),
    ("fee.validity", "duplicate"): (SOUND | one("fee.instruments", "", "A1:500:2026-11-10;A1:500:2026-11-10"),),
    ("fee.validity", "missing"): (without(SOUND, *FEE), NO_MONEY),
    ("fee.custody", "keep"): (SOUND | one("fee.instruments", "", "A1:500:2026-11-10"),),
    ("fee.custody", "return"): (SOUND | one("request.kinds", "☑", "correction"),),
    ("fee.custody", "return_excess"): (SOUND | TWO_ORDERS, SOUND_PAGES, changed(fee={"on_over": "return_excess"})),
    ("fee.custody", "ask"): (SOUND | one("fee.means", "切手", "stamps"),),
    ("request.repeats", "none"): (
        SOUND, SOUND_PAGES, ROCOCO, {"earlier": [BEFORE._replace(birth_date=date(1981, 1, 1))]},
    ),
    ("request.repeats", "repeated"): (SOUND, SOUND_PAGES, ROCOCO, {"earlier": [BEFORE]}),
}  # fmt: skip
BY_REDACTION = {"masking.domicile", "masking.my_number"}  # found on the picture, not in the fields
ALONE = {("agent.identity", "too_few")}  # the rule's own test: a packet by two people never says how many one sent
WALKED = [(check, result) for check, results in VERDICTS.items() if check not in BY_REDACTION for result in results]


def found_in(case: tuple) -> dict[str, Finding]:
    """The findings of (values, pages, policy, more), the later ones where given."""
    values, pages, policy, more = (*case, *(SOUND_PAGES, ROCOCO, {})[len(case) - 1 :])
    return findings(values, pages, policy=policy, **more)


@pytest.mark.parametrize(("check", "result"), [each for each in WALKED if each not in ALONE])
def test_every_result_is_reached_by_a_packet(check: str, result: str) -> None:
    """A result that no packet reaches would be a promise nobody keeps."""
    found = found_in(CASES[check, result])[check]
    assert (found.result, found.verdict) == (result, VERDICTS[check][result])
    assert found.detail


def test_no_case_is_left_over() -> None:
    """The cases above are those of the table, no more."""
    assert set(CASES) == set(WALKED) - ALONE


def test_each_failure_has_words_of_its_own() -> None:
    """What fails can be put to a requester, except the shadows of a paper that is missing, which is asked for once."""
    fails = {
        f"{check}/{result}"
        for check, results in VERDICTS.items()
        for result, verdict in results.items()
        if verdict is Verdict.FAIL
    }
    shadows = {f"{check}/missing" for check in ("identity.validity", "identity.name", "identity.address")}
    assert set(deficiency_codes()) == fails - shadows - {"agent.name/missing", "fee.validity/missing"}


def test_checks_of_all_packets_are_those_promised() -> None:
    """What `inspect` promises of every packet stands apart from what is told on occasion."""
    assert set(VERDICTS) > OCCASIONAL
    assert len(set(VERDICTS) - OCCASIONAL) == 12


@pytest.mark.parametrize("check", sorted(VERDICTS))
def test_only_what_does_not_apply_passes_everywhere(check: str) -> None:
    """Unread, absent and unsaid are unclear in every check."""
    assert {result for result, verdict in EVERYWHERE.items() if verdict is Verdict.PASS} == {"not_required"}
    assert finding(check, "unreadable", "").verdict is Verdict.UNCLEAR


def test_only_failures_are_put_to_a_person_where_the_policy_is_silent() -> None:
    """A pass and a doubt stand as they were found; a failure becomes a question that says what is unsaid."""
    failed = not_said(finding("fee.amount", "short", "不足しています。"), "手数料")
    assert (failed.result, failed.verdict) == ("unspecified", Verdict.UNCLEAR)
    assert "不足しています。" in failed.detail
    for result in ("ok", "over"):
        sound = finding("fee.amount", result, "")
        assert not_said(sound, "手数料") is sound


def test_details_hold_no_personal_data() -> None:
    """No name, address, date of birth or serial stands in any detail of any case of the table."""
    told = "".join(each.detail for case in CASES.values() for each in found_in(case).values())
    for part in ("山田", "太郎", "佐藤", "鈴木", "髙橋", "高橋", "西心斎橋", "紫野", "A12345", "1980"):
        assert part not in told


def test_what_is_missing_never_passes() -> None:
    """Of a sound packet any one value taken away leaves its checks passing only where the value was not needed."""
    needed = FORM.keys() | IDENTITY.keys() | {"fee.instruments"}
    for name in needed - {"person.birth_date", "id.kind", "fee.total"}:
        assert any(each.verdict is not Verdict.PASS for each in findings(without(SOUND, name)).values()), name
