"""The tables of the pages Today and SLA once more, by plain loops over rows of cases and days counted one by one.

Shares no code with `tasks.figures` but the row of a case; what it says must be what the pages say.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from tasks.figures.case_row import CaseRow, StayRow

STAGES = (
    "confirming", "deficient", "awaiting_requester", "searching", "deciding", "approving", "carrying_out", "releasing",
    "moving", "dispatching", "returned",
)  # fmt: skip
WHO = {
    "confirming": "reviewer", "deficient": "reviewer", "awaiting_requester": "requester", "searching": "operator",
    "deciding": "reviewer", "approving": "approver", "carrying_out": "operator", "releasing": "reviewer", "moving": "kaiji",
    "dispatching": "mail room", "returned": "reviewer",
}  # fmt: skip
KINDS = ("purpose_notice", "disclosure", "tp_records", "correction", "suspend_erase", "stop_provision", "")
WORK_ORDER = (
    "dispatching", "returned", "approving", "releasing", "carrying_out", "deciding", "searching", "deficient", "confirming",
    "quarantine", "stuck", "period_ends",
)  # fmt: skip
AGES = ((0, 3), (4, 7), (8, 14), (15, 30), (31, 10**6))
ONE = timedelta(days=1)
Rows = list[tuple[Any, ...]]


class Naive:
    """One case as a person with a wall calendar would count it."""

    def __init__(self, row: CaseRow, now: datetime, holidays: frozenset[date]) -> None:
        self.row, self.now, self.today, self.holidays = row, now, now.date(), holidays
        self.held = bool(row.holds) and row.holds[-1][1] is None
        self.end = row.answered_on or row.closed_on or self.today
        self.due = self.due_by(row.target_days)
        self.promised = None if row.promise_days is None else self.promised_by(row.promise_days)
        self.owed = not row.is_closed and not row.answered_on and not self.held
        self.left = (self.due - self.today).days if self.owed else None
        self.back = bool(row.answered_on) and not row.is_closed
        self.work_left = (self.due_by(row.target_days, end=self.today) - self.today).days if self.back else self.left
        self.late = row.answered_on > self.due if row.answered_on else self.owed and self.today > self.due
        self.stage = row.stage.value
        self.since = next((stay.since.date() for stay in row.stays if stay.until is None), None)
        self.soon = self.left is not None and self.today <= self.due <= self.soon_until()
        self.here = (self.today - self.since).days if self.since else None

    def open_day(self, day: date) -> bool:
        """A business day of the test's calendar."""
        year_end = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
        return day.isoweekday() <= 5 and day not in self.holidays and not year_end

    def soon_until(self) -> date:
        """The third open day after today."""
        later = (self.today + count * ONE for count in range(1, 30))
        return [day for day in later if self.open_day(day)][2]

    def is_held_on(self, day: date) -> bool:
        """Whether the clock stood still on a day."""
        return any(first <= day and (end is None or day < end) for first, end in self.row.holds)

    def still(self, first: date, last: date) -> int:
        """Held days from `first` up to and without `last`."""
        return sum(self.is_held_on(day) for day in days(first, last))

    def rolled(self, start: date, count: int) -> date:
        """The last open day within so many days, never before the start."""
        day = start + timedelta(days=count)
        while day > start and not self.open_day(day):
            day -= ONE
        return max(day, start)

    def held_days(self) -> int:
        """All days held until the answer, the end, or today."""
        first = min([self.row.received_on, *(hold[0] for hold in self.row.holds)])
        return self.still(first, self.end)

    def promised_by(self, promise: int) -> date:
        """The last of so many days since the receipt, open or not, without those held."""
        return self.row.effective_on + ONE * (promise + self.held_days())

    def due_by(self, target: int, *, extended: bool = True, end: date | None = None) -> date:
        """The due day as of a day, by default of the answer, the end, or today."""
        end = end or self.end
        found = [self.rolled(self.row.effective_on, target + self.held_days())]
        back = [day for day in self.row.returned_on if day <= end]
        if back:
            found.append(self.rolled(back[-1], 7))
        longer = [until for on, until in self.row.extensions if on <= end]
        if extended and longer:
            found.append(longer[-1])
        return max(found)

    def nights(self) -> Iterator[date]:
        """Each day that the clock moved on to."""
        for day in days(self.row.effective_on, self.end):
            if not self.is_held_on(day):
                yield day + ONE

    def slowest(self) -> str:
        """Where most of its time went, the later name of two equal ones."""
        until = datetime.combine(self.end + ONE, datetime.min.time(), self.now.tzinfo)
        spent: Counter[str] = Counter()
        for stay in self.row.stays:
            took = (min(stay.until or until, until) - stay.since).total_seconds()
            if stay.stage != "awaiting_requester" and stay.since < until:
                spent[stay.stage.value] += round(took)
        return max((took, name) for name, took in spent.items())[1] if spent else ""


