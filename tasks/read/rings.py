"""Finds the rings that a pen draws around an option's words or around its number."""

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from tasks.engines.geometry import Box
from tasks.engines.page_layout import Layout
from tasks.read.tick_boxes import dark

_LARGER = 1.3  # how much larger than the other options' numbers a ringed one is
_DRAWN = 0.96  # share of an ellipse that must be drawn; the words of a dense list draw up to 0.94 of one
_ANYWHERE = 0.5  # share of each of its eight parts
_FEW, _POINTS = 32, 96  # points of an ellipse at the first look and at the second
_PARTS = 8
_SEEN = 0.5  # share of an ellipse, or of a part of it, that must lie off ruled lines
_LIKELY = 12  # ellipses that are looked at again
_WAYS = 12  # directions that are told apart
_LEAST_EDGE = 0.6  # of a crop's contrast that Sobel's filter gives at an edge
_SLACK = 0.07  # heights of a line of words by which a pen leaves the ellipse


def ringed_numbers(layout: Layout, words: list[Box]) -> list[bool]:
    """For each option of a list whether what stands before its words is ringed: larger than a letter, and than the others'."""
    sizes = [_largest_before(layout, box) for box in words]
    usual = sorted(sizes)[len(sizes) // 2] if sizes else 0.0
    return [
        size > _LARGER * (box[3] - box[1]) * 0.8 and size > _LARGER * usual
        for size, box in zip(sizes, words, strict=True)
    ]


def _largest_before(layout: Layout, words: Box) -> float:
    """The smaller side in pixels of the largest stroke in the room before some words; 0.0 for none."""
    height = words[3] - words[1]
    x0, y0 = max(0, int(words[0] - 2.6 * height)), max(0, int(words[1] - 0.5 * height))
    crop = layout.upright.grey[y0 : int(words[3] + 0.5 * height), x0 : max(0, int(words[0] - 0.02 * height))]
    if min(crop.shape, default=0) < 8:
        return 0.0
    ink = cv2.dilate(dark(crop), np.ones((3, 3), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    strokes = [(int(s[0]), int(s[2]), int(s[3])) for s in stats[1:]]
    return max((float(min(w, h)) for x, w, h in strokes if x > 0 and 0.5 < w / max(1, h) < 2.0), default=0.0)


def encircled(layout: Layout, text: Box) -> bool:
    """Whether a pen's ring goes around these words."""
    return ring_share(layout, text) >= _DRAWN


def ring_share(layout: Layout, text: Box) -> float:
    """How much of an ellipse around some words is drawn, 0..1, for the one most fully drawn; 0 where a part of it is missing.

    Strokes that touch letters, boxes and rules make blobs and holes of any shape (holes and arcs of connected ink, tried
    before, found three rings of seven in a list set without room between its rows), so the ellipse itself is looked for:
    near the words, a little larger, a little tilted, along edges that run as it runs. Without their direction the letters
    of a dense list drew up to 0.99 of an ellipse that nobody drew.
    """
    height, width = text[3] - text[1], text[2] - text[0]
    pad = 1.2 * height
    x0, y0 = max(0, int(text[0] - 1.6 * pad)), max(0, int(text[1] - pad))
    crop = layout.upright.grey[y0 : int(text[3] + pad), x0 : int(text[2] + 1.6 * pad)]
    if min(crop.shape, default=0) < 8 or height < 8:
        return 0.0
    edges, free = _edges(crop), _off_rules(crop.shape, layout, (x0, y0))
    words = np.array((width / 2, height, (text[0] + text[2]) / 2 - x0, (text[1] + text[3]) / 2 - y0))
    rough = _drawn(_near(edges, 2 * _SLACK * height), free, *_ellipses(words, _GRID, _FEW))
    likely = np.argsort(-rough)[:_LIKELY]
    likely = likely[rough[likely] > 0]
    if not len(likely):
        return 0.0
    shapes = (_GRID[likely][:, None] + _AROUND[None]).reshape(-1, 5)
    return float(_drawn(_near(edges, _SLACK * height), free, *_ellipses(words, shapes, _POINTS)).max())


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


def _near(edges: npt.NDArray[np.uint8], slack: float) -> npt.NDArray[np.bool_]:
    """Where an edge of a direction, or of one beside it, is no farther than `slack` pixels."""
    both = edges | np.roll(edges, 1, axis=0) | np.roll(edges, -1, axis=0)
    return np.stack([cv2.distanceTransform(255 - each, cv2.DIST_L2, 3) <= max(2.0, slack) for each in both])


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
