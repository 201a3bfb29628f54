"""Pages with lines of text that nobody had to read: for rules that look only at where words stand."""

import cv2
import numpy as np

from tasks.case.words import Page, PageKind
from tasks.engines.geometry import Upright
from tasks.engines.image_files import PageImage
from tasks.engines.page_layout import Layout, Line
from tasks.redact.sheets import Sheet

PAPER = (250, 250, 250)


def white_page(width=900, height=600):
    """A (height, width, 3) page without ink."""
    return np.full((height, width, 3), PAPER, np.uint8)


def line(text, x, y, size=30):
    """A level line of letters as wide as high, its top left corner at (x, y)."""
    return Line(text, (x, y, x + size * len(text), y + size), 0.95)


def layout_of(page, *lines):
    """The layout of an upright page with these lines."""
    return Layout(lines, Upright(page, 0, skew=0.0))


def sheet_of(kind, page, *lines):
    """A page at work in redaction."""
    layout = layout_of(page, *lines)
    height, width = page.shape[:2]
    read = Page(index=0, source="a.png#1", kind=PageKind(kind), confidence=1.0, rotation=0, width=width, height=height)
    return Sheet(PageImage(0, "a.png#1", page, 200), read, layout.upright, layout)


def ruled(page, xs, ys):
    """Draws a table's rules on a page."""
    for x in xs:
        cv2.line(page, (x, ys[0]), (x, ys[-1]), (20, 20, 20), 2)
    for y in ys:
        cv2.line(page, (xs[0], y), (xs[-1], y), (20, 20, 20), 2)
    return page
