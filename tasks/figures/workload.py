"""How much work comes to each sort of people, how much they do, and how long the line before them makes it wait."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import polars as pl

from tasks.case.business_days import JST
from tasks.case.progress import Stage
from tasks.case.sla import WAITS_FOR
from tasks.figures.forecast_cases import pace_today
from tasks.figures.forecast_history import PEOPLE
from tasks.figures.frames import Frames
from tasks.figures.working_days import WorkingDays, day_number

DAYS = 90  # calendar days before today that are looked at
FEWEST = 20  # pieces of work that were done; of fewer nothing is supposed
# Who does the work, in which stage one sees who, and in which column of `frames.CASES` the name stands.
_NAMED = {
    "reviewer": (Stage.DECIDING, "decided_by"),
    "approver": (Stage.APPROVING, "approved_by"),
    "operator": (Stage.SEARCHING, "searched_by"),
    "mail room": (Stage.DISPATCHING, "posted_by"),
}


@dataclass(frozen=True)
class Workload:
    """The work of one sort of people; per business day of the last `DAYS` days, without today.

    `came`, `done`: pieces of work (stays in their stages). `waiting`: as they stand now. `people`: who were seen at work on a
    day, on average, None where no names are on record. `stayed`: mean business days of a stay, None of too few. `each`: how
    many business days longer a stay took for each piece that lay there when it began (`Pace.each`).
    """

    waiter: str
    came: float
    done: float
    waiting: int
    people: float | None
    stayed: float | None
    each: float

    @property
    def stays(self) -> float | None:
        """Mean business days of a stay with the line as it is now; None where too little was done.

        What lay there on average follows from Little's law: as many as were done in a day, times the days they stayed.
        """
        if self.stayed is None:
            return None
        return max(self.stayed + self.each * (self.waiting - self.done * self.stayed), self.each * self.waiting)

    @property
    def line(self) -> float | None:
        """The part of a stay that the line makes which lies there now, from 0 to 1; None where too little was done."""
        if self.stays is None:
            return None
        return self.each * self.waiting / self.stays if self.stays else 0.0

    @property
    def length(self) -> float | None:
        """To which part stays would shrink with one person more; None where unknown.

        What the line makes longer is shared by one more; the rest of a stay is not.
        """
        if self.people is None or self.line is None:
            return None
        return 1 - self.line / (max(self.people, 1.0) + 1)


def workloads(frames: Frames) -> tuple[Workload, ...]:
    """The work of reviewers, approvers, operators and the mail room; measured once a day, but for what waits now."""
    measured = frames.memo.kept("work", frames.chosen, frames.today, lambda: _measured(frames))
    waiting = dict(frames.cases.filter("open").group_by("waits_for").len().iter_rows())
    return tuple(replace(work, waiting=waiting.get(work.waiter, 0)) for work in measured)


def _measured(frames: Frames) -> list[Workload]:
    start = datetime.combine(frames.today - timedelta(days=DAYS), datetime.min.time(), JST)
    stays = frames.stays.filter(pl.col("until").is_null() | (pl.col("until") >= pl.lit(start).dt.cast_time_unit("us")))
    waits = pl.col("stage").replace_strict({str(key): value for key, value in WAITS_FOR.items()})
    found = stays.with_columns(waiter=waits, came_on=pl.col("since").dt.date(), done_on=pl.col("until").dt.date())
    longer = zip(PEOPLE, pace_today(frames).each, strict=True)
    return [_workload(frames, found.filter(waiter=waiter), waiter, float(each)) for waiter, each in longer]


def _business_days(frames: Frames, first: date, last: date) -> int:
    """Business days from `first` to `last` of the company that is open the most; at least 1."""
    return max(1, 1, *WorkingDays(frames.calendars).between(day_number(first), day_number(last)))


def _workload(frames: Frames, stays: pl.DataFrame, waiter: str, each: float) -> Workload:
    first, last = frames.today - timedelta(days=DAYS), frames.today - timedelta(days=1)
    days = _business_days(frames, first, last)
    ended = stays.filter(pl.col("done_on").is_between(first, last))
    enough = len(ended) >= FEWEST
    return Workload(
        waiter,
        came=len(stays.filter(pl.col("came_on").is_between(first, last))) / days,
        done=len(ended) / days,
        waiting=0,
        people=_people(frames, ended, *_NAMED[waiter]) if enough else None,
        stayed=float(ended["business_days"].sum() / len(ended)) if enough else None,
        each=each,
    )


def _people(frames: Frames, ended: pl.DataFrame, stage: Stage, name: str) -> float | None:
    """How many different people were seen at work on a day on which anybody was; of each case who did it last."""
    last = ended.filter(stage=stage.value).unique("case_id", keep="last", maintain_order=True)
    seen = last.join(frames.cases.select("case_id", by=name).filter(pl.col("by") != ""), on="case_id")
    found = seen.group_by("done_on").agg(pl.col("by").n_unique())["by"]
    return float(found.sum() / len(found)) if len(found) else None
