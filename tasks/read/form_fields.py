"""Reads a request form of any company: what is asked, when, by whom, for whom, and whether it is signed."""

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from tasks.engines.gazetteer import places_of, same_writing
from tasks.engines.geometry import Box, around, covered
from tasks.engines.glyphs import japanese, japanese_address
from tasks.engines.label_room import is_label, is_labelled, labels
from tasks.engines.label_values import Skipped, Value, join, labelled, value_in
from tasks.engines.page_layout import Hit, Layout, Line, squeeze
from tasks.engines.person_names import is_no_name
from tasks.read import field_words, repair
from tasks.read.asked_kinds import asked_kinds, asking_sentences, words_of
from tasks.read.era_choice import with_chosen_era
from tasks.read.found import Found, canonical, found, marked
from tasks.read.handwriting import is_handwritten
from tasks.read.latin_names import spaced
from tasks.read.roles import AGENT, PERSON, RoleColumn, role_columns, role_of
from tasks.read.seals import SIGNATURE_LABELS, all_seals, is_seal_text, reread_under_seal, seal_lines, signature_of
from tasks.read.second_look import second_looks
from tasks.read.sender_block import sender_of
from tasks.read.ticks import options_in, read_ticks
from tasks.read.upright_pages import ReadPage

_LOOKED_AT_AGAIN = ("name", "address", "birth_date", "postcode")  # without which nothing can be checked
_BY_WHOSE_HAND = 0.5
_BY_ITS_HAND = 0.85
_READ_WELL = 0.85  # a misread letter is unlike print as well
_MOSTLY_KANA = re.compile(r"[ぁ-んァ-ヺー・口力夕二工卜一]{4,}")
_MISREAD_LABEL = 3  # letters of フリガナ, printed smallest of all
_INDENT = 5  # letters by which a second row of an address may begin farther right
_LEAST_OPTIONS = 2  # a list of which fewer options were found was not read


def form_fields(page: ReadPage) -> list[Found]:
    """Every field of a request form page."""
    seals = all_seals(page.layout, [value for _, value in labelled(page.layout, field_words.NAME, is_no_name)])
    page = replace(page, layout=page.layout.without(seal_lines(page.layout, seals)))
    layout = page.layout
    names = _role_values(page, "name", field_words.NAME, seals)
    block = [] if names else _unlabelled_sender(page)
    names += [each for each in block if each.name == f"{PERSON}.name"]
    fields = [*asked_kinds(page), *_date(page), *names]
    for field, words in (
        ("kana", field_words.KANA),
        ("address", field_words.ADDRESS),
        ("birth_date", field_words.BIRTH),
        ("phone", field_words.PHONE),
        ("email", field_words.EMAIL),
        ("postcode", field_words.POSTCODE),
    ):
        fields += _role_values(page, field, words, seals)
    fields += [each for each in block if each not in names]
    fields += _lone_postcode(page, fields)
    fields += _kana_above(page, fields)
    fields += _relation(page)
    signature = signature_of(layout, [each.value for each in names], seals)
    if signature is None and page.image.lines is None:  # nobody signs a text by hand
        signature = _signed_by_hand(layout, names) or _perhaps_signed(layout, names)
    return fields + found("form.signature", page, signature, signature.text if signature else None)


def _unlabelled_sender(page: ReadPage) -> list[Found]:
    """Name and address of a letter that asks in a sentence and labels nothing."""
    sender = sender_of(page.layout) if next(asking_sentences(page.layout), None) else None
    if sender is None:
        return []
    return [*_field_of(page, PERSON, "name", sender.name), *_address(page, PERSON, sender.address)]


def _signed_by_hand(layout: Layout, names: list[Found]) -> Value | None:
    """A name in a room whose label asks for it in the person's own hand (自署) is a signature."""
    for hit in layout.find(r"自署|署名"):
        beside = [each.value for each in names if abs(each.value.box[1] - hit.box[1]) < 2.5 * layout.letter]
        if beside and "。" not in hit.line.text:
            return Value("signature", beside[0].box, beside[0].confidence * 0.9)
    return None


