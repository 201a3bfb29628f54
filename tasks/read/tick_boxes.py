"""Finds the boxes that are to be ticked: squares before an option's words, filled ones, and a table's narrow cells."""

import re
from itertools import pairwise

import cv2
import numpy as np

from tasks.engines.geometry import Box
from tasks.engines.image_files import Picture
from tasks.engines.page_layout import Hit, Layout, Line

TICK_MARKS = "☑☒■✓✔レV✕×●◉⦿√图"
EMPTY_MARKS = "□☐◻○〇口◯"
_BOXES_AS_LETTERS = "ロ囗回日目"  # what a reader takes a box for, where words follow
_TICKED_AS_LETTERS = "中申由甲田凶図囚困因団四区巾虫"  # and a box with a stroke through it, first in its line
_OUTLINED = 0.8  # share of a square's outline that must be ink where no four strokes were found
_TORN = 0.25  # share of ink in the place of a box that was torn
_PARTED = 1.7  # of the usual way from letter to letter
_NARROW = 4.5  # letters: a wider cell is no column for ticks
# What may follow an option's first words: 訂正・追加又は削除, 利用停止等（利用の停止、消去）
_GOES_ON = re.compile(
    r"(?:[・·、,/／]?[\s　]?(?:追加|削除|又は|及び|または|および|消去|停止|等|の|へ|請求|通知|提供|禁止|中止|[(（][^)）]{1,24}[)）]))*[)）]?"
)


def phrase(hit: Hit, *, beyond: bool = False) -> Hit:
    """The words with what leads up to them without a pause or a box; with `beyond` also what goes on from them."""
    begin, end, text = hit.begin, hit.end, hit.line.text
    if beyond:
        more = _GOES_ON.match(text, end)
        end = more.end() if more else end
    while begin > 0 and re.match(r"[^\W\d_]|[(（のる]", text[begin - 1]):
        marks = TICK_MARKS + EMPTY_MARKS + (_BOXES_AS_LETTERS + _TICKED_AS_LETTERS if begin == 1 else "")
        if text[begin - 1] in marks or "①" <= text[begin - 1] <= "⑳" or _is_parted(hit.line, begin):
            break
        begin -= 1
    return Hit(hit.line, begin, end)


def _is_parted(line: Line, place: int) -> bool:
    """Whether there is room for a box between a letter and the one before, though the reader saw none."""
    ways = [b - a for a, b in pairwise(line.starts)]
    return bool(ways) and line.starts[place] - line.starts[place - 1] > _PARTED * float(np.median(ways))


def cells_of(layout: Layout, hits: list[Hit]) -> list[Box | None]:
    """The narrow ruled cell left (or right) of each option's own cell, where most of the options have one and it is empty."""
    found = [_narrow_cell(layout, hit) for hit in hits]
    return found if sum(cell is not None for cell in found) * 2 > len(hits) > 1 else [None] * len(hits)


def _narrow_cell(layout: Layout, hit: Hit) -> Box | None:
    own = layout.cell(hit.box)
    if own is None:
        return None
    middle = (hit.box[1] + hit.box[3]) / 2
    for x in (own[0] - 0.8 * layout.letter, own[2] + 0.8 * layout.letter):
        cell = layout.cell((x - 2, middle - 2, x + 2, middle + 2))
        if cell and _is_for_ticks(layout, cell) and (cell[2] <= own[0] + 4 or cell[0] >= own[2] - 4):
            return cell
    return None


def _is_for_ticks(layout: Layout, cell: Box) -> bool:
    width, height = cell[2] - cell[0], cell[3] - cell[1]
    words = [line for line in layout.inside(cell) if len(line.text.strip()) > 1]
    return layout.letter < width < _NARROW * layout.letter and height < 4 * layout.letter and not words


def squares_of(layout: Layout, hits: list[Hit]) -> list[Box | None]:
    """The square of each option of a list.

    A box that the pen filled or tore open shows no four strokes of its own, or a smaller square among those of the pen; it is
    looked for where the other options of the list have theirs: as large, and as far from its words.
    """
    found = [box_beside(layout, hit) for hit in hits]
    words = [phrase(hit).box for hit in hits]
    before = [(box, text) for box, text in zip(found, words, strict=True) if box and box[2] <= text[0] + layout.letter]
    if not before:
        return found
    side = float(np.median([side_of(box) for box, _ in before]))
    alike = [(box, text) for box, text in before if is_as_large(box, side)] or before
    left = float(np.median([box[0] - text[0] for box, text in alike]))
    rise = float(np.median([(box[1] + box[3] - text[1] - text[3]) / 2 for box, text in alike]))
    mostly = len(before) * 2 >= len(found) > 1  # then what stands behind an option's words is the next one's
    squares = []
    for box, text in zip(found, words, strict=True):
        own = box if box and is_as_large(box, side) and not (mostly and box[0] > text[0]) else None
        corner = (text[0] + left, (text[1] + text[3]) / 2 + rise - side / 2)
        squares.append(own or _square_near(layout, corner, side) or (_inked(layout, corner, side) if mostly else box))
    return squares


