"""Writes CSV that a spreadsheet opens as it was written: UTF-8 with its mark, and no cell that it would take for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
Cell = str | int | float


def to_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """The rows as CSV; numbers stay numbers, and a text that begins like a formula begins with an apostrophe instead."""
    written = io.StringIO()
    csv.writer(written).writerows([_safe(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def _safe(cell: Cell) -> Cell:
    """An apostrophe before what a spreadsheet would carry out (OWASP, CSV injection); blanks before it do not help it."""
    if isinstance(cell, str) and cell.lstrip(" \u3000").startswith(_STARTS_A_FORMULA) and cell not in ("-", "－", "–"):
        return f"'{cell}"
    return cell
