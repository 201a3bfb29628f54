"""Counts days the way a privacy desk does: business days in Japan, effective receipt, due day, days left.

Nothing here asks what day it is: every moment is given. Days are Japanese days (JST) throughout. A year the calendar
does not know is an error and never a guess, since a holiday may be moved by an act of the Diet.
"""

import re
from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict

from tasks.case.errors import UnknownYear

JST = ZoneInfo("Asia/Tokyo")
_ONE_DAY = timedelta(days=1)
_SOON = 3  # business days, today not counted


def _month_day(text: str) -> str:
    if not re.fullmatch(r"\d{2}-\d{2}", text):
        raise ValueError("must be a month and day such as 12-29")
    date.fromisoformat(f"2024-{text}")  # a leap year, so that 02-29 may stand
    return text


MonthDay = Annotated[str, AfterValidator(_month_day)]


class YearlyClosure(BaseModel):
    """Days on which the desk is closed every year, both ends included; `first` may lie after `last` (12-29 to 01-03)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    first: MonthDay
    last: MonthDay

    def covers(self, day: date) -> bool:
        """Whether the desk is closed on `day`."""
        this = day.strftime("%m-%d")
        if self.first <= self.last:
            return self.first <= this <= self.last
        return this >= self.first or this <= self.last


class Calendar(BaseModel):
    """The desk's calendar: public holidays of the years it knows, and the company's own closures."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    years: frozenset[int]
    holidays: frozenset[date] = frozenset()
    closures: tuple[YearlyClosure, ...] = ()


def is_business_day(day: date, calendar: Calendar) -> bool:
    """Monday to Friday, no holiday, no closure; raises UnknownYear outside the calendar's years."""
    opened, place = _opened(calendar, day.year), day.timetuple().tm_yday
    return opened[place] > opened[place - 1]


@lru_cache(maxsize=512)
def _opened(calendar: Calendar, year: int) -> tuple[int, ...]:
    """How many business days of a year are over at the end of each day of it, by the day's place in the year from 1.

    Counted once for each calendar and year, since the figures ask for millions of days.
    """
    if year not in calendar.years:
        raise UnknownYear(f"The calendar does not know the year {year}; extend its span of years.")
    days = (date(year, 1, 1) + timedelta(days=i) for i in range((date(year, 12, 31) - date(year, 1, 1)).days + 1))
    return tuple(accumulate((_is_open(day, calendar) for day in days), initial=0))


def _is_open(day: date, calendar: Calendar) -> bool:
    closed = day in calendar.holidays or any(closure.covers(day) for closure in calendar.closures)
    return day.weekday() < 5 and not closed


def next_business_day(day: date, calendar: Calendar) -> date:
    """The first business day after `day`."""
    return _roll(day + _ONE_DAY, _ONE_DAY, calendar)


def previous_business_day(day: date, calendar: Calendar) -> date:
    """The last business day before `day`."""
    return _roll(day - _ONE_DAY, -_ONE_DAY, calendar)


def _roll(day: date, step: timedelta, calendar: Calendar) -> date:
    while not is_business_day(day, calendar):
        day += step
    return day


def effective_day(received_at: datetime, calendar: Calendar, closes_at: time | None = None) -> date:
    """The Japanese day on which a packet counts as received: its own day, or the next business day when closed.

    Source: "handled on or after the following business day" (004, contact). `closes_at`: the end of the desk's hours
    (policy `contact.hours`), from which on what comes by a way that bears an hour counts from the next business day; None
    for the post, which bears none, and where no hours are published. `received_at` must know its time zone, else ValueError.
    """
    if received_at.tzinfo is None:
        raise ValueError("received_at must carry a time zone")
    local = received_at.astimezone(JST)
    if closes_at is not None and local.time() >= closes_at:
        return next_business_day(local.date(), calendar)
    return _roll(local.date(), _ONE_DAY, calendar)


def business_days_between(start: date, end: date, calendar: Calendar, without: Collection[date] = ()) -> int:
    """Business days after `start` up to and with `end`, none of them in `without`; 0 where `end` is not after `start`."""
    if end <= start:
        return 0
    first, count = start + _ONE_DAY, 0
    for year in range(first.year, end.year + 1):
        opened = _opened(calendar, year)
        before = first.timetuple().tm_yday - 1 if year == first.year else 0
        count += opened[end.timetuple().tm_yday if year == end.year else -1] - opened[before]
    return count - sum(1 for day in {*without} if start < day <= end and is_business_day(day, calendar))


def add_business_days(day: date, days: int, calendar: Calendar) -> date:
    """The business day `days` business days after `day` (`days` >= 0; 0 gives `day` itself, or the next open one)."""
    if days < 0:
        raise ValueError("days must not be negative")
    if days == 0:
        return _roll(day, _ONE_DAY, calendar)
    for _ in range(days):
        day = next_business_day(day, calendar)
    return day


@lru_cache(maxsize=512)
def soon_until(today: date, calendar: Calendar) -> date:
    """The third business day after `today`: what is due on or before it is due soon, so that no holiday hides it."""
    return add_business_days(today, _SOON, calendar)


def due_day(received: date, target_days: int, calendar: Calendar) -> date:
    """The last business day within `target_days` calendar days of `received`.

    The internal target counts calendar days and rolls *backward* from a closed day, so the target is never overrun; it
    never falls before `received` itself. The Act has no figure ("without delay"): the target is the policy's
    `reply.internal_target_days`. Pass the effective day where the policy counts from it.
    """
    if target_days < 0:
        raise ValueError("target_days must not be negative")
    return max(received, _roll(received + timedelta(days=target_days), -_ONE_DAY, calendar))


def days_left(today: date, due: date) -> int:
    """Calendar days until `due`; 0 on the day itself, negative when late."""
    return (due - today).days


def held_days(holds: Iterable[tuple[date, date | None]], until: date) -> int:
    """Days on which the clock stood still while the requester had to act; overlapping holds count once.

    Each hold runs from its first day up to, not including, the day it ended; an open one (None) runs up to `until`.
    """
    still = {start + timedelta(days=i) for start, end in holds for i in range(((end or until) - start).days)}
    return sum(1 for day in still if day < until)


def suit_eligible_from(arrived: date) -> date:
    """The first day on which the requester may sue (Act Art. 39): two weeks after arrival have passed.

    The day of arrival is not counted (Civil Code Art. 140). A refusal opens the way at once; that is the caller's event.
    """
    return arrived + timedelta(days=15)
