"""The forecast: right on an example counted by hand, never a guess, and the same wherever it is told."""

import re

import pytest
from hypothesis import given, settings

from tasks.case.bilingual import Said
from tasks.case.errors import KaijiError
from tasks.figures.case_list import cases_table
from tasks.figures.filters import Filter, last_days
from tasks.figures.forecast import forecast_tables
from tasks.figures.forecast_cases import FORECAST, forecast_of
from tasks.figures.frames import Frames
from tasks.figures.picks import picked
from tasks.figures.table import Table
from tests.support.naive_figures import Naive
from tests.support.naive_forecast import NaiveForecast
from tests.support.random_rows import CALENDAR, NOW, frames_by_chance, many_rows, rows_by_chance

TODAY = NOW.date()
EVERYTHING = last_days(TODAY)
MANY = frames_by_chance(many_rows(1500))


def tables(frames: Frames, chosen: Filter = EVERYTHING) -> dict[str, Table]:
    """The tables of the forecast, of the cases that a reader chose."""
    return {table.key: table for table in forecast_tables(chosen.narrowed(frames), chosen)}


def check_picks(frames: Frames, chosen: Filter) -> int:
    """Every number of cases is the length of the list behind it; how many numbers there were."""
    numbers = 0
    for table in tables(frames, chosen).values():
        for row in table.rows:
            for column, cell in zip(table.columns, row, strict=True):
                if column.unit == "count" and cell.picks is not None:
                    assert cases_table(frames, chosen, cell.picks).total == cell.value, (table.key, cell.picks)
                    numbers += 1
    return numbers


@pytest.mark.parametrize(
    "chosen", [EVERYTHING, Filter(TODAY, TODAY, ("south",)), Filter(TODAY, TODAY, (), ("disclosure",))]
)
def test_every_number_is_that_of_the_cases_behind_it(chosen):
    """Also where a reader chose companies or kinds, by whose pace the page and the list then go."""
    assert check_picks(MANY, chosen) > 40


@settings(deadline=None, max_examples=15)
@given(rows_by_chance(25))
def test_chances_lie_between_0_and_1_and_what_is_not_known_is_told(rows):
    """Few cases make no pace: whoever stands in a stage that was left fewer than 20 times has no forecast."""
    frames = frames_by_chance(rows)
    found = forecast_of(frames)
    assert sorted(found["case_id"]) == sorted(frames.cases.filter(FORECAST)["case_id"])
    assert found["chance"].is_between(0, 1).all()
    assert found.filter(risk="unknown")["chance"].null_count() == found["chance"].null_count()


def test_the_list_knows_all_of_its_cases():
    """It shows the most probable first, and how many there are in all."""
    frames = MANY
    table = tables(frames)["at-risk"]
    behind = frames.cases.filter(picked(frames, table.picks))
    chances = [row[5].value for row in table.rows]
    assert len(table.rows) == 50 < len(behind)
    assert str(len(behind)) in table.note.en
    assert {row[0].value for row in table.rows} <= {*behind["number"]}
    assert chances == sorted(chances, reverse=True)
    assert chances[0] > 50


def test_what_is_overdue_is_no_forecast():
    """It is told apart, and has no chance."""
    frames = MANY
    late = {*frames.cases.filter(picked(frames, ["overdue"]))["case_id"]}
    assert late
    assert late.isdisjoint(forecast_of(frames)["case_id"])


def test_days_in_an_address_that_are_no_number_are_refused_in_words():
    """An address that somebody wrote by hand is an error for people, not a crash."""
    with pytest.raises(KaijiError, match="start from the page of figures"):
        picked(frames_by_chance([]), ["falls_due:soon"])


def test_tables_speak_both_languages():
    """Every title, note, column and word in English and Japanese; rows are as wide as their columns; also of no cases."""
    for frames in (MANY, frames_by_chance([])):
        for table in tables(frames).values():
            said = [table.title, table.note, *(column.name for column in table.columns)]
            said += [cell.value for row in table.rows for cell in row if isinstance(cell.value, Said)]
            assert all(re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", each.ja) or each.ja == each.en for each in said)
            assert all(each.en and each.en.isascii() for each in said)
            assert {len(row) for row in table.rows} <= {len(table.columns)}


@pytest.mark.parametrize(
    ("count", "chosen"), [(500, EVERYTHING), (900, Filter(TODAY, TODAY, ("north", "west"))), (30, EVERYTHING)]
)
def test_risks_and_weeks_are_those_of_a_recount(count: int, chosen: Filter):
    """By plain loops over the cases of the companies chosen, with chances that are computed another way."""
    rows = many_rows(count, seed=count)
    mine = [row for row in rows if not row.joined and (not chosen.policies or row.policy in chosen.policies)]
    naive = NaiveForecast(mine, TODAY, NOW, CALENDAR.holidays)
    cases = [Naive(row, NOW, CALENDAR.holidays) for row in mine if not row.is_closed and not row.answered_on]
    told = [(case, *risk_of(naive, case)) for case in cases]
    shown = tables(frames_by_chance(rows), chosen)
    for row in shown["forecast"].rows:
        behind = [(case, chance) for case, risk, chance in told if row[0].code in (risk, "all")]
        left = [case.left for case, _ in behind if case.left is not None]
        within = [len([days for days in left if days <= most]) for most in (7, 14, 30, 9999)]
        assert [cell.value for cell in row[1:-1]] == [*within, len(behind) - len(left), len(behind)]
        if row[-1].value is not None:
            assert row[-1].value == pytest.approx(sum(chance or 0 for _, chance in behind), abs=0.051)
    running = [(case, chance) for case, _, chance in told if case.left is not None and case.left >= 0]
    for row in shown["forecast-by-week"].rows:
        week = [(case, chance) for case, chance in running if f"{case.due:%G-W%V}" == row[0].code]
        assert (row[2].value, row[4].value) == (len(week), len([1 for _, chance in week if chance is None]))
        assert row[3].value == pytest.approx(sum(chance or 0 for _, chance in week), abs=0.051)
    assert sum(row[2].value for row in shown["forecast-by-week"].rows) == len(running)


def risk_of(naive: NaiveForecast, case: Naive) -> tuple[str, float | None]:
    """Its risk and its chance, None where it has none."""
    if case.left is not None and case.left < 0:
        return "overdue", None
    chance = naive.chance(case.row, case.due)
    if chance is None:
        return "unknown", None
    return "high" if chance >= 0.5 else "some" if chance >= 0.2 else "low", chance
