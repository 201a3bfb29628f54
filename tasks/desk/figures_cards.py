"""The headline figures of a page as cards: one large number each, with what it is of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tasks.desk.figures_query import Asked
from tasks.desk.figures_shown import NOTHING, Reader, Shown, shown_cell
from tasks.figures.table import Table


@dataclass(frozen=True)
class Card:
    """One headline figure. `parts`: the numbers it is made of, or the same in other days, with a label or ""."""

    label: str
    main: Shown
    parts: tuple[tuple[str, Shown], ...] = ()


_SUMMARY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "on_time_percent": ("on_time", "answered"),
        "late": (),
        "median_business_days": ("median_days",),
        "p90_business_days": ("p90_days",),
        "p95_business_days": ("p95_days",),
        "kept_percent": ("kept", "promised"),
        "asked_for_more_percent": ("asked_for_more", "answered"),
    }
)  # the column of the large number, and those below it
_QUALITY = ("deficient", "referred", "needless", "corrected", "redaction_edited", "returned", "extended", "refused")


def has_cards(table: Table) -> bool:
    """Whether a table opens a page and says anything."""
    return table.key in _MAKERS and bool(table.rows)


def cards_of(table: Table, asked: Asked, reader: Reader) -> tuple[Card, ...]:
    """The cards of a table that opens a page; none of any other."""
    made = _MAKERS.get(table.key)
    return tuple(made(table, asked, reader)) if made else ()


def _now(table: Table, asked: Asked, reader: Reader) -> Iterator[Card]:
    for name, number in table.rows:
        label = shown_cell(name, table.columns[0], asked, reader).text
        yield Card(label, shown_cell(number, table.columns[1], asked, reader))


def _summary(table: Table, asked: Asked, reader: Reader) -> Iterator[Card]:
    columns = {column.key: column for column in table.columns}
    for row in table.rows:
        cells = {
            key: shown_cell(cell, column, asked, reader)
            for cell, (key, column) in zip(row, columns.items(), strict=True)
        }
        for key, below in _SUMMARY.items():
            if key == "kept_percent" and cells[key].text == NOTHING:
                continue  # none of these companies promises a day
            is_share = columns[key].unit == "percent"
            parts = (("" if is_share else columns[part].name.in_(reader.language), cells[part]) for part in below)
            nothing = cells[key].text == NOTHING
            yield Card(columns[key].name.in_(reader.language), cells[key], () if nothing else tuple(parts))


def _quality(table: Table, asked: Asked, reader: Reader) -> Iterator[Card]:
    rows = {row[0].code: row for row in table.rows}
    for key in _QUALITY:
        name, cases, share, of, _ = (
            shown_cell(cell, column, asked, reader) for cell, column in zip(rows[key], table.columns, strict=True)
        )
        yield Card(name.text, share, (("", cases), ("", of)))


_MAKERS = {"now": _now, "summary": _summary, "quality": _quality}
