"""Judges the boxes a person drew on a page before anything is burned: are they boxes, and what would they lay open."""

from collections.abc import Sequence

import cv2
import numpy as np

from tasks.case.errors import KaijiError
from tasks.case.words import Page, Redaction, RedactionReason, RedactionSource
from tasks.engines.image_files import Picture
from tasks.redact.my_number import REASONS as MY_NUMBER

MOST_BOXES = 200
_LEAST_SIDE = 0.001  # of the page: smaller is a slip of the hand
_SAME = 1e-4  # of the page: how far a box may have been rounded on its way
_GRID = 1600  # pixels along the longer side of the page, on which coverage is measured
_FREED = 0.01  # share of a box from which it counts as laid open; less is rounding


def own_sources(before: Sequence[Redaction], drawn: Sequence[Redaction]) -> tuple[Redaction, ...]:
    """The boxes drawn; one that lay there before keeps the finder that saw it, any other is the person's."""
    return tuple(
        next((old for old in before if _is_same(old, mark)), mark.model_copy(update={"source": RedactionSource.PERSON}))
        for mark in drawn
    )


def _is_same(one: Redaction, other: Redaction) -> bool:
    apart = np.abs(np.array(one.poly) - np.array(other.poly)).max()
    return one.reason is other.reason and float(apart) <= _SAME


def check_drawn(page: Page, marks: Sequence[Redaction], reason: str) -> None:
    """KaijiError for what is no box, a My Number's box that would go, and a box that would go without a reason."""
    if len(marks) > MOST_BOXES:
        raise KaijiError(f"A page has room for {MOST_BOXES} boxes; cover what lies together with one.")
    if not all(_is_box(mark) for mark in marks):
        raise KaijiError("A box lies outside of the page or is too small to be seen; draw it again.")
    open_now = freed(page, marks)
    if any(mark.reason in MY_NUMBER for mark in open_now):
        raise KaijiError(
            "A My Number that was masked is gone from the sealed original as well; leave its box as it is."
        )
    if open_now and not reason.strip():
        raise KaijiError("Say why a box is removed or made smaller.")


def _is_box(mark: Redaction) -> bool:
    points = np.array(mark.poly, dtype=float)
    inside = bool(((points >= 0) & (points <= 1)).all())
    return inside and bool((np.ptp(points, axis=0) >= _LEAST_SIDE).all())


def freed(page: Page, marks: Sequence[Redaction]) -> list[Redaction]:
    """The boxes of a page of which a part would lie open under these marks."""
    painted = _area(page, marks)
    return [old for old in page.redactions if _is_open(_area(page, [old]), painted)]


def _is_open(old: Picture, painted: Picture) -> bool:
    inside = cv2.erode(old, np.ones((3, 3), np.uint8)) if old.sum() > 100 else old
    whole = int(inside.sum())
    return whole > 0 and int((inside & ~painted & 1).sum()) > _FREED * whole


def _area(page: Page, marks: Sequence[Redaction]) -> Picture:
    """Where marks lie, (H, W) uint8 of 0 and 1."""
    scale = _GRID / max(page.width, page.height)
    size = np.array([max(2, round(page.width * scale)), max(2, round(page.height * scale))])
    area: Picture = np.zeros((size[1], size[0]), np.uint8)
    for mark in marks:
        cv2.fillPoly(area, [np.rint(np.array(mark.poly) * (size - 1)).astype(np.int32)], 1)
    return area


def is_domicile(mark: Redaction) -> bool:
    """Whether a box covers a domicile."""
    return mark.reason is RedactionReason.DOMICILE
