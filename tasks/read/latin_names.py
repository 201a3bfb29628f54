"""Gives a name in Latin letters back the room between its words, which the reader often leaves out.

On 40 printed and written lines the room between words was 0.19 to 0.48 of a line's height, in names 0.27 and more, and
between letters at most 0.21; a name's words are parted where the room is wide for its line and for its other letters.
"""

import re
from dataclasses import replace
from itertools import pairwise
from statistics import median

import numpy as np

from tasks.engines.label_values import Value
from tasks.engines.page_layout import Layout, Line
from tasks.read.seals import without_red

_ONE_WORD = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’.\-]{4,}")
_ROOM = 0.24  # of the line's height
_WIDER = 1.7  # times the usual room between its letters
_DARK = 0.72  # share of the paper's light below which a pixel is ink


def spaced(layout: Layout, name: Value) -> Value:
    """A Latin name read as one word, with a space wherever its ink leaves the room of one; any other value as it is."""
    text = name.text.strip()
    if not _ONE_WORD.fullmatch(text):
        return name
    line = next((one for one in layout.lines if one.text.strip() == text and _is_at(one, name)), None)
    if line is None or line.vertical or len(line.starts) != len(line.text):
        return name
    places = {_place(line, x) for x in _gaps(layout, line)}
    parted = "".join(f" {letter}" if i in places else letter for i, letter in enumerate(line.text))
    return replace(name, text=parted.strip())


def _is_at(line: Line, name: Value) -> bool:
    return abs(line.box[0] - name.box[0]) < line.height and abs(line.box[1] - name.box[1]) < line.height


def _gaps(layout: Layout, line: Line) -> list[float]:
    """Where the wide gaps in a line's ink end, in pixels from its left."""
    crop = without_red(layout.upright.crop(line.box))
    inked = np.flatnonzero((crop.min(axis=2) < _DARK * layout.upright.paper).any(axis=0))
    gaps = [(float(b), float(b - a - 1)) for a, b in pairwise(inked.tolist()) if b - a > 1]
    if not gaps:
        return []
    least = max(_ROOM * line.height, _WIDER * median(width for _, width in gaps))
    return [end for end, width in gaps if width >= least]


def _place(line: Line, x: float) -> int:
    """The letter that begins about there; of neighbours the capital after a small letter."""
    width = line.box[2] - line.box[0]
    nearest = min(range(1, len(line.text)), key=lambda i: abs(line.starts[i] * width - x))
    around = [i for i in (nearest, nearest - 1, nearest + 1) if 0 < i < len(line.text)]
    capital = (i for i in around if line.text[i].isupper() and not line.text[i - 1].isupper())
    return next(capital, nearest)
