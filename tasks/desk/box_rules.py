"""What a box drawn on a page must be, and when boxes cover less than they did."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import HTTPException
from pydantic import Field

from tasks.case.words import Poly, Redaction

_Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
_Corner = tuple[_Share, _Share]
Box = tuple[_Corner, _Corner, _Corner, _Corner]
_SMALLEST = 0.002  # of the page's side: less is a slip of the hand
_SAME = 0.001  # of the page's side: a box that moved by less has not moved


def poly_of(box: Box) -> Poly:
    """The box as a place on the page; 422 for one that covers nothing."""
    left, top, right, bottom = _around(box)
    if right - left < _SMALLEST or bottom - top < _SMALLEST:
        raise HTTPException(422, "The box is too small; draw it over the whole place.")
    return box


def is_smaller(before: Sequence[Redaction], after: Sequence[Redaction]) -> bool:
    """Whether something that was covered by one box no longer lies within one box."""
    kept = [_around(mark.poly) for mark in after]
    return any(not any(_within(_around(mark.poly), other) for other in kept) for mark in before)


def _around(box: Poly) -> tuple[float, float, float, float]:
    across, down = [x for x, _ in box], [y for _, y in box]
    return min(across), min(down), max(across), max(down)


def _within(inner: tuple[float, float, float, float], outer: tuple[float, float, float, float]) -> bool:
    reached_start = all(inner[i] >= outer[i] - _SAME for i in (0, 1))
    return reached_start and all(inner[i] <= outer[i] + _SAME for i in (2, 3))
