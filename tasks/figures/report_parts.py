"""What the monthly report is made of: its chapters of plots and tables, and its headline figures, from the pages' tables."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from markupsafe import Markup

from tasks.case.bilingual import Said
from tasks.figures.chart_rows import Language, Size, with_unit
from tasks.figures.charts import chart
from tasks.figures.report_words import CHAPTERS, MORE
from tasks.figures.table import Cell, Column, Table, Unit, Value

Tables = Mapping[str, Table]
_NUMBERS = frozenset({"count", "days", "percent", "yen"})
_ACCURACY = ("as_of", "cases", "late", "expected_late", "precision", "recall", "months")
_TIMES = (
    "answered",
    "on_time",
    "on_time_percent",
    "late",
    "median_days",
    "p90_days",
    "p95_days",
    "median_business_days",
)


@dataclass(frozen=True)
class Wanted:
    """One table as the report shows it: its `plot`, and so many of its first `rows`, or of the last where negative.

    `columns`: those shown, all where empty; `half`: it takes half of the sheet's width; `today`: it is of the day on which the report was made, whatever its month;
    `months`: it is of so many months up to the end of the report's.
    """

    key: str
    columns: tuple[str, ...] = ()
    plot: bool = True
    half: bool = False
    today: bool = False
    rows: int = 12
    months: int = 1


WANTED: Mapping[str, tuple[Wanted, ...]] = {
    "time": (
        Wanted("by-month", ("month", *_TIMES), months=6),
        Wanted("by-policy", ("policy", *_TIMES, "kept_percent"), plot=False),
        Wanted("by-kind", ("kinds", *_TIMES), plot=False),
    ),
    "flow": (
        Wanted("by-week", rows=0, months=3),
        Wanted("ageing", rows=0, half=True, today=True),
        Wanted("stage-time", rows=0, half=True),
    ),
    "breaches": (
        Wanted("causes", plot=False),
        Wanted("breaches", ("case", "policy", "kinds", "due", "answered", "days_late", "cause"), rows=10),
    ),
    "quality": (
        Wanted("quality", ("what", "cases", "share", "of"), half=True, rows=20),
        Wanted("deficiencies", rows=0, half=True),
        Wanted("refusals", rows=0, half=True),
        Wanted("corrections", rows=0, half=True),
    ),
    "fees": (Wanted("fees", plot=False), Wanted("fees-open", plot=False, half=True, today=True)),
    "forecast": (
        Wanted("forecast", plot=False, today=True),
        Wanted("forecast-by-week", rows=0, half=True, today=True),
        Wanted("forecast-accuracy", _ACCURACY, half=True, rows=-4),
    ),
}


@dataclass(frozen=True)
class ShownColumn:
    """A column of a printed table; `look` is its class in the style sheet."""

    name: str
    look: str


@dataclass(frozen=True)
class ShownCell:
    """A printed value."""

    text: str
    tone: str


@dataclass(frozen=True)
class Part:
    """One table as it is printed, `half` or `whole` of the sheet's width: its plot, its rows, and how many more rows there are."""

    width: str
    title: str
    period: str
    plot: Markup
    columns: tuple[ShownColumn, ...]
    rows: tuple[tuple[ShownCell, ...], ...]
    more: str


@dataclass(frozen=True)
class Chapter:
    """Several of them under one heading; `name` is its class in the style sheet."""

    name: str
    title: str
    parts: tuple[Part, ...]


def chapters(tables: Mapping[int, Tables], periods: Mapping[int, str], today: str, language: Language) -> list[Chapter]:
    """The chapters of the report, from the tables by how many months they are of; one without any table is left out.

    `periods`: these months in words; `today`: the same of the day on which it is made.
    """
    found = []
    for name, title in CHAPTERS.items():
        here = [(each, tables[each.months][each.key]) for each in WANTED[name] if each.key in tables[each.months]]
        parts = tuple(part(table, each, _period(each, periods, today), language) for each, table in here)
        if parts:
            found.append(Chapter(name, title.in_(language), parts))
    return found


def _period(wanted: Wanted, periods: Mapping[int, str], today: str) -> str:
    if wanted.today:
        return today
    return periods[wanted.months] if wanted.months > 1 else ""


def part(table: Table, wanted: Wanted, period: str, language: Language) -> Part:
    """One table as it is printed."""
    at = [i for i, column in enumerate(table.columns) if column.key in (wanted.columns or {column.key})]
    rows = table.rows[: wanted.rows] if wanted.rows >= 0 else table.rows[wanted.rows :]
    left_out = len(table.rows) - len(rows) if rows else 0
    size: Size = "half" if wanted.half else "print"
    return Part(
        "half" if wanted.half else "whole",
        table.title.in_(language),
        period,
        Markup(chart(table, language, size) if wanted.plot else ""),  # noqa: S704  # it escapes what it is given
        tuple(_column(table.columns[i], language) for i in at) if rows else (),
        tuple(tuple(_cell(row[i], table.columns[i].unit, language) for i in at) for row in rows),
        MORE.in_(language).format(left_out) if left_out else "",
    )


def _column(column: Column, language: Language) -> ShownColumn:
    return ShownColumn(column.name.in_(language), "number" if column.unit in _NUMBERS else column.unit)


def _cell(cell: Cell, unit: Unit, language: Language) -> ShownCell:
    return ShownCell(written(cell.value, unit, language), cell.tone)


def written(value: Value, unit: Unit, language: Language) -> str:
    """A value as it is printed in a column that names its unit; a dash for nothing."""
    if value is None:
        return "–"
    if isinstance(value, Said):
        return value.in_(language)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return with_unit(value, "percent", language) if unit == "percent" else f"{value:,}"
    return value


def named_policies(tables: Iterable[Table], companies: Mapping[str, Said]) -> list[Table]:
    """The tables with the companies' names in place of the codes of their policies."""
    return [_named(table, companies) for table in tables]


def _named(table: Table, companies: Mapping[str, Said]) -> Table:
    at = {i for i, column in enumerate(table.columns) if column.key == "policy"}
    if not at:
        return table
    rows = tuple(
        tuple(_company(cell, companies) if i in at else cell for i, cell in enumerate(row)) for row in table.rows
    )
    return replace(table, rows=rows)


def _company(cell: Cell, companies: Mapping[str, Said]) -> Cell:
    code = cell.code or str(cell.value)
    return replace(cell, value=companies[code], code=code) if code in companies else cell
