"""A table of figures: the one shape that pages, CSV, the terminal, the report, Prefect and Prometheus are made of."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tasks.case.bilingual import Said

Unit = Literal["text", "count", "days", "percent", "yen", "day", "case"]
Value = str | int | float | date | Said | None


@dataclass(frozen=True)
class Column:
    """One column. `key`: its name in CSV and JSON, lower case with underscores; `unit`: how its values are written.

    `percent` is a number from 0 to 100; `yen` an int; `days` an int or float; `case` a case number, which is linked.
    """

    key: str
    name: Said
    unit: Unit = "text"


@dataclass(frozen=True)
class Cell:
    """One value. `picks`: the cases it was counted from, None where it was not counted from any; `tone`: how it looks.

    `code`: what CSV and JSON say in place of a text in two languages. `link`: a path of the desk where it is acted upon, ""
    for none.
    """

    value: Value
    picks: tuple[str, ...] | None = None
    tone: Literal["", "late", "soon", "fine", "quiet"] = ""
    code: str = ""
    link: str = ""


@dataclass(frozen=True)
class Table:
    """One table. `key`: its name in addresses, files and metrics, such as `by-stage`; `note`: how it is counted, for people.

    A number in a column of unit `count` that has picks is the number of the cases picked, within the page's filter. `picks`:
    where the table lists cases, all of them, of which it may show only the first; None where it lists none.
    """

    key: str
    title: Said
    note: Said
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    picks: tuple[str, ...] | None = None
