"""Turns each page upright, straightens it and reads every line on it."""

import re
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise

import cv2
import numpy as np

from tasks.case.words import PageKind, TextLine
from tasks.engines.geometry import Upright
from tasks.engines.image_files import PageImage, Picture
from tasks.engines.orientation import crop_to_ink, ink_extent, turn_scores
from tasks.engines.page_layout import Layout, Line
from tasks.engines.rapidocr_reader import OcrLine, read_crop, read_lines, read_with_pictures
from tasks.read.prescribed import Prescribed

SURE = 0.80  # the model's belief above which its turn is taken without reading
CERTAIN = 0.87  # and without a look at the letters
Row = tuple[OcrLine, Picture]  # a line with the level picture it was read from
_LIKELY = 0.06  # the model's belief from which a turn is tried by reading
_LONG_ROW = 3  # letters: shorter rows do not tell how the page is written
_MOST_ROWS = 6
_SAME_TEXT = 0.45  # likeness of two readings of one row
_SMALL = 1500  # pixels: smaller ink is enlarged before it is read
_REGISTER = re.compile(r"本籍|戸籍|編製|入籍|除籍")


@dataclass(frozen=True, eq=False)
class ReadPage:
    """One page, upright and read; its kind is told later."""

    image: PageImage
    upright: Upright
    layout: Layout
    kind: PageKind = PageKind.OTHER
    confidence: float = 0.0
    code: Prescribed | None = None  # what the page's own code says, where it is one of ours

    def told(self, kind: PageKind, confidence: float) -> "ReadPage":
        """The page with its kind."""
        return replace(self, kind=kind, confidence=confidence)


def read_upright(page: PageImage) -> ReadPage:
    """A page turned, straightened and read; a page without ink is not read.

    The orientation model is sure and right on nearly every page. Where it is not sure the turn counts at which most can be
    read, and where it is not quite sure, or the rows run from top to bottom, or the page is a family register (old ones
    are written from top to bottom, and the model may lay them on their side), the letters in the rows are looked at.
    """
    if page.lines is not None:
        return _known(page, page.lines)
    believed = turn_beliefs(page.image)
    turn = max(believed, key=believed.__getitem__)
    if believed[turn] < SURE:
        turn = _legible_turn(page.image, believed)
    read, rows = _read_turned(page, turn)
    if not read.layout.lines:
        return _read_turned(page, 0)[0]  # a page without a letter has no upright side: it stays as it came
    if believed[turn] < CERTAIN or read.layout.mostly_vertical or _REGISTER.search(read.layout.text):
        standing = _stood_up(turn, rows)
        read = read if standing == turn else _read_turned(page, standing)[0]
    return read


def _known(page: PageImage, lines: tuple[TextLine, ...]) -> ReadPage:
    """A page that came as text: its lines are known and stand upright."""
    upright = Upright(page.image, 0)
    height, width = page.image.shape[:2]
    placed = [
        Line(line.text, (x0 * width, y0 * height, x1 * width, y1 * height), line.confidence, line.starts)
        for line in lines
        for (x0, y0), _, (x1, y1), _ in [line.poly]
    ]
    return ReadPage(page, upright, Layout(placed, upright))


def read_at(page: PageImage, turn: int) -> ReadPage:
    """A page read at a turn that is known."""
    return _read_turned(page, turn)[0]


def _read_turned(page: PageImage, turn: int) -> tuple[ReadPage, list[Row]]:
    upright = Upright(page.image, turn)
    extent = ink_extent(upright.grey)
    lines, rows = ([], []) if extent is None else _read_inside(upright, extent)
    return ReadPage(page, upright, Layout(lines, upright)), rows


def turn_beliefs(image: Picture) -> dict[int, float]:
    """For each clockwise turn the model's belief that it makes the page upright, of the whole page and of its inked part."""
    whole, ink = turn_scores(image), turn_scores(crop_to_ink(image))
    return {turn: (whole[turn] + ink[turn]) / 2 for turn in whole}


