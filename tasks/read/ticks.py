"""Decides which options of a printed list are marked: boxes and table cells with ink in them, ringed words and numbers."""

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from tasks.engines.geometry import Box, shares_row
from tasks.engines.page_layout import Hit, Layout
from tasks.read.rings import encircled, is_ring, ring_share, ringed_numbers
from tasks.read.tick_boxes import (
    EMPTY_MARKS,
    TICK_MARKS,
    box_beside,
    cells_of,
    ink_inside,
    is_as_large,
    phrase,
    side_of,
    squares_of,
)

TICKED_INK = 0.085  # share of ink inside a box from which it counts as ticked
EMPTY_INK = 0.035  # share of ink that dust and the box's own edge leave
TICKED_CELL = 0.025  # a cell is wider than its tick
EMPTY_CELL = 0.008
_SURELY = 0.98  # share of a ring that is drawn, where the list has boxes to tick
RINGED = 0.82  # how sure a list without boxes is in which a word is ringed
_AN_ITEM = 2.0  # likeness from which words count as an item of a list


class Option(NamedTuple):
    """One option of a list: its code and where its words stand."""

    code: str
    hit: Hit


@dataclass(frozen=True)
class Tick:
    """What is known of one option's mark: `ticked`, and how sure, 0..1; `box` in pixels of the upright page."""

    code: str
    ticked: bool
    confidence: float
    box: Box


@dataclass(frozen=True)
class _Places:
    """Where an option may bear its mark: a square, a table's cell, a number before it or words that are ringed or not."""

    square: Box | None
    cell: Box | None
    number_ringed: bool
    ringed: bool


def read_ticks(layout: Layout, options: list[Option], *, numbered: bool = True) -> list[Tick]:
    """For each option whether it is ticked; options without any box, mark or circle are not ticked, and doubtful.

    Only in a `numbered` list a ring may go around what stands before the words.
    """
    hits = [option.hit for option in options]
    squares, cells = squares_of(layout, hits), cells_of(layout, hits)
    if any(cells) and sum(square is not None for square in squares) * 2 <= len(squares):
        squares = [None] * len(squares)  # what was found is the mark in a cell
    numbers = ringed_numbers(layout, [phrase(hit).box for hit in hits]) if numbered else [False] * len(hits)
    shares = [max(ring_share(layout, box) for box in _may_be_ringed(hit)) for hit in hits]
    boxed = any(squares)  # then a ring is the exception, and dense print may look a little like one
    rings = [shares[i] >= _SURELY if boxed else is_ring(shares, i) for i in range(len(shares))]
    places = [_Places(*place) for place in zip(squares, cells, numbers, rings, strict=True)]
    ticks = [_tick(layout, option, place) for option, place in zip(options, places, strict=True)]
    ringed = any(tick.ticked for tick in ticks) and not any(squares) and not any(cells)
    return [replace(tick, confidence=max(tick.confidence, RINGED)) for tick in ticks] if ringed else ticks


def _tick(layout: Layout, option: Option, place: _Places) -> Tick:
    text = _item_box(option.hit)
    if place.square is not None:
        ink = ink_inside(layout, place.square)
        if place.ringed and ink < TICKED_INK:
            return Tick(option.code, ticked=True, confidence=RINGED, box=text)
        return Tick(
            option.code, ink >= _border(TICKED_INK, EMPTY_INK), _sureness(ink, TICKED_INK, EMPTY_INK), place.square
        )
    if place.ringed or place.number_ringed:
        return Tick(option.code, ticked=True, confidence=0.85, box=text)
    if place.cell is not None:
        ink = ink_inside(layout, place.cell)
        return Tick(
            option.code, ink >= _border(TICKED_CELL, EMPTY_CELL), _sureness(ink, TICKED_CELL, EMPTY_CELL), place.cell
        )
    mark = _mark_before(phrase(option.hit))
    if mark is not None:
        return Tick(option.code, mark, 0.8, text)
    return Tick(option.code, ticked=False, confidence=0.6, box=text)


def _may_be_ringed(hit: Hit) -> list[Box]:
    """The words, with what leads up to them, with what goes on from them, and with all the rest of their line."""
    whole = phrase(hit, beyond=True)
    end = whole.end
    while end < len(hit.line.text) and re.match(r"[^\W\d_]|[()（）]", hit.line.text[end]):
        end += 1
    closed = Hit(hit.line, whole.begin, end)
    rest = Hit(hit.line, whole.begin, len(hit.line.text))
    return list(dict.fromkeys((_item_box(hit), phrase(hit).box, whole.box, closed.box, rest.box)))


def _item_box(hit: Hit) -> Box:
    """The option's words, with the number before them where the line holds nothing else."""
    return hit.line.box if len(hit.line.text) <= (hit.end - hit.begin) + 5 else hit.box


def _border(ticked: float, empty: float) -> float:
    return (ticked + empty) / 2


