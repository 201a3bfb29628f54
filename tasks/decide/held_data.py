"""Searches the data the company holds for the person of a case, and keeps what it found with the case.

The search is by name and address, or name and birth date, compared as the checks compare them. Only what surely belongs
to the person may be disclosed; a near match is kept apart for the reviewer's eyes.
"""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tasks.case.errors import KaijiError
from tasks.case.matching import Match, match_addresses, match_names
from tasks.case.words import Field
from tasks.store.cases import case_by_number, forget_held_items, newest_packet_id, state_of
from tasks.store.events import EventKind, record
from tasks.store.packets import fields_of
from tasks.store.tables import HeldItem
from tasks.wiring import House

NEEDED = ("system", "name", "address", "birth_date")


class Record(NamedTuple):
    """One record held: the system it is in, whether it surely is the person's, and its values with their labels."""

    system: str
    exact: bool
    values: tuple[tuple[str, str], ...]


def search_held_data(house: House, case_number: str) -> None:
    """Searches once in each round of the case and keeps the result; a second call does nothing."""
    with house.database.transaction() as session:
        case = case_by_number(session, case_number, lock=True)
        if state_of(session, case).searched:
            return
        forget_held_items(session, case.id)
        fields = fields_of(session, newest_packet_id(session, case))
        found = list(find_records(house.settings.held_data, fields)) if house.settings.held_data else []
        for position, each in enumerate(found):
            values = [list(pair) for pair in each.values]
            session.add(
                HeldItem(case_id=case.id, position=position, system=each.system, exact=each.exact, values=values)
            )
        exact = sum(each.exact for each in found)
        facts: dict[str, Any] = {
            "found": exact,
            "near": len(found) - exact,
            "source": house.settings.held_data is not None,
            "systems": list(systems_in(house.settings.held_data)) if house.settings.held_data else [],
        }
        record(session, EventKind.HELD_DATA_SEARCHED, house.now(), case_id=case.id, **facts)


def systems_in(source: Path) -> tuple[str, ...]:
    """The names of the systems whose data is searched, in the order of the file: a letter tells them."""
    with source.open(encoding="utf-8-sig", newline="") as opened:
        return tuple(dict.fromkeys(row["system"] for row in csv.DictReader(opened) if row.get("system")))


def find_records(source: Path, fields: Mapping[str, Field]) -> Iterator[Record]:
    """The records of the person that the fields name; sure ones and near ones, in the order of the file."""
    person = {name: _said(fields.get(f"person.{name}")) for name in ("name", "address", "birth_date")}
    with source.open(encoding="utf-8-sig", newline="") as opened:
        rows = csv.DictReader(opened)
        if missing := set(NEEDED) - set(rows.fieldnames or ()):
            raise KaijiError(f"The held data lacks the column(s) {', '.join(sorted(missing))}.")
        for row in rows:
            match = _match(person, row)
            if match is not None:
                yield Record(row["system"], match, tuple((k, v) for k, v in row.items() if k != "system" and v))


def _said(field: Field | None) -> str:
    return (field.normalized or field.value) if field else ""


def _match(person: Mapping[str, str], row: Mapping[str, str]) -> bool | None:
    """True: surely the person; False: near; None: somebody else."""
    name = match_names(person["name"], row["name"])
    if name not in (Match.EXACT, Match.VARIANT):
        return None
    address = match_addresses(person["address"], row["address"])
    born = bool(person["birth_date"]) and person["birth_date"] == row["birth_date"]
    if name is Match.EXACT and (address is Match.EXACT or (born and address is Match.VARIANT)):
        return True
    return False if born or address in (Match.EXACT, Match.VARIANT) else None