def _legible_turn(image: Picture, believed: dict[int, float]) -> int:
    """The turn at which most can be read surely, of those that the model does not rule out."""
    small = cv2.resize(image, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)
    likely = [turn for turn in believed if believed[turn] >= _LIKELY]
    read = {turn: read_lines(np.ascontiguousarray(np.rot90(small, -turn // 90 % 4))) for turn in likely}
    return max(likely, key=lambda turn: (round(_legibility(read[turn]) / 5), believed[turn]))


def _stood_up(turn: int, rows: list[Row]) -> int:
    """The turn at which the letters stand, after a reading at `turn`.

    A page on its side is read as well as an upright one, since the reader lays rows from top to bottom level. Letters that
    stand in such rows mean that the page lies on its side; letters that lie in level rows mean that it is written from top
    to bottom and lies on its side as well.
    """
    long = [row for row in rows if len(row[0].text) > _LONG_ROW]
    if not long:
        return turn
    plumb = sum(len(line.text) * (1 if _is_plumb(line) else -1) for line, _ in long) > 0
    if plumb == _are_lying(long):
        return turn
    return (turn - 90) % 360 if plumb else (turn + 90) % 360


def _legibility(lines: list[OcrLine]) -> float:
    return sum(len(line.text) * max(0.0, line.confidence - 0.6) for line in lines)


def _is_plumb(line: OcrLine) -> bool:
    return line.box[3] - line.box[1] > line.box[2] - line.box[0]


def _are_lying(rows: list[Row]) -> bool:
    """Whether the letters in the rows' pictures lie on their left side, as in rows written from top to bottom.

    Each letter is turned by itself and the row set anew: letters that lay are read like before, letters that stood are not.
    The orientation model, asked about such rows, was wrong on three envelopes of three.
    """
    longest = sorted(rows, key=lambda row: -len(row[0].text))[:_MOST_ROWS]
    likeness = [
        SequenceMatcher(None, line.text, read_crop(_letters_turned(line, picture))[0], autojunk=False).ratio()
        for line, picture in longest
    ]
    return sum(likeness) / len(likeness) > _SAME_TEXT


def _letters_turned(line: OcrLine, row: Picture) -> Picture:
    """A row with each letter turned clockwise in its place."""
    side = row.shape[0]
    cuts = [*(round(start * row.shape[1]) for start in line.starts), row.shape[1]]
    letters = [row[:, a:b] for a, b in pairwise(cuts) if b - a > side // 8]
    turned = [cv2.resize(np.ascontiguousarray(np.rot90(letter, -1)), (side, letter.shape[1])) for letter in letters]
    tall = max(letter.shape[0] for letter in turned)
    return np.hstack([cv2.copyMakeBorder(one, 0, tall - one.shape[0], 0, 0, cv2.BORDER_REPLICATE) for one in turned])


def _read_inside(upright: Upright, extent: tuple[int, int, int, int]) -> tuple[list[Line], list[Row]]:
    """The lines of the inked part of a page, read large enough; places in pixels of the whole upright page."""
    pad = 24
    x0, y0 = max(0, extent[0] - pad), max(0, extent[1] - pad)
    crop = upright.image[y0 : extent[3] + pad, x0 : extent[2] + pad]
    scale = min(2.5, max(1.0, _SMALL / max(crop.shape[:2])))
    read = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC) if scale > 1.0 else crop
    rows = read_with_pictures(np.ascontiguousarray(read))
    return [_placed(line, x0, y0, scale) for line, _ in rows], rows


def _placed(line: OcrLine, x: int, y: int, scale: float) -> Line:
    x0, y0, x1, y1 = (side / scale for side in line.box)
    return Line(line.text, (x0 + x, y0 + y, x1 + x, y1 + y), line.confidence, line.starts, line.sure)
