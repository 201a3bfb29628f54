"""Rows of cases as frames (Polars): columns that figures are computed from in milliseconds, as of one day."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl

from tasks.case.business_days import JST, Calendar, business_days_between, days_left, soon_until
from tasks.case.clock import CaseClock
from tasks.case.progress import Stage
from tasks.case.sla import WAITS_FOR
from tasks.case.words import RequestKind
from tasks.figures.case_row import CaseRow
from tasks.figures.memo import Memo

CalendarOf = Callable[[CaseRow], Calendar]
_CODES = pl.List(pl.String)
_PARTS = 16  # of the same frames, such as those of one company
CASES: dict[str, Any] = {
    **dict.fromkeys(  # `returned`: how often a letter of the reply came back or was asked for once more
        ("case_id", "target_days", "promise_days", "held_days", "extended", "returned", "rounds"), pl.Int64
    ),
    **dict.fromkeys(("number", "policy", "policy_version", "channel", "language"), pl.String),
    **dict.fromkeys(("decided_by", "approved_by", "searched_by", "posted_by"), pl.String),
    **dict.fromkeys(("stage", "asks", "waits_for", "slowest_stage", "ended"), pl.String),
    **dict.fromkeys(("kinds", "missing", "unclear", "decisions", "grounds", "edited"), _CODES),
    **dict.fromkeys(("by_agent", "deficient", "open", "held", "late", "soon"), pl.Boolean),
    **dict.fromkeys(
        ("received_on", "effective_on", "target_on", "due_on", "promised_on", "asked_until", "suit_from"), pl.Date
    ),
    **dict.fromkeys(("lapsed_on", "answered_on", "closed_on", "since_on"), pl.Date),
    **dict.fromkeys(
        ("days", "business_days", "stage_days", "days_left", "work_left", "soon_days", "redaction_edits"), pl.Int64
    ),
    # What moved the due day, so that it can be told as of a past day: `held_until` is null while a hold lasts.
    **dict.fromkeys(("held_from", "held_until", "extended_on", "extended_to", "returned_on"), pl.List(pl.Date)),
    **dict.fromkeys(("fee_received", "fee_deposited", "fee_returned", "fee_refunded", "fee_open"), pl.Int64),
}
STAYS: dict[str, Any] = {
    "case_id": pl.Int64,
    "stage": pl.String,
    "since": pl.Datetime("us", "Asia/Tokyo"),
    "until": pl.Datetime("us", "Asia/Tokyo"),  # null while it lasts
    "days": pl.Float64,  # calendar days with their fraction, until now where the stay lasts
    "business_days": pl.Int64,  # business days after the first day, up to and with the last
}

_SAID = [name for name in CASES if name in CaseRow.model_fields]


@dataclass(frozen=True)
class Mail:
    """What came on one day, by what became of it (`PacketStatus`), and how many packets lie in quarantine in all."""

    today: Mapping[str, int] = field(default_factory=dict)
    quarantined: int = 0


@dataclass(frozen=True)
class Frames:
    """All cases but the joined ones as of `now` (JST); `version` is the id of the newest event that they were made of.

    `cases` has one row for each case (columns: `CASES`), `stays` one for each stay (columns: `STAYS`). `open`: not closed,
    so a reopened case is open and answered. `ended`: "" while open, else answered, lapsed or closed. `due_on`, `promised_on`,
    `held_days`, `days` and `business_days` (both without held days) are those of the day of the first posting, or of the end,
    or of today. `late`: `CaseClock.is_late`; `soon`: still owed, and due today or within three business days;
    `soon_days`: calendar days until the third business day by the company's calendar, null when closed; `days_left`: only while
    it is owed, null when held; `work_left`: the same, and of an answer that came back until it must be dealt with. `stage_days`: calendar days in the stage it stands at, null when closed. `slowest_stage`:
    where it spent the most days until its answer, but for awaiting the requester, "" for none. `suit_from`:
    `CaseClock.suit_eligible_from`, while the answer is owed. `extended`: how often. `fee_open`: what
    the desk holds and has not cashed. `sample`: the cases were made up to show the pages. `calendars`: that of each company.
    `chosen`: the companies and kinds that a reader narrowed them to. `memo`: what was computed of them, and of those before.
    `parts`: what was taken out of just these. `whole`: those that they are the live cases of (`live`), None for all others.
    """

    now: datetime
    cases: pl.DataFrame
    stays: pl.DataFrame
    mail: Mail = Mail()
    version: int = 0
    sample: bool = False
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    chosen: tuple[tuple[str, ...], ...] = ()
    memo: Memo = field(default_factory=Memo, compare=False, repr=False)
    parts: Memo = field(default_factory=lambda: Memo(_PARTS), compare=False, repr=False)
    whole: Callable[[], "Frames"] | None = field(default=None, compare=False, repr=False)

    @property
    def today(self) -> date:
        """The day of which the figures are."""
        return self.now.date()

    def only(self, cases: pl.DataFrame) -> "Frames":
        """The frames with these cases of theirs only."""
        ids = pl.col("case_id").is_in(cases["case_id"].implode())  # half the time of a join
        return replace(self, cases=cases, stays=self.stays.filter(ids), parts=Memo(_PARTS))

    @property
    def live(self) -> "Frames":
        """The frames with the cases only that are open or came today: a few of all, and found once for all who ask."""
        if self.whole is not None:
            return self
        at_work = pl.col("open") | (pl.col("received_on") == self.today)
        found = self.part("live", lambda: self.only(self.cases.filter(at_work)))
        return replace(found, whole=lambda: self)

    def part(self, name: Hashable, take: Callable[[], "Frames"]) -> "Frames":
        """Some of the cases, taken once as long as the frames last."""
        return self.parts.kept("part", name, (self.version, self.now), take)


def frames_of(
    rows: Iterable[CaseRow],
    now: datetime,
    calendar_of: CalendarOf,
    mail: Mail | None = None,
    version: int = 0,
    *,
    sample: bool = False,
) -> Frames:
    """The frames of these rows as of `now` (JST)."""
    told = [(row, row.clock(calendar_of(row))) for row in rows if not row.joined]
    cases = pl.DataFrame([as_of(row, clock, now) for row, clock in told], schema=CASES)
    stays = [stay for row, clock in told for stay in stays_of(row.case_id, clock, now)]
    oldest_last = sorted(told, key=lambda each: each[0].received_on, reverse=True)
    known = {row.policy: clock.terms.calendar for row, clock in oldest_last}
    both = cases, pl.DataFrame(stays, schema=STAYS, orient="row")
    return Frames(now, *both, mail or Mail(), version, sample, known)


def as_of(row: CaseRow, clock: CaseClock, now: datetime) -> dict[str, Any]:
    """One row of `cases`, as of `now`."""
    today = now.date()
    settled = clock.settled_on or today
    last = max(today, settled)  # a house whose clock was put back says the same of what is settled
    due = clock.due_on(settled)
    owed = not row.is_closed and row.answered_on is None and clock.held_since is None
    left = days_left(today, due) if owed else None
    soon_days = None if row.is_closed else days_left(today, soon_until(today, clock.terms.calendar))
    since = next((stay.since for stay in reversed(row.stays) if stay.until is None), None)
    return {name: getattr(row, name) for name in _SAID} | {
        "stage": row.stage.value,
        "asks": str(row.asks),
        "waits_for": WAITS_FOR[row.stage],
        "slowest_stage": slowest_stage(clock, settled),
        "open": not row.is_closed,
        "ended": _ended(row),
        "held": clock.held_since is not None,
        "held_days": clock.held_days(settled),
        "held_from": [first for first, _ in row.holds],
        "held_until": [end for _, end in row.holds],
        "extended": len(row.extensions),
        "extended_on": [on for on, _ in row.extensions],
        "extended_to": [until for _, until in row.extensions],
        "target_on": clock.target_on,
        "due_on": due,
        "promised_on": clock.promised_on(settled),
        "suit_from": clock.suit_eligible_from if _may_sue(row) else None,
        "late": clock.is_late(last),
        "soon": left is not None and soon_days is not None and 0 <= left <= soon_days,
        "soon_days": soon_days,
        "days_left": left,
        "work_left": days_left(today, clock.due_on(today)) if _is_back(row) else left,
        "since_on": since.date() if since else None,
        "days": clock.days_on_clock(last),
        "business_days": clock.business_days_on_clock(last),
        "returned": len(row.returned_on),
        "stage_days": max(0, (today - since.date()).days) if since else None,  # also of a clock that was put back
        "fee_open": row.fee_received - row.fee_deposited - row.fee_returned,
    }


def stays_of(case_id: int, clock: CaseClock, now: datetime) -> Iterator[tuple[Any, ...]]:
    """The rows of `stays` of one case."""
    for stay in clock.stays:
        until = stay.until or now
        business = business_days_between(stay.since.date(), until.date(), clock.terms.calendar)
        yield case_id, stay.stage.value, stay.since, stay.until, (until - stay.since) / timedelta(days=1), business


def slowest_stage(clock: CaseClock, settled: date) -> str:
    """The stage in which a case spent the most time up to the end of a day, but for awaiting the requester; "" for none."""
    end = datetime.combine(settled + timedelta(days=1), datetime.min.time(), JST)
    spent: Counter[Stage] = Counter()
    for stay in clock.stays:
        if stay.stage is not Stage.AWAITING_REQUESTER and stay.since < end:
            spent[stay.stage] += round((min(stay.until or end, end) - stay.since).total_seconds())
    return max(spent, key=lambda stage: (spent[stage], stage), default="")


def _is_back(row: CaseRow) -> bool:
    """Whether the answer is out, and came back or is to go out once more."""
    return row.answered_on is not None and not row.is_closed


def _may_sue(row: CaseRow) -> bool:
    """Whether an answer is owed whose lack may be taken to court (Act Art. 39): to more than the notice of a purpose."""
    return row.answered_on is None and not row.is_closed and set(row.kinds) != {RequestKind.PURPOSE_NOTICE}


def _ended(row: CaseRow) -> str:
    if not row.is_closed:
        return ""
    if row.answered_on:
        return "answered"
    return "lapsed" if row.lapsed_on else "closed"
