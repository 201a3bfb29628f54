"""What follows when a person changes the boxes of a page, or looks under one: all is kept, or nothing is."""

import hashlib
import json

import cv2
import numpy as np
import pytest
from PIL import Image
from sqlmodel import select

from tasks.case.edits import FieldChange, MarksChange
from tasks.case.errors import KaijiError
from tasks.case.happened import EventKind
from tasks.case.progress import Step, Wait
from tasks.case.words import (
    Field,
    Finding,
    Page,
    PageKind,
    Reading,
    Redaction,
    RedactionReason,
    RedactionSource,
    Verdict,
)
from tasks.check.check_again import check_again
from tasks.check.edit_field import edit_field
from tasks.check.open_case import check_and_open
from tasks.engines.pdf import pictures_of_pdf, pictures_to_pdf
from tasks.receive.inbox import take_packet
from tasks.receive.open_packet import pages_again
from tasks.redact.edit_marks import edit_marks
from tasks.redact.paint import painted
from tasks.redact.unmask import unmask
from tasks.store.account_tables import FieldEdit, RedactionEdit, Unmasking
from tasks.store.cases import accept_answer, case_by_number, packets_of
from tasks.store.edits import edits_of
from tasks.store.events import broken_links, events_of
from tasks.store.packets import fields_of, findings_of, packet_by_number, pages_of
from tasks.store.pending_marks import settle_marks
from tasks.store.sealed import REDACTED, REDACTION
from tasks.store.tables import FieldRow, PacketStatus
from tests.support.answers import share_painted
from tests.support.cases import VALUES

WIDTH, HEIGHT, PAGES = 827, 1169, 2
WHERE = {"id.name": 0.30, "id.address": 0.50}  # how far down the second page, where the others stand farther down
R = RedactionReason


def box(left, top, right, bottom, reason=R.HOUSEHOLD_MEMBER, source=RedactionSource.LABEL):
    """A level box in fractions of the page."""
    return Redaction(poly=((left, top), (right, top), (right, bottom), (left, bottom)), reason=reason, source=source)


OLD = box(0.1, 0.08, 0.5, 0.14)
NEW = box(0.05, 0.28, 0.6, 0.36, source=RedactionSource.PERSON)


def pictures():
    """Two pages with writing on them, none of it Japanese."""
    shown = []
    for page in range(PAGES):
        picture = np.full((HEIGHT, WIDTH, 3), 250, np.uint8)
        for row in range(10):
            at = (90, 130 + 100 * row)
            cv2.putText(picture, f"row {row} of page {page}", at, cv2.FONT_HERSHEY_SIMPLEX, 1.1, (20, 20, 20), 2)
        shown.append(picture)
    return shown


def reading(marks, doubts):
    """What a reader might have found on them: the usual fields, those of the card on the second page."""
    kinds = (PageKind.REQUEST_FORM, PageKind.LICENCE)
    pages = [
        Page(
            index=i, source=f"{i + 1}.png#1", kind=kind, confidence=0.99, rotation=0, width=WIDTH, height=HEIGHT, skew=0
        )
        for i, kind in enumerate(kinds)
    ]
    pages[1] = pages[1].model_copy(update={"redactions": marks, "doubts": doubts})
    fields = {}
    for name, (value, normalized) in VALUES.items():
        top = WHERE.get(name, 0.8)
        place = ((0.1, top), (0.5, top), (0.5, top + 0.04), (0.1, top + 0.04))
        page = 1 if name.startswith("id.") else 0
        fields[name] = Field(name=name, value=value, normalized=normalized, confidence=0.99, page=page, poly=place)
    return Reading(pages=tuple(pages), fields=fields)


