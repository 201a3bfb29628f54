"""The desk of a made-up history: its hours, its people, what is on its agenda, and the history it leaves behind."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import NamedTuple

from tasks.case.approval import SecondApproval
from tasks.case.business_days import Calendar
from tasks.case.progress import Step
from tasks.demo.history.answers import APPROVERS, MINUTES, OFTEN, OPERATORS, REVIEWERS, TEAM_OF
from tasks.demo.history.hours import DAY_MINUTES, OfficeHours
from tasks.demo.history.teams import Done, Team
from tasks.policy.schema import Policy
from tasks.store.made_up import MadeUp

_NAMES: Mapping[
    str, tuple[str, ...]
] = {  # who is there at least; the first of each is of the demonstration's own staff
    REVIEWERS: ("sato", "ono", "hara"),
    APPROVERS: ("ito", "mita"),
    OPERATORS: ("mori", "doi"),
}
_FULL = {REVIEWERS: 0.76, APPROVERS: 0.55, OPERATORS: 0.6}  # how much of their time the work fills on average
_AVERAGE = 1.4  # of the minutes, over those that half of the cases do not need
_AHEAD = timedelta(days=120)  # that the hours are known after the last moment
Act = Callable[[float], None]


class World(NamedTuple):
    """Where and when: the companies, their calendars by code, the desk's own, and from which day until which moment (JST)."""

    policies: Sequence[Policy]
    calendars: Mapping[str, Calendar]
    desk: Calendar
    begin: date
    now: datetime
    second_approval: SecondApproval


class Office:
    """What everything is done with; times are working minutes (`OfficeHours`)."""

    def __init__(self, world: World, cases: int, chance: Random) -> None:
        self.world, self.made = world, MadeUp()
        self.hours = OfficeHours(world.begin, world.now.date() + _AHEAD, world.desk)
        self._coming: list[tuple[float, int, Act]] = []
        self._order, self._numbers = count(), Counter[str]()
        days = sum(day <= world.now.date() for day in self.hours.days)
        self._pace: dict[str, float] = {}
        self._teams = {name: self._team(name, cases / days, days, chance) for name in _NAMES}

    def _team(self, name: str, cases_a_day: float, days: int, chance: Random) -> Team:
        """As many people as the cases need; their pace is such that the work fills their time as it should."""
        mine = [step for step, team in TEAM_OF.items() if team == name]
        load = cases_a_day * _AVERAGE * sum(MINUTES[step] * OFTEN[step] for step in mine)
        filled = DAY_MINUTES * _FULL[name]
        people = max(-int(-load // filled), len(_NAMES[name]))
        self._pace[name] = people * filled / load
        return Team([_handle(_NAMES[name], place) for place in range(people)], days, chance)

    def at(self, minutes: float, act: Act) -> None:
        """Something will be done then."""
        heappush(self._coming, (minutes, next(self._order), act))

    def run(self) -> None:
        """Does everything in its order, up to the last moment."""
        end = self.hours.minutes(self.world.now)
        while self._coming and self._coming[0][0] < end:
            minutes, _, act = heappop(self._coming)
            act(minutes)

    def take(self, step: Step, came: float, minutes: float) -> Done:
        """Whoever is free first takes it up; `minutes` at an average pace."""
        team = TEAM_OF[step]
        return self._teams[team].take(came, minutes * self._pace[team])

    def next_number(self, letter: str, at: datetime) -> str:
        """As `tasks.store.packets.next_number` counts: by letter and year."""
        start = f"{letter}{at:%y}-"
        self._numbers[start] += 1
        return f"{start}{self._numbers[start]:05}"


def _handle(names: Sequence[str], place: int) -> str:
    turn, which = divmod(place, len(names))
    return names[which] if turn == 0 else f"{names[which]}{turn + 1}"
