"""People who work off what lies before them: each one thing at a time, in the order in which it came, unless they are away."""

from collections.abc import Sequence
from heapq import heapify, heapreplace
from random import Random
from typing import NamedTuple

from tasks.demo.history.hours import DAY_MINUTES

_BETWEEN_LEAVES, _LEAVE = (60, 130), (2, 8)  # business days
_LONG_LEAVE = 20  # once, somebody of a team is away for four weeks


class Done(NamedTuple):
    """When a piece of work was done (working minutes), and by whom."""

    at: float
    by: str


class Team:
    """Some people with the same work; the pace is theirs: the more of them, the sooner it is done."""

    def __init__(self, people: Sequence[str], days: int, chance: Random) -> None:
        self._people = people
        self._free = [(0.0, person) for person in range(len(people))]
        heapify(self._free)
        self._away = [_leaves(days, chance) for _ in people]
        if len(people) > 2 and days > 4 * _LONG_LEAVE:
            begins = chance.randrange(days // 2, days - _LONG_LEAVE)
            self._away[0].append((begins * DAY_MINUTES, (begins + _LONG_LEAVE) * DAY_MINUTES))

    def take(self, came: float, minutes: float) -> Done:
        """Whoever is free first takes up what came now and works on it for so many minutes."""
        while True:
            free, person = self._free[0]
            begins = max(free, came)
            back = max((until for since, until in self._away[person] if since <= begins < until), default=None)
            if back is None:
                heapreplace(self._free, (begins + minutes, person))
                return Done(begins + minutes, self._people[person])
            heapreplace(self._free, (back, person))


def _leaves(days: int, chance: Random) -> list[tuple[float, float]]:
    leaves, day = [], chance.randrange(_BETWEEN_LEAVES[1])
    while day < days:
        length = chance.randint(*_LEAVE)
        leaves.append((float(day * DAY_MINUTES), float((day + length) * DAY_MINUTES)))
        day += length + chance.randint(*_BETWEEN_LEAVES)
    return leaves
