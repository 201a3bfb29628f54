"""A table of figures as a CSV file: codes in place of words, so that a file says the same in both languages."""

from datetime import date
from urllib.parse import quote

from fastapi import Response

from tasks.audit.csv_files import to_csv
from tasks.case.bilingual import Said
from tasks.desk.figures_shown import Reader, in_text
from tasks.figures.filters import Filter
from tasks.figures.plain import plain_rows, raw
from tasks.figures.table import Cell, Table


def csv_file(table: Table, name: str, reader: Reader | None = None) -> Response:
    """A download of this table; `name` without its ending; in `reader`'s words where one is given, else in codes."""
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}.csv"}
    return Response(
        in_words(table, reader) if reader else csv_of(table), media_type="text/csv; charset=utf-8", headers=headers
    )


def csv_of(table: Table) -> bytes:
    """The table with its columns' keys above it; what has no value is empty."""
    return to_csv(plain_rows(table))


def in_words(table: Table, reader: Reader) -> bytes:
    """The same as people read it: heads and codes in their language, companies by name; numbers and days as they are."""
    heads: list[str | int | float] = [column.name.in_(reader.language) for column in table.columns]
    return to_csv([heads, *([_worded(cell, reader) for cell in row] for row in table.rows)])


def _worded(cell: Cell, reader: Reader) -> str | int | float:
    if isinstance(cell.value, str | Said):
        return in_text(cell.value, reader)
    value = raw(cell)
    return "" if value is None else value


def file_name(what: str, chosen: Filter, today: date, *, with_period: bool) -> str:
    """What a file is called: its table, the companies and kinds it was narrowed to, its period, and the day it was made."""
    period = (f"{chosen.first}_{chosen.last}",) if with_period else ()
    narrowed = ("+".join(each) for each in (chosen.policies, chosen.kinds) if each)
    return "-".join((what, *narrowed, *period, f"as-of-{today}"))
