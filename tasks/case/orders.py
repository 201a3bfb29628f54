"""Work orders: what of a decision goes to the owner of which system, by when, and what must be on record before it counts as done."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from tasks.case.bilingual import Said
from tasks.case.business_days import Calendar, add_business_days, previous_business_day
from tasks.case.field_words import FIELDS
from tasks.case.matching import Match, fold_text, match_addresses, match_names
from tasks.case.progress import to_carry_out
from tasks.case.words import Field

ALL_SYSTEMS = ""  # where it is not known which systems hold the person's data
# By what the owner of a system finds the record; nothing else of it is told but what changes.
_FOUND_BY = ("customer_number", "member_number", "会員番号", "顧客番号", "お客様番号", "name", "address")


class OrderDue(NamedTuple):
    """One order that must be written: for which kind of request, what was decided, and in which system."""

    kind: str
    choice: str
    system: str


class Entry(NamedTuple):
    """One thing to be done, or that was done: an item with its value before and after, or a scope with the measure taken."""

    item: str
    before: str = ""
    after: str = ""
    measure: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nobody wrote anything into this line."""
        return not any(part.strip() for part in self)

    def trimmed(self) -> "Entry":
        """The same without blanks at the ends."""
        return Entry(*(part.strip() for part in self))


def orders_due(
    decision: Mapping[str, object], systems: Iterable[str], ordered: Collection[tuple[str, str]]
) -> list[OrderDue]:
    """One order for each kind to be carried out and each system that has none among `ordered` (kind and system) yet.

    An order to all systems is one to each; where no system is known, it is the one that is due.
    """
    named, due = list(dict.fromkeys(systems)), []
    for kind in to_carry_out(decision):
        have = {system for of, system in ordered if of == kind}
        if ALL_SYSTEMS not in have:
            missing = [system for system in named if system not in have] or ([] if have else [ALL_SYSTEMS])
            due += [OrderDue(kind, str(decision[kind]), system) for system in missing]
    return due


def kinds_undone(decision: Mapping[str, object], reported: Iterable[tuple[str, int | None]]) -> list[str]:
    """The kinds to be carried out of which nothing was done anywhere, so that a letter would have nothing to tell.

    `reported`: the kind of each order with how many things were done for it; None while nobody has said.
    """
    done: dict[str, list[int | None]] = {}
    for kind, items in reported:
        done.setdefault(kind, []).append(items)
    return [kind for kind in to_carry_out(decision) if kind in done and all(items == 0 for items in done[kind])]


def order_due(due: date, today: date, calendar: Calendar) -> date:
    """By when an order is carried out: a business day before the case is due, so that the letter can still be written.

    Never before `today` (or the next open day): where that has passed, it is to be done at once.
    """
    return max(previous_business_day(due, calendar), add_business_days(today, 0, calendar))


def is_correction(choice: str) -> bool:
    """Whether what is done is told with its content before and after (Act Art. 34(3)), and not as a measure (35(7))."""
    return choice == "correct"


def item_word(name: str, language: str) -> str:
    """What a column of held data is called, by its field; one that is no field of a person has its own name."""
    field = FIELDS.get(f"person.{name}")
    return field.in_(language) if field else name


def found_by(values: Sequence[tuple[str, str]], language: str) -> list[tuple[str, str]]:
    """Of a record held (values by field), only what its owner needs to find it: label and value."""
    return [(item_word(name, language), value) for part in _FOUND_BY for name, value in values if name == part]


def differences(values: Iterable[tuple[str, str]], fields: Mapping[str, Field], language: str) -> Iterator[Entry]:
    """Where a record held says something else of the person than the request does: probably what is to be corrected.

    A person looks: the request may ask for less, or for what stands in none of its fields.
    """
    for name, value in values:
        field = fields.get(f"person.{name}")
        asked = (field.value if name in ("name", "address") else field.normalized or field.value) if field else ""
        if asked and not _same(name, value, asked):
            yield Entry(item_word(name, language), value, asked)


def _same(name: str, held: str, asked: str) -> bool:
    if name == "address":
        return match_addresses(held, asked) is Match.EXACT
    if name == "name":
        return match_names(held, asked) is Match.EXACT
    return fold_text(held).replace("-", "") == fold_text(asked).replace("-", "")


def record_fault(choice: str, entries: Sequence[Entry], done_on: date, received_on: date, today: date) -> Said | None:
    """Why a record of what was done cannot stand; None when it can.

    The letter tells the content of a correction (Art. 34(3)): each item with before or after, an addition without the one, a
    deletion without the other. Of a suspension, a stop or a substitute it tells what was done to what (Art. 35(7)).
    """
    if not received_on <= done_on <= today:
        return Said(
            "The day on which it was done lies between the receipt of the request and today.",
            "実施日は、請求の受領日から本日までの日付をご記入ください。",
        )
    if not entries:
        return Said("Record at least one item.", "実施内容を一件以上ご記入ください。")
    if not is_correction(choice):
        return None if all(each.item and each.measure for each in entries) else _SAY_MEASURE
    told = all(each.item and (each.before or each.after) for each in entries)
    return _SAY_CONTENT if not told else _SAYS_NOTHING if any(each.before == each.after for each in entries) else None


_SAY_CONTENT = Said(
    "Each correction names its item and what stood there before or stands there now.",
    "訂正等の項目ごとに、訂正前又は訂正後の内容をご記入ください。",
)
_SAYS_NOTHING = Said(
    "Before and after are the same; nothing was corrected there.",
    "訂正前と訂正後が同じ項目があります。ご確認ください。",
)
_SAY_MEASURE = Said(
    "Say of each what it concerned and what was done.", "対象の範囲と実施した措置を、それぞれご記入ください。"
)
