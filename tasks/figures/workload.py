"""How much work comes to each sort of people and how much they do, and how long it would wait with one person more."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

import polars as pl

from tasks.case.progress import Stage
from tasks.case.sla import WAITS_FOR
from tasks.figures.frames import Frames
from tasks.figures.working_days import WorkingDays, day_number

DAYS = 90  # calendar days before today that are looked at
FEWEST = 20  # pieces of work that were done; of fewer nothing is supposed
BUSY = 0.9  # the pace of the busiest tenth of days is taken for what can be done
_FULL = 0.97  # of what can be done: where more comes in, no wait would be long enough for the formula
# Who does the work, in which stage one sees who, and in which column of `frames.CASES` the name stands.
_NAMED = {
    "reviewer": (Stage.DECIDING, "decided_by"),
    "approver": (Stage.APPROVING, "approved_by"),
    "operator": (Stage.SEARCHING, "searched_by"),
    "mail room": (Stage.DISPATCHING, "posted_by"),
}
WAITERS = tuple(_NAMED)


@dataclass(frozen=True)
class Workload:
    """The work of one sort of people; per business day of the last `DAYS` days, of the day before today and before.

    `came`, `done`: pieces of work (stays in their stages). `waiting`: as they stand now. `people`: who were seen at work on a
    day, on average, None where no names are on record. `most`: what is done on the busiest tenth of days. `stayed`: mean
    business days of a stay, None of none.
    """

    waiter: str
    came: float
    done: float
    waiting: int
    people: float | None
    most: float
    stayed: float | None

    @property
    def length(self) -> float | None:
        """To which part stays would shrink with one person more, by the wait in a line for so many people (Erlang C).

        None where that cannot be told.
        """
        if self.people is None or not self.stayed or not self.most:
            return None
        people = max(1, round(self.people))
        each = self.most / people
        came = min(self.came, _FULL * self.most)
        saved = wait(came, each, people) - wait(came, each, people + 1)
        return max(1 - saved / self.stayed, min(1.0, 1 / each / self.stayed))


def wait(came: float, each: float, people: int) -> float:
    """Mean days in line where so many pieces come a day and each of so many people does `each` a day; 0 of no work.

    Erlang's formula for random arrivals; `came` must be less than all can do.
    """
    load = came / each
    chance = 1.0  # of the Erlang B recursion: that all are busy where nobody may wait
    for many in range(1, people + 1):
        chance = load * chance / (many + load * chance)
    busy = chance / (1 - load / people * (1 - chance))
    return busy / (people * each - came)


def workloads(frames: Frames) -> tuple[Workload, ...]:
    """The work of reviewers, approvers, operators and the mail room."""
    first, last = frames.today - timedelta(days=DAYS), frames.today - timedelta(days=1)
    days = business_days(frames, first, last)
    stays = frames.stays.lazy().filter(pl.col("until").is_null() | (pl.col("until").dt.date() >= first))
    told = stays.select(
        "case_id", "stage", "business_days", since=pl.col("since").dt.date(), until=pl.col("until").dt.date()
    ).with_columns(waiter=pl.col("stage").replace_strict({str(key): value for key, value in WAITS_FOR.items()}))
    found = told.collect()
    return tuple(_workload(frames, found.filter(waiter=waiter), waiter, (first, last), days) for waiter in WAITERS)


def business_days(frames: Frames, first: date, last: date) -> int:
    """Business days from `first` to `last` of the company that is open the most; at least 1."""
    working = WorkingDays(frames.calendars)
    return max(1, 1, *working.between(day_number(first), day_number(last)))


def _workload(frames: Frames, stays: pl.DataFrame, waiter: str, span: tuple[date, date], days: int) -> Workload:
    ended = stays.filter(pl.col("until").is_between(*span))
    by_day = ended.group_by("until").len()["len"].sort(descending=True)
    place = days - ceil(BUSY * days)  # from the busiest day on; days on which nothing was done come last
    enough = len(ended) >= FEWEST
    return Workload(
        waiter,
        came=len(stays.filter(pl.col("since").is_between(*span))) / days,
        done=len(ended) / days,
        waiting=stays["until"].null_count(),
        people=_people(frames, ended, *_NAMED[waiter]) if enough else None,
        most=float(by_day[place]) if place < len(by_day) else 0.0,
        stayed=float(ended["business_days"].sum() / len(ended)) if enough else None,
    )


def _people(frames: Frames, ended: pl.DataFrame, stage: Stage, name: str) -> float | None:
    """How many different people were seen at work on a day on which anybody was; of each case who did it last."""
    last = ended.filter(stage=stage.value).unique("case_id", keep="last", maintain_order=True)
    seen = last.join(frames.cases.select("case_id", by=name).filter(pl.col("by") != ""), on="case_id")
    found = seen.group_by("until").agg(pl.col("by").n_unique())["by"]
    return float(found.sum() / len(found)) if len(found) else None
