"""What was read is brought into its canonical form, and nothing is made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.engines.glyphs import japanese, japanese_address
from tasks.engines.label_values import Value
from tasks.read import repair


@pytest.mark.parametrize(
    ("written", "code"),
    [("〒920-0962", "920-0962"), ("９２０－０９６２", "920-0962"), ("〒92O-O962", "920-0962"), ("920-96", None)],
)
def test_a_postcode_has_seven_digits(written, code):
    """Look-alikes are repaired; too few digits are no postcode."""
    assert repair.postcode(written) == code


@pytest.mark.parametrize(
    ("written", "number"),
    [("０３（１２３４）５６７８", "03-1234-5678"), ("090ー1234ー5678", "090-1234-5678"), ("内線12", None)],
)
def test_a_telephone_number_keeps_its_hyphens(written, number):
    """Brackets and long vowel marks are hyphens; a few digits are no number."""
    assert repair.phone(written) == number


def test_a_blank_date_line_is_no_date():
    """令和 年 月 日 without a digit was filled in by nobody."""
    assert repair.is_blank_date("令和　　年　　月　　日")
    assert not repair.is_blank_date("令和8年11月20日")


@pytest.mark.parametrize(
    ("written", "date_alone"),
    [
        ("昭和55年4月12日性別女", "昭和55年4月12日"),
        ("2026年(令和08年)05月12日まで", "2026年(令和08年)05月12日"),
        ("R8.11.20", "R8.11.20"),
    ],
)
def test_a_neighbours_words_are_cut_from_a_date(written, date_alone):
    """The value is the date as written, and no more."""
    assert repair.only_date(Value(written, (0, 0, 1, 1), 0.9)).text == date_alone


def test_a_name_loses_seal_mark_kana_and_honorific():
    """What stands beside a name is not the name."""
    assert repair.name("山田　花子　様") == "山田　花子"
    assert repair.name("山田 花子（ヤマダ ハナコ）㊞") == "山田 花子"


def test_an_address_gives_up_its_postcode():
    """The postcode is a field of its own."""
    assert repair.split_postcode("〒920-0962 石川県金沢市広坂1-2-3") == ("920-0962", "石川県金沢市広坂1-2-3")
    assert repair.split_postcode("石川県金沢市広坂1-2-3") == (None, "石川県金沢市広坂1-2-3")


def test_foreign_letters_become_japanese_and_old_names_stay():
    """爱 is no Japanese letter; 澤 is one, and a name may be written with it."""
    assert japanese("爱知県") == "愛知県"
    assert japanese("澤田") == "澤田"
    assert japanese_address("大阪市北區") == "大阪市北区"


@given(st.text(max_size=40))
def test_any_text_can_be_repaired(text):
    """No reading, however odd, raises an error."""
    (
        repair.postcode(text),
        repair.phone(text),
        repair.email(text),
        repair.day(text),
        repair.name(text),
        repair.kana(text),
    )
    repair.split_postcode(text)
