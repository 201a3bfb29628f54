"""A table of figures as a CSV file: codes in place of words, so that a file says the same in both languages."""

from datetime import date
from urllib.parse import quote

from fastapi import Response

from tasks.audit.csv_files import to_csv
from tasks.case.bilingual import Said
from tasks.figures.table import Cell, Table


def csv_file(table: Table, name: str) -> Response:
    """A download of this table; `name` without its ending."""
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}.csv"}
    return Response(csv_of(table), media_type="text/csv; charset=utf-8", headers=headers)


def csv_of(table: Table) -> bytes:
    """The table with its columns' keys above it; what has no value is empty."""
    heads: list[str | int | float] = [column.key for column in table.columns]
    return to_csv([heads, *([plain(cell) for cell in row] for row in table.rows)])


def plain(cell: Cell) -> str | int | float:
    """A value as a program reads it: its code where it has one, a day as YYYY-MM-DD, "" for none."""
    if cell.code:
        return cell.code
    if cell.value is None:
        return ""
    if isinstance(cell.value, Said):
        return cell.value.en
    return cell.value.isoformat() if isinstance(cell.value, date) else cell.value
