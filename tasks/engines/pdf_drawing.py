"""What a PDF's page draws, in the order it draws it, letters with it that nobody sees; pdfplumber is the tool.

A `Share` is a box (x0, y0, x1, y1) in fractions of the page as a viewer shows it, from its upper left corner.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import PdfminerException

from tasks.case.errors import UnreadablePacket

Share = tuple[float, float, float, float]
_THICK = 4.0  # points: a line drawn thicker than a rule is a bar
_LEAST = 3.0  # points: what is thinner or narrower covers no letter
_AFTER_ALL = 1 << 40  # annotations lie over everything that the page draws
_COVERS_NOTHING = {"Link", "Widget", "Popup", "Redact", "Watermark"}


@dataclass(frozen=True)
class Letter:
    """One character with its place in the order of drawing."""

    text: str
    box: Share
    order: int


@dataclass(frozen=True)
class Cover:
    """Something drawn that may lie over what was drawn before; `kind` is "fill", "stroke", "image" or "annotation".

    How wide a stroke is, is known only as the file writes it, before the page is scaled.
    """

    kind: str
    box: Share
    order: int


@dataclass(frozen=True)
class Drawing:
    """What one page draws; `unapplied` are the places that were marked for redaction and never redacted."""

    number: int
    letters: tuple[Letter, ...]
    covers: tuple[Cover, ...]
    unapplied: tuple[Share, ...]


@contextmanager
def drawings_of(path: Path) -> Iterator[Iterator[Drawing]]:
    """The drawings of a PDF's pages, one at a time; UnreadablePacket when the file cannot be taken apart."""
    try:
        with pdfplumber.open(path) as document:
            yield (_drawing(page) for page in document.pages)
    except (PdfminerException, PDFException):
        raise UnreadablePacket("A PDF file cannot be taken apart; ask for it again.") from None


def _drawing(page: Page) -> Drawing:
    drawn = list(enumerate(page.iter_layout_objects(page.layout._objs)))  # noqa: SLF001 (the lists by type have lost the order)
    letters = tuple(
        Letter(thing["text"], _share(page, thing), order) for order, thing in drawn if thing["object_type"] == "char"
    )
    covers = [cover for order, thing in drawn if (cover := _cover(page, thing, order))]
    marks = [(_subtype(mark), _share(page, mark)) for mark in page.annots]
    covers += [Cover("annotation", box, _AFTER_ALL) for subtype, box in marks if subtype not in _COVERS_NOTHING]
    unapplied = tuple(box for subtype, box in marks if subtype == "Redact")
    page.close()  # a long file's pages are not all kept
    return Drawing(page.page_number, letters, tuple(covers), unapplied)


def _subtype(mark: dict[str, Any]) -> str:
    return str(getattr(mark["data"].get("Subtype"), "name", ""))


def _cover(page: Page, thing: dict[str, Any], order: int) -> Cover | None:
    """What may cover: an image, an area that is filled, a line as thick as a bar. Whether it does, pixels tell."""
    kind = thing["object_type"]
    if kind == "image":
        return Cover("image", _share(page, thing), order)
    if kind not in {"rect", "curve", "line"}:
        return None
    thick = float(thing.get("linewidth") or 0) if thing.get("stroke") else 0.0
    half = thick / 2 if thick >= _THICK else 0.0
    if not half and not (thing.get("fill") and kind != "line"):
        return None
    if min(thing["width"], thing["height"]) + 2 * half < _LEAST:
        return None
    return Cover("stroke" if half else "fill", _share(page, thing, half), order)


def _share(page: Page, thing: dict[str, Any], grow: float = 0.0) -> Share:
    left, top, right, bottom = _window(page)
    return (
        (thing["x0"] - grow - left) / (right - left),
        (thing["top"] - grow - top) / (bottom - top),
        (thing["x1"] + grow - left) / (right - left),
        (thing["bottom"] + grow - top) / (bottom - top),
    )


def _window(page: Page) -> Share:
    """What a viewer shows: the part of the page's media that its crop box leaves."""
    media, crop = page.mediabox, page.cropbox
    window = (max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3]))
    return window if window[2] > window[0] and window[3] > window[1] else (media[0], media[1], media[2], media[3])


def words_in(letters: Iterable[Letter]) -> str:
    """The text of letters in their order; it is compared and never shown."""
    return "".join(letter.text for letter in letters)
