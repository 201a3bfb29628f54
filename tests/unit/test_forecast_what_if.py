"""What one person more would change: work and lines as they were measured, and what one more would share."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.case.bilingual import Said
from tasks.case.business_days import JST, add_business_days
from tasks.case.progress import Stage
from tasks.figures.case_row import CaseRow, StayRow
from tasks.figures.filters import last_days
from tasks.figures.forecast import forecast_tables
from tasks.figures.forecast_cases import forecast_of
from tasks.figures.frames import Frames
from tasks.figures.workload import DAYS, Workload, workloads
from tests.support.random_rows import CALENDAR, NOW, frames_by_chance

TODAY = NOW.date()


PARTS = st.floats(0, 100)


@given(st.none() | st.floats(0.5, 30), st.none() | PARTS, st.integers(0, 500), st.floats(0, 2))
def test_only_the_line_is_shared(people: float | None, stayed: float | None, waiting: int, each: float):
    """Stays shrink at most to n parts of n + 1, and not at all where nobody waits; nothing is told of what is not measured."""
    work = Workload("reviewer", 1, 1, waiting, people, stayed, each)
    if people is None or stayed is None:
        assert work.length is None
        return
    many = max(people, 1)
    assert many / (many + 1) - 1e-9 <= work.length <= 1
    assert waiting * each or work.length == 1
    assert work.length == pytest.approx(1 - work.line / (many + 1))


@given(PARTS, st.floats(0, 5), st.integers(0, 500), st.floats(0, 0.2))
def test_a_line_of_the_usual_length_leaves_stays_as_they_were(done: float, stayed: float, waiting: int, each: float):
    """By Little's law; a longer one makes them longer, and never is more of them the line than there is."""
    work = Workload("reviewer", 1, done, waiting, 3, stayed, each)
    assert 0 <= work.line <= 1 + 1e-9
    if waiting >= done * stayed:
        assert work.stays >= stayed - 1e-9
    usual = replace(work, waiting=round(done * stayed))
    assert usual.stays == pytest.approx(max(stayed, each * usual.waiting), abs=each / 2 + 1e-9)


def lying(number: int, begun: date, days: int) -> CaseRow:
    """A case that lay at an approver for so many business days, and was answered then."""
    done = add_business_days(begun, days, CALENDAR)
    stay = StayRow(stage=Stage.APPROVING, since=at(begun), until=at(done))
    return decided(number, begun, done, "sato").model_copy(update={"stays": (stay,)})


def test_a_line_is_known_by_how_much_longer_it_makes_stays():
    """One approver who does two a day: each that lies there makes half a day; where stays take as long as they do, none."""
    begun = [day for day in (date(2026, 10, 1) + timedelta(days=i) for i in range(90)) if is_open(day)][:40]
    line = [lying(i, day, 3 + i // 2 - i // 4) for i, day in enumerate(begun, start=1)]
    alike = [lying(i, day, 3) for i, day in enumerate(begun, start=1)]
    found = [{work.waiter: work for work in workloads(frames_by_chance(rows))}["approver"] for rows in (line, alike)]
    assert found[0].each > 0.3
    assert found[1].each == 0


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
    """Whom nobody knows by name is not supposed anything of; whoever is known helps where there is a line."""
    frames = queue_of(1)
    reviewer, approver, *_ = rows_told(frames)
    expected = round(forecast_of(frames)["chance"].sum(), 1)
    assert reviewer["expected_late"] == approver["expected_late"] == expected > 1
    assert (reviewer["people"], reviewer["came"] > 3) == (1.0, True)
    assert reviewer["line"] > 50
    assert reviewer["would_be_late"] < expected
    assert reviewer["change"] == pytest.approx(reviewer["would_be_late"] - expected, abs=0.11)
    assert reviewer["would_stay"] < reviewer["stays"]
    assert (approver["people"], approver["would_be_late"], approver["change"]) == (None, None, None)


def queue_of(people: int) -> Frames:
    """A desk at which four cases come each business day, and each person decides four, but none on Mondays of the first months."""
    days = [day for day in (TODAY - timedelta(days=back) for back in range(200, 0, -1)) if is_open(day)]
    rows: list[CaseRow] = []
    waiting: list[tuple[int, date]] = []
    for day in days:
        waiting += [(4 * days.index(day) + j + 1, day) for j in range(4)]
        able = 0 if day.weekday() == 0 and days.index(day) > 60 else 4 * people + (day.weekday() == 3)
        rows += [decided(number, came, day, "sato") for number, came in waiting[:able]]
        waiting = waiting[able:]
    return frames_by_chance(sorted(rows + [undecided(*each) for each in waiting], key=lambda row: row.case_id))


def undecided(case_id: int, came: date) -> CaseRow:
    """A case that waits for a decision, due in ten days."""
    row = decided(case_id, came, came, "")
    stay = row.stays[0].model_copy(update={"until": None})
    said = {"stays": (stay,), "answered_on": None, "closed_on": None, "is_closed": False, "stage": Stage.DECIDING}
    return row.model_copy(update=said | {"posted_by": "", "target_days": 10})


def test_nothing_is_supposed_of_no_work():
    """No cases, no people, no change."""
    assert [(row["came"], row["people"], row["change"]) for row in rows_told(frames_by_chance([]))] == [
        (0, None, None)
    ] * 4
