"""Tells a name written by hand from a typed one: how like the letters are to print, against the form's own labels.

Measured on the names and labels of 116 request forms (4 print and 7 handwriting fonts, scans, faxes and photographs): the
median likeness of a typed name without a seal over it was 0.83 to 0.96, of a written one 0.22 to 0.83; of labels on pages
that scanned well 0.80 to 0.96. A name is called written only where it is clearly less like print than that and than the
labels beside it; between the borders nobody knows, and a person looks. Ink of another colour than the print is a pen's.
"""

import re
from functools import cache
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from tasks.engines.fonts import GOTHIC, MINCHO, font_file
from tasks.engines.geometry import Box, covered
from tasks.engines.label_values import Value
from tasks.engines.page_layout import Layout, Line
from tasks.read.seals import without_red

_LETTER = re.compile(r"[一-鿿々ァ-ヶ]")
_LABEL = re.compile(r"[一-鿿ァ-ヶ]{2,8}")
_SIDE, _SHIFT = 36, 2  # pixels: the size at which letters are compared, and how far they may be off
_WRITTEN = 0.76  # median likeness of a name below which a hand wrote it
_TYPED = 0.88  # median likeness of a name from which print wrote it: on prescribed forms typed ones had 0.96 or more, written ones 0.81 or less
_WELL_PRINTED = 0.80  # median likeness of labels below which the scan is too poor to tell
_LESS = 0.10  # by which a written name is less like print than the labels
_COLOURED = 30  # levels by which a pen's ink is more coloured than print
_DARK, _LEAST_INK = 0.7, 40  # share of the paper's light below which a pixel is ink, and how many must be
_LEAST_LETTERS, _LEAST_LABELS = 2, 8
_MOST_LABELS = 40
_MOSTLY = 0.6  # share of a line within a room from which it stands there

Glyph = npt.NDArray[Any]


def is_handwritten(layout: Layout, name: Value) -> bool:
    """Whether a name was surely written by hand; never where the letter fonts are not installed."""
    own = [line for line in layout.lines if _lies_in(line, name)]
    if _colour(layout, own) - _colour(layout, [line for line in layout.lines if _is_label(line, own)]) > _COLOURED:
        return True
    return bool(_fonts()) and _is_unlike_print(layout, [line for line in own if line.starts])


def is_typed(layout: Layout, room: Box) -> bool:
    """Whether what stands in a room was surely printed by a machine; what a poor scan leaves open is not."""
    own = [line for line in layout.lines if line.starts and covered(line.box, room) > _MOSTLY]
    letters = [likeness for line in own for likeness in _likenesses(layout, line)] if _fonts() else []
    return len(letters) >= _LEAST_LETTERS and float(np.median(letters)) >= _TYPED and _colour(layout, own) <= _COLOURED


def _is_unlike_print(layout: Layout, own: list[Line]) -> bool:
    letters = [likeness for line in own for likeness in _likenesses(layout, line)]
    labels: list[float] = []
    for line in (line for line in layout.lines if line.starts and _is_label(line, own)):
        labels += _likenesses(layout, line)
        if len(labels) >= _MOST_LABELS:
            break
    if len(letters) < _LEAST_LETTERS or len(labels) < _LEAST_LABELS:
        return False
    written, printed = float(np.median(letters)), float(np.median(labels))
    return printed >= _WELL_PRINTED and written <= _WRITTEN and written <= printed - _LESS


def _is_label(line: Line, own: list[Line]) -> bool:
    return line not in own and bool(_LABEL.fullmatch(line.text.strip()))


def _colour(layout: Layout, lines: list[Line]) -> float:
    """How coloured the ink of some lines is: by how much the strongest channel leads, 0..255; red is left to seals."""
    leads = []
    for line in lines[:_MOST_LABELS]:
        crop = layout.upright.crop(line.box).astype(np.int16)
        ink = (crop.max(axis=2) < _DARK * layout.upright.paper) & (crop[:, :, 2] <= crop[:, :, 0])
        if ink.sum() > _LEAST_INK:
            leads.append(float(np.median((crop.max(axis=2) - crop.min(axis=2))[ink])))
    return float(np.median(leads)) if leads else 0.0


def _lies_in(line: Line, name: Value) -> bool:
    x0, y0, x1, y1 = name.box
    return x0 - 3 <= line.box[0] and line.box[2] <= x1 + 3 and y0 - 3 <= line.box[1] and line.box[3] <= y1 + 3


def _likenesses(layout: Layout, line: Line) -> list[float]:
    """For each kanji and katakana of a line how like its picture is to print, -1..1."""
    crop = cv2.cvtColor(without_red(layout.upright.crop(line.box, pad=2)), cv2.COLOR_BGR2GRAY).astype(np.float32)
    paper = float(np.percentile(crop, 90))
    ink = np.clip((paper - crop) / max(20.0, paper - float(crop.min())), 0, 1)
    width = line.box[2] - line.box[0]
    ends = [*line.starts[1:], 1.0]
    found = []
    for letter, start, end in zip(line.text, line.starts, ends, strict=True):
        last = min(end, start + 1.25 * line.height / width)
        glyph = _fitted(ink[:, max(0, int(start * width) + 1) : int(last * width) + 3])
        if glyph is not None and _LETTER.match(letter):
            found.append(max(_alike(glyph, printed) for printed in _in_print(letter)))
    return found


def _alike(glyph: Glyph, printed: Glyph) -> float:
    room = cv2.copyMakeBorder(glyph, *(_SHIFT,) * 4, cv2.BORDER_CONSTANT, value=0)
    return float(cv2.matchTemplate(room, printed, cv2.TM_CCOEFF_NORMED).max())


@cache
def _in_print(letter: str) -> list[Glyph]:
    glyphs = []
    for font in _fonts():
        picture = Image.new("L", (110, 110), 0)
        ImageDraw.Draw(picture).text((15, 10), letter, font=font, fill=255)
        glyphs.append(_fitted(np.asarray(picture, np.float32) / 255))
    return [glyph for glyph in glyphs if glyph is not None]


@cache
def _fonts() -> list[ImageFont.FreeTypeFont]:
    files = (font_file(family) for family in (GOTHIC, MINCHO))
    return [ImageFont.truetype(file, 72) for file in files if file]


def _fitted(ink: Glyph) -> Glyph | None:
    """The ink of one letter in the middle of a square, softened; None where there is hardly any."""
    ys, xs = np.nonzero(ink > 0.4)
    if len(ys) < 8:
        return None
    inner = ink[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1].astype(np.float32)
    scale = _SIDE / max(inner.shape)
    size = (max(2, round(inner.shape[1] * scale)), max(2, round(inner.shape[0] * scale)))
    square: Glyph = np.zeros((_SIDE, _SIDE), np.float32)
    y, x = (_SIDE - size[1]) // 2, (_SIDE - size[0]) // 2
    square[y : y + size[1], x : x + size[0]] = cv2.resize(inner, size, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.GaussianBlur(square, (0, 0), 1.3))
