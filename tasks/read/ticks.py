"""Decides which options of a printed list are ticked: boxes with ink in them, marks the reader saw, circled words."""

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

import cv2
import numpy as np

from tasks.engines.geometry import Box, overlap, shares_row
from tasks.engines.image_files import Picture
from tasks.engines.page_layout import Hit, Layout

TICKED_INK = 0.085  # share of ink inside a box from which it counts as ticked
EMPTY_INK = 0.035  # share of ink that dust and the box's own edge leave
RINGED = 0.82  # how sure a list without boxes is in which a word is ringed
_OUTLINED = 0.8  # share of a square's outline that must be ink where no four strokes were found
_TICK_MARKS = "☑☒■✓✔レV✕×●◉⦿√图"
_EMPTY_MARKS = "□☐◻○〇口◯"
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


def read_ticks(layout: Layout, options: list[Option]) -> list[Tick]:
    """For each option whether it is ticked; options without any box, mark or circle are not ticked, and doubtful."""
    squares_of = _squares_of(layout, [option.hit for option in options])
    ticks = [_tick(layout, option, square) for option, square in zip(options, squares_of, strict=True)]
    ringed = any(tick.ticked for tick in ticks) and not any(squares_of)
    return [replace(tick, confidence=max(tick.confidence, RINGED)) for tick in ticks] if ringed else ticks


def _tick(layout: Layout, option: Option, square: Box | None) -> Tick:
    text = _item_box(option.hit)
    circled = encircled(layout, text) or encircled(layout, _phrase(option.hit, beyond=True).box)
    if square is not None:
        ink = ink_inside(layout, square)
        if circled and ink < TICKED_INK:
            return Tick(option.code, ticked=True, confidence=RINGED, box=text)
        return Tick(option.code, ink >= _threshold(), _sureness(ink), square)
    if circled:
        return Tick(option.code, ticked=True, confidence=0.85, box=text)
    mark = _mark_before(_phrase(option.hit))
    if mark is not None:
        return Tick(option.code, mark, 0.8, text)
    return Tick(option.code, ticked=False, confidence=0.6, box=text)


def _squares_of(layout: Layout, hits: list[Hit]) -> list[Box | None]:
    """The square of each option of a list.

    A box that the pen filled or tore open shows no four strokes of its own, or a smaller square among those of the pen; it is
    looked for where the other options of the list have theirs: as large, and as far from its words.
    """
    found = [_box_beside(layout, hit) for hit in hits]
    words = [_phrase(hit).box for hit in hits]
    before = [(box, text) for box, text in zip(found, words, strict=True) if box and box[2] <= text[0] + layout.letter]
    if not before:
        return found
    side = float(np.median([_side(box) for box, _ in before]))
    alike = [(box, text) for box, text in before if _is_as_large(box, side)] or before
    left = float(np.median([box[0] - text[0] for box, text in alike]))
    rise = float(np.median([(box[1] + box[3] - text[1] - text[3]) / 2 for box, text in alike]))
    return [
        box
        if box and _is_as_large(box, side)
        else _square_near(layout, (text[0] + left, (text[1] + text[3]) / 2 + rise - side / 2), side) or box
        for box, text in zip(found, words, strict=True)
    ]


def _side(box: Box) -> float:
    return (box[2] - box[0] + box[3] - box[1]) / 2


def _is_as_large(box: Box, side: float) -> bool:
    return abs(_side(box) - side) <= 0.15 * side


