"""The forecast of each case to which an answer is owed, computed once for a day's pace and kept while nothing happens."""

from datetime import timedelta

import numpy as np
import polars as pl

from tasks.case.errors import KaijiError
from tasks.figures.forecast_history import History, days_of, history_of
from tasks.figures.forecast_line import YEAR
from tasks.figures.forecast_odds import Standing, odds_of, standing_now
from tasks.figures.forecast_pace import Pace, pace_of
from tasks.figures.frames import Frames
from tasks.figures.picks import PICKS
from tasks.figures.working_days import day_number

HIGH, SOME = 0.5, 0.2  # from which chance on a case will probably be late, or may be
RISKS = ("high", "some", "low", "unknown")
FORECAST = pl.col("open") & pl.col("answered_on").is_null() & (pl.col("held") | (pl.col("days_left") >= 0))
COLUMNS = {"case_id": pl.Int64, "chance": pl.Float64, "risk": pl.String, "expected_on": pl.Date}


def forecast_of(frames: Frames) -> pl.DataFrame:
    """The forecast of each open case that is not overdue, and whose clock runs or may run again (columns: `COLUMNS`).

    `chance`: of an answer after the due day, from 0 to 1, null where it is not known; `expected_on`: the day by which the
    answer is as likely posted as not, null where the requester must act first.
    """
    stamp = frames.version, frames.today
    return frames.memo.kept("forecast", frames.chosen, stamp, lambda: _forecast(frames))


def probably_late(frames: Frames) -> int:
    """How many cases that are not overdue yet will probably be late."""
    return int((forecast_of(frames)["risk"] == "high").sum())


def pace_today(frames: Frames) -> Pace:
    """The pace as it was known this morning, so that it stays the same all day."""
    return frames.memo.kept(
        "pace", frames.chosen, frames.today, lambda: _pace(frames.whole() if frames.whole else frames)
    )


def _pace(frames: Frames) -> Pace:
    start = pl.lit(frames.now - timedelta(days=YEAR + 1)).dt.cast_time_unit("us")
    recent = frames.stays.filter(pl.col("until").is_null() | (pl.col("until") >= start))["case_id"].unique()
    some = frames.only(frames.cases.filter(pl.col("case_id").is_in(recent.implode())))
    return pace_of(history_of(some), day_number(frames.today))


def standing(frames: Frames) -> tuple[History, Standing]:
    """The cases that are forecast today, and how they stand."""
    stamp = frames.version, frames.today
    return frames.memo.kept("standing", frames.chosen, stamp, lambda: _standing(frames))


def _standing(frames: Frames) -> tuple[History, Standing]:
    live = frames.live
    history = history_of(live.only(live.cases.filter(FORECAST)))
    owed = np.ones(history.cases.height, dtype=bool)
    return history, standing_now(history, day_number(frames.today), days_of(history.cases["due_on"]), owed)


def _forecast(frames: Frames) -> pl.DataFrame:
    history, cases = standing(frames)
    odds = odds_of(pace_today(frames), cases)
    days = history.working.following(history.policy[cases.row], day_number(frames.today), odds.days)
    found = pl.DataFrame(
        {
            "case_id": history.cases["case_id"].gather(cases.row),
            "chance": pl.Series(odds.late).fill_nan(None),
            "expected_on": pl.Series(days).cast(pl.Int32).cast(pl.Date).set(pl.Series(odds.days < 0), None),
        }
    )
    every = history.cases.select("case_id").join(found, on="case_id", how="left")  # also one without a stay on record
    return every.with_columns(risk=_risk()).select(*COLUMNS)


def _risk() -> pl.Expr:
    chance = pl.col("chance")
    likely = pl.when(chance >= HIGH).then(pl.lit("high")).when(chance >= SOME).then(pl.lit("some"))
    return likely.when(chance.is_null()).then(pl.lit("unknown")).otherwise(pl.lit("low"))


def _days_of_pick(argument: str) -> int:
    """KaijiError for anything that is no number of days."""
    if not argument.isdecimal():
        raise KaijiError("The days in this address cannot be read; start from the page of figures.")
    return int(argument)


PICKS["risk"] = lambda frames, level: pl.col("case_id").is_in(
    forecast_of(frames).filter(pl.col("risk") == level)["case_id"].implode()
)
PICKS["falls_due"] = lambda _, days: pl.col("open") & (pl.col("days_left") <= _days_of_pick(days))
PICKS["waits_for_requester"] = lambda _, __: pl.col("open") & pl.col("held") & pl.col("answered_on").is_null()
