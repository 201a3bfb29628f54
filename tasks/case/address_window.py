"""Sets an address in the part of a 長形3号 window that is always visible: line breaks and type size, or none that fit.

The window shows x 22-87 mm, y 12-36 mm of a letter folded in three; one millimetre all round is kept free.
"""

import re
import unicodedata
from typing import NamedTuple

WIDTH_MM, HEIGHT_MM = 62.0, 22.0
LEADING = 1.32
NAME_GAP_MM = 0.8
SIZES_PT = (10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0)  # the post asks for legible type; below 7 pt a person decides
_MM_PER_PT = 25.4 / 72
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
# Never broken: a run of digits with hyphens and its counter (1番5号), a Latin word, a character with what clings to it.
_UNIT = re.compile(
    rf"[0-9０-９]+(?:(?:[-‐−－ー―–]|番?地?の)[0-9０-９]+)*(?:丁目|番地|番|号室|号|階)?|[A-Za-zＡ-Ｚａ-ｚ]+[.,]?|.[{_SELECTORS}々ー、。)）]*"
)


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


def wrap(text: str, ems: float) -> tuple[str, ...]:
    """`text` in lines of at most `ems`: broken at its spaces where its parts fit, else between unbreakable units."""
    lines: list[str] = []
    for part in text.split():
        if lines and width_ems(f"{lines[-1]} {part}") <= ems and not _fits_alone_better(lines[-1], part):
            lines[-1] = f"{lines[-1]} {part}"
        else:
            lines.extend(_filled(part, ems))
    return tuple(lines)


def _fits_alone_better(line: str, part: str) -> bool:
    """A building after a full line of street reads better on its own line; short parts share one."""
    return width_ems(line) > 12 and width_ems(part) > 4


def _filled(part: str, ems: float) -> list[str]:
    lines = [""]
    for unit in _UNIT.findall(part):
        if lines[-1] and width_ems(lines[-1] + unit) > ems:
            lines.append("")
        lines[-1] += unit
    return lines


def set_window(address: str, name: str, *, has_postcode: bool) -> WindowLayout | None:
    """The largest layout that fits the window, or None: then a person must write the address some other way."""
    for size in SIZES_PT:
        layout = _layout(address, name, size)
        height = _height_mm(layout, has_postcode=has_postcode)
        if height <= HEIGHT_MM and _width_mm(layout) <= WIDTH_MM:
            return layout
    return None


def _layout(address: str, name: str, size: float) -> WindowLayout:
    name_pt = size + 2
    name_ems = WIDTH_MM / (name_pt * _MM_PER_PT) - 2  # 様 and the space before it
    return WindowLayout(size, name_pt, wrap(address, WIDTH_MM / (size * _MM_PER_PT)), wrap(name, name_ems))


def _height_mm(layout: WindowLayout, *, has_postcode: bool) -> float:
    small = (len(layout.address) + has_postcode) * layout.size_pt
    return (small + len(layout.name) * layout.name_pt) * LEADING * _MM_PER_PT + NAME_GAP_MM


def _width_mm(layout: WindowLayout) -> float:
    address = max(width_ems(line) for line in layout.address) * layout.size_pt
    name = (max(width_ems(line) for line in layout.name) + 2) * layout.name_pt
    return max(address, name) * _MM_PER_PT
