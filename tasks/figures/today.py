"""What to do today: what is due and late, who is waited for, what came in."""

from tasks.figures.filters import Filter
from tasks.figures.frames import Frames
from tasks.figures.table import Table


def today_tables(frames: Frames, chosen: Filter) -> tuple[Table, ...]:  # noqa: ARG001
    """The tables of the page Today."""
    return ()
