"""Finds the printed frame of a box near the place where geometry expects it: paper bends between its four marks."""

from dataclasses import replace

import cv2
import numpy as np

from tasks.forms.boxes import BoxKind, FormBox, Rect
from tasks.read.prescribed import MM, Paper
from tasks.read.tick_boxes import dark

_REACH = 2.5  # mm by which a frame may lie elsewhere
_SCALE = 0.5  # of the paper's picture: frames are thick enough for that
_AS_GOOD = 0.06  # a frame that much better elsewhere has moved; the pen's strokes alone make less of a difference
_SAME = 0.01
_LEAST_SEEN = 0.55  # share of a frame's outline that must be ink for it to be seen at all
_UNFRAMED = frozenset({BoxKind.STATED})


def located(paper: Paper, box: FormBox) -> tuple[FormBox, bool]:
    """The box where its frame lies, and whether its frame was seen."""
    if box.kind in _UNFRAMED:
        return box, True
    seen = _seen(paper, box.rect)
    middle = seen.shape[0] // 2, seen.shape[1] // 2
    best = float(seen.max())
    if seen[middle] >= best - _AS_GOOD:
        return box, best >= _LEAST_SEEN
    y, x = np.argwhere(seen >= best - _SAME).mean(axis=0)  # a thick frame fits equally well over its thickness
    across, down = ((place - zero) / (MM * _SCALE) for place, zero in ((x, middle[1]), (y, middle[0])))
    return _moved(box, float(across), float(down)), best >= _LEAST_SEEN


def _seen(paper: Paper, rect: Rect) -> "np.ndarray[tuple[int, ...], np.dtype[np.float32]]":
    """For every shift within reach the share of the frame's outline that is ink; no shift in the middle."""
    left, top, right, bottom = rect
    crop = paper.crop(Rect(left - _REACH, top - _REACH, right + _REACH, bottom + _REACH))
    small = cv2.resize(crop.min(axis=2), None, fx=_SCALE, fy=_SCALE, interpolation=cv2.INTER_AREA)
    ink = cv2.dilate(dark(small), np.ones((3, 3), np.uint8)).astype(np.float32) / 255
    reach = round(_REACH * MM * _SCALE)
    high, wide = ink.shape[0] - 2 * reach, ink.shape[1] - 2 * reach
    outline = np.zeros((high, wide), np.float32)
    cv2.rectangle(outline, (1, 1), (wide - 2, high - 2), 1.0, 1)
    return np.asarray(cv2.matchTemplate(ink, outline / outline.sum(), cv2.TM_CCORR), np.float32)


def _moved(box: FormBox, across: float, down: float) -> FormBox:
    cells = tuple(_shifted(cell, across, down) for cell in box.cells)
    return replace(box, rect=_shifted(box.rect, across, down), cells=cells)


def _shifted(rect: Rect, across: float, down: float) -> Rect:
    return Rect(rect.left + across, rect.top + down, rect.right + across, rect.bottom + down)
