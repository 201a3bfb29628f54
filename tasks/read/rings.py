"""Finds the rings that a pen draws around an option's words or around its number."""

import cv2
import numpy as np

from tasks.engines.geometry import Box, overlap
from tasks.engines.image_files import Picture
from tasks.engines.page_layout import Layout
from tasks.read.tick_boxes import dark

_ARCS = 0.72  # share of the words' width that each arc must span
_LARGER = 1.3  # how much larger than the other options' numbers a ringed one is


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
    """Whether a pen's ring goes around these words: a round hole about them, or an arc above and one below."""
    return _in_a_hole(layout, text) or _between_arcs(layout, text)


def _between_arcs(layout: Layout, text: Box) -> bool:
    """Whether a stroke bulges over the words and one under them, as where letters touch the ring and break its hole."""
    height = text[3] - text[1]
    if text[2] - text[0] < 1.2 * height:
        return False
    over = _arc(layout, (text[0], text[1] - 0.75 * height, text[2], text[1] + 0.22 * height), up=True)
    under = _arc(layout, (text[0], text[3] - 0.22 * height, text[2], text[3] + 0.75 * height), up=False)
    return over and under


def _arc(layout: Layout, band: Box, *, up: bool) -> bool:
    """Whether one thin stroke runs through a band from side to side, farther out in its middle than at its ends."""
    x0, y0 = max(0, int(band[0])), max(0, int(band[1]))
    crop = layout.upright.grey[y0 : int(band[3]), x0 : int(band[2])]
    if min(crop.shape, default=0) < 8:
        return False
    ink = cv2.dilate(dark(crop), np.ones((3, 3), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    height, width = ink.shape
    for place in range(1, len(stats)):
        if stats[place][2] < _ARCS * width:
            continue
        outer = [
            (column, np.flatnonzero(labels[:, column] == place)) for column in range(0, width, max(1, width // 24))
        ]
        line = [(column, int(ys[0] if up else height - 1 - ys[-1])) for column, ys in outer if len(ys)]
        edge = sorted(y for column, y in line if min(column, width - column) < 0.15 * width)
        middle = sorted(y for column, y in line if 0.35 * width < column < 0.65 * width)
        if len(edge) > 1 and len(middle) > 2 and edge[len(edge) // 2] - middle[len(middle) // 2] > 0.1 * height:
            return True
    return False


def _in_a_hole(layout: Layout, text: Box) -> bool:
    letter = text[3] - text[1]
    x0, y0 = max(0, int(text[0] - 2.4 * letter)), max(0, int(text[1] - 0.9 * letter))
    crop = layout.upright.grey[y0 : int(text[3] + 0.9 * letter), x0 : int(text[2] + 2.4 * letter)]
    if min(crop.shape, default=0) < 8:
        return False
    inner = (text[0] - x0, text[1] - y0, text[2] - x0, text[3] - y0)
    contours, family = cv2.findContours(
        cv2.dilate(dark(crop), np.ones((3, 3), np.uint8)), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE
    )
    # Letters that touch make a blob as large and as round as a ring; only a ring has a hole as large as itself.
    holes = (contour for contour, kin in zip(contours, family[0], strict=True) if kin[3] >= 0) if contours else ()
    return any(_is_ring(hole, inner, crop.shape) for hole in holes)


def _is_ring(contour: Picture, inner: Box, shape: tuple[int, ...]) -> bool:
    """The inside of a round stroke that surrounds most of the words and is neither a ruled frame nor cut off by the crop."""
    x, y, w, h = cv2.boundingRect(contour)
    if x <= 1 or y <= 1 or x + w >= shape[1] - 1 or y + h >= shape[0] - 1:
        return False
    shared = overlap(inner, (x, y, x + w, y + h))
    wide = (shared[2] - shared[0]) / max(1.0, inner[2] - inner[0])
    tall = (shared[3] - shared[1]) / max(1.0, inner[3] - inner[1])
    if wide < 0.8 or tall < 0.6 or w * h < 0.7 * (inner[2] - inner[0]) * (inner[3] - inner[1]):
        return False
    filled = cv2.contourArea(contour) / (w * h)
    return 0.3 < filled < 0.90  # an ellipse fills 0.785 of its box, less the letters that touch it; a frame all of it
