"""How well the desk keeps its time: on-time rate, turnaround, ageing, cases in and out, breaches."""

import polars as pl

from tasks.figures.ageing import ageing_table, stage_time_table
from tasks.figures.breaches import breach_tables
from tasks.figures.filters import Filter
from tasks.figures.frames import Frames
from tasks.figures.in_and_out import in_and_out_table
from tasks.figures.periods import shown_span
from tasks.figures.table import Table
from tasks.figures.turnaround import COLUMNS, turnaround_tables


def sla_tables(frames: Frames, chosen: Filter) -> tuple[Table, ...]:
    """The tables of the page SLA.

    `summary`, `by-month`, `by-policy`, `by-kind`, `by-week`, `ageing`, `stage-time`, `causes`, `breaches`, in this order.
    """
    span = chosen.first, chosen.last
    shown = shown_span(frames, *span)
    cases = frames.cases.lazy()
    answered = cases.filter(chosen.within("answered_on")).select(COLUMNS).collect().lazy()
    return (
        *turnaround_tables(answered, span, shown),
        in_and_out_table(frames.cases, shown),
        ageing_table(cases.filter(pl.col("open"))),
        stage_time_table(frames.stays.lazy(), span),
        *breach_tables(frames, span, chosen.most),
    )
