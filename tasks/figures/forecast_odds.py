"""How likely each open case is to be answered after its due day, and when its answer may be expected."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tasks.figures.forecast_due import due_as_of
from tasks.figures.forecast_history import AWAITING, FAR, Chances, Codes, History, stage_of
from tasks.figures.forecast_pace import DARK, HORIZON, Pace, resized
from tasks.figures.working_days import Days

_ROUNDING = 1e-6  # of a chance


@dataclass(frozen=True)
class Standing:
    """Cases to which an answer is owed, as they stand.

    `row`: in `History.cases`. `node`: the step; `spent`: how many business days of the stay there are over. `left`: business
    days from now up to and with the due day, less one; below 0 for none.
    """

    row: Codes
    node: Codes
    spent: Days
    due: Days
    left: Days

    def only(self, wanted: NDArray[np.bool_]) -> "Standing":
        """Some of the cases."""
        return Standing(*(each[wanted] for each in (self.row, self.node, self.spent, self.due, self.left)))


def standing_as_of(history: History, day: int) -> Standing:
    """The cases that awaited an answer on the morning of a past day, and were not overdue."""
    here = (history.since < day) & (history.until >= day) & (history.answered[history.case] >= day)
    row, node, since = history.case[here], history.node[here], history.since[here]
    awaiting = stage_of(node) == AWAITING
    due = due_as_of(history, row, day, awaiting)
    found = _standing(history, day, row, node, since, due)
    return found.only((due >= day) | awaiting)


def standing_now(history: History, day: int, due: Days, owed: NDArray[np.bool_]) -> Standing:
    """The cases of which an answer is owed today (`owed`), by their due days; both by row of `History.cases`."""
    here = (history.until == FAR) & owed[history.case]
    row = history.case[here]
    return _standing(history, day, row, history.node[here], history.since[here], due[row])


def _standing(history: History, day: int, row: Codes, node: Codes, since: Days, due: Days) -> Standing:
    upto, policy = history.working.upto, history.policy[row]
    spent = np.where(since < day, upto(policy, day - 1) - upto(policy, since) + 1, 0)
    left = upto(policy, due) - upto(policy, day - 1) - 1
    return Standing(row, node, np.minimum(spent, HORIZON), due, left)


@dataclass(frozen=True)
class Odds:
    """What may become of each case.

    `late`: the chance of an answer after the due day or never, without ends that need none; NaN where the pace is not known.
    `days`: business days until the answer is as likely posted as not (0: the first from today on), -1 where that cannot be
    told.
    """

    late: Chances
    days: Days


def odds_of(pace: Pace, cases: Standing) -> Odds:
    """The chances of these cases at this pace."""
    late, days = np.full(len(cases.row), np.nan), np.full(len(cases.row), -1)
    place, known = pace.place(cases.node)
    known = known & (pace.dark[place] <= DARK) if len(pace.nodes) else known
    of_awaiting = stage_of(cases.node) == AWAITING
    spent = np.where(of_awaiting, 0, cases.spent)
    kinds, which = np.unique(place[known] * (HORIZON + 1) + spent[known], return_inverse=True)
    if not len(kinds):
        return Odds(late, days)
    by = np.stack([_answered_by(pace, *divmod(int(kind), HORIZON + 1)) for kind in kinds])
    late[known] = _late(by, pace, kinds // (HORIZON + 1), which, cases.left[known])
    days[known & ~of_awaiting] = _median(by, pace, kinds // (HORIZON + 1))[which[~of_awaiting[known]]]
    return Odds(late, days)


def _answered_by(pace: Pace, step: int, spent: int) -> Chances:
    """The chance that a case whose stay has lasted so many days is answered within so many more, by days."""
    leaving = pace.leaving[step, np.minimum(np.arange(spent, spent + HORIZON + 1), HORIZON)]
    lasting = np.concatenate([[1.0], np.cumprod(1 - leaving)[:-1]])
    more = resized(leaving * lasting, float(pace.length[step]))
    return np.cumsum(np.convolve(more, pace.answered[step])[: HORIZON + 1])


def _late(by: Chances, pace: Pace, steps: Codes, which: Codes, left: Days) -> Chances:
    reached = by[which, np.clip(left, 0, HORIZON)] * (left >= 0)
    step = steps[which]
    lit = 1 - pace.dark[step]  # of the ways that are known
    return np.clip((lit - pace.gone[step] - reached) / lit, 0.0, 1.0) * (1 - pace.spared)


def _median(by: Chances, pace: Pace, steps: Codes) -> Days:
    half = (1 - pace.dark[steps] - pace.gone[steps]) / 2
    reached = (by >= half[:, None] - _ROUNDING) & (half > _ROUNDING)[:, None]
    return np.where(reached.any(1), reached.argmax(1), -1)
