"""The forecast on the demonstration's desks, where people work off what lies there: chances that come true, most of all of letters."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import numpy as np
import polars as pl
import pytest

from tasks.case.progress import Stage, Step, Wait
from tasks.case.progress import stage_of as stage_of_step
from tasks.figures.forecast_history import STAGES, history_of, stage_of
from tasks.figures.forecast_odds import odds_of, standing_as_of
from tasks.figures.forecast_pace import pace_of
from tasks.figures.forecast_past import became_late
from tasks.figures.working_days import day_number
from tests.support.made_up_rows import made_up_frames, made_up_rows

SEEDS = (11, 12, 14)


def mornings(today: date) -> Iterator[date]:
    """Every third day of some months, up to the last of which nearly all has come out."""
    return (day for back in range(40, 180, 3) if (day := today - timedelta(days=back)).weekday() < 5)


@cache
def forecasts() -> pl.DataFrame:
    """What was forecast on those mornings at each desk, and what became of it; `posting`: a reply that is only to be posted."""
    found = []
    for seed in SEEDS:
        frames = made_up_frames(made_up_rows(seed, "1y"))
        history, replies = history_of(frames), released(frames.stays)
        for day in mornings(frames.today):
            cases = standing_as_of(history, day_number(day))
            late = odds_of(pace_of(history, day_number(day)), cases).late
            told = history.cases[cases.row].select(
                "case_id",
                chance=pl.Series(late).fill_nan(None),
                late=became_late(),
                stage=pl.Series(np.array(STAGES)[stage_of(cases.node)]),
                day=pl.lit(day),
            )
            found.append(told.join(replies, on="case_id", how="left"))
    posting = (pl.col("stage") == Stage.DISPATCHING) & (pl.col("released_on") <= pl.col("day"))
    return pl.concat(found).with_columns(posting=posting.fill_null(value=False)).drop_nulls(["chance", "late"])


def released(stays: pl.DataFrame) -> pl.DataFrame:
    """Of each case the day on which its reply was first released."""
    ended = stays.filter(pl.col("stage") == Stage.RELEASING)
    return ended.group_by("case_id").agg(released_on=pl.col("until").dt.date().min())


def ratio(cases: pl.DataFrame) -> float:
    """How many were expected late, in parts of those that were."""
    return float(cases["chance"].sum() / cases["late"].sum())


def brier(cases: pl.DataFrame) -> float:
    """The mean squared error of the chances."""
    return float(((cases["chance"] - cases["late"].cast(pl.Float64)) ** 2).mean())


def test_as_many_are_late_as_were_expected():
    """Over all mornings and desks, in quiet months and when a wave of requests was worked off."""
    cases = forecasts()
    assert len(cases) > 5_000
    assert 0.8 <= ratio(cases) <= 1.25
    share = cases["late"].mean()
    assert brier(cases) < 0.85 * share * (1 - share)


def test_a_reply_that_is_only_to_be_posted_is_late_as_seldom_as_such_replies_were():
    """Most go out with the mail of the day, and that is in time on the due day, also while a line lies before the mail room."""
    posting = forecasts().filter("posting")
    assert len(posting) > 300
    assert 0.7 <= ratio(posting) <= 1.4
    assert brier(posting) < 0.05
    assert posting.filter(pl.col("chance") < 0.2)["late"].mean() < 0.05


def test_one_that_asks_for_more_is_far_from_its_answer():
    """Its posting stops the clock and brings no answer, so that it is late far more often than a reply that is posted."""
    posting, asking = (
        forecasts().filter((pl.col("stage") == Stage.DISPATCHING) & which)
        for which in (pl.col("posting"), ~pl.col("posting"))
    )
    assert len(asking) > 100
    assert asking["chance"].mean() > 2 * posting["chance"].mean()
    assert ratio(asking) == pytest.approx(1, abs=0.35)


def test_an_open_case_says_at_which_step_it_waits():
    """The step is one of its stage; what kaiji does by itself, and a closed case, asks for nothing."""
    rows = [row for seed in SEEDS for row in made_up_rows(seed, "1y")]
    asking = [row for row in rows if row.asks]
    assert all(row.stage is stage_of_step(Wait(step=Step(row.asks), attempt=1)) for row in asking)
    assert all(row.stage in (Stage.MOVING, Stage.CLOSED) for row in rows if not row.asks)
    assert {Step.DISPATCH_REPLY, Step.DISPATCH_DEFICIENCY} <= {row.asks for row in asking}
