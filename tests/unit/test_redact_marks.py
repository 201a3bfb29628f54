"""Numbers are told by their check digit, marks are painted flat, and a finished file holds nothing but pictures."""

import io

import cv2
import numpy as np
import pikepdf
import pytest

from tasks.case.words import Redaction, RedactionReason, RedactionSource
from tasks.engines.pdf import pictures_of_pdf, pictures_to_pdf, spare_parts
from tasks.redact.numbers import is_my_number
from tasks.redact.paint import painted
from tasks.redact.verify import is_flat

MARK = Redaction(
    poly=((0.2, 0.2), (0.6, 0.2), (0.6, 0.4), (0.2, 0.4)), reason=RedactionReason.DOMICILE, source=RedactionSource.LABEL
)


def noisy_page():
    """A page full of noise, on which every mark must show flat."""
    return np.random.default_rng(3).integers(120, 255, (400, 300, 3), dtype=np.uint8)


@pytest.mark.parametrize(("digits", "valid"), [("123456789018", True), ("123456789012", False), ("12345678901", False)])
def test_a_my_number_has_its_check_digit(digits, valid):
    """Twelve digits alone are no My Number."""
    assert is_my_number(digits) is valid


def test_a_painted_mark_is_one_colour_in_the_file():
    """What the file shows under a mark is flat black, and the rest of the page is as it was."""
    page = noisy_page()
    picture = pictures_of_pdf(pictures_to_pdf([(painted(page, (MARK,)), 200)]))[0][0]
    assert is_flat(MARK, picture)
    assert not is_flat(MARK, page)
    assert abs(picture[300:, :].astype(int) - page[300:, :]).mean() < 25


def test_the_same_pages_give_the_same_bytes():
    """A file can be compared by its hash."""
    page = noisy_page()
    assert pictures_to_pdf([(page, 200)]) == pictures_to_pdf([(page.copy(), 200)])


def test_the_file_holds_one_picture_a_page_and_nothing_else():
    """No text, annotation, attachment, metadata or older revision."""
    assert spare_parts(pictures_to_pdf([(noisy_page(), 200)] * 2)) == []


def test_a_file_with_more_is_told():
    """An annotation or metadata stops the file at the gate."""
    with pikepdf.open(io.BytesIO(pictures_to_pdf([(noisy_page(), 200)]))) as document:
        document.pages[0].obj.Annots = pikepdf.Array()
        document.Root.Metadata = document.make_stream(b"<x/>")
        written = io.BytesIO()
        document.save(written)
    assert {"/Annots", "/Metadata"} <= set(spare_parts(written.getvalue()))


def test_a_mark_over_writing_that_shows_through_is_not_flat():
    """A see-through pen leaves more than one colour."""
    page = np.full((400, 300, 3), 60, np.uint8)
    cv2.putText(page, "ABC", (70, 130), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (0, 0, 0), 3)
    assert not is_flat(MARK, page)
