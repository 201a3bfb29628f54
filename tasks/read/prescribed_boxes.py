"""Reads single boxes of a paper laid flat: a line of writing, a row of digits, a tick, a signature or a seal."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from tasks.engines.image_files import Picture
from tasks.engines.page_layout import squeeze
from tasks.engines.rapidocr_reader import beliefs_of, read_crops
from tasks.forms.boxes import FormBox, Rect
from tasks.read.prescribed import MM, Paper
from tasks.read.repair import digits
from tasks.read.seals import red_ink, without_red
from tasks.read.tick_boxes import dark

FRAME = 0.85  # mm: the half of a frame's line that lies within its box, and what a scan adds
_CELL_FRAME = 0.9
_SPECK = 0.12  # mm²: a smaller blot is dust
_LEAST_INK = 0.8  # mm² of ink from which something stands in a box
_LEAST_DIGIT = 0.5  # mm²: a 1 has no more
_SURE_LINE = 0.8  # mean belief from which a row of digits is taken as read
_AT_ODDS, _ALONE = 0.6, 0.9  # how sure digits read one by one are at most: against the row, without the row
_WALL, _MARGIN = 0.8, 0.2  # shares of a box's side: a blot that long and that near the edge is the frame's
_DIFFERING = 0.7
_AIR = 1.0  # mm of paper around the ink that a reader wants
_TICKED, _EMPTY = 0.06, 0.02  # share of ink inside a tick box
_CROSSED, _MAYBE = (
    0.38,
    0.5,
)  # share of ink from which a tick may be crossed out (ticks had 0.33 or less), and how sure it is then
_AROUND, _FULL = 3.0, 0.6  # mm around a box where its paper shows, and the share of that light below which all is ink
_STRIKE = 9.0  # mm of unbroken line over an option's words: no letter is that wide
_SIGNED, _LEAST_SIGNATURE = 5.0, 8.0  # mm² of ink and mm of width from which writing is a signature
_RED = 0.35  # share of a seal's red in the ink of its box

Mask = npt.NDArray[Any]


class Written(NamedTuple):
    """What stands in a box, how sure that is, and where its ink lies on the paper."""

    text: str
    confidence: float
    rect: Rect


def read_line(paper: Paper, box: FormBox) -> Written | None:
    """One line of writing; None for an empty box. What a seal covers is read without its red."""
    crop = without_red(paper.crop(box.rect, FRAME))
    ink = _ink(crop)
    if _area(ink) < _LEAST_INK:
        return None
    left, top, right, bottom = _extent(ink)
    place = _on_paper(box.rect, FRAME, (left, top, right, bottom))
    text, confidence = _surer(_aired(crop[top:bottom, left:right]))
    return Written(text.strip(), confidence, place)


def _surer(line: Picture) -> tuple[str, float]:
    """The surer of two readings of a line, as it is and coarser; where they differ, not sure enough to decide on alone."""
    coarser = cv2.resize(line, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)
    first, second = read_crops([line, coarser])
    text, confidence = max(first, second, key=lambda one: one[1])
    alike = squeeze(first[0])[0] == squeeze(second[0])[0]
    return text, confidence if alike else min(confidence, _DIFFERING)


def read_digits(paper: Paper, box: FormBox) -> Written | None:
    """The digits of a row of cells, empty cells skipped; None for a row without ink.

    They are read as one line. Where that is unsure or has lost one, each is read by itself, three times in a row, as one of
    ten; where both readings stand against each other a person looks.
    """
    crops = [without_red(paper.crop(cell, _CELL_FRAME)) for cell in box.cells]
    inks = [_ink(crop) for crop in crops]
    glyphs = [_glyph(c, ink) for c, ink in zip(crops, inks, strict=True) if _area(ink) >= _LEAST_DIGIT]
    if not glyphs:
        return None
    text, confidence = read_crops([_strip(glyphs)])[0]
    line = text.strip() if text.strip() == "元" else digits(text)
    whole = len(line) == len(glyphs)
    if whole and confidence >= _SURE_LINE:
        return Written(line, confidence, box.rect)
    told = [_one_of_ten(glyph) for glyph in glyphs]
    single, least = "".join(digit for digit, _ in told), min(sure for _, sure in told)
    return Written(single, least if single == line else min(least, _AT_ODDS if whole else _ALONE), box.rect)


def _one_of_ten(glyph: Picture) -> tuple[str, float]:
    """The likeliest digit of a picture and its share of what the reader believes of all ten."""
    beliefs = beliefs_of(_strip([glyph] * 3))
    chances = np.array([beliefs.likelihood(digit * 3) for digit in "0123456789"]) / 3
    shares = np.exp(chances - chances.max())
    return str(int(shares.argmax())), float(shares.max() / shares.sum())


def _glyph(crop: Picture, ink: Mask) -> Picture:
    left, top, right, bottom = _extent(ink)
    return crop[top:bottom, left:right]


def _strip(glyphs: Sequence[Picture]) -> Picture:
    """Digits set side by side like a line of print, each in its own height above one foot."""
    high = max(glyph.shape[0] for glyph in glyphs)
    paper = float(np.median([np.percentile(glyph, 95) for glyph in glyphs]))
    gap = np.full((high, round(0.22 * high), 3), paper, np.uint8)
    parts: list[Picture] = [gap]
    for glyph in glyphs:
        lifted = cv2.copyMakeBorder(glyph, high - glyph.shape[0], 0, 0, 0, cv2.BORDER_CONSTANT, value=(paper,) * 3)
        parts += [lifted, gap]
    return _aired(np.hstack(parts))


def is_ticked(paper: Paper, box: FormBox) -> tuple[bool, float]:
    """Whether a box bears a mark, and how sure that is, 0..1. The printed box itself is empty within its frame.

    A box full of ink was filled in, or its tick was crossed out: nobody knows.
    """
    crop = paper.crop(box.rect, FRAME)
    share = 1.0 if _is_full(paper, box, crop) else float((_ink(crop) > 0).mean())
    sure = min(1.0, 0.5 + abs(share - (_TICKED + _EMPTY) / 2) / (_TICKED - _EMPTY))
    return share >= (_TICKED + _EMPTY) / 2, _MAYBE if share > _CROSSED else round(0.98 * sure, 3)


def _is_full(paper: Paper, box: FormBox, crop: Picture) -> bool:
    """Whether a box holds nothing but ink: there is no paper in it then, against which ink could be told."""
    around = np.percentile(paper.crop(box.rect, -_AROUND).min(axis=2), 95)
    return float(np.median(crop.min(axis=2))) < _FULL * float(around)


def is_struck(paper: Paper, words: Rect) -> bool:
    """Whether a line is drawn through an option's words: whoever ticked it may have taken that back."""
    ink = dark(np.ascontiguousarray(paper.crop(words).min(axis=2)))
    thick = cv2.dilate(ink, np.ones((3, 1), np.uint8))  # a line by hand climbs a little
    return bool(cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, round(_STRIKE * MM)), np.uint8)).any())


