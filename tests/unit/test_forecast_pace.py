"""The pace of stages and the chances made of it: as a plain recount says, and right on an example counted by hand."""

from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.case.business_days import JST
from tasks.case.progress import Stage
from tasks.figures.case_row import CaseRow, StayRow
from tasks.figures.forecast_cases import FORECAST, forecast_of, pace_today
from tasks.figures.forecast_history import history_of
from tasks.figures.forecast_odds import Standing, odds_of
from tasks.figures.forecast_pace import HORIZON, Pace, resized, shortened
from tasks.figures.working_days import day_number
from tests.support.naive_forecast import NaiveForecast
from tests.support.random_rows import CALENDAR, NOW, frames_by_chance, many_rows

TODAY = NOW.date()
MANY = many_rows(1500, seed=3)
PACE = pace_today(frames_by_chance(MANY))
STEPS = st.sampled_from([int(node) for node in PACE.nodes[PACE.known]])


@pytest.mark.parametrize(("count", "seed"), [(0, 1), (60, 2), (500, 3), (1000, 4)])
def test_chances_are_those_of_the_recount(count: int, seed: int):
    """By cases that are carried on day by day until they are answered; also where few or no stays are known."""
    rows = many_rows(count, seed)
    frames = frames_by_chance(rows)
    naive = NaiveForecast(rows, TODAY, NOW, CALENDAR.holidays)
    by_id, due = {row.case_id: row for row in rows}, dict(frames.cases.select("case_id", "due_on").iter_rows())
    found = dict(forecast_of(frames).select("case_id", "chance").iter_rows())
    assert set(found) == {*frames.cases.filter(FORECAST)["case_id"]}
    assert found == {
        case_id: pytest.approx(naive.chance(by_id[case_id], due[case_id]), abs=1e-6) if chance is not None else None
        for case_id, chance in found.items()
    }
    assert all(
        naive.chance(by_id[case_id], due[case_id]) is None for case_id, chance in found.items() if chance is None
    )
    assert count < 500 or any(chance is not None and chance > 0.5 for chance in found.values())


def day(number: int) -> date:
    """A day of December 2026, whose first is a Tuesday."""
    return date(2026, 12, number)


def at(number: int) -> datetime:
    """Ten o'clock on such a day."""
    return datetime.combine(day(number), datetime.min.time(), JST) + timedelta(hours=10)


def case(case_id: int, decided: int | None, *, due: int = 14, came: int = 1) -> CaseRow:
    """A case that came and was decided on these days, was released at once, and posted a business day later."""
    stays = [StayRow(stage=Stage.DECIDING, since=at(came), until=at(decided) if decided else None)]
    if decided:
        stays += [
            StayRow(stage=Stage.RELEASING, since=at(decided), until=at(decided)),
            StayRow(stage=Stage.DISPATCHING, since=at(decided), until=at(decided + 1)),
        ]
    return CaseRow(
        case_id=case_id, number=f"K26-{case_id:05}", policy="north", policy_version="1", kinds=("disclosure",),
        by_agent=False, channel="post", language="ja", received_on=day(came), effective_on=day(came), target_days=due,
        promise_days=None, answered_on=day(decided + 1) if decided else None, closed_on=day(decided + 1) if decided else None,
        is_closed=bool(decided), stage=Stage.CLOSED if decided else Stage.DECIDING, stays=tuple(stays),
    )  # fmt: skip


# Of 24 cases that came on Tuesday the 1st one half was decided on the 3rd, the other half on the 7th: on the second and on
# the fourth business day after.
PAST = [case(i, 3 if i % 2 else 7) for i in range(1, 25)]


@pytest.mark.parametrize(
    ("came", "due", "percent", "expected"),
    [
        (16, 1, 100, 21),  # due on Thursday the 17th; decided on Friday or Tuesday, posted a business day later
        (16, 2, 100, 21),
        (16, 5, 50, 21),  # due on Monday: half are posted then
        (16, 6, 50, 21),
        (16, 7, 0, 21),  # due on Wednesday: all are posted then
        (14, 3, 50, 17),  # today is its second day: decided today and posted tomorrow, when it is due, or on Friday
        (14, 2, 100, 17),
        (
            11,
            6,
            100,
            18,
        ),  # due on Thursday the 17th, its fourth day: it was not decided on the second, so it will be then
        (11, 7, 0, 18),
        (10, 6, 100, 17),  # today is its fourth day
        (10, 7, 0, 17),
    ],
)
def test_a_forecast_counted_by_hand(came: int, due: int, percent: int, expected: int):
    """Half of the cases take two business days to be decided, half take four; posting takes one more."""
    now = at(16)  # a Wednesday
    frames = frames_by_chance([*PAST, case(99, None, due=due, came=came)], now=now)
    ((case_id, chance, _, day_expected),) = forecast_of(frames).rows()
    assert (case_id, round(100 * chance), day_expected) == (99, percent, day(expected))


