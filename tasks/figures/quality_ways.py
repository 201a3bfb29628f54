"""Quality over time and by the way a request came: how often something is asked for, referred or corrected."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import polars as pl

from tasks.case.bilingual import Said
from tasks.figures.counted import count, name, rate
from tasks.figures.filters import Filter
from tasks.figures.picks import days_argument
from tasks.figures.quality_picks import CORRECTED, DEFICIENT, REFERRED, SENDER, SENDERS
from tasks.figures.quality_tally import Received
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
    "check, and those in which a person corrected a field that was read.",
    "受け付けた案件のうち、補正依頼書を発送した件数、担当者が確認項目を判断した件数、読取り項目を修正した件数です。",
)
_NO_CASES = dict.fromkeys(("cases", *_COUNTED), 0)


def way_tables(received: Received, chosen: Filter) -> tuple[Table, ...]:
    """By month of receipt, by channel, by who sent the request."""
    return _by_month(received, chosen), _by_channel(received), _by_sender(received)


def months(first: date, last: date) -> Iterator[tuple[str, date, date]]:
    """Each month from `first` to `last` by its name (`2026-10`), with its first and last day that lie between these."""
    while first <= last:
        following = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
        yield f"{first:%Y-%m}", first, min(last, following - timedelta(days=1))
        first = following


def months_received(received: Received, chosen: Filter) -> list[tuple[str, date, date]]:
    """The months of the period from the first case received in it to the last, also those without any."""
    days = received.cases.select(
        first=pl.col("received_on").min(),
        last=pl.col("received_on").max(),
    ).row(0)
    if days[0] is None:
        return []
    wanted = {f"{day:%Y-%m}" for day in days}
    told = list(months(chosen.first, chosen.last))
    places = [place for place, (month, _, _) in enumerate(told) if month in wanted]
    return told[places[0] : places[-1] + 1]


def _by_month(received: Received, chosen: Filter) -> Table:
    found = _count_by(received, pl.col("received_on").dt.strftime("%Y-%m"))
    rows = tuple(
        (Cell(month), *_cells(found.get(month, _NO_CASES), f"received:{days_argument(first, last)}"))
        for month, first, last in months_received(received, chosen)
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
    rows = tuple((name(CHANNELS, code), *_cells(found[code], received.pick, f"channel:{code}")) for code in codes)
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
        (name(SENDERS, code), *_cells(found.get(code, _NO_CASES), received.pick, f"sender:{code}")) for code in SENDERS
    )
    return Table(
        "quality-by-sender",
        Said("Quality by who asked", "本人・代理人別の品質"),
        _NOTE,
        (Column("sender", Said("Asked", "請求者")), *_COLUMNS),
        rows,
    )


def _count_by(received: Received, by: pl.Expr) -> dict[str, dict[str, Any]]:
    sums = (counted.sum().alias(key) for key, counted in _COUNTED.items())
    counted = received.cases.group_by(by.alias("by")).agg(pl.len().alias("cases"), *sums)
    return {row["by"]: row for row in counted.iter_rows(named=True)}


def _cells(found: Mapping[str, Any], *picks: str) -> Iterator[Cell]:
    yield count(found["cases"], *picks)
    for key in _COUNTED:
        yield count(found[key], *picks, key)
        yield rate(found[key], found["cases"])
