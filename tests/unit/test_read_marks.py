"""Options are ticked in a square, in a table's cell, by a ring around the words or around the number."""

import cv2
import pytest

from tasks.read.kind_words import KIND_WORDS
from tasks.read.ticks import options_in, read_ticks
from tests.support.layouts import layout_of, line, ruled, white_page

WORDS = ("利用目的の通知", "開示", "訂正・追加・削除", "利用停止・消去")
CODES = ("purpose_notice", "disclosure", "correction", "suspend_erase")
PEN = (120, 40, 20)


def letters(page, text, x, y, size=30):
    """Ink where letters would be: blocks with gaps, smaller than their room."""
    for i in range(len(text)):
        cv2.rectangle(page, (x + i * size + 6, y + 6), (x + (i + 1) * size - 6, y + size - 6), (30, 30, 30), 2)


def ticked(page, lines):
    """The codes that are found ticked."""
    layout = layout_of(page, *lines)
    return {tick.code for tick in read_ticks(layout, options_in(layout, dict(KIND_WORDS))) if tick.ticked}


def listed(x=200):
    """The four options below each other, drawn, with their lines."""
    page = white_page()
    lines = [line(words, x, 100 + 60 * i) for i, words in enumerate(WORDS)]
    for one in lines:
        letters(page, one.text, int(one.box[0]), int(one.box[1]))
    return page, lines


@pytest.mark.parametrize("chosen", range(4))
def test_a_stroke_in_a_square_ticks_it(chosen):
    """Of four squares the one with a stroke in it is ticked."""
    page, lines = listed()
    for i in range(4):
        cv2.rectangle(page, (160, 100 + 60 * i), (188, 128 + 60 * i), (20, 20, 20), 2)
    cv2.polylines(
        page, [cv2.UMat(cv2.boxPoints(((174, 114 + 60 * chosen), (16, 16), 0)).astype("int32")).get()], True, PEN, 5
    )
    assert ticked(page, lines) == {CODES[chosen]}


def test_a_filled_square_is_ticked():
    """A square that is all ink shows no outline of its own and is ticked all the same."""
    page, lines = listed()
    for i in range(4):
        cv2.rectangle(page, (160, 100 + 60 * i), (188, 128 + 60 * i), (20, 20, 20), 2 if i != 1 else cv2.FILLED)
    assert ticked(page, lines) == {"disclosure"}


def test_a_tick_in_a_table_cell_counts():
    """A form may give each option a narrow cell instead of a square."""
    page, lines = listed()
    ruled(page, (120, 180, 700), (90, 150, 210, 270, 330))
    cv2.line(page, (135, 170), (148, 195), PEN, 4)
    cv2.line(page, (148, 195), (172, 155), PEN, 4)
    assert ticked(page, lines) == {"disclosure"}


def test_a_ring_around_words_ticks_them():
    """A list without squares is answered by a ring."""
    page, lines = listed()
    cv2.ellipse(page, (320, 295), (150, 28), 0, 0, 360, PEN, 3)
    assert ticked(page, lines) == {"suspend_erase"}


def test_a_ring_around_a_number_ticks_its_words():
    """Of four numbers before the words the ringed one counts."""
    page, lines = listed()
    for i in range(4):
        cv2.line(page, (168, 105 + 60 * i), (168, 125 + 60 * i), (30, 30, 30), 3)
    cv2.circle(page, (168, 115 + 120), 24, PEN, 3)
    assert ticked(page, lines) == {"correction"}


def test_nothing_ticked_is_nothing():
    """Empty squares are no answer."""
    page, lines = listed()
    for i in range(4):
        cv2.rectangle(page, (160, 100 + 60 * i), (188, 128 + 60 * i), (20, 20, 20), 2)
    assert ticked(page, lines) == set()


@pytest.mark.parametrize("letter", ["中", "申"])
def test_a_ticked_box_read_as_a_letter_is_a_box(letter):
    """A stroke down through a square looks like 中, and the reader joins it to the option's words."""
    page, lines = listed()
    for i in range(4):
        cv2.rectangle(page, (160, 100 + 60 * i), (188, 128 + 60 * i), (20, 20, 20), 2)
    cv2.line(page, (170, 96), (172, 124), PEN, 4)
    cv2.line(page, (172, 124), (186, 110), PEN, 4)
    joined = line(letter + WORDS[0], 160, 100)
    assert ticked(page, [joined, *lines[1:]]) == {CODES[0]}
