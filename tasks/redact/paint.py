"""Paints marks onto the page as received: one flat black, no soft edges."""

import cv2
import numpy as np

from tasks.case.words import Redaction
from tasks.engines.image_files import Picture

COLOUR = (0, 0, 0)


def painted(image: Picture, marks: tuple[Redaction, ...]) -> Picture:
    """A copy of `image` (H, W, 3) uint8 BGR with every mark filled."""
    copy = image.copy()
    for mark in marks:
        cv2.fillPoly(copy, [corners(mark, image)], COLOUR, lineType=cv2.LINE_8)
    return copy


def corners(mark: Redaction, image: Picture) -> Picture:
    """The corners of a mark in pixels of `image`, (4, 2) int32, rounded outwards."""
    height, width = image.shape[:2]
    points = np.array(mark.poly, dtype=float) * (width, height)
    middle = points.mean(axis=0)
    outward = np.where(points > middle, np.ceil(points), np.floor(points))
    return np.asarray(np.clip(outward, 0, (width - 1, height - 1)), dtype=np.int32)
