"""Finds the rings that a pen draws around an option's words or around its number."""

import re
from typing import Any
from weakref import WeakKeyDictionary

import cv2
import numpy as np
import numpy.typing as npt

from tasks.engines.geometry import Box, shares_row
from tasks.engines.page_layout import Layout
from tasks.read.tick_boxes import dark

_NUMBER = re.compile(r"^[\dア-オ了イウ工エ才オA-Ea-e][\s　.．,、)）]*\S{2}")
_NUMBER_ALONE = re.compile(r"^[(（]?[\dァ-ヺ了工才A-Za-z①-⑳〇○◯0]{1,2}[)）.．、]?$")
_NEARLY, _BY_FAR = 0.88, 0.15  # share from which a ring may be one, and by how much it must be more than the others'
DRAWN = 0.96  # share of an ellipse that must be drawn; the words of a dense list draw up to 0.94 of one
_ANYWHERE = 0.5  # share of each of its eight parts
_FEW, _POINTS = 32, 96  # points of an ellipse at the first look and at the second
_PARTS = 8
_SEEN = 0.5  # share of an ellipse, or of a part of it, that must lie off ruled lines
_LIKELY = 12  # ellipses that are looked at again
_WAYS = 12  # directions that are told apart
_LEAST_EDGE = 0.6  # of a crop's contrast that Sobel's filter gives at an edge
_HEIGHT = 30  # pixels: words are looked at no larger
_SLACK = 0.07  # heights of a line of words by which a pen leaves the ellipse

_KNOWN: WeakKeyDictionary[Layout, dict[Box, float]] = WeakKeyDictionary()  # an option is asked about more than once


