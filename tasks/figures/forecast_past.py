"""How good past forecasts were: made once more as of past days, by what was known then, and held against what became of it."""

from collections.abc import Iterator
from datetime import date, timedelta

import polars as pl

from tasks.figures.forecast_history import History, history_of
from tasks.figures.forecast_odds import odds_of, standing_as_of
from tasks.figures.forecast_pace import pace_of
from tasks.figures.frames import Frames
from tasks.figures.working_days import day_number

MONTHS = 12
SETTLES_IN = 30  # calendar days after which most of what was forecast has come out
COLUMNS = ("case_id", "chance", "late", "left")


def past_forecasts(frames: Frames) -> dict[date, pl.DataFrame]:
    """For the first of each of the last months: the forecast of that morning (`forecast_as_of`); computed once a day."""
    return frames.memo.kept("past", frames.chosen, frames.today, lambda: dict(_past(frames)))


def _past(frames: Frames) -> Iterator[tuple[date, pl.DataFrame]]:
    days = list(days_before(frames.today))
    history = history_of(frames)
    for day in days:
        found = forecast_as_of(history, day)
        if not found.is_empty():
            yield day, found


def days_before(today: date) -> Iterator[date]:
    """The first days of the last months, the oldest first, up to the last of which most has come out."""
    last = (today - timedelta(days=SETTLES_IN)).replace(day=1)
    for back in reversed(range(MONTHS)):
        months = last.year * 12 + last.month - 1 - back
        yield date(months // 12, months % 12 + 1, 1)


def forecast_as_of(history: History, day: date) -> pl.DataFrame:
    """The cases that were owed and not overdue on the morning of a day, by nothing that was recorded later.

    `chance`: of being answered late, as forecast then, null where nothing could be said. `late`: what became of it: by the
    due day as it stood in the end; not late where it was closed without an answer; null where it is still open in time.
    `left`: calendar days to the due day as it stood then.
    """
    number = day_number(day)
    cases = standing_as_of(history, number)
    odds = odds_of(pace_of(history, number), cases)
    return history.cases[cases.row].select(
        "case_id",
        chance=pl.Series(odds.late).fill_nan(None),
        late=became_late(),
        left=pl.Series(cases.due - number),
    )


def became_late() -> pl.Expr:
    """Whether a case was answered late or is overdue; null while neither is settled."""
    settled = ~pl.col("open") | pl.col("answered_on").is_not_null()
    return pl.when("late").then(statement=True).when(settled).then(statement=False)
