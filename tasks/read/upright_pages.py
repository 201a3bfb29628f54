"""Turns each page upright, straightens it and reads every line on it."""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from tasks.case.words import PageKind
from tasks.engines.geometry import Upright
from tasks.engines.image_files import PageImage, Picture
from tasks.engines.orientation import crop_to_ink, ink_extent, turn_scores
from tasks.engines.page_layout import Layout, Line
from tasks.engines.rapidocr_reader import OcrLine, read_lines, read_with_pictures

SURE = 0.80  # the model's belief above which its turn is taken without reading
_LIKELY = 0.03  # the model's belief from which a turn is tried by reading
_LONG_ROW = 3  # letters: shorter rows do not tell how the page is written
_MOST_ROWS = 14
_SMALL = 1500  # pixels: smaller ink is enlarged before it is read


@dataclass(frozen=True, eq=False)
class ReadPage:
    """One page, upright and read; its kind is told later."""

    image: PageImage
    upright: Upright
    layout: Layout
    kind: PageKind = PageKind.OTHER
    confidence: float = 0.0

    def told(self, kind: PageKind, confidence: float) -> "ReadPage":
        """The page with its kind."""
        return replace(self, kind=kind, confidence=confidence)


def read_upright(page: PageImage) -> ReadPage:
    """A page turned, straightened and read; a page without ink is not read.

    The orientation model is sure and right on nearly every page; where it is not sure, or where what it says makes the
    rows run from top to bottom, what can be read decides.
    """
    believed = turn_beliefs(page.image)
    turn = max(believed, key=believed.__getitem__)
    read = _read_turned(page, turn)
    if read.layout.lines and (believed[turn] < SURE or read.layout.mostly_vertical):
        better = _legible_turn(page.image, believed)
        read = read if better == turn else _read_turned(page, better)
    if not read.layout.lines and turn:
        return _read_turned(page, 0)  # a page without a letter has no upright side: it stays as it came
    return read


def _read_turned(page: PageImage, turn: int) -> ReadPage:
    upright = Upright(page.image, turn)
    extent = ink_extent(upright.grey)
    return ReadPage(page, upright, Layout([] if extent is None else _read_inside(upright, extent), upright))


def turn_beliefs(image: Picture) -> dict[int, float]:
    """For each clockwise turn the model's belief that it makes the page upright, of the whole page and of its inked part."""
    whole, ink = turn_scores(image), turn_scores(crop_to_ink(image))
    return {turn: (whole[turn] + ink[turn]) / 2 for turn in whole}


def _legible_turn(image: Picture, believed: dict[int, float]) -> int:
    """The turn at which most can be read surely, and at which the letters stand upright.

    A page on its side is read as well as an upright one when its rows run from top to bottom, since the reader lays such
    rows level. So the letters in the rows' own pictures are looked at: upright in rows from top to bottom means that the
    page lies on its side; lying in such rows means that it is written from top to bottom.
    """
    small = cv2.resize(image, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)
    likely = [turn for turn in believed if believed[turn] >= _LIKELY]
    read = {turn: read_with_pictures(np.ascontiguousarray(np.rot90(small, -turn // 90 % 4))) for turn in likely}
    best = max(likely, key=lambda turn: (round(_legibility(read[turn]) / 5), believed[turn]))
    rows = [(line, picture) for line, picture in read[best] if len(line.text) > _LONG_ROW]
    if not rows:
        return best
    plumb = sum(len(line.text) * (1 if _is_plumb(line) else -1) for line, _ in rows) > 0
    upright = turn_scores(_stacked([picture for _, picture in rows]))
    standing = upright[0] + upright[180] > upright[90] + upright[270]
    if plumb == standing:
        return (best - 90) % 360 if plumb else (best + 90) % 360
    return best


def _legibility(rows: list[tuple[OcrLine, Picture]]) -> float:
    return sum(len(line.text) * max(0.0, line.confidence - 0.6) for line, _ in rows)


def _is_plumb(line: OcrLine) -> bool:
    return line.box[3] - line.box[1] > line.box[2] - line.box[0]


def _stacked(rows: list[Picture]) -> Picture:
    """Rows of text below each other as on a page."""
    longest = sorted(rows, key=lambda row: -row.shape[1] / row.shape[0])[:_MOST_ROWS]
    sized = [cv2.resize(row, (round(row.shape[1] * 32 / row.shape[0]), 32)) for row in longest]
    width = max(row.shape[1] for row in sized)
    padded = [cv2.copyMakeBorder(row, 10, 10, 16, 16 + width - row.shape[1], cv2.BORDER_REPLICATE) for row in sized]
    return np.vstack(padded)


def _read_inside(upright: Upright, extent: tuple[int, int, int, int]) -> list[Line]:
    """The lines of the inked part of a page, read large enough; places in pixels of the whole upright page."""
    pad = 24
    x0, y0 = max(0, extent[0] - pad), max(0, extent[1] - pad)
    crop = upright.image[y0 : extent[3] + pad, x0 : extent[2] + pad]
    scale = min(2.5, max(1.0, _SMALL / max(crop.shape[:2])))
    read = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC) if scale > 1.0 else crop
    return [_placed(line, x0, y0, scale) for line in read_lines(np.ascontiguousarray(read))]


def _placed(line: OcrLine, x: int, y: int, scale: float) -> Line:
    x0, y0, x1, y1 = (side / scale for side in line.box)
    return Line(line.text, (x0 + x, y0 + y, x1 + x, y1 + y), line.confidence, line.starts, line.sure)
