"""A whole packet against the policy of rococo: every finding, collected."""

import pytest

from tasks.case.deficiency import deficiency_items
from tasks.case.findings import OCCASIONAL, VERDICTS, finding
from tasks.case.words import Disposition, PageKind, Verdict, disposition_of
from tasks.check.evidence import AGREEING, DOUBTFUL
from tests.support.readings import (
    ADDRESS,
    AGENT,
    FEE,
    FORM,
    IDENTITY,
    MASKING,
    POA_LINES,
    SOUND,
    SOUND_PAGES,
    Values,
    changed,
    findings,
    page,
    without,
)


def test_a_sound_packet_is_ready() -> None:
    """Every check that is told of all packets is answered, and all pass; so do the birth dates that were read."""
    found = findings(SOUND)
    assert set(found) == set(VERDICTS) - OCCASIONAL
    assert (
        findings(SOUND | {"id.birth_date": ("昭和55年4月1日", "1980-04-01")})["identity.birth_date"].result == "exact"
    )
    assert disposition_of(list(found.values())) is Disposition.READY_FOR_DECISION
    assert found["agent.authority"].result == "not_required"
    assert found["masking.domicile"] == MASKING


def test_a_sound_packet_by_an_agent_waits_for_a_person() -> None:
    """With the agent's papers in order only the person's own ID is open, on which the policy is silent."""
    pages = (page(PageKind.REQUEST_FORM), page(PageKind.POA, *POA_LINES), page(PageKind.LICENCE))
    found = findings(FORM | FEE | AGENT, pages)
    assert [found[check].result for check in ("agent.authority", "agent.identity", "agent.name")] == [
        "ok",
        "ok",
        "exact",
    ]
    assert {found[f"identity.{part}"].result for part in ("kind", "validity", "name", "address")} == {"absent"}
    assert disposition_of(list(found.values())) is Disposition.NEEDS_PERSON


def test_an_agents_packet_with_both_ids_is_ready() -> None:
    """When the person's own ID comes too it is checked like any other."""
    pages = (page(PageKind.REQUEST_FORM), page(PageKind.POA, *POA_LINES), page(PageKind.LICENCE))
    found = findings(SOUND | AGENT, pages)
    assert disposition_of(list(found.values())) is Disposition.READY_FOR_DECISION


def test_an_empty_packet_fails_everything_at_once() -> None:
    """An envelope with nothing read in it lacks form, kind and identity, all told together."""
    found = findings({}, (page(PageKind.ENVELOPE),))
    assert found["form.complete"].result == "missing_signature"
    assert found["form.kind"].result == "none"
    assert {found[f"identity.{part}"].result for part in ("kind", "validity", "name", "address")} == {"missing"}


@pytest.mark.parametrize(
    ("change", "check", "result"),
    [
        ({"request.kinds": ("", "")}, "form.kind", "none"),
        ({"request.date": ("令和　年　月　日", None)}, "form.complete", "missing_date"),
        ({"person.address": ("〒　-", None)}, "form.complete", "missing_address"),
        ({"request.date": ("令和8年11月3#日", None)}, "form.complete", "unreadable"),
        ({"id.kind": ("健康保険証", "health_insurance")}, "identity.validity", "no_longer_valid"),
        ({"id.kind": ("社員証", "other")}, "identity.kind", "not_accepted"),
        ({"id.expires_on": ("2026年11月19日", "2026-11-19")}, "identity.validity", "expired"),
        ({"id.name": ("髙橋", None), "person.name": ("高橋", None)}, "identity.name", "variant"),
        ({"id.name": ("佐藤次郎", None)}, "identity.name", "mismatch"),
        ({"id.address": ("京都市北区紫野1-2", None)}, "identity.address", "mismatch"),
        ({"person.address": (ADDRESS + " コーポ305", None)}, "identity.address", "variant"),
        ({"fee.instruments": ("", "A1:500:2026-11-10")}, "fee.amount", "short"),
        ({"fee.instruments": ("", "A1:1000:2026-11-10;B2:500:2026-11-10")}, "fee.amount", "over"),
        ({"fee.instruments": ("", "A1:1000:2026-01-10")}, "fee.validity", "expired"),
        ({"fee.instruments": ("", "A1:1000:")}, "fee.validity", "unreadable"),
        ({"fee.payees": ("filled", None)}, "fee.validity", "payee_filled"),
        ({"fee.means": ("切手", "stamps")}, "fee.amount", "wrong_means"),
        ({"request.kinds": ("☑", "correction")}, "fee.amount", "not_required"),
        ({"request.kinds": ("☑", "correction")}, "fee.validity", "not_required"),
    ],
)
def test_one_thing_wrong_is_found(change: Values, check: str, result: str) -> None:
    """Each deficiency shows in its own check, under the code of the table."""
    found = findings(SOUND | change)[check]
    assert found.result == result
    assert found.verdict is not Verdict.PASS or result == "not_required"


