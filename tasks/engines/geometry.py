"""Turns pages upright and straight, keeps the way back to the page as received, and finds ruled lines and cells; OpenCV.

A `Box` is (x0, y0, x1, y1) in pixels of the upright page; a `Poly` is in fractions of the page as received.
"""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from tasks.case.words import Poly
from tasks.engines.image_files import Picture

Grey = npt.NDArray[Any]
Box = tuple[float, float, float, float]

LARGEST_SKEW = 6.0  # degrees; more is a photograph, and its lines are not parallel either
_TURN = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


class Upright:
    """A page as a person reads it: `image` (H, W, 3) uint8 BGR, turned clockwise by `rotation` and made straight.

    A photographed sheet is first laid flat: its four corners become the picture's. `skew` and `sheet`, the corners in
    fractions of the page as received, are those of an earlier look; with no `skew` both are looked for.
    """

    def __init__(self, received: Picture, rotation: int, skew: float | None = None, sheet: Poly | None = None) -> None:
        self.received_size = (received.shape[1], received.shape[0])
        self.rotation = rotation
        self.sheet = _seen_sheet(received) if skew is None else sheet
        flat, flatten = _flattened(received, self.sheet)
        turned = cv2.rotate(flat, _TURN[rotation]) if rotation else flat
        self.skew = skew_of(cv2.cvtColor(turned, cv2.COLOR_BGR2GRAY)) if skew is None else skew
        height, width = turned.shape[:2]
        spin = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), self.skew, 1.0), [0, 0, 1]])
        self._to_upright = spin @ _turn_matrix((flat.shape[1], flat.shape[0]), rotation) @ flatten
        self._to_received = np.linalg.inv(self._to_upright)
        self.image: Picture = turned if self.skew == 0.0 else _spun(turned, spin)

    def same_view(self, received: Picture) -> "Upright":
        """Another picture of the same page, as its painted one, seen in the very same way."""
        return Upright(received, self.rotation, self.skew, self.sheet)

    @cached_property
    def grey(self) -> Grey:
        """The upright image in grey, (H, W) uint8."""
        return cv2.cvtColor(self.image, cv2.COLOR_BGR2GRAY)

    @cached_property
    def paper(self) -> float:
        """How light the paper is, 0..255: the level that four fifths of the page do not pass."""
        return float(np.percentile(self.grey[::4, ::4], 80))

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) of the upright image in pixels."""
        return self.image.shape[1], self.image.shape[0]

    def to_poly(self, box: Box) -> Poly:
        """`box` of the upright image as a quadrilateral in fractions of the page as received, kept inside it."""
        x0, y0, x1, y1 = box
        corners = np.array([[[x0, y0], [x1, y0], [x1, y1], [x0, y1]]], dtype=float)
        points = cv2.perspectiveTransform(corners, self._to_received)[0] / np.array(self.received_size, dtype=float)
        clipped = [(round(float(x), 5), round(float(y), 5)) for x, y in np.clip(points, 0.0, 1.0)]
        return clipped[0], clipped[1], clipped[2], clipped[3]

    def to_box(self, poly: Poly) -> Box:
        """The upright box around a quadrilateral in fractions of the page as received."""
        corners = np.array([poly], dtype=float) * np.array(self.received_size, dtype=float)
        points = cv2.perspectiveTransform(corners, self._to_upright)[0]
        (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
        return float(x0), float(y0), float(x1), float(y1)

    def crop(self, box: Box, pad: float = 0.0) -> Picture:
        """The part of the upright image in `box`, grown by `pad` pixels on each side; at least one pixel."""
        width, height = self.size
        x0, y0 = int(max(0, min(width - 1, box[0] - pad))), int(max(0, min(height - 1, box[1] - pad)))
        x1, y1 = int(max(x0 + 1, min(width, box[2] + pad))), int(max(y0 + 1, min(height, box[3] + pad)))
        return np.ascontiguousarray(self.image[y0:y1, x0:x1])


_SLOPE = 0.02  # by which a rule may leave the level: a photograph's lines are not all parallel
_STREAK = 0.9  # of the page's height: so long an upright line is a copier's streak and no table's rule
_LONG = 0.2  # of the page's height: a shorter line is no streak
_ACROSS_CELL = 0.7  # of a cell's width that its upper and lower rules run at least, worn ones too
_MEETS = 20  # pixels within which two rules meet
_SHEET_SIDE = 640  # pixels: the size at which a photographed sheet's outline is looked for
_LEAST_SHEET = 0.35  # share of the photograph that a sheet fills at least
_MOST_ASKEW = 0.42  # cosine of a corner's angle: 65 to 115 degrees
_SHADOWS = (1.0, 0.8, 0.6, 0.45)  # of the level that parts light from dark: a sheet may lie half in shadow
_ACROSS, _STEP = 6.0, 22.0  # pixels to both sides of a sheet's edge, and levels by which they differ
_BESIDE_DARKER = 35  # levels by which what lies around a sheet is darker than it


def _seen_sheet(received: Picture) -> Poly | None:
    found = sheet_corners(received)
    if found is None:
        return None
    a, b, c, d = ((float(x), float(y)) for x, y in found / np.array(received.shape[1::-1], np.float32))
    return a, b, c, d


def _flattened(received: Picture, sheet: Poly | None) -> tuple[Picture, npt.NDArray[Any]]:
    """A photographed sheet laid flat, with the 3x3 matrix from the picture as received; any other picture as it is."""
    if sheet is None:
        return received, np.eye(3)
    corners = np.array(sheet, np.float32) * np.array(received.shape[1::-1], np.float32)
    width = round(max(np.linalg.norm(corners[1] - corners[0]), np.linalg.norm(corners[2] - corners[3])))
    height = round(max(np.linalg.norm(corners[3] - corners[0]), np.linalg.norm(corners[2] - corners[1])))
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, flat)
    return cv2.warpPerspective(received, matrix, (width, height), flags=cv2.INTER_CUBIC), matrix


def sheet_corners(picture: Picture) -> npt.NDArray[np.float32] | None:
    """The corners (4, 2) of a light sheet on a darker table, clockwise from the top left; None where there is none.

    A scan has no table: its sheet fills it, or ends in paper-white.
    """
    scale = _SHEET_SIDE / max(picture.shape[:2])
    grey = cv2.cvtColor(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY)
    grey = cv2.medianBlur(cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)), 5)
    level, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    for share in _SHADOWS:
        quad = _lightest_quad(grey, share * level)
        if quad is not None:
            around_middle = np.arctan2(*(quad - quad.mean(axis=0)).T[::-1])
            clockwise = quad[np.argsort(around_middle)]
            ordered = np.roll(clockwise, -int(clockwise.sum(axis=1).argmin()), axis=0)
            if _is_sheet(ordered):
                return np.asarray(ordered / scale, np.float32)
    return None


def _is_sheet(corners: npt.NDArray[Any]) -> bool:
    """Whether four corners may be a sheet's seen askew: opposite sides alike, every angle near a right one."""
    sides = np.roll(corners, -1, axis=0) - corners
    lengths = np.linalg.norm(sides, axis=1)
    if lengths.min() < 0.3 * _SHEET_SIDE or not all(0.6 < lengths[i] / lengths[i + 2] < 1.67 for i in (0, 1)):
        return False
    turns = np.sum(sides * np.roll(sides, 1, axis=0), axis=1) / (lengths * np.roll(lengths, 1))
    return bool(np.abs(turns).max() < _MOST_ASKEW)


