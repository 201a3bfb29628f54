"""Figures for programs: a page as JSON of a stable shape, and a table as rows of codes and raw numbers, as CSV has them."""

from datetime import date
from typing import Any

from tasks.case.bilingual import Said
from tasks.figures.filters import Filter
from tasks.figures.frames import Frames
from tasks.figures.table import Cell, Table

FORMAT = 1  # of the JSON; it rises when a key is renamed or goes, not when one is added
Raw = str | int | float | None


def raw(cell: Cell) -> Raw:
    """What a program reads of a cell: its code where it has one, days as YYYY-MM-DD, numbers as they are, None for nothing."""
    if cell.code:
        return cell.code
    if isinstance(cell.value, Said):
        return cell.value.en
    return cell.value.isoformat() if isinstance(cell.value, date) else cell.value


def plain_rows(table: Table) -> list[list[str | int | float]]:
    """The keys of the columns, then each row's raw values, "" for nothing."""
    rows = ([value if (value := raw(cell)) is not None else "" for cell in row] for row in table.rows)
    return [[column.key for column in table.columns], *rows]


def plain_page(page: str, frames: Frames, chosen: Filter, tables: tuple[Table, ...]) -> dict[str, Any]:
    """Tables of a page as JSON has them.

    `format`, `page`, `as_of` (moment), `sample` (whether made-up cases are among them), `from`, `to`, `policies`, `kinds`
    (empty for all) and `tables`: each with `key`, `title`, `note`, `columns` (`key`, `name`, `unit` of
    `tasks.figures.table.Unit`), `rows`, `total` (how many rows that are) and `picks`. A row has `values` by column and, for each number that was counted from
    cases, its `picks`. Texts are `{"en": …, "ja": …}`.
    """
    return {
        "format": FORMAT,
        "page": page,
        "as_of": frames.now.isoformat(timespec="seconds"),
        "sample": frames.sample,
        "from": chosen.first.isoformat(),
        "to": chosen.last.isoformat(),
        "policies": list(chosen.policies),
        "kinds": list(chosen.kinds),
        "tables": [_plain(table) for table in tables],
    }


def _plain(table: Table) -> dict[str, Any]:
    keys = [column.key for column in table.columns]
    columns = [{"key": each.key, "name": each.name._asdict(), "unit": each.unit} for each in table.columns]
    rows = [
        {
            "values": dict(zip(keys, map(raw, row), strict=True)),
            "picks": {key: list(cell.picks) for key, cell in zip(keys, row, strict=True) if cell.picks is not None},
        }
        for row in table.rows
    ]
    texts = {"title": table.title._asdict(), "note": table.note._asdict()}
    picks = None if table.picks is None else list(table.picks)
    return {"key": table.key} | texts | {"columns": columns, "rows": rows, "total": len(rows), "picks": picks}
