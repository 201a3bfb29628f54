"""Mends what a reader takes for a look-alike where the room it stands in tells what was meant: a name, an address, kana alone."""

import re

from tasks.read import repair

_KATAKANA = str.maketrans("夕力二工卜口八", "タカニエトロハ")
_ALL_KANA = re.compile(r"[ァ-ヺーぁ-ん]+")
_AS_KANA = str.maketrans("才八千三女", "オハチミメ")  # where nothing but kana is written
_TWICE_NOUGHT = re.compile(r"〇[0０]|[0０]〇")
_FOR_KATAKANA = re.compile(r"[夕力二工卜口八](?=[ァ-ヺ]{2})")
_ONE = re.compile(r"(?<=[一-鿿])ー|ー(?=[番条丁号])")
_IN_GIVEN_NAME = re.compile(r"[夕力工卜](?=[ァ-ヺー])")
_MOUTH = re.compile(r"^([一-鿿])ロ")  # 山口, 川口, 田口: no family name goes on in katakana
_LAST_TSU = re.compile(r"(?<=[ァ-ヺ])ッ(?![ァ-ヺー])")
_NOUGHT = re.compile(r"(?<=[0-9０-９])〇(?=[0-9０-９])|(?<=[0-9０-９])〇(?=号)")


def only_kana(text: str) -> str | None:
    """The kana of a text that should hold nothing else; None where another letter stands in it."""
    kana = repair.kana(text.translate(_AS_KANA))
    return kana if _ALL_KANA.fullmatch(kana) else None


def mended_name(name: str) -> str:
    """A name in which 口 was read as katakana in the family name, or katakana as kanji in the given name."""
    return _IN_GIVEN_NAME.sub(lambda one: one[0].translate(_KATAKANA), _MOUTH.sub(r"\1口", name))


def mended_address(address: str) -> str:
    """An address whose look-alikes are told by their neighbours: 八イツ, ハイッ203, 南ー条, 2〇3号.

    八ツ橋 and 八ヶ岳 have one katakana only; a long sound follows no kanji, and no 条, 番 or 丁 follows it.
    """
    plain = _FOR_KATAKANA.sub(lambda one: one[0].translate(_KATAKANA), _ONE.sub("一", address))
    return _NOUGHT.sub("0", _LAST_TSU.sub("ツ", plain))


def may_repeat(address: str) -> bool:
    """Whether a nought stands beside one of another shape: perhaps two, perhaps one sign called by both its names."""
    return bool(_TWICE_NOUGHT.search(address))
