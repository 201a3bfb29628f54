"""The list behind a number: the cases that its picks pick, page by page."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

import polars as pl

import tasks.figures.pages  # noqa: F401  # each page brings its picks
from tasks.case.bilingual import Said
from tasks.case.errors import KaijiError
from tasks.case.progress import Stage
from tasks.figures.cells import ASKS_FOR, CASE, DUE, POLICY, STAGE, WAITS_FOR, kinds, stage, stands, waiter
from tasks.figures.filters import Filter
from tasks.figures.frames import Frames
from tasks.figures.picks import picked, picks_told
from tasks.figures.table import Cell, Column, Table

PAGE = 100
DESCENDING = "-"
_LEFT = (  # of an answered case, from its answer; null while the clock stands still
    pl.when(pl.col("answered_on").is_not_null())
    .then((pl.col("due_on") - pl.col("answered_on")).dt.total_days())
    .otherwise(pl.col("days_left"))
)
COLUMNS: tuple[Column, ...] = (
    Column("number", CASE.name, "case"),
    POLICY,
    ASKS_FOR,
    STAGE,
    WAITS_FOR,
    Column("received_on", Said("Received", "受付日"), "day"),
    Column("due_on", DUE.name, "day"),
    Column("left", Said("Days left (below zero: late)", "残り日数（マイナスは超過）"), "days"),
    Column("days", Said("Days on the clock", "経過日数"), "days"),
    Column("held_days", Said("Days held", "停止日数"), "days"),
    Column("answered_on", Said("Answered", "回答日"), "day"),
    Column("slowest_stage", Said("Most time in", "最も時間を要した段階")),
    Column("suit_from", Said("Suit possible from", "訴え提起可能日"), "day"),
)
_STAGES = {stage.value: place for place, stage in enumerate(Stage)}
_ORDERS: dict[str, pl.Expr] = {column.key: pl.col(column.key) for column in COLUMNS} | {
    "left": _LEFT,
    "kinds": pl.col("kinds").list.join(" "),
    "stage": pl.col("stage").replace_strict(_STAGES, default=None),
    "slowest_stage": pl.col("slowest_stage").replace_strict(_STAGES, default=None),
}


class CaseList(NamedTuple):
    """One page of a list, and how many cases the whole list has."""

    table: Table
    total: int


def cases_table(
    frames: Frames, chosen: Filter, picks: Iterable[str], *, first: int = 0, size: int = PAGE, order: str = "due_on"
) -> CaseList:
    """The cases of these picks, of the companies and kinds chosen, from the `first`-th (from 0), at most `size`.

    The period is not applied: picks that count within one say so themselves. `order`: the key of a column, with a minus in
    front for the other way round; what has no value comes last, and cases of one value come in the order they were opened.
    KaijiError for picks or an order that nobody knows.
    """
    told, narrowed = tuple(picks), chosen.narrowed(frames)  # a forecast goes by the pace of the companies chosen
    cases = narrowed.cases
    by, descending = _order(order)
    found = cases.lazy().with_row_index("row").filter(picked(narrowed, told)).select("row", "case_id", by.alias("by"))
    ordered = found.sort("by", "case_id", descending=[descending, False], nulls_last=True).collect()
    page = cases[ordered["row"].slice(max(first, 0), size)].with_columns(_LEFT.alias("left"))
    rows = tuple(tuple(_cells(row)) for row in page.iter_rows(named=True))
    return CaseList(Table("cases", picks_told(told), _NOTE, COLUMNS, rows, told), ordered.height)


_NOTE = Said(
    "Days left: until the due day; of an answered case, on the day of its answer; none while the requester must act. Days on "
    "the clock: calendar days from effective receipt without those on which the clock stood still. Suit possible from: two "
    "weeks after the request arrived (Act Art. 39), while the answer is owed; not where a purpose is to be notified only.",
    "残り日数は期限までの日数です（回答済みの案件は回答日の時点、補正待ちの間は表示しません）。経過日数は、受付の効力が生じた日からの"
    "暦日で、停止した日数を除きます。訴え提起可能日は請求の到達から2週間を経過した日で（個人情報保護法第39条）、未回答の案件に表示します"
    "（利用目的の通知のみの請求を除きます）。",
)


def _order(order: str) -> tuple[pl.Expr, bool]:
    key = order.removeprefix(DESCENDING)
    if key not in _ORDERS:
        raise KaijiError("The list of cases cannot be put in this order; choose one of its columns.")
    return _ORDERS[key], order.startswith(DESCENDING)


def _cells(row: dict[str, Any]) -> Iterator[Cell]:
    yield Cell(row["number"])
    yield Cell(row["policy"], code=row["policy"])
    yield kinds(row["kinds"])
    yield stands(row)
    yield waiter(row["waits_for"])
    yield Cell(row["received_on"])
    yield _due(row["due_on"], late=row["late"], soon=row["soon"], held=row["open"] and row["held"])
    yield Cell(row["left"], tone="late" if row["late"] else "soon" if row["soon"] else "")
    yield Cell(row["days"])
    yield Cell(row["held_days"])
    yield Cell(row["answered_on"])
    yield stage(row["slowest_stage"])
    yield Cell(row["suit_from"])


def _due(day: date, *, late: bool, soon: bool, held: bool) -> Cell:
    """The due day; while the clock stands still it moves, so it is told quietly."""
    return Cell(day, tone="late" if late else "soon" if soon else "quiet" if held else "")
