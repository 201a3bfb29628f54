"""What the evidence page makes of findings, fields and events before it shows them."""

from datetime import datetime

from tasks.case.business_days import JST
from tasks.case.findings import finding
from tasks.case.words import Evidence, Field
from tasks.desk.fields_shown import grouped, newest_edits
from tasks.desk.findings_shown import shown
from tasks.desk.history_shown import told
from tasks.store.account_tables import FieldEdit
from tasks.store.tables import EventRow

BOX = ((0.1, 0.1), (0.2, 0.1), (0.2, 0.2), (0.1, 0.2))
NOON = datetime(2026, 11, 20, 12, tzinfo=JST)


def field(name, value="x", normalized=None, confidence=0.95):
    return Field(name=name, value=value, normalized=normalized, confidence=confidence, page=0, poly=BOX)


def fields(*ones):
    return {one.name: one for one in ones}


def edit(name, value, person="sato"):
    return FieldEdit(
        case_id=1, packet_id=1, name=name, before=None, value=value, page=0, poly=[], person=person, at=NOON
    )


def event(kind, actor="kaiji", **facts):
    return EventRow(kind=kind, actor=actor, at=NOON, facts=facts, previous="", digest="")


def test_the_bad_findings_come_first():
    """Failures, then doubts, then what is in order; each in the order of the checks."""
    findings = [
        finding("form.kind", "ok", ""),
        finding("identity.name", "variant", ""),
        finding("fee.amount", "short", ""),
        finding("agent.name", "mismatch", ""),
    ]
    assert [each.finding.check for each in shown(findings)] == [
        "fee.amount",
        "agent.name",
        "identity.name",
        "form.kind",
    ]


def test_an_earlier_case_in_a_finding_can_be_opened():
    """Its number is parted from the sentence around it; what only looks like one is not."""
    detail = "同じ方の請求：K26-00012（終了）、P26-00013。"
    (each,) = shown([finding("request.repeats", "repeated", detail)])
    assert each.detail == (("同じ方の請求：", False), ("K26-00012", True), ("（終了）、P26-00013。", False))


def test_fields_stand_in_groups_and_an_unknown_one_at_the_end():
    """In the order of their names' table, whatever order they were read in; nothing is left out."""
    groups = grouped(
        fields(field("odd.one"), field("fee.total"), field("person.address"), field("person.name")), [], {}
    )
    assert [group.code for group in groups] == ["person", "fee", "other"]
    assert [each.field.name for each in groups[0].fields] == ["person.name", "person.address"]


def test_fields_that_a_check_found_to_differ_name_each_other():
    """Only where the check did not pass, and only the fields that it held together."""
    places = (Evidence(page=0, poly=BOX, field="person.name"), Evidence(page=1, poly=BOX, field="id.name"))
    both = fields(field("person.name"), field("id.name"), field("person.address"))
    for result, differing in (("mismatch", ("id.name",)), ("variant", ("id.name",)), ("exact", ())):
        found = finding("identity.name", result, "").model_copy(update={"evidence": places})
        person = grouped(both, [found], {})[0].fields
        assert person[0].differs_from == differing
        assert person[1].differs_from == ()


def test_how_sure_a_field_is():
    """Three degrees of the reader's, and a person's word, which is above them."""
    ones = fields(
        *(field(f"person.{name}", confidence=c) for name, c in (("name", 0.9), ("kana", 0.8), ("phone", 0.7)))
    )
    edits = newest_edits([edit("person.phone", "1", "ito"), edit("person.phone", "2", "mori")])
    first = {each.field.name: each.sureness for each in grouped(ones, [], {})[0].fields}
    assert first == {"person.name": "sure", "person.kana": "fair", "person.phone": "doubtful"}
    phone = grouped(ones, [], edits)[0].fields[-1]
    assert (phone.sureness, phone.edit.person) == ("person", "mori")


def test_codes_are_told_in_words_and_amounts_in_yen():
    """Kinds, papers and orders; a code without words stays as it is."""
    ones = fields(
        field("request.kinds", "☑", "correction,disclosure"),
        field("agent.relation", "☑", "nephew"),
        field("fee.total", "1000", "1000"),
        field("fee.instruments", "", "12345-678901:1000:2026-11-10;2::"),
        field("form.signature", "seal"),
    )
    told_of = {each.field.name: each for group in grouped(ones, [], {}) for each in group.fields}
    assert [word.en for word in told_of["request.kinds"].words] == ["correction", "disclosure"]
    assert (told_of["agent.relation"].words, told_of["agent.relation"].understood) == ((), "nephew")
    assert told_of["fee.total"].understood == "¥1,000"
    assert told_of["fee.instruments"].understood == "12345-678901 · ¥1,000 · 2026-11-10\n2"
    assert told_of["form.signature"].is_code
    assert not told_of["request.kinds"].is_code


def test_looks_of_one_person_are_one_line_of_the_history():
    """Newest first; another person's look, or anything between, begins a new line."""
    events = [
        event("case_opened"),
        event("evidence_seen", "sato", what="case", step="decide-1"),
        event("evidence_seen", "sato", what="page", page=2, step="decide-1"),
        event("evidence_seen", "sato", what="page", page=0, step="decide-1"),
        event("evidence_seen", "ito", what="case", step="decide-1"),
        event("answered", "sato", step="decide", attempt=1),
        event("code_issued", "sato", asking="release-reply-2"),
        event("fee_moved", "mori", move="returned"),
    ]
    lines = told(events)
    assert [(line.actor, line.words.en, line.about.en if line.about else "") for line in lines] == [
        ("mori", "Fee moved", "returned"),
        ("sato", "Signing code given out", "Release the letters"),
        ("sato", "Answered", "Decide the request"),
        ("ito", "Evidence looked at", ""),
        ("sato", "Evidence looked at", ""),
        ("kaiji", "Case opened", ""),
    ]
    assert lines[4].pages == [1, 3]
