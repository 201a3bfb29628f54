"""The pages Today and SLA: equal to a plain recount on histories by chance, and right on examples whose answer is known."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.case.bilingual import Said
from tasks.case.business_days import JST
from tasks.case.errors import KaijiError
from tasks.case.progress import Stage
from tasks.case.words import RequestKind
from tasks.figures.case_row import CaseRow, StayRow
from tasks.figures.filters import Filter, last_days
from tasks.figures.frames import Frames, Mail
from tasks.figures.picks import picked
from tasks.figures.sla_tables import sla_tables
from tasks.figures.table import Cell, Table
from tasks.figures.today import today_tables
from tasks.figures.today_next import next_table
from tests.support.naive_figures import NaiveFigures
from tests.support.naive_forecast import NaiveForecast
from tests.support.random_rows import CALENDAR, NOW, POLICIES, frames_by_chance, many_rows, rows_by_chance

TODAY = NOW.date()
FILTERS = st.builds(
    Filter,
    first=st.dates(TODAY - timedelta(days=820), TODAY),
    last=st.dates(TODAY - timedelta(days=400), TODAY + timedelta(days=20)),
    policies=st.sampled_from([(), (), ("south",), tuple(POLICIES)]),
    kinds=st.sampled_from([(), (), ("disclosure",), tuple(map(str, RequestKind))[:3]]),
) | st.just(last_days(TODAY))


def tables(rows: list[CaseRow], chosen: Filter, mail: Mail | None = None) -> tuple[Frames, dict[str, Table]]:
    """The frames that a reader chose, and both pages of them."""
    frames = chosen.narrowed(frames_by_chance(rows, mail))
    return frames, {table.key: table for table in (*today_tables(frames, chosen), *sla_tables(frames, chosen))}


def plain(table: Table) -> list[tuple[Any, ...]]:
    """The values of a table, codes in the place of words."""
    return [tuple(cell.code if isinstance(cell.value, Said) else cell.value for cell in row) for row in table.rows]


def recounted(rows: list[CaseRow], chosen: Filter, quarantined: int = 0) -> dict[str, list[tuple[Any, ...]]]:
    """The same by plain loops."""

    def wanted(row: CaseRow) -> bool:
        of_kind = not chosen.kinds or any(kind in chosen.kinds for kind in row.kinds)
        return of_kind and (not chosen.policies or row.policy in chosen.policies)

    naive = NaiveFigures(rows, NOW, CALENDAR.holidays, chosen.first, chosen.last, wanted)
    forecast = NaiveForecast([row for row in rows if wanted(row)], TODAY, NOW, CALENDAR.holidays)
    return naive.today_tables(quarantined, forecast.probably_late()) | naive.sla_tables()


def agree(rows: list[CaseRow], chosen: Filter, quarantined: int = 0) -> None:
    """Every cell of every table is what the recount says."""
    _, shown = tables(rows, chosen, Mail({}, quarantined))
    expected = recounted(rows, chosen, quarantined)
    assert shown.keys() - expected.keys() == {"intake"}
    for key, values in expected.items():
        assert plain(shown[key]) == values, key


def check_picks(frames: Frames, shown: dict[str, Table]) -> None:
    """Every number of cases is the number of cases that its picks find."""
    numbers = {}
    for table in shown.values():
        counts = [i for i, column in enumerate(table.columns) if column.unit == "count"]
        for place, row in enumerate(table.rows):
            numbers |= {(table.key, place, i): row[i] for i in counts if row[i].picks is not None}
    found = frames.cases.select(
        pl.lit(0).alias("none"), *(picked(frames, cell.picks).sum().alias(str(key)) for key, cell in numbers.items())
    ).row(0, named=True)
    for key, cell in numbers.items():
        assert found[str(key)] == cell.value, (key, cell.picks)


@settings(deadline=None, max_examples=60)
@given(rows_by_chance(), FILTERS, st.integers(0, 2))
def test_every_cell_equals_the_recount(rows: list[CaseRow], chosen: Filter, quarantined: int):
    """Short histories by chance, also none, for any period, companies and kinds."""
    agree(rows, chosen, quarantined)


@pytest.mark.parametrize("days", [30, 90, 800])
def test_every_cell_equals_the_recount_of_many(days: int):
    """So many cases that lists are cut off, groups are large, and all sorts of work wait."""
    rows = many_rows(700, seed=days)
    agree(rows, last_days(TODAY, days), 3)


@settings(deadline=None, max_examples=25)
@given(rows_by_chance(25), FILTERS)
def test_every_number_is_that_of_the_cases_behind_it(rows: list[CaseRow], chosen: Filter):
    """Whoever clicks a number sees so many cases."""
    check_picks(*tables(rows, chosen))


def test_every_number_of_many_is_that_of_the_cases_behind_it():
    """Also with many cases, and a list that is cut off knows all of its cases and says how many they are."""
    frames, shown = tables(many_rows(1200), last_days(TODAY))
    check_picks(frames, shown)
    assert {row[0].code for row in shown["next"].rows} > {"stuck", "period_ends", "returned", "dispatching"}
    for key in ("overdue", "due-soon", "breaches"):
        table = shown[key]
        found = frames.cases.filter(picked(frames, table.picks or ()))["number"].to_list()
        assert {row[0].value for row in table.rows} <= set(found)
        assert len(table.rows) == min(50, len(found))
        assert len(found) > 50 or key != "breaches"
        assert str(len(found)) in table.note.en
        assert str(len(found)) in table.note.ja


def test_a_pick_that_cannot_be_read_is_refused_in_words():
    """An address that somebody wrote by hand is an error for people, not a crash."""
    frames = frames_by_chance([])
    for pick in (
        "answered:soon",
        "breach:2026-13-01/2026-12-01",
        "owed_on:",
        "age:deciding/9-10",
        "left_stage:deciding",
    ):
        with pytest.raises(KaijiError, match="start from the page of figures"):
            picked(frames, [pick])


def test_tables_speak_both_languages_and_have_names():
    """Every title, note and column in English and Japanese; keys fit into addresses; rows are as wide as their columns."""
    _, shown = tables(many_rows(200), last_days(TODAY))
    for table in shown.values():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", table.key)
        said = [table.title, table.note, *(column.name for column in table.columns)]
        said += [cell.value for row in table.rows for cell in row if isinstance(cell.value, Said)]
        assert all(re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", each.ja) or each.ja == each.en for each in said)
        assert all(each.en and each.en.isascii() for each in said)
        assert {len(row) for row in table.rows} <= {len(table.columns)}
        assert len({column.key for column in table.columns}) == len(table.columns)


def test_no_cases_give_no_rates():
    """Nothing was answered: no rate and no percentile is told, least of all 100 %."""
    _, shown = tables([], last_days(TODAY))
    (summary,) = plain(shown["summary"])
    assert [value for value in summary if value is not None] == [0, 0, 0, 0, 0, 0]
    assert [len(shown[key].rows) for key in ("by-month", "by-policy", "by-kind", "by-week", "causes", "breaches")] == [
        0
    ] * 6
    assert shown["next"].rows == shown["overdue"].rows == ()
    assert shown["overdue"].picks is None


def day(month: int, number: int) -> date:
    """A day around the year's end of 2026."""
    return date(2027 if month == 1 else 2026, month, number)


