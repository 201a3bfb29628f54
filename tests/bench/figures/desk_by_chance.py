"""A made-up privacy desk of two years: mail with a weekday rhythm and seasons, people with queues before them, times by chance.

Cases wait in line for people who work from nine to five on business days; how long a piece of work takes, and how long
somebody else takes to say what is asked of them, is log-normal. In the busy season more comes in than the desk can do.
Nothing of it knows how a forecast is made.
"""

import heapq
from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import cos, exp, log, pi
from random import Random

from tasks.case.business_days import JST, YearlyClosure, due_day, is_business_day
from tasks.case.progress import Stage
from tasks.engines.holiday_calendar import build_calendar
from tasks.figures.case_row import CaseRow, StayRow

CALENDAR = build_calendar(2023, 2030, (YearlyClosure(first="12-29", last="01-03"),))
TODAY = datetime(2027, 1, 13, 9, 30, tzinfo=JST)
DAY = 480.0  # minutes of work
_WEEKDAYS = (1.5, 1.0, 0.9, 0.9, 0.7)
_POLICIES = {"north": 14, "south": 30, "west": 20}
# Of each stage: who does it, minutes of work (median), and days that others take meanwhile (median), both log-normal.
_WORK: dict[Stage, tuple[str, float, float]] = {
    Stage.CONFIRMING: ("reviewer", 12, 0.0),
    Stage.DEFICIENT: ("reviewer", 10, 0.0),
    Stage.SEARCHING: ("operator", 20, 2.0),
    Stage.DECIDING: ("reviewer", 25, 2.5),
    Stage.APPROVING: ("approver", 8, 0.5),
    Stage.CARRYING_OUT: ("operator", 25, 3.0),
    Stage.RELEASING: ("reviewer", 5, 0.0),
    Stage.DISPATCHING: ("mail room", 4, 0.3),
}
_SPREAD_OF_WORK, _SPREAD_OF_WAITING = 0.6, 0.9
_LOAD = 0.86  # of what each group of people can do, over the year


@dataclass
class _Case:
    number: int
    arrived: datetime
    policy: str
    way: list[Stage]
    due: date
    stays: list[StayRow] = field(default_factory=list)
    holds: list[tuple[date, date | None]] = field(default_factory=list)
    extended: tuple[tuple[date, date], ...] = ()
    deficient: bool = False
    answered: date | None = None
    lapsed: date | None = None
    people: dict[str, str] = field(default_factory=dict)


