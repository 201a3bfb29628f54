"""Cases in and out, week by week, and how many answers were still owed at the end of each."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate

import polars as pl

from tasks.case.bilingual import Said
from tasks.figures.cells import counted
from tasks.figures.period_cells import week_cell
from tasks.figures.periods import CLOSED_UNANSWERED, Span, told, weeks
from tasks.figures.table import Cell, Column, Table


class _Running:
    """How many there were up to any day, of a column of days."""

    def __init__(self, days: pl.Series) -> None:
        counts = days.drop_nulls().value_counts().sort(days.name)
        self._days: list[date] = counts[days.name].to_list()
        self._totals: list[int] = [0, *accumulate(counts["count"].to_list())]

    def until(self, day: date) -> int:
        """How many up to the end of a day."""
        return self._totals[bisect_right(self._days, day)]

    def within(self, span: Span) -> int:
        """How many in a period."""
        return self.until(span[1]) - self.until(span[0] - timedelta(days=1))


def in_and_out_table(cases: pl.DataFrame, shown: Span) -> Table:
    """The table `by-week` of these cases; `shown`: the part of the period of which weeks are told."""
    return Table(
        "by-week",
        Said("Cases in and out by week", "週別の受付・完了件数"),
        Said(
            "By week, Monday to Sunday, told by its first day; the first and the last only as far as they lie in the period. A case goes out with"
            " its answer, or when it is closed without one. Owed: received, and neither answered nor closed by the week's end.",
            "週は月曜から日曜までで初日を示し、最初と最後の週は期間に含まれる日だけを数えます。案件は回答した日、または回答せずに終了した日に完了とします。"
            "未回答は、週末の時点で受付済みかつ未完了の件数です。",
        ),
        (
            Column("week", Said("Week", "週")),
            Column("until", Said("Until", "最終日"), "day"),
            Column("received", Said("Received", "受付"), "count"),
            Column("answered", Said("Answered", "回答"), "count"),
            Column("closed_unanswered", Said("Closed without an answer", "回答せずに終了"), "count"),
            Column("owed", Said("Owed at the end", "週末時点の未回答"), "count"),
        ),
        tuple(_rows(cases, shown)),
    )


def _rows(cases: pl.DataFrame, shown: Span) -> Iterator[tuple[Cell, ...]]:
    received, answered = _Running(cases["received_on"]), _Running(cases["answered_on"])
    closed = _Running(cases.select(pl.col("closed_on").filter(CLOSED_UNANSWERED))["closed_on"])
    for span in weeks(*shown):
        last = span[1]
        owed = received.until(last) - answered.until(last) - closed.until(last)
        yield (
            week_cell(span),
            Cell(last),
            counted(received.within(span), f"received:{told(span)}"),
            counted(answered.within(span), f"answered:{told(span)}"),
            counted(closed.within(span), f"closed_unanswered:{told(span)}"),
            counted(owed, f"owed_on:{last}"),
        )
