"""Looks again, closely, into the room of a label in which nothing was read though something is written there."""

import cv2
import numpy as np

from tasks.engines.geometry import Box
from tasks.engines.label_room import labels, room_beside
from tasks.engines.label_values import Value, join
from tasks.engines.page_layout import Hit, Layout, Line
from tasks.engines.rapidocr_reader import read_lines
from tasks.read.seals import without_red

_LARGER = 1.6  # pens that the reader passes over on the whole page it often finds on a larger picture
_LEAST_INK = 0.004  # share of a room


def second_looks(layout: Layout, words: str) -> list[tuple[Hit, Value]]:
    """Every label of `words` with what a close look finds in its room; rooms without ink are not looked into."""
    looks = ((hit, _look(layout, hit)) for hit in labels(layout, words))
    return [(hit, value) for hit, value in looks if value is not None]


def _look(layout: Layout, hit: Hit) -> Value | None:
    room = room_beside(layout, hit)
    if room is None or layout.inside(room):
        return None
    crop = without_red(layout.upright.crop((room[0] + 4, room[1] + 4, room[2] - 4, room[3] - 4)))
    if float((crop.min(axis=2) < 0.6 * layout.upright.paper).mean()) < _LEAST_INK:
        return None
    large = cv2.resize(crop, None, fx=_LARGER, fy=_LARGER, interpolation=cv2.INTER_CUBIC)
    return join(
        [_placed(line.text, line.box, line.confidence, room) for line in read_lines(np.ascontiguousarray(large))]
    )


def _placed(text: str, box: Box, confidence: float, room: Box) -> Line:
    x0, y0, x1, y1 = (side / _LARGER for side in box)
    return Line(text, (x0 + room[0], y0 + room[1], x1 + room[0], y1 + room[1]), 0.9 * confidence)