@pytest.mark.parametrize(("stays", "risk"), [(19, "unknown"), (20, "low")])
def test_too_few_stays_make_no_forecast(stays: int, risk: str):
    """Nineteen are too few, twenty are enough."""
    frames = frames_by_chance([*PAST[:stays], case(99, None, came=15)], now=at(16))
    assert forecast_of(frames)["risk"].to_list() == [risk]


def test_stays_that_last_are_taken_into_account():
    """As many as were decided stand there still, for a week: whoever counts the decided ones alone is too sure."""
    waiting = [case(100 + i, None, due=60) for i in range(24)]
    young = case(99, None, due=7, came=16)
    alone, beside = (
        forecast_of(frames_by_chance([*PAST, *others, young], now=at(16))).filter(case_id=99)["chance"].item()
        for others in ([], waiting)
    )
    assert (round(alone, 2), beside > 0.4) == (0.0, True)


def test_nobody_stands_in_line_when_all_is_done():
    """Eight wait until four of them are decided on the 3rd, four until the 7th, and none after; so it is with posting."""
    history = history_of(frames_by_chance(PAST[:8], now=at(31)))
    lines = [int(history.lying(day_number(day(number)))[0]) for number in (1, 2, 3, 4, 7, 8, 31)]
    assert lines == [0, 8, 8, 4, 4, 0, 0]
    posting = [int(history.lying(day_number(day(number)))[3]) for number in (3, 4, 5, 8, 9, 31)]
    assert posting == [0, 4, 0, 4, 0, 0]
    assert [*history.lay[:3]] == [0, 8, 0]


@settings(deadline=None, max_examples=80)
@given(STEPS, st.integers(0, 60), st.integers(-2, 60), st.integers(0, 5))
def test_a_day_that_passes_never_makes_it_likelier_to_be_in_time(node: int, spent: int, left: int, more: int):
    """A case that stays where it is for another day is as likely late as before, or likelier; so it is with an earlier due day."""
    nodes, row = np.full(3, node), np.arange(3)
    cases = Standing(
        row, nodes, np.array([spent, spent + more, spent]), row, np.array([left, left - more, left - more])
    )
    now, waited, earlier = odds_of(PACE, cases).late
    assert 0 <= now <= waited + 1e-9
    assert now <= earlier + 1e-9
    assert max(waited, earlier) <= 1


@settings(deadline=None, max_examples=40)
@given(STEPS, st.integers(0, 30), st.integers(0, 30), st.floats(0.1, 1), st.floats(0.1, 1))
def test_shorter_stays_never_make_more_late(node: int, spent: int, left: int, length: float, other: float):
    """And stays that are not shortened leave every chance as it is."""
    cases = Standing(np.zeros(1, int), np.array([node]), np.array([spent]), np.zeros(1, int), np.array([left]))

    def late(length: float) -> float:
        return float(odds_of(shortened(PACE, np.full(len(PACE.nodes), length)), cases).late[0])

    assert late(min(length, other)) <= late(max(length, other)) + 1e-6
    assert late(1.0) == odds_of(PACE, cases).late[0]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40), st.floats(0, 1))
def test_shorter_days_keep_their_chances_and_mean(chances: list[float], length: float):
    """No chance is lost, and the mean number of days shrinks just so."""
    before, days = np.array([*chances, 0.0]), np.arange(len(chances) + 1)
    after = resized(before, length)
    assert after.sum() == pytest.approx(before.sum())
    assert (after * days).sum() == pytest.approx(length * (before * days).sum(), abs=1e-9)


def test_all_chances_of_a_pace_are_chances():
    """Of each step: what is answered, ends without an answer, and leads into the dark, is all there is, and no more."""
    whole = PACE.answered.sum(1) + PACE.gone + PACE.dark
    assert PACE.answered.min() >= 0
    assert whole[PACE.known] == pytest.approx(1, abs=0.02)  # what takes longer than a year is missing
    assert whole.max() <= 1 + 1e-6
    assert PACE.leaving.min() >= 0
    assert PACE.leaving.max() <= 1
    assert isinstance(PACE, Pace)
    assert PACE.leaving.shape[1] == HORIZON + 1
