"""Sets a text that came without paper as page pictures (Pillow), so that it takes the way of every other page.

A person sees it on the evidence page and it is redacted like a scan; its lines are known, so nobody reads them again.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import islice
from math import ceil
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from tasks.case.errors import UnreadablePacket
from tasks.case.words import TextLine
from tasks.engines.fonts import GOTHIC, required_font_file
from tasks.engines.image_files import Picture

DPI = 200
_WIDTH, _HEIGHT = 1654, 2339  # A4 at 200 dpi
_LEFT, _TOP, _STEP = 150, 150, 56
_SIZE = 34
_MEASURE = _WIDTH - 2 * _LEFT
_LETTERS = 300  # no row holds more
_LINES = (_HEIGHT - 2 * _TOP) // _STEP


class TextPage(NamedTuple):
    """One page: its picture, (H, W, 3) uint8 BGR, and its lines where they stand on it."""

    picture: Picture
    lines: tuple[TextLine, ...]


def text_pages(text: str, most: int = 60) -> Iterator[TextPage]:
    """The pages of a text, A4 at 200 dpi; long lines are broken, empty ones kept.

    UnreadablePacket, before one is drawn, where there are more than `most`; no more of the text is looked at.
    """
    every = (row for line in text.splitlines() for row in _broken(_printable(line)))
    rows = list(islice(every, most * _LINES + 1))
    if len(rows) > most * _LINES:
        raise UnreadablePacket(f"A text has more than {most} pages; ask for it as a file, or split it.")
    while rows and not rows[-1]:
        rows.pop()
    for first in range(0, len(rows), _LINES):
        yield _page(rows[first : first + _LINES])


def _printable(line: str) -> str:
    kept = (c for c in line.expandtabs(4) if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co"))
    return "".join(kept).rstrip()


def _broken(line: str) -> Iterator[str]:
    """A line in parts that fit the page, broken at a space where there is one near the end."""
    while len(line) > _LETTERS or _wide(line) > _MEASURE:
        cut = _fitting(line[:_LETTERS])
        space = line.rfind(" ", cut * 2 // 3, cut)
        cut = space + 1 if space > 0 else cut
        yield line[:cut].rstrip()
        line = line[cut:]
    yield line


def _fitting(head: str) -> int:
    """How many of the letters fit into a row; one at least."""
    return max(1, bisect_right(range(1, len(head) + 1), _MEASURE, key=lambda end: ceil(_wide(head[:end]))))


def _page(rows: list[str]) -> TextPage:
    sheet = Image.new("RGB", (_WIDTH, _HEIGHT), "white")
    draw = ImageDraw.Draw(sheet)
    lines = []
    for position, row in enumerate(rows):
        y = _TOP + position * _STEP
        draw.text((_LEFT, y), row, font=_font(), fill="black")
        if row.strip():
            lines.append(_line(row, y))
    return TextPage(np.ascontiguousarray(np.asarray(sheet)[:, :, ::-1]), tuple(lines))


def _line(row: str, y: int) -> TextLine:
    text = row.lstrip()
    left = _LEFT + _wide(row[: len(row) - len(text)])
    width = max(1.0, _wide(text))
    x0, x1, y0, y1 = left / _WIDTH, (left + width) / _WIDTH, (y - 2) / _HEIGHT, (y + _SIZE + 4) / _HEIGHT
    starts = tuple(_wide(text[:i]) / width for i in range(len(text)))
    return TextLine(text=text, poly=((x0, y0), (x1, y0), (x1, y1), (x0, y1)), confidence=1.0, starts=starts)


def _wide(text: str) -> float:
    return float(_font().getlength(text))


@cache
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(required_font_file(GOTHIC), _SIZE)
