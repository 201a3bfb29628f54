"""Proves on a finished letter that the envelope's window shows the address, the whole address and nothing but the address.

Only for letters that a company's own template has a part in: ours are held to it by tests.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pdfplumber

from tasks.case.letters import Addressee
from tasks.reply.letter_templates import STYLE, TemplateFile, Templates
from tasks.reply.template_faults import Fault, lines_with

_PT = 72 / 25.4
_WINDOW = (22 * _PT, 12 * _PT, 87 * _PT, 36 * _PT)  # of a 長形3号 envelope, whatever the letter's play in it
_KEPT_FREE = (0.0, 0.0, 112 * _PT, 57 * _PT)
_ADDED = Counter("〒様")  # what a letter adds to an address; whoever writes in English has neither
_DRAWN = ("lines", "rects", "curves", "images")
_ABOUT_WINDOW = re.compile(r"\.window\b|class=\"window\"|\bwindow\b")


def window_faults(pdf: bytes, to: Addressee, templates: Templates, kind: str) -> list[Fault]:
    """What stands wrong in or about the window, each fault with the line of the company's template to look at."""
    with pdfplumber.open(io.BytesIO(pdf), pages=[1]) as document:
        said = list(_wrong(document.pages[0], to))
    return [Fault(*_line(templates, kind), each) for each in said]


def _wrong(page: Any, to: Addressee) -> Iterator[str]:
    """Of one page, in sentences without a word of the address."""
    near = [char for char in page.chars if char["text"].strip() and _touches(char, _KEPT_FREE)]
    shown = Counter("".join("".join(char["text"].split()) for char in near if _inside(char, _WINDOW)))
    due = Counter("".join(f"{to.postcode or ''}{to.address}{to.name}".split()))
    if due - shown:
        yield "the address is not wholly within the envelope's window (x 22-87 mm, y 12-36 mm)"
    if sum(((shown - due) - _ADDED).values()):
        yield "something besides the address stands in the envelope's window"
    if any(not _inside(char, _WINDOW) for char in near):
        yield "a text stands beside the envelope's window, where none may (x up to 112 mm, y up to 57 mm)"
    if any(_touches(drawn, _KEPT_FREE) for name in _DRAWN for drawn in getattr(page, name)):
        yield "something is drawn in or beside the envelope's window (x up to 112 mm, y up to 57 mm)"


def _inside(thing: dict[str, float], box: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = box
    return left <= thing["x0"] and thing["x1"] <= right and top <= thing["top"] and thing["bottom"] <= bottom


def _touches(thing: dict[str, float], box: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = box
    return thing["x0"] <= right and thing["x1"] >= left and thing["top"] <= bottom and thing["bottom"] >= top


def _line(templates: Templates, kind: str) -> tuple[str, int]:
    """Where the company's own templates speak of the window; else the first of them."""
    changed = templates.changed_for(kind)
    for file in sorted(changed, key=_likely):
        for number, _ in lines_with(file, _ABOUT_WINDOW):
            return file.shown, number
    return changed[0].shown, 1


def _likely(file: TemplateFile) -> int:
    return ("_address.html", STYLE).index(file.name) if file.name in ("_address.html", STYLE) else 2