@pytest.mark.parametrize(
    ("gone", "check", "result"),
    [
        (("form.signature",), "form.complete", "missing_signature"),
        (("id.name",), "identity.name", "unreadable"),
        (("id.address",), "identity.address", "unreadable"),
        (("id.expires_on",), "identity.validity", "unreadable"),
        (("fee.instruments", "fee.total", "fee.payees"), "fee.amount", "unreadable"),
        (("fee.payees",), "fee.validity", "unreadable"),
    ],
)
def test_what_should_be_there_and_was_not_read(gone: tuple[str, ...], check: str, result: str) -> None:
    """A value missing from a paper that is there is unread, and only the form's own parts are missing."""
    assert findings(without(SOUND, *gone))[check].result == result


def test_no_money_order_page_is_no_fee() -> None:
    """Without a page that shows one, the fee is missing."""
    found = findings(FORM | IDENTITY, SOUND_PAGES[:2])
    assert found["fee.amount"].result == found["fee.validity"].result == "missing"


def test_the_page_shows_what_the_field_does_not() -> None:
    """A licence page without an `id.kind` field still counts as a licence; two kinds of card are for a person."""
    values = without(SOUND, "id.kind")
    assert findings(values)["identity.kind"].result == "ok"
    assert findings(values, (*SOUND_PAGES, page(PageKind.PASSPORT)))["identity.kind"].result == "unreadable"
    unsure = (page(PageKind.LICENCE, confidence=DOUBTFUL - 0.1), page(PageKind.MONEY_ORDER))
    assert findings(values, unsure)["identity.kind"].result == "unreadable"


def test_an_unknown_card_is_looked_at() -> None:
    """An official-looking card of no known kind goes to a person, a company's card fails, a plain letter is nothing."""
    values = without(SOUND, *IDENTITY)
    for text, result in (("身体障害者手帳", "unreadable"), ("社員証", "not_accepted"), ("お願い", "missing")):
        assert findings(values, (page(PageKind.OTHER, text),))["identity.kind"].result == result


def test_a_passport_without_address_goes_to_a_person() -> None:
    """A passport applied for since 2020 has no holder's page."""
    values = without(SOUND, "id.address") | {"id.kind": ("旅券", "passport")}
    assert findings(values)["identity.address"].result == "absent"


@pytest.mark.parametrize("name", sorted(SOUND.keys() - {"person.birth_date", "fee.total"}))
def test_a_doubtful_field_never_fails_a_sound_packet(name: str) -> None:
    """Whichever single field is read badly, the packet is at worst referred to a person."""
    found = findings(SOUND, doubtful={name: 0.3})
    assert disposition_of(list(found.values())) is Disposition.NEEDS_PERSON


def test_agreement_outweighs_confidence() -> None:
    """Two papers that agree pass on a modest reading; that they differ is not said of a doubtful one."""
    modest = (AGREEING + DOUBTFUL) / 2
    assert findings(SOUND, doubtful={"id.name": modest})["identity.name"].result == "exact"
    other = SOUND | {"id.name": ("佐藤次郎", None)}
    assert findings(other, doubtful={"id.name": modest})["identity.name"].result == "unreadable"


def test_unread_ticks_leave_the_fee_open() -> None:
    """Without the kinds nobody knows whether a fee is due."""
    found = findings(SOUND, doubtful={"request.kinds": 0.3})
    assert {found[check].verdict for check in ("form.kind", "fee.amount", "fee.validity")} == {Verdict.UNCLEAR}


def test_without_a_tick_no_fee_is_due_yet() -> None:
    """A form without a tick fails as such; its fee is not called missing, and one that came is held against one fee."""
    values = FORM | IDENTITY | {"request.kinds": ("", "")}
    assert findings(values, SOUND_PAGES[:2])["fee.amount"].result == "not_required"
    assert findings(values | FEE)["fee.amount"].result == "ok"


def test_a_serial_seen_before_is_a_duplicate() -> None:
    """The desk's own ledger is consulted."""
    assert findings(SOUND, seen_serials=frozenset({"A12345"}))["fee.validity"].result == "duplicate"


def test_doubtful_signs_of_an_agent_go_to_a_person() -> None:
    """A smudge in the agent's box neither makes an agent nor fails one."""
    found = findings(SOUND | {"agent.name": ("・木", None)}, doubtful={"agent.name": 0.3})
    assert {found[f"agent.{part}"].result for part in ("authority", "identity", "name")} == {"unreadable"}


def test_an_agent_without_papers_fails() -> None:
    """A name in the agent's box and no paper at all is a deficiency in both."""
    found = findings(SOUND | {"agent.name": ("鈴木花子", None), "agent.relation": ("☑", "delegated")})
    assert [found[f"agent.{part}"].result for part in ("authority", "identity", "name")] == ["missing"] * 3


def test_a_resident_record_may_be_the_proof() -> None:
    """While nobody knows by what right an agent acts, a resident record in the packet may prove it: no paper is missing."""
    values = without(SOUND | AGENT, "authority.kind", "authority.date")
    pages = (*SOUND_PAGES, page(PageKind.JUMINHYO))
    unread = findings(values, pages, doubtful={"agent.relation": 0.3})
    assert unread["agent.authority"].result == "unreadable"
    assert "agent.papers" not in unread
    assert findings(without(values, "agent.relation"), pages)["agent.authority"].result == "unreadable"
    assert findings(values, pages)["agent.authority"].result == "missing"
    assert findings(values, doubtful={"agent.relation": 0.3})["agent.authority"].result == "missing"


