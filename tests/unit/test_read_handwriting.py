"""A name written by hand is told from a typed one, and neither is guessed."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from tasks.engines.fonts import GOTHIC, MINCHO, required_font_file
from tasks.engines.geometry import grown
from tasks.engines.label_values import Value
from tasks.engines.page_layout import Line
from tasks.read.handwriting import is_handwritten, is_typed
from tests.support.layouts import layout_of

LABELS = ("生年月日", "電話番号", "郵便番号", "請求年月日")
SIZE = 44


def form(font, colour=(20, 20, 20)):
    """A form with printed labels and one name in a font and colour; with the name as a value."""
    picture = Image.new("RGB", (900, 700), (250, 250, 250))
    draw = ImageDraw.Draw(picture)
    lines = []
    for i, (text, ink) in enumerate([*((label, (20, 20, 20)) for label in LABELS), ("山本結衣", colour)]):
        own = font if i == len(LABELS) else required_font_file(GOTHIC)
        draw.text((60, 60 + 110 * i), text, font=ImageFont.truetype(str(own), SIZE), fill=ink)
        starts = tuple(j / len(text) for j in range(len(text)))
        lines.append(Line(text, (60.0, 55.0 + 110 * i, 60.0 + SIZE * len(text), 65.0 + 110 * i + SIZE), 0.99, starts))
    layout = layout_of(np.asarray(picture)[:, :, ::-1].copy(), *lines)
    return layout, Value("山本結衣", lines[-1].box, 0.99)


@pytest.mark.parametrize("family", [GOTHIC, MINCHO])
def test_a_typed_name_is_no_signature(family):
    """Print is print, in either of the usual styles."""
    assert not is_handwritten(*form(required_font_file(family)))


def test_a_name_in_a_hand_is_told():
    """A hand's letters are unlike print beside labels that are like it."""
    hand = next(Path("/usr/share/fonts").rglob("kiloji.ttf"))
    assert is_handwritten(*form(hand))


def test_a_pen_of_another_colour_is_told():
    """Blue ink beside black print is a pen's, whatever the letters are like; red is a seal's."""
    assert is_handwritten(*form(required_font_file(GOTHIC), (30, 40, 160)))
    assert not is_handwritten(*form(required_font_file(GOTHIC), (200, 40, 30)))


def test_a_name_that_a_machine_printed_is_told():
    """Print in a signature's room signs nothing by itself; a hand's letters, a coloured pen's, or none at all are not print."""
    hand = next(Path("/usr/share/fonts").rglob("kiloji.ttf"))
    for family in (GOTHIC, MINCHO):
        layout, name = form(required_font_file(family))
        assert is_typed(layout, grown(name.box, 40))
        assert not is_typed(layout, (500.0, 0.0, 900.0, 700.0))
    for written in (form(hand), form(required_font_file(GOTHIC), (30, 40, 160))):
        assert not is_typed(written[0], grown(written[1].box, 40))
