"""Business days, effective receipt, due days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tasks.case.business_days import (
    JST,
    Calendar,
    YearlyClosure,
    add_business_days,
    days_left,
    due_day,
    effective_day,
    held_days,
    is_business_day,
    next_business_day,
    soon_until,
    suit_eligible_from,
)
from tasks.case.errors import UnknownYear
from tasks.engines.holiday_calendar import build_calendar

YEAR_END = YearlyClosure(first="12-29", last="01-03")
CALENDAR = build_calendar(2025, 2028, (YEAR_END,))
DAYS = st.dates(date(2025, 6, 1), date(2028, 6, 1))


@given(DAYS, st.integers(0, 120))
def test_a_due_day_is_open_and_within_the_target(received: date, target: int) -> None:
    """The target rolls backward: never on a closed day after receipt, never later than promised, never before receipt."""
    due = due_day(received, target, CALENDAR)
    assert received <= due <= received + timedelta(days=target)
    assert due == received or is_business_day(due, CALENDAR)


@given(DAYS, st.integers(1, 120))
def test_no_open_day_is_given_away(received: date, target: int) -> None:
    """Between the due day and the end of the target every day is closed."""
    due = due_day(received, target, CALENDAR)
    spare = (received + timedelta(days=target) - due).days
    assert not any(is_business_day(due + timedelta(days=i), CALENDAR) for i in range(1, spare + 1))


@given(DAYS, st.integers(0, 30))
def test_business_days_are_counted_one_by_one(day: date, count: int) -> None:
    """Exactly `count` open days lie after `day` up to the result, which is open itself."""
    end = add_business_days(day, count, CALENDAR)
    opened = [d for i in range(1, (end - day).days + 1) if is_business_day(d := day + timedelta(days=i), CALENDAR)]
    assert is_business_day(end, CALENDAR)
    assert count == 0 or len(opened) == count


@given(DAYS)
def test_the_next_business_day_lies_ahead(day: date) -> None:
    """It is open, later, and nothing open lies between."""
    following = next_business_day(day, CALENDAR)
    assert is_business_day(following, CALENDAR)
    assert not any(is_business_day(day + timedelta(days=i), CALENDAR) for i in range(1, (following - day).days))


@pytest.mark.parametrize(
    ("closed", "why"),
    [
        (date(2026, 11, 21), "Saturday"),
        (date(2026, 11, 23), "Labour Thanksgiving Day"),
        (date(2026, 9, 22), "a day between two holidays"),
        (date(2026, 5, 6), "a substitute holiday"),
        (date(2026, 12, 29), "year-end closure"),
        (date(2027, 1, 3), "new-year closure"),
    ],
)
def test_closed_days(closed: date, why: str) -> None:
    """Weekends, every sort of public holiday, and the company's own closure are no business days."""
    assert not is_business_day(closed, CALENDAR), why


def test_an_open_day() -> None:
    """The first working days of the year and the last before the closure are open."""
    assert is_business_day(date(2027, 1, 4), CALENDAR)
    assert is_business_day(date(2026, 12, 28), CALENDAR)


def test_post_on_a_closed_day_counts_from_the_next_open_day() -> None:
    """What arrives on Saturday before a holiday Monday is received on Tuesday; on an open day, on that day, at any hour."""
    assert effective_day(datetime(2026, 11, 21, 10, tzinfo=JST), CALENDAR) == date(2026, 11, 24)
    assert effective_day(datetime(2026, 11, 20, 23, 59, tzinfo=JST), CALENDAR) == date(2026, 11, 20)


def test_a_moment_belongs_to_its_japanese_day() -> None:
    """Ten at night in London on Thursday is Friday in Japan."""
    assert effective_day(datetime(2026, 11, 19, 22, tzinfo=UTC), CALENDAR) == date(2026, 11, 20)
    with pytest.raises(ValueError, match="time zone"):
        effective_day(datetime(2026, 11, 20, 10), CALENDAR)  # noqa: DTZ001  # that is the mistake


def test_an_unknown_year_is_an_error() -> None:
    """Nobody guesses at the holidays of a year the calendar was not built for."""
    with pytest.raises(UnknownYear, match="2029"):
        due_day(date(2028, 12, 28), 14, CALENDAR)


def test_a_closure_may_lie_within_one_year() -> None:
    """A summer closure covers its own days only, and a nonsense day is refused."""
    summer = YearlyClosure(first="08-12", last="08-16")
    open_else = Calendar(years=frozenset({2027}), closures=(summer,))
    assert not is_business_day(date(2027, 8, 12), open_else)
    assert is_business_day(date(2027, 8, 17), open_else)
    with pytest.raises(ValidationError):
        YearlyClosure(first="02-30", last="03-01")


def test_days_left_turn_negative_when_late() -> None:
    """Zero on the day itself, negative after it."""
    assert days_left(date(2026, 11, 20), date(2026, 11, 20)) == 0
    assert days_left(date(2026, 11, 22), date(2026, 11, 20)) == -2


def test_holds_that_overlap_count_once() -> None:
    """Two deficiency letters out at a time stop the clock once; an open hold runs until today."""
    holds = [(date(2026, 11, 1), date(2026, 11, 5)), (date(2026, 11, 3), None)]
    assert held_days(holds, date(2026, 11, 11)) == 10


def test_a_suit_waits_until_two_weeks_have_passed() -> None:
    """Arrived on the 1st, two weeks have passed at the end of the 15th (Art. 39)."""
    assert suit_eligible_from(date(2026, 11, 1)) == date(2026, 11, 16)


@pytest.mark.parametrize(
    ("today", "until"),
    [
        ("2026-11-16", "2026-11-19"),  # a Monday
        ("2026-11-20", "2026-11-26"),  # a Friday whose Monday is a holiday
        ("2026-11-22", "2026-11-26"),
        ("2026-12-28", "2027-01-06"),  # the last day before the desk's year-end
        ("2027-04-28", "2027-05-07"),  # the holidays of spring
    ],
)
def test_soon_reaches_past_a_long_weekend(today, until):
    """The third business day after today."""
    assert soon_until(date.fromisoformat(today), CALENDAR) == date.fromisoformat(until)


@given(DAYS)
def test_soon_is_never_less_than_three_calendar_days(today):
    """What was due within three calendar days is due soon on every day of every year."""
    assert soon_until(today, CALENDAR) >= today + timedelta(days=3)