def ringed_numbers(layout: Layout, words: list[Box]) -> list[bool]:
    """For each option of a list whether the number or letter before its words is ringed.

    Rings that more than half of the options have are printed ones (①).
    """
    places = [_number_before(layout, box) for box in words]
    known = [place - box[0] for place, box in zip(places, words, strict=True) if place is not None]
    usual = sorted(known)[len(known) // 2] if known else None
    shares = [
        0.0 if usual is None else ring_share(layout, _around_number(box, box[0] + usual if place is None else place))
        for place, box in zip(places, words, strict=True)
    ]
    rings = [is_ring(shares, i) for i in range(len(shares))]
    return rings if sum(rings) * 2 <= len(rings) else [False] * len(rings)


def is_ring(shares: list[float], place: int) -> bool:
    """Whether an option of a list is ringed, its share against the others': a pen is no compass, and dense words are no ring."""
    others = [share for i, share in enumerate(shares) if i != place and share < DRAWN]
    return shares[place] >= DRAWN or (shares[place] >= _NEARLY and shares[place] > max(others, default=1.0) + _BY_FAR)


def _number_before(layout: Layout, words: Box) -> float | None:
    """Where the middle of the number before an option's words lies, in pixels from the left; None where none was read."""
    height = words[3] - words[1]
    for line in layout.lines:
        if shares_row(line.box, words) < 0.5 or line.box[0] >= words[0] - 0.3 * height:
            continue
        text = line.text.strip()
        if line.box[2] <= words[0] + 4 and _NUMBER_ALONE.match(text) and words[0] - line.box[2] < 2.5 * height:
            return (line.box[0] + line.box[2]) / 2
        if line.box[2] > words[0] and _NUMBER.match(text):
            span = line.span(0, 1)
            return (span[0] + span[2]) / 2
    return _ink_before(layout, words)


def _ink_before(layout: Layout, words: Box) -> float | None:
    """The middle of what stands before some words though nobody read it; None for nothing."""
    height = words[3] - words[1]
    x0, y0 = max(0, int(words[0] - 2.6 * height)), max(0, int(words[1]))
    crop = layout.upright.grey[y0 : int(words[3]), x0 : max(0, int(words[0] - 0.1 * height))]
    if min(crop.shape, default=0) < 8:
        return None
    columns = np.flatnonzero(dark(crop).any(axis=0))
    return float(x0 + (columns[0] + columns[-1]) / 2) if len(columns) else None


def _around_number(words: Box, middle: float) -> Box:
    """A box a little larger than a number beside some words, so that the number itself is no ring."""
    height, y = words[3] - words[1], (words[1] + words[3]) / 2
    return middle - 0.6 * height, y - 0.65 * height, middle + 0.6 * height, y + 0.65 * height


def encircled(layout: Layout, text: Box) -> bool:
    """Whether a pen's ring goes around these words."""
    return ring_share(layout, text) >= DRAWN


def ring_share(layout: Layout, text: Box) -> float:
    """How much of an ellipse around some words is drawn, 0..1, for the one most fully drawn; 0 where a part of it is missing.

    Strokes that touch letters, boxes and rules make blobs and holes of any shape (holes and arcs of connected ink, tried
    before, found three rings of seven in a list set without room between its rows), so the ellipse itself is looked for:
    near the words, a little larger, a little tilted, along edges that run as it runs. Without their direction the letters
    of a dense list drew up to 0.99 of an ellipse that nobody drew.
    """
    known = _KNOWN.setdefault(layout, {})
    if text not in known:
        known[text] = _share(layout, text)
    return known[text]


def _share(layout: Layout, text: Box) -> float:
    height = text[3] - text[1]
    pad = 1.2 * height
    x0, y0 = max(0, int(text[0] - 1.6 * pad)), max(0, int(text[1] - pad))
    crop = layout.upright.grey[y0 : int(text[3] + pad), x0 : int(text[2] + 1.6 * pad)]
    if min(crop.shape, default=0) < 8 or height < 8:
        return 0.0
    scale = min(1.0, _HEIGHT / height)
    small = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    away = _away(_edges(small))
    free = cv2.resize(_off_rules(crop.shape, layout, (x0, y0)).astype(np.uint8), small.shape[::-1]) > 0
    middle = ((text[0] + text[2]) / 2 - x0, (text[1] + text[3]) / 2 - y0)
    words = scale * np.array(((text[2] - text[0]) / 2, height, *middle))
    rough = _drawn(away <= max(2.0, 2 * _SLACK * scale * height), free, *_ellipses(words, _GRID, _FEW))
    likely = np.argsort(-rough)[:_LIKELY]
    likely = likely[rough[likely] > 0]
    if not len(likely):
        return 0.0
    shapes = (_GRID[likely][:, None] + _AROUND[None]).reshape(-1, 5)
    return float(_drawn(away <= max(2.0, _SLACK * scale * height), free, *_ellipses(words, shapes, _POINTS)).max())


def _edges(crop: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    """(_WAYS, H, W) of 0 and 255: the edges of a grey crop by the direction across them, half a turn in `_WAYS` parts."""
    smooth = cv2.GaussianBlur(crop, (3, 3), 0)
    across, down = (cv2.Sobel(smooth, cv2.CV_32F, *way) for way in ((1, 0), (0, 1)))
    strength = cv2.magnitude(across, down)
    contrast = float(np.percentile(crop, 90)) - float(crop.min())
    way = np.rint(np.arctan2(down, across) / np.pi * _WAYS).astype(int) % _WAYS
    edge = strength > _LEAST_EDGE * contrast
    return np.stack([np.where(edge & (way == each), 255, 0).astype(np.uint8) for each in range(_WAYS)])


def _off_rules(shape: tuple[int, ...], layout: Layout, corner: tuple[int, int]) -> npt.NDArray[np.bool_]:
    """Where on a crop no ruled line runs: along one nobody can tell what a pen drew."""
    free = np.ones(shape, bool)
    x, y = corner
    for level, x0, x1 in layout.rules.level:
        row = int(level) - y
        free[max(0, row - 4) : max(0, row + 5), max(0, int(x0) - x) : max(0, int(x1) - x)] = False
    for plumb, y0, y1 in layout.rules.plumb:
        column = int(plumb) - x
        free[max(0, int(y0) - y) : max(0, int(y1) - y), max(0, column - 4) : max(0, column + 5)] = False
    return free


def _away(edges: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """How far in pixels the nearest edge of a direction, or of one beside it, is from each place."""
    both = edges | np.roll(edges, 1, axis=0) | np.roll(edges, -1, axis=0)
    return np.stack([cv2.distanceTransform(255 - each, cv2.DIST_L2, 3) for each in both])


def _ellipses(
    words: npt.NDArray[Any], shapes: npt.NDArray[Any], points: int
) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Points (N, `points`, 2) of ellipses of these shapes around words given as half width, height, and centre.

    With the direction across the ellipse at each point, as a part of half a turn.
    """
    half, height, x0, y0 = words
    angles = np.linspace(0, 2 * np.pi, points, endpoint=False)
    longer, high, aside, down, tilt = (each[:, None] for each in shapes.T)
    a, b = half + longer * height, high * height
    x, y = a * np.cos(angles), b * np.sin(angles)
    way = np.arctan2(np.sin(angles) / b, np.cos(angles) / a) + tilt
    turned = (x * np.cos(tilt) - y * np.sin(tilt), x * np.sin(tilt) + y * np.cos(tilt))
    places = np.stack((x0 + aside * height + turned[0], y0 + down * height + turned[1]), -1)
    return places, np.rint(way / np.pi * _WAYS).astype(int) % _WAYS


def _drawn(
    near: npt.NDArray[np.bool_], free: npt.NDArray[np.bool_], places: npt.NDArray[Any], ways: npt.NDArray[Any]
) -> npt.NDArray[Any]:
    """The share of each ellipse's `free` points that lie on an edge running as it runs; 0 where one of its parts is not drawn."""
    height, width = free.shape
    points = np.rint(places).astype(np.int32)
    x, y = points[..., 0], points[..., 1]
    inside = (x >= 0) & (y >= 0) & (x < width) & (y < height)
    row, column = np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)
    seen = free[row, column] | ~inside
    drawn = (near[ways, row, column] & inside & seen).reshape(len(points), _PARTS, -1)
    seen = seen.reshape(drawn.shape)
    parts = drawn.sum(axis=2) / np.maximum(1, seen.sum(axis=2))
    missing = (parts < _ANYWHERE) & (seen.mean(axis=2) > _SEEN)
    whole = drawn.sum(axis=(1, 2)) / np.maximum(1, seen.sum(axis=(1, 2)))
    return np.where(missing.any(axis=1) | (seen.mean(axis=(1, 2)) < _SEEN), 0.0, whole)


def _grid(*steps: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return np.stack(np.meshgrid(*steps), -1).reshape(-1, len(steps))


# Shapes in heights of the words: how much longer than they, half height, aside, above or below; and tilt in radians.
_GRID = _grid(
    np.linspace(-0.1, 1.1, 7),
    np.linspace(0.5, 1.1, 5),
    np.linspace(-0.6, 0.6, 7),
    np.linspace(-0.4, 0.4, 5),
    np.radians(np.linspace(-6, 6, 5)),
)
_AROUND = _grid(*(np.array((-step, 0.0, step)) for step in (0.07, 0.05, 0.07, 0.07, np.radians(1.0))))
