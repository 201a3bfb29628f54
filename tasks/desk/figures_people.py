"""Who has the cases of a list: the people they are assigned to, asked for the cases of one page only and kept nowhere."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from tasks.case.bilingual import Said
from tasks.desk.worklist import assigned_among
from tasks.figures.table import Cell, Column, Table
from tasks.wiring import House

ASSIGNED = Column("assigned", Said("Assigned to", "担当"))
_NOBODY = Said("nobody yet", "未割当")
_PLACE = 5  # behind for whom the case waits


def with_people(house: House, table: Table) -> Table:
    """The list with a column of the staff handle that each waiting case is assigned to, linked to where it is assigned."""
    people = assigned_among(house, [str(row[0].value) for row in table.rows])
    rows = tuple((*row[:_PLACE], _person(str(row[0].value), people), *row[_PLACE:]) for row in table.rows)
    return replace(table, columns=(*table.columns[:_PLACE], ASSIGNED, *table.columns[_PLACE:]), rows=rows)


def _person(number: str, people: Mapping[str, str]) -> Cell:
    if number not in people:
        return Cell(None)
    return Cell(people[number] or _NOBODY, link=f"/?{urlencode({'show': 'all', 'q': number})}")
