"""The clock of a case: whatever happens in whatever order, its days are never negative, and the past stays as it was."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.case.business_days import JST, Calendar, business_days_between, due_day, is_business_day
from tasks.case.clock import Terms, read_clock
from tasks.case.due import FOR_A_RETURN
from tasks.case.errors import UnknownYear
from tasks.case.happened import EventKind
from tasks.case.progress import Lapse, Stage, Step
from tests.support.histories import CALENDAR, clock_of, days_known, histories, terms_of
from tests.unit.test_progress import PACKETS
from tests.unit.test_rounds_of_events import Life, asked_for_more

LATER = st.integers(0, 400)
DAYS = st.dates(date(2025, 1, 1), date(2030, 12, 31))


def same(clock, other, day):
    """Whether two clocks tell the same of a day that neither of them has left behind."""
    asked = ("held_days", "due_on", "promised_on", "days_on_clock", "business_days_on_clock")
    return all(getattr(clock, name)(day) == getattr(other, name)(day) for name in asked)


@settings(max_examples=40)
@given(histories(), LATER)
def test_no_count_of_days_is_ever_negative(events, later):
    """On no day since the receipt, and business days are never more than calendar days."""
    clock = clock_of(events)
    day = clock.terms.effective_on + timedelta(days=later)
    assert clock.held_days(day) >= 0
    assert 0 <= clock.business_days_on_clock(day) <= clock.days_on_clock(day) <= later
    assert clock.due_on(day) >= clock.target_on >= clock.terms.effective_on
    assert all(stay.until is None or stay.since <= stay.until for stay in clock.stays)


@settings(max_examples=40)
@given(histories(), st.data())
def test_what_happens_later_leaves_the_days_before_it_as_they_were(events, data):
    """The due day, the days held and the days on the clock of a day are those that were known then."""
    known = data.draw(st.integers(1, len(events)))
    before, whole = clock_of(events[:known]), clock_of(events)
    first = min((day for event in events[known:] for day in days_known(event)), default=date(2030, 1, 1))
    day = first - timedelta(days=data.draw(st.integers(1, 30)))
    if day >= max(days_known(events[known - 1])):
        assert same(before, whole, day)


@settings(max_examples=40)
@given(histories(), st.data())
def test_standing_still_once_more_never_brings_a_due_day_forward(events, data):
    """A hold moves the due day to the same day or a later one, and takes days off the clock but never adds any."""
    clock = clock_of(events)
    start = clock.terms.effective_on + timedelta(days=data.draw(LATER))
    held = replace(clock, holds=(*clock.holds, (start, start + timedelta(days=data.draw(LATER)))))
    day = clock.terms.effective_on + timedelta(days=data.draw(LATER))
    assert held.due_on(day) >= clock.due_on(day)
    assert held.days_on_clock(day) <= clock.days_on_clock(day)
    if day <= start:
        assert same(held, clock, day)


@settings(max_examples=40)
@given(histories(), st.randoms(use_true_random=False), st.booleans())
def test_the_order_in_which_events_are_given_does_not_matter(events, chance, at_once):
    """Their ids say what was first, also of those that happened at the same moment."""
    if at_once:
        for event in events:
            event.at = events[0].at
    shuffled = random.Random(chance.random()).sample(events, len(events))  # noqa: S311
    assert read_clock(shuffled, terms_of(events)) == clock_of(events)


@settings(max_examples=40)
@given(histories(), st.sampled_from(["UTC", "America/New_York", "Pacific/Auckland"]))
def test_days_are_japanese_days_in_whatever_zone_a_moment_was_noted(events, zone):
    """A machine in another country writes other hours down for the same moment."""
    here = clock_of(events)
    for event in events:
        event.at = event.at.astimezone(ZoneInfo(zone))
    assert clock_of(events) == here


@settings(max_examples=40)
@given(histories())
def test_stays_follow_each_other_without_a_gap_from_the_opening_to_the_end(events):
    """A case is always in one stage; being closed is none."""
    stays = clock_of(events).stays
    assert stays[0].since == events[0].at
    assert all(one.until == other.since for one, other in pairwise(stays))
    assert all(one.stage is not other.stage for one, other in pairwise(stays))
    assert (stays[-1].until is None) == (events[-1].kind != EventKind.CASE_CLOSED)


@settings(max_examples=40)
@given(histories(), LATER)
def test_what_is_settled_says_the_same_on_every_later_day(events, later):
    """From the answer or the end on, neither the due day nor the days on the clock move."""
    clock = clock_of(events)
    if clock.settled_on is None:
        return
    start = max(clock.settled_on, clock.terms.effective_on)
    day = start + timedelta(days=later)
    assert clock.days_on_clock(day) == clock.days_on_clock(start)
    assert clock.business_days_on_clock(day) == clock.business_days_on_clock(start)
    assert clock.is_late(day) == clock.is_late(start)


@given(DAYS, st.integers(-10, 900), st.sets(DAYS, max_size=8))
def test_business_days_are_counted_as_one_would_on_a_calendar(start, span, without):
    """Day by day, with or without days that do not count."""
    end = min(start + timedelta(days=span), date(2032, 12, 31))
    listed = [start + timedelta(days=i) for i in range(1, (end - start).days + 1)]
    naive = sum(day not in without and is_business_day(day, CALENDAR) for day in listed)
    assert business_days_between(start, end, CALENDAR, without) == naive


@pytest.mark.parametrize("calendar", [Calendar(years=frozenset()), Calendar(years=frozenset({2026, 2028}))])
def test_a_day_in_a_year_that_nobody_knows_is_an_error(calendar):
    """Not a guess: neither a due day nor a count of business days runs through it."""
    life = Life(PACKETS[0])
    terms = Terms(date(2026, 12, 30), date(2026, 12, 30), 14, None, calendar)
    clock = read_clock(life.events, terms)
    for asked in (clock.due_on, clock.business_days_on_clock, clock.is_late):
        with pytest.raises(UnknownYear):
            asked(date(2028, 1, 5))


def put_at(life, *moments):
    """The events of a life at these moments, one after another."""
    for event, moment in zip(life.events, moments, strict=True):
        event.at = moment
    return life.events


def answered(life):
    """Sound papers, from the opening to the posting of the answer."""
    life.add(EventKind.HELD_DATA_SEARCHED)
    life.add(EventKind.ANSWERED, step=Step.DECIDE, attempt=1, choices={"disclosure": "disclose"})
    life.add(EventKind.LETTERS_COMPLETE, occasion="reply")
    life.add(EventKind.ANSWERED, step=Step.RELEASE_REPLY, attempt=1, choices={"action": "release"})
    life.add(EventKind.LETTERS_RELEASED)
    life.add(EventKind.ANSWERED, step=Step.DISPATCH_REPLY, attempt=1, choices={"action": "posted"})
    return life


@pytest.mark.parametrize(
    ("posted", "day"),
    [
        (datetime(2026, 12, 31, 14, 59, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 15, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2027, 1, 1, 0, 0, tzinfo=JST), date(2027, 1, 1)),
    ],
)
def test_midnight_is_japanese_midnight_also_at_the_end_of_the_year(posted, day):
    """A posting just before it was on the old year's last day, at the stroke of it on the new year's first."""
    life = answered(Life(PACKETS[0]))
    events = put_at(life, *[datetime(2026, 12, 28, hour, tzinfo=JST) for hour in range(9, 15)], posted)
    assert clock_of(events).answered_on == day
    assert clock_of(events).days_on_clock(date(2027, 2, 1)) == (day - date(2026, 12, 28)).days


def test_more_time_moves_the_due_day_only_from_the_day_on_which_it_was_given():
    """Before that day the case was due as before, and may have been late; an extension never brings the due day forward."""
    life = Life(PACKETS[0])
    life.add(EventKind.EXTENSION_ASKED)
    given_on, until = date(2026, 12, 10), date(2027, 1, 29)
    for day in (until, date(2026, 11, 25)):
        life.add(
            EventKind.ANSWERED,
            step=Step.EXTEND_DUE,
            attempt=1,
            choices={"action": "extend", "until": day.isoformat()},
        )
        moments = [datetime(2026, 11, 20, 9, tzinfo=JST), *[datetime(2026, 12, 10, 9, tzinfo=JST)] * 4]
        clock = clock_of(put_at(life, *moments[: len(life.events)]))
        if day == until:
            assert clock.due_on(given_on) == until
        life.add(EventKind.EXTENSION_ASKED)
    assert clock.due_on(given_on - timedelta(days=1)) == clock.target_on == date(2026, 12, 4)
    assert clock.due_on(given_on) == clock.target_on
    assert clock.is_late(given_on)


def test_a_promise_is_kept_on_its_last_day_even_if_the_desk_is_closed_then():
    """Thirty days from the 20th of November end on Sunday the 20th of December; more time or a return makes it no longer."""
    life = Life(PACKETS[0])
    life.events[0].at = datetime(2026, 11, 20, 9, tzinfo=JST)
    clock = clock_of(life.events)
    assert clock.promised_on(date(2026, 12, 19)) == date(2026, 12, 20)
    longer = replace(clock, extensions=((date(2026, 12, 1), date(2027, 1, 8)),), returned_on=(date(2026, 12, 17),))
    assert longer.promised_on(date(2026, 12, 19)) == date(2026, 12, 20)
    held = replace(clock, holds=((date(2026, 12, 1), date(2026, 12, 4)),))
    assert held.promised_on(date(2026, 12, 19)) == date(2026, 12, 23)


def test_a_letter_that_came_back_gives_time_from_its_day_and_leaves_the_answer_where_it_was():
    """On record the request is answered on the day of its first posting; what is owed then is due a week later."""
    life = answered(Life(PACKETS[0]))
    life.add(EventKind.CASE_CLOSED)
    life.add(EventKind.LETTER_RETURNED, letter="L1", occasion="reply")
    clock = clock_of(life.events)
    posted, came_back = (life.events[place].at.date() for place in (6, 8))
    assert not clock.is_closed
    assert (clock.answered_on, clock.closed_on, clock.returned_on) == (posted, life.events[7].at.date(), (came_back,))
    assert clock.settled_on == posted
    assert clock.days_on_clock(came_back) == clock.days_on_clock(posted) == (posted - life.events[0].at.date()).days
    late = clock.target_on + timedelta(days=30)
    returned_late = replace(clock, returned_on=(late,))
    assert returned_late.due_on(late) == due_day(late, FOR_A_RETURN, CALENDAR)
    assert returned_late.due_on(late - timedelta(days=1)) == clock.target_on
    assert clock.stays[-1].stage is Stage.RETURNED


def test_a_case_that_was_closed_by_silence_and_opened_again_is_owed_again():
    """The letter that asked for more never arrived: the clock goes on from where it stood still, and its end is not the first."""
    life = Life(PACKETS[2])
    asked_for_more(life)
    life.add(EventKind.CASE_LAPSED, lapse=Lapse.WITHDRAWN.value)
    life.add(EventKind.CASE_CLOSED)
    closed = clock_of(life.events)
    end = life.events[-1].at.date()
    assert (closed.settled_on, closed.lapsed_on, closed.is_closed) == (end, life.events[-2].at.date(), True)
    life.add(EventKind.LETTER_RETURNED, letter="L1", occasion="deficiency")
    opened = clock_of(life.events)
    assert (opened.settled_on, opened.closed_on, opened.is_closed) == (None, None, False)
    assert opened.days_on_clock(end + timedelta(days=9)) == closed.days_on_clock(end) + 9
    life.add(EventKind.CASE_CLOSED)
    assert clock_of(life.events).settled_on == life.events[-1].at.date()


def test_nothing_happened_that_no_rule_knows():
    """Looks, codes and reminders leave the clock alone, also where one bears a day of its own."""
    life = answered(Life(PACKETS[0]))
    before = clock_of(life.events)
    for kind in (EventKind.EVIDENCE_SEEN, EventKind.CODE_ISSUED, EventKind.REMINDED, EventKind.FIELD_EDITED):
        life.add(kind, arrived_on="2027-01-01")
    assert clock_of(life.events) == before
