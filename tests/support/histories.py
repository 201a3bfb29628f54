"""Histories of one case as its events tell them, at any hours and days, for properties of the clock and of the figures."""

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from tasks.case.business_days import JST, YearlyClosure
from tasks.case.clock import Terms, read_clock
from tasks.case.happened import EventKind
from tasks.case.progress import Step
from tasks.engines.holiday_calendar import build_calendar
from tests.unit.test_rounds_of_events import live

CALENDAR = build_calendar(2024, 2032, (YearlyClosure(first="12-29", last="01-03"),))
PAUSES = st.one_of(st.integers(0, 3 * 3600), st.integers(0, 12 * 86_400))  # seconds between two events


@st.composite
def histories(draw):
    """The events of a case from its opening to its end, at random moments; now and then somebody gives more time."""
    events = live(draw).events
    moment = datetime(2026, 1, 1, tzinfo=JST) + draw(st.timedeltas(timedelta(), timedelta(days=3 * 365)))
    before = moment.date()
    for event in events:
        event.at = moment
        if event.kind == EventKind.SUPPLEMENT_JOINED:  # taken in on the day it came, or later
            arrived = moment.date() - timedelta(days=draw(st.integers(0, 3)))
            event.facts = event.facts | {"arrived_on": max(before, arrived).isoformat()}
        if event.kind == EventKind.ANSWERED and event.facts["step"] == Step.EXTEND_DUE and draw(st.booleans()):
            until = moment.date() + timedelta(days=draw(st.integers(1, 60)))
            event.facts = event.facts | {"choices": {"action": "extend", "until": until.isoformat()}}
        before, moment = moment.date(), moment + timedelta(seconds=draw(PAUSES))
    return events


def terms_of(events, target_days=14, promise_days=30, calendar=CALENDAR) -> Terms:
    """The terms of a case that came on the day of its first event."""
    day = events[0].at.astimezone(JST).date()
    return Terms(day, day, target_days, promise_days, calendar)


def clock_of(events, **terms):
    """The clock of these events."""
    return read_clock(events, terms_of(events, **terms))


def days_known(event) -> list[date]:
    """The days that an event tells of: its own, and of papers the one on which they arrived."""
    arrived = [date.fromisoformat(event.facts["arrived_on"])] if "arrived_on" in event.facts else []
    return [event.at.astimezone(JST).date(), *arrived]
