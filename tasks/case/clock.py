"""The clock of a case: its events in, its days out. Nothing is kept that could drift, and the clock has no time of its own.

All days are Japanese days. The clock stands still while the requester must act, any number of times; it is moved by an
extension and by a letter that came back. What changes from day to day (the due day of a held case, how late it is) is
asked for a day, which the caller names.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from tasks.case.business_days import JST, Calendar, business_days_between, due_day, held_days, suit_eligible_from
from tasks.case.due import Hold, current_due
from tasks.case.happened import REOPENS, EventKind, Happened
from tasks.case.progress import CaseState, Deed, Stage, Step, Wait, stage_of, what_comes_next
from tasks.case.reply import answers_the_request
from tasks.case.send_back import sent_back
from tasks.case.state import FOLDED, states_along


@dataclass(frozen=True)
class Terms:
    """By what a case is timed: its effective receipt, and the days its policy gives (all calendar days).

    `target_days`: the policy's `reply.internal_target_days`, ours where the company published none. `promise_days`: what the
    company has promised for this kind of request (`reply.promise_days`); None where it promises nothing.
    """

    received_on: date
    effective_on: date
    target_days: int
    promise_days: int | None
    calendar: Calendar


@dataclass(frozen=True)
class Stay:
    """A time without break in one stage; `until` is None while it lasts. Stays of a case never overlap."""

    stage: Stage
    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class CaseClock:
    """What the clock of one case reads.

    `holds`: when it stood still, each up to and without its last day, None while it lasts. `extensions`: the day on which a
    person moved the due day, and to which. `returned_on`: days on which a letter of the reply came back or was asked for
    once more. `answered_on`, `closed_on`: the first time; a case that was closed without an answer and opened again is not
    closed, so that its end counts anew. `lapsed_on`: the requester did not answer in time. `joined`: the case was opened by
    mistake and its papers belong to another.
    """

    terms: Terms
    holds: tuple[Hold, ...]
    extensions: tuple[tuple[date, date], ...]
    returned_on: tuple[date, ...]
    lapsed_on: date | None
    answered_on: date | None
    closed_on: date | None
    is_closed: bool
    joined: bool
    stays: tuple[Stay, ...]

    @property
    def target_on(self) -> date:
        """The internal target as it stood on the first day."""
        return due_day(self.terms.effective_on, self.terms.target_days, self.terms.calendar)

    @property
    def held_since(self) -> date | None:
        """Since when the clock stands still; None while it runs."""
        return self.holds[-1][0] if self.holds and self.holds[-1][1] is None else None

    @property
    def settled_on(self) -> date | None:
        """The day of the answer, else of the end, from which its days move no more; None while an answer is owed."""
        return self.answered_on or (self.closed_on if self.is_closed else None)

    @property
    def suit_eligible_from(self) -> date:
        """The first day on which the requester may sue where nothing was refused before (Act Art. 39)."""
        return suit_eligible_from(self.terms.received_on)

    def held_days(self, today: date) -> int:
        """Calendar days on which the clock has stood still before `today`."""
        return held_days(self.holds, today)

    def due_on(self, today: date) -> date:
        """The due day as it stands `today`: the target moved by what had happened until then."""
        extended = [until for on, until in self.extensions if on <= today]
        terms = self.terms
        returned = [on for on in self.returned_on if on <= today]
        again = returned[-1] if returned else None
        until = extended[-1] if extended else None
        return current_due(
            terms.effective_on, terms.target_days, self._known(today), today, terms.calendar, until, again
        )

    def promised_on(self, today: date) -> date | None:
        """The last day that the company's published promise allows; None where it promises nothing.

        A promise is a number of days and no more: a closed day is one of them, and neither an extension of ours nor a letter
        that came back makes it longer; the days on which the requester had to act do.
        """
        if self.terms.promise_days is None:
            return None
        return self.terms.effective_on + timedelta(days=self.terms.promise_days + held_days(self._known(today), today))

    def is_late(self, today: date) -> bool:
        """Whether the answer went out after its due day, or is still owed after it; never while the clock stands still."""
        if self.answered_on is not None:
            return self.answered_on > self.due_on(self.answered_on)
        return not self.is_closed and self.held_since is None and today > self.due_on(today)

    def days_on_clock(self, today: date) -> int:
        """Calendar days from effective receipt to the answer, the end or `today`, without those on which it stood still.

        Of a day before the answer or the end they are those of that day.
        """
        start, until = self._span(today)
        return (until - start).days - len(self._still(start, until))

    def business_days_on_clock(self, today: date) -> int:
        """The same in business days of the policy's calendar; the day of receipt does not count."""
        start, until = self._span(today)
        return business_days_between(start, until, self.terms.calendar, without=self._still(start, until))

    def _span(self, today: date) -> tuple[date, date]:
        start = self.terms.effective_on
        return start, max(start, min(today, self.settled_on or today))

    def _still(self, start: date, until: date) -> frozenset[date]:
        """The days after which the clock had not moved on: each day of a hold within the span stands for one night."""
        spans = ((max(first, start), min(end or until, until)) for first, end in self.holds)
        return frozenset(first + timedelta(days=i + 1) for first, end in spans for i in range((end - first).days))

    def _known(self, today: date) -> list[Hold]:
        return [hold for hold in self.holds if hold[0] <= today]