def _perhaps_signed(layout: Layout, names: list[Found]) -> Value | None:
    """A name without a seal is a signature when its own hand wrote it: surely, or perhaps, and then a person looks.

    A form with a line of its own for the signature is not signed by the name above it.
    """
    own = next((each.value for each in names if each.name == f"{PERSON}.name"), None)
    if own is None:
        return None
    written = not labels(layout, SIGNATURE_LABELS) and own.confidence >= _READ_WELL and is_handwritten(layout, own)
    return replace(own, text="signature", confidence=_BY_ITS_HAND if written else _BY_WHOSE_HAND)


def _date(page: ReadPage) -> list[Found]:
    """The date of the request: labelled, or the only date line that is nobody's birthday."""
    layout = page.layout
    for _, value in labelled(layout, field_words.DATE_LABELS):
        value = with_chosen_era(layout, value)  # noqa: PLW2901
        normalized = repair.day(value.text)
        if normalized or not repair.is_blank_date(value.text):
            return canonical("request.date", page, repair.only_date(value), normalized)
    births = [value.box for _, value in labelled(layout, field_words.BIRTH)]
    for hit in layout.find(field_words.DATE):
        text = hit.line.text[hit.begin : hit.end]
        alone = (hit.end - hit.begin) > 0.5 * len(hit.line.text)
        if alone and not any(abs(box[1] - hit.box[1]) < layout.letter for box in births):
            return canonical("request.date", page, Value(text, hit.box, hit.line.confidence), repair.day(text))
    return []


def _role_values(page: ReadPage, field: str, words: str, seals: Sequence[Box]) -> list[Found]:
    fields: dict[str, Found] = {}
    skipped = _SKIPPED.get(field)
    found = labelled(page.layout, words, skipped)
    if not found and field in _LOOKED_AT_AGAIN:
        found = second_looks(page.layout, words)
    columns = role_columns(page.layout)
    placed = [(role_of(page.layout, hit), hit, value) for hit, value in found]
    placed = [(role, hit, value) for role, hit, value in placed if not _heads(columns, hit)]
    for hit in labels(page.layout, words) if columns else ():
        placed += [
            (column.role, hit, value)
            for column in columns
            if _heads([column], hit) and (value := value_in(page.layout, column.room(page.layout, hit), hit, skipped))
        ]
    for role, hit, value in _by_who_asks(placed):
        clean = _without_seal_words(page.layout, hit, value, seals)
        for one in _field_of(
            page, role, field, reread_under_seal(page.layout, clean, seals) if field == "name" else clean
        ):
            fields.setdefault(one.name, one)
    return list(fields.values())


def _heads(columns: Sequence[RoleColumn], hit: Hit) -> bool:
    """Whether a label stands at the head of a row that runs under the columns."""
    return any(column.top < hit.box[1] < column.bottom and hit.box[2] <= column.left + 4 for column in columns)


def _by_who_asks(placed: list[tuple[str, Hit, Value]]) -> list[tuple[str, Hit, Value]]:
    """Where a form has fields of 本人 by that name, another one of whoever asks (請求者) is the agent's."""
    named = [value for role, hit, value in placed if role == PERSON and _says_principal(hit)]
    if not named:
        return placed
    return [
        (AGENT if role == PERSON and not _says_principal(hit) and _another(value, named) else role, hit, value)
        for role, hit, value in placed
    ]


def _says_principal(hit: Hit) -> bool:
    return bool(re.search(r"本人", squeeze(hit.line.text[hit.begin : hit.end])[0]))


def _another(value: Value, named: list[Value]) -> bool:
    return all(squeeze(value.text)[0] != squeeze(one.text)[0] for one in named)