def opened(house, *marks, doubts=(), more=(), content=0):
    """The number of a case of two real pages; the second bears these boxes and doubts."""
    folder = house.settings.inbox / "scan"
    folder.mkdir()
    shown = pictures()
    for place, picture in enumerate(shown, start=1):
        Image.fromarray(picture[:, :, ::-1]).save(folder / f"{place}.png", dpi=(100, 100))
    (folder / "note.txt").write_text(str(content))  # whereby one packet differs from another
    number = take_packet(house, folder)
    result = ("unclear", Verdict.UNCLEAR) if doubts else ("none", Verdict.PASS)
    masking = Finding(check="masking.domicile", result=result[0], verdict=result[1])
    kept = {"reading": reading(marks, doubts).model_dump(mode="json"), "masking": masking.model_dump(mode="json")}
    kept["masking_more"] = [each.model_dump(mode="json") for each in more]
    house.sealed.put(number, REDACTION, json.dumps(kept).encode())
    burned = [shown[0], painted(shown[1], tuple(marks))]
    house.sealed.put(number, REDACTED, pictures_to_pdf([(picture, 100) for picture in burned]))
    with house.database.transaction() as session:
        packet_by_number(session, number).status = PacketStatus.REDACTED
    return check_and_open(house, number)


def mark(house, number, *marks, page=1, reason="", checks=check_again):
    """The person sato gives a page these boxes."""
    change = MarksChange(page, marks, reason, "sato")
    edit_marks(house, number, change, open_again=pages_again, check_again=checks)


def packet_of(house, number):
    with house.database.transaction() as session:
        return packets_of(session, case_by_number(session, number))[0]


def redacted(house, number):
    """The pages of the redacted file as pictures."""
    return [picture for (picture,) in pictures_of_pdf(house.sealed.get(packet_of(house, number).number, REDACTED))]


def kept(house, number):
    return json.loads(house.sealed.get(packet_of(house, number).number, REDACTION))


def rows(house, table):
    with house.database.transaction() as session:
        return list(session.exec(select(table).order_by(table.id)))


def events(house, number, *kinds):
    packet = packet_of(house, number)
    with house.database.transaction() as session:
        listed = events_of(session, case_by_number(session, number).id, [packet.id])
        assert list(broken_links(session)) == []
        return [each for each in listed if each.kind in kinds]


def results(house, number):
    with house.database.transaction() as session:
        return {each.check: each.result for each in findings_of(session, packet_of(house, number).id)}


def test_a_box_that_is_added_is_burned_and_what_lies_under_it_is_forgotten(house):
    """The file shows it, the other page is as it was, the field under it is gone everywhere, and the case says so."""
    number = opened(house, OLD)
    untouched = redacted(house, number)[0]
    mark(house, number, OLD, NEW)
    first, second = redacted(house, number)
    assert share_painted(second, NEW.poly) > 0.99
    assert share_painted(second, OLD.poly) > 0.99
    assert share_painted(second, box(0.1, 0.5, 0.5, 0.54).poly) < 0.5
    assert np.array_equal(first, untouched)
    assert "id.name" not in kept(house, number)["reading"]["fields"]
    with house.database.transaction() as session:
        assert "id.name" not in fields_of(session, packet_of(house, number).id)
        row = pages_of(session, packet_of(house, number).id)[1]
    assert [each["source"] for each in row.redactions] == ["label", "person"]
    assert results(house, number)["identity.name"] == "unreadable"


def test_a_change_of_boxes_is_recorded_with_its_reason_and_the_digests_of_both_files(house):
    """The row holds both states of the page; the event counts, and says nothing of the reason."""
    number = opened(house, OLD)
    name = packet_of(house, number).number
    before = hashlib.sha256(house.sealed.get(name, REDACTED)).hexdigest()
    mark(house, number, OLD, NEW, reason="the neighbour's name")
    after = hashlib.sha256(house.sealed.get(name, REDACTED)).hexdigest()
    event, checked = events(house, number, EventKind.REDACTION_EDITED, EventKind.CHECKED_AGAIN)
    told = {"packet": name, "page": 1, "boxes_before": 1, "boxes_after": 2, "before": before, "after": after}
    assert {key: value for key, value in event.facts.items() if key not in ("change", "policy")} == told
    assert (event.actor, checked.actor) == ("sato", "sato")
    (row,) = rows(house, RedactionEdit)
    assert (len(row.before), len(row.after), row.reason, row.page) == (1, 2, "the neighbour's name", 1)


