"""Knows kaiji's own papers by their QR code, and finds by their four marks where each box of theirs lies on a page.

The code says which form and which page this is; the marks say how the paper lies. With fewer than three marks, or a code of
a version that this kaiji does not know, the page is read like anybody's form.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from tasks.case.codes_text import (
    POWER_OF_ATTORNEY,
    RETURN_SLIP,
    SEPARATOR,
    FormCode,
    SlipCode,
    read_form_code,
    read_slip_code,
)
from tasks.case.words import PageKind
from tasks.engines.april_tags import find_tags
from tasks.engines.codes import code_texts
from tasks.engines.geometry import Box, Upright
from tasks.engines.image_files import Picture
from tasks.forms.boxes import PAGE, TAGS, FormLayout, Rect
from tasks.forms.layout import layout_of

MM = 300 / 25.4  # pixels a millimetre of the picture in which boxes are read: that of a 300-dpi scan
LEAST_TAGS = 3


class Paper:
    """How a prescribed paper lies on an upright page: the way between its millimetres and the page's pixels."""

    def __init__(self, upright: Upright, to_page: npt.NDArray[Any]) -> None:
        self._upright = upright
        self._to_page = to_page  # (3, 3), millimetres to pixels of the upright page

    @property
    def turn(self) -> int:
        """By how many degrees clockwise the page must still be turned to stand upright."""
        edge = cv2.perspectiveTransform(np.array([[[0.0, 0.0], [PAGE[0], 0.0]]]), self._to_page)[0]
        across, down = edge[1] - edge[0]
        if abs(across) > abs(down):
            return 0 if across > 0 else 180
        return 270 if down > 0 else 90

    @cached_property
    def picture(self) -> Picture:
        """The paper laid flat, (H, W, 3) uint8 BGR, `MM` pixels a millimetre."""
        matrix = self._to_page @ np.diag([1 / MM, 1 / MM, 1.0])
        size = (round(PAGE[0] * MM), round(PAGE[1] * MM))
        flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
        return cv2.warpPerspective(self._upright.image, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)

    def crop(self, rect: Rect, inset: float = 0.0) -> Picture:
        """What lies in a rectangle of the paper, `inset` millimetres within its edge."""
        left, top, right, bottom = (round(side * MM) for side in rect)
        inner = round(inset * MM)
        return np.ascontiguousarray(self.picture[top + inner : bottom - inner, left + inner : right - inner])

    def box(self, rect: Rect) -> Box:
        """The box of the upright page around a rectangle of the paper."""
        corners = [(rect.left, rect.top), (rect.right, rect.top), (rect.right, rect.bottom), (rect.left, rect.bottom)]
        points = cv2.perspectiveTransform(np.array([corners], float), self._to_page)[0]
        (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
        return float(x0), float(y0), float(x1), float(y1)


@dataclass(frozen=True)
class Prescribed:
    """What a page's codes and marks tell: its form, its slip, and how it lies; None for what was not found."""

    form: FormCode | None
    slip: SlipCode | None
    paper: Paper | None
    separator: bool = False

    @property
    def layout(self) -> FormLayout | None:
        """The form's geometry, where this page is one to be filled in and its marks were found."""
        layout = layout_of(self.form) if self.form and self.paper else None
        return layout if layout and self.form and self.form.page in layout.forms else None

    @property
    def kind(self) -> PageKind | None:
        """What the page is; None where its code does not tell. Pages of instructions and slips are no forms."""
        if self.separator or self.slip:
            return PageKind.OTHER
        layout = layout_of(self.form) if self.form else None
        if layout is None or self.form is None:
            return None
        if self.form.page not in layout.forms or self.form.form == RETURN_SLIP:
            return PageKind.OTHER
        return PageKind.POA if self.form.form == POWER_OF_ATTORNEY else PageKind.REQUEST_FORM


UNREAD = Prescribed(None, None, None)  # a paper of ours whose code could not be read


def prescribed_page(upright: Upright) -> Prescribed | None:
    """What a page's code says and how its paper lies; None for a page without a code of ours."""
    texts = code_texts(upright.image)
    form = next((code for code in map(read_form_code, texts) if code), None)
    slip = next((code for code in map(read_slip_code, texts) if code), None)
    separator = SEPARATOR in texts
    if form is None and slip is None and not separator:
        return None
    return Prescribed(form, slip, paper_on(upright) if form else None, separator)


def bears_marks(upright: Upright) -> bool:
    """Whether a page bears one of our marks, whatever became of its code."""
    return any(number in TAGS for number in find_tags(upright.grey))


def paper_on(upright: Upright) -> Paper | None:
    """How a paper of ours lies on a page by its marks; None with fewer than three of them."""
    found = {number: quad for number, quad in find_tags(upright.grey).items() if number in TAGS}
    if len(found) < LEAST_TAGS:
        return None
    there = np.concatenate([_corners(TAGS[number]) for number in found])
    here = np.concatenate([found[number] for number in found])
    to_page, _ = cv2.findHomography(there, here, cv2.RANSAC, 0.004 * max(upright.size))
    return None if to_page is None else Paper(upright, to_page)


def _corners(rect: Rect) -> npt.NDArray[np.float32]:
    left, top, right, bottom = rect
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)
