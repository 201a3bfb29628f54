"""Names and places are repaired by what is known besides, and never by what is only alike."""

import pytest

from tasks.engines.gazetteer import nearest_places, places_of, same_writing
from tasks.engines.label_values import Value
from tasks.read.agree import _differences, _exchanged, _is_longer, _without_seal
from tasks.read.repair import in_passport, kana, only_part


def test_a_place_that_exists_is_found_as_it_is():
    """The first of the nearest places is the one that was written, where it exists."""
    written, place = nearest_places("大阪府寝屋川市小路南町1-7-23")[0]
    assert written == place.name == "大阪府寝屋川市小路南町"


def test_a_place_that_does_not_exist_has_near_ones():
    """寝星川 is no city; the one that is meant is near."""
    assert "大阪府寝屋川市小路南町" in [place.name for _, place in nearest_places("大阪府寝星川市小路南町1-7-23")]


def test_a_named_prefecture_is_kept_to():
    """鹿児島県始良市 is no 鹿児島市: what stands after the prefecture is sought in that prefecture alone."""
    near = nearest_places("鹿児島県始良市加治木町辺川5丁目")
    assert {place.prefecture for _, place in near} == {"鹿児島県"}
    assert near[0][1].city == "姶良市"


def test_small_ke_is_the_same_writing():
    """ヶ, ケ and が are one, so nothing was misread."""
    assert same_writing("千葉県鎌ヶ谷市", "千葉県鎌ケ谷市")


def test_a_postcode_names_its_place_or_none():
    """572-0815 is in 寝屋川市; a code that was never given out is nowhere."""
    assert places_of("572-0815")[0].city == "寝屋川市"
    assert places_of("999-9999") == []


@pytest.mark.parametrize(
    ("written", "printed", "kept"),
    [
        ("清水 恭介水", "清水恭介", "清水恭介"),
        ("清水恭介", "清水恭介", "清水恭介"),
        ("清水恭介郎", "清水恭介", "清水恭介郎"),
    ],
)
def test_a_seal_behind_a_name_is_no_part_of_it(written, printed, kept):
    """Letters that repeat the name's own are the seal's; another letter is the name's."""
    assert _without_seal(written, printed) == kept


def test_a_name_may_be_longer_under_its_seal():
    """One or two letters more may be covered; another name is not a longer one."""
    assert _is_longer("小松義巳", "小松義")
    assert not _is_longer("小松正巳", "小松義")


def test_differences_are_the_letters_that_differ():
    """Spaces between surname and given name are no difference."""
    assert list(_differences("公井 百香", "松井百香")) == [("公", "松")]
    assert _exchanged("公井 百香", "公", "松") == "松井 百香"


@pytest.mark.parametrize(
    ("reading", "latin"),
    [("タカヤマ ヨシキ", "TAKAYAMAYOSHIKI"), ("オオノ ユウキ", "ONOYUKI"), ("ホンマ ジュン", "HOMMAJUN")],
)
def test_kana_are_spelled_as_in_passports(reading, latin):
    """Hepburn, without long vowels, m before b, m and p."""
    assert in_passport(reading) == latin


@pytest.mark.parametrize(
    ("read", "meant"),
    [("シブャ・タイシ", "シブヤタイシ"), ("ハットリーキホ", "ハットリキホ"), ("キョウスケ", "キョウスケ")],
)
def test_kana_of_names_lose_what_cannot_be(read, meant):
    """No small ャ after ブ, and no long sound in the room between surname and given name."""
    assert kana(read) == meant


def test_a_number_leaves_its_neighbour_behind():
    """A telephone number to which the mail address of the next row stuck is the number alone."""
    value = only_part("phone", Value("06-3232-2817a_b1@mail.example.jp", (0, 0, 1, 1), 0.9))
    assert value.text == "06-3232-2817"
