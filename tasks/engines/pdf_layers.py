"""Shows a PDF's page without its text, without what lies over its pictures, or by its invisible text alone; pypdfium2.

Whether a letter can be seen is asked of the pixels: one that makes no difference to the page when it is left out is hidden.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
from pypdfium2 import raw

from tasks.case.errors import UnreadablePacket
from tasks.engines.image_files import MOST_PIXELS, Picture, too_large
from tasks.engines.pdf import reason_unreadable, three_channels

SCALE = 2.0  # pixels a point: the thinnest stroke of a footnote still shows
MOST_REVISIONS = 8  # a file saved more often is looked at from its last ones
_INVISIBLE = {3, 7}  # text render modes that leave no ink
_PAINTS = {raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING}
_Place = tuple[float, float, float, float]


@dataclass(frozen=True, eq=False)
class Layers:
    """One page several times, each (H, W, 3) uint8 BGR of one size.

    `seen` is what a viewer shows; `no_text` lacks the page's text; `no_buried` lacks only the text over which something
    is drawn later; `bare` shows pictures without text, annotations, areas and smaller pictures over them; `ghosts` shows
    nothing but the invisible text, in black.
    """

    seen: Picture
    no_text: Picture
    no_buried: Picture
    bare: Picture
    ghosts: Picture


@contextmanager
def layers_of(path: Path) -> Iterator[Iterator[Layers]]:
    """The layers of a PDF's pages, one page at a time; UnreadablePacket when locked or broken."""
    try:
        document = pdfium.PdfDocument(path)
        document.init_forms()
    except pdfium.PdfiumError as broken:
        raise UnreadablePacket(reason_unreadable(str(broken))) from None
    try:
        yield (_layers(document, number) for number in range(len(document)))
    except pdfium.PdfiumError:
        raise UnreadablePacket("A page of a PDF file cannot be shown; ask for it again.") from None
    finally:
        document.close()


def _layers(document: pdfium.PdfDocument, number: int) -> Layers:
    page = document[number]
    width, height = page.get_size()
    if width <= 0 or height <= 0 or width * height * SCALE**2 > MOST_PIXELS:
        raise too_large()
    things = [thing for thing in page.get_objects() if thing.type != raw.FPDF_PAGEOBJ_FORM]
    texts = {at for at, thing in enumerate(things) if _is_text(thing)}
    seen = _render(page)
    no_text = _without(page, things, texts) if texts else seen
    buried = _buried(things)
    no_buried = _without(page, things, buried) if buried else seen
    over = _over_pictures(things)
    bare = _without(page, things, over, annotations=False) if len(over) < len(things) else seen
    done = Layers(seen, no_text, no_buried, bare, _ghosts(page, things, texts, seen))
    page.close()
    return done


def _over_pictures(things: list[pdfium.PdfObject]) -> set[int]:
    """Everything but the page's large pictures; a picture much smaller than the largest may be a bar."""
    sizes = {at: _size(_place(thing)) for at, thing in enumerate(things) if thing.type == raw.FPDF_PAGEOBJ_IMAGE}
    base = max(sizes.values(), default=0.0)
    return {at for at in range(len(things)) if sizes.get(at, -1.0) < 0.5 * base or at not in sizes}


def _render(page: pdfium.PdfPage, *, annotations: bool = True) -> Picture:
    return three_channels(page.render(scale=SCALE, may_draw_forms=annotations, draw_annots=annotations).to_numpy())


def _without(
    page: pdfium.PdfPage, things: list[pdfium.PdfObject], gone: set[int], *, annotations: bool = True
) -> Picture:
    for at in gone:
        raw.FPDFPageObj_SetIsActive(things[at], False)
    picture = _render(page, annotations=annotations)
    for at in gone:
        raw.FPDFPageObj_SetIsActive(things[at], True)
    return picture


def _ghosts(page: pdfium.PdfPage, things: list[pdfium.PdfObject], texts: set[int], seen: Picture) -> Picture:
    """The invisible text made visible; the changes stay, so this comes last."""
    hidden = {at for at in texts if int(raw.FPDFTextObj_GetTextRenderMode(things[at])) in _INVISIBLE}
    if not hidden:
        return np.full_like(seen, 255)
    for at in hidden:
        raw.FPDFTextObj_SetTextRenderMode(things[at], 0)
        raw.FPDFPageObj_SetFillColor(things[at], 0, 0, 0, 255)
    return _without(page, things, set(range(len(things))) - hidden, annotations=False)


def _is_text(thing: pdfium.PdfObject) -> bool:
    return bool(thing.type == raw.FPDF_PAGEOBJ_TEXT)


def _place(thing: pdfium.PdfObject) -> _Place:
    """Where a thing stands; in a form's own measure where it is part of one, which serves to compare neighbours."""
    try:
        left, bottom, right, top = thing.get_bounds()
    except pdfium.PdfiumError:
        return 0.0, 0.0, 0.0, 0.0
    return float(left), float(bottom), float(right), float(top)


def _size(place: _Place) -> float:
    return max(0.0, place[2] - place[0]) * max(0.0, place[3] - place[1])


def _buried(things: list[pdfium.PdfObject]) -> set[int]:
    """Which texts something touches that is painted later; parts of forms have another measure and always count."""
    places = np.array([_place(thing) for thing in things]).reshape(-1, 4)
    levels = np.array([thing.level for thing in things], dtype=int)
    paints = np.array([thing.type in _PAINTS for thing in things], dtype=bool)
    found = set()
    for at in (at for at, thing in enumerate(things) if _is_text(thing)):
        left, bottom, right, top = places[at]
        x0, y0, x1, y1 = places[at + 1 :].T
        meets = (x0 < right) & (x1 > left) & (y0 < top) & (y1 > bottom)
        if bool((paints[at + 1 :] & (meets | (levels[at + 1 :] != things[at].level))).any()):
            found.add(at)
    return found


def differs(one: Picture, other: Picture, levels: int) -> Picture:
    """Where two layers differ by more than `levels`; (H, W) bool."""
    return np.asarray(cv2.absdiff(one, other).max(axis=2) > levels)


def revisions_of(path: Path) -> list[list[Picture]]:
    """Every revision that a PDF keeps, the last one last, as pages of one pixel a point; those that do not open are left out."""
    content = path.read_bytes()
    ends = [found.end() for found in re.finditer(rb"%%EOF\s*", content)][:-1][-MOST_REVISIONS:]
    return [*(pages for end in ends if (pages := _small_pages(content[:end]))), _small_pages(content) if ends else []]


def _small_pages(pdf: bytes) -> list[Picture]:
    try:
        document = pdfium.PdfDocument(pdf)
        document.init_forms()
        pages = [three_channels(document[number].render(scale=1).to_numpy()) for number in range(len(document))]
        document.close()
    except pdfium.PdfiumError:
        return []
    return pages