def _square_near(layout: Layout, corner: tuple[float, float], side: float) -> Box | None:
    """The square of that size about there whose four sides are most nearly all ink."""
    reach, length = round(0.9 * side), round(side)
    x0, y0 = max(0, round(corner[0]) - reach), max(0, round(corner[1]) - reach // 2)
    crop = layout.upright.grey[y0 : y0 + length + reach, x0 : x0 + length + 2 * reach]
    if crop.shape[0] < length or crop.shape[1] < length:
        return None
    outline = np.zeros((length, length), np.float32)
    cv2.rectangle(outline, (0, 0), (length - 1, length - 1), 1.0, 2)
    ink = cv2.dilate(_dark(crop), np.ones((3, 3), np.uint8)).astype(np.float32) / 255
    drawn = cv2.matchTemplate(ink, outline / outline.sum(), cv2.TM_CCORR)
    _, most, _, (x, y) = cv2.minMaxLoc(drawn)
    return (x0 + x, y0 + y, x0 + x + length, y0 + y + length) if most >= _OUTLINED else None


def _item_box(hit: Hit) -> Box:
    """The option's words, with the number before them where the line holds nothing else."""
    return hit.line.box if len(hit.line.text) <= (hit.end - hit.begin) + 5 else hit.box


def _threshold() -> float:
    return (TICKED_INK + EMPTY_INK) / 2


def _sureness(ink: float) -> float:
    """0.98 far from the border between empty and ticked, 0.5 upon it."""
    border = _threshold()
    far = (ink - border) / (TICKED_INK - border) if ink > border else (border - ink) / (border - EMPTY_INK)
    return round(min(0.98, 0.5 + 0.45 * min(1.0, far)), 3)


def _mark_before(hit: Hit) -> bool | None:
    """Whether the reader saw a tick (True) or an empty box (False) just before the words; None for neither."""
    before = hit.line.text[: hit.begin].rstrip(" 　.．・)")
    if not before:
        return None
    return True if before[-1] in _TICK_MARKS else False if before[-1] in _EMPTY_MARKS else None


def _box_beside(layout: Layout, hit: Hit) -> Box | None:
    """The square of an option: before its words, before the phrase they stand in (法定代理人（親権者）), or after them."""
    phrase = _phrase(hit)
    return _box_at(layout, hit) or (_box_at(layout, phrase) if phrase.begin < hit.begin else None)


def _phrase(hit: Hit, *, beyond: bool = False) -> Hit:
    """The words with what leads up to them without a pause or a box; with `beyond` also what goes on from them."""
    begin, end = hit.begin, hit.end
    while beyond and end < len(hit.line.text) and re.match(r"[^\W\d_]|[)）・·]", hit.line.text[end]):
        end += 1
    while begin > 0 and re.match(r"[^\W\d_]|[(（のる]", hit.line.text[begin - 1]):
        if hit.line.text[begin - 1] in _TICK_MARKS + _EMPTY_MARKS:
            break
        begin -= 1
    return Hit(hit.line, begin, end)


def _box_at(layout: Layout, hit: Hit) -> Box | None:
    """The square printed just before an option's words (or, failing that, just after), in pixels."""
    x0, y0, x1, y1 = hit.box
    letter = max(min(hit.line.height, 1.3 * layout.letter) * 0.8, 14)
    region = (x0 - 2.6 * letter, y0 - 0.5 * letter, x0 + 0.6 * letter, y1 + 0.5 * letter)
    before = _free_squares(layout, region, letter)
    if before:
        return max(before, key=lambda box: box[2])
    filled = _filled_square(layout, (x0 - 2.2 * letter, y0, x0 + 0.2 * letter, y1), letter)
    if filled:
        return filled
    after = _free_squares(layout, (x1 - 0.3 * letter, y0 - 0.4 * letter, x1 + 1.8 * letter, y1 + 0.4 * letter), letter)
    return min(after, key=lambda box: box[0]) if after else None


def _filled_square(layout: Layout, region: Box, letter: float) -> Box | None:
    """A blot about as large as a box and as wide as high: a box that the pen filled."""
    x0, y0 = max(0, int(region[0])), max(0, int(region[1]))
    crop = layout.upright.grey[y0 : int(region[3]), x0 : int(region[2])]
    if min(crop.shape, default=0) < 8:
        return None
    size = max(3, int(0.4 * letter))
    blots = cv2.morphologyEx(_dark(crop), cv2.MORPH_OPEN, np.ones((size, size), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(blots, connectivity=8)
    found = [
        (float(x + x0), float(y + y0), float(x + w + x0), float(y + h + y0))
        for x, y, w, h, ink in stats[1:].tolist()
        if 0.5 * letter <= min(w, h) and max(w, h) <= 1.6 * letter and 0.7 <= w / h <= 1.4 and ink > 0.75 * w * h
    ]
    return max(found, key=lambda box: box[2], default=None)


def _free_squares(layout: Layout, region: Box, letter: float) -> list[Box]:
    """The squares of a region that are no part of a letter the reader read."""
    return [box for box in squares(layout, region, letter) if not _is_letter(layout, box)]


def _is_letter(layout: Layout, box: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    for line in layout.lines:
        if not (line.box[0] <= x <= line.box[2] and line.box[1] <= y <= line.box[3]):
            continue
        spans = [line.span(i, i + 1) for i in range(len(line.text))]
        under = [c for c, span in zip(line.text, spans, strict=True) if span[0] <= x <= span[2]]
        if under and not any(c in _TICK_MARKS + _EMPTY_MARKS + "回日目固国Mm" for c in under):
            return True
    return False


def squares(layout: Layout, region: Box, letter: float) -> list[Box]:
    """The tick boxes in a region: two level and two upright strokes of about a letter's size that close a square.

    A tick drawn through the box joins its strokes to one blot, so the strokes are looked for one by one.
    """
    x0, y0 = max(0, int(region[0])), max(0, int(region[1]))
    crop = layout.upright.grey[y0 : int(region[3]), x0 : int(region[2])]
    if min(crop.shape, default=0) < 8:
        return []
    dark = _dark(crop)
    level, plumb = _strokes(dark, letter, across=True), _strokes(dark, letter, across=False)
    found = [
        (left[0] + x0, top[1] + y0, right[2] + x0, bottom[3] + y0)
        for top, bottom in _pairs(level, letter, along=1)
        for left, right in _pairs(plumb, letter, along=0)
        if _meet(top, bottom, left, right, 0.2 * letter)
    ]
    return sorted(found, key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))


def _strokes(dark: Picture, letter: float, *, across: bool) -> list[Box]:
    """Thin straight strokes at least 0.45 letters long, as boxes."""
    length, gap = max(6, int(0.45 * letter)), max(2, int(0.12 * letter))
    kernel = np.ones((1, length) if across else (length, 1), np.uint8)
    joined = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((1, gap) if across else (gap, 1), np.uint8))
    strokes = cv2.morphologyEx(joined, cv2.MORPH_OPEN, kernel)
    count, _, stats, _ = cv2.connectedComponentsWithStats(strokes, connectivity=8)
    boxes = [tuple(float(v) for v in stats[i][:4]) for i in range(1, count)]
    thin = [(x, y, x + w, y + h) for x, y, w, h in boxes if (h if across else w) <= 0.42 * letter]
    return [box for box in thin if (box[2] - box[0] if across else box[3] - box[1]) <= 2.2 * letter]


def _pairs(strokes: list[Box], letter: float, *, along: int) -> list[tuple[Box, Box]]:
    """Two parallel strokes a box's side apart; `along` 1 for one above the other, 0 for side by side."""
    return [
        (first, second)
        for first in strokes
        for second in strokes
        if 0.5 * letter <= second[along + 2] - first[along] <= 1.6 * letter and second[along] > first[along]
    ]


def _meet(top: Box, bottom: Box, left: Box, right: Box, slack: float) -> bool:
    """Whether four strokes close a square, give or take `slack` pixels at each corner."""
    width, height = right[2] - left[0], bottom[3] - top[1]
    corners = (
        *(abs(side[0] - left[0]) for side in (top, bottom)),
        *(max(0.0, right[2] - side[2]) for side in (top, bottom)),
        *(max(0.0, side[1] - top[1]) for side in (left, right)),
        *(max(0.0, bottom[3] - side[3]) for side in (left, right)),
    )
    return 0.75 <= width / height <= 1.33 and all(corner <= slack + 2 for corner in corners)


def _dark(crop: Picture) -> Picture:
    paper = float(np.percentile(crop, 90))
    return (crop < min(paper - 45, 0.78 * paper)).astype(np.uint8) * 255


def ink_inside(layout: Layout, box: Box) -> float:
    """The share of ink within a square, its own edge left out; blue and red pens count like black."""
    x0, y0, x1, y1 = (round(side) for side in box)
    edge = max(3, round(0.2 * (x1 - x0)))
    crop = layout.upright.image[y0 + edge : y1 - edge, x0 + edge : x1 - edge]
    if crop.size == 0:
        return 0.0
    darkest = crop.min(axis=2)
    paper = layout.upright.paper
    return float((darkest < 0.72 * paper).mean())


def encircled(layout: Layout, text: Box) -> bool:
    """Whether a pen's ring goes around these words: a round hole about them, or an arc above and one below."""
    return _in_a_hole(layout, text) or _between_arcs(layout, text)


_ARCS = 0.72  # share of the words' width that each arc must span


def _between_arcs(layout: Layout, text: Box) -> bool:
    """Whether a stroke bulges over the words and one under them, as where letters touch the ring and break its hole."""
    height = text[3] - text[1]
    if text[2] - text[0] < 1.2 * height:
        return False
    over = _arc(layout, (text[0], text[1] - 0.75 * height, text[2], text[1] + 0.22 * height), up=True)
    under = _arc(layout, (text[0], text[3] - 0.22 * height, text[2], text[3] + 0.75 * height), up=False)
    return over and under


def _arc(layout: Layout, band: Box, *, up: bool) -> bool:
    """Whether one thin stroke runs through a band from side to side, farther out in its middle than at its ends."""
    x0, y0 = max(0, int(band[0])), max(0, int(band[1]))
    crop = layout.upright.grey[y0 : int(band[3]), x0 : int(band[2])]
    if min(crop.shape, default=0) < 8:
        return False
    dark = cv2.dilate(_dark(crop), np.ones((3, 3), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    height, width = dark.shape
    for place in range(1, len(stats)):
        if stats[place][2] < _ARCS * width:
            continue
        outer = [
            (column, np.flatnonzero(labels[:, column] == place)) for column in range(0, width, max(1, width // 24))
        ]
        line = [(column, int(ys[0] if up else height - 1 - ys[-1])) for column, ys in outer if len(ys)]
        edge = sorted(y for column, y in line if min(column, width - column) < 0.15 * width)
        middle = sorted(y for column, y in line if 0.35 * width < column < 0.65 * width)
        if len(edge) > 1 and len(middle) > 2 and edge[len(edge) // 2] - middle[len(middle) // 2] > 0.1 * height:
            return True
    return False


def _in_a_hole(layout: Layout, text: Box) -> bool:
    letter = text[3] - text[1]
    x0, y0 = max(0, int(text[0] - 2.4 * letter)), max(0, int(text[1] - 0.9 * letter))
    crop = layout.upright.grey[y0 : int(text[3] + 0.9 * letter), x0 : int(text[2] + 2.4 * letter)]
    if min(crop.shape, default=0) < 8:
        return False
    inner = (text[0] - x0, text[1] - y0, text[2] - x0, text[3] - y0)
    contours, family = cv2.findContours(
        cv2.dilate(_dark(crop), np.ones((3, 3), np.uint8)), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE
    )
    # Letters that touch make a blob as large and as round as a ring; only a ring has a hole as large as itself.
    holes = (contour for contour, kin in zip(contours, family[0], strict=True) if kin[3] >= 0) if contours else ()
    return any(_is_ring(hole, inner, crop.shape) for hole in holes)


def _is_ring(contour: Picture, inner: Box, shape: tuple[int, ...]) -> bool:
    """The inside of a round stroke that surrounds most of the words and is neither a ruled frame nor cut off by the crop."""
    x, y, w, h = cv2.boundingRect(contour)
    if x <= 1 or y <= 1 or x + w >= shape[1] - 1 or y + h >= shape[0] - 1:
        return False
    shared = overlap(inner, (x, y, x + w, y + h))
    wide = (shared[2] - shared[0]) / max(1.0, inner[2] - inner[0])
    tall = (shared[3] - shared[1]) / max(1.0, inner[3] - inner[1])
    if wide < 0.8 or tall < 0.6 or w * h < 0.7 * (inner[2] - inner[0]) * (inner[3] - inner[1]):
        return False
    filled = cv2.contourArea(contour) / (w * h)
    return 0.3 < filled < 0.90  # an ellipse fills 0.785 of its box, less the letters that touch it; a frame all of it


def options_in(layout: Layout, words: dict[str, str]) -> list[Option]:
    """Every place where an option's words (a pattern per code) stand as an item of a list.

    A code without an item counts where its words fill their line, as a doubtful one; on a page without any such list its
    likeliest place counts, as for options that are ringed.
    """
    hits = {
        code: sorted(layout.find(pattern), key=lambda hit: -_item_likeness(layout, hit))
        for code, pattern in words.items()
    }
    items = {code: [hit for hit in found if _item_likeness(layout, hit) >= _AN_ITEM] for code, found in hits.items()}
    likely = {code: [hit for hit in found[:1] if _fills_line(hit)] for code, found in hits.items()}
    listed = any(items.values())
    chosen = {code: items[code] or (likely[code] if listed else hits[code][:1]) for code in words}
    return [Option(code, hit) for code, found in chosen.items() for hit in _one_a_line(found)]


def _fills_line(hit: Hit) -> bool:
    """Whether a line says little else than the phrase in which the words stand."""
    phrase = _phrase(hit, beyond=True)
    return phrase.end - phrase.begin > len(hit.line.text) / 2


def unnamed_ticks(layout: Layout, options: list[Option]) -> list[Tick]:
    """The marks of items that stand in the rows or the column of the options but whose words were not understood."""
    own = {id(option.hit.line) for option in options}
    boxes = [option.hit.box for option in options]
    named = [square for square in _squares_of(layout, [option.hit for option in options]) if square]
    side = float(np.median([_side(square) for square in named])) if named else 0.0
    ticks = []
    for line in layout.lines:
        near = any(shares_row(line.box, box) > 0.6 or abs(line.box[0] - box[0]) < 2 * layout.letter for box in boxes)
        tall = min((abs(line.box[1] - box[1]) for box in boxes), default=1e9) < 4 * layout.letter
        if id(line) not in own and near and tall:
            hit = Hit(line, 0, len(line.text))
            square = _box_beside(layout, hit)
            if square is not None and (not named or _is_as_large(square, side)):  # ■ before a heading is smaller
                ticks.append(_tick(layout, Option("", hit), square))
    return ticks


def _one_a_line(hits: list[Hit]) -> list[Hit]:
    """Of several words of one option in one line (利用停止・消去) the first, beside which its box stands."""
    first: dict[int, Hit] = {}
    for hit in sorted(hits, key=lambda one: one.begin):
        first.setdefault(id(hit.line), hit)
    return list(first.values())


def _item_likeness(layout: Layout, hit: Hit) -> float:
    """How much the words look like an item to tick: a box or mark before them, short, not the page's title."""
    likeness = 3.0 if _box_beside(layout, hit) else 0.0
    likeness += 2.5 if _mark_before(hit) is not None else 0.0
    likeness += 2.0 if encircled(layout, _item_box(hit)) else 0.0
    likeness += (hit.end - hit.begin) / max(1, len(hit.line.text))
    return likeness - (2.0 if "。" in hit.line.text or hit.line.height > 1.5 * layout.letter else 0.0)
