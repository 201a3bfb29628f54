"""Finds the letter fonts and tells whether they can print a text exactly as written (fontTools).

IPAex has 12,000 characters and lacks some that stand in names (𠮷); IPAmj has every character of the family and
resident registers with its variants; Gentium has the Latin of every European language and of Vietnamese. A text that
one cannot print is set in the next as a whole. Characters are never borrowed one at a time: a renderer that borrows
drops the variation selector without a word.
"""

import os
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from fontTools.ttLib import TTFont

from tasks.case.errors import MissingTool

GOTHIC = "IPAexGothic"
MINCHO = "IPAexMincho"
REGISTER_MINCHO = "IPAmjMincho"
SERIF = "GentiumPlus"
SERIF_BOLD = "GentiumPlusBold"

_FILES = {  # the file's name, and the Debian package that brings it; all TrueType outlines, which PDF/A-2b takes whole
    GOTHIC: ("ipaexg.ttf", "fonts-ipaexfont-gothic"),
    MINCHO: ("ipaexm.ttf", "fonts-ipaexfont-mincho"),
    REGISTER_MINCHO: ("ipamjm.ttf", "fonts-ipamj-mincho"),
    SERIF: ("GentiumPlus-Regular.ttf", "fonts-sil-gentiumplus"),
    SERIF_BOLD: ("GentiumPlus-Bold.ttf", "fonts-sil-gentiumplus"),
}
LETTER_FONTS = frozenset(_FILES)
_NEEDS_NO_GLYPH = frozenset("\n")


class Coverage(NamedTuple):
    """What one font can print: characters with their widths in ems, and pairs of character and variation selector."""

    plain: dict[int, float]
    variants: frozenset[tuple[int, int]]


def font_folders() -> tuple[Path, ...]:
    """Where fonts are looked for, as fontconfig does: the user's own first, then the machine's."""
    data_home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return (Path(data_home) / "fonts", Path("/usr/local/share/fonts"), Path("/usr/share/fonts"))


@cache
def font_file(family: str) -> Path | None:
    """The file of a letter font, or None where it is not installed."""
    name, _package = _FILES[family]
    found = (path for folder in font_folders() if folder.is_dir() for path in sorted(folder.rglob(name)))
    return next(found, None)


def package_of(family: str) -> str:
    """The Debian package of a letter font."""
    return _FILES[family][1]


def required_font_file(family: str) -> Path:
    """The file of a letter font; MissingTool names the Debian package to install."""
    path = font_file(family)
    if path is None:
        raise MissingTool(f"the font {family} is not installed; install the package {package_of(family)}")
    return path


@cache
def coverage(path: Path) -> Coverage:
    """What the font in this file can print, by its character map (formats 4 and 12) and its variants (format 14)."""
    with TTFont(path, lazy=True) as font:
        widths, em = font["hmtx"], font["head"].unitsPerEm
        plain = {code: widths[glyph][0] / em for code, glyph in font.getBestCmap().items()}
        subtables = [table for table in font["cmap"].tables if table.format == 14]
        variants = frozenset(
            (base, selector)
            for table in subtables
            for selector, pairs in table.uvsDict.items()
            for base, _glyph in pairs
        )
    return Coverage(plain, variants)


def covers(path: Path, text: str) -> bool:
    """Whether every character of `text`, with its variation selector if it has one, is in the font."""
    plain, variants = coverage(path)
    for base, selector in _clusters(text):
        if base not in plain or (selector is not None and (base, selector) not in variants):
            return False
    return True


def width(path: Path, text: str) -> float:
    """How wide the font draws `text`, in ems; what it cannot draw counts as one."""
    plain = coverage(path).plain
    return sum(plain.get(base, 1.0) for base, _selector in _clusters(text))


def _clusters(text: str) -> Iterator[tuple[int, int | None]]:
    """Each character to be printed with its selector; a decomposed kana (か and ゛) counts as what is drawn."""
    marks = iter([*_drawn(text), ""])
    char = next(marks)
    for following in marks:
        if _is_selector(following):
            yield ord(char), ord(following)
        elif not _is_selector(char):
            yield ord(char), None
        char = following


def _drawn(text: str) -> list[str]:
    drawn: list[str] = []
    for char in text:
        whole = unicodedata.normalize("NFC", drawn[-1] + char) if drawn and unicodedata.combining(char) else ""
        if len(whole) == 1:
            drawn[-1] = whole
        elif char not in _NEEDS_NO_GLYPH:
            drawn.append(char)
    return drawn


def _is_selector(char: str) -> bool:
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


def mincho_for(text: str) -> str | None:
    """The Mincho family in which the whole of `text` can be printed, IPAex before IPAmj; None where neither can."""
    required_font_file(MINCHO)
    return family_for(text, (MINCHO, REGISTER_MINCHO))


def family_for(text: str, families: Sequence[str]) -> str | None:
    """The first of these families that is installed and can print the whole of `text`; None where none can."""
    for family in families:
        path = font_file(family)
        if path is not None and covers(path, text):
            return family
    return None