def read_clock(events: Iterable[Happened], terms: Terms) -> CaseClock:
    """The clock of a case after these events of its own, which may come in any order: their ids say which was first.

    UnknownYear where a day lies outside of the calendar, never a guess.
    """
    walk = _Walk()
    moving = (event for event in events if event.kind in FOLDED)
    for event, now in states_along(sorted(moving, key=lambda event: event.id)):
        walk.take(event, now)
    return CaseClock(
        terms=terms,
        holds=tuple(walk.all_holds()),
        extensions=tuple(walk.extensions),
        returned_on=tuple(walk.returned_on),
        lapsed_on=walk.lapsed_on,
        answered_on=walk.answered_on,
        closed_on=walk.closed_on,
        is_closed=walk.stage is Stage.CLOSED,
        joined=walk.joined,
        stays=tuple(walk.all_stays()),
    )


class _Walk:
    """What is noted on the way along a case's events."""

    def __init__(self) -> None:
        self.holds: list[Hold] = []
        self.extensions: list[tuple[date, date]] = []
        self.returned_on: list[date] = []
        self.lapsed_on: date | None = None
        self.answered_on: date | None = None
        self.closed_on: date | None = None
        self.joined = False
        self.stage: Stage | None = None
        self._stays: list[Stay] = []
        self._held_since: date | None = None
        self._since: datetime | None = None

    def take(self, event: Happened, now: dict[str, Any]) -> None:
        """Notes one event, and what a `CaseState` is made of after it."""
        if "disposition" not in now:
            return  # what happened to the packet before it became a case
        coming = what_comes_next(CaseState(**now))
        self._note(event)
        self._hold(event, awaited=_is_awaited(coming, now))
        self._stand(event.at.astimezone(JST), stage_of(coming))

    def all_holds(self) -> list[Hold]:
        """The holds that are over, and the one that lasts."""
        return self.holds if self._held_since is None else [*self.holds, (self._held_since, None)]

    def all_stays(self) -> list[Stay]:
        """The stays that are over, and the one that lasts; being closed is none."""
        if self.stage is None or self._since is None or self.stage is Stage.CLOSED:
            return self._stays
        return [*self._stays, Stay(self.stage, self._since, None)]

    def _note(self, event: Happened) -> None:
        day = _day(event)
        match event.kind:
            case EventKind.CASE_LAPSED:
                self.lapsed_on = day
            case EventKind.CASE_CLOSED:
                self.closed_on = self.closed_on or day
                self.joined = bool(event.facts.get("joined"))
            case EventKind.ANSWERED:
                self._answer(event, day)
            case kind if kind in REOPENS:
                self._come_back(event, day)

    def _come_back(self, event: Happened, day: date) -> None:
        if answers_the_request(event.facts["occasion"]):
            self.returned_on.append(day)
        if self.answered_on is None:
            self.closed_on = None

    def _answer(self, event: Happened, day: date) -> None:
        choices = event.facts["choices"]
        match event.facts["step"]:
            case Step.EXTEND_DUE if choices.get("action") == "extend":
                self.extensions.append((day, date.fromisoformat(choices["until"])))
            case Step.DISPATCH_REPLY if sent_back(Step.DISPATCH_REPLY, choices) is None:
                self.answered_on = self.answered_on or day

    def _hold(self, event: Happened, *, awaited: bool) -> None:
        if awaited and self._held_since is None:
            self._held_since = _day(event)
        elif self._held_since is not None and not awaited:
            self.holds.append((self._held_since, max(self._held_since, _ended_on(event))))
            self._held_since = None

    def _stand(self, at: datetime, stage: Stage) -> None:
        if stage is self.stage:
            return
        at = max(at, self._since) if self._since else at  # a machine's clock may have been put back
        self._stays = [stay if stay.until else Stay(stay.stage, stay.since, at) for stay in self.all_stays()]
        self.stage, self._since = stage, at


def _is_awaited(coming: Wait | Deed | None, now: dict[str, Any]) -> bool:
    """Whether it is the requester's turn, whatever else is asked beside (more time), by a letter that was posted."""
    if Step.DISPATCH_DEFICIENCY not in now["answers"]:
        return False
    if now.get("extension_asked"):
        coming = what_comes_next(CaseState(**now | {"extension_asked": False}))
    return isinstance(coming, Wait) and coming.step is Step.AWAIT_REQUESTER


def _ended_on(event: Happened) -> date:
    """A supplement ends a hold on the day it arrived; a person's word, a correction and a lapse on their own day."""
    joined = event.kind == EventKind.SUPPLEMENT_JOINED
    return date.fromisoformat(event.facts["arrived_on"]) if joined else _day(event)


def _day(event: Happened) -> date:
    """The Japanese day on which it happened."""
    return event.at.astimezone(JST).date()