def test_a_box_goes_only_with_a_reason_and_then_what_was_under_it_shows(house):
    """Removed and made smaller are alike; a box that another one covers lays nothing open."""
    number = opened(house, OLD)
    for marks in ((), (box(0.1, 0.08, 0.3, 0.14),)):
        with pytest.raises(KaijiError, match="Say why"):
            mark(house, number, *marks)
    assert rows(house, RedactionEdit) == []
    mark(house, number, box(0.08, 0.07, 0.55, 0.15))
    mark(house, number, reason="it covers a row of print")
    shown = redacted(house, number)[1]
    assert share_painted(shown, OLD.poly) < 0.5
    assert kept(house, number)["reading"]["pages"][1]["redactions"] == []


def test_the_same_boxes_again_settle_what_was_in_doubt_on_that_page(house):
    """A person looked: the page has no doubt any more, and the masking is no reason to ask anybody."""
    number = opened(house, OLD, doubts=("この頁は文字をほとんど読み取れません。",))
    assert results(house, number)["masking.domicile"] == "unclear"
    mark(house, number, OLD)
    assert results(house, number)["masking.domicile"] == "none"
    with house.database.transaction() as session:
        assert [page.doubts for page in pages_of(session, packet_of(house, number).id)] == [[], []]
        assert case_by_number(session, number).disposition == "ready_for_decision"
    assert kept(house, number)["looked_at"] == [1]


def test_a_my_numbers_box_stays_and_a_new_one_destroys_the_number_in_the_original_too(house):
    """Nobody may keep the number, and nobody sees it again: not in the file, and not by looking under the box."""
    number = opened(house, OLD)
    mine = box(0.1, 0.58, 0.5, 0.64, R.MY_NUMBER)
    mark(house, number, OLD, mine)
    assert results(house, number)["masking.my_number"] == "masked_by_person"
    (event,) = events(house, number, EventKind.MY_NUMBER_DESTROYED)
    assert event.actor == "sato"
    looked = unmask(house, number, 1, mine.poly, "to see the number", "sato", open_again=pages_again)
    seen = cv2.imdecode(np.frombuffer(looked, np.uint8), cv2.IMREAD_COLOR)
    assert int(seen[4:-4, 4:-4].max()) < 40
    other = unmask(house, number, 1, OLD.poly, "to see the row", "sato", open_again=pages_again)
    assert cv2.imdecode(np.frombuffer(other, np.uint8), cv2.IMREAD_COLOR).max() > 200
    with pytest.raises(KaijiError, match="My Number"):
        mark(house, number, OLD, reason="no number")


@pytest.mark.parametrize(
    "wrong", [box(0.5, 0.5, 0.5, 0.5), box(0.5, 0.5, 0.5004, 0.6), box(0.5, 0.5, 1.2, 0.6)], ids=["dot", "line", "out"]
)
def test_what_is_no_box_is_refused(house, wrong):
    """A slip of the hand is no box, and a box ends with the page."""
    number = opened(house, OLD)
    with pytest.raises(KaijiError, match="draw it again"):
        mark(house, number, OLD, wrong)


def test_nothing_is_kept_where_the_case_cannot_be_checked(house):
    """What breaks in between leaves file, rows and record as they were, and the next change finds nothing in its way."""
    number = opened(house, OLD)
    before = house.sealed.get(packet_of(house, number).number, REDACTED)

    def breaks(*_):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        mark(house, number, OLD, NEW, checks=breaks)
    assert house.sealed.get(packet_of(house, number).number, REDACTED) == before
    assert rows(house, RedactionEdit) == []
    assert events(house, number, EventKind.REDACTION_EDITED) == []
    mark(house, number, OLD, NEW)
    assert len(rows(house, RedactionEdit)) == 1


