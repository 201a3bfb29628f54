"""What goes wrong: deficiencies, refusals, referrals, corrections by people, and the fees."""

from tasks.figures.filters import Filter
from tasks.figures.frames import Frames
from tasks.figures.table import Table


def quality_tables(frames: Frames, chosen: Filter) -> tuple[Table, ...]:  # noqa: ARG001
    """The tables of the page Quality."""
    return ()
