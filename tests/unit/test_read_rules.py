"""Ruled lines: those that slope, those that are a copier's, and boxes for single digits within a cell."""

import cv2
import numpy as np

from tasks.engines.beliefs import Alphabet, spelled
from tasks.engines.geometry import Rules, find_rules, sheet_corners
from tasks.engines.page_layout import Line
from tests.support.layouts import layout_of, white_page


def test_a_rule_may_slope():
    """On a photograph a long rule leaves the level by more than it is thick."""
    page = white_page(1600, 400)
    cv2.line(page, (60, 200), (1540, 214), (20, 20, 20), 4)
    found = find_rules(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY)).level
    assert [(round(x0, -2), round(x1, -2)) for _, x0, x1 in found] == [(100, 1500)]


def test_a_thick_bar_is_no_rule():
    """What is thicker than a rule is a bar, however long."""
    page = white_page(1600, 400)
    cv2.rectangle(page, (60, 180), (1540, 220), (20, 20, 20), cv2.FILLED)
    assert find_rules(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY)).level == []


def test_a_streak_through_a_table_is_no_wall():
    """A line that runs out of a table at both ends is a copier's; the table's own ends where its rules do."""
    page = white_page(1000, 1000)
    for y in (300, 400, 500):
        cv2.line(page, (100, y), (900, y), (20, 20, 20), 3)
    for x in (100, 900):
        cv2.line(page, (x, 300), (x, 500), (20, 20, 20), 3)
    cv2.line(page, (600, 150), (600, 700), (20, 20, 20), 3)
    walls = find_rules(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY)).plumb
    assert sorted(round(x, -2) for x, _, _ in walls) == [100, 900]


def worded(starts):
    """A page with a wall at x = 500 and one line of six letters across it."""
    page = white_page(1000, 400)
    cv2.line(page, (500, 50), (500, 350), (20, 20, 20), 3)
    line = Line("六文字の言葉", (380.0, 180.0, 620.0, 220.0), 0.95, starts)
    return layout_of(page, line)


def test_a_line_through_words_is_no_wall():
    """Letters that go on across a line as if it were not there are one value."""
    layout = worded(tuple(i / 6 for i in range(6)))
    assert layout.rules.plumb == []
    assert [line.text for line in layout.lines] == ["六文字の言葉"]


def test_a_wall_with_room_beside_it_parts_two_cells():
    """Words of two cells that were read as one are parted at the wall between them."""
    layout = worded((0.0, 0.13, 0.26, 0.60, 0.73, 0.86))
    assert len(layout.rules.plumb) == 1
    assert [line.text for line in layout.lines] == ["六文字", "の言葉"]


def test_boxes_for_digits_are_no_end_of_a_cell():
    """A label above boxes for single digits has the whole cell, and not the room above the boxes."""
    rules = Rules(
        level=[(100, 50, 950), (160, 300, 500), (190, 300, 500), (250, 50, 950)],
        plumb=[(50, 100, 250), (950, 100, 250)],
    )
    assert rules.cell((380, 110, 420, 130), (1000, 400)) == (50, 100, 950, 250)


def test_light_that_fades_is_no_edge_of_a_sheet():
    """Half a sheet in the sun is not the sheet."""
    page = np.full((1000, 1400, 3), 40, np.uint8)
    fading = np.clip(np.linspace(60, 300, 1300), 90, 235)[None, :, None]
    page[60:940, 50:1350] = fading.repeat(880, axis=0).repeat(3, axis=2).astype(np.uint8)
    found = sheet_corners(page)
    assert found is None or found[:, 0].min() < 80


def test_a_letter_after_a_gap_begins_at_its_own_place():
    """Room left for a box that was not read belongs to the letter before it."""
    chances = np.full((100, 4), 0.001, np.float32)
    chances[:, 0] = 0.99
    for place, letter in ((10, 1), (20, 2), (60, 3), (70, 1)):
        chances[place] = 0.001
        chances[place, letter] = 0.99
    found = spelled(chances, Alphabet(["", "甲", "乙", "丙"]))
    assert found.text == "甲乙丙甲"
    assert abs(found.starts[2] * 100 - 54) < 3
