"""Breaks a paragraph into lines by the Japanese rules (JIS X 4051) and spaces each to the full measure.

The renderer justifies at spaces only, of which Japanese has none; so lines are set here and handed over finished.
A subset: what may not begin or end a line, numbers kept with their counters, half-blank brackets trimmed at the edges,
and a line closed up a little (追い込み) where that spoils less than opening it.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

NEVER_FIRST = frozenset(
    "、。，．・：；？！）］｝」』】〕〉》々ー〜ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶﾞﾟｰ､｡ 　,.)]}%％"
)
NEVER_LAST = frozenset("（［｛「『【〔〈《([{〒")
HALF_BLANK_RIGHT = frozenset("、。，．）］｝」』】〕〉》")
HALF_BLANK_LEFT = frozenset("（［｛「『【〔〈《")
CLOSING_UP = 0.012  # ems a character may be closed up: less than the eye sees
OPENING_UP = 0.15  # ems a character may be opened up; a line that would need more (before a long address) stays short
SHORTEST_LAST, LONGEST_SPARED, LONG_ENOUGH = 2.0, 4.0, 30.0  # ems: a last line, what it may be given, a measure to give

_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_ATOM = re.compile(
    r"第?[0-9]+(?:[,.:-][0-9]+)*(?:条|項|号|年|月|日|時|枚|件|円|通)?"  # 第33条, 2026年, 1,000円, 9:00
    r"|[!-/:-~]*[A-Za-z][!-~]*\s*"  # a word, an address of mail, with the space after it
    rf"|.[{_SELECTORS}\u3099\u309a]*"
)
_ANYWHERE = re.compile(rf".[{_SELECTORS}\u3099\u309a]*")


class Line(NamedTuple):
    """One line: its text, what is added to each character (ems, may be negative), how far it hangs out to the left."""

    text: str
    spacing: float
    hang: float


def lines(paragraph: str, measure: float, width: Callable[[str], float]) -> tuple[Line, ...]:
    """`paragraph` in lines of `measure` ems; `width` gives the ems of a text as its font draws it."""
    filled: list[list[str]] = [[]]
    for unit in _narrow(_units(paragraph), measure, width):
        if filled[-1] and not _fits([*filled[-1], unit], measure, width):
            filled.append([])
        filled[-1].append(unit)
    _lengthen_last(filled, measure, width)
    texts = ["".join(units).rstrip() for units in filled]
    return (*(_spread(text, measure, width) for text in texts[:-1]), _last(texts[-1], measure, width))


def _lengthen_last(filled: list[list[str]], measure: float, width: Callable[[str], float]) -> None:
    """One or two characters never stand alone on a paragraph's last line, where the line before can spare some."""
    if len(filled) == 1 or measure < LONG_ENOUGH:
        return
    *_, before, last = filled
    while _ink("".join(last), width) < SHORTEST_LAST and len(before) > 1 and width(before[-1]) <= LONGEST_SPARED:
        last.insert(0, before.pop())


def _units(paragraph: str) -> Iterator[str]:
    """The parts between which a line may break."""
    unit = ""
    for atom in _ATOM.findall(paragraph):
        if unit and atom[0] not in NEVER_FIRST and unit[-1] not in NEVER_LAST:
            yield unit
            unit = ""
        unit += atom
    if unit:
        yield unit


def _narrow(units: Iterable[str], measure: float, width: Callable[[str], float]) -> Iterator[str]:
    """The same parts, but what is longer than a line (an address of a web page) may break anywhere."""
    for unit in units:
        yield from [unit] if width(unit.rstrip()) <= measure else _ANYWHERE.findall(unit)


def _fits(units: Iterable[str], measure: float, width: Callable[[str], float]) -> bool:
    text = "".join(units).rstrip()
    return _ink(text, width) - CLOSING_UP * _gaps(text) <= measure


def _ink(text: str, width: Callable[[str], float]) -> float:
    """The width of `text` without the blank halves of the brackets and stops at its two ends."""
    trimmed = (text[:1] in HALF_BLANK_LEFT) + (text[-1:] in HALF_BLANK_RIGHT)
    return width(text) - trimmed / 2


def _gaps(text: str) -> int:
    drawn = sum(unicodedata.category(c) != "Mn" for c in text)
    return max(drawn - 1, 1)


def _spread(text: str, measure: float, width: Callable[[str], float]) -> Line:
    spacing = (measure - _ink(text, width)) / _gaps(text)
    return Line(text, spacing if spacing <= OPENING_UP else 0.0, _hang(text))


def _last(text: str, measure: float, width: Callable[[str], float]) -> Line:
    """The last line stays open, or is closed up where it is a little too long."""
    over = _ink(text, width) - measure
    return Line(text, -over / _gaps(text) if over > 0 else 0.0, _hang(text))


def _hang(text: str) -> float:
    return 0.5 if text[:1] in HALF_BLANK_LEFT else 0.0
