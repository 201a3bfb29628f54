"""Periods in picks: a word such as `answered:2026-09-01/2026-11-29` keeps its meaning whatever the page shows later."""

from collections.abc import Iterator
from datetime import date, timedelta

import polars as pl

from tasks.case.errors import KaijiError
from tasks.figures.frames import Frames
from tasks.figures.picks import PICKS, Expression

Span = tuple[date, date]


def told(span: Span) -> str:
    """A period as the argument of a pick."""
    return f"{span[0]}/{span[1]}"


def span_of(argument: str) -> Span:
    """The period that an argument tells, both days included; KaijiError for anything else."""
    first, _, last = argument.partition("/")
    try:
        return date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        raise KaijiError("The period in this address cannot be read; start from the page of figures.") from None


def day_of(argument: str) -> date:
    """The one day that an argument tells; KaijiError for anything else."""
    return span_of(f"{argument}/{argument}")[0]


def month_of(said: str) -> date:
    """The first day of a month such as 2026-10; KaijiError for anything else."""
    try:
        return date.fromisoformat(f"{said}-01")
    except ValueError:
        raise KaijiError("Write the month as 2026-10.") from None


def months(first: date, last: date) -> Iterator[Span]:
    """The months from `first` to `last`, the outer ones cut off there."""
    while first <= last:
        following = (first.replace(day=1) + timedelta(days=31)).replace(day=1)
        yield first, min(last, following - timedelta(days=1))
        first = following


def weeks(first: date, last: date) -> Iterator[Span]:
    """The ISO weeks (Monday to Sunday) from `first` to `last`, the outer ones cut off there."""
    while first <= last:
        following = first + timedelta(days=8 - first.isoweekday())
        yield first, min(last, following - timedelta(days=1))
        first = following


def shown_span(frames: Frames, first: date, last: date) -> Span:
    """The part of a period for which there can be figures: from the first receipt of any case to today.

    Where there is none, its last day lies before its first.
    """
    earliest = frames.cases["received_on"].min()
    known = earliest if isinstance(earliest, date) else frames.today + timedelta(days=1)
    return max(first, known), min(last, frames.today)


CLOSED_UNANSWERED = pl.col("answered_on").is_null() & ~pl.col("open")


def owed_on(day: date) -> pl.Expr:
    """Whether the answer was owed at the end of a day: received, and neither answered nor closed until then."""
    out_on = pl.coalesce("answered_on", pl.when(~pl.col("open")).then("closed_on"))
    return (pl.col("received_on") <= day) & (out_on.is_null() | (out_on > day))


def _within(column: str) -> Expression:
    return lambda _, argument: pl.col(column).is_between(*span_of(argument))


PICKS["received"] = _within("received_on")
PICKS["answered"] = _within("answered_on")
PICKS["closed_unanswered"] = lambda _, argument: CLOSED_UNANSWERED & pl.col("closed_on").is_between(*span_of(argument))
PICKS["owed_on"] = lambda _, argument: owed_on(day_of(argument))
