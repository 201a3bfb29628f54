"""When boxes cover less than they did, and what is no box at all."""

import pytest
from fastapi import HTTPException
from hypothesis import given
from hypothesis import strategies as st

from tasks.case.words import Redaction
from tasks.desk.box_rules import is_smaller, poly_of


def mark(left, top, right, bottom):
    poly = ((left, top), (right, top), (right, bottom), (left, bottom))
    return Redaction(poly=poly, reason="domicile", source="label")


BEFORE = mark(0.2, 0.2, 0.6, 0.3)
_share = st.floats(0, 0.2)


@given(_share, _share, _share, _share)
def test_a_box_that_grows_in_any_direction_is_not_smaller(a, b, c, d):
    """Whatever was covered still is."""
    assert not is_smaller([BEFORE], [mark(0.2 - a, 0.2 - b, 0.6 + c, 0.3 + d)])


@pytest.mark.parametrize(
    "after", [[], [mark(0.25, 0.2, 0.6, 0.3)], [mark(0.2, 0.2, 0.6, 0.29)], [mark(0.3, 0.2, 0.7, 0.3)]]
)
def test_a_box_that_is_gone_cut_or_moved_away_is_smaller(after):
    """Something that was covered is not covered by one box any more."""
    assert is_smaller([BEFORE], after)


def test_one_box_may_take_the_place_of_two():
    """Two boxes side by side under one that covers both."""
    assert not is_smaller([mark(0.1, 0.1, 0.2, 0.2), mark(0.3, 0.1, 0.4, 0.2)], [mark(0.1, 0.1, 0.4, 0.2)])


def test_a_box_without_a_surface_is_refused():
    """A click without a drag draws nothing."""
    with pytest.raises(HTTPException):
        poly_of(((0.1, 0.1), (0.1, 0.1), (0.1, 0.1), (0.1, 0.1)))
