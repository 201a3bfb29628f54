"""What one person more would change: the line in front of people by Erlang's formula, and work as it was measured."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.case.bilingual import Said
from tasks.case.business_days import JST
from tasks.case.progress import Stage
from tasks.figures.case_row import CaseRow, StayRow
from tasks.figures.filters import last_days
from tasks.figures.forecast import forecast_tables
from tasks.figures.forecast_cases import forecast_of
from tasks.figures.frames import Frames
from tasks.figures.workload import DAYS, Workload, wait, workloads
from tests.support.random_rows import CALENDAR, NOW, frames_by_chance, many_rows

TODAY = NOW.date()


@pytest.mark.parametrize(
    ("came", "each", "people", "days"),
    [
        (0.5, 1, 1, 1.0),  # one who is busy half of the time: ρ / (μ - λ)
        (1, 1, 2, 1 / 3),
        (2, 1, 3, 4 / 9),
        (9, 10, 1, 0.9),
        (0, 5, 2, 0),
    ],
)
def test_the_wait_is_that_of_textbooks(came: float, each: float, people: int, days: float):
    """Of lines whose answer is known in fractions."""
    assert wait(came, each, people) == pytest.approx(days)


@given(st.integers(1, 40), st.floats(0.1, 50), st.floats(0, 0.97))
def test_one_more_never_makes_the_wait_longer(people: int, each: float, load: float):
    """Nor does it make it negative."""
    came = load * people * each
    assert 0 <= wait(came, each, people + 1) <= wait(came, each, people) + 1e-12


@given(
    st.floats(0, 100),
    st.none() | st.floats(0.5, 30),
    st.floats(0, 100),
    st.none() | st.floats(0, 40),
)
def test_stays_shrink_to_a_part_of_themselves(came: float, people: float | None, most: float, stayed: float | None):
    """Never to nothing and never to more; also where more comes in than can be done; nothing is told of what is not measured."""
    length = Workload("reviewer", came, came, 0, people, most, stayed).length
    if people is None or not stayed or not most:
        assert length is None
    else:
        assert length is not None
        assert 0 < length <= 1


def at(day: date, hour: int = 10) -> datetime:
    """An hour of a day."""
    return datetime.combine(day, datetime.min.time(), JST) + timedelta(hours=hour)


def decided(case_id: int, came: date, done: date, by: str) -> CaseRow:
    """A case that was decided by somebody, and posted the same day by Mori."""
    stays = (
        StayRow(stage=Stage.DECIDING, since=at(came), until=at(done)),
        StayRow(stage=Stage.DISPATCHING, since=at(done), until=at(done, 15)),
    )
    return CaseRow(
        case_id=case_id, number=f"K26-{case_id:05}", policy="north", policy_version="1", kinds=("disclosure",),
        by_agent=False, channel="post", language="ja", received_on=came, effective_on=came, target_days=30,
        promise_days=None, answered_on=done, closed_on=done, is_closed=True, stage=Stage.CLOSED, stays=stays,
        decided_by=by, posted_by="mori",
    )  # fmt: skip


def test_work_is_counted_as_a_person_would():
    """Thirty decisions on ten days, one by Ito and two by Sato each day, each two business days after it came."""
    days = [day for day in (TODAY - timedelta(days=back) for back in range(1, DAYS + 1)) if is_open(day)]
    mine = days[10:20]
    rows = [
        decided(3 * i + j, days[12 + i], day, ["ito", "sato", "sato"][j])
        for i, day in enumerate(mine)
        for j in range(3)
    ]
    by_waiter = {work.waiter: work for work in workloads(frames_by_chance(rows))}
    reviewer, mail = by_waiter["reviewer"], by_waiter["mail room"]
    assert reviewer.came == reviewer.done == pytest.approx(30 / len(days))
    assert (reviewer.people, reviewer.waiting, reviewer.stayed) == (2.0, 0, 2.0)
    assert (mail.people, mail.stayed) == (1.0, 0.0)
    assert reviewer.most == 3.0  # ten of sixty days are more than the busiest tenth
    assert (by_waiter["operator"].people, by_waiter["operator"].stayed) == (None, None)


def is_open(day: date) -> bool:
    """A business day of the test's calendar, which has holidays of the year's end."""
    year_end = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
    return day.weekday() < 5 and day not in CALENDAR.holidays and not year_end


def rows_told(frames: Frames) -> list[dict[str, object]]:
    """The rows of the table by the keys of its columns."""
    table = {table.key: table for table in forecast_tables(frames, last_days(TODAY))}["what-if"]
    keys = [column.key for column in table.columns]
    plain = [[cell.code if isinstance(cell.value, Said) else cell.value for cell in row] for row in table.rows]
    return [dict(zip(keys, row, strict=True)) for row in plain]


def test_one_more_makes_fewer_late_and_the_forecast_is_where_it_starts():
    """Whom nobody knows by name is not supposed anything of; whoever is known helps."""
    frames = frames_by_chance(many_rows(1500))
    reviewer, approver, *_ = rows_told(frames)
    expected = round(forecast_of(frames)["chance"].sum(), 1)
    assert reviewer["expected_late"] == approver["expected_late"] == expected
    assert reviewer["would_be_late"] < expected
    assert reviewer["change"] == pytest.approx(reviewer["would_be_late"] - expected, abs=0.11)
    assert reviewer["would_stay"] <= reviewer["stayed"]
    assert (approver["people"], approver["would_be_late"], approver["change"]) == (None, None, None)


def test_nothing_is_supposed_of_no_work():
    """No cases, no people, no change."""
    assert [(row["came"], row["people"], row["change"]) for row in rows_told(frames_by_chance([]))] == [
        (0, None, None)
    ] * 4
