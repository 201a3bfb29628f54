"""Business days of many cases at once: how many lie between two days, and which is the next, by each company's calendar."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tasks.case.business_days import Calendar, is_business_day

Days = NDArray[np.int64]  # days since 1970, as in Polars' dates
_EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    """A day as the number of days since 1970."""
    return (day - _EPOCH).days


def day_of_number(number: int) -> date:
    """The day with this number."""
    return _EPOCH + timedelta(days=int(number))


class WorkingDays:
    """The calendars of some companies as arrays; a day outside of the years that a calendar knows counts as its nearest end."""

    def __init__(self, calendars: Mapping[str, Calendar]) -> None:
        self.policies = sorted(calendars)
        years = [year for calendar in calendars.values() for year in calendar.years] or [_EPOCH.year]
        first, last = date(min(years), 1, 1), date(max(years), 12, 31)
        self._first = day_number(first)
        opened = [_open_days(calendars[policy], first, last) for policy in self.policies]
        self._open = np.array(opened, dtype=np.int64).reshape(len(opened), (last - first).days + 1)
        self._upto = np.cumsum(self._open, axis=1)

    def upto(self, policy: NDArray[Any], day: NDArray[Any] | int) -> Days:
        """How many business days of the calendar lie before the end of each day; a difference of two is what counts."""
        found: Days = self._upto[policy, self._place(day)]
        return found

    def between(self, first: int, last: int) -> list[int]:
        """Business days from the one day up to and with the other, of each company."""
        every = np.arange(len(self.policies))
        return [int(days) for days in self.upto(every, last) - self.upto(every, first - 1)]

    def rolled_back(self, policy: NDArray[Any], day: Days) -> Days:
        """The last business day up to and with each day."""
        return self._numbered(policy, self.upto(policy, day))

    def following(self, policy: NDArray[Any], day: int, more: NDArray[Any]) -> Days:
        """The first business day from `day` on, and of each case so many business days `more`."""
        return self._numbered(policy, self.upto(policy, day - 1) + 1 + more)

    def _numbered(self, policy: NDArray[Any], count: Days) -> Days:
        """The day that is the `count`-th business day of its calendar."""
        found = np.zeros(len(count), dtype=np.int64)
        for each in range(len(self.policies)):
            mine = policy == each
            found[mine] = np.searchsorted(self._upto[each], count[mine])
        return self._first + np.clip(found, 0, self._upto.shape[1] - 1)

    def _place(self, day: NDArray[Any] | int) -> Any:
        return np.clip(np.asarray(day) - self._first, 0, self._upto.shape[1] - 1)


@lru_cache(maxsize=64)
def _open_days(calendar: Calendar, first: date, last: date) -> tuple[bool, ...]:
    days = (first + timedelta(days=i) for i in range((last - first).days + 1))
    return tuple(day.year in calendar.years and is_business_day(day, calendar) for day in days)
