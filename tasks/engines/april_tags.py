"""Draws and finds AprilTag marks of the family 36h11 with OpenCV."""

from functools import cache
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from tasks.engines.image_files import Picture

Corners = npt.NDArray[np.float32]
_MODULES = 8  # a mark's side with its black frame


@cache
def _family() -> Any:
    return cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_APRILTAG_36h11)


def tag_modules(number: int) -> tuple[tuple[bool, ...], ...]:
    """The dark modules of a mark, row by row, without its quiet zone."""
    drawn = cv2.aruco.generateImageMarker(_family(), number, _MODULES, borderBits=1)
    return tuple(tuple(bool(level == 0) for level in row) for row in drawn)


def find_tags(grey: Picture) -> dict[int, Corners]:
    """The marks on a grey (H, W) uint8 picture: by number their corners (4, 2) in pixels, clockwise from the mark's top left.

    A number seen twice is left out: nobody can say which one was meant.
    """
    settings = cv2.aruco.DetectorParameters()
    settings.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    corners, numbers, _ = cv2.aruco.ArucoDetector(_family(), settings).detectMarkers(grey)
    seen = [] if numbers is None else [int(number) for number in numbers.ravel()]
    return {
        number: np.asarray(quad, np.float32).reshape(4, 2)
        for number, quad in zip(seen, corners, strict=True)
        if seen.count(number) == 1
    }