def days(first: date, last: date) -> Iterator[date]:
    """Each day from `first` up to and without `last`."""
    while first < last:
        yield first
        first += ONE


def nearest_rank(values: Iterable[float], percent: int) -> float | None:
    """The smallest value that so many percent of the values do not exceed."""
    found = sorted(values)
    return next((value for value in found if 100 * sum(v <= value for v in found) >= percent * len(found)), None)


def percent(part: int, whole: int) -> float | None:
    """To one decimal."""
    return float(round(Fraction(100 * part, whole), 1)) if whole else None


class NaiveFigures:
    """The tables of some cases; `cases` are those that count and that the reader chose."""

    def __init__(
        self,
        rows: list[CaseRow],
        now: datetime,
        holidays: frozenset[date],
        first: date,
        last: date,
        wanted: Callable[[CaseRow], bool],
    ) -> None:
        self.cases = [Naive(row, now, holidays) for row in rows if not row.joined and wanted(row)]
        self.today, self.now, self.first, self.last = now.date(), now, first, last
        self.answered = [c for c in self.cases if c.row.answered_on and first <= c.row.answered_on <= last]
        self.still = [c for c in self.cases if not c.row.is_closed]

    def today_tables(self, quarantined: int, probably_late: int) -> dict[str, Rows]:
        """The page Today, without the intake; `probably_late` as `NaiveForecast` counts."""
        late = [c for c in self.still if c.left is not None and c.left < 0]
        soon = [c for c in self.still if c.soon]
        return {
            "now": [
                ("open", len(self.still)),
                ("overdue", len(late)),
                ("due_today", len([c for c in self.still if c.left == 0])),
                ("due_soon", len(soon)),
                ("may_miss", probably_late),
                ("held", len([c for c in self.still if c.held])),
                ("came_in", len([c for c in self.cases if c.row.received_on == self.today])),
                ("quarantine", quarantined),
            ],
            "next": self._next(quarantined),
            "overdue": self._urgent(late),
            "due-soon": self._urgent(soon),
            "waiting": [
                self._waiting(who, [c for c in self.still if WHO[c.stage] == who])
                for who in ("reviewer", "approver", "operator", "mail room", "requester", "kaiji")
            ],
        }

    def _next(self, quarantined: int) -> Rows:
        work = {name: [c for c in self.still if c.stage == name] for name in STAGES}
        work.pop("awaiting_requester")
        work["stuck"] = [c for c in work.pop("moving") if c.here]
        work["period_ends"] = [c for c in self.still if c.held and self.today <= c.row.asked_until <= c.soon_until()]
        found = []
        for name, cases in work.items():
            if not cases:
                continue
            left = [c.work_left for c in cases if c.work_left is not None]
            if name == "period_ends":
                left = [(c.row.asked_until - self.today).days for c in cases]
            over = len([c for c in cases if c.left is not None and c.left < 0])
            oldest = max(c.here for c in cases)
            found.append((name, WHO.get(name, "operator"), len(cases), over, min(left, default=None), oldest))
        if quarantined:
            found.append(("quarantine", "operator", quarantined, None, 0, None))
        return sorted(found, key=lambda row: (10**6 if row[4] is None else row[4], WORK_ORDER.index(row[0])))

    def _urgent(self, cases: list[Naive]) -> Rows:
        ordered = sorted(cases, key=lambda c: (c.left, c.row.number))
        return [
            (c.row.number, c.row.policy, " ".join(c.row.kinds), c.stage, WHO[c.stage], c.here, c.due, c.left)
            for c in ordered[:50]
        ]

    def _waiting(self, who: str, cases: list[Naive]) -> tuple[Any, ...]:
        here = [c.here for c in cases]
        over = len([c for c in cases if c.left is not None and c.left < 0])
        soon = len([c for c in cases if c.soon])
        return who, len(cases), max(here, default=None), nearest_rank(here, 50), over, soon

    def sla_tables(self) -> dict[str, Rows]:
        """The page SLA."""
        policies = sorted({c.row.policy for c in self.answered})
        kinds = [kind for kind in KINDS if any(_asks(c, kind) for c in self.answered)]
        return {
            "summary": [self._turnaround(self.answered)],
            "by-month": list(self._months()),
            "by-policy": [(p, *self._turnaround([c for c in self.answered if c.row.policy == p])) for p in policies],
            "by-kind": [(k, *self._turnaround([c for c in self.answered if _asks(c, k)])) for k in kinds],
            "by-week": list(self._weeks()),
            "ageing": [
                *((name, WHO[name], *self._ages([c for c in self.still if c.stage == name])) for name in STAGES),
                ("all", None, *self._ages(self.still)),
            ],
            "stage-time": [self._stage_time(name) for name in STAGES],
            "causes": self._causes(),
            "breaches": self._breaches(),
        }

    def _turnaround(self, cases: list[Naive]) -> tuple[Any, ...]:
        late = len([c for c in cases if c.row.answered_on > c.due])
        business = [len([day for day in c.nights() if c.open_day(day)]) for c in cases]
        calendar = [len(list(c.nights())) for c in cases]
        promised = [c for c in cases if c.promised]
        kept = len([c for c in promised if c.row.answered_on <= c.promised])
        asked = [c for c in cases if c.row.deficient]
        held = [c.still(c.row.received_on, c.row.answered_on) for c in asked]
        return (
            len(cases), len(cases) - late, percent(len(cases) - late, len(cases)), late,
            *(nearest_rank(business, p) for p in (50, 90, 95)),
            *(nearest_rank(calendar, p) for p in (50, 90, 95)),
            len(promised), kept, percent(kept, len(promised)),
            len(asked), percent(len(asked), len(cases)), round(sum(held) / len(held), 1) if held else None,
        )  # fmt: skip

    def _shown(self) -> list[date]:
        if not self.cases:
            return []
        earliest = min(c.row.received_on for c in self.cases)
        return list(days(max(self.first, earliest), min(self.last, self.today) + ONE))

    def _months(self) -> Iterator[tuple[Any, ...]]:
        shown = self._shown()
        for month in sorted({(day.year, day.month) for day in shown}):
            these = [day for day in shown if (day.year, day.month) == month]
            cases = [c for c in self.answered if c.row.answered_on in these]
            yield f"{month[0]}-{month[1]:02}", *self._turnaround(cases)

    def _weeks(self) -> Iterator[tuple[Any, ...]]:
        shown = self._shown()
        for week in sorted({tuple(day.isocalendar())[:2] for day in shown}):
            these = [day for day in shown if tuple(day.isocalendar())[:2] == week]
            came = [c for c in self.cases if c.row.received_on in these]
            answered = [c for c in self.cases if c.row.answered_on in these]
            closed = [c for c in self.cases if self._closed_unanswered(c) in these]
            owed = [c for c in self.cases if self._owed(c, these[-1])]
            yield f"{week[0]}-W{week[1]:02}", these[-1], len(came), len(answered), len(closed), len(owed)

    @staticmethod
    def _closed_unanswered(case: Naive) -> date | None:
        return case.row.closed_on if case.row.is_closed and not case.row.answered_on else None

    def _owed(self, case: Naive, day: date) -> bool:
        if case.row.received_on > day or (case.row.answered_on and case.row.answered_on <= day):
            return False
        closed = self._closed_unanswered(case)
        return closed is None or closed > day

    @staticmethod
    def _ages(cases: list[Naive]) -> tuple[int, ...]:
        return (*(len([c for c in cases if first <= c.here <= last]) for first, last in AGES), len(cases))

    def _stage_time(self, name: str) -> tuple[Any, ...]:
        ended: list[tuple[Naive, StayRow]] = [
            (c, stay)
            for c in self.cases
            for stay in c.row.stays
            if stay.stage == name and stay.until and self.first <= stay.until.date() <= self.last
        ]
        business = [
            len([day for day in days(stay.since.date() + ONE, stay.until.date() + ONE) if c.open_day(day)])
            for c, stay in ended
        ]
        calendar = [(stay.until - stay.since) / ONE for _, stay in ended]
        fractions = [nearest_rank(calendar, p) for p in (50, 90)]
        return (
            name, WHO[name], len({c.row.case_id for c, _ in ended}), len(ended),
            *(nearest_rank(business, p) for p in (50, 90)),
            *(None if value is None else round(value, 1) for value in fractions),
        )  # fmt: skip

    def _late(self) -> list[tuple[Naive, int]]:
        missed = [c for c in self.cases if not c.row.answered_on and c.due + ONE <= self.last]
        cases = [c for c in self.cases if c.late and (c in self.answered or c in missed)]
        return [(c, ((c.row.answered_on or self.today) - c.due).days) for c in cases]

    def _causes(self) -> Rows:
        late = self._late()
        found = []
        for name in sorted({c.slowest() for c, _ in late}):
            over = [count for c, count in late if c.slowest() == name]
            share = percent(len(over), len(late))
            found.append((name or None, WHO.get(name), len(over), share, nearest_rank(over, 50), max(over)))
        return sorted(found, key=lambda row: -row[2])

    def _breaches(self) -> Rows:
        ordered = sorted(self._late(), key=lambda each: (-each[1], each[0].row.number))
        return [
            (
                c.row.number, c.row.policy, " ".join(c.row.kinds), c.due, c.row.answered_on, over,
                c.slowest() or None, WHO.get(c.slowest()),
            )
            for c, over in ordered[:50]
        ]  # fmt: skip


def _asks(case: Naive, kind: str) -> bool:
    return kind in case.row.kinds if kind else not case.row.kinds
