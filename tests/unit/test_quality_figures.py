"""The page Quality: equal to a naive count in every cell, every number the number of its cases, and rates that say of what."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.case.bilingual import Said
from tasks.case.progress import Stage
from tasks.figures.case_list import cases_table
from tasks.figures.case_row import CaseRow
from tasks.figures.filters import Filter, last_days
from tasks.figures.frames import Frames
from tasks.figures.pages import tables_of
from tasks.figures.picks import picked
from tasks.figures.quality import quality_tables
from tasks.figures.table import Cell, Table
from tests.support.naive_quality import naive_quality
from tests.support.random_rows import NOW, frames_by_chance, many_rows, rows_by_chance

TODAY = NOW.date()
PERIODS = st.tuples(st.integers(0, 900), st.integers(0, 900)).map(
    lambda ages: Filter(TODAY - timedelta(days=max(ages)), TODAY - timedelta(days=min(ages)))
)


def row(case_id: int, **more: object) -> CaseRow:
    """A case received a fortnight ago, with what a test says of it."""
    day = TODAY - timedelta(days=14)
    known = {"kinds": ("disclosure",), "by_agent": False, "channel": "post", "stage": Stage.DECIDING, "target_days": 14}
    terms = {"policy": "north", "policy_version": "1", "language": "ja", "promise_days": None}
    return CaseRow(
        **{
            "case_id": case_id,
            "number": f"K27-{case_id:05}",
            "received_on": day,
            "effective_on": day,
            **known,
            **terms,
            **more,
        }
    )


def told(cell: Cell) -> object:
    """A value as the naive count tells it: the code of a text."""
    return cell.code or cell.value


def tables(frames: Frames, chosen: Filter) -> dict[str, Table]:
    """The tables of the page by their keys, which are unique."""
    found = quality_tables(frames, chosen)
    assert len({table.key for table in found}) == len(found)
    return {table.key: table for table in found}


def line(table: Table, code: str) -> tuple[object, ...]:
    """The rest of the row that begins with this code."""
    [cells] = [cells for cells in table.rows if told(cells[0]) == code]
    return tuple(map(told, cells[1:]))


def as_plain(found: dict[str, Table]) -> dict[str, list[tuple[object, ...]]]:
    """All tables as rows of plain values."""
    return {key: [tuple(map(told, cells)) for cells in table.rows] for key, table in found.items()}


@given(rows_by_chance(), PERIODS)
def test_every_cell_is_what_plain_loops_count(rows: list[CaseRow], chosen: Filter) -> None:
    """On histories by chance the page and a second implementation without Polars agree in every cell of every table."""
    found = as_plain(tables(frames_by_chance(rows), chosen))
    assert found == naive_quality(rows, TODAY, chosen.first, chosen.last)


def test_every_cell_is_what_plain_loops_count_of_many() -> None:
    """The same of 3,000 cases at once, where every code occurs."""
    rows, chosen = many_rows(3000), Filter(date(2025, 3, 14), date(2026, 12, 20))
    found = as_plain(tables(frames_by_chance(rows), chosen))
    assert found == naive_quality(rows, TODAY, chosen.first, chosen.last)
    assert len(found["deficiencies"]) == 20
    assert len(found["refusals"]) == 11


@given(rows_by_chance(), PERIODS)
def test_a_number_is_the_number_of_its_cases(rows: list[CaseRow], chosen: Filter) -> None:
    """Each count with picks is the number of cases that these pick, so that a click shows just them."""
    frames = frames_by_chance(rows)
    for table in tables(frames, chosen).values():
        for cells in table.rows:
            for column, cell in zip(table.columns, cells, strict=True):
                if cell.picks is not None:
                    assert column.unit == "count"
                    assert frames.cases.filter(picked(frames, cell.picks)).height == cell.value, (table.key, column.key)


def test_a_number_is_the_length_of_the_list_behind_it() -> None:
    """Narrowed to a company and a kind, each count of the page is the length of the list that its picks open."""
    frames = frames_by_chance(many_rows(400))
    chosen = Filter(TODAY - timedelta(days=300), TODAY, ("north",), ("disclosure",))
    counts = [
        cell for table in tables_of("quality", frames, chosen) for cells in table.rows for cell in cells if cell.picks
    ]
    assert len(counts) > 200
    for cell in counts:
        assert cases_table(frames, chosen, cell.picks, size=0).total == cell.value


def test_a_case_with_two_failed_checks_stands_in_two_rows_and_counts_once() -> None:
    """Shares by item are of all cases received; the case itself is one."""
    rows = [
        row(1, deficient=True, missing=("identity.kind", "fee.amount"), answered_on=TODAY),
        row(2, deficient=True, missing=("fee.amount",)),
        row(3),
        row(4),
    ]
    found = tables(frames_by_chance(rows), last_days(TODAY))
    assert line(found["deficiencies"], "fee.amount") == (2, 50.0, 4, 1, 50.0)
    assert line(found["deficiencies"], "identity.kind") == (1, 25.0, 4, 1, 100.0)
    assert line(found["quality"], "deficient") == (2, 50.0, 4, None)


def test_a_referral_that_led_to_no_letter_is_a_hint_and_not_counted_while_the_case_is_open() -> None:
    """Of three referred cases only the one that was answered, and of whom nothing was asked, may have been needless."""
    rows = [
        row(1, unclear=("identity.name",), answered_on=TODAY),
        row(2, unclear=("identity.name",), answered_on=TODAY, deficient=True),
        row(3, unclear=("identity.name",)),
    ]
    found = tables(frames_by_chance(rows), last_days(TODAY))
    assert line(found["referrals"], "identity.name") == (3, 100.0, 3, 1, 33.3)
    assert line(found["quality"], "needless") == (1, 33.3, 3, None)


def test_a_field_corrected_twice_in_a_case_is_one_case_and_two_corrections() -> None:
    """Cases say how often the reader fails, corrections how much work it is."""
    rows = [
        row(1, edited=("person.name", "person.kana", "person.name")),
        row(2, edited=("person.name",)),
        row(3),
        row(4),
    ]
    found = tables(frames_by_chance(rows), last_days(TODAY))
    assert line(found["corrections"], "person.name") == (2, 50.0, 4, 3)
    assert line(found["corrections"], "person.kana") == (1, 25.0, 4, 1)
    assert line(found["quality"], "corrected") == (2, 50.0, 4, 4)


def test_shares_of_decisions_are_of_the_kind_and_of_grounds_are_of_the_decided() -> None:
    """A refusal of a disclosure is a share of decided disclosures; what nobody has decided yet is no part of it."""
    refused = {"decisions": ("disclosure:refuse", "correction:correct"), "grounds": ("harm_to_rights",)}
    rows = [
        row(1, **refused),
        row(2, decisions=("disclosure:disclose",)),
        row(3, decisions=("correction:correct",)),
        row(4),
    ]
    found = tables(frames_by_chance(rows), last_days(TODAY))
    assert as_plain(found)["decisions"] == [
        ("disclosure", "disclose", 1, 50.0, 2),
        ("disclosure", "refuse", 1, 50.0, 2),
        ("correction", "correct", 2, 100.0, 2),
    ]
    assert line(found["refusals"], "harm_to_rights") == (1, 33.3, 3)
    assert line(found["quality"], "refused") == (1, 33.3, 3, None)


def test_codes_that_nobody_knows_are_told_as_they_are() -> None:
    """A ground that no list has, a check of another version and a decision of no kind are counted and not hidden."""
    rows = [row(1, grounds=("7",), missing=("old.check",), decisions=("other:thing",))]
    found = tables(frames_by_chance(rows), last_days(TODAY))
    assert found["refusals"].rows[0][0].value == Said("7", "7")
    assert found["deficiencies"].rows[0][0].value == Said("old.check", "old.check")
    assert as_plain(found)["decisions"] == [("other", "thing", 1, 100.0, 1)]


def test_of_no_case_there_is_no_rate() -> None:
    """Where nothing was received every share is empty, never 0 percent, and nothing fails."""
    found = tables(frames_by_chance([]), last_days(TODAY))
    assert line(found["quality"], "deficient") == (0, None, 0, None)
    assert line(found["quality-by-sender"], "agent") == (0, 0, None, 0, None, 0, None)
    assert line(found["fees"], "all") == (0, 0, 0, 0, 0, 0)
    assert found["quality-by-month"].rows == ()


def test_a_month_without_cases_is_told_and_a_month_is_cut_where_the_period_ends() -> None:
    """The trend has no hole, and its outer months count only the days of the period."""
    days = (date(2026, 10, 5), date(2026, 10, 20), date(2026, 12, 1))
    rows = [row(i, received_on=day, effective_on=day) for i, day in enumerate(days, start=1)]
    found = as_plain(tables(frames_by_chance(rows), Filter(date(2026, 10, 10), date(2026, 12, 31))))
    assert [cells[:2] for cells in found["quality-by-month"]] == [("2026-10", 1), ("2026-11", 0), ("2026-12", 1)]


@pytest.mark.parametrize(("age", "band"), [(0, "0-30"), (30, "0-30"), (31, "31-90"), (150, "91-150"), (151, "151-")])
def test_a_fee_that_lies_in_the_house_is_told_by_its_age_whatever_the_period(age: int, band: str) -> None:
    """Received and neither cashed nor sent back: told also where the case came before the period, with its bounds included."""
    day = TODAY - timedelta(days=age)
    rows = [
        row(1, received_on=day, effective_on=day, fee_received=1500, fee_returned=500),
        row(2, received_on=day, effective_on=day, fee_received=1000, fee_deposited=1000, fee_refunded=1000),
    ]
    found = tables(frames_by_chance(rows), Filter(TODAY + timedelta(days=1), TODAY + timedelta(days=2)))
    assert line(found["fees-open"], band) == (1, 1000)
    assert sum(cells[1].value for cells in found["fees-open"].rows) == 1
    assert line(found["fees"], "all") == (0, 0, 0, 0, 0, 0)


def test_money_paid_back_after_it_was_cashed_opens_nothing() -> None:
    """What was cashed and paid back by other means is told as both, and is not held."""
    rows = [row(1, fee_received=1000, fee_deposited=1000, fee_refunded=1000), row(2, policy="south", fee_received=500)]
    found = tables(frames_by_chance(rows), last_days(TODAY))
    assert line(found["fees"], "all") == (2, 1500, 1000, 0, 1000, 500)
    assert line(found["fees"], "north") == (1, 1000, 1000, 0, 1000, 0)