class _WorkingTime:
    """Minutes of work since the first day, and back to moments."""

    def __init__(self, first: date, days: int) -> None:
        every = (first + timedelta(days=i) for i in range(days))
        self.days = [day for day in every if is_business_day(day, CALENDAR)]

    def at(self, minutes: float) -> datetime:
        day = self.days[min(int(minutes // DAY), len(self.days) - 1)]
        return datetime(day.year, day.month, day.day, 9, tzinfo=JST) + timedelta(minutes=minutes % DAY)

    def minutes(self, moment: datetime) -> float:
        place = bisect_left(self.days, moment.date())
        if place == len(self.days) or self.days[place] != moment.date():
            return place * DAY
        return place * DAY + min(max((moment.hour - 9) * 60.0 + moment.minute, 0.0), DAY - 1)


def _ways(chance: Random) -> list[Stage]:
    way = [Stage.CONFIRMING] if chance.random() < 0.4 else []
    if chance.random() < 0.15:
        way += [Stage.DEFICIENT, Stage.DISPATCHING, Stage.AWAITING_REQUESTER, Stage.CONFIRMING]
    parts = ((Stage.SEARCHING, 0.3), (Stage.DECIDING, 1), (Stage.APPROVING, 0.3), (Stage.CARRYING_OUT, 0.15))
    way += [stage for stage, share in parts if chance.random() < share]
    return [*way, Stage.RELEASING, Stage.DISPATCHING]


class Desk:
    """The desk at work; `run` tells its cases as rows."""

    def __init__(self, cases: int, seed: int = 1, days: int = 730) -> None:
        self.chance = Random(seed)
        self.first = TODAY.date() - timedelta(days=days)
        self.time = _WorkingTime(self.first, days + 400)
        self.cases = [self._case(i, at) for i, at in enumerate(self._arrivals(cases, days), start=1)]
        self.servers = self._people()
        self.free = {who: list(range(many)) for who, many in self.servers.items()}
        self.lines: dict[str, list[tuple[float, int, int]]] = {who: [] for who in self.servers}
        self.coming: list[tuple[float, int, str, int]] = []
        self.ticket = 0
        for place, case in enumerate(self.cases):
            self._later(self.time.minutes(case.arrived) + 5, "next", place)

    def _arrivals(self, cases: int, days: int) -> list[datetime]:
        weights = [self._season(self.first + timedelta(days=i)) for i in range(days)]
        drawn = self.chance.choices(range(days), weights, k=cases)
        return sorted(
            datetime.combine(self.first + timedelta(days=i), datetime.min.time(), JST)
            + timedelta(minutes=540 + self.chance.randrange(420))
            for i in drawn
        )

    @staticmethod
    def _season(day: date) -> float:
        if not is_business_day(day, CALENDAR):
            return 0.0
        return _WEEKDAYS[day.weekday()] * (1 + 0.2 * cos(2 * pi * (day.timetuple().tm_yday - 130) / 365))

    def _case(self, number: int, at: datetime) -> _Case:
        policy = self.chance.choice(sorted(_POLICIES))
        return _Case(number, at, policy, _ways(self.chance), due_day(at.date(), _POLICIES[policy], CALENDAR))

    def _people(self) -> dict[str, int]:
        """So many of each sort that all together are busy for a part of the year's hours."""
        work = dict.fromkeys(("reviewer", "operator", "approver", "mail room"), 0.0)
        for case in self.cases:
            for stage in case.way:
                if stage in _WORK:
                    who, minutes, _ = _WORK[stage]
                    work[who] += minutes * exp(_SPREAD_OF_WORK**2 / 2)
        return {who: max(1, round(minutes / self.time.minutes(TODAY) / _LOAD + 0.2)) for who, minutes in work.items()}

    def run(self, until: datetime = TODAY) -> list[CaseRow]:
        """Works until a moment; the rows of all cases that have come. It may be called again for a later one."""
        end = self.time.minutes(until)
        while self.coming and self.coming[0][0] < end:
            at, _, what, place = heapq.heappop(self.coming)
            getattr(self, f"_{what}")(at, place)
        return [self._row(case) for case in self.cases if case.stays]

    def add(self, who: str) -> None:
        """One person more, from now on."""
        self.free[who].append(self.servers[who])
        self.servers[who] += 1

    def late(self, among: Collection[int]) -> int:
        """How many of these cases have been answered after their due day."""
        return sum(1 for case in self.cases if case.number in among and case.answered and case.answered > case.due)

    def _later(self, at: float, what: str, place: int) -> None:
        self.ticket += 1
        heapq.heappush(self.coming, (at, self.ticket, what, place))

    def _by_chance(self, median: float, spread: float) -> float:
        return self.chance.lognormvariate(log(median), spread) if median else 0.0

    def _next(self, at: float, place: int) -> None:
        """The case comes to the next stage of its way, and into the line of whoever does it."""
        case, moment = self.cases[place], self.time.at(at)
        if case.stays:
            case.stays[-1] = case.stays[-1].model_copy(update={"until": moment})
        else:
            case.stays.append(StayRow(stage=Stage.MOVING, since=case.arrived, until=moment))
        if not case.way:
            case.answered = moment.date()
            return
        stage = case.way[0]
        case.stays.append(StayRow(stage=stage, since=moment, until=None))
        if stage is Stage.AWAITING_REQUESTER:
            self._ask(at, place)
            return
        _, _, others = _WORK[stage]
        self._later(at + DAY * self._by_chance(others, _SPREAD_OF_WAITING), "queue", place)

    def _ask(self, at: float, place: int) -> None:
        case, moment = self.cases[place], self.time.at(at)
        case.deficient = True
        case.holds.append((moment.date(), None))
        days = self._by_chance(11, 0.7)
        back = moment + timedelta(days=min(days, 30))
        self._later(max(self.time.minutes(back), at + 1), "lapse" if days > 30 else "back", place)

    def _back(self, at: float, place: int) -> None:
        case, day = self.cases[place], self.time.at(at).date()
        first = case.holds[-1][0]
        case.holds[-1] = (first, day)
        case.due = due_day(case.arrived.date(), _POLICIES[case.policy] + (day - first).days, CALENDAR)
        case.way.pop(0)
        self._next(at, place)

    def _lapse(self, at: float, place: int) -> None:
        case, moment = self.cases[place], self.time.at(at)
        case.holds[-1] = (case.holds[-1][0], moment.date())
        case.stays[-1] = case.stays[-1].model_copy(update={"until": moment})
        case.lapsed = moment.date()

    def _queue(self, at: float, place: int) -> None:
        """Most wait in the order they came; a third of the time somebody looks at the due day."""
        case = self.cases[place]
        urgent = self.time.minutes(datetime.combine(case.due, datetime.min.time(), JST)) - 10 * DAY
        self.ticket += 1
        key = min(at, urgent) if self.chance.random() < 0.35 else at
        who = _WORK[case.way[0]][0]
        heapq.heappush(self.lines[who], (key, self.ticket, place))
        self._serve(at, who)

    def _serve(self, at: float, who: str) -> None:
        while self.free[who] and self.lines[who]:
            person = self.free[who].pop(0)
            place = heapq.heappop(self.lines[who])[2]
            case = self.cases[place]
            case.people[case.way[0]] = f"{who} {person}"
            work = self._by_chance(_WORK[case.way[0]][1], _SPREAD_OF_WORK)
            self._later(at + work, "done", place)

    def _done(self, at: float, place: int) -> None:
        case = self.cases[place]
        stage = case.way.pop(0)
        who, person = case.people[stage].rsplit(" ", 1)
        self.free[who].append(int(person))
        day = self.time.at(at).date()
        if stage is Stage.DECIDING and (case.due - day).days < 3 and self.chance.random() < 0.25:
            case.due = max(case.due, day + timedelta(days=14))
            case.extended = ((day, case.due),)
        self._next(at, place)
        self._serve(at, who)

    def _row(self, case: _Case) -> CaseRow:
        ended = case.answered or case.lapsed
        return CaseRow(
            case_id=case.number, number=f"K{case.arrived:%y}-{case.number:06}", policy=case.policy, policy_version="1",
            kinds=("disclosure",), by_agent=False, channel="post", language="ja", received_on=case.arrived.date(),
            effective_on=case.arrived.date(), target_days=_POLICIES[case.policy], promise_days=None,
            holds=tuple(case.holds), extensions=case.extended, lapsed_on=case.lapsed, answered_on=case.answered,
            closed_on=ended, is_closed=ended is not None, stage=Stage.CLOSED if ended else self._stage(case),
            stays=tuple(case.stays), deficient=case.deficient, decided_by=case.people.get(Stage.DECIDING, ""),
            approved_by=case.people.get(Stage.APPROVING, ""), searched_by=case.people.get(Stage.SEARCHING, ""),
            posted_by=case.people.get(Stage.DISPATCHING, "") if case.answered else "",
        )  # fmt: skip

    @staticmethod
    def _stage(case: _Case) -> Stage:
        return case.stays[-1].stage if case.stays else Stage.MOVING
