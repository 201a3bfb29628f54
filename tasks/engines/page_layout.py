"""The layout of an upright page: lines of text with places for every character, labels, and the room beside a label.

Text is compared squeezed: without spaces, in one width, in capitals, and with the shapes a reader confuses made one.
"""

import copy
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from tasks.case.words import Page
from tasks.engines.geometry import Box, Rules, Upright, area, around, find_rules, overlap, shares_row
from tasks.engines.glyphs import FOREIGN

_SHAPES = FOREIGN | {ord(seen): meant for seen, meant in ("籖籍", "號号", "證証", "氐氏")}
_WORD = 3  # letters: fewer do not tell how far apart they stand
_ROOM = 1.45  # of the usual width of a letter with its gap
_SPLIT_GAP = 4.0  # heights of a line: a wider gap between two characters parts two fields


@dataclass(frozen=True)
class Line:
    """One line of text in pixels of the upright page; `starts` are its characters' beginnings along it, 0..1.

    `sure` is how sure the reader was of each character, where that is known; `confidence` is their mean.
    """

    text: str
    box: Box
    confidence: float
    starts: tuple[float, ...] = ()
    sure: tuple[float, ...] = ()

    @property
    def vertical(self) -> bool:
        """Whether the line runs from top to bottom."""
        width, height = self.box[2] - self.box[0], self.box[3] - self.box[1]
        return len(self.text.strip()) > 1 and height > 1.6 * width

    @property
    def height(self) -> float:
        """The size of its letters in pixels: the side across the direction of writing."""
        return (self.box[2] - self.box[0]) if self.vertical else (self.box[3] - self.box[1])

    def span(self, begin: int, end: int) -> Box:
        """The box of the characters `begin` to `end` (exclusive)."""
        places = (*(self.starts or even_starts(self.text)), 1.0)
        a, b = places[min(begin, len(places) - 1)], places[min(end, len(places) - 1)]
        x0, y0, x1, y1 = self.box
        if self.vertical:
            return x0, y0 + a * (y1 - y0), x1, y0 + b * (y1 - y0)
        return x0 + a * (x1 - x0), y0, x0 + b * (x1 - x0), y1

    def part(self, begin: int, end: int) -> "Line":
        """The characters `begin` to `end` as a line of their own."""
        places = (*(self.starts or even_starts(self.text)), 1.0)
        a, b = places[begin], places[end]
        starts = tuple((s - a) / (b - a) for s in places[begin:end]) if b > a else ()
        sure = self.sure[begin:end]
        confidence = sum(sure) / len(sure) if sure else self.confidence
        return Line(self.text[begin:end], self.span(begin, end), confidence, starts, sure)


def even_starts(text: str) -> tuple[float, ...]:
    """Where each character begins, 0..1, when narrow letters take half the room of wide ones."""
    widths = [0.55 if unicodedata.east_asian_width(c) in "NaH" or c.isascii() else 1.0 for c in text]
    total = sum(widths) or 1.0
    return tuple(sum(widths[:i]) / total for i in range(len(widths)))


def squeeze(text: str) -> tuple[str, list[int]]:
    """`text` squeezed, and for each of its characters the place it had in `text`."""
    kept: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for folded in unicodedata.normalize("NFKC", char).translate(_SHAPES).upper():
            if not folded.isspace():
                kept.append(folded)
                places.append(place)
    return "".join(kept), places


@dataclass(frozen=True)
class Hit:
    """Where a pattern was found: characters `begin` to `end` (exclusive) of a line."""

    line: Line
    begin: int
    end: int

    @property
    def box(self) -> Box:
        """The box of the characters found."""
        return self.line.span(self.begin, self.end)

    @property
    def rest(self) -> Line | None:
        """What follows in the line, without a colon or rules in front; None when nothing does."""
        begin = self.end
        while begin < len(self.line.text) and self.line.text[begin] in " 　:：;・.,】]）)」|｜":
            begin += 1
        return self.line.part(begin, len(self.line.text)) if begin < len(self.line.text) else None


