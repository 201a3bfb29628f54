"""Marks what stands beside a label: the words read there and every other ink in the label's room."""

import re
from dataclasses import replace

from tasks.engines.geometry import Box, around, grown, overlap, shares_row
from tasks.engines.label_room import column_under, is_label, is_small, room_beside
from tasks.engines.page_layout import Hit, Line, squeeze
from tasks.redact.sheets import LOOSE, WORDLESS, Sheet

_FAR = 22  # letters: how far right of its label a value without a frame may begin and go on
_GAP = 4.0  # letters: a wider gap in the ink ends an unframed value


def lines_in(sheet: Sheet, room: Box, hit: Hit) -> list[Line]:
    """The lines of a label's room, labels left out."""
    inside = [
        line for line in sheet.layout.inside(grown(room, 4), share=0.45) if line is not hit.line and not is_label(line)
    ]
    rest = hit.rest
    return ([replace(rest, box=_earlier(rest))] if rest else []) + inside


def _earlier(rest: Line) -> Box:
    """The rest of a label's own line begins at a place that is known to half a letter; the label may lose that much."""
    x0, y0, x1, y1 = rest.box
    loose = LOOSE * min(x1 - x0, y1 - y0)
    return (x0, y0 - loose, x1, y1) if rest.vertical else (x0 - loose, y0, x1, y1)


def value_boxes(sheet: Sheet, hit: Hit) -> list[Box]:
    """The boxes to paint for a label: nothing where its room is empty or says 省略."""
    column = column_under(sheet.layout, hit.box)
    if len(column) > 1:
        return [box for cell in column for box in _in_cell(sheet, cell)]
    room = room_beside(sheet.layout, hit)
    lines = lines_in(sheet, room, hit) if room else []
    if lines and all(WORDLESS.match(squeeze(line.text)[0]) for line in lines):
        return []
    cell = sheet.layout.cell(hit.box)
    if room is not None and room[1] > hit.box[3] - 4 and not hit.line.vertical:
        bars = [box for box in unread(sheet, hit, None) if _is_beside(box, hit)]
        if bars and not (cell and cell[1] <= room[1] and room[3] <= cell[3] + 4):
            return bars  # what stands below the label is another field's
    if room is None or not lines:
        return unread(sheet, hit, room)
    framed = cell is not None and is_small(sheet.layout, cell)  # a card's own frame is no cell
    words = around(line.box for line in lines)
    ink = sheet.ink_extent(_inner(room) if framed else _along(sheet, hit, words))
    return [around([words, ink])] if ink else [words]


def _is_beside(box: Box, hit: Hit) -> bool:
    """Whether ink stands in a label's row, and does not only reach into it from the row below."""
    height = hit.box[3] - hit.box[1]
    return box[3] - box[1] > 0.7 * height and box[1] < hit.box[1] + 0.3 * height


def _in_cell(sheet: Sheet, cell: Box) -> list[Box]:
    """What stands in one cell of a column; nothing where it says 省略."""
    lines = sheet.layout.inside(grown(cell, 4), share=0.45)
    if lines and all(WORDLESS.match(squeeze(line.text)[0]) for line in lines):
        return []
    ink = sheet.ink_extent(_inner(cell))
    boxes = [line.box for line in lines] + ([ink] if ink else [])
    return [around(boxes)] if boxes else []


def _inner(room: Box) -> Box:
    return room[0] + 3, room[1] + 3, room[2] - 3, room[3] - 3


def _along(sheet: Sheet, hit: Hit, words: Box) -> Box:
    """The words' rows, longer to the right as far as ink goes on without a wide gap, a wall or another label."""
    if hit.line.vertical:
        return words
    limit = _limit(sheet, hit, words)
    return words[0], words[1], max(words[2], _ink_run(sheet, (words[2], words[1], limit, words[3]))), words[3]


def _limit(sheet: Sheet, hit: Hit, words: Box) -> float:
    right = min(float(sheet.upright.size[0]), hit.box[2] + _FAR * sheet.layout.letter)
    walls = [x for x, y0, y1 in sheet.layout.rules.plumb if y0 < words[3] and y1 > words[1] and x > words[2]]
    others = [
        line.box[0]
        for line in sheet.layout.row_right(words)
        if is_label(line) or line.box[0] > words[2] + 2 * sheet.layout.letter
    ]
    return min([right, *walls, *others])


