"""Takes the fields of a prescribed form from its boxes, and holds them against an ordinary reading of the same page.

The boxes say surely whose value stands where; the ordinary reading sees what was written outside them. Where the two stand
against each other nobody is believed and a person looks.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from rapidfuzz.fuzz import partial_ratio

from tasks.case.codes_text import is_case_number
from tasks.case.words import PageKind
from tasks.engines.geometry import Box, around
from tasks.engines.glyphs import japanese, japanese_address
from tasks.engines.label_values import Value
from tasks.engines.page_layout import squeeze
from tasks.forms.boxes import BoxKind, FormBox
from tasks.read import repair
from tasks.read.found import Found, canonical, found, marked
from tasks.read.prescribed import Paper, Prescribed
from tasks.read.prescribed_boxes import Written, is_ticked, read_digits, read_line, read_mark
from tasks.read.upright_pages import ReadPage

TO_A_PERSON = 0.7  # below what a check decides on by itself
_DOUBTFUL_TICK = 0.75
_SAYS_OTHERWISE = 0.9  # how sure an ordinary reading must be to raise a doubt
_ALIKE = 60  # per cent: two readings of one hand differ in letters, another name or place in all
_ERAS = {"taisho": "大正", "showa": "昭和", "heisei": "平成", "reiwa": "令和"}
_WESTERN = "western"
_OUTSIDE = ("person.name", "person.address", "request.date", "agent.name", "agent.address")  # looked for outside boxes
_SEALED = "seal"
_KATAKANA = str.maketrans("夕力二工卜口八", "タカニエトロハ")
_AS_KANA = str.maketrans("才八千三女", "オハチミメ")  # where nothing but kana is written
_ALL_KANA = re.compile(r"[ァ-ヺーぁ-ん]+")
_TWICE_NOUGHT = re.compile(r"〇0|0〇")  # one sign that a reader called by both its names
_FOR_KATAKANA = re.compile(r"[夕力二工卜口八](?=[ァ-ヺ]{2})")
_ONE = re.compile(r"(?<=[一-鿿])ー|ー(?=[番条丁号])")
_IN_GIVEN_NAME = re.compile(r"[夕力工卜](?=[ァ-ヺー])")
_MOUTH = re.compile(r"^([一-鿿])ロ")  # 山口, 川口, 田口: no family name goes on in katakana
_LAST_TSU = re.compile(r"(?<=[ァ-ヺ])ッ(?![ァ-ヺー])")
_NOUGHT = re.compile(r"(?<=[0-9０-９])〇(?=[0-9０-９])|(?<=[0-9０-９])〇(?=号)")


def prescribed_fields(page: ReadPage, seen: Prescribed, ordinary: Sequence[Found] = ()) -> list[Found]:
    """Every field of a prescribed page whose marks were found; `ordinary` is what reading it like any form gives."""
    if seen.layout is None or seen.paper is None or seen.form is None:
        return []
    boxes = sorted(seen.layout.of_page(seen.form.page), key=lambda box: box.name)
    fields: list[Found] = []
    for name, group in groupby(boxes, key=lambda box: box.name):
        fields += _field(page, seen.paper, name, list(group))
    if page.kind is PageKind.POA:
        title = Value("委任状", seen.paper.box(boxes[0].rect), page.confidence)
        fields += found("authority.kind", page, title, PageKind.POA.value)
    return _agreed(fields, ordinary)


def unticked_words(seen: Prescribed) -> list[Box]:
    """Where the words of options stand that nobody ticked: on a power of attorney they are no words of its giver."""
    if seen.layout is None or seen.paper is None:
        return []
    paper, ticks = seen.paper, [box for box in seen.layout.boxes if box.kind is BoxKind.TICK]
    open_ = {box.key for box in ticks if not is_ticked(paper, box)[0]}
    return [paper.box(text.rect) for text in seen.layout.prints if text.style == "option" and text.key in open_]


def slip_fields(page: ReadPage, seen: Prescribed) -> list[Found]:
    """The case that a return slip belongs to: by its code, else by what was written in its cells."""
    if seen.slip is None:
        return [each for each in prescribed_fields(page, seen) if each.name.startswith("slip.")]
    width, height = page.upright.size
    return found("slip.case", page, Value(seen.slip.case, (0.0, 0.0, width, height), 1.0), seen.slip.case)


def _field(page: ReadPage, paper: Paper, name: str, boxes: list[FormBox]) -> list[Found]:
    """The field of some boxes, read by what they are; a note is left to people."""
    reader = _READERS.get(frozenset(box.kind for box in boxes))
    return reader(page, paper, name, boxes) if reader else []


def _stated(page: ReadPage, paper: Paper, name: str, boxes: list[FormBox]) -> list[Found]:
    """What a form for a single kind of request asks for by being that form."""
    return [Found(name, page, marked(boxes[0].part, paper.box(boxes[0].rect), page.confidence), boxes[0].part)]


def _mark(page: ReadPage, paper: Paper, name: str, boxes: list[FormBox]) -> list[Found]:
    mark = read_mark(paper, boxes[0])
    return found(name, page, _value(paper, [mark]), mark.text) if mark else []


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
        kana = repair.kana(value.text.translate(_AS_KANA))
        return canonical(name, page, value, kana if _ALL_KANA.fullmatch(kana) else None)
    if last == "email":
        mail = repair.email(value.text)
        return canonical(name, page, value, re.sub(r"\.ip$", ".jp", mail) if mail else None)
    if last == "address":
        _, rest = repair.split_postcode(value.text)
        return found(name, page, replace(value, text=_kana_mended(japanese_address(rest))))
    return found(name, page, replace(value, text=_name_mended(japanese(repair.name(value.text)))))


def _name_mended(name: str) -> str:
    """A name in which 口 was read as katakana in the family name, or katakana as kanji in the given name."""
    return _IN_GIVEN_NAME.sub(lambda one: one[0].translate(_KATAKANA), _MOUTH.sub(r"\1口", name))


def _kana_mended(address: str) -> str:
    """An address whose look-alikes are told by their neighbours: 八イツ, ハイッ203, 南ー条, 2〇3号.

    八ツ橋 and 八ヶ岳 have one katakana only; a long sound follows no kanji, and no 条, 番 or 丁 follows it.
    """
    plain = _FOR_KATAKANA.sub(lambda one: one[0].translate(_KATAKANA), _ONE.sub("一", address))
    return _NOUGHT.sub("0", _TWICE_NOUGHT.sub("0", _LAST_TSU.sub("ツ", plain)))


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
    """The ticked options, sorted; of a list in which one counts (a relation) none where several are ticked."""
    told = [(box, *is_ticked(paper, box)) for box in boxes]
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


def _agreed(fields: list[Found], ordinary: Sequence[Found]) -> list[Found]:
    """The fields, those in doubt that an ordinary reading denies, and what it alone found where nothing is in the box."""
    other = {each.name: each for each in ordinary}
    agreed = [doubted(each) if _denies(other.get(each.name), each) else each for each in fields]
    return agreed + list(_outside({each.name for each in fields}, other))


def _outside(known: set[str], other: dict[str, Found]) -> Iterator[Found]:
    for name, each in other.items():
        seal = name == "form.signature" and each.normalized == _SEALED
        several = name == "request.kinds" and bool(each.normalized)
        if name not in known and (name in _OUTSIDE or seal or several):
            yield doubted(each)


def doubted(each: Found) -> Found:
    """A field that no check may decide on by itself."""
    return replace(each, value=replace(each.value, confidence=min(each.value.confidence, TO_A_PERSON)))


def _denies(other: Found | None, own: Found) -> bool:
    """Whether an ordinary reading surely saw something else: other kinds, another name, another place."""
    if other is None or other.value.confidence < _SAYS_OTHERWISE:
        return False
    if own.name in {"request.kinds", "agent.relation", "request.date", "person.birth_date"}:
        return bool(other.normalized) and other.normalized != own.normalized
    if own.name.endswith((".name", ".address")):
        return partial_ratio(squeeze(other.value.text)[0], squeeze(own.value.text)[0]) < _ALIKE
    return False