def _sureness(ink: float, ticked: float, empty: float) -> float:
    """0.98 far from the border between empty and ticked, 0.5 upon it."""
    border = _border(ticked, empty)
    far = (ink - border) / (ticked - border) if ink > border else (border - ink) / (border - empty)
    return round(min(0.98, 0.5 + 0.45 * min(1.0, far)), 3)


def _mark_before(hit: Hit) -> bool | None:
    """Whether the reader saw a tick (True) or an empty box (False) just before the words; None for neither."""
    before = hit.line.text[: hit.begin].rstrip(" 　.．・)")
    if not before:
        return None
    return True if before[-1] in TICK_MARKS else False if before[-1] in EMPTY_MARKS else None


def options_in(layout: Layout, words: dict[str, str]) -> list[Option]:
    """Every place where an option's words (a pattern per code) stand as an item of a list.

    A code without an item counts where its words fill their line, as a doubtful one; on a page without any such list its
    likeliest place counts, as for options that are ringed.
    """
    found = {code: _one_a_line(list(layout.find(pattern))) for code, pattern in words.items()}
    cells = _cells_by_hit(layout, [hit for hits in found.values() for hit in hits])
    likeness = {
        _key(hit): _item_likeness(layout, hit) + (2.5 if _key(hit) in cells else 0.0)
        for hits in found.values()
        for hit in hits
    }
    hits = {code: sorted(own, key=lambda hit: -likeness[_key(hit)]) for code, own in found.items()}
    items = {code: [hit for hit in own if likeness[_key(hit)] >= _AN_ITEM] for code, own in hits.items()}
    listed = [hit.box for own in items.values() for hit in own]
    likely = {code: [hit for hit in own[:1] if _fills_line(hit) or _in_list(hit, listed)] for code, own in hits.items()}
    chosen = {code: items[code] or (likely[code] if listed else hits[code][:1]) for code in words}
    return [Option(code, hit) for code, own in chosen.items() for hit in own]


def _key(hit: Hit) -> tuple[Box, int, int]:
    return hit.line.box, hit.begin, hit.end


def _cells_by_hit(layout: Layout, hits: list[Hit]) -> set[tuple[Box, int, int]]:
    return {_key(hit) for hit, cell in zip(hits, cells_of(layout, hits), strict=True) if cell}


def _in_list(hit: Hit, items: list[Box]) -> bool:
    """Whether the words stand in one row with an item of the list, or right over or under one."""
    return any(hit.box != item and (shares_row(hit.box, item) > 0.6 or _in_column(hit, item)) for item in items)


def _in_column(hit: Hit, item: Box) -> bool:
    letter = item[3] - item[1]
    return abs(hit.box[0] - item[0]) < 0.7 * letter and abs(hit.box[1] - item[1]) < 3.5 * letter


def _fills_line(hit: Hit) -> bool:
    """Whether a line says little else than the phrase in which the words stand."""
    words = phrase(hit, beyond=True)
    return words.end - words.begin > len(hit.line.text) / 2


def unnamed_ticks(layout: Layout, options: list[Option], others: re.Pattern[str]) -> list[Tick]:
    """The marks of items that stand in the rows or the column of the options but whose words were not understood.

    Words of `others` belong to another list.
    """
    own = {id(option.hit.line) for option in options}
    boxes = [option.hit.box for option in options]
    named = [square for square in squares_of(layout, [option.hit for option in options]) if square]
    side = float(np.median([side_of(square) for square in named])) if named else 0.0
    ticks = []
    for line in layout.lines:
        near = any(shares_row(line.box, box) > 0.6 or abs(line.box[0] - box[0]) < 2 * layout.letter for box in boxes)
        tall = min((abs(line.box[1] - box[1]) for box in boxes), default=1e9) < 4 * layout.letter
        if id(line) not in own and near and tall and not others.search(line.text):
            hit = Hit(line, 0, len(line.text))
            square = box_beside(layout, hit)
            if square is not None and (not named or is_as_large(square, side)):  # ■ before a heading is smaller
                ticks.append(_tick(layout, Option("", hit), _Places(square, None, number_ringed=False, ringed=False)))
    return ticks


def _one_a_line(hits: list[Hit]) -> list[Hit]:
    """Of several words of one option in one line (利用停止・消去) the first, beside which its box stands."""
    first: dict[int, Hit] = {}
    for hit in sorted(hits, key=lambda one: one.begin):
        first.setdefault(id(hit.line), hit)
    return list(first.values())


def _item_likeness(layout: Layout, hit: Hit) -> float:
    """How much the words look like an item to tick: a box or mark before them, short, not the page's title."""
    likeness = 3.0 if box_beside(layout, hit) else 0.0
    likeness += 2.5 if _mark_before(hit) is not None else 0.0
    likeness += 2.0 if any(encircled(layout, box) for box in _may_be_ringed(hit)) else 0.0
    likeness += (hit.end - hit.begin) / max(1, len(hit.line.text))
    return likeness - (2.0 if "。" in hit.line.text or hit.line.height > 1.5 * layout.letter else 0.0)
