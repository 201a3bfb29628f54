"""The word 本籍 is a label before a value, and a mere word in a sentence."""

import pytest

from tasks.engines.page_layout import Hit, Line, joined_labels, squeeze
from tasks.redact.domicile import is_label_here


def hit_in(text):
    """The word 本籍 in a line."""
    squeezed, places = squeeze(text)
    begin = squeezed.index("本籍")
    return Hit(Line(text, (0, 0, 40.0 * len(text), 40), 0.9), places[begin], places[begin + 1] + 1)


@pytest.mark.parametrize(
    "text",
    [
        "本籍",
        "本　籍　石川県金沢市兼六町1番地",
        "【本籍】石川県金沢市",
        "④本籍：石川県",
        "本籍地",
        "本籍にかほ市象潟町1番地",
        "氏名 山田 本籍 石川県金沢市1",
    ],
)
def test_a_label_is_a_label(text):
    """At the start of a line, in brackets, numbered, or before an address."""
    assert is_label_here(hit_in(text))


@pytest.mark.parametrize(
    "text",
    [
        "本籍は黒く塗りつぶしてください。",
        "※本人確認書類の本籍の記載を消してください",
        "本籍欄は塗りつぶしてください",
        "書類に本籍が記載されている場合",
    ],
)
def test_prose_is_left_alone(text):
    """A sentence that mentions 本籍 stays readable."""
    assert not is_label_here(hit_in(text))


def test_a_label_with_wide_room_is_put_together():
    """本 and 籍 that were read as two lines are one label with its value behind it."""
    lines = joined_labels([Line("【本", (0, 0, 80, 40), 0.9), Line("籍】石川県", (180, 0, 400, 40), 0.9)])
    assert [line.text for line in lines] == ["【本籍】石川県"]
    assert lines[0].box == (0, 0, 400, 40)
