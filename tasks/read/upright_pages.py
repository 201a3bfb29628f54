"""Turns each page upright, straightens it and reads every line on it."""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from tasks.case.words import PageKind
from tasks.engines.geometry import Upright
from tasks.engines.image_files import PageImage, Picture
from tasks.engines.orientation import crop_to_ink, ink_extent, turn_scores
from tasks.engines.page_layout import Layout, Line
from tasks.engines.rapidocr_reader import OcrLine, read_lines

SURE = 0.80  # the model's belief above which its turn is taken without reading
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
    """A page turned, straightened and read; a page without ink is not read."""
    upright = Upright(page.image, turn_of(page.image))
    extent = ink_extent(upright.grey)
    lines = [] if extent is None else _read_inside(upright, extent)
    if not lines and upright.rotation:
        upright = Upright(page.image, 0)  # a page without a letter has no upright side: it stays as it came
    return ReadPage(page, upright, Layout(lines, upright))


def turn_of(image: Picture) -> int:
    """The clockwise turn that makes a page upright: by the model where it is sure, else by what can be read."""
    whole, ink = turn_scores(image), turn_scores(crop_to_ink(image))
    belief = {turn: (whole[turn] + ink[turn]) / 2 for turn in whole}
    best = max(belief, key=belief.__getitem__)
    if belief[best] >= SURE or ink_extent(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)) is None:
        return best
    likely = sorted((turn for turn in belief if belief[turn] >= 0.05), key=lambda turn: -belief[turn])
    return max(likely or [best], key=lambda turn: _legibility(image, turn))


def _legibility(image: Picture, turn: int) -> float:
    """How much text can be read surely at this turn."""
    small = cv2.resize(image, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)
    lines = read_lines(np.ascontiguousarray(np.rot90(small, -turn // 90 % 4)))
    return sum(len(line.text) * max(0.0, line.confidence - 0.6) for line in lines)


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
    return Line(line.text, (x0 + x, y0 + y, x1 + x, y1 + y), line.confidence, line.starts)