def _lightest_quad(grey: Grey, level: float) -> npt.NDArray[Any] | None:
    """The four corners of what is lighter than `level`, where that is one sheet and all around it is darker."""
    light = cv2.threshold(grey, level, 255, cv2.THRESH_BINARY)[1]
    contours, _ = cv2.findContours(light, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return None
    largest = max(contours, key=cv2.contourArea)
    hull = cv2.convexHull(largest)
    quad = cv2.approxPolyDP(hull, 0.02 * cv2.arcLength(hull, closed=True), closed=True).reshape(-1, 2)
    filled = cv2.contourArea(largest) / max(1.0, cv2.contourArea(quad))
    if len(quad) != 4 or filled < 0.93 or not _LEAST_SHEET <= cv2.contourArea(hull) / grey.size <= 0.985:
        return None
    inside = cv2.fillConvexPoly(np.zeros_like(grey), quad.astype(np.int32), 255) > 0
    beside = cv2.dilate(inside.astype(np.uint8), np.ones((15, 15), np.uint8)).astype(bool) & ~inside
    if not beside.any() or float(np.median(grey[inside])) - float(np.median(grey[beside])) < _BESIDE_DARKER:
        return None
    if float((grey[~inside] <= level).mean()) <= 0.9 or not _has_edges(grey, quad):
        return None
    return quad


def _has_edges(grey: Grey, quad: npt.NDArray[Any]) -> bool:
    """Whether the paper ends sharply along each side: where light fades on a sheet it does not."""
    middle = quad.mean(axis=0)
    for a, b in zip(quad, np.roll(quad, -1, axis=0), strict=True):
        across = np.array([b[1] - a[1], a[0] - b[0]], float) / max(1.0, float(np.linalg.norm(b - a)))
        across *= 1.0 if np.dot(middle - a, across) > 0 else -1.0  # inward
        along = a + (b - a) * np.linspace(0.1, 0.9, 40)[:, None]
        inner, outer = (_levels(grey, along + step * across) for step in (_ACROSS, -_ACROSS))
        if float(np.median(inner - outer)) < _STEP:
            return False
    return True


def _levels(grey: Grey, points: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    height, width = grey.shape
    x, y = np.rint(points).astype(int).T
    return np.asarray(grey[np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)], dtype=float)


def _turn_matrix(size: tuple[int, int], rotation: int) -> npt.NDArray[Any]:
    width, height = size
    return np.array(
        {
            0: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
            90: [[0, -1, height], [1, 0, 0], [0, 0, 1]],
            180: [[-1, 0, width], [0, -1, height], [0, 0, 1]],
            270: [[0, 1, 0], [-1, 0, width], [0, 0, 1]],
        }[rotation],
        dtype=float,
    )


def _spun(image: Picture, matrix: npt.NDArray[Any]) -> Picture:
    size = (image.shape[1], image.shape[0])
    return cv2.warpAffine(image, matrix[:2], size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def skew_of(grey: Grey) -> float:
    """Degrees (counter-clockwise) that make ruled lines and rows of text level; 0.0 where the page shows no direction."""
    scale = min(1.0, 1200 / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    edges = cv2.Canny(small, 60, 180)
    found = cv2.HoughLinesP(edges, 1, np.pi / 720, 120, minLineLength=small.shape[1] // 6, maxLineGap=6)
    if found is None:
        return _skew_of_text(small)
    lines = found.reshape(-1, 4).astype(float)
    angles = np.degrees(np.arctan2(lines[:, 3] - lines[:, 1], lines[:, 2] - lines[:, 0]))
    angles = np.where(angles > 45, angles - 90, np.where(angles < -45, angles + 90, angles))
    lengths = np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1])
    near = np.abs(angles) <= LARGEST_SKEW
    if lengths[near].sum() < small.shape[1] * 0.5:
        return _skew_of_text(small)
    angle = _weighted_median(angles[near], lengths[near])
    return angle if abs(angle) >= 0.1 else 0.0


def _weighted_median(values: npt.NDArray[Any], weights: npt.NDArray[Any]) -> float:
    order = np.argsort(values)
    reached = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(reached, reached[-1] / 2)])


