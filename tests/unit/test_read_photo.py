"""A photographed sheet is laid flat, and every place on it still leads back to the photograph."""

import cv2
import numpy as np
import pytest

from tasks.engines.geometry import Upright, sheet_corners
from tests.support.layouts import white_page

CORNERS = np.float32([[90, 60], [820, 110], [780, 1120], [60, 1060]])


def photograph(*, shadow=False):
    """A white sheet with a black square on a dark table, seen askew."""
    sheet = white_page(800, 1100)
    cv2.rectangle(sheet, (300, 400), (380, 480), (10, 10, 10), cv2.FILLED)
    matrix = cv2.getPerspectiveTransform(np.float32([[0, 0], [800, 0], [800, 1100], [0, 1100]]), CORNERS)
    seen = cv2.warpPerspective(sheet, matrix, (900, 1200), borderValue=(40, 45, 50))
    if shadow:
        seen = (seen * np.linspace(0.45, 1.0, 900)[None, :, None]).astype(np.uint8)
    return seen, matrix


@pytest.mark.parametrize("shadow", [False, True])
def test_a_sheet_is_found_on_its_table(shadow):
    """The corners are found to a few pixels, in a shadow as well."""
    found = sheet_corners(photograph(shadow=shadow)[0])
    assert np.abs(found - CORNERS).max() < 8


def test_a_scan_has_no_table():
    """A page that fills its picture is left as it is."""
    assert sheet_corners(white_page(800, 1100)) is None


def test_places_lead_back_to_the_photograph():
    """A square found on the flat sheet covers the same square on the photograph."""
    seen, matrix = photograph()
    upright = Upright(seen, 0)
    ys, xs = np.nonzero(upright.grey < 60)
    inner = (xs > 40) & (xs < upright.size[0] - 40) & (ys > 40) & (ys < upright.size[1] - 40)
    box = (float(xs[inner].min()), float(ys[inner].min()), float(xs[inner].max()), float(ys[inner].max()))
    truth = cv2.perspectiveTransform(np.float32([[[300, 400], [380, 400], [380, 480], [300, 480]]]), matrix)[0]
    assert np.array(upright.to_poly(box)) * (900, 1200) == pytest.approx(truth, abs=6)
