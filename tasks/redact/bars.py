"""Finds the bars on a page that is a picture, and what they fail to hide: see-through bars, letters that stick out of one."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from tasks.engines.geometry import Box
from tasks.engines.image_files import Picture

_DARK = 120  # levels: what is darker may be a bar; lighter grounds are shading with text on it
_LARGEST = 0.35  # share of the page: more is no bar
_LONGEST_BOX = 0.025  # share of the page's longer side: up to two letters it may be a box that was filled in
_FILLED = 0.88  # share of its own rectangle that a bar fills; hair and dark clothes do not
_FULL = 0.85  # share of a row or column that a bar fills; heads of letters fill less
_NOISE = 6.0  # spreads of a bar's own noise: what is farther off than that is writing
_LEAST_OFF = 10  # levels: JPEG and scanners leave less
_SHOWN = 0.004  # share of a bar's pixels
_WHITE = 190  # levels: white on black is printed so, and hides nothing
_RIM = 2  # pixels: a bar's edge is soft


@dataclass(frozen=True, eq=False)
class Bar:
    """One bar in pixels of the upright page; `inside` is its own mask within its box, (h, w) bool."""

    box: tuple[int, int, int, int]
    inside: npt.NDArray[np.bool_]


def bars_of(image: Picture) -> list[Bar]:
    """Every dark bar of an upright (H, W, 3) uint8 BGR page; what touches the page's edge is a scanner's shadow."""
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    thin = max(9, round(0.0055 * min(grey.shape)))
    dark = (cv2.medianBlur(grey, 5) < _DARK).astype(np.uint8)
    solid: Picture = np.zeros_like(dark)
    for shape in ((thin, 3 * thin), (3 * thin, thin)):
        solid = solid | cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
    count, marks, stats, _ = cv2.connectedComponentsWithStats(solid, connectivity=4)
    bars = [_bar(marks, at, stats[at]) for at in range(1, count) if _may_be_bar(stats[at], grey.shape)]
    return [bar for bar in bars if _fills_rectangle(bar)]


def _bar(marks: Picture, at: int, stat: Picture) -> Bar:
    x, y, w, h = (int(side) for side in stat[:4])
    return Bar((x, y, x + w, y + h), np.asarray(marks[y : y + h, x : x + w] == at))


def _may_be_bar(stat: Picture, page: tuple[int, ...]) -> bool:
    x, y, w, h = (int(side) for side in stat[:4])
    inner = x > 1 and y > 1 and x + w < page[1] - 1 and y + h < page[0] - 1
    return inner and max(w, h) > _LONGEST_BOX * max(page) and w * h < _LARGEST * page[0] * page[1]


def _fills_rectangle(bar: Bar) -> bool:
    contours, _ = cv2.findContours(bar.inside.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    (_, sides, _) = cv2.minAreaRect(max(contours, key=cv2.contourArea))
    return bool(bar.inside.sum() > _FILLED * max(1.0, (sides[0] + 1) * (sides[1] + 1)))


def is_see_through(bar: Bar, image: Picture) -> bool:
    """Whether something shows on a bar: its pixels are more than one colour and its noise. White printing is none of that."""
    x0, y0, x1, y1 = bar.box
    rim = min(7, (y1 - y0) // 4, (x1 - x0) // 4)
    core = cv2.erode(bar.inside.astype(np.uint8), np.ones((2 * rim + 1, 2 * rim + 1), np.uint8), borderValue=0) > 0
    pixels = cv2.medianBlur(np.ascontiguousarray(image[y0:y1, x0:x1]), 3)[core].astype(np.int16)
    if len(pixels) == 0:
        return False
    off = np.abs(pixels - np.median(pixels, axis=0)).max(axis=1)
    noise = 1.4826 * float(np.median(off))
    shown = float((off > max(_LEAST_OFF, _NOISE * noise)).mean())
    return shown > _SHOWN and float((pixels.min(axis=1) > _WHITE).mean()) < _SHOWN / 4


def letters_show(bar: Bar, ink: Picture) -> bool:
    """Whether heads or feet of letters stick out above or below a bar, or a letter goes on beyond one of its ends.

    `ink` is the page's ink with its ruled lines, (H, W) bool: a bar's own edges pass for ruled lines.
    """
    x0, y0, x1, y1 = box = _trimmed(bar)
    short = min(y1 - y0, x1 - x0)
    if short > 0.08 * max(ink.shape):
        return False  # a field of black that no letter is as tall as
    edges = [_edge(ink, box, side, short) for side in range(4)]
    level = x1 - x0 >= y1 - y0
    along, ends = (edges[:2], edges[2:]) if level else (edges[2:], edges[:2])
    return any(_are_heads(list(_pieces(edge)), short, edge.shape[1]) for edge in along) or any(
        _is_cut_letter(piece, short, edge.shape[1]) for edge in ends for piece in _pieces(edge)
    )


def _trimmed(bar: Bar) -> tuple[int, int, int, int]:
    """The bar without what sticks out of it: from the first to the last of the rows and columns that it fills."""
    rows, columns = (np.nonzero(bar.inside.mean(axis=axis) > _FULL)[0] for axis in (1, 0))
    if len(rows) == 0 or len(columns) == 0:
        return bar.box
    x, y = bar.box[:2]
    return x + int(columns[0]), y + int(rows[0]), x + int(columns[-1]) + 1, y + int(rows[-1]) + 1


def _edge(ink: Picture, box: tuple[int, int, int, int], side: int, reach: int) -> npt.NDArray[np.bool_]:
    """The ink beyond one side of a bar (above, below, left, right), turned so that the bar lies above row 0."""
    x0, y0, x1, y1 = box
    height, width = ink.shape
    if side == 0:
        part = ink[max(0, y0 - _RIM - reach) : max(0, y0 - _RIM), x0:x1][::-1]
    elif side == 1:
        part = ink[min(height, y1 + _RIM) : y1 + _RIM + reach, x0:x1]
    elif side == 2:
        part = ink[y0:y1, max(0, x0 - _RIM - reach) : max(0, x0 - _RIM)][:, ::-1].T
    else:
        part = ink[y0:y1, min(width, x1 + _RIM) : x1 + _RIM + reach].T
    return np.asarray(part, dtype=bool)


def _pieces(edge: npt.NDArray[np.bool_]) -> Iterator[Box]:
    """The boxes of ink that begins at the bar."""
    if edge.size == 0:
        return
    count, _, stats, _ = cv2.connectedComponentsWithStats(edge.astype(np.uint8), connectivity=8)
    for x, y, w, h, _size in stats[1:count]:
        if y <= 1 and h >= 2:
            yield float(x), float(y), float(x + w), float(y + h)


def _are_heads(pieces: list[Box], short: int, length: int) -> bool:
    """Several small pieces along a bar that end soon; ruled lines are one long piece, and what goes on is another thing."""
    small = [each for each in pieces if 3 <= each[3] <= 0.55 * short and each[2] - each[0] <= 1.2 * short]
    return len(small) >= 3 and sum(each[2] - each[0] for each in small) > 0.06 * length


def _is_cut_letter(piece: Box, short: int, length: int) -> bool:
    """A piece about as large as a letter within the bar's height; one that fills all of it is a wall or another bar."""
    wide, tall = piece[3] - piece[1], piece[2] - piece[0]
    inner = piece[0] > 0.04 * length and piece[2] < 0.96 * length
    return inner and 0.15 * short < wide < 0.98 * short and tall > 0.2 * short