def _ink_run(sheet: Sheet, band: Box) -> float:
    """How far right the ink goes on from the band's left side."""
    x0, x1 = int(band[0]), int(band[2])
    columns = sheet.ink[max(0, int(band[1])) : int(band[3]), x0:x1].sum(axis=0) >= 2
    end, gap = x0, 0
    for offset, inked in enumerate(columns):
        gap = 0 if inked else gap + 1
        end = x0 + offset + 1 if inked else end
        if gap > _GAP * sheet.layout.letter:
            break
    return float(end)


def unread(sheet: Sheet, hit: Hit, room: Box | None) -> list[Box]:
    """Ink in a label's room that nobody could read: a sender's bar, a smudge, writing over a pattern."""
    if room is not None:
        cell = sheet.layout.cell(hit.box)
        own = (hit.box[2] + 0.4 * sheet.layout.letter, hit.box[1], cell[2], hit.box[3]) if cell else room
        ink = sheet.ink_extent(_inner(room)) or sheet.ink_extent(_inner(own))
        return [ink] if ink else []
    if hit.line.vertical:
        return []
    _, y0, x1, y1 = hit.box
    letter = max(sheet.layout.letter * 0.6, y1 - y0)
    limit = _limit(sheet, hit, (x1, y0, x1, y1))
    begin = x1 + 0.25 * letter
    end = _ink_run(sheet, (begin, y0, limit, y1))
    ink = sheet.ink_extent((begin, y0 - 0.2 * letter, end, y1 + 0.2 * letter)) if end > begin + letter else None
    if ink and ink[2] - ink[0] > 1.2 * letter:
        return [ink]
    return _unread_below(sheet, hit)


def _unread_below(sheet: Sheet, hit: Hit) -> list[Box]:
    """Ink right under a label that heads its value, as on a passport: writing that a pen hatched over."""
    x0, _, x1, y1 = hit.box
    letter = max(sheet.layout.letter * 0.6, hit.box[3] - hit.box[1])
    room = (x0 - 0.3 * letter, y1 + 0.15 * letter, max(x1, x0 + 8 * letter), y1 + 1.9 * letter)
    others = [line for line in sheet.layout.lines if touches(line.box, room) and line is not hit.line]
    bottom = min([room[3], *(line.box[1] - 2 for line in others)])
    ink = sheet.ink_extent((*room[:3], bottom)) if bottom > room[1] + 0.6 * letter else None
    return [ink] if ink and ink[3] - ink[1] > 0.5 * letter else []


def digit_boxes(sheet: Sheet, hit: Hit, least: int) -> list[Box]:
    """The boxes of the numbers (at least `least` digits) in a label's room, or of all its ink where none was read."""
    room = room_beside(sheet.layout, hit)
    lines = lines_in(sheet, room, hit) if room else []
    numbers = [span for line in lines for span in number_spans(line, least)]
    if numbers:
        return numbers
    if any(re.search(r"省略|なし|\*{2,}", line.text) for line in lines):
        return []
    beside = [line for line in lines if shares_row(line.box, hit.box) > 0.4]
    nearest = min(beside, key=lambda line: line.box[0], default=None)
    if nearest and not re.search(r"[一-鿿ぁ-んァ-ヶ]", nearest.text):
        return [nearest.box]  # a number under a scribble is read as anything
    words = any(re.search(r"[一-鿿ぁ-んァ-ヶ]{2}", line.text) and not re.search(r"\d", line.text) for line in lines)
    return [] if words else value_boxes(sheet, hit)


def number_spans(line: Line, least: int) -> list[Box]:
    """Where a line holds numbers of at least `least` digits, spaces and hyphens within them included."""
    return [
        line.span(found.start(), found.end())
        for found in re.finditer(r"[\dＯOo０-９](?:[\s　\-‐－ー]*[\dＯOo０-９])*", line.text)
        if len(re.findall(r"[\d０-９OoＯ]", found[0])) >= least
    ]


def touches(a: Box, b: Box) -> bool:
    """Whether two boxes share any room."""
    common = overlap(a, b)
    return common[2] > common[0] and common[3] > common[1]