class Layout:
    """The lines of one upright page, in the order of reading, with its ruled lines."""

    def __init__(self, lines: Iterable[Line], upright: Upright) -> None:
        self.upright = upright
        read = list(lines)
        self.rules: Rules = _without_streaks(find_rules(upright.grey), read)
        parts = joined_labels([part for line in read for part in _split(line, self.rules)])
        self.lines: list[Line] = sorted(parts, key=lambda line: (round(line.box[1] / 8), line.box[0]))

    @classmethod
    def of_page(cls, page: Page, upright: Upright) -> "Layout":
        """The layout of a page that was read before."""
        return cls((Line(t.text, upright.to_box(t.poly), t.confidence, t.starts) for t in page.lines), upright)

    def without(self, gone: Sequence[Line]) -> "Layout":
        """The same page without some of its lines, as if they had not been read."""
        rest = copy.copy(self)
        rest.lines = [line for line in self.lines if line not in gone]
        for known in ("text", "letter", "mostly_vertical"):
            rest.__dict__.pop(known, None)
        return rest

    @cached_property
    def text(self) -> str:
        """All that stands on the page, squeezed."""
        return squeeze("".join(line.text for line in self.lines))[0]

    @cached_property
    def letter(self) -> float:
        """The usual height of a letter in pixels."""
        heights = sorted(line.height for line in self.lines)
        return heights[len(heights) // 2] if heights else 30.0

    @cached_property
    def mostly_vertical(self) -> bool:
        """Whether the page is written from top to bottom, as old registers are."""
        long = [line for line in self.lines if len(line.text) > 1]
        return sum(len(line.text) for line in long if line.vertical) > sum(len(line.text) for line in long) / 2

    def find(self, pattern: str | re.Pattern[str]) -> Iterator[Hit]:
        """Every place where `pattern` matches a squeezed line."""
        for line in self.lines:
            text, places = squeeze(line.text)
            for found in re.finditer(pattern, text):
                if found.end() > found.start():
                    yield Hit(line, places[found.start()], places[found.end() - 1] + 1)

    def cell(self, box: Box) -> Box | None:
        """The ruled cell around the middle of `box`."""
        return self.rules.cell(box, self.upright.size)

    def inside(self, box: Box, share: float = 0.5) -> list[Line]:
        """The lines of which at least `share` lies in `box`, row by row."""
        found = [line for line in self.lines if area(overlap(line.box, box)) >= share * area(line.box)]
        return in_rows(found)

    def row_right(self, box: Box, reach: float = 1e9) -> list[Line]:
        """The lines to the right of `box` on its row, no farther than `reach` pixels, from left to right."""
        beside = [
            line
            for line in self.lines
            if line.box[0] >= box[2] - 0.4 * (box[3] - box[1])
            and line.box[0] - box[2] <= reach
            and shares_row(line.box, box) >= 0.38  # a pen writes a little above the printed row
        ]
        return sorted(beside, key=lambda line: line.box[0])


# Labels printed with so much room that a reader parts them.
_SPACED = ("本籍", "本藉", "氏名", "住所", "電話", "資格", "続柄", "関係", "国籍", "性別", "メル")
_BEFORE_LABEL = r"[\d①-⑳.()（）【\[〔・\s　]{0,6}"


def joined_labels(lines: list[Line]) -> list[Line]:
    """Lines in which 本 and 籍 (氏 and 名, 住 and 所) that were read apart, side by side or one above the other, are one."""
    kept = list(lines)
    for word in _SPACED:
        first, second = word[0], word[1]
        for head in [line for line in kept if re.fullmatch(rf"{_BEFORE_LABEL}{first}[.．・,]?", line.text.strip())]:
            tails = [
                line
                for line in kept
                if line is not head and line.text.lstrip().startswith(second) and _follows(head, line)
            ]
            if tails:
                tail = min(tails, key=lambda line: abs(line.box[0] - head.box[0]) + abs(line.box[1] - head.box[1]))
                kept = [line for line in kept if line is not head and line is not tail] + [_joined(head, tail)]
    return kept


def _follows(head: Line, tail: Line) -> bool:
    """Whether `tail` stands right of `head` on its row, or right under it, not farther than seven letters."""
    size = head.box[3] - head.box[1]
    beside = shares_row(head.box, tail.box) > 0.6 and 0 <= tail.box[0] - head.box[2] + size <= 8 * size
    over = abs(tail.box[0] - head.box[0]) < 0.5 * size and 0 <= tail.box[1] - head.box[3] + 0.5 * size <= 7 * size
    return beside or (over and len(tail.text.strip()) <= 3) or (over and tail.vertical)


def _joined(head: Line, tail: Line) -> Line:
    box = around((head.box, tail.box))
    axis = 1 if tail.box[1] > head.box[3] - 0.5 * (head.box[3] - head.box[1]) else 0
    length = max(1.0, box[axis + 2] - box[axis])
    places = [
        (part.box[axis] - box[axis] + start * (part.box[axis + 2] - part.box[axis])) / length
        for part in (head, tail)
        for start in (part.starts or even_starts(part.text))
    ]
    return Line(head.text + tail.text, box, min(head.confidence, tail.confidence), tuple(places))


def in_rows(lines: list[Line]) -> list[Line]:
    """Lines sorted as one reads them: rows from the top, each from the left."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: (one.box[1] + one.box[3]) / 2):
        if rows and shares_row(rows[-1][0].box, line.box) >= 0.5:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda one: one.box[0])]


def _split(line: Line, rules: Rules) -> Iterator[Line]:
    """Parts a line at ruled lines that cross it, at wide gaps and before a label, so that neighbours are not glued together."""
    if line.vertical or not line.starts or len(line.text) < 2:
        yield line
        return
    cuts = sorted({*_rule_cuts(line, rules), *_gap_cuts(line), *_label_cuts(line)})
    begin = 0
    for cut in [*cuts, len(line.text)]:
        part = line.part(begin, cut) if cut > begin else None
        if part is not None and part.text.strip():
            yield _stripped(part)
        begin = cut


def _stripped(line: Line) -> Line:
    left = len(line.text) - len(line.text.lstrip())
    right = len(line.text.rstrip())
    return line.part(left, right) if (left, right) != (0, len(line.text)) else line


def _without_streaks(rules: Rules, lines: Sequence[Line]) -> Rules:
    """The rules without upright lines that run through words as if these were not there: a copier's streak, a fold.

    Words of two cells that were read as one have room at the wall between them.
    """
    kept = []
    for rule in rules.plumb:
        gaps = [has_gap(line, rule[0]) for line in lines if len(line.starts) > _WORD and _crosses(rule, line)]
        if not gaps or any(gaps):
            kept.append(rule)
    return rules._replace(plumb=kept)


def has_gap(line: Line, x: float) -> bool:
    """Whether the letters of a line leave room at a place along it."""
    width = line.box[2] - line.box[0]
    edges = [*line.starts, 1.0]
    ways = [(b - a) * width for a, b in pairwise(edges)]
    usual = sorted(ways)[len(ways) // 2]
    share = (x - line.box[0]) / width
    at = max(i for i, start in enumerate(line.starts) if start <= share or i == 0)
    beside = ways[max(0, at - 1) : at + 2]
    return max(beside) > _ROOM * usual


def _crosses(rule: tuple[float, float, float], line: Line) -> bool:
    """Whether an upright rule, longer than a letter or a tick box, runs through a line of words."""
    x, top, bottom = rule
    x0, y0, x1, y1 = line.box
    within = x0 + 0.3 * line.height < x < x1 - 0.3 * line.height
    return (
        not line.vertical
        and within
        and min(y1, bottom) - max(y0, top) > 0.8 * (y1 - y0)
        and bottom - top >= 1.6 * line.height
    )


def _rule_cuts(line: Line, rules: Rules) -> Iterator[int]:
    x0, _, x1, _ = line.box
    for rule in rules.plumb:
        if _crosses(rule, line):
            share = (rule[0] - x0) / (x1 - x0)
            yield sum(start + 0.3 * line.height / (x1 - x0) < share for start in line.starts)


# A date, a sex or a number, then a label with a date, a sex or a number of its own: 昭和46年8月4日性別女
_LABEL_INSIDE = re.compile(
    r"(?<=[日\d０-９男女)）])[\s　]*(?=(?:有効期限|有効期間|生年月日|性別|(?:資格取得|交付|発行|認定)(?:年月)?日|保険者番号|番号|負担割合)[\s　:：]*"
    r"(?:明治|大正|昭和|平成|令和|西暦|[\d０-９男女]))"
)


def _label_cuts(line: Line) -> Iterator[int]:
    return (found.end() for found in _LABEL_INSIDE.finditer(line.text))


def _gap_cuts(line: Line) -> Iterator[int]:
    width = line.box[2] - line.box[0]
    for i in range(1, len(line.starts)):
        wide = 0.6 if line.text[i - 1].isascii() else 1.0
        gap = (line.starts[i] - line.starts[i - 1]) * width - wide * line.height * 0.85
        if gap > _SPLIT_GAP * line.height:
            yield i
