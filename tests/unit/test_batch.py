"""Where one envelope ends and the next begins in a scan of many."""

from hypothesis import given
from hypothesis import strategies as st

from tasks.case.batch import Mark, envelopes

SHEET, OTHER = (Mark.SEPARATOR, ""), (Mark.NONE, "")
FORM, SECOND, DELETION = (Mark.START, "disclosure:1"), (Mark.START, "disclosure:2"), (Mark.START, "deletion:1")
SLIP = (Mark.START, "K26-00001:1")
MARKS = st.lists(st.sampled_from([SHEET, OTHER, FORM, SECOND, DELETION, SLIP]), max_size=12)


@given(MARKS)
def test_every_page_but_separator_sheets_is_in_one_envelope_and_in_order(marks):
    """Nothing is lost, nothing is doubled, nothing changes place."""
    pages = [position for part in envelopes(marks) for position in part]
    assert pages == [position for position, mark in enumerate(marks) if mark is not SHEET]


@given(MARKS)
def test_separator_sheets_alone_part_where_there_are_any(marks):
    """A clerk who laid sheets knows better than a code: between two sheets lies one envelope."""
    marked = [*marks, SHEET]
    runs = "".join("|" if mark is SHEET else "x" for mark in marked).split("|")
    assert [len(part) for part in envelopes(marked)] == [len(run) for run in runs if run]


def test_a_form_begins_an_envelope_when_the_one_before_has_other_papers():
    """Form, licence, form, licence: two people."""
    assert envelopes([FORM, OTHER, DELETION, OTHER]) == [[0, 1], [2, 3]]


def test_the_same_page_again_begins_an_envelope():
    """Two people sent nothing but the same form."""
    assert envelopes([FORM, FORM]) == [[0], [1]]


def test_what_belongs_together_stays_together():
    """Both pages of a form, wherever the second lies; two different forms of one person; what lies before the form."""
    assert envelopes([FORM, OTHER, SECOND]) == [[0, 1, 2]]
    assert envelopes([FORM, DELETION, OTHER]) == [[0, 1, 2]]
    assert envelopes([OTHER, FORM, OTHER]) == [[0, 1, 2]]
    assert envelopes([OTHER, OTHER]) == [[0, 1]]


def test_a_return_slip_begins_an_envelope():
    """It lies on top of what it brings."""
    assert envelopes([FORM, OTHER, SLIP, OTHER]) == [[0, 1], [2, 3]]


def test_a_slip_on_top_of_papers_with_their_own_slip_parts_nothing():
    """Papers that came with a slip are scanned again with the case's number on top: all of it is one case's."""
    assert envelopes([SLIP, SLIP, OTHER]) == [[0, 1, 2]]
    assert envelopes([SLIP, FORM, OTHER, SLIP]) == [[0, 1, 2, 3]]
