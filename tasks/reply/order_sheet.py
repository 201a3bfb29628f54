"""Fills a work order's words: what the owner of a system needs to find the record and to do what was granted, and nothing else.

Never among them: what the identity documents say, the birth date, the reason of the decision, the fee.
"""

from dataclasses import dataclass
from datetime import date

from tasks.case.orders import Entry, differences, found_by, is_correction, item_word
from tasks.case.question_words import KINDS, OPTIONS
from tasks.policy.systems import field_of, owner_said, system_said
from tasks.policy.terms import stated
from tasks.reply.case_file import CaseFile
from tasks.store.order_tables import WorkOrder
from tasks.store.tables import HeldItem

Rows = list[tuple[str, str]]


@dataclass(frozen=True)
class OrderSheet:
    """Everything one work order says, in `language`.

    `looks_first`: it is not known whether the system holds anything of the person. `records`: of each record, by what it
    is found. `changes`: where what is held differs from what the request says.
    """

    language: str
    number: str
    case_number: str
    company: str
    desk: str
    system: str
    owner: str
    looks_first: bool
    asked: str
    decided: str
    choice: str
    corrects: bool
    written_on: date
    due_on: date
    records: list[Rows]
    changes: list[Entry]
    instruction: str


def order_sheet(file: CaseFile, order: WorkOrder, language: str) -> OrderSheet:
    """The order's words, the same as often as it is written."""
    company, contact = file.policy.company, file.policy.contact
    mine = [_by_field(file, order, item) for item in file.held if item.held_in == order.system]
    corrects = is_correction(order.choice)
    records = dict.fromkeys(tuple(found_by(values, language)) for values in mine)  # many may be found by the same
    return OrderSheet(
        language=language,
        number=order.number,
        case_number=file.case.number,
        company=company.name_ja if language == "ja" else company.name_en,
        desk=stated(contact.desk_ja if language == "ja" else contact.desk_en) or "",
        system=system_said(file.policy, order.system).in_(language),
        owner=owner_said(file.policy, order.system).in_(language),
        looks_first=not mine,
        asked=KINDS[order.kind].in_(language),
        decided=OPTIONS[order.choice].in_(language),
        choice=order.choice,
        corrects=corrects,
        written_on=order.written_at.date(),
        due_on=order.due_on,
        records=[list(each) for each in records] or [_from_request(file, language)],
        changes=[each for values in mine for each in differences(values, file.fields, language)] if corrects else [],
        instruction=order.instruction,
    )


def _by_field(file: CaseFile, order: WorkOrder, item: HeldItem) -> Rows:
    return [(field_of(file.policy, order.system, column), value) for column, value in item.values]


def _from_request(file: CaseFile, language: str) -> Rows:
    """By what the owner of a system looks for a record that the search has not shown."""
    read = ((name, file.fields.get(f"person.{name}")) for name in ("name", "address"))
    return [(item_word(name, language), field.value) for name, field in read if field]
