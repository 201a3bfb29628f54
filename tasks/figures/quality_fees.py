"""The fees in yen: what came, was cashed, went back, was paid back, and what lies in the house without being cashed."""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from tasks.case.bilingual import Said
from tasks.figures.cells import POLICY, counted
from tasks.figures.frames import Frames
from tasks.figures.period_cells import month_cell
from tasks.figures.periods import Span, months, told
from tasks.figures.picks import PICKS
from tasks.figures.quality_picks import PAID, ages_argument, ages_told
from tasks.figures.quality_tally import MONTH, Received
from tasks.figures.table import Cell, Column, Table

AGES: tuple[tuple[int, int | None], ...] = ((0, 30), (31, 90), (91, 150), (151, None))
_YEN = {
    "fee_received": Said("Received, yen", "受領（円）"),
    "fee_deposited": Said("Cashed, yen", "換金（円）"),
    "fee_returned": Said("Sent back, yen", "返却（円）"),
    "fee_refunded": Said("Paid back, yen", "返金（円）"),
    "fee_open": Said("Not cashed yet, yen", "未換金（円）"),
}
_COLUMNS = (
    Column("cases", Said("Cases with a fee", "手数料のある案件"), "count"),
    *(Column(key.removeprefix("fee_"), said, "yen") for key, said in _YEN.items()),
)
_NOTE = Said(
    "Of the cases received in the period, whenever the money moved. Sent back: as it came, without being cashed. Paid back: by "
    "other means, after it was cashed. Not cashed yet: received, neither cashed nor sent back. What came back to the desk with a returned "
    "letter was received again.",
    "期間中に受け付けた案件について、入出金の時期を問わず集計します。返却は換金せずにそのまま返したもの、返金は換金後に別の方法で"
    "返したもの、未換金は受領後に換金も返却もしていないものです。"
    "返戻された書面とともに戻ったものは、再度受領したものとして数えます。",
)
_ALL = Said("all companies", "すべての会社")
_NOTHING = dict.fromkeys(("cases", *_YEN), 0)


def fee_tables(frames: Frames, received: Received, span: Span) -> tuple[Table, ...]:
    """By company with the total, by month of receipt (`span`: those shown), and what is not cashed by its age."""
    return _by_policy(received), _by_month(received, span), _open(frames)


def _by_policy(received: Received) -> Table:
    found = _sum_by(received.cases, pl.col("policy"))
    rows = [(Cell(code, code=code), *_cells(found[code], received.pick, f"policy:{code}")) for code in sorted(found)]
    total = {key: sum(each[key] for each in found.values()) for key in _NOTHING}
    return Table(
        "fees",
        Said("Fees by company", "会社別の手数料"),
        _NOTE,
        (POLICY, *_COLUMNS),
        ((Cell(_ALL, code="all"), *_cells(total, received.pick)), *rows),
    )


def _by_month(received: Received, span: Span) -> Table:
    found = _sum_by(received.cases, MONTH)
    rows = tuple(
        (month_cell(each), *_cells(found.get(each[0].replace(day=1), _NOTHING), f"received:{told(each)}"))
        for each in months(*span)
    )
    return Table(
        "fees-by-month",
        Said("Fees by month of receipt", "受付月別の手数料"),
        _NOTE,
        (Column("month", Said("Month", "受付月")), *_COLUMNS),
        rows,
    )


def _open(frames: Frames) -> Table:
    arguments = [ages_argument(*ages) for ages in AGES]
    mine = {argument: PICKS["fee_open"](frames, argument) for argument in arguments}
    found = frames.cases.select(
        *(holds.sum().alias(argument) for argument, holds in mine.items()),
        *(pl.col("fee_open").filter(holds).sum().alias(f"yen:{argument}") for argument, holds in mine.items()),
    ).row(0, named=True)
    rows = (
        (
            Cell(ages_told(argument), code=argument),
            counted(found[argument], f"fee_open:{argument}", tone="late" if argument == arguments[-1] else ""),
            Cell(found[f"yen:{argument}"]),
        )
        for argument in arguments
    )
    return Table(
        "fees-open",
        Said("Fees not cashed, by age", "未換金の手数料（経過日数別）"),
        Said(
            "All cases of today whose fee was neither cashed nor sent back, whatever the period, by calendar days since the case "
            "was received. A postal order can be cashed for six months from its issue, so the oldest are the most urgent.",
            "期間にかかわらず、本日現在で換金も返却もしていない手数料を、受付からの経過日数（暦日）で分けたものです。"
            "為替証書の有効期間は発行から6か月のため、古いものほど急ぎます。",
        ),
        (
            Column("age", Said("Since receipt", "受付からの日数")),
            Column("cases", Said("Cases", "件数"), "count"),
            Column("open", _YEN["fee_open"], "yen"),
        ),
        tuple(rows),
    )


def _sum_by(cases: pl.DataFrame, by: pl.Expr) -> dict[Any, dict[str, Any]]:
    sums = cases.group_by(by.alias("by")).agg(PAID.sum().alias("cases"), *(pl.col(key).sum() for key in _YEN))
    return {row["by"]: row for row in sums.iter_rows(named=True)}


def _cells(found: Mapping[str, Any], *picks: str) -> Iterator[Cell]:
    yield counted(found["cases"], *picks, "paid")
    yield from (Cell(found[key]) for key in _YEN)
