"""The pace of each stage as of a day, and from it how long the way to the answer takes, in business days.

How long a stay takes is a life table (Kaplan-Meier) over the stays that touch the months before: those that still last, and
those that had begun before, count for the days on which they were seen. Which stage comes next is as it was. Both say
nothing of how stays hang together, so that the way to the answer is a sum over all ways, computed and not drawn by lot.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tasks.figures.forecast_history import ANSWERED, AWAITING, GONE, Codes, History
from tasks.figures.working_days import Days

WINDOW = 180  # calendar days before a day that make its pace
FEWEST = 20  # stays that ended; a stage with fewer is not known
DARK = 0.1  # of all ways; where more lead through a stage that is not known, there is no forecast
HORIZON = 260  # business days: what is not over by then never is
_LAST = 5  # stays: the pace of the longest is told by so many together
Chances = NDArray[np.float64]


@dataclass(frozen=True)
class Pace:
    """What is known of each step (`nodes`, sorted): rows by step, columns by business days from 0 to `HORIZON`.

    `leaving`: the chance that a stay that has lasted so many days ends on that day. `ending`: the chance that of all stays
    one ends on it. `answered`: the chance that the answer is posted so many days after the step is over. `dark`, `gone`:
    the chance that the way after the step leads through an unknown one, or ends without an answer. `known`: whether enough
    stays were seen; `ended`: how many.
    """

    nodes: Codes
    leaving: Chances
    ending: Chances
    answered: Chances
    dark: Chances
    gone: Chances
    known: NDArray[np.bool_]
    ended: Codes

    def place(self, node: Codes) -> tuple[Codes, NDArray[np.bool_]]:
        """The row of each step, and whether it is known."""
        if not len(self.nodes):
            return np.zeros(len(node), dtype=np.int64), np.zeros(len(node), dtype=bool)
        row = np.minimum(np.searchsorted(self.nodes, node), len(self.nodes) - 1)
        return row, (self.nodes[row] == node) & self.known[row]


def pace_of(history: History, day: int) -> Pace:
    """The pace as it could be known on the morning of a day."""
    seen = (history.since < day) & (history.until >= day - WINDOW)
    node, ended = history.node[seen], history.until[seen] < day
    nodes, row = np.unique(node, return_inverse=True)
    first, last = _ages(history, seen, day)
    leaving = _leaving(row, first, last, ended, len(nodes))
    leaving[nodes == AWAITING] = 1.0  # the clock stands still there: no time passes
    many = np.bincount(row[ended], minlength=len(nodes))
    after = np.where(history.after_on[seen] < day, history.after[seen], GONE)
    return _way(nodes, leaving, many, _moves(nodes, row[ended], after[ended], many))


def _ages(history: History, seen: NDArray[np.bool_], day: int) -> tuple[Days, Days]:
    """On which days of its life, from 0, each stay was seen first and last, within the window."""
    upto, policy = history.working.upto, history.policy[history.case[seen]]
    since, until, start = history.since[seen], history.until[seen], day - WINDOW
    begun = upto(policy, since)
    last = np.minimum(upto(policy, np.minimum(until, day - 1)) - begun, HORIZON)
    first = np.where(since >= start, 0, upto(policy, start - 1) - begun + 1)
    return np.minimum(first, last), last


def _leaving(row: Codes, first: Days, last: Days, ended: NDArray[np.bool_], many: int) -> Chances:
    """The chance of each step and day that a stay ends on it: so many did, of so many that were seen on it."""
    wide = HORIZON + 2
    came = np.bincount(row * wide + first, minlength=many * wide)
    went = np.bincount(row * wide + last + 1, minlength=many * wide)
    watched = np.cumsum((came - went).reshape(many, wide), axis=1)[:, :-1].astype(float)
    events = np.bincount((row * wide + last)[ended], minlength=many * wide).reshape(many, wide)[:, :-1].astype(float)
    return _with_tail(events, watched)


def _with_tail(events: Chances, watched: Chances) -> Chances:
    """Where few stays are left, one pace for all days from there on: that of the few, and a little of that of all."""
    left = np.cumsum(events[:, ::-1], axis=1)[:, ::-1]
    tail = left < _LAST
    of_all = events.sum(1) / np.maximum(watched.sum(1), 1)
    of_few = (np.where(tail, events, 0).sum(1) + of_all) / (np.where(tail, watched, 0).sum(1) + 1)
    raw = events / np.maximum(watched, 1)
    return np.where(tail, of_few[:, None], raw)


def _moves(nodes: Codes, row: Codes, after: Codes, many: Codes) -> Chances:
    """Of the stays of each step that ended, the part that went on to each step, to the answer, and to an end without one."""
    size = len(nodes)
    to = np.searchsorted(nodes, after)
    to = np.where(after == ANSWERED, size, np.where(after == GONE, size + 1, np.minimum(to, size)))
    found = np.bincount(row * (size + 2) + to, minlength=size * (size + 2)).reshape(size, size + 2)
    return found / np.maximum(many, 1)[:, None]


def _way(nodes: Codes, leaving: Chances, many: Codes, moves: Chances) -> Pace:
    """All ways on from each step, put together."""
    size, known = len(nodes), many >= FEWEST
    on = moves[:, :size] * known  # an unknown step is an end as well
    ending = _ending(leaving)
    never = _all_ways(on * known[:, None])
    dark: Chances = never @ np.where(known, (moves[:, :size] * ~known).sum(1), 0.0)
    gone: Chances = never @ np.where(known, moves[:, size + 1], 0.0)
    answered = _answered(ending, on, np.where(known, moves[:, size], 0.0), known)
    return Pace(nodes, leaving, ending, answered, dark, gone, known, many)


def _all_ways(on: Chances) -> Chances:
    """How often each step is come by from each, over ways of any length; a circle without an end is cut off."""
    return np.asarray(np.linalg.inv(np.eye(len(on)) - on * (1 - 1e-9)), dtype=np.float64)


def _ending(leaving: Chances) -> Chances:
    lasting = np.cumprod(1 - leaving, axis=1)
    return leaving * np.hstack([np.ones((len(leaving), 1)), lasting[:, :-1]])


def _answered(ending: Chances, on: Chances, at_once: Chances, known: NDArray[np.bool_]) -> Chances:
    """The chance of an answer so many days after a step is over: at once, or by what the steps after it take."""
    size = len(ending)
    on = on * known[:, None]
    after = np.zeros((size, HORIZON + 1))
    total = np.zeros((size, HORIZON + 1))  # the same, from the beginning of the step on
    same_day = _all_ways(ending[:, :1] * on)
    for days in range(HORIZON + 1):
        earlier = (ending[:, 1 : days + 1] * after[:, days - 1 :: -1][:, :days]).sum(1) if days else 0.0
        now = at_once if days == 0 else 0.0
        total[:, days] = same_day @ (earlier + ending[:, 0] * now)
        after[:, days] = on @ total[:, days] + now
    return after
