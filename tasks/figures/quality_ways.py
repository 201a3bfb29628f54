"""Quality over time and by the way a request came: how often something is asked for, referred or corrected."""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from tasks.case.bilingual import Said
from tasks.figures.cells import coded, counted
from tasks.figures.period_cells import month_cell
from tasks.figures.periods import Span, months, told
from tasks.figures.quality_picks import CORRECTED, DEFICIENT, REFERRED, SENDER, SENDERS
from tasks.figures.quality_tally import AS_NOW, MONTH, Received, rate
from tasks.figures.table import Cell, Column, Table
from tasks.policy.wording import CHANNELS

_COUNTED = {"deficient": DEFICIENT, "referred": REFERRED, "corrected": CORRECTED}
_COLUMNS = (
    Column("cases", Said("Received", "受付件数"), "count"),
    Column("deficient", Said("Asked for more", "補正を依頼"), "count"),
    Column("deficient_share", Said("Share asked for more", "補正の割合"), "percent"),
    Column("referred", Said("Referred to a person", "要確認"), "count"),
    Column("referred_share", Said("Share referred", "要確認の割合"), "percent"),
    Column("corrected", Said("With a field corrected", "読取りを修正"), "count"),
    Column("corrected_share", Said("Share corrected", "修正の割合"), "percent"),
)
_NOTE = Said(
    "Of the cases received: those to which a letter was posted that asks for more, those in which a person had to settle a "
    "check, and those in which a person corrected a field that was read. "
    f"{AS_NOW.en}",
    "受け付けた案件のうち、補正依頼書を発送した件数、担当者が確認項目を判断した件数、読取り項目を修正した件数です。"
    f"{AS_NOW.ja}",
)
_NO_CASES = dict.fromkeys(("cases", *_COUNTED), 0)


def way_tables(received: Received, span: Span) -> tuple[Table, ...]:
    """By month of receipt (`span`: those shown), by channel, by who sent the request."""
    return _by_month(received, span), _by_channel(received), _by_sender(received)


def _by_month(received: Received, span: Span) -> Table:
    found = _count_by(received, MONTH)
    rows = tuple(
        (month_cell(each), *_cells(found.get(each[0].replace(day=1), _NO_CASES), f"received:{told(each)}"))
        for each in months(*span)
    )
    return Table(
        "quality-by-month",
        Said("Quality by month of receipt", "受付月別の品質"),
        _NOTE,
        (Column("month", Said("Month", "受付月")), *_COLUMNS),
        rows,
    )


def _by_channel(received: Received) -> Table:
    found = _count_by(received, pl.col("channel"))
    codes = sorted(found, key=lambda code: (-found[code]["cases"], code))
    rows = tuple((coded(CHANNELS, code), *_cells(found[code], received.pick, f"channel:{code}")) for code in codes)
    return Table(
        "quality-by-channel",
        Said("Quality by the way the request came", "受付方法別の品質"),
        _NOTE,
        (Column("channel", Said("Came by", "受付方法")), *_COLUMNS),
        rows,
    )


def _by_sender(received: Received) -> Table:
    found = _count_by(received, SENDER)
    rows = tuple(
        (coded(SENDERS, code), *_cells(found.get(code, _NO_CASES), received.pick, f"sender:{code}")) for code in SENDERS
    )
    return Table(
        "quality-by-sender",
        Said("Quality by who asked", "本人・代理人別の品質"),
        _NOTE,
        (Column("sender", Said("Asked", "請求者")), *_COLUMNS),
        rows,
    )


def _count_by(received: Received, by: pl.Expr) -> dict[Any, dict[str, Any]]:
    sums = (holds.sum().alias(key) for key, holds in _COUNTED.items())
    found = received.cases.group_by(by.alias("by")).agg(pl.len().alias("cases"), *sums)
    return {row["by"]: row for row in found.iter_rows(named=True)}


def _cells(found: Mapping[str, Any], *picks: str) -> Iterator[Cell]:
    yield counted(found["cases"], *picks)
    for key in _COUNTED:
        yield counted(found[key], *picks, key)
        yield rate(found[key], found["cases"])
