"""Which open cases will miss their due day at the present pace, and how good such forecasts were."""

from tasks.figures.filters import Filter
from tasks.figures.frames import Frames
from tasks.figures.table import Table


def forecast_tables(frames: Frames, chosen: Filter) -> tuple[Table, ...]:  # noqa: ARG001
    """The tables of the forecast, on the page SLA."""
    return ()
