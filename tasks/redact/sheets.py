"""A page under redaction: its picture as received, the upright view of it, its lines, and the marks found so far."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import cv2
import numpy as np

from tasks.case.words import Page, PageKind, Reading, Redaction, RedactionReason, RedactionSource
from tasks.engines.geometry import Box, Rules, Upright, covered, grown
from tasks.engines.image_files import PageImage, Picture
from tasks.engines.page_layout import Layout

LOOSE = 0.4  # letters: how far a character's place in its line may be off


@dataclass(frozen=True)
class Mark:
    """One box to be painted, in pixels of the upright page."""

    box: Box
    reason: RedactionReason
    source: RedactionSource


@dataclass
class Sheet:
    """One page at work; `doubts` are sentences for a person and never repeat what stands on the page."""

    image: PageImage
    page: Page
    upright: Upright
    layout: Layout
    marks: list[Mark] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    kept: list[Box] = field(default_factory=list)  # current addresses, which stay readable
    drawn: tuple[Redaction, ...] | None = (
        None  # the marks as they lie on the page as received, where a person drew some
    )

    @property
    def kind(self) -> PageKind:
        """What the page is."""
        return self.page.kind

    def add(
        self, boxes: Sequence[Box], reason: RedactionReason, source: RedactionSource, *, inline: bool = False
    ) -> None:
        """Adds marks, leaving out those that lie wholly in one of the same reason.

        `inline` marks are parts of a line, whose ends are known to about half a letter: they are made that much longer.
        """
        for exact in boxes:
            box = self._longer(exact) if inline else exact
            if not any(mark.reason is reason and covered(box, mark.box) > 0.97 for mark in self.marks):
                self.marks.append(Mark(self._padded(box), reason, source))

    def _longer(self, box: Box) -> Box:
        loose = LOOSE * min(box[2] - box[0], box[3] - box[1])
        return grown(box, loose, 0) if box[2] - box[0] >= box[3] - box[1] else grown(box, 0, loose)

    def _padded(self, box: Box) -> Box:
        x0, y0, x1, y1 = grown(box, 0.14 * self.layout.letter, 0.1 * self.layout.letter)
        width, height = self.upright.size
        return max(0.0, x0), max(0.0, y0), min(float(width), x1), min(float(height), y1)

    def redactions(self) -> tuple[Redaction, ...]:
        """The marks in the case's words."""
        if self.drawn is not None:
            return self.drawn
        return tuple(
            Redaction(poly=self.upright.to_poly(mark.box), reason=mark.reason, source=mark.source)
            for mark in self.marks
        )

    @cached_property
    def ink(self) -> Picture:
        """Where the upright page differs from its paper, ruled lines left out: (H, W) bool."""
        return ink_of(self.upright.image, self.layout.rules)

    def ink_extent(self, box: Box) -> Box | None:
        """The smallest box around the ink within `box`; None where there is hardly any."""
        x0, y0 = max(0, int(box[0])), max(0, int(box[1]))
        part = self.ink[y0 : int(box[3]), x0 : int(box[2])]
        if part.size == 0:
            return None
        rows, columns = part.sum(axis=1), part.sum(axis=0)
        ys, xs = np.nonzero(rows >= 2)[0], np.nonzero(columns >= 2)[0]
        least = 0.25 * self.layout.letter
        if len(xs) < least or len(ys) < least:
            return None
        return float(xs[0] + x0), float(ys[0] + y0), float(xs[-1] + 1 + x0), float(ys[-1] + 1 + y0)


def ink_of(image: Picture, rules: Rules) -> Picture:
    """Pixels darker or more coloured than the paper around them; (H, W) bool. Ruled lines are not ink."""
    darkest = image.min(axis=2)
    small = cv2.resize(darkest, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    paper = cv2.resize(paper, (image.shape[1], image.shape[0]), interpolation=cv2.INTER_LINEAR)
    ink: Picture = darkest.astype(np.int16) < paper.astype(np.int16) - 40
    for y, x0, x1 in rules.level:
        ink[max(0, int(y) - 5) : int(y) + 6, max(0, int(x0)) : int(x1)] = False
    for x, y0, y1 in rules.plumb:
        ink[max(0, int(y0)) : int(y1), max(0, int(x) - 5) : int(x) + 6] = False
    return ink


def sheets_of(pages: Sequence[PageImage], reading: Reading) -> list[Sheet]:
    """The pages of a reading at work, each turned upright as it was read."""
    sheets = []
    for image, page in zip(pages, reading.pages, strict=True):
        upright = Upright(image.image, page.rotation, page.skew, page.sheet)
        sheets.append(Sheet(image, page, upright, Layout.of_page(page, upright)))
    return sheets


WORDLESS = re.compile(r"^(?:\(?(?:省略|記載省略|記載なし|なし|無|略)\)?|[＊*\-－―ー・.…]+)$")
