"""What the forecast costs, and how good it is beside rules of thumb, on the cases of a desk that knows nothing of it.

`python -m tests.bench.figures.forecast [cases] [seed]` makes two years of cases (`desk_by_chance`), times the tables of the
forecast, and holds its back-test against peers on the same mornings and the same cases: "what is due within 3 days will be
late", "as many as we warn of, those due first", and the share of late answers in the 180 days before.
"""

import os
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple, TypeVar

import polars as pl

from tasks.figures.filters import last_days
from tasks.figures.forecast import forecast_tables
from tasks.figures.forecast_accuracy import accuracy_table
from tasks.figures.forecast_cases import HIGH, forecast_of, pace_today
from tasks.figures.forecast_past import past_forecasts
from tasks.figures.forecast_what_if import what_if_table
from tasks.figures.frames import Frames, frames_of
from tests.bench.figures.desk_by_chance import CALENDAR, TODAY, Desk

_T = TypeVar("_T")
SOON, BEFORE = 3, 180  # calendar days


class Score(NamedTuple):
    """Warnings and chances held against what became of the cases."""

    warned: int
    precision: float | None
    recall: float
    expected: float
    brier: float


def timed(name: str, make: Callable[[], _T]) -> _T:
    """What `make` makes; prints its seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    made = make()
    print(f"  {name:<46} {time.process_time() - cpu:6.3f} s CPU  {time.perf_counter() - wall:6.3f} s")
    return made


def score(cases: pl.DataFrame, chance: pl.Expr, warned: pl.Expr) -> Score:
    """The score of chances and warnings for these cases (column `late`)."""
    late = pl.col("late").cast(pl.Float64)
    found = cases.select(
        warned=warned.sum(),
        hit=(warned & pl.col("late")).sum(),
        late=pl.col("late").sum(),
        expected=chance.sum(),
        brier=((chance - late) ** 2).mean(),
    ).row(0, named=True)
    precision = found["hit"] / found["warned"] if found["warned"] else None
    return Score(found["warned"], precision, found["hit"] / found["late"], found["expected"], found["brier"])


def base_rate(frames: Frames, day: date) -> float:
    """The share of late answers in the days before a day."""
    before = frames.cases.filter(
        pl.col("answered_on").is_between(day - timedelta(days=BEFORE), day - timedelta(days=1))
    )
    return before["late"].sum() / max(1, len(before))


def compared(frames: Frames) -> tuple[pl.DataFrame, dict[str, Score]]:
    """The cases of all mornings, and the scores of the forecast and of its peers."""
    some = [found.with_columns(base=base_rate(frames, day)) for day, found in past_forecasts(frames).items()]
    cases = pl.concat(some).drop_nulls(["chance", "late"])
    ours = pl.col("chance") >= HIGH
    first = pl.col("left").rank("ordinal") <= len(cases.filter(ours))
    soon = pl.col("left") <= SOON
    return cases, {
        "forecast": score(cases, pl.col("chance"), ours),
        f"due within {SOON} days": score(cases, soon.cast(pl.Float64), soon),
        "as many, due first": score(cases, first.cast(pl.Float64), first),
        f"share of {BEFORE} days before": score(cases, pl.col("base"), pl.col("base") >= HIGH),
    }


def tell(cases: pl.DataFrame, scores: dict[str, Score]) -> None:
    """Prints the scores with their ratios, and how well chances agree with what came."""
    late, ours = int(cases["late"].sum()), scores["forecast"]
    print(f"back-test: {len(cases)} forecasts on {len({*cases['base']})} mornings, {late} late")
    print(f"  {'':<26} {'warned':>7} {'precision':>9} {'recall':>7} {'expected/late':>13} {'Brier':>7} {'x ours':>7}")
    for name, each in scores.items():
        precision = "-" if each.precision is None else f"{each.precision:.3f}"
        told = f"{each.warned:>7} {precision:>9} {each.recall:>7.3f} {each.expected / late:>13.2f} {each.brier:>7.4f}"
        print(f"  {name:<26} {told} {each.brier / ours.brier:>7.2f}")
    print("calibration: chance told, share late, cases")
    for row in calibration(cases):
        print(f"  {row['told']:6.3f} {row['came']:6.3f} {row['cases']:>7}")


def calibration(cases: pl.DataFrame) -> list[dict[str, Any]]:
    """By tenths of the chance: the mean chance, the share that was late, and how many cases."""
    tenth = (pl.col("chance") * 10).floor().clip(0, 9)
    found = cases.group_by(tenth=tenth).agg(told=pl.col("chance").mean(), came=pl.col("late").mean(), cases=pl.len())
    return found.sort("tenth").to_dicts()


def main() -> None:
    """Makes the cases, times the tables and tells the scores."""
    many, seed = (int(sys.argv[i]) if len(sys.argv) > i else other for i, other in ((1, 100_000), (2, 1)))
    print(f"{os.cpu_count()} cores, load before {os.getloadavg()[0]:.1f}; {many} cases, seed {seed}")
    frames = frames_of(Desk(many, seed).run(), TODAY, lambda _: CALENDAR)
    print(f"{frames.cases['open'].sum()} open cases, {frames.stays.height} stays")
    timed("pace of the day (once a day)", lambda: pace_today(frames))
    timed("forecast of open cases (once an event)", lambda: forecast_of(frames))
    timed("what-if (once an event)", lambda: what_if_table(frames, 0.0))
    timed("back-test (once a day)", lambda: accuracy_table(frames))
    timed("all tables, with these kept", lambda: forecast_tables(frames, last_days(frames.today)))
    tell(*compared(frames))


if __name__ == "__main__":
    main()
