"""How well the desk keeps its time: on-time rate, turnaround, ageing, cases in and out, breaches."""

from tasks.figures.filters import Filter
from tasks.figures.frames import Frames
from tasks.figures.table import Table


def sla_tables(frames: Frames, chosen: Filter) -> tuple[Table, ...]:  # noqa: ARG001
    """The tables of the page SLA."""
    return ()
