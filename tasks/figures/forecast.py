"""Which open cases will miss their due day at the present pace, and how good such forecasts were."""

import polars as pl

from tasks.figures.filters import Filter
from tasks.figures.forecast_accuracy import accuracy_table
from tasks.figures.forecast_cases import FORECAST, forecast_of
from tasks.figures.forecast_lists import at_risk_table, by_week_table, risk_table
from tasks.figures.forecast_what_if import expected_late, what_if_table
from tasks.figures.frames import Frames
from tasks.figures.table import Table


def forecast_tables(frames: Frames, chosen: Filter) -> tuple[Table, ...]:
    """The tables of the forecast, on the page SLA: `forecast`, `at-risk`, `forecast-by-week`, `forecast-accuracy`, `what-if`, in this order."""
    found = forecast_of(frames)
    cases = _owed(frames, found)
    return (
        risk_table(cases),
        at_risk_table(cases, chosen.most),
        by_week_table(cases, frames.today),
        accuracy_table(frames),
        what_if_table(frames, expected_late(found)),
    )


def _owed(frames: Frames, found: pl.DataFrame) -> pl.DataFrame:
    """The cases whose answer is owed, with their forecast."""
    return frames.cases.filter(FORECAST | (pl.col("days_left") < 0)).join(found, on="case_id", how="left")
