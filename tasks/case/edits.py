"""What a person changes of the evidence, and how a reading looks with it: a person's word settles what a reader doubted."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from tasks.case.canonical import canonical_of
from tasks.case.errors import KaijiError
from tasks.case.fee import parse_instruments
from tasks.case.words import Field, Page, PageKind, Poly, Reading, Redaction

SURE = 1.0  # how sure a person's word is
ADDRESSED = frozenset({"person.name", "person.postcode", "person.address"})  # where a letter goes
WHOLE_PAGE: Poly = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
_NOT_COVERED = ("fee.", "request.", "form.")  # as in the redaction of what was read: marks and codes, no one's data


@dataclass(frozen=True)
class FieldChange:
    """A field as a person corrects it: `value` as it stands on the paper, None where it does not stand there at all.

    `page` counts through all packets of the case; `poly` in fractions of the page as shown (None: where it was before).
    """

    name: str
    value: str | None
    page: int | None
    poly: Poly | None
    person: str


@dataclass(frozen=True)
class MarksChange:
    """All redaction boxes that a page shall have from now on, and why; `page` counts through all packets of the case."""

    page: int
    marks: Sequence[Redaction]
    reason: str
    person: str


class Edit(NamedTuple):
    """One kept change: `place` is None where nobody said on which place of the page the value stands."""

    name: str
    value: str | None
    page: int
    place: Poly | None


class Told(NamedTuple):
    """What is known of papers: what was read, with a person's corrections in it, and which fields surely do not stand there."""

    reading: Reading
    withdrawn: frozenset[str] = frozenset()


def with_edits(told: Told, edits: Iterable[Edit]) -> Told:
    """The papers with these edits, oldest first; of one field the last counts.

    A value that equals what was read confirms it, and its canonical form stays the reader's, where there is one. Whoever
    says what a document is also says what its page is; the request form stays one, whatever is said to stand on it.
    """
    fields, pages, withdrawn = dict(told.reading.fields), list(told.reading.pages), set(told.withdrawn)
    newest = {edit.name: edit for edit in edits}
    for edit in newest.values():
        withdrawn.discard(edit.name)
        if edit.value is None:
            fields.pop(edit.name, None)
            withdrawn.add(edit.name)
            continue
        fields[edit.name] = field = _field(edit, edit.value, fields.get(edit.name))
        if edit.name.endswith(".kind") and edit.place is not None:
            pages = [_known_as(page, field) for page in pages]
    if "fee.instruments" in newest and "fee.total" not in newest and "fee.total" in fields:
        fields["fee.total"] = _summed(fields)
    return Told(Reading(pages=tuple(pages), fields=fields), frozenset(withdrawn))


def _field(edit: Edit, value: str, before: Field | None) -> Field:
    as_read = before.normalized if before is not None and before.value == value else None
    try:
        form = as_read or canonical_of(edit.name, value)
    except KaijiError:  # it confirmed what was read, and that has gone since
        form = None
    return Field(
        name=edit.name,
        value=value,
        normalized=form,
        confidence=SURE,
        page=edit.page,
        poly=edit.place or WHOLE_PAGE,
    )


def _summed(fields: Mapping[str, Field]) -> Field:
    """The sum of corrected money orders in the place of the sum that was read; as it was where an amount is unknown."""
    listed, before = fields.get("fee.instruments"), fields["fee.total"]
    orders = parse_instruments(listed.normalized or "", "") if listed else ()
    if not orders or any(order.amount is None for order in orders):
        return before
    total = str(sum(order.amount or 0 for order in orders))
    return before.model_copy(update={"value": total, "normalized": total, "confidence": SURE})


def _known_as(page: Page, field: Field) -> Page:
    if page.index != field.page or page.kind is PageKind.REQUEST_FORM or field.normalized is None:
        return page
    return page.model_copy(update={"kind": PageKind(field.normalized), "confidence": SURE})


def after_joining(whole: Reading, before: AbstractSet[str], later: Told, brought: Iterable[str]) -> Told:
    """What both papers say together, joined as `whole`: what stood nowhere `before` and came now stands there.

    `brought`: the prefixes of documents that came in the place of earlier ones, of which nobody has said anything yet.
    """
    prefixes = tuple(brought) or (" ",)
    still = {name for name in before if not name.startswith(prefixes)} | later.withdrawn
    return Told(whole, frozenset(still - set(whole.fields)))


def is_under(name: str, place: Poly, marks: Iterable[Poly]) -> bool:
    """Whether the value of a field lies under one of its page's marks for more than two fifths, and so may not be held."""
    if name.endswith(".kind") or name.startswith(_NOT_COVERED):
        return False
    return any(_share(_around(place), _around(mark)) > 0.4 for mark in marks)


def _around(poly: Poly) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in poly], [y for _, y in poly]
    return min(xs), min(ys), max(xs), max(ys)


def _share(box: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> float:
    """How much of `box` lies in `other`, 0..1."""
    across = min(box[2], other[2]) - max(box[0], other[0])
    down = min(box[3], other[3]) - max(box[1], other[1])
    area = (box[2] - box[0]) * (box[3] - box[1])
    return across * down / area if across > 0 and down > 0 and area > 0 else 0.0
