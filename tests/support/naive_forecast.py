"""The forecast once more, by plain loops: stays counted day by day, and cases carried on day by day until they are answered.

Shares no code with `tasks.figures` but the row of a case. What the page says must be what this says.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from math import inf
from statistics import fmean
from typing import NamedTuple

from tasks.figures.case_row import CaseRow, StayRow
from tests.support.naive_figures import WHO, Naive

ONE = timedelta(days=1)
SPANS = (30, 60, 180)  # days; the last 30 lie in all three
FEWEST, LAST, DARK, LONGEST = 20, 5, 0.1, 260
TINY = 1e-15
HALF = 0.5 - 1e-9
ANY_WAY = ("moving", "dispatching")
Step = tuple[str, str]


class Part(NamedTuple):
    """One stay on the way to the answer, and what came next, as one knows it on the day of the forecast."""

    step: Step
    since: date
    until: date | None
    then: Step | str


def parts_of(row: CaseRow, day: date) -> list[Part]:
    """The stays that had begun before a day."""
    steps: list[Step] = []
    before = ""
    for stay in row.stays:
        before = before if stay.stage in ANY_WAY else stay.stage.value
        steps.append((stay.stage.value, before if stay.stage in ANY_WAY else ""))
    stays = list(zip(steps, row.stays, strict=True))
    if row.answered_on:
        while stays and _is_after(*stays[-1], row.answered_on):
            stays.pop()
    parts = []
    for i, (step, stay) in enumerate(stays):
        if stay.since.date() >= day:
            break
        until = stay.until.date() if stay.until and stay.until.date() < day else None
        follows = i + 1 < len(stays) and stays[i + 1][1].since.date() < day
        last = "answered" if row.answered_on and i + 1 == len(stays) else "gone"
        parts.append(Part(step, stay.since.date(), until, stays[i + 1][0] if follows else last))
    return parts


def _is_after(step: Step, stay: StayRow, answered: date) -> bool:
    """Whether a stay at the end of a case lies behind its answer."""
    return step[0] == "moving" or stay.until is None or stay.until.date() > answered


class NaiveForecast:
    """The pace of some cases as of the morning of a day, and what it means for any of them."""

    def __init__(self, rows: Iterable[CaseRow], day: date, now: datetime, holidays: frozenset[date]) -> None:
        self.rows, self.day, self.holidays, self.now = [row for row in rows if not row.joined], day, holidays, now
        self._clock = Naive(self.rows[0], now, holidays) if self.rows else None
        self._open = [
            date(2020, 1, 1) + i * ONE
            for i in range(4500)
            if self._clock and self._clock.open_day(date(2020, 1, 1) + i * ONE)
        ]
        self.events: dict[Step, Counter[int]] = defaultdict(Counter)
        self.watched: dict[Step, Counter[int]] = defaultdict(Counter)
        self.recent: dict[Step, Counter[int]] = defaultdict(Counter)
        self.moves: dict[Step, Counter[Step | str]] = defaultdict(Counter)
        for row in self.rows:
            for part in parts_of(row, day):
                for span in SPANS:
                    self._count(part, span)
        self.spared = self._spared()
        self.parts = [part for row in self.rows for part in parts_of(row, day)]
        mine = {who: [part for part in self.parts if WHO[part.step[0]] == who] for who in WHO.values()}
        self._lines = {
            who: (sorted(part.since for part in parts), sorted(part.until for part in parts if part.until))
            for who, parts in mine.items()
        }
        self._leaves: dict[Step, list[float]] = {}

    def worked(self, first: date, last: date) -> int:
        """Business days after the first day up to and with the last."""
        return max(0, bisect_right(self._open, last) - bisect_right(self._open, first))

    def _count(self, part: Part, span: int) -> None:
        start = self.day - span * ONE
        if part.until and part.until < start:
            return
        last = self.worked(part.since, part.until or self.day - ONE)
        over = self.worked(part.since, start - ONE) if part.since < start else -1
        for age in [age for age in range(last + 1) if age > over] or [last]:
            self.watched[part.step][age] += 180 // span
        if part.until:
            self.events[part.step][last] += 180 // span
            self.moves[part.step][part.then] += 180 // span
            self.recent[part.step][last] += span == 180

    def known(self, step: Step) -> bool:
        """Whether enough stays ended."""
        return sum(self.recent[step].values()) >= FEWEST

    def leaves(self, step: Step, age: int) -> float:
        """The chance that a stay that has lasted so many business days ends on this one."""
        if step not in self._leaves:
            self._leaves[step] = self._in_line(step)
        return self._leaves[step][min(age, LONGEST)]

    def _in_line(self, step: Step) -> list[float]:
        """The chances by age, with odds as many times smaller as the line makes stays longer."""
        if step[0] == "awaiting_requester":
            return [1.0] * (LONGEST + 1)
        stretch = self.stretch(step[0])
        seen = [self._left(step, age) for age in range(LONGEST + 1)]
        odds = [leaves / (1 - leaves) / stretch if leaves < 1 else inf for leaves in seen]
        return [1.0 if each == inf else each / (1 + each) for each in odds]

    def line(self, who: str, day: date) -> int:
        """How many pieces lay before somebody on the morning of a day: come before it, less gone before it."""
        came, gone = self._lines[who]
        return bisect_left(came, day) - bisect_left(gone, day)

    @lru_cache  # noqa: B019  # one forecast lives as long as its test
    def each(self, who: str) -> float:
        """By how much stays were longer for each piece that lay there, within stages."""
        mine = [p for p in self.parts if WHO[p.step[0]] == who and p.until]
        lately = len([p for p in mine if p.until >= self.day - 90 * ONE])
        year = [
            (p.step[0], self.worked(p.since, p.until), self.line(who, p.since))
            for p in mine
            if p.since >= self.day - 365 * ONE
        ]
        both = spread = 0.0
        for name in {stage for stage, _, _ in year}:
            some = [(took, lay) for stage, took, lay in year if stage == name]
            took, lay = fmean(each[0] for each in some), fmean(each[1] for each in some)
            both += sum((each[0] - took) * (each[1] - lay) for each in some)
            spread += sum((each[1] - lay) ** 2 for each in some)
        if len(year) < 20 or spread <= 0.5:
            return 0.0
        return min(max(0.0, both / spread), self.worked(self.day - 91 * ONE, self.day - ONE) / max(1, lately))

    @lru_cache  # noqa: B019  # one forecast lives as long as its test
    def stretch(self, name: str) -> float:
        """To which part of what they took stays of a stage will grow or shrink."""
        who = WHO[name]
        if who not in ("reviewer", "approver", "operator", "mail room"):
            return 1.0
        weighed = [
            (180 // span, self.worked(p.since, p.until), self.line(who, p.since))
            for p in self.parts
            for span in SPANS
            if p.step[0] == name and p.until and p.until >= self.day - span * ONE and p.since >= self.day - 365 * ONE
        ]
        many = sum(weight for weight, _, _ in weighed)
        if not many:
            return 1.0
        stayed = sum(weight * took for weight, took, _ in weighed) / many
        line = sum(weight * lay for weight, _, lay in weighed) / many
        longer = self.each(who) * (self.line(who, self.day) - line)
        return min(3.0, max(0.4, (stayed + longer) / max(stayed, 0.1))) if longer else 1.0

    def _left(self, step: Step, age: int) -> float:
        """The chance as it was seen, whatever the line."""
        events, watched, recent = self.events[step], self.watched[step], self.recent[step]
        if sum(many for at, many in recent.items() if at >= age) >= LAST:
            return events[age] / watched[age]
        first = next(at for at in range(LONGEST + 2) if sum(many for day, many in recent.items() if day >= at) < LAST)
        pace = sum(events.values()) / sum(watched.values())
        ended = sum(many for at, many in events.items() if at >= first)
        seen = sum(many for at, many in watched.items() if at >= first)
        return (ended + pace) / (seen + 1)

    def goes(self, step: Step) -> dict[Step | str, float]:
        """Where a stay leads: to known steps, to the answer, away, or into the dark."""
        whole = sum(self.moves[step].values())
        found: Counter[Step | str] = Counter()
        for then, many in self.moves[step].items():
            unknown = isinstance(then, tuple) and not self.known(then)
            found["dark" if unknown else then] += many / whole
        return dict(found)

    def ends(self, step: Step) -> tuple[float, float]:
        """The chances that the way after a step leads into the dark, and away without an answer."""
        ends: Counter[str] = Counter()
        mass: dict[Step, float] = {step: 1.0}
        while sum(mass.values()) > TINY:
            after: Counter[Step] = Counter()
            for each, share in mass.items():
                for then, part in self.goes(each).items():
                    if isinstance(then, tuple):
                        after[then] += share * part
                    else:
                        ends[then] += share * part
            mass = dict(after)
        return ends["dark"], ends["gone"]

    def answered_by(self, step: Step, spent: int, days: int) -> float:
        """The chance that a case is answered within so many business days, the first being today (0)."""
        answered = 0.0
        here: dict[tuple[Step, int], float] = {(step, spent): 1.0}
        for _ in range(days + 1):
            stays: Counter[tuple[Step, int]] = Counter()
            while here and max(here.values()) > TINY:
                moved: Counter[tuple[Step, int]] = Counter()
                for (each, age), share in here.items():
                    leaving = share * self.leaves(each, age)
                    stays[each, age + 1] += share - leaving
                    for then, part in self.goes(each).items():
                        if isinstance(then, tuple):
                            moved[then, 0] += leaving * part
                        elif then == "answered":
                            answered += leaving * part
                here = dict(moved)
            here = dict(stays)
        return answered

    def chance(self, row: CaseRow, due: date) -> float | None:
        """The chance that an open case is answered after a day; None where that is not known."""
        part = next((part for part in parts_of(row, self.day + ONE) if part.until is None), None)
        if part is None or not self.known(part.step):
            return None
        dark, gone = self.ends(part.step)
        if dark > DARK:
            return None
        spent = self.worked(part.since, self.day - ONE) + 1 if part.since < self.day else 0
        in_time = self.answered_by(part.step, spent, self.worked(self.day - ONE, due) - 1)
        return (1 - dark - gone - in_time) / (1 - dark) * (1 - self.spared)

    def probably_late(self) -> int:
        """How many cases that are owed and not overdue are rather late than not."""
        found = 0
        for row in self.rows:
            case = Naive(row, self.now, self.holidays)
            if not row.is_closed and not row.answered_on and (case.held or case.due >= self.day):
                found += (self.chance(row, case.due) or 0) >= HALF
        return found

    def _spared(self) -> float:
        """The part of those beyond their due day that somebody gave more time."""
        since = self.day - 180 * ONE
        done = [row for row in self.rows if row.answered_on and since <= row.answered_on < self.day]
        cases = [Naive(row, self.now, self.holidays) for row in done]
        beyond = [c for c in cases if c.late or c.row.answered_on > c.due_by(c.row.target_days, extended=False)]
        return len([c for c in beyond if not c.late]) / len(beyond) if len(beyond) >= FEWEST else 0.0