def test_a_certificate_of_no_registration_is_the_wrong_document() -> None:
    """Whatever kind its page was taken for, it proves that there is no guardian."""
    values = without(SOUND | AGENT, "authority.kind") | {"agent.relation": ("☑", "guardian")}
    pages = (*SOUND_PAGES, page(PageKind.OTHER, "登記されていないこと", "の証明書"))
    assert findings(values, pages)["agent.authority"].result == "wrong_document"


def test_an_agents_my_number_card_is_not_accepted() -> None:
    """The agents' list has no "other official documents"."""
    values = SOUND | AGENT | {"agent_id.kind": ("個人番号カード", "my_number_card")}
    assert findings(values, (*SOUND_PAGES, page(PageKind.POA, *POA_LINES)))["agent.identity"].result == "not_accepted"


def test_details_never_repeat_what_was_read() -> None:
    """No name, address, serial or number of any paper stands in a detail, whatever goes wrong."""
    wrong = SOUND | AGENT | {"id.name": ("佐藤次郎", None), "id.address": ("京都市北区紫野1-2", None)}
    told = "".join(each.detail for each in findings(wrong).values())
    for part in ("山田", "太郎", "佐藤", "鈴木", "西心斎橋", "紫野", "A12345"):
        assert part not in told


def test_every_failure_has_words_for_the_letter() -> None:
    """Each failing result of the table can be put to a requester, with what to do about it."""
    for check, results in VERDICTS.items():
        for result in (result for result, verdict in results.items() if verdict is Verdict.FAIL):
            chain = [finding(other, "missing", "") for other in VERDICTS if "missing" in VERDICTS[other]]
            failed = chain if result == "missing" else [finding(check, result, "")]
            items = deficiency_items(failed)
            assert items
            assert all(all(item) for item in items)
            assert all(item.what_en.isascii() and item.cure_en.replace("本籍", "").isascii() for item in items)


def test_a_missing_paper_is_asked_for_once() -> None:
    """No ID fails four checks and makes one item; no fee fails two and makes one."""
    items = deficiency_items(findings({}, (page(PageKind.ENVELOPE),)).values())
    assert [item.check for item in items].count("identity.kind") == 1
    assert not [item for item in items if item.check in ("identity.name", "identity.validity", "fee.validity")]


def test_a_result_outside_the_table_is_a_bug() -> None:
    """No rule can invent a result or a verdict of its own."""
    with pytest.raises(KeyError):
        finding("form.kind", "perhaps", "")


@pytest.mark.parametrize("means", ["stamps", "cash"])
def test_a_fee_by_another_means_is_not_missing(means: str) -> None:
    """Stamps and cash came, even where no sentence says that they are the fee; the letter must not say that nothing did."""
    found = findings(FORM | IDENTITY | {"fee.means": (means, means)})
    assert found["fee.amount"].result == "wrong_means"
    assert found["fee.validity"].result != "missing"


@pytest.mark.parametrize("sure", [0.95, 0.7])
def test_a_list_of_powers_that_was_not_read_surely_goes_to_a_person(sure: float) -> None:
    """The printed words of a list grant nothing: what is ticked must be sure, or a person looks."""
    pages = (*SOUND_PAGES, page(PageKind.POA, *POA_LINES))
    values = SOUND | AGENT | {"authority.scope": ("開示", "disclosure")}
    found = findings(values, pages, {"authority.scope": sure})["agent.authority"]
    assert found.result == ("ok" if sure > DOUBTFUL else "unreadable")


def test_a_letter_that_speaks_of_members_makes_no_private_card() -> None:
    """A card of no known kind may be official, whatever a covering letter says; a card with a private title is none."""
    letter = page(PageKind.OTHER, "貴社の会員として登録した個人情報について、手帳の写しを同封します。", index=1)
    values = without(SOUND, *IDENTITY)
    for title, result in (("身体障害者手帳", "unreadable"), ("会員証", "not_accepted")):
        pages = (page(PageKind.REQUEST_FORM), letter, page(PageKind.OTHER, title, index=2))
        assert findings(values, pages)["identity.kind"].result == result


def test_where_nobody_knows_whether_an_agent_acts_the_persons_document_is_asked_after() -> None:
    """A policy that needs no document of a represented person passes none while the agent's own signs are doubtful."""
    policy = changed(agent={"principal_id": "not_required"})
    pages = (page(PageKind.REQUEST_FORM),)
    for sure, result in ((0.95, "not_required"), (0.3, "unreadable")):
        values = without(SOUND, *IDENTITY) | {"agent.name": ("鈴木花子", None)}
        found = findings(values, pages, {"agent.name": sure}, policy=policy)
        assert found["identity.kind"].result == result