def read_mark(paper: Paper, box: FormBox) -> Written | None:
    """`seal` where red ink stands in the box, `signature` where other ink does; None for an empty one.

    A short stroke or a dot may be a slip of the pen: a person looks.
    """
    crop = paper.crop(box.rect, FRAME)
    red = red_ink(crop)
    both = cv2.bitwise_or(_ink(crop), red)
    if _area(both) < _LEAST_INK:
        return None
    is_seal = _area(red) >= _RED * _area(both)
    left, _, right, _ = extent = _extent(both)
    written = is_seal or (_area(both) >= _SIGNED and right - left >= _LEAST_SIGNATURE * MM)
    return Written("seal" if is_seal else "signature", 0.95 if written else 0.5, _on_paper(box.rect, FRAME, extent))


def _ink(crop: Picture) -> Mask:
    """Where a crop is ink, as a mask of 0 and 255, without specks and without what the frame of a bent paper leaves."""
    mask = dark(np.ascontiguousarray(crop.min(axis=2)))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    parts = [tuple(int(side) for side in stats[i]) for i in range(count)]
    gone = [i for i in range(1, count) if parts[i][4] < _SPECK * MM * MM or _is_wall(parts[i], mask.shape)]
    mask[np.isin(labels, gone)] = 0
    return mask


def _is_wall(part: tuple[int, ...], shape: tuple[int, ...]) -> bool:
    """Whether a blot runs along nearly a whole side of its box, close to it."""
    (x, y, wide, high, _), (height, width) = part, shape
    upright = high >= _WALL * height and (x + wide <= _MARGIN * width or x >= (1 - _MARGIN) * width)
    level = wide >= _WALL * width and (y + high <= _MARGIN * height or y >= (1 - _MARGIN) * height)
    return upright or level


def _area(mask: Mask) -> float:
    """Ink in square millimetres."""
    return float((mask > 0).sum()) / (MM * MM)


def _extent(mask: Mask) -> tuple[int, int, int, int]:
    ys, xs = np.nonzero(mask)
    return int(xs.min()), int(ys.min()), int(xs.max()) + 1, int(ys.max()) + 1


def _on_paper(rect: Rect, inset: float, extent: tuple[int, int, int, int]) -> Rect:
    left, top, right, bottom = (side / MM for side in extent)
    return Rect(rect.left + inset + left, rect.top + inset + top, rect.left + inset + right, rect.top + inset + bottom)


def _aired(crop: Picture) -> Picture:
    air = round(_AIR * MM)
    paper = tuple(float(np.percentile(crop[:, :, channel], 95)) for channel in range(3))
    return cv2.copyMakeBorder(crop, air, air, air, air, cv2.BORDER_CONSTANT, value=paper)