def case(number: int, received: date, answered: date | None, **more: Any) -> CaseRow:
    """A case that was answered, or is being decided."""
    since = datetime.combine(received, datetime.min.time(), JST)
    until = datetime.combine(answered, datetime.min.time(), JST) if answered else None
    facts: dict[str, Any] = {
        "policy": "north", "policy_version": "1", "kinds": ("disclosure",), "by_agent": False, "channel": "post",
        "language": "ja", "effective_on": received, "target_days": 14, "promise_days": None, "closed_on": answered,
        "is_closed": answered is not None, "stage": Stage.CLOSED if answered else Stage.DECIDING,
        "stays": (StayRow(stage=Stage.DECIDING, since=since, until=until),),
    }  # fmt: skip
    facts |= {"case_id": number, "number": f"K26-{number:05}", "received_on": received, "answered_on": answered} | more
    return CaseRow(**facts)


def cell(rows: list[CaseRow], key: str, row: int, column: str, days: int = 90) -> Cell:
    """One cell of a table."""
    table = tables(rows, last_days(TODAY, days))[1][key]
    return table.rows[row][[each.key for each in table.columns].index(column)]


@pytest.mark.parametrize(
    ("took", "median", "p90", "p95"),
    [
        ([6], 6, 6, 6),
        ([2, 9], 2, 9, 9),
        (list(range(1, 11)), 5, 9, 10),
        ([0] * 19 + [40], 0, 0, 0),
        ([3, 3, 3, 12], 3, 12, 12),
    ],
)
def test_percentiles_are_nearest_ranks(took: list[int], median: int, p90: int, p95: int):
    """Of one value, of two, of ten: always a value that occurred, never one in between."""
    rows = [case(i, day(11, 2), day(11, 2) + timedelta(days=days)) for i, days in enumerate(took, start=1)]
    shown = [cell(rows, "summary", 0, f"{name}_days").value for name in ("median", "p90", "p95")]
    assert shown == [median, p90, p95]


def test_a_held_case_is_on_time_by_its_own_clock():
    """Twenty days in all, of which the requester had ten: ten days on the clock, on time, and the mean of holds is ten."""
    held = case(1, day(11, 2), day(11, 22), holds=((day(11, 5), day(11, 15)),), deficient=True)
    assert cell([held], "summary", 0, "median_days").value == 10
    assert cell([held], "summary", 0, "on_time_percent").value == 100.0
    assert cell([held], "summary", 0, "mean_held_days").value == 10.0
    unheld = case(2, day(11, 2), day(11, 22))
    assert cell([held, unheld], "summary", 0, "on_time_percent").value == 50.0
    assert cell([held, unheld], "breaches", 0, "days_late").value == 6  # due on Monday the 16th


