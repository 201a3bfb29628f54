"""The pace of each stage as of a day, and from it how long the way to the answer takes, in business days.

How long a stay takes is a life table (Kaplan-Meier) over the stays that touch the months before: those that still last, and
those that had begun before, count for the days on which they were seen. A line that has grown since makes it less likely that
they end on any day (`forecast_line`). Which stage comes next is as it was. How stays of one case hang together is left out, so that the way to the
answer is a sum over all ways, computed and not drawn by lot.

Tried on simulated desks and left out: months that all weigh the same, a fit of past chances to what came of them, and stays
that a line makes so many times as long: of a letter that waits since yesterday, where most are posted on the day they are
ready, that made one that is posted in three days.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tasks.figures.forecast_history import ANSWERED, AWAITING, GONE, Chances, Codes, History, days_of, stage_of
from tasks.figures.forecast_line import lines_as_of
from tasks.figures.working_days import Days, WorkingDays

WINDOW = 180  # calendar days before a day that make its pace
_SPANS = (
    30,
    60,
    WINDOW,
)  # the last 30 days of them count ten times as much as the first months, those before four times
FEWEST = 20  # stays that ended; a stage with fewer is not known
DARK = 0.1  # of all ways; where more lead through a stage that is not known, there is no forecast
HORIZON = 260  # business days: what is not over by then never is
_LAST = 5  # stays: the pace of the longest is told by so many together


@dataclass(frozen=True)
class Pace:
    """What is known of each step (`nodes`, sorted): rows by step, columns by business days from 0 to `HORIZON`.

    `leaving`: the chance that a stay that has lasted so many days ends on that day. `answered`: the chance that the answer is posted so many days after the step is over. `dark`, `gone`:
    the chance that the way after the step leads through an unknown one, or ends without an answer. `known`: whether enough
    stays were seen; `ended`: how many. `spared`: of the cases that would have been late, the part that a person gave more
    time. `moves`: of the stays that ended, the part that went on to each step, to the answer, to an end without one. `length`:
    to which part of what was seen stays are shortened, 1 where nothing is supposed.
    `each`: of each of `forecast_history.PEOPLE`, business days longer for each piece more in their line.
    """

    nodes: Codes
    leaving: Chances
    answered: Chances
    dark: Chances
    gone: Chances
    known: NDArray[np.bool_]
    ended: Codes
    spared: float
    moves: Chances
    length: Chances
    each: Chances

    def place(self, node: Codes) -> tuple[Codes, NDArray[np.bool_]]:
        """The row of each step, and whether it is known."""
        if not len(self.nodes):
            return np.zeros(len(node), dtype=np.int64), np.zeros(len(node), dtype=bool)
        row = np.minimum(np.searchsorted(self.nodes, node), len(self.nodes) - 1)
        return row, (self.nodes[row] == node) & self.known[row]


def pace_of(history: History, day: int) -> Pace:
    """The pace as it could be known on the morning of a day."""
    seen = (history.since < day) & (history.until >= day - WINDOW)
    nodes, row = np.unique(history.node[seen], return_inverse=True)
    policy, since, until = history.policy[history.case[seen]], history.since[seen], history.until[seen]
    after = np.where(history.after_on[seen] < day, history.after[seen], GONE)
    stays = _Stays(history.working, len(nodes), row, policy, since, until, _to(nodes, after))
    parts = [stays.within(days, day) for days in _SPANS]
    events, watched, moves = (sum(part) for part in zip(*parts, strict=True))
    leaving = _with_tail(events, watched, parts[-1][0])
    lines = lines_as_of(history, day, _SPANS)
    leaving = _in_line(leaving, lines.stretch[stage_of(nodes)])
    leaving[nodes == AWAITING] = 1.0  # the clock stands still there: no time passes
    many = np.bincount(row[until < day], minlength=len(nodes))
    return _way(
        nodes,
        leaving,
        many,
        moves / np.maximum(moves.sum(1), 1)[:, None],
        _spared(history, day),
        np.ones(len(nodes)),
        lines.each,
    )


def shortened(pace: Pace, length: Chances) -> Pace:
    """The pace as it would be were the stays of each step only so long, in parts of what was seen (0 to 1)."""
    return _way(pace.nodes, pace.leaving, pace.ended, pace.moves, pace.spared, length, pace.each)


def resized(chances: Chances, length: float) -> Chances:
    """Chances by number of days, where each number of days shrinks or grows; between two days, by part.

    What grows beyond the last day is lost.
    """
    if length == 1:
        return chances
    size, days = len(chances), np.arange(len(chances)) * length
    whole = np.minimum(days.astype(np.int64), size)
    part = days - days.astype(np.int64)
    found = np.bincount(whole, chances * (1 - part), minlength=size + 2)
    return np.asarray((found + np.bincount(whole + 1, chances * part, minlength=size + 2))[:size], dtype=np.float64)


def _in_line(leaving: Chances, longer: Chances) -> Chances:
    """The chances to leave on a day where stays of each step last so many times as long as those that were seen.

    The odds of it are so many times smaller, which is just that where they are the same on all days.
    """
    return leaving / (leaving + longer[:, None] * (1 - leaving))


def _spared(history: History, day: int) -> float:
    """Of the answers of the window that went out after the due day as it would have been, the part that was extended to it."""
    some = (history.answered < day) & (history.answered >= day - WINDOW)
    said = history.cases.filter(pl.Series(some)).select("late", "effective_on", "target_days", "held_days")
    target = days_of(said["effective_on"]) + said["target_days"].to_numpy() + said["held_days"].to_numpy()
    after = history.answered[some] > history.working.rolled_back(history.policy[some], target)
    late = said["late"].to_numpy()
    many = int((after | late).sum())
    return float((after & ~late).sum() / many) if many >= FEWEST else 0.0


def _to(nodes: Codes, after: Codes) -> Codes:
    """Of each stay the column of `moves` where it went on to: a step, or after all of them the answer, or an end without."""
    size = len(nodes)
    to = np.minimum(np.searchsorted(nodes, after), size - 1)
    return np.where(after == ANSWERED, size, np.where(after == GONE, size + 1, to))


class _Stays(NamedTuple):
    """The stays that a pace is made of; `row`: of which step."""

    working: WorkingDays
    steps: int
    row: Codes
    policy: Codes
    since: Days
    until: Days
    to: Codes

    def within(self, days: int, day: int) -> tuple[Chances, Chances, Chances]:
        """What was seen in so many days before a day.

        By step and day of a stay's life how many ended on it, and how many were seen on it; by step how many went on where.
        """
        seen = self.until >= day - days
        row, (first, last) = self.row[seen], self._ages(seen, days, day)
        ended = self.until[seen] < day
        wide, cells = HORIZON + 2, self.steps * (HORIZON + 2)
        came = np.bincount(row * wide + first, minlength=cells)
        went = np.bincount(row * wide + last + 1, minlength=cells)
        events = np.bincount((row * wide + last)[ended], minlength=cells)
        watched = np.cumsum((came - went).reshape(-1, wide), axis=1)
        ends = self.steps + 2
        moves = np.bincount((row * ends + self.to[seen])[ended], minlength=self.steps * ends).reshape(-1, ends)
        counts = events.reshape(-1, wide)[:, :-1], watched[:, :-1], moves
        ended_on, watched_on, moved = (np.asarray(each * (WINDOW / days), dtype=np.float64) for each in counts)
        return ended_on, watched_on, moved

    def _ages(self, seen: NDArray[np.bool_], days: int, day: int) -> tuple[Days, Days]:
        """On which days of its life, from 0, each stay was seen first and last."""
        upto, policy, since = self.working.upto, self.policy[seen], self.since[seen]
        begun, start = upto(policy, since), day - days
        last = np.minimum(upto(policy, np.minimum(self.until[seen], day - 1)) - begun, HORIZON)
        first = np.where(since >= start, 0, upto(policy, start - 1) - begun + 1)
        return np.minimum(first, last), last


def _with_tail(events: Chances, watched: Chances, ended: Chances) -> Chances:
    """Where few stays are left, one pace for all days from there on: that of the few, and a little of that of all.

    `ended`: how many stays of the whole window ended on each day of their life, none counted more than another.
    """
    left = np.cumsum(ended[:, ::-1], axis=1)[:, ::-1]
    tail = left < _LAST
    of_all = events.sum(1) / np.maximum(watched.sum(1), 1)
    of_few = (np.where(tail, events, 0).sum(1) + of_all) / (np.where(tail, watched, 0).sum(1) + 1)
    raw = events / np.maximum(watched, 1)
    return np.where(tail, of_few[:, None], raw)


def _way(
    nodes: Codes, leaving: Chances, many: Codes, moves: Chances, spared: float, length: Chances, each: Chances
) -> Pace:
    """All ways on from each step, put together."""
    size, known = len(nodes), many >= FEWEST
    on = moves[:, :size] * known  # an unknown step is an end as well
    ending = np.array([resized(*each) for each in zip(_ending(leaving), length, strict=True)]).reshape(leaving.shape)
    never = _all_ways(on * known[:, None])
    dark: Chances = never @ np.where(known, (moves[:, :size] * ~known).sum(1), 0.0)
    gone: Chances = never @ np.where(known, moves[:, size + 1], 0.0)
    answered = _answered(ending, on, np.where(known, moves[:, size], 0.0), known)
    return Pace(nodes, leaving, answered, dark, gone, known, many, spared, moves, length, each)


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
