"""The cases that are overdue or soon due, the most urgent first."""

from typing import Any

import polars as pl

from tasks.case.bilingual import Said
from tasks.figures.cells import ASKS_FOR, CASE, DUE, POLICY, STAGE, STAGE_DAYS, WAITS_FOR, kinds, stands, waiter
from tasks.figures.filters import MOST
from tasks.figures.table import Cell, Column, Table

DAYS_LEFT = Column("days_left", Said("Days left", "残り日数"), "days")
_COLUMNS = (
    CASE,
    POLICY,
    ASKS_FOR,
    STAGE,
    WAITS_FOR,
    STAGE_DAYS,
    DUE,
    DAYS_LEFT,
)


def overdue_list(still: pl.DataFrame, most: int | None = MOST) -> Table:
    """The table `overdue` of these open cases, the longest overdue first; at most so many rows, None for all."""
    late = still.filter(pl.col("days_left") < 0)
    title = Said("Overdue", "期限を過ぎた案件")
    return _listed("overdue", title, late, most)


def due_list(still: pl.DataFrame, most: int | None = MOST) -> Table:
    """The table `due-soon` of these open cases: due today or within three business days; at most so many rows, None for all."""
    soon = still.filter("soon")
    title = Said("Due today or within 3 business days", "本日から3営業日以内に期限が来る案件")
    return _listed("due-soon", title, soon, most)


def how_many(shown: int, total: int) -> Said:
    """The sentence that says how many a list shows, and of how many."""
    if shown == total:
        return Said(f"Cases: {total}.", f"全{total}件です。")
    return Said(f"The first {shown} of {total} cases.", f"全{total}件のうち、先頭の{shown}件を表示しています。")


def _listed(key: str, title: Said, found: pl.DataFrame, most: int | None) -> Table:
    first = found.sort("days_left", "number").head(len(found) if most is None else most)
    many = how_many(len(first), len(found))
    note = Said(
        f"{many.en} By the day it is due; days in calendar days.",
        f"{many.ja}期限の早い順です。日数は暦日です。",
    )
    rows = tuple(_row(case) for case in first.iter_rows(named=True))
    return Table(key, title, note, _COLUMNS, rows, (key.replace("-", "_"),) if len(found) else None)


def _row(case: dict[str, Any]) -> tuple[Cell, ...]:
    left = case["days_left"]
    return (
        Cell(case["number"]),
        Cell(case["policy"]),
        kinds(case["kinds"]),
        stands(case),
        waiter(case["waits_for"]),
        Cell(case["stage_days"]),
        Cell(case["due_on"]),
        Cell(left, tone="late" if left < 0 else "soon"),
    )
