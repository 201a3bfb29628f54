"""Finds the letter fonts and tells whether they can print a text exactly as written (fontTools).

IPAex has 12,000 characters and lacks some that stand in names (𠮷); IPAmj has every character of the family and
resident registers with its variants; Gentium has the Latin of every European language and of Vietnamese. A text that
one cannot print is set in the next as a whole. Characters are never borrowed one at a time: a renderer that borrows
drops the variation selector without a word.
"""

import os
import re
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
SERIF = "Gentium-Plus"
SERIF_BOLD = "Gentium-Plus-Bold"

_FILES = {  # the file's name, and the Debian package that brings it; all TrueType outlines, which PDF/A-2b takes whole
    GOTHIC: ("ipaexg.ttf", "fonts-ipaexfont-gothic"),
    MINCHO: ("ipaexm.ttf", "fonts-ipaexfont-mincho"),
    REGISTER_MINCHO: ("ipamjm.ttf", "fonts-ipamj-mincho"),
    SERIF: ("GentiumPlus-Regular.ttf", "fonts-sil-gentiumplus"),
    SERIF_BOLD: ("GentiumPlus-Bold.ttf", "fonts-sil-gentiumplus"),
}
LETTER_FONTS = frozenset({*_FILES, f"{SERIF_BOLD}-Bold"})  # a bold file's weight stands behind its family
_WHITE = frozenset("\n\r\t")
_CLINGS = re.compile(
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe00-\ufe2f\U000e0100-\U000e01ef]"
)
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")  # letters and marks that leave no trace on paper
# Never printed, whatever a font maps them to: controls, format characters (joiners, and the marks that turn the order of
# what follows), halves of pairs, characters of a machine's own, unassigned ones, separators of lines.
_NEVER = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


class Glyph(NamedTuple):
    """One glyph: its number in its font, and its width in ems."""

    number: int
    width: float


class Coverage(NamedTuple):
    """What one font can print: characters, pairs of character and variation selector, and whether it places loose marks."""

    plain: dict[int, Glyph]
    variants: dict[tuple[int, int], Glyph]
    marks: bool


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
        widths, em, numbers = font["hmtx"], font["head"].unitsPerEm, font.getReverseGlyphMap()
        plain = {code: Glyph(numbers[name], widths[name][0] / em) for code, name in font.getBestCmap().items()}
        subtables = [table for table in font["cmap"].tables if table.format == 14]
        variants = {
            (base, selector): Glyph(numbers[name], widths[name][0] / em) if name else plain[base]
            for table in subtables
            for selector, pairs in table.uvsDict.items()
            for base, name in pairs
        }
        marks = "GPOS" in font and any(f.FeatureTag == "mark" for f in font["GPOS"].table.FeatureList.FeatureRecord)
    return Coverage(plain, variants, marks)


def covers(path: Path, text: str) -> bool:
    """Whether every character of `text`, with its variation selector if it has one, is in the font."""
    return glyphs(path, text) is not None


def glyphs(path: Path, text: str) -> tuple[int, ...] | None:
    """The numbers of the glyphs that print `text` in this font, one for each character; None where one is missing.

    A character that may never be printed is missing in every font, and so is a mark that the font cannot place.
    """
    found = [_glyph(coverage(path), base, selector) for base, selector in _clusters(text)]
    numbers = tuple(glyph.number for glyph in found if glyph is not None)
    return numbers if len(numbers) == len(found) else None


def _glyph(font: Coverage, base: int, selector: int | None) -> Glyph | None:
    if unicodedata.category(chr(base)) in _NEVER or chr(base) in _UNSEEN:
        return None
    if selector is not None:
        return font.variants.get((base, selector))
    loose = unicodedata.combining(chr(base)) and not font.marks
    return None if loose or _is_selector(chr(base)) else font.plain.get(base)


def width(path: Path, text: str) -> float:
    """How wide the font draws `text`, in ems; what it cannot draw counts as one."""
    if not _CLINGS.search(text):  # nearly every text: its characters stand alone
        advances = _advances(path)
        return sum([advances.get(char, 1.0) for char in text if char not in _WHITE])
    drawn = (_glyph(coverage(path), base, selector) for base, selector in _clusters(text))
    return sum(1.0 if glyph is None else glyph.width for glyph in drawn)


@cache
def _advances(path: Path) -> dict[str, float]:
    """The width of each character that can be printed by itself, in ems."""
    font = coverage(path)
    return {chr(code): glyph.width for code in font.plain if (glyph := _glyph(font, code, None)) is not None}


def _clusters(text: str) -> Iterator[tuple[int, int | None]]:
    """Each character to be printed with its selector; a decomposed kana (か and ゛) counts as what is drawn."""
    drawn = _drawn(text)
    for place, char in enumerate(drawn):
        following = drawn[place + 1] if place + 1 < len(drawn) else ""
        if _is_selector(following) and not _is_selector(char):
            yield ord(char), ord(following)
        elif not (_is_selector(char) and place and not _is_selector(drawn[place - 1])):
            yield ord(char), None


def _drawn(text: str) -> list[str]:
    drawn: list[str] = []
    for char in text:
        whole = unicodedata.normalize("NFC", drawn[-1] + char) if drawn and unicodedata.combining(char) else ""
        if len(whole) == 1:
            drawn[-1] = whole
        elif char not in _WHITE:
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
