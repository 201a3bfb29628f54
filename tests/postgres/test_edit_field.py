"""What follows when a person corrects a field: the case is checked anew, and the correction survives what comes later."""

import json

import pytest
from sqlmodel import select

from tasks.case.edits import FieldChange
from tasks.case.errors import KaijiError
from tasks.case.happened import EventKind
from tasks.case.progress import Step, Wait
from tasks.check.edit_field import edit_field
from tasks.check.join_cases import join_cases
from tasks.store.account_tables import FieldEdit
from tasks.store.cases import accept_answer, case_by_number, packets_of
from tasks.store.edits import value_digest
from tasks.store.events import events_of
from tasks.store.packets import fields_of, findings_of
from tasks.store.sealed import REDACTION
from tasks.store.tables import Instrument
from tests.support.cases import BOX, NAME, open_case

OTHER = "林田 泰史"
ALONE = {"request__kinds": None, "request__date": None, "form__signature": None}  # no form of its own


def supplement(house, slip, **changes):
    """A later packet of the same person with a return slip; `changes` may hold a form."""
    return open_case(house, b"more", slip__case=(slip, slip), **(ALONE | changes))


def edit(house, number, name, value, page=None, poly=None):
    """The person sato puts a value into a field."""
    edit_field(house, number, FieldChange(name, value, page, poly, "sato"))


def case_of(house, number):
    with house.database.transaction() as session:
        return case_by_number(session, number)


def found(house, number):
    """The findings of a case by check."""
    with house.database.transaction() as session:
        newest = packets_of(session, case_by_number(session, number))[-1]
        return {each.check: each for each in findings_of(session, newest.id)}


def results(house, number, *checks):
    return [found(house, number)[check].result for check in checks]


def fields(house, number):
    with house.database.transaction() as session:
        return fields_of(session, packets_of(session, case_by_number(session, number))[-1].id)


def events(house, number, *kinds):
    with house.database.transaction() as session:
        return [each for each in events_of(session, case_by_number(session, number).id) if each.kind in kinds]


def edits(house):
    with house.database.transaction() as session:
        return list(session.exec(select(FieldEdit).order_by(FieldEdit.id)))


def doubt(house, number, packet=0, **confidences):
    """Makes the reading of a packet of the case less sure of these fields, as its reader might have been."""
    with house.database.transaction() as session:
        name = packets_of(session, case_by_number(session, number))[packet].number
    kept = json.loads(house.sealed.get(name, REDACTION))
    for field, confidence in confidences.items():
        kept["reading"]["fields"][field.replace("__", ".")]["confidence"] = confidence
    house.sealed.put(name, REDACTION, json.dumps(kept).encode())


def decide(house, number):
    with house.database.transaction() as session:
        case = case_by_number(session, number, lock=True)
        accept_answer(session, case, Wait(step=Step.DECIDE, attempt=1), {}, "mori", house.now())


def test_a_name_that_was_misread_is_put_right_and_the_identity_passes(house):
    """Findings, fields and the case's disposition are those of the corrected evidence."""
    number = open_case(house, id__name=(OTHER, None))
    assert results(house, number, "identity.name") == ["mismatch"]
    assert case_of(house, number).disposition == "deficient"
    edit(house, number, "id.name", NAME)
    assert results(house, number, "identity.name") == ["exact"]
    assert case_of(house, number).disposition == "ready_for_decision"
    field = fields(house, number)["id.name"]
    assert (field.value, field.confidence, field.page, field.poly) == (NAME, 1.0, 0, BOX)


def test_the_record_says_that_a_value_changed_and_never_what_it_is(house):
    """Both events follow each other; digests by the house's key prove a value to whoever has both."""
    number = open_case(house, id__name=(OTHER, None))
    edit(house, number, "id.name", NAME)
    edited, checked = events(house, number, EventKind.FIELD_EDITED, EventKind.CHECKED_AGAIN)
    key = house.key("audit")
    digests = {"before": value_digest(key, OTHER), "after": value_digest(key, NAME)}
    assert {name: fact for name, fact in edited.facts.items() if name != "policy"} == {"field": "id.name"} | digests
    assert (edited.actor, checked.actor) == ("sato", "sato")
    assert (checked.facts["disposition"], checked.facts["kinds"]) == ("ready_for_decision", ["disclosure"])
    assert [(each.before, each.value, each.person) for each in edits(house)] == [(OTHER, NAME, "sato")]