def test_a_year_end_counts_few_business_days():
    """From Friday 25 December to Tuesday 5 January lie eleven days, of which three were worked: the 28th, the 4th, the 5th."""
    row = case(1, day(12, 25), day(1, 5))
    assert cell([row], "summary", 0, "median_days").value == 11
    assert cell([row], "summary", 0, "median_business_days").value == 3
    weeks = tables([row], last_days(TODAY))[1]["by-week"].rows
    assert [(week[0].code, week[2].value, week[3].value, week[5].value) for week in weeks] == [
        ("2026-W52", 1, 0, 1),
        ("2026-W53", 0, 0, 1),
        ("2027-W01", 0, 1, 0),
        ("2027-W02", 0, 0, 0),
    ]


def test_an_overdue_case_leads_today():
    """Due on the 4th of January: nine days late on the 13th, told in tiles, list, what to do next, and as a breach."""
    row = case(1, day(12, 21), None)
    assert cell([row], "now", 1, "count") == Cell(1, ("overdue",), "late")
    assert cell([row], "overdue", 0, "days_left").value == -9
    first = cell([row], "next", 0, "action")
    assert (first.code, first.link) == ("deciding", "/?show=all&asks=decide")
    assert cell([row], "causes", 0, "cause").code == "deciding"
    assert cell([row], "causes", 0, "percent").value == 100.0


@pytest.mark.parametrize(("last", "breaches"), [(day(1, 4), 0), (day(1, 5), 1), (TODAY, 1)])
def test_what_became_late_after_a_period_is_no_breach_of_it(last, breaches):
    """A report of December made in January does not list what fell due on the 4th of January; its own number leads there."""
    chosen = Filter(day(12, 1), last)
    frames, shown = tables([case(1, day(12, 21), None)], chosen)
    assert len(shown["breaches"].rows) == len(shown["causes"].rows) == breaches
    assert frames.cases.filter(picked(frames, (f"breach:{chosen.first}/{last}",))).height == breaches


def test_a_reopened_case_is_open_and_neither_owed_nor_overdue():
    """Its answer went out late and came back: a late answer of the period, work for a reviewer, but no due day is missed now."""
    back = StayRow(stage=Stage.RETURNED, since=NOW - timedelta(days=2), until=None)
    facts = {"is_closed": False, "stage": Stage.RETURNED, "returned_on": (back.since.date(),), "stays": (back,)}
    row = case(1, day(11, 2), day(12, 21), **facts)
    assert [cell([row], "now", i, "count").value for i in range(4)] == [1, 0, 0, 0]
    assert cell([row], "next", 0, "action").code == "returned"
    assert cell([row], "next", 0, "days_left").value == 5
    assert cell([row], "by-week", -1, "owed").value == 0
    assert cell([row], "breaches", 0, "days_late").value == 35


@pytest.mark.parametrize("where", [Stage.RETURNED, Stage.DISPATCHING])
def test_an_answer_that_came_back_is_due_by_the_clock_until_it_is_out_again(where):
    """Seven days after Christmas Eve the desk is closed: it is due on Monday the 28th, also while it waits to be posted anew."""
    now = datetime(2026, 12, 25, 9, tzinfo=JST)
    here = StayRow(stage=where, since=now - timedelta(hours=2), until=None)
    row = case(1, day(11, 2), day(11, 9), is_closed=False, stage=where, returned_on=(day(12, 24),), stays=(here,))
    frames = frames_by_chance([row], now=now)
    (action,) = next_table(frames, frames.cases).rows
    assert (action[0].code, action[3].value, action[4].value) == (where, 0, 3)


def test_a_case_that_was_closed_unanswered_and_reopened_is_owed_again():
    """Its letter came back after it had lapsed: it is no case that went out, then or now."""
    back = StayRow(stage=Stage.RETURNED, since=NOW - timedelta(days=2), until=None)
    facts = {"is_closed": False, "stage": Stage.RETURNED, "closed_on": day(12, 21), "stays": (back,)}
    weeks = tables([case(1, day(12, 14), None, **facts)], last_days(TODAY))[1]["by-week"].rows
    assert [(week[4].value, week[5].value) for week in weeks] == [(0, 1)] * 5
    gone = tables([case(1, day(12, 14), None, closed_on=day(12, 21), is_closed=True)], last_days(TODAY))[1]["by-week"]
    assert [(week[4].value, week[5].value) for week in gone.rows] == [(0, 1), (1, 0), (0, 0), (0, 0), (0, 0)]


def test_the_intake_tells_what_became_of_each_envelope():
    """Every state of a packet is told, those on their way together, and what lies in quarantine stands out."""
    mail = Mail({"checked": 4, "read": 1, "sealed": 2, "split": 1, "returned_mail": 1, "quarantined": 2}, 5)
    shown = tables([], last_days(TODAY), mail)[1]
    assert plain(shown["intake"]) == [("case", 4), ("returned", 1), ("split", 1), ("under_way", 3), ("quarantine", 2)]
    assert plain(shown["now"])[-1] == ("quarantine", 5)