def _skew_of_text(small: npt.NDArray[Any]) -> float:
    """The angle at which the rows of ink are sharpest, for pages without ruled lines."""
    ink: Any = (
        cv2.adaptiveThreshold(small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15) > 0
    ).astype(np.float32)
    ink = cv2.resize(ink, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    if ink.mean() < 0.002:
        return 0.0
    coarse = max(np.arange(-LARGEST_SKEW, LARGEST_SKEW + 0.1, 0.5), key=lambda angle: _sharpness(ink, float(angle)))
    fine = max(np.arange(coarse - 0.5, coarse + 0.51, 0.1), key=lambda angle: _sharpness(ink, float(angle)))
    better = _sharpness(ink, float(fine)) > 1.08 * _sharpness(ink, 0.0)
    return float(fine) if better and abs(fine) >= 0.2 else 0.0


def _sharpness(ink: npt.NDArray[Any], angle: float) -> float:
    height, width = ink.shape
    spun = cv2.warpAffine(ink, cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0), (width, height))
    rows, columns = spun.sum(axis=1), spun.sum(axis=0)
    return float(np.square(np.diff(rows)).sum() + np.square(np.diff(columns)).sum())


class Rules(NamedTuple):
    """Ruled lines of an upright page: `level` as (y, x0, x1) and `plumb` as (x, y0, y1), in pixels."""

    level: list[tuple[float, float, float]]
    plumb: list[tuple[float, float, float]]

    def cell(self, box: Box, page: tuple[int, int]) -> Box | None:
        """The ruled cell around the middle of `box`, or None where fewer than three of its sides are ruled."""
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        left = max((r[0] for r in self.plumb if r[0] <= x and r[1] - 6 <= y <= r[2] + 6), default=None)
        right = min((r[0] for r in self.plumb if r[0] > x and r[1] - 6 <= y <= r[2] + 6), default=None)
        level = [r[0] for r in self.level if r[1] - 6 <= x <= r[2] + 6]
        if left is not None and right is not None:  # boxes for single digits within a cell have rules of their own
            level = [at for at in level if self._ruled(at, left, right) > _ACROSS_CELL] or level
        top = max((at for at in level if at <= y), default=None)
        bottom = min((at for at in level if at > y), default=None)
        if sum(side is None for side in (top, bottom, left, right)) > 1 or top is None or bottom is None:
            return None
        return left or 0.0, top, right or float(page[0]), bottom

    def _ruled(self, y: float, left: float, right: float) -> float:
        """The share of the way from `left` to `right` along which level rules run at that height."""
        parts = (min(x1, right) - max(x0, left) for at, x0, x1 in self.level if abs(at - y) < _MEETS / 2)
        return sum(part for part in parts if part > 0) / max(1.0, right - left)


