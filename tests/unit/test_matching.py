"""Names and addresses: exact, variant, mismatch, unreadable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.case.matching import Match, match_addresses, match_names, min_match, normalize_address, normalize_name
from tasks.case.variants import GROUPS, LOOKALIKES

KANJI = st.text(st.sampled_from("山田中村佐藤鈴木高橋渡辺一二三郎花子美咲"), min_size=2, max_size=6)
NUMBERS = st.lists(st.integers(1, 99), min_size=2, max_size=3)


@given(KANJI)
def test_spaces_and_variation_selectors_do_not_matter(name: str) -> None:
    """A name is itself with a wide space or an ideographic variation selector in it."""
    assert match_names(name, name[:1] + "\u3000" + name[1:] + "\U000e0101") is Match.EXACT


@given(KANJI, KANJI)
def test_names_match_both_ways(a: str, b: str) -> None:
    """It does not matter which of two names stands on the form."""
    assert match_names(a, b) is match_names(b, a)


@given(KANJI, KANJI)
def test_names_that_differ_are_never_exact(a: str, b: str) -> None:
    """Only equal names are exact."""
    assert (match_names(a, b) is Match.EXACT) == (a == b)


@given(st.sampled_from([(group[0], shape) for group in GROUPS for shape in group[1:]]), KANJI)
def test_another_shape_of_a_letter_is_always_a_variant(shapes: tuple[str, str], name: str) -> None:
    """No form of a name that a person must confirm passes by itself, and none fails."""
    common, rare = shapes
    if common.translate(LOOKALIKES) != rare.translate(LOOKALIKES) and normalize_name(common) != normalize_name(rare):
        assert match_names(common + name, rare + name) is Match.VARIANT


@given(KANJI, KANJI, NUMBERS)
def test_an_unread_side_never_passes(a: str, b: str, numbers: list[int]) -> None:
    """Nothing on one side is never exact, for names as for addresses."""
    for missing in (None, "", "　", "〒"):
        assert match_names(a, missing if missing != "〒" else None) is Match.UNREADABLE
        assert match_addresses(f"{b}{'-'.join(map(str, numbers))}", missing) is Match.UNREADABLE


@pytest.mark.parametrize(
    ("a", "b", "match"),
    [
        ("髙橋一郎", "高橋 一郎", Match.VARIANT),
        ("山﨑花子", "山崎花子", Match.VARIANT),
        ("渡邉", "渡邊", Match.VARIANT),
        ("斎藤", "齊藤", Match.VARIANT),
        ("葛\U000e0100城", "葛城", Match.EXACT),
        ("山田ニ郎", "山田二郎", Match.EXACT),
        ("山田太郎　様", "山田太郎", Match.EXACT),
        ("ﾔﾏﾀﾞ ﾀﾛｳ", "ヤマダタロウ", Match.EXACT),
        ("john smith", "ＪＯＨＮ　ＳＭＩＴＨ", Match.EXACT),
        ("SMITH JOHN", "John Smith", Match.VARIANT),
        ("SMITH JOHN", "JohnSmith", Match.VARIANT),
        ("JohnSmith", "SmithJohn", Match.VARIANT),
        ("GARCIA LOPEZ MARIA", "MariaGarciaLopez", Match.VARIANT),
        ("JohnSmith", "JOHN SMITH", Match.EXACT),
        ("SMITH JOAN", "JohnSmith", Match.MISMATCH),
        ("SMITH JOHN", "John", Match.MISMATCH),
        ("山田太郎", "YAMADA TARO", Match.VARIANT),
        ("ヤマダタロウ", "山田太郎", Match.VARIANT),
        ("田中一郎", "田中二郎", Match.MISMATCH),
        ("田中一郎", "", Match.UNREADABLE),
        (None, "田中一郎", Match.UNREADABLE),
        ("・", "田中一郎", Match.UNREADABLE),
    ],
)
def test_names(a: str | None, b: str | None, match: Match) -> None:
    """Variant kanji, other scripts and other order go to a person; letters that print alike are equal."""
    assert match_names(a, b) is match


def test_a_seal_mark_is_no_part_of_a_name() -> None:
    """The 印 printed after the name line is dropped, and the surname 印 alone is kept."""
    assert normalize_name("山田 太郎 ㊞") == "山田太郎"
    assert normalize_name("印") == "印"


@given(NUMBERS)
def test_the_block_is_read_in_every_writing(numbers: list[int]) -> None:
    """Hyphens of every kind and 丁目・番・号 write the same numbers."""
    units = ["丁目", "番", "号"] if len(numbers) == 3 else ["番地", ""]
    in_words = "".join(f"{number}{unit}" for number, unit in zip(numbers, units, strict=True))
    for dash in "-－‐−ー":
        plain = "大阪市中央区西心斎橋" + dash.join(map(str, numbers))
        assert match_addresses(f"大阪府大阪市中央区西心斎橋{in_words}", plain) is Match.EXACT


@given(NUMBERS, NUMBERS)
def test_other_numbers_are_never_exact(a: list[int], b: list[int]) -> None:
    """Two lots are exact only when all numbers agree; a number left out is a variant."""
    match = match_addresses(f"港区芝{'-'.join(map(str, a))}", f"港区芝{'-'.join(map(str, b))}")
    shorter = min(len(a), len(b))
    expected = Match.EXACT if a == b else Match.VARIANT if a[:shorter] == b[:shorter] else Match.MISMATCH
    assert match is expected


@pytest.mark.parametrize(
    ("a", "b", "match"),
    [
        ("千代田区霞が関1-2-3", "東京都千代田区霞ヶ関１丁目２番３号", Match.EXACT),
        ("札幌市中央区北三条西二丁目1-1", "北海道札幌市中央区北3条西2-1-1", Match.EXACT),
        ("千代田区三番町6-1", "千代田区三番町６番地１", Match.EXACT),
        ("上田市大字上田五百二十一番地三", "上田市上田521-3", Match.EXACT),
        ("港区六本木1-2-3 ハイツ二番館101", "港区六本木一丁目2番3号ハイツ二番館101号室", Match.EXACT),
        ("〒542-0086 大阪市中央区西心斎橋2-1-5", "大阪市中央区西心斎橋2-1-5", Match.EXACT),
        ("西区みなとみらい2-3-4-305", "西区みなとみらい2-3-4 305号室", Match.EXACT),
        ("西区みなとみらい2-3-4", "西区みなとみらい2-3-4 コーポ305", Match.VARIANT),
        ("西区みなとみらい2-3-4-305", "西区みなとみらい2-3-4 コーポ305", Match.VARIANT),
        ("西区みなとみらい2-3-4 コーポ305", "西区みなとみらい2-3-4 メゾン305", Match.VARIANT),
        ("西区みなとみらい2-3-4 コーポ305", "西区みなとみらい2-3-4 コーポ306", Match.MISMATCH),
        ("藤澤市辻堂1-2-3", "藤沢市辻堂1-2-3", Match.VARIANT),
        ("大阪市中央区西心斎橋2-1-5", "中央区西心斎橋2-1-5", Match.VARIANT),
        ("大阪市中央区西心斎橋2-1-5", "大阪市中央区東心斎橋2-1-5", Match.MISMATCH),
        ("広島県府中市1-2", "東京都府中市1-2", Match.MISMATCH),
        ("大阪市中央区西心斎橋2-1-5", "", Match.UNREADABLE),
        (None, "大阪市中央区西心斎橋2-1-5", Match.UNREADABLE),
    ],
)
def test_addresses(a: str | None, b: str | None, match: Match) -> None:
    """A prefecture left out is exact; a building, a city or a room left out is a variant; another lot is a mismatch."""
    assert match_addresses(a, b) is match
    assert match_addresses(b, a) is match


@pytest.mark.parametrize(
    "address",
    [
        "東京都港区六本木一丁目2番3号",
        "四日市市諏訪町1-5 コーポ西305号室",
        "札幌市中央区北三条西二丁目1-1",
        "中野123ハイツ",
    ],
)
def test_a_canonical_address_is_canonical(address: str) -> None:
    """Normalizing twice changes nothing."""
    once = normalize_address(address)
    assert normalize_address(once) == once


def test_the_worst_part_decides() -> None:
    """One part that mismatches makes the whole a mismatch, whatever else was variant or unread."""
    assert min_match(Match.VARIANT, Match.UNREADABLE, Match.MISMATCH, Match.EXACT) is Match.MISMATCH
    assert min_match(Match.EXACT, Match.VARIANT) is Match.VARIANT
