"""What happened to cases, as arrays from which the pace of stages is measured and forecasts are made, as of any day.

A forecast looks at stays as steps of a way to the answer. The mail room and kaiji's own work lie on it several times: behind
a letter that asks for more, and behind the answer. They are told apart by the stage before them in which a person or the
requester had to act.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tasks.case.progress import Stage
from tasks.case.sla import WAITS_FOR
from tasks.figures.frames import Frames
from tasks.figures.working_days import Days, WorkingDays

STAGES = tuple(Stage)
AWAITING = STAGES.index(Stage.AWAITING_REQUESTER)
MOVING = STAGES.index(Stage.MOVING)
_ON_ANY_WAY = (MOVING, STAGES.index(Stage.DISPATCHING))
_NOWHERE = STAGES.index(Stage.CLOSED)
ANSWERED, GONE = -1, -2  # where a way ends: with the answer, or without one
FAR = 1 << 25  # the day of what has not happened yet; its microseconds still fit
_DAY, _JST = 86_400_000_000, 9 * 3_600_000_000  # microseconds; Japan has one time all the year
Codes = NDArray[np.int64]
Chances = NDArray[np.float64]
PEOPLE = ("reviewer", "approver", "operator", "mail room")
# Of each stage for whom it waits, as a place in `PEOPLE`; after the last of them for what waits for nobody at the desk.
WHOM = np.array([PEOPLE.index(who) if (who := WAITS_FOR[stage]) in PEOPLE else len(PEOPLE) for stage in STAGES])


@dataclass(frozen=True)
class History:
    """The stays of cases on the way to their answer, and what moves their due days; days as numbers, `FAR` for not yet.

    `case`: the row in `cases`; `node`: step of the way (`node_of`); `after`: the node of the next stay, `ANSWERED` or `GONE`,
    which is known from the day `after_on` on.
    """

    working: WorkingDays
    cases: pl.DataFrame
    policy: Codes
    answered: Days
    case: Codes
    node: Codes
    since: Days
    until: Days
    after: Codes
    after_on: Days

    @cached_property
    def took(self) -> Days:
        """Business days of each stay that ended."""
        policy = self.policy[self.case]
        took: Days = self.working.upto(policy, self.until) - self.working.upto(policy, self.since)
        return took

    @cached_property
    def lay(self) -> Codes:
        """How many pieces lay before the same people on the morning of the day on which each stay began."""
        lay: Codes = self._lines[WHOM[stage_of(self.node)], self.since - self._first]
        return lay

    def lying(self, day: int) -> Codes:
        """How many pieces lay before each of `PEOPLE` on the morning of a day; and as the last how many elsewhere."""
        return self._lines[:, int(np.clip(day - self._first, 0, self._lines.shape[1] - 1))]

    @cached_property
    def _first(self) -> int:
        return int(self.since.min(initial=FAR))

    @cached_property
    def _lines(self) -> Codes:
        """By whom they wait for, and by day from the first on, how many stays had begun before and had not ended before."""
        ended = self.until[self.until < FAR]
        days = max(int(each.max(initial=self._first)) for each in (self.since, ended)) - self._first + 2
        whom = WHOM[stage_of(self.node)] * (days + 1)
        came = np.bincount(whom + self.since - self._first + 1, minlength=(len(PEOPLE) + 1) * (days + 1))
        gone = np.bincount(whom + np.minimum(self.until - self._first + 1, days), minlength=len(came))
        return np.cumsum((came - gone).reshape(-1, days + 1)[:, :days], axis=1)


def stage_of(node: Codes) -> Codes:
    """The stage of a step, as its place in `STAGES`."""
    return node % len(STAGES)


def history_of(frames: Frames) -> History:
    """The history of these cases."""
    working = WorkingDays(frames.calendars)
    cases = frames.cases.sort("case_id")
    stays = frames.stays.sort("case_id", maintain_order=True)
    case = np.searchsorted(cases["case_id"].to_numpy(), stays["case_id"].to_numpy())
    answered = days_of(cases["answered_on"])
    since, until = _days_of_moments(stays["since"]), _days_of_moments(stays["until"])
    node = _nodes(case, _places(stays["stage"], [stage.value for stage in Stage]))
    kept, last = _ways(case, node, until, answered)
    case, node, since, until = case[kept], node[kept], since[kept], until[kept]
    after, after_on = _after(case, node, since, last[kept])
    policy = _places(cases["policy"], working.policies)
    return History(working, cases, policy, answered, case, node, since, until, after, after_on)


def days_of(days: pl.Series) -> Days:
    """A column of days as numbers."""
    return days.to_physical().cast(pl.Int64).fill_null(FAR).to_numpy()


def _places(codes: pl.Series, known: Sequence[str]) -> Codes:
    """The place of each code among those that are known."""
    return codes.cast(pl.Enum(known)).to_physical().to_numpy().astype(np.int64)


def _days_of_moments(moments: pl.Series) -> Days:
    at = moments.to_physical().fill_null(FAR * _DAY - _JST).to_numpy()
    days: Days = (at + _JST) // _DAY
    return days


def _nodes(case: Codes, stage: Codes) -> Codes:
    """Each stay's step: its stage, and for those that lie on any way the last other stage of the case before it."""
    place = np.arange(len(stage))
    own = ~np.isin(stage, _ON_ANY_WAY)
    first = np.ones(len(case), dtype=bool)
    first[1:] = case[1:] != case[:-1]
    known = np.maximum.accumulate(np.where(own | first, place, 0)) if len(stage) else place
    before = np.where(own[known], stage[known], _NOWHERE)
    nodes: Codes = np.where(own, stage, stage + len(STAGES) * (1 + before))
    return nodes


def _ways(case: Codes, node: Codes, until: Days, answered: Days) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which stays lie on the way to the answer, and which is its last; what kaiji does after the posting is none of it."""
    place = np.arange(len(case))
    has_answer = answered[case] < FAR
    before = until <= answered[case]
    last = np.full(len(answered), -1)
    ending = has_answer & before & (stage_of(node) != MOVING)
    last[case[ending]] = place[ending]  # the last of each case is assigned last
    return ~has_answer | (place <= last[case]), has_answer & (place == last[case])


def _after(case: Codes, node: Codes, since: Days, last: NDArray[np.bool_]) -> tuple[Codes, Days]:
    after, after_on = np.full(len(case), GONE), np.full(len(case), FAR)
    same = case[1:] == case[:-1]
    after[:-1][same], after_on[:-1][same] = node[1:][same], since[1:][same]
    after[last], after_on[last] = ANSWERED, -FAR
    return after, after_on
