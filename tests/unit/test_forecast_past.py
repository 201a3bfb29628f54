"""How good the forecast was: by what was known on past mornings and nothing else, and counted right."""

from datetime import date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.case.bilingual import Said
from tasks.case.business_days import JST
from tasks.case.due import current_due
from tasks.case.progress import Stage
from tasks.figures.case_row import StayRow
from tasks.figures.filters import Filter, last_days
from tasks.figures.forecast import forecast_tables
from tasks.figures.forecast_accuracy import accuracy_table
from tasks.figures.forecast_cases import forecast_of
from tasks.figures.forecast_due import due_as_of
from tasks.figures.forecast_history import STAGES, history_of
from tasks.figures.forecast_odds import standing_as_of
from tasks.figures.forecast_past import days_before, forecast_as_of, past_forecasts
from tasks.figures.frames import Frames
from tasks.figures.working_days import day_number, day_of_number
from tests.support.as_known import as_known, morning_of
from tests.support.naive_figures import Naive
from tests.support.naive_forecast import NaiveForecast
from tests.support.random_rows import CALENDAR, NOW, SEEDS, frames_by_chance, many_rows

TODAY = NOW.date()
AWAITING = STAGES.index("awaiting_requester")


@pytest.mark.parametrize("back", [1, 20, 43, 133, 400])
def test_a_past_forecast_is_what_the_page_said_that_morning(back: int):
    """Nothing that was recorded later changes it: the rows cut off on that morning give the same chance for the same cases."""
    rows, day = many_rows(1200, seed=back), TODAY - timedelta(days=back)
    past = forecast_as_of(history_of(frames_by_chance(rows)), day)
    known = [row for row in (as_known(row, day) for row in rows) if row]
    then = forecast_of(frames_by_chance(known, now=morning_of(day)))
    assert dict(past.select("case_id", "chance").iter_rows()) == {
        case_id: None if chance is None else pytest.approx(chance, abs=1e-9)
        for case_id, chance in then.select("case_id", "chance").iter_rows()
    }
    assert len(past) > 5


@settings(deadline=None, max_examples=20)
@given(SEEDS, st.integers(1, 300))
def test_due_days_of_past_mornings_are_those_of_the_clock(seed: int, back: int):
    """Whatever moved the due day before that morning, and nothing after."""
    rows, day = many_rows(60, seed), TODAY - timedelta(days=back)
    history = history_of(frames_by_chance(rows))
    standing = standing_as_of(history, day_number(day))
    due = due_as_of(history, standing.row, day_number(day), standing.node == AWAITING)
    by_id = {row.case_id: as_known(row, day) for row in rows}
    for case_id, found in zip(history.cases["case_id"].gather(standing.row), due, strict=True):
        known = by_id[case_id]
        assert known is not None
        assert day_of_number(found) == known.clock(CALENDAR).due_on(day)
        assert found >= day_number(current_due(known.effective_on, known.target_days, (), day, CALENDAR))


def test_a_paper_that_is_said_to_have_come_before_it_was_on_record_moves_no_due_day_of_then():
    """It came on the 8th and was taken in on the 14th: on the morning of the 11th the clock still stood still."""
    asked, taken = (datetime(2026, 12, number, 10, tzinfo=JST) for number in (1, 14))
    stays = (
        StayRow(stage=Stage.AWAITING_REQUESTER, since=asked, until=taken),
        StayRow(stage=Stage.DECIDING, since=taken, until=None),
    )
    row = many_rows(1)[0].model_copy(
        update={
            "received_on": date(2026, 12, 1), "effective_on": date(2026, 12, 1), "target_days": 10, "is_closed": False,
            "joined": False, "holds": ((date(2026, 12, 1), date(2026, 12, 8)),), "stays": stays, "stage": Stage.DECIDING,
            "answered_on": None, "closed_on": None, "lapsed_on": None, "extensions": (), "returned_on": (),
        }
    )  # fmt: skip
    history = history_of(frames_by_chance([row]))
    due = [standing_as_of(history, day_number(date(2026, 12, number))).due.tolist() for number in (4, 11, 15)]
    assert [[day_of_number(number) for number in each] for each in due] == [
        [date(2026, 12, 14)],  # ten days and the three that were held
        [date(2026, 12, 21)],  # and the ten that were held, as far as one knew
        [date(2026, 12, 18)],  # the paper had come after seven
    ]


def table_of(frames: Frames) -> dict[str, dict[str, object]]:
    """The table by day, and its columns by key."""
    table = accuracy_table(frames)
    keys = [column.key for column in table.columns]
    plain = [[cell.code if isinstance(cell.value, Said) else cell.value for cell in row] for row in table.rows]
    return {str(row[0]): dict(zip(keys, row, strict=True)) for row in plain}


