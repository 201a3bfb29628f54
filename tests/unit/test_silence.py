"""What a policy does not say fails nobody and passes nothing: `unspecified` goes to a person, in every check that meets it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.case.words import AgentRelation, PageKind, Verdict
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

UNSAID = "unspecified"
AGENT_PAGES = (*SOUND_PAGES, page(PageKind.POA, *POA_LINES))
NO_DOCUMENTS = {"accepted": UNSAID, "other_official": UNSAID, "number_needed": UNSAID, "shows_current_address": UNSAID}
SILENT_ID = ROCOCO.identity.model_copy(update=NO_DOCUMENTS)
SILENT = changed(
    ROCOCO.model_copy(update={"identity": SILENT_ID}),
    agent={"allowed": UNSAID, "principal_id": UNSAID, "identity": UNSAID, "authority": UNSAID},
    fee={"kinds": UNSAID, "amount_yen": UNSAID, "per": UNSAID, "means": UNSAID},
    requests={"channels": UNSAID, "prescribed_form_needed": UNSAID},
)
EVERYTHING = SOUND | AGENT
NAMES = sorted(EVERYTHING)
OTHERS = {
    "id.kind": ("社員証", "other"),
    "id.name": ("佐藤次郎", None),
    "id.address": ("京都市北区紫野1-2", None),
    "id.expires_on": ("2020年1月1日", "2020-01-01"),
    "fee.instruments": ("", "A12345:200:2020-11-10"),
    "fee.means": ("切手", "stamps"),
    "agent.relation": ("☑", "guardian"),
    "authority.kind": ("戸籍", "koseki"),
    "agent_id.kind": ("旅券", "passport"),
    "agent_id.name": ("佐藤次郎", None),
}


@settings(max_examples=150)
@given(st.sets(st.sampled_from(NAMES)), st.sets(st.sampled_from(sorted(OTHERS))), st.booleans())
def test_silence_never_fails_anybody(gone: set[str], wrong: set[str], by_agent: bool) -> None:
    """Whatever is lacking or amiss, a policy that asks for nothing finds no deficiency."""
    values = (EVERYTHING if by_agent else SOUND) | {name: OTHERS[name] for name in wrong}
    found = findings(without(values, *gone), AGENT_PAGES if by_agent else SOUND_PAGES, policy=SILENT)
    assert [each.check for each in found.values() if each.verdict is Verdict.FAIL] == []


@pytest.mark.parametrize("values", [FORM, SOUND, FORM | AGENT, EVERYTHING])
def test_silence_never_passes_a_packet(values) -> None:
    """With nothing said, identity, agent and fee are each a person's matter, however sound the papers look."""
    pages = AGENT_PAGES if "agent.name" in values else SOUND_PAGES[:1]
    found = findings(values, pages, policy=SILENT)
    assert found["identity.kind"].verdict is found["fee.amount"].verdict is Verdict.UNCLEAR
    if "agent.name" in values:
        assert found["agent.authority"].verdict is Verdict.UNCLEAR


@pytest.mark.parametrize(
    ("part", "keys", "values", "check"),
    [
        ("identity", {"accepted": UNSAID, "other_official": UNSAID}, without(SOUND, *IDENTITY), "identity.kind"),
        ("identity", {"accepted": UNSAID}, SOUND, "identity.kind"),
        ("identity", {"number_needed": UNSAID}, SOUND, "identity.kind"),
        ("identity", {"other_official": UNSAID}, SOUND | {"id.kind": ("", "my_number_card")}, "identity.kind"),
        (
            "identity",
            {"shows_current_address": UNSAID},
            SOUND | {"id.address": OTHERS["id.address"]},
            "identity.address",
        ),
        ("agent", {"allowed": UNSAID}, EVERYTHING, "agent.authority"),
        ("agent", {"allowed": False}, EVERYTHING, "agent.authority"),
        ("agent", {"allowed": False}, without(EVERYTHING, "agent_id.kind"), "agent.identity"),
        ("agent", {"identity": UNSAID}, EVERYTHING, "agent.identity"),
        ("agent", {"identity": UNSAID}, without(EVERYTHING, "agent_id.kind", "agent_id.name"), "agent.name"),
        ("agent", {"authority": UNSAID}, without(EVERYTHING, "authority.kind"), "agent.authority"),
        ("fee", {"kinds": UNSAID}, without(SOUND, *FEE), "fee.amount"),
        ("fee", {"amount_yen": UNSAID}, without(SOUND, *FEE), "fee.validity"),
        ("fee", {"amount_yen": UNSAID}, SOUND, "fee.amount"),
        ("fee", {"means": UNSAID}, without(SOUND, *FEE), "fee.amount"),
        ("fee", {"per": UNSAID}, SOUND, "fee.amount"),
        ("fee", {"per": "name"}, SOUND, "fee.amount"),
        ("fee", {"amount_yen": UNSAID}, SOUND | {"fee.instruments": OTHERS["fee.instruments"]}, "fee.validity"),
    ],
)
def test_each_silent_key_goes_to_a_person(part: str, keys: dict[str, object], values, check: str) -> None:
    """One key left unsaid is enough."""
    pages = tuple(each for each in AGENT_PAGES if each.kind is not PageKind.MONEY_ORDER or "fee.instruments" in values)
    found = findings(values, pages if "agent.name" in values else pages[:-1], policy=changed(**{part: keys}))[check]
    assert found.verdict is Verdict.UNCLEAR


