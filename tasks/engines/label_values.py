"""Takes the value that belongs to a label: its words, its place and how sure the reader is."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tasks.engines.geometry import Box, around, grown, overlap
from tasks.engines.label_room import is_bare_label, is_label, labels, room_below, room_beside
from tasks.engines.page_layout import Hit, Layout, Line, has_gap, in_rows

_EDGES = " 　:：;；|｜・,、。_＿…-―"
_ACROSS = re.compile(
    "見本|複写|複製|コピー|SPECIMEN|SAMPLE|COPY|VOID", re.IGNORECASE
)  # stamped or woven into the paper


_SAYS_HOW = re.compile(r"[をではにと。]|記入|任意|番号|添付")
_HINT_GAP = 2.5  # letters of the writing between it and a hint
_HINT_SIZE = 0.8  # of the writing's height: hints are printed smaller


@dataclass(frozen=True)
class Value:
    """What stands in a field, without its label; `box` in pixels of the upright page, `rows` the boxes of its lines."""

    text: str
    box: Box
    confidence: float
    rows: tuple[Box, ...] = ()


Skipped = Callable[[Line, Sequence[Line]], bool]


def value_beside(layout: Layout, hit: Hit, skipped: Skipped | None = None) -> Value | None:
    """What stands in the room of a label; None for an empty room."""
    room = room_beside(layout, hit)
    return value_in(layout, room, hit, skipped) if room else None


def value_in(layout: Layout, room: Box, hit: Hit | None = None, skipped: Skipped | None = None) -> Value | None:
    """What stands in a room; None for an empty one.

    Left out are the label `hit` itself and other labels, printed hints, and lines that are `skipped` beside the others.
    """
    found = _clipped(layout, grown(room, 4))
    inside = [line for line in found if not is_label(line) and not _ACROSS.fullmatch(line.text.strip())]
    inside = [line for line in inside if hit is None or not _is_hit(line, hit)]
    written = [line for line in inside if not is_hint(line, inside)] or inside
    return join([line for line in written if skipped is None or not skipped(line, written)])


def is_hint(line: Line, others: Sequence[Line]) -> bool:
    """Whether a line is small print far right of all writing, that says how to fill in the field."""
    before = [one for one in others if one is not line and one.box[2] < line.box[0]]
    tallest = max((one.height for one in before), default=0.0)
    if not _SAYS_HOW.search(line.text) or re.search(r"\d", line.text):
        return False
    far = bool(before) and line.box[0] - max(one.box[2] for one in before) > _HINT_GAP * tallest
    beside = [one for one in others if one.box[0] >= line.box[0] - line.height]
    return far and line.height < _HINT_SIZE * tallest and all(one.height < _HINT_SIZE * tallest for one in beside)


def _is_hit(line: Line, hit: Hit) -> bool:
    return line.box == hit.line.box or (
        line.text in hit.line.text and overlap(line.box, hit.box)[2] > hit.box[2] - 2 > line.box[0] + 8
    )


def _clipped(layout: Layout, room: Box) -> list[Line]:
    """The lines in a room, each cut to the characters whose middles lie in it."""
    found = []
    for line in layout.lines:
        if is_bare_label(line) or overlap(line.box, room)[3] - overlap(line.box, room)[1] < 0.5 * (
            line.box[3] - line.box[1]
        ):
            continue
        kept = [
            i
            for i in range(len(line.text))
            if room[0] <= _middle(line, i)[0] <= room[2] and room[1] <= _middle(line, i)[1] <= room[3]
        ]
        if kept:
            whole = len(kept) == len(line.text) or _runs_over(line, room, len(kept))
            found.append(line if whole else line.part(kept[0], kept[-1] + 1))
    return in_rows([line for line in found if line.text.strip(_EDGES)])


def _runs_over(line: Line, room: Box, kept: int) -> bool:
    """Whether words that begin in a room run on over its right wall without a gap, as a long address does."""
    begins = line.box[0] >= room[0] - 4 and line.box[2] > room[2]
    return begins and len(line.starts) > 3 and kept * 2 > len(line.text) and not has_gap(line, room[2])


def _middle(line: Line, place: int) -> tuple[float, float]:
    x0, y0, x1, y1 = line.span(place, place + 1)
    return (x0 + x1) / 2, (y0 + y1) / 2


def join(lines: list[Line], between: str = "") -> Value | None:
    """Several lines as one value; its confidence is that of the worst read."""
    text = between.join(line.text.strip() for line in lines).strip(_EDGES)
    if not text:
        return None
    boxes = tuple(line.box for line in lines)
    worded = [line for line in lines if re.search(r"\w", line.text)] or lines  # 〒 alone says nothing of the reading
    return Value(text, around(boxes), min(line.confidence for line in worded), boxes)


def labelled(layout: Layout, words: str, skipped: Skipped | None = None) -> list[tuple[Hit, Value]]:
    """Every label of `words` with its value, where something stands there."""
    found = ((hit, value_beside(layout, hit, skipped)) for hit in labels(layout, words))
    return [(hit, value) for hit, value in found if value is not None]


def labelled_or_below(layout: Layout, words: str) -> Iterator[tuple[Hit, Value]]:
    """Every label of `words` with its value, and then, whatever that was, with what stands under it."""
    yield from labelled(layout, words)
    for hit in labels(layout, words):
        room = room_below(layout, hit)
        value = value_in(layout, room, hit) if room else None
        if value is not None:
            yield hit, value


def first_value(layout: Layout, words: str, shape: str = "") -> Value | None:
    """The first labelled value whose text has `shape` (a pattern), in reading order."""
    return next((value for _, value in labelled(layout, words) if re.search(shape, value.text)), None)


def matching(layout: Layout, pattern: str) -> Value | None:
    """The first place on the page where a pattern matches, as a value."""
    hit = next(iter(layout.find(pattern)), None)
    return Value(hit.line.text[hit.begin : hit.end], hit.box, hit.line.confidence) if hit else None
