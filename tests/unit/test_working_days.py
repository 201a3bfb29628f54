"""Business days of many cases at once are those that are counted one by one."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.case.business_days import add_business_days, business_days_between, is_business_day
from tasks.engines.holiday_calendar import build_calendar
from tasks.figures.memo import Memo
from tasks.figures.working_days import WorkingDays, day_number, day_of_number
from tests.support.random_rows import CALENDAR

PLAIN = build_calendar(2024, 2028)
WORKING = WorkingDays({"closed": CALENDAR, "plain": PLAIN})
CALENDARS = [CALENDAR, PLAIN]
DAYS = st.dates(date(2024, 2, 1), date(2028, 11, 30))


@given(st.integers(0, 1), DAYS, st.integers(0, 200), st.integers(0, 40))
def test_days_are_those_of_the_clock(which: int, day: date, more: int, business: int):
    """Between two days, back to the last open one, and on to the next."""
    calendar, policy, number = CALENDARS[which], np.array([which]), day_number(day)
    end = min(day + timedelta(days=more), date(2028, 12, 31))
    (between,) = WORKING.upto(policy, day_number(end)) - WORKING.upto(policy, number)
    assert between == business_days_between(day, end, calendar)
    assert WORKING.between(number, day_number(end))[which] == between + is_business_day(day, calendar)
    (back,) = WORKING.rolled_back(policy, np.array([number]))
    assert is_business_day(day_of_number(back), calendar)
    assert business_days_between(day_of_number(back), day, calendar) == 0
    (on,) = WORKING.following(policy, number, np.array([business]))
    first = add_business_days(day, 0, calendar)
    if first.year < 2028:
        assert day_of_number(on) == add_business_days(first, business, calendar)


def test_no_company_has_no_days():
    """A house without cases has nothing to count, and nothing breaks."""
    assert WorkingDays({}).between(0, 10) == []


def test_a_figure_is_made_once_for_a_filter_as_long_as_it_is_true():
    """Another filter has its own; what is long unused is forgotten; an error is not kept."""
    memo, made = Memo(), []

    def make() -> int:
        made.append(1)
        return len(made)

    assert [memo.kept("a", "all", 1, make), memo.kept("a", "all", 1, make), memo.kept("a", "all", 2, make)] == [1, 1, 2]
    assert [memo.kept("a", "some", 2, make), memo.kept("b", "all", 2, make), memo.kept("a", "all", 2, make)] == [
        3,
        4,
        2,
    ]
    for number in range(256):
        memo.kept("c", number, 0, make)
    assert memo.kept("a", "all", 2, make) == 261
    with pytest.raises(ZeroDivisionError):
        memo.kept("d", "all", 0, lambda: 1 // 0)
    assert memo.kept("d", "all", 0, make) == 262


def test_whoever_asks_for_another_figure_does_not_wait():
    """While one makes a figure, others get theirs; who asks for the same waits for it, and it is made once."""
    memo, begun, go, made = Memo(), threading.Event(), threading.Event(), []

    def slow() -> str:
        made.append(1)
        begun.set()
        assert go.wait(10)
        return "slow"

    with ThreadPoolExecutor() as pool:
        both = [pool.submit(memo.kept, "a", "all", 1, slow) for _ in range(2)]
        assert begun.wait(10)
        assert memo.kept("b", "all", 1, lambda: "quick") == "quick"
        go.set()
        assert [each.result(10) for each in both] == ["slow", "slow"]
    assert len(made) == 1