def _without_seal_words(layout: Layout, hit: Hit, value: Value, seals: Sequence[Box]) -> Value:
    """The value without the words of a seal that the reader took for text beside it."""
    parts = [line for line in layout.lines if line is not hit.line and _within(line.box, value.box)]
    kept = [
        line
        for line in parts
        if not (
            is_seal_text(layout, line.box)
            or any(covered(line.box, s) > 0.7 for s in seals)
            or _repeats_surname(line.text, value)
        )
    ]
    if len(kept) == len(parts) or not kept:
        return value
    text = value.text
    for line in parts:
        if line not in kept and text.endswith(line.text):
            text = text[: -len(line.text)]
    return Value(text, around(line.box for line in kept), value.confidence) if text.strip() else value


def _repeats_surname(text: str, value: Value) -> bool:
    """Whether words at a name's end are its own beginning: the seal of a family name, scanned without its red."""
    plain, name = squeeze(text)[0], squeeze(value.text)[0]
    return 0 < len(plain) <= 3 < len(name) and plain in name[:3] and name.endswith(plain)


def _within(inner: Box, outer: Box) -> bool:
    return (
        inner[0] >= outer[0] - 4 and inner[2] <= outer[2] + 4 and inner[1] >= outer[1] - 4 and inner[3] <= outer[3] + 4
    )


_SKIPPED: dict[str, Skipped] = {"name": is_no_name}


def _field_of(page: ReadPage, role: str, field: str, value: Value) -> list[Found]:
    name = f"{role}.{field}"
    if role == AGENT and field not in {"name", "address"}:
        return []
    if field == "name":
        value = spaced(page.layout, value)
        text = repair.name(value.text)
        return found(name, page, replace(value, text=japanese(text))) if re.search(r"\w", text) else []
    if field == "address":
        return _address(page, role, value)
    if field == "birth_date":
        value = with_chosen_era(page.layout, value)
        blank = repair.is_blank_date(value.text)
        return [] if blank else canonical(name, page, repair.only_date(value), repair.day(value.text))
    return _code(name, page, field, repair.only_part(field, value))


def _code(name: str, page: ReadPage, field: str, value: Value) -> list[Found]:
    """Kana, telephone, mail or postcode; what cannot be one, as a printed 〒 or a hyphen, is none."""
    no_mail = field == "email" and not re.search(r"[@＠]", value.text)
    no_code = field == "postcode" and not repair.is_postcode_like(value.text)
    if no_mail or no_code or (field == "phone" and not repair.digits(value.text)):
        return []
    normalize = {"kana": repair.kana, "phone": repair.phone, "email": repair.email, "postcode": repair.postcode}[field]
    return canonical(name, page, value, normalize(value.text))


_TOWN = re.compile(r"[都道府県市区町村郡]")


def _whole_address(layout: Layout, value: Value) -> Value:
    """An address with the row above or below that belongs to it: its label stands beside any of its rows."""
    _, rest = repair.split_postcode(value.text)
    for below in (True, False):
        if not _TOWN.search(rest):
            row = _row_beside(layout, value, below=below)
            joined = join([*_as_lines(value), *row] if below else [*row, *_as_lines(value)]) if row else None
            if joined and _TOWN.search(joined.text):
                return joined
    return value


def _as_lines(value: Value) -> list[Line]:
    return [Line(value.text, value.box, value.confidence)]


def _row_beside(layout: Layout, value: Value, *, below: bool) -> list[Line]:
    """The row right below or above a value: unlabelled words that begin about where it begins."""
    x0, y0, _, y1 = value.box
    height = (value.rows[0][3] - value.rows[0][1]) if value.rows else y1 - y0
    near = [
        line
        for line in layout.lines
        if abs(line.box[0] - x0) < _INDENT * height
        and (
            0 <= line.box[1] - y1 + 0.4 * height < 1.6 * height
            if below
            else 0 <= y0 - line.box[3] + 0.4 * height < 1.6 * height
        )
        and not is_label(line)
        and not is_labelled(layout, line)
    ]
    return [min(near, key=lambda line: line.box[1] if below else -line.box[1])] if near else []


