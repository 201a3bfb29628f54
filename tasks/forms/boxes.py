"""The words of a form's geometry: boxes to be filled in, texts that are printed, all in millimetres from the page's top left."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple


class Rect(NamedTuple):
    """A rectangle in millimetres: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Rect") -> bool:
        """Whether two rectangles share more than an edge."""
        across = min(self.right, other.right) - max(self.left, other.left)
        return across > 1e-6 and min(self.bottom, other.bottom) - max(self.top, other.top) > 1e-6


class BoxKind(StrEnum):
    """How a box is filled in, and so how it is read."""

    TEXT = "text"  # one line of writing
    DIGITS = "digits"  # one cell for each digit
    TICK = "tick"
    MARK = "mark"  # a signature or a seal
    NOTE = "note"  # for a person to read, not for kaiji
    STATED = "stated"  # printed already: a form for one kind of request says which


@dataclass(frozen=True)
class FormBox:
    """One box: the field it belongs to, which part of it (a line, the year, a tick's code), its page from 1, its place."""

    name: str
    kind: BoxKind
    page: int
    rect: Rect
    part: str = ""
    cells: tuple[Rect, ...] = ()

    @property
    def key(self) -> str:
        """The box's own name: the field with its part."""
        return f"{self.name}.{self.part}" if self.part else self.name


class Print(NamedTuple):
    """A printed text: its key among the wordings, how it is set, its page, its place."""

    key: str
    style: str  # head, hint, label, option, unit, line
    page: int
    rect: Rect


@dataclass(frozen=True)
class FormLayout:
    """One paper: how many pages it has, its boxes and printed texts; `forms` are the pages to be sent in."""

    pages: int
    forms: tuple[int, ...]
    boxes: tuple[FormBox, ...]
    prints: tuple[Print, ...]

    def of_page(self, page: int) -> Iterator[FormBox]:
        """The boxes of one page."""
        return (box for box in self.boxes if box.page == page)

    def on_page(self, page: int) -> "FormLayout":
        """The same paper with its boxes and texts on another page, after pages of instructions."""
        boxes = tuple(replace(box, page=page) for box in self.boxes)
        return FormLayout(page, (page,), boxes, tuple(text._replace(page=page) for text in self.prints))


PAGE = (210.0, 297.0)
EDGE = 13.0  # printers leave up to 5 mm white and folds wear the rest; marks begin here
TAG = 10.0
TAGS = {  # ids of the dictionary 36h11: top left, top right, bottom right, bottom left
    0: Rect(EDGE, EDGE, EDGE + TAG, EDGE + TAG),
    1: Rect(PAGE[0] - EDGE - TAG, EDGE, PAGE[0] - EDGE, EDGE + TAG),
    2: Rect(PAGE[0] - EDGE - TAG, PAGE[1] - EDGE - TAG, PAGE[0] - EDGE, PAGE[1] - EDGE),
    3: Rect(EDGE, PAGE[1] - EDGE - TAG, EDGE + TAG, PAGE[1] - EDGE),
}
CODE = Rect(163.0, EDGE - 1.0, 181.0, EDGE + 17.0)  # the QR code, 18 mm without its quiet zone