@pytest.mark.parametrize("seed", [5, 6])
def test_the_scores_are_those_of_a_recount(seed: int):
    """Warnings, hits, misses, expected and squared errors, by loops over cases as known on each morning."""
    rows = many_rows(600, seed)
    shown = table_of(frames_by_chance(rows))
    everything: list[tuple[float | None, bool | None]] = []
    won = 0
    for day in days_before(TODAY):
        found = list(recounted(rows, day))
        everything += found
        if found:
            won += beats(found)
            check(shown[f"{day:%Y-%m}"], found, int(beats(found)))
    check(shown["all"], everything, won)
    assert sum(chance is not None for chance, _ in everything) > 20


def recounted(rows, day):
    """Of each case that was owed and not overdue that morning: its chance, and whether it was late in the end."""
    naive = NaiveForecast(rows, day, NOW, CALENDAR.holidays)
    for row in rows:
        known = None if row.joined else as_known(row, day)
        if known is None or known.is_closed or known.answered_on:
            continue
        then = Naive(known, morning_of(day), CALENDAR.holidays)
        if then.held or then.due >= day:
            now = Naive(row, NOW, CALENDAR.holidays)
            came_out = row.is_closed or row.answered_on or now.late
            yield naive.chance(known, then.due), now.late if came_out else None


def beats(found: list[tuple[float | None, bool | None]]) -> bool:
    """Whether the chances are nearer to what came of the cases than the share that was late is."""
    told = [(chance, late) for chance, late in found if chance is not None and late is not None]
    share = sum(late for _, late in told) / max(1, len(told))
    return sum((chance - late) ** 2 for chance, late in told) < sum((share - late) ** 2 for _, late in told)


def check(shown: dict[str, object], found: list[tuple[float | None, bool | None]], months: int) -> None:
    """One row of the table against pairs of chance and end."""
    told = [(chance, late) for chance, late in found if chance is not None and late is not None]
    hits, misses = sum(c >= 0.5 and late for c, late in told), sum(c < 0.5 and late for c, late in told)
    alarms = sum(c >= 0.5 and not late for c, late in told)
    assert (shown["cases"], shown["warned"], shown["warned_late"]) == (len(told), hits + alarms, hits)
    assert shown["late"] == hits + misses
    assert shown["precision"] == (pytest.approx(100 * hits / (hits + alarms), abs=0.06) if hits + alarms else None)
    assert shown["recall"] == (pytest.approx(100 * hits / (hits + misses), abs=0.06) if hits + misses else None)
    assert shown["expected_late"] == pytest.approx(sum(c for c, _ in told), abs=0.06)
    assert (shown["months"] or 0) == months
    assert shown["unsettled"] == sum(late is None for _, late in found)
    assert shown["unknown"] == sum(chance is None and late is not None for chance, late in found)
    if told:
        rate = (hits + misses) / len(told)
        assert shown["brier"] == pytest.approx(sum((c - late) ** 2 for c, late in told) / len(told), abs=6e-4)
        assert shown["brier_base"] == pytest.approx(rate * (1 - rate), abs=6e-4)


def test_the_mornings_are_the_first_days_of_months_of_which_most_has_come_out():
    """Twelve, the last of them a month ago; across a year's end."""
    days = list(days_before(date(2027, 1, 13)))
    assert (len(days), days[0], days[-1]) == (12, date(2026, 1, 1), date(2026, 12, 1))
    assert list(days_before(date(2027, 1, 30)))[-1] == date(2026, 12, 1)
    assert list(days_before(date(2027, 1, 31)))[-1] == date(2027, 1, 1)


def test_what_was_computed_stays_for_the_day_and_the_filter():
    """The back-test is made once for each filter; another filter has its own, and cases of another day too."""
    frames = frames_by_chance(many_rows(300))
    narrowed = Filter(TODAY, TODAY, ("south",)).narrowed(frames)
    assert past_forecasts(frames) is past_forecasts(frames)
    assert past_forecasts(narrowed) is past_forecasts(Filter(TODAY, TODAY, ("south",)).narrowed(frames))
    assert past_forecasts(narrowed) is not past_forecasts(frames)
    south = {*frames.cases.filter(policy="south")["case_id"]}
    assert {*pl.concat(past_forecasts(narrowed).values())["case_id"]} <= south
    assert forecast_tables(frames, last_days(TODAY)) == forecast_tables(frames, last_days(TODAY))