def _inked(layout: Layout, corner: tuple[float, float], side: float) -> Box | None:
    """The place of a box so torn by the pen that no outline is left, where there is ink."""
    x, y = corner
    box = (x, y, x + side, y + side)
    crop = layout.upright.grey[max(0, round(y)) : round(y + side), max(0, round(x)) : round(x + side)]
    return box if crop.size and float((dark(crop) > 0).mean()) > _TORN else None


def side_of(box: Box) -> float:
    """The mean of a box's width and height."""
    return (box[2] - box[0] + box[3] - box[1]) / 2


def is_as_large(box: Box, side: float) -> bool:
    """Whether a square has that side, give or take a seventh."""
    return abs(side_of(box) - side) <= 0.15 * side


def _square_near(layout: Layout, corner: tuple[float, float], side: float) -> Box | None:
    """The square of that size about there whose four sides are most nearly all ink."""
    reach, length = round(0.9 * side), round(side)
    x0, y0 = max(0, round(corner[0]) - reach), max(0, round(corner[1]) - reach // 2)
    crop = layout.upright.grey[y0 : y0 + length + reach, x0 : x0 + length + 2 * reach]
    if crop.shape[0] < length or crop.shape[1] < length:
        return None
    outline = np.zeros((length, length), np.float32)
    cv2.rectangle(outline, (0, 0), (length - 1, length - 1), 1.0, 2)
    ink = cv2.dilate(dark(crop), np.ones((3, 3), np.uint8)).astype(np.float32) / 255
    drawn = cv2.matchTemplate(ink, outline / outline.sum(), cv2.TM_CCORR)
    _, most, _, (x, y) = cv2.minMaxLoc(drawn)
    return (x0 + x, y0 + y, x0 + x + length, y0 + y + length) if most >= _OUTLINED else None


def box_beside(layout: Layout, hit: Hit) -> Box | None:
    """The square of an option: before its words, before the phrase they stand in (法定代理人（親権者）), or after them."""
    whole = phrase(hit)
    return _box_at(layout, hit) or (_box_at(layout, whole) if whole.begin < hit.begin else None)


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
    blots = cv2.morphologyEx(dark(crop), cv2.MORPH_OPEN, np.ones((size, size), np.uint8))
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
        under = [(i, c) for i, (c, span) in enumerate(zip(line.text, spans, strict=True)) if span[0] <= x <= span[2]]
        if under and not any(_may_be_box(c, i) for i, c in under):
            return True
    return False


def _may_be_box(letter: str, place: int) -> bool:
    """Whether what was read as a letter at a place of its line may be a box, empty or ticked."""
    return letter in TICK_MARKS + EMPTY_MARKS + "回日目固国Mmロ囗" or (place == 0 and letter in _TICKED_AS_LETTERS)


def squares(layout: Layout, region: Box, letter: float) -> list[Box]:
    """The tick boxes in a region: two level and two upright strokes of about a letter's size that close a square.

    A tick drawn through the box joins its strokes to one blot, so the strokes are looked for one by one.
    """
    x0, y0 = max(0, int(region[0])), max(0, int(region[1]))
    crop = layout.upright.grey[y0 : int(region[3]), x0 : int(region[2])]
    if min(crop.shape, default=0) < 8:
        return []
    ink = dark(crop)
    level, plumb = _strokes(ink, letter, across=True), _strokes(ink, letter, across=False)
    found = [
        (left[0] + x0, top[1] + y0, right[2] + x0, bottom[3] + y0)
        for top, bottom in _pairs(level, letter, along=1)
        for left, right in _pairs(plumb, letter, along=0)
        if _meet(top, bottom, left, right, 0.2 * letter)
    ]
    return sorted(found, key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))


def _strokes(dark: Picture, letter: float, *, across: bool) -> list[Box]:
    """Thin straight strokes at least 0.45 letters long, as boxes, as they are and with small gaps closed.

    A worn stroke is whole only when its gaps are closed; but then those of boxes set close together become one.
    """
    length, gap = max(6, int(0.45 * letter)), max(2, int(0.12 * letter))
    kernel = np.ones((1, length) if across else (length, 1), np.uint8)
    closed = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((1, gap) if across else (gap, 1), np.uint8))
    boxes = set()
    for drawn in (dark, closed):
        strokes = cv2.morphologyEx(drawn, cv2.MORPH_OPEN, kernel)
        _, _, stats, _ = cv2.connectedComponentsWithStats(strokes, connectivity=8)
        boxes |= {tuple(float(v) for v in each[:4]) for each in stats[1:]}
    thin = [(x, y, x + w, y + h) for x, y, w, h in boxes if (h if across else w) <= 0.42 * letter]
    return sorted(box for box in thin if (box[2] - box[0] if across else box[3] - box[1]) <= 2.2 * letter)


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


def dark(crop: Picture) -> Picture:
    """Where a grey crop is ink, as a mask of 0 and 255."""
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
