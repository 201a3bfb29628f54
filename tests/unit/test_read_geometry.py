"""Places survive turning and straightening a page, and lines know where their characters stand."""

import cv2
import numpy as np
import pytest

from tasks.engines.geometry import Upright, covered, find_rules
from tasks.engines.page_layout import Hit, Line, in_rows, squeeze


def ruled_page(width=800, height=1000):
    """A white page with a frame and a few ruled lines."""
    page = np.full((height, width, 3), 255, np.uint8)
    for y in range(150, 900, 150):
        cv2.line(page, (80, y), (720, y), (0, 0, 0), 3)
    for x in (80, 300, 720):
        cv2.line(page, (x, 150), (x, 750), (0, 0, 0), 3)
    return page


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_box_comes_back_from_the_page_as_received(rotation):
    """Upright pixels to fractions as received and back are the same place, whatever the turn."""
    received = np.ascontiguousarray(np.rot90(ruled_page(), rotation // 90))
    upright = Upright(received, rotation)
    box = (100.0, 200.0, 300.0, 260.0)
    assert upright.to_box(upright.to_poly(box)) == pytest.approx(box, abs=0.5)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_mark_lies_where_it_was_seen(rotation):
    """A black square on the page as received is found in the upright box it is mapped to."""
    page = ruled_page()
    cv2.rectangle(page, (400, 480), (460, 540), (0, 0, 0), -1)
    received = np.ascontiguousarray(np.rot90(page, rotation // 90))
    upright = Upright(received, rotation)
    crop = upright.crop((405, 485, 455, 535))
    assert crop.max() < 60


@pytest.mark.parametrize("skew", [-3.0, 1.5])
def test_a_crooked_page_is_made_straight(skew):
    """The angle of ruled lines is found to a tenth of a degree."""
    page = ruled_page()
    spun = cv2.warpAffine(page, cv2.getRotationMatrix2D((400, 500), skew, 1), (800, 1000), borderValue=(255, 255, 255))
    assert Upright(spun, 0).skew == pytest.approx(-skew, abs=0.15)


def test_a_cell_is_the_room_between_ruled_lines():
    """The cell around a point has the four nearest lines as its sides."""
    page = ruled_page()
    rules = find_rules(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY))
    assert rules.cell((350, 330, 400, 370), (800, 1000)) == pytest.approx((300, 300, 720, 450), abs=4)


def test_squeezing_keeps_the_places_of_characters():
    """A squeezed text knows where each character was, so that a found word can be painted."""
    text, places = squeeze("本　籍　ＡＢ")
    assert text == "本籍AB"
    assert places == [0, 2, 4, 5]


def test_a_part_of_a_line_has_its_share_of_the_box():
    """Wide letters take equal room; vertical lines are parted downwards."""
    assert Line("本籍石川", (0, 0, 400, 100), 0.9).span(2, 4) == pytest.approx((200, 0, 400, 100))
    assert Line("本籍石川", (0, 0, 100, 400), 0.9).span(2, 4) == pytest.approx((0, 200, 100, 400))


def test_the_rest_of_a_labels_line_has_no_colon():
    """What follows a label begins with its value."""
    rest = Hit(Line("本籍：石川県", (0, 0, 600, 100), 0.9), 0, 2).rest
    assert rest is not None
    assert rest.text == "石川県"


def test_rows_are_read_from_the_left():
    """Lines of one row are sorted from the left even when the right one stands a little higher."""
    left, right = Line("左", (0, 12, 50, 52), 0.9), Line("右", (100, 8, 150, 48), 0.9)
    assert in_rows([right, left]) == [left, right]


def test_cover_is_a_share_of_the_inner_box():
    """Half covered is one half."""
    assert covered((0, 0, 10, 10), (5, 0, 20, 20)) == 0.5