def test_a_doubtful_reading_that_a_person_confirms_is_decided_by_the_rule(house):
    """The same letters again settle the doubt: what was unclear for want of confidence passes, or fails."""
    number = open_case(house, id__name=(OTHER, None))
    doubt(house, number, id__name=0.3, id__expires_on=0.3)
    edit(house, number, "person.phone", "06-1111-2222")  # whatever makes the case be checked again
    assert results(house, number, "identity.name", "identity.validity") == ["unreadable", "unreadable"]
    edit(house, number, "id.name", OTHER)
    edit(house, number, "id.expires_on", "2029年3月14日")
    assert results(house, number, "identity.name", "identity.validity") == ["mismatch", "ok"]
    assert fields(house, number)["id.expires_on"].normalized == "2029-03-14"


def test_a_day_of_expiry_that_was_misread_fails_the_document(house):
    """A day typed in any writing is brought into the form that the rules ask for."""
    number = open_case(house)
    assert results(house, number, "identity.validity") == ["ok"]
    edit(house, number, "id.expires_on", "令和3年3月14日")
    assert results(house, number, "identity.validity") == ["expired"]
    assert fields(house, number)["id.expires_on"].normalized == "2021-03-14"
    assert case_of(house, number).disposition == "deficient"


@pytest.mark.parametrize("value", ["correction", "訂正"])
def test_another_kind_of_request_changes_what_is_due(house, value):
    """The case asks for what a person says the form asks for, and a correction is free."""
    number = open_case(house)
    edit(house, number, "request.kinds", value)
    assert case_of(house, number).kinds == ["correction"]
    assert results(house, number, "fee.amount") == ["not_required"]


def test_another_kind_of_document_is_what_its_page_is(house):
    """A card that was taken for a licence is judged as what a person says it is; the form's page stays the form."""
    number = open_case(house, id__kind=None)
    edit(house, number, "id.kind", "health_insurance", page=1)
    assert results(house, number, "identity.validity") == ["no_longer_valid"]
    edit(house, number, "id.kind", "licence", page=0)
    assert results(house, number, "form.kind", "identity.kind") == ["ok", "ok"]


def test_a_field_that_the_reader_never_saw_can_be_given_with_its_place(house):
    """Findings point at the place a person drew, or at the whole page where none was drawn."""
    number = open_case(house, form__signature=None)
    assert results(house, number, "form.complete") == ["missing_signature"]
    place = ((0.5, 0.5), (0.6, 0.5), (0.6, 0.6), (0.5, 0.6))
    edit(house, number, "form.signature", "印", page=0, poly=place)
    after = found(house, number)["form.complete"]
    assert (after.result, after.evidence[0].poly) == ("ok", place)
    edit(house, number, "agent.kana", "ハヤシダ")
    assert fields(house, number)["agent.kana"].poly == ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


def test_what_a_person_says_stands_nowhere_is_missing_however_badly_the_page_was_read(house):
    """A withdrawn signature fails; a withdrawn money order is no unread one."""
    number = open_case(house)
    edit(house, number, "form.signature", None)
    edit(house, number, "fee.instruments", None)
    assert "form.signature" not in fields(house, number)
    assert results(house, number, "form.complete", "fee.amount") == ["missing_signature", "missing"]


def test_an_agent_who_is_none_is_withdrawn_from_the_case(house):
    """Whether an agent acts follows the corrected fields."""
    number = open_case(house, agent__name=(OTHER, None))
    assert case_of(house, number).by_agent
    edit(house, number, "agent.name", None)
    assert not case_of(house, number).by_agent
    assert results(house, number, "agent.authority") == ["not_required"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id.expires_on", "2027年2月30日"),
        ("id.kind", "library_card"),
        ("request.kinds", "開示、なにか"),
        ("agent.relation", "cousin"),
        ("fee.instruments", "12345-678901:viel:2026-11-10"),
        ("person.postcode", "77-12"),
        ("person.shoe_size", "27"),
        ("person.name", "あ" * 501),
    ],
)
def test_what_the_checks_could_do_nothing_with_is_refused_and_not_repeated(house, name, value):
    """Nothing is kept, and the sentence holds no word of what was typed."""
    number = open_case(house)
    with pytest.raises(KaijiError) as refused:
        edit(house, number, name, value)
    assert value not in str(refused.value)
    assert edits(house) == []
    assert events(house, number, EventKind.FIELD_EDITED, EventKind.CHECKED_AGAIN) == []