@pytest.mark.parametrize("committed", [True, False])
def test_a_process_that_dies_between_file_and_database_leaves_one_truth(house, monkeypatch, committed):
    """Dead after the commit: whoever comes next puts the file in place. Dead before it: the file counts for nothing."""
    number = opened(house, OLD)
    packet = packet_of(house, number)
    before = house.sealed.get(packet.number, REDACTED)

    def dies(*_):
        raise KeyboardInterrupt

    if committed:
        monkeypatch.setattr("tasks.redact.edit_marks._settled", dies)
        with pytest.raises(KeyboardInterrupt):
            mark(house, number, OLD, NEW)
        monkeypatch.undo()
    else:
        for name, content in (("redacted.pdf", b"new"), ("redaction.json", b"{}"), ("change.txt", b"unknown")):
            house.sealed.put(packet.number, f"next-{name}", content)
    assert house.sealed.get(packet.number, REDACTED) == before
    edit_field(house, number, FieldChange("person.phone", "06-1111-2222", None, None, "sato"))
    after = house.sealed.get(packet.number, REDACTED)
    assert (after != before) is committed
    assert [
        event.facts["after"] == hashlib.sha256(after).hexdigest()
        for event in events(house, number, EventKind.REDACTION_EDITED)
    ] == [True] * committed
    assert not house.sealed.has(packet.number, "next-redacted.pdf")
    with house.database.transaction() as session:
        settle_marks(session, house.sealed, packet)  # once more does nothing
    assert house.sealed.get(packet.number, REDACTED) == after


def test_two_people_who_change_one_page_do_not_undo_each_other(house):
    """The second is told to look again."""
    number = opened(house, OLD)

    def meanwhile(house, packet, count):
        mark(house, number, OLD, NEW)
        return pages_again(house, packet, count)

    change = MarksChange(1, (OLD,), "", "mori")
    with pytest.raises(KaijiError, match="Somebody else"):
        edit_marks(house, number, change, open_again=meanwhile, check_again=check_again)
    assert [row.person for row in rows(house, RedactionEdit)] == ["sato"]


def test_a_value_that_was_typed_is_forgotten_under_a_box_and_refused_there(house):
    """Neither the words of the edit nor the field stay; the next one for that place is sent back."""
    number = opened(house, OLD)
    typed = FieldChange("id.name", "林田 康史", 1, NEW.poly, "sato")
    edit_field(house, number, typed)
    mark(house, number, OLD, NEW)
    assert [(each.before, each.value) for each in rows(house, FieldEdit)] == [(None, None)]
    with house.database.transaction() as session:
        assert edits_of(session, packet_of(house, number), case_by_number(session, number)) == ([], [])
    assert "id.name" not in {row.name for row in rows(house, FieldRow)}
    with pytest.raises(KaijiError, match="blacked out"):
        edit_field(house, number, typed)


def test_the_boxes_of_a_decided_case_stay(house):
    """It is sent back to the decision first."""
    number = opened(house, OLD)
    with house.database.transaction() as session:
        case = case_by_number(session, number, lock=True)
        accept_answer(session, case, Wait(step=Step.DECIDE, attempt=1), {}, "mori", house.now())
    with pytest.raises(KaijiError, match="send it back"):
        mark(house, number, OLD, NEW)


def test_whoever_looks_under_a_box_says_why_and_it_is_kept_before_they_see_anything(house):
    """The region is that of the page as it came, to the pixel; the event holds no word of the reason."""
    number = opened(house, OLD)
    png = unmask(house, number, 1, OLD.poly, "is it the person?", "sato", open_again=pages_again)
    seen = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
    height, width = seen.shape[:2]
    top, left = int(np.floor(0.08 * HEIGHT)), int(np.floor(0.1 * WIDTH))
    assert np.array_equal(seen, pictures()[1][top : top + height, left : left + width])
    (row,) = rows(house, Unmasking)
    assert (row.page, row.reason, row.person) == (1, "is it the person?", "sato")
    (event,) = events(house, number, EventKind.UNMASKED)
    told = {name: fact for name, fact in event.facts.items() if name != "policy"}
    assert told == {"packet": packet_of(house, number).number, "page": 1}


def test_nobody_looks_without_a_reason_or_at_an_original_that_is_gone(house):
    """Both are refused with a sentence, and nothing was looked at."""
    number = opened(house, OLD)
    with pytest.raises(KaijiError, match="5 letters"):
        unmask(house, number, 1, OLD.poly, " so  ", "sato", open_again=pages_again)
    with pytest.raises(KaijiError, match="no such page"):
        unmask(house, number, 2, OLD.poly, "is it the person?", "sato", open_again=pages_again)
    house.sealed.drop_original(packet_of(house, number).number)
    with pytest.raises(KaijiError, match="sealed original"):
        unmask(house, number, 1, OLD.poly, "is it the person?", "sato", open_again=pages_again)
    assert rows(house, Unmasking) == []
