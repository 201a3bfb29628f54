"""Sets an address in the part of a 長形3号 window that is always visible: line breaks and type size, or none that fit.

The window shows x 22-87 mm, y 12-36 mm of a letter folded in three; one millimetre all round is kept free.
"""

import itertools
import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

WIDTH_MM, HEIGHT_MM = 62.0, 22.0
LEADING = 1.32
NAME_GAP_MM = 0.8
NAME_LARGER_PT = (2.0, 1.0)  # by how much the name is larger than the address
HONORIFIC = "　様"
SIZES_PT = (10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0)  # the post asks for legible type; below 7 pt a person decides
_MM_PER_PT = 25.4 / 72
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_DIGIT = "[0-9０-９〇一二三四五六七八九十百]"
# Never broken: a run of numbers with hyphens and counters (1番5号, 三丁目2番の1), a Latin word, a word in katakana, a
# character with what clings to it.
_UNIT = re.compile(
    rf"{_DIGIT}+(?:(?:[-‐−－ー―–]|番?地?の|番)[0-9０-９〇一二三四五六七八九十百]+)*(?:丁目|番地|番|号室|号|階)?"
    r"|[0-9A-Za-zＡ-Ｚａ-ｚÀ-ɏḀ-ỿ'’.&/#-]+,?"
    rf"|[ァ-ヺー・]{{2,12}}|.[{_SELECTORS}\u0300-\u036f\u3099\u309aﾞﾟｰ々ー〜、。)）]*"
)
Width = Callable[[str], float]  # the ems of a text


class WindowLayout(NamedTuple):
    """Lines of address and name with their type sizes in points."""

    size_pt: float
    name_pt: float
    address: tuple[str, ...]
    name: tuple[str, ...]


def width_ems(text: str) -> float:
    """The width of `text` in ems, never too small: proportional Latin of the letter fonts is at most this wide."""
    return sum(_char_ems(c) for c in text)


def _char_ems(c: str) -> float:
    if unicodedata.category(c) in ("Mn", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(c) in "WFA":
        return 1.0
    return 0.85 if c.isupper() else 0.62


def wrap(text: str, ems: float, width: Width = width_ems) -> tuple[str, ...]:
    """`text` in lines of at most `ems`: broken at its spaces where its parts fit, else between unbreakable units."""
    lines: list[str] = []
    for part in text.split():
        if lines and width(f"{lines[-1]} {part}") <= ems and not _fits_alone_better(lines[-1], part, width):
            lines[-1] = f"{lines[-1]} {part}"
        else:
            lines.extend(_filled(part, ems, width))
    return tuple(lines)


def _fits_alone_better(line: str, part: str, width: Width) -> bool:
    """A building after a full line of street reads better on its own line; short parts and Latin words share one."""
    return width(line) > 12 and width(part) > 4 and any(unicodedata.east_asian_width(c) in "WF" for c in part)


def _filled(part: str, ems: float, width: Width) -> list[str]:
    lines = [""]
    for unit in _UNIT.findall(part):
        if lines[-1] and width(lines[-1] + unit) > ems:
            lines.append("")
        lines[-1] += unit
    return lines


def set_window(
    address: str,
    name: str,
    *,
    has_postcode: bool,
    honorific: str = HONORIFIC,
    widths: tuple[Width, Width] = (width_ems, width_ems),
) -> WindowLayout | None:
    """The largest layout that fits the window, or None: then a person must write the address some other way.

    `widths` give the ems of texts in the fonts that print address and name; without them they are estimated.
    """
    of_address, of_name = widths
    for size, larger in itertools.product(SIZES_PT, NAME_LARGER_PT):
        name_pt = size + larger
        name_ems = _ems(name_pt) - width_ems(honorific)
        layout = WindowLayout(size, name_pt, wrap(address, _ems(size), of_address), wrap(name, name_ems, of_name))
        across = [of_address(line) <= _ems(size) for line in layout.address]
        across += [of_name(line) <= name_ems for line in layout.name]
        if all(across) and _height_mm(layout, has_postcode=has_postcode) <= HEIGHT_MM:
            return layout
    return None


def _ems(points: float) -> float:
    """The width of the window in ems of a type size."""
    return WIDTH_MM / (points * _MM_PER_PT)


def _height_mm(layout: WindowLayout, *, has_postcode: bool) -> float:
    small = (len(layout.address) + has_postcode) * layout.size_pt
    return (small + len(layout.name) * layout.name_pt) * LEADING * _MM_PER_PT + NAME_GAP_MM
