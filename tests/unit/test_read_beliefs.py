"""The reader's beliefs tell the likeliest text, where its letters stand, and how likely another text would be."""

import math

import numpy as np
import pytest

from tasks.engines.beliefs import Alphabet, Beliefs, spelled

ALPHABET = Alphabet(["", "大", "太", "田"])


def chances(*steps):
    """Beliefs for each step from what it says beside "nothing"."""
    rows = []
    for step in steps:
        row = [0.0] * 4
        for place, chance in step.items():
            row[place] = chance
        row[0] += 1.0 - sum(row)
        rows.append(row)
    return np.array(rows, np.float32)


LINE = chances({1: 0.7, 2: 0.25}, {}, {3: 0.95}, {3: 0.9}, {})


def test_the_likeliest_letters_are_read_once():
    """A letter that is believed in over several steps is one letter."""
    assert spelled(LINE, ALPHABET).text == "大田"
    assert Beliefs(LINE, ALPHABET).text == "大田"


def test_every_letter_is_as_sure_as_its_best_step():
    """How sure the reader is of each letter comes with the text."""
    assert spelled(LINE, ALPHABET).sure == pytest.approx((0.7, 0.95))


def test_a_letter_begins_between_its_neighbours():
    """The second letter begins between the middles of the two."""
    first, second = spelled(LINE, ALPHABET).starts
    assert first == 0.0
    assert second == pytest.approx((0.5 + 3.0) / 2 / 5)


def test_padding_behind_a_line_moves_no_letter():
    """Where only a share of the steps lies on the line, places are shares of that part."""
    assert spelled(LINE, ALPHABET, share=0.5).starts[1] == pytest.approx(2 * spelled(LINE, ALPHABET).starts[1])


def test_another_writing_has_the_likelihood_it_was_given():
    """太田 instead of 大田 costs just the ratio of what was believed of the two letters."""
    beliefs = Beliefs(LINE, ALPHABET)
    lost = beliefs.likelihood("太田") - beliefs.likelihood("大田")
    assert lost == pytest.approx(math.log(0.25 / 0.7), abs=0.02)


def test_a_letter_nobody_knows_is_impossible():
    """A text with a letter outside the reader's alphabet cannot be likely."""
    assert Beliefs(LINE, ALPHABET).likelihood("犬田") == -math.inf


def test_two_rows_are_one_text():
    """An address that goes on in a second row is asked about as one."""
    both = Beliefs(LINE, ALPHABET).joined(Beliefs(LINE, ALPHABET))
    assert both.likelihood("大田大田") == pytest.approx(2 * Beliefs(LINE, ALPHABET).likelihood("大田"), abs=0.2)
