"""A sample with a domicile, taken in for real: what a person may do to its boxes, and what the proof does not allow."""

import shutil
from functools import cache

import cv2
import numpy as np
import pytest

from tasks.case.edits import MarksChange
from tasks.case.errors import KaijiError
from tasks.case.words import Redaction, RedactionReason, RedactionSource
from tasks.check.check_again import check_again
from tasks.check.open_case import check_and_open
from tasks.engines.pdf import pictures_of_pdf, spare_parts
from tasks.policy import load_policy
from tasks.read.read_packet import read_packet
from tasks.read.reading_file import read_and_keep
from tasks.receive.inbox import take_packet
from tasks.receive.open_packet import open_packet, pages_again
from tasks.receive.page_images import open_pages
from tasks.redact.edit_marks import edit_marks
from tasks.redact.redact_packet import redact_packet
from tasks.redact.redaction_file import redact_and_keep
from tasks.redact.remark import remark
from tasks.redact.unmask import unmask
from tasks.store.cases import case_by_number, packets_of
from tasks.store.packets import findings_of, packet_by_number, pages_of
from tasks.store.sealed import REDACTED
from tasks.store.tables import PacketStatus
from tests.golden.test_reading import SAMPLES, scan_of
from tests.support.answers import share_painted

PACKET = SAMPLES / "29-ito-correction"  # a form, and a resident record with the domicile on it twice
RECORD = 1
R = RedactionReason


def box(left, top, right, bottom, reason=R.DOMICILE):
    """A level box as a person draws it."""
    poly = ((left, top), (right, top), (right, bottom), (left, bottom))
    return Redaction(poly=poly, reason=reason, source=RedactionSource.PERSON)


NEEDLESS = box(0.6, 0.85, 0.9, 0.9, R.HOUSEHOLD_MEMBER)


@cache
def its_reading():
    """What stands in the sample, read once."""
    return read_packet(open_pages(scan_of(PACKET)))


@pytest.fixture
def number(house, monkeypatch):
    """The case of the sample, read, redacted and checked as every packet is."""
    monkeypatch.setattr("tasks.read.reading_file.read_packet", lambda _: its_reading())
    envelope = house.settings.inbox / "scan.pdf"
    shutil.copy(scan_of(PACKET), envelope)
    packet = take_packet(house, envelope)
    open_packet(house, packet)
    read_and_keep(house.settings, packet)
    redact_and_keep(house.settings, packet)
    with house.database.transaction() as session:
        packet_by_number(session, packet).status = PacketStatus.REDACTED
    return check_and_open(house, packet)


def page_of(house, number):
    """The record's row, its picture as anybody sees it, and the result of the check on the domicile."""
    with house.database.transaction() as session:
        packet = packets_of(session, case_by_number(session, number))[0]
        row = pages_of(session, packet.id)[RECORD]
        found = {each.check: each.result for each in findings_of(session, packet.id)}
    pdf = house.sealed.get(packet.number, REDACTED)
    assert spare_parts(pdf) == []
    marks = tuple(Redaction.model_validate(mark) for mark in row.redactions)
    return marks, pictures_of_pdf(pdf)[RECORD][0], found["masking.domicile"]


def change(house, number, marks, reason=""):
    """The person sato gives the record these boxes."""
    asked = MarksChange(RECORD, tuple(marks), reason, "sato")
    edit_marks(house, number, asked, open_again=pages_again, check_again=check_again)


def shrunk(mark):
    """The box without its right end, under which the number of the lot stands."""
    (left, top), (right, _), (_, bottom), _ = mark.poly
    short = left + 0.8 * (right - left)
    return mark.model_copy(update={"poly": ((left, top), (short, top), (short, bottom), (left, bottom))})


def test_a_person_adds_a_box_and_takes_it_away_but_never_lays_the_domicile_open(house, number):
    """What is needless goes with a reason; the domicile's boxes neither go nor shrink; looking under one shows the paper."""
    before, _, result = page_of(house, number)
    domiciles = [mark for mark in before if mark.reason is R.DOMICILE]
    assert (len(domiciles), result) == (2, "masked_by_tool")

    change(house, number, [*before, NEEDLESS])
    marks, picture, _ = page_of(house, number)
    assert len(marks) == len(before) + 1
    assert share_painted(picture, NEEDLESS.poly) > 0.99
    burned = pictures_of_pdf(_pdf(house, number))

    for wrong in ([m for m in marks if m != domiciles[0]], [shrunk(m) if m == domiciles[1] else m for m in marks]):
        with pytest.raises(KaijiError, match="本籍"):
            change(house, number, wrong, "it is in the way")
        assert np.array_equal(pictures_of_pdf(_pdf(house, number))[RECORD][0], burned[RECORD][0])
    assert page_of(house, number)[0] == marks

    change(house, number, before, "there is nothing under it")
    after, picture, result = page_of(house, number)
    assert (after, result) == (before, "masked_by_tool")
    assert share_painted(picture, NEEDLESS.poly) < 0.1
    assert all(share_painted(picture, mark.poly) > 0.97 for mark in before)


def _pdf(house, number):
    with house.database.transaction() as session:
        return house.sealed.get(packets_of(session, case_by_number(session, number))[0].number, REDACTED)


def test_looking_under_a_box_shows_the_region_of_the_page_as_it_came(house, number):
    """Every pixel is that of the scan, and the redacted file still hides it."""
    mark = next(mark for mark in page_of(house, number)[0] if mark.reason is R.DOMICILE)
    png = unmask(house, number, RECORD, mark.poly, "is it one domicile?", "sato", open_again=pages_again)
    seen = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
    page = open_pages(scan_of(PACKET))[RECORD].image
    left, top = (int(np.floor(mark.poly[0][axis] * page.shape[1 - axis])) for axis in (0, 1))
    assert np.array_equal(seen, page[top : top + seen.shape[0], left : left + seen.shape[1]])
    assert share_painted(page_of(house, number)[1], mark.poly) > 0.97


def test_a_domicile_that_the_finders_missed_is_open_until_it_is_boxed_everywhere():
    """The first box is kept, and the page stays in doubt for the same text elsewhere; without the second none may agree."""
    reasons = load_policy("rococo").redaction_reasons
    pages = open_pages(scan_of(PACKET))
    reading = its_reading()
    boxes = [
        m for m in redact_packet(pages, reading, reasons).reading.pages[RECORD].redactions if m.reason is R.DOMICILE
    ]
    drawn = [mark.model_copy(update={"source": RedactionSource.PERSON}) for mark in boxes]
    missed = redact_packet(pages, reading, reasons - {R.DOMICILE})
    kept = {"masking": missed.finding.model_dump(mode="json")}
    others = missed.reading.pages[RECORD].redactions

    def remarked(before, marks):
        return remark(pages, before, RECORD, tuple(marks), before.fields, reasons, kept)

    with pytest.raises(KaijiError, match="本籍"):
        remarked(missed.reading, others)
    first = remarked(missed.reading, [*others, drawn[0]])
    assert (first.finding.result, len(first.reading.pages[RECORD].doubts) > 0) == ("unclear", True)
    with pytest.raises(KaijiError, match="本籍"):
        remarked(first.reading, [*others, drawn[0]])
    both = remarked(first.reading, [*others, *drawn])
    assert (both.finding.result, both.reading.pages[RECORD].doubts) == ("masked_by_person", ())
    text = "".join(line.text for line in both.reading.pages[RECORD].lines)
    assert "桜木町" not in text