def _address(page: ReadPage, role: str, value: Value) -> list[Found]:
    value = _whole_address(page.layout, value)
    code, rest = repair.split_postcode(value.text)
    fields = []
    if code and role == PERSON:
        fields += canonical("person.postcode", page, replace(value, text=code), repair.postcode(code))
    if re.search(r"[^\W\d_]{2}", squeeze(rest)[0]):
        fields += found(f"{role}.address", page, replace(value, text=japanese_address(rest)))
    return fields


def _kana_above(page: ReadPage, fields: Sequence[Found]) -> list[Found]:
    """The reading printed small above the person's name in its own room, whose label フリガナ was not read as one."""
    name = next((each.value for each in fields if each.name == f"{PERSON}.name"), None)
    if name is None or any(each.name == f"{PERSON}.kana" for each in fields):
        return []
    height = name.box[3] - name.box[1]
    for line in page.layout.lines:
        near = -0.5 * height < name.box[1] - line.box[3] < 0.8 * height and line.height < 0.95 * height
        if near and abs(line.box[0] - name.box[0]) < 3 * height and _MOSTLY_KANA.fullmatch(squeeze(line.text)[0]):
            own = Value(_after_label(line.text), line.box, line.confidence)
            return canonical(f"{PERSON}.kana", page, own, repair.kana(own.text))
    return []


def _after_label(text: str) -> str:
    """Kana without the word フリガナ before them, however it was misread."""
    head = min(range(3, 6), key=lambda end: Levenshtein.distance(text[:end], "フリガナ"))
    return text[head:].lstrip(" 　ー:：") if Levenshtein.distance(text[:head], "フリガナ") <= _MISREAD_LABEL else text


def _lone_postcode(page: ReadPage, fields: Sequence[Found]) -> list[Found]:
    """A postcode whose mark 〒 was not read, told by the person's address: it must be the code of that very place."""
    home = next((each.value.text for each in fields if each.name == f"{PERSON}.address"), "")
    if not home or any(each.name == f"{PERSON}.postcode" for each in fields):
        return []
    for hit in page.layout.find(r"^[^\d]?\d{3}[-‐ー−―]?\d{4}$"):
        code = repair.postcode(hit.line.text[hit.begin :].lstrip("=〒TＴ干千 "))
        if code and any(same_writing(home[: len(place.name)], place.name) for place in places_of(code)):
            return canonical(f"{PERSON}.postcode", page, Value(code, hit.box, hit.line.confidence), code)
    return []


def _relation(page: ReadPage) -> list[Found]:
    """By what the agent acts: the ticked option, or else what is written beside the label."""
    options = options_in(page.layout, dict(field_words.RELATION_WORDS))
    ticks = [tick for tick in read_ticks(page.layout, options) if tick.ticked]
    codes = {tick.code for tick in ticks}
    if len(codes) == 1:
        return found(
            "agent.relation", page, marked(words_of(page, ticks[0]), ticks[0].box, ticks[0].confidence), ticks[0].code
        )
    if len(codes) > 1:
        return found("agent.relation", page, marked("複数", ticks[0].box, 0.3), None)
    return [] if len(options) >= _LEAST_OPTIONS else _written_relation(page)  # a list of which nothing is ticked


def _written_relation(page: ReadPage) -> list[Found]:
    for hit, value in labelled(page.layout, field_words.RELATION):
        text, _ = squeeze(value.text)
        if (
            (role_of(page.layout, hit) == AGENT or re.search(r"本人との|[Rr]elationship", hit.line.text))
            and len(text) <= (24 if text.isascii() else 10)
            and not re.search(r"[□☐]", text)
        ):
            code = next((code for code, words in field_words.WRITTEN_RELATIONS.items() if re.search(words, text)), None)
            return found("agent.relation", page, value, code) if code else []
    return []