@pytest.mark.parametrize("kinds", [(), ("purpose_notice",), UNSAID])
@pytest.mark.parametrize("sent", [True, False])
def test_a_fee_that_may_be_asked_goes_to_a_person(kinds: object, sent: bool) -> None:
    """Where the text says that disclosure might cost something, a disclosure is neither free nor unpaid, with money or without."""
    policy = changed(fee={"kinds": kinds, "possible_kinds": ("disclosure",)})
    values = SOUND if sent else without(SOUND, *FEE)
    found = findings(values, SOUND_PAGES if sent else SOUND_PAGES[:2], policy=policy)
    assert found["fee.amount"].result == "unspecified"
    assert found["fee.validity"].verdict is not Verdict.FAIL
    free = findings(values | {"request.kinds": ("☑", "correction")}, SOUND_PAGES[:2], policy=policy)
    assert free["fee.amount"].result == "not_required"


def test_a_relation_without_papers_goes_to_a_person() -> None:
    """A policy that names papers for delegated agents says nothing of a guardian's."""
    only = {AgentRelation.DELEGATED: ROCOCO.agent.authority[AgentRelation.DELEGATED]}
    values = without(EVERYTHING, "authority.kind") | {"agent.relation": ("☑", "guardian")}
    found = findings(values, SOUND_PAGES, policy=changed(agent={"authority": only}))
    assert found["agent.authority"].result == "unspecified"
    assert findings(values, SOUND_PAGES)["agent.authority"].result == "missing"


def test_what_costs_nothing_needs_no_rule() -> None:
    """A policy that charges nothing, and the Act's free kinds under any policy, ask for no fee."""
    nothing = findings(without(SOUND, *FEE), SOUND_PAGES[:2], policy=changed(fee={"kinds": ()}))
    assert nothing["fee.amount"].result == nothing["fee.validity"].result == "not_required"
    free = findings(without(SOUND, *FEE) | {"request.kinds": ("☑", "correction")}, SOUND_PAGES[:2], policy=SILENT)
    assert free["fee.amount"].result == "not_required"


@pytest.mark.parametrize("needed", [False, UNSAID])
def test_a_letter_where_no_form_is_asked_for(needed: object) -> None:
    """Where the policy prescribes no form, what a letter leaves out is read by a person; where it does, it is missing."""
    policy = changed(requests={"prescribed_form_needed": needed})
    for gone in ("form.signature", "request.date", "person.address"):
        values = without(SOUND, gone)
        assert findings(values, policy=policy)["form.complete"].result == "unspecified"
        assert findings(values)["form.complete"].verdict is Verdict.FAIL
    assert findings(SOUND | {"request.kinds": ("", "")}, policy=policy)["form.kind"].result == "unspecified"
    assert findings(SOUND, policy=policy)["form.complete"].result == "ok"


def test_stamps_where_the_policy_takes_orders() -> None:
    """A fee in stamps is the wrong means for rococo, and is counted by a person where stamps will do."""
    values, pages = without(SOUND, *FEE), (*SOUND_PAGES[:2], page(PageKind.OTHER, "手数料として切手を同封します。"))
    assert findings(values, pages)["fee.amount"].result == "wrong_means"
    stamps = changed(fee={"means": ("stamps",)})
    assert findings(values, pages, policy=stamps)["fee.amount"].result == "unreadable"


@pytest.mark.parametrize(
    ("channel", "accepted", "result"),
    [
        ("post", ("post",), None),
        ("post", UNSAID, None),
        ("post", ("email",), "unspecified"),
        ("email", ("post",), "unspecified"),
        ("email", UNSAID, "unspecified"),
        ("email", ("post", "email"), "ok"),
        ("counter", ("counter",), "ok"),
    ],
)
def test_the_way_a_request_came(channel: str, accepted: object, result: str | None) -> None:
    """Plain post is not mentioned; a way that the company does not offer, or says nothing of, goes to a person."""
    found = findings(SOUND, policy=changed(requests={"channels": accepted}), channel=channel)
    assert (found["form.channel"].result if "form.channel" in found else None) == result


def test_an_e_mail_bears_no_seal() -> None:
    """Without a signature an electronic request goes to a person, unless a signed scan came; on paper it is deficient."""
    unsigned = without(SOUND, "form.signature")
    for channel in ("email", "web"):
        assert findings(unsigned, channel=channel)["form.complete"].result == "unspecified"
        assert findings(SOUND, channel=channel)["form.complete"].result == "ok"
        undated = without(unsigned, "request.date")
        assert findings(undated, channel=channel)["form.complete"].result == "missing_date"
    for channel in ("post", "counter"):
        assert findings(unsigned, channel=channel)["form.complete"].result == "missing_signature"
