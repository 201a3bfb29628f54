"""A domicile is found in other lines by its place names and numbers, and a different lot next door is not."""

import pytest

from tasks.redact.domicile_text import domicile_of, find_domicile, same_place

DOMICILE = domicile_of("石川県金沢市兼六町１番地")


@pytest.mark.parametrize(
    "line",
    [
        "本籍 石川県金沢市兼六町1番地",
        "金沢市兼六町一番地に転籍",
        "石川県金沢市兼六町１－２",
        "石川県金沢市兼大町1番地",
        "自宅：金沢市 兼六町 1番",
    ],
)
def test_the_same_place_in_other_writings_is_found(line):
    """Numerals, widths, an omitted prefecture and one misread letter do not hide it."""
    assert DOMICILE is not None
    assert find_domicile(line, DOMICILE) is not None


@pytest.mark.parametrize(
    "line", ["石川県金沢市兼六町2番地", "石川県金沢市広坂1番地", "金沢市役所", "本籍の記載を塗りつぶしてください。", ""]
)
def test_another_place_is_not(line):
    """Another number, another quarter or prose is not the domicile."""
    assert DOMICILE is not None
    assert find_domicile(line, DOMICILE) is None


def test_what_is_found_includes_prefecture_and_units():
    """The whole of it is painted, from the prefecture to 番地."""
    assert DOMICILE is not None
    line = "前は石川県金沢市兼六町1番地でした"
    begin, end = find_domicile(line, DOMICILE)
    assert line[begin:end] == "石川県金沢市兼六町1番地"


def test_a_home_at_the_domicile_is_the_same_place():
    """Where somebody lives at their domicile, the current address must not be hunted."""
    home = domicile_of("金沢市兼六町1-2 メゾン")
    assert DOMICILE is not None
    assert home is not None
    assert same_place(DOMICILE, home)


def test_a_city_alone_is_too_little_to_look_for():
    """A short text would be found by chance everywhere."""
    assert domicile_of("東京都") is None
