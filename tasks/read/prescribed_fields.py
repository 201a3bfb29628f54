"""Takes the fields of a prescribed form from its boxes."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from tasks.case.codes_text import is_case_number
from tasks.case.words import PageKind
from tasks.engines.geometry import Box, around
from tasks.engines.glyphs import japanese, japanese_address
from tasks.engines.label_values import Value
from tasks.forms.boxes import BoxKind, FormBox, Rect
from tasks.read import repair
from tasks.read.found import Found, canonical, found, marked
from tasks.read.handwriting import is_typed
from tasks.read.look_alikes import may_repeat, mended_address, mended_name, only_kana
from tasks.read.prescribed import Paper, Prescribed
from tasks.read.prescribed_boxes import Written, is_struck, is_ticked, read_digits, read_line, read_mark
from tasks.read.prescribed_doubts import TO_A_PERSON, agreed, doubted
from tasks.read.prescribed_frames import located
from tasks.read.upright_pages import ReadPage

_DOUBTFUL_TICK = 0.75
_STRUCK = 0.5  # how sure a choice is of which words are struck through
_ERAS = {"taisho": "大正", "showa": "昭和", "heisei": "平成", "reiwa": "令和"}
_WESTERN = "western"


def prescribed_fields(page: ReadPage, seen: Prescribed, ordinary: Sequence[Found] = ()) -> list[Found]:
    """Every field of a prescribed page whose marks were found; `ordinary` is what reading it like any form gives."""
    if seen.layout is None or seen.paper is None or seen.form is None:
        return []
    boxes, unseen = _located(seen.paper, seen.layout.of_page(seen.form.page))
    fields: list[Found] = []
    for name, group in groupby(boxes, key=lambda box: box.name):
        own = _field(page, seen.paper, name, list(group))
        fields += [doubted(each) for each in own] if name in unseen else own
    if page.kind is PageKind.POA:
        title = Value("委任状", seen.paper.box(boxes[0].rect), page.confidence)
        fields += found("authority.kind", page, title, PageKind.POA.value)
    return agreed(fields, ordinary)


def _located(paper: Paper, boxes: Iterable[FormBox]) -> tuple[list[FormBox], set[str]]:
    """The boxes where their frames lie, by name, and the names of those of which a frame was not seen."""
    placed = [located(paper, box) for box in sorted(boxes, key=lambda box: box.name)]
    return [box for box, _ in placed], {box.name for box, framed in placed if not framed}


def unticked_words(seen: Prescribed) -> list[Box]:
    """Where the words of options stand that nobody ticked: on a power of attorney they are no words of its giver."""
    if seen.layout is None or seen.paper is None:
        return []
    paper = seen.paper
    ticks, _ = _located(paper, (box for box in seen.layout.boxes if box.kind is BoxKind.TICK))
    open_ = {box.key for box in ticks if not is_ticked(paper, box)[0]}
    return [paper.box(text.rect) for text in seen.layout.prints if text.style == "option" and text.key in open_]


def slip_fields(page: ReadPage) -> list[Found]:
    """What a return slip says: its case, by its code or else by what was written in its cells, who sends it, and what.

    A slip's name is `slip.name`: the person's own stands on the form.
    """
    seen = page.code
    if seen is None or page.kind is not PageKind.OTHER:
        return []
    boxes = [replace(each, name=each.name.replace("person.", "slip.")) for each in prescribed_fields(page, seen)]
    if seen.slip is None:
        return boxes
    width, height = page.upright.size
    case = Value(seen.slip.case, (0.0, 0.0, width, height), page.confidence)
    return [Found("slip.case", page, case, seen.slip.case), *(each for each in boxes if each.name != "slip.case")]


def _field(page: ReadPage, paper: Paper, name: str, boxes: list[FormBox]) -> list[Found]:
    """The field of some boxes, read by what they are; a note is left to people."""
    reader = _READERS.get(frozenset(box.kind for box in boxes))
    return reader(page, paper, name, boxes) if reader else []


def _stated(page: ReadPage, paper: Paper, name: str, boxes: list[FormBox]) -> list[Found]:
    """What a form for a single kind of request asks for by being that form."""
    return [Found(name, page, marked(boxes[0].part, paper.box(boxes[0].rect), page.confidence), boxes[0].part)]


def _mark(page: ReadPage, paper: Paper, name: str, boxes: list[FormBox]) -> list[Found]:
    """A seal or a signature. A name that a machine printed in the room signs nothing by itself: a person looks."""
    mark = read_mark(paper, boxes[0])
    fields = found(name, page, _value(paper, [mark]), mark.text) if mark else []
    printed = mark is not None and mark.text == "signature" and is_typed(page.layout, paper.box(boxes[0].rect))
    return [doubted(each) for each in fields] if printed else fields


def _value(paper: Paper, written: Sequence[Written], between: str = "") -> Value:
    rows = tuple(paper.box(each.rect) for each in written)
    text = between.join(each.text for each in written)
    return Value(text, around(rows), min(each.confidence for each in written), rows)


def _text(page: ReadPage, paper: Paper, name: str, boxes: list[FormBox]) -> list[Found]:
    lines = [line for line in (read_line(paper, box) for box in boxes) if line]
    if not lines:
        return []
    value = _value(paper, lines)
    last = name.rsplit(".", 1)[-1].rsplit("_", 1)[-1]
    if last == "kana":
        return canonical(name, page, value, only_kana(value.text))
    if last == "email":
        mail = repair.email(value.text)
        return canonical(name, page, value, re.sub(r"\.ip$", ".jp", mail) if mail else None)
    if last == "address":
        _, rest = repair.split_postcode(value.text)
        sure = min(value.confidence, TO_A_PERSON) if may_repeat(rest) else value.confidence
        return found(name, page, replace(value, text=mended_address(japanese_address(rest)), confidence=sure))
    return found(name, page, replace(value, text=mended_name(japanese(repair.name(value.text)))))


def _number(page: ReadPage, paper: Paper, name: str, boxes: list[FormBox]) -> list[Found]:
    rows = [read_digits(paper, box) for box in boxes]
    written = [row for row in rows if row]
    if not written:
        return []
    parts = [row.text if row else "" for row in rows]
    value = replace(_value(paper, written), text="-".join(parts))
    return canonical(name, page, value, _normalized(name, boxes, parts))


def _normalized(name: str, boxes: list[FormBox], parts: list[str]) -> str | None:
    if name == "slip.case":
        number = f"K{'-'.join(parts)}"
        return number if is_case_number(number) else None
    if name.endswith("postcode"):
        whole = [len(part) == len(box.cells) for part, box in zip(parts, boxes, strict=True)]
        return "-".join(parts) if all(whole) else None
    return repair.phone("".join(parts))


def _ticks(page: ReadPage, paper: Paper, name: str, boxes: list[FormBox]) -> list[Found]:
    """The ticked options, sorted; of a list in which one counts (a relation) none where several are ticked.

    A tick beside words that are struck through is nobody's sure choice.
    """
    told = [(box, *is_ticked(paper, box)) for box in boxes]
    if any(on and is_struck(paper, words) for box, on, _ in told for words in _words_of(page, box)):
        told = [(box, on, min(sure, _STRUCK)) for box, on, sure in told]
    sure = min(confidence for _, _, confidence in told)
    ticked = [box for box, on, _ in told if on]
    if not ticked:
        area = around(paper.box(box.rect) for box in boxes)
        return [Found(name, page, marked("", area, min(sure, 0.5)), "")] if sure < _DOUBTFUL_TICK else []
    codes = sorted(box.part for box in ticked)
    value = marked("、".join(codes), around(paper.box(box.rect) for box in ticked), sure)
    if name == "agent.relation" and len(codes) > 1:
        return canonical(name, page, value, None)
    return [Found(name, page, value, ",".join(codes))]


def _words_of(page: ReadPage, box: FormBox) -> list[Rect]:
    """Where the words of an option stand on its paper."""
    layout = page.code.layout if page.code else None
    return [text.rect for text in layout.prints if text.style == "option" and text.key == box.key] if layout else []


def _date(page: ReadPage, paper: Paper, name: str, boxes: list[FormBox]) -> list[Found]:
    """A date of cells with its era. Two eras, or none beside a year that needs one, are nobody's date: a person looks."""
    told = [(box.part, *is_ticked(paper, box)) for box in boxes if box.kind is BoxKind.TICK]
    rows = {box.part: read_digits(paper, box) for box in boxes if box.kind is BoxKind.DIGITS}
    written = [row for part in ("year", "month", "day") if (row := rows.get(part))]
    if not written:
        return []
    eras = [era for era, on, _ in told if on]
    year, month, day = (row.text if row else "" for row in (rows.get(part) for part in ("year", "month", "day")))
    western = len(year) == 4
    text = f"{'' if western else _ERAS.get(eras[0], '') if eras else ''}{year}年{month}月{day}日"
    clear = western if not eras else len(eras) == 1 and (eras[0] == _WESTERN) == western
    value = _value(paper, written)
    sure = min(value.confidence, *(confidence for _, _, confidence in told))
    return canonical(name, page, replace(value, text=text, confidence=sure), repair.day(text) if clear else None)


_READERS: dict[frozenset[BoxKind], Callable[[ReadPage, Paper, str, list[FormBox]], list[Found]]] = {
    frozenset({BoxKind.TICK, BoxKind.DIGITS}): _date,
    frozenset({BoxKind.TICK}): _ticks,
    frozenset({BoxKind.DIGITS}): _number,
    frozenset({BoxKind.TEXT}): _text,
    frozenset({BoxKind.STATED}): _stated,
    frozenset({BoxKind.MARK}): _mark,
}