def test_pages_and_cases_that_are_not_there_are_refused(house):
    """Each with what to do."""
    number = open_case(house)
    with pytest.raises(KaijiError, match="3 pages"):
        edit(house, number, "id.name", NAME, page=3)
    with pytest.raises(KaijiError, match="no case of this number"):
        edit(house, "K20-00001", "id.name", NAME)


def test_a_decided_case_is_sent_back_first(house):
    """What was decided was decided on the evidence as it stood."""
    number = open_case(house)
    decide(house, number)
    with pytest.raises(KaijiError, match="send it back to the decision first"):
        edit(house, number, "id.name", OTHER)
    assert edits(house) == []


def test_corrections_survive_a_supplement_whose_own_newer_values_count(house):
    """The name that was put right stays; the licence that comes anew is read for itself."""
    number = open_case(house, person__name=("林囲 康支", None), id__expires_on=("2021年3月14日", "2021-03-14"))
    edit(house, number, "person.name", NAME)
    edit(house, number, "id.address", "大阪府大阪市北区梅田9丁目")
    assert results(house, number, "identity.validity", "identity.address") == ["expired", "mismatch"]
    assert supplement(house, number, fee__total=None, fee__instruments=None, fee__payees=None) == number
    assert fields(house, number)["person.name"].value == NAME
    assert results(house, number, "identity.name", "identity.validity", "identity.address") == ["exact", "ok", "exact"]
    edit(house, number, "id.expires_on", "2022-03-14")
    assert results(house, number, "identity.validity") == ["expired"]
    assert fields(house, number)["id.expires_on"].page == 3


def test_a_withdrawn_field_comes_back_with_a_paper_that_shows_it(house):
    """What stood nowhere stands on the new form."""
    number = open_case(house)
    edit(house, number, "form.signature", None)
    supplement(house, number, form__signature=("印", "seal"), request__kinds=("開示", "disclosure"))
    assert results(house, number, "form.complete") == ["ok"]


def test_corrections_go_along_when_a_case_joins_another(house):
    """Papers whose name was put right are no stranger's, and the corrected day of expiry counts in the case they join."""
    number = open_case(house, id__kind=None, id__name=None, id__address=None, id__birth_date=None, id__expires_on=None)
    stray = open_case(house, b"stray", **ALONE | {"person__name": (OTHER, None), "id__name": (OTHER, None)})
    assert stray != number
    with pytest.raises(KaijiError, match="somebody else"):
        join_cases(house, stray, number, "sato")
    edit(house, stray, "person.name", NAME)
    edit(house, stray, "id.name", NAME)
    edit(house, stray, "id.expires_on", "2021-03-14", page=1, poly=BOX)
    join_cases(house, stray, number, "sato")
    assert results(house, number, "identity.name", "identity.validity") == ["exact", "expired"]
    assert fields(house, number)["id.expires_on"].page == 4


def test_a_corrected_serial_is_looked_for_among_all_that_came(house):
    """A misread serial hides a money order that was used before; the corrected one does not. The sum follows the list."""
    open_case(house)
    again = open_case(
        house,
        b"another",
        person__name=(OTHER, None),
        fee__total=("500", "500"),
        fee__instruments=("", "12345-678907:500:2026-11-10"),
    )
    assert results(house, again, "fee.validity") == ["ok"]
    edit(house, again, "fee.instruments", "12345-678901:1,000円:令和8年11月10日")
    assert results(house, again, "fee.validity", "fee.amount") == ["duplicate", "ok"]
    assert fields(house, again)["fee.total"].normalized == "1000"
    with house.database.transaction() as session:
        assert len(session.exec(select(Instrument).where(Instrument.serial == "12345-678907")).all()) == 0


def test_what_came_later_makes_no_earlier_case_a_repeat_or_a_duplicate(house):
    """The first case is checked again after a second one with the same money order came from the same person."""
    first = open_case(house)
    second = open_case(house, b"another")
    assert results(house, second, "fee.validity", "request.repeats") == ["duplicate", "repeated"]
    edit(house, first, "person.phone", "06-1111-2222")
    assert results(house, first, "fee.validity") == ["ok"]
    assert "request.repeats" not in found(house, first)