def find_rules(grey: Grey, shortest: int = 0) -> Rules:
    """The ruled lines of an upright page at least `shortest` pixels long (by default a thirtieth of its width)."""
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 41, 12)
    length = shortest or max(50, grey.shape[1] // 30)
    level = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    plumb = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8))
    thick = max(14, length // 4)
    across = _strokes(cv2.dilate(level, np.ones((3, 9), np.uint8)), thick)
    down = _strokes(cv2.dilate(plumb, np.ones((9, 3), np.uint8)).T, thick)
    rules = Rules(
        level=sorted((y + h / 2, float(x), float(x + w)) for x, y, w, h in across if _on_paper(grey.T, (y, x, h, w))),
        plumb=sorted((x + w / 2, float(y), float(y + h)) for y, x, h, w in down if _on_paper(grey, (x, y, w, h))),
    )
    return rules._replace(plumb=[rule for rule in rules.plumb if not _is_streak(rule, rules.level, grey.shape[0])])


def _is_streak(rule: tuple[float, float, float], level: list[tuple[float, float, float]], height: int) -> bool:
    """Whether an upright line is a copier's streak: as long as the page, or through a table and beyond both its ends."""
    x, y0, y1 = rule
    if y1 - y0 > _STREAK * height:
        return True
    met = [y for y, x0, x1 in level if x0 - _MEETS <= x <= x1 + _MEETS and y0 - _MEETS <= y <= y1 + _MEETS]
    return bool(met) and min(met) - y0 > _MEETS and y1 - max(met) > _MEETS and y1 - y0 > _LONG * height


def _on_paper(grey: Grey, stroke: tuple[int, int, int, int]) -> bool:
    """Whether an upright stroke has lighter paper on both sides; what lies between white letters on a dark ground has not."""
    x, y, w, h = stroke
    own = float(np.median(grey[y : y + h, x : x + w].min(axis=1)))
    sides = [grey[y : y + h, max(0, x - 6) : max(1, x - 3)], grey[y : y + h, x + w + 3 : x + w + 6]]
    return all(side.size == 0 or float(np.median(side)) > 1.1 * own + 6 for side in sides)


def _strokes(mask: npt.NDArray[Any], thick: int) -> list[tuple[int, int, int, int]]:
    """Level strokes no thicker than `thick` as (x, y, width, height); a long one may slope a little, as on photographs."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(mask), connectivity=8)
    thin = (s for s in stats[1:count] if s[3] <= thick + _SLOPE * s[2] and s[4] <= thick * s[2])
    return [(int(s[0]), int(s[1]), int(s[2]), int(s[3])) for s in thin]


def area(box: Box) -> float:
    """Square pixels in a box; 0 for an empty one."""
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def overlap(a: Box, b: Box) -> Box:
    """The part two boxes share; it may be empty (negative sides)."""
    return max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])


def covered(inner: Box, outer: Box) -> float:
    """The share 0..1 of `inner` that lies in `outer`."""
    return area(overlap(inner, outer)) / area(inner) if area(inner) else 0.0


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box around `boxes`; ValueError for none."""
    x0s, y0s, x1s, y1s = zip(*boxes, strict=True)
    return min(x0s), min(y0s), max(x1s), max(y1s)


def grown(box: Box, x: float, y: float | None = None) -> Box:
    """`box` grown by `x` pixels to each side and `y` (default `x`) up and down."""
    up = x if y is None else y
    return box[0] - x, box[1] - up, box[2] + x, box[3] + up


def shares_row(a: Box, b: Box) -> float:
    """How much two boxes share a row: their common height over the smaller height, 0..1."""
    common = min(a[3], b[3]) - max(a[1], b[1])
    return max(0.0, common) / max(1.0, min(a[3] - a[1], b[3] - b[1]))
