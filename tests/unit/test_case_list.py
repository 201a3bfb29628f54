"""The list behind a number: its cases, its pages, its order and its heading."""

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.case.bilingual import Said
from tasks.case.errors import KaijiError
from tasks.case.progress import Stage, Step
from tasks.figures.case_list import COLUMNS, cases_table
from tasks.figures.case_row import CaseRow
from tasks.figures.filters import Filter, last_days
from tasks.figures.picks import PICKS, Pick, picks_told
from tasks.figures.today import today_tables
from tests.support.random_rows import NOW, frames_by_chance, many_rows, rows_by_chance

TODAY = NOW.date()
KEYS = [column.key for column in COLUMNS]
ORDERS = st.sampled_from(KEYS + [f"-{key}" for key in KEYS])
# What an address may say for a pick that wants an argument of a form of its own.
ARGUMENTS = {
    "fee_open": "31-90",
    "age": "all/4-7",
    "left_stage": "deciding/2026-12-01/2026-12-31",
    "owed_on": "2026-12-31",
    "risk": "high",
}
SPANS = ("received", "answered", "closed_unanswered", "breach")


def column(table_rows: object, key: str) -> list[object]:
    """The values of one column."""
    return [cells[KEYS.index(key)].value for cells in table_rows]


@given(
    rows_by_chance(), st.integers(1, 7), ORDERS, st.sampled_from([(), ("open",), ("overdue",), ("referred", "open")])
)
def test_the_pages_of_a_list_are_all_its_cases_once(
    rows: list[CaseRow], size: int, order: str, picks: tuple[str, ...]
) -> None:
    """Whatever the order and the size of a page, no case is lost between two pages or stands on both."""
    frames, chosen = frames_by_chance(rows), last_days(TODAY)
    whole = cases_table(frames, chosen, picks, size=10**6, order=order)
    numbers = column(whole.table.rows, "number")
    paged: list[object] = []
    for first in range(0, len(rows) + size, size):
        page = cases_table(frames, chosen, picks, first=first, size=size, order=order)
        assert page.total == whole.total
        paged += column(page.table.rows, "number")
    assert paged == numbers
    assert len(set(numbers)) == len(numbers) == whole.total


@given(rows_by_chance(), st.sampled_from(KEYS), st.booleans())
def test_a_list_is_in_order_and_what_has_no_value_comes_last(rows: list[CaseRow], key: str, turned: bool) -> None:
    """By any column, either way round; cases without the value stand at the end both ways."""
    found = cases_table(
        frames_by_chance(rows), last_days(TODAY), (), size=10**6, order=f"{'-' * turned}{key}"
    ).table.rows
    place = KEYS.index(key)
    values = [cells[place].code or cells[place].value for cells in found]
    if key in ("stage", "slowest_stage"):
        values = [list(Stage).index(Stage(value)) if value else None for value in values]
    if key == "kinds":
        values = ["" if isinstance(value, Said) else value for value in values]
    known = [value for value in values if value is not None]
    assert values[: len(known)] == sorted(known, reverse=turned)


def test_a_list_tells_each_case_as_its_row_does() -> None:
    """Case, company, kinds, where it stands, days left and held; an answered case by the day of its answer."""
    day = TODAY - timedelta(days=20)
    terms = {"policy": "north", "policy_version": "1", "by_agent": False, "channel": "post", "language": "ja"}
    times = {"received_on": day, "effective_on": day, "target_days": 14, "promise_days": None}
    rows = [
        CaseRow(
            case_id=1, number="K26-00001", kinds=("disclosure", "correction"), stage=Stage.DECIDING, **terms, **times
        ),
        CaseRow(
            case_id=2,
            number="K26-00002",
            kinds=(),
            stage=Stage.CLOSED,
            is_closed=True,
            answered_on=day,
            **terms,
            **times,
        ),
    ]
    late, answered = cases_table(frames_by_chance(rows), last_days(TODAY), (), order="number").table.rows
    due = date(2027, 1, 7)  # fourteen days after Christmas Eve, a Thursday
    assert [cell.value for cell in late[:2]] == ["K26-00001", "north"]
    assert late[2].code == "disclosure correction"
    assert late[3].code == "deciding"
    assert late[4].code == "reviewer"
    assert [cell.value for cell in late[5:11]] == [day, due, -6, 20, 0, None]
    assert late[7].tone == "late"
    assert [cell.value for cell in answered[7:11]] == [14, 0, 0, day]
    assert answered[2].value == Said("nothing ticked", "選択なし")


@pytest.mark.parametrize(
    ("asks", "words"),
    [
        (Step.DISPATCH_REPLY, Said("posting the reply", "回答書の発送待ち")),
        (Step.DISPATCH_DEFICIENCY, Said("posting the letter that asks for more", "補正依頼書の発送待ち")),
    ],
)
def test_a_reply_that_is_to_be_posted_is_told_apart_from_a_letter_that_asks_for_more(asks: Step, words: Said) -> None:
    """In the list behind a number and in those of Today, under one stage; the words of every other case are its stage's."""
    frames = frames_by_chance(many_rows(700, seed=4))
    mine = {*frames.cases.filter(asks=asks.value)["number"]}
    listed = cases_table(frames, last_days(TODAY), (), size=10**6).table.rows
    today = {table.key: table.rows for table in today_tables(frames, last_days(TODAY))}
    for rows in (listed, today["overdue"], today["due-soon"]):
        told = {str(row[0].value) for row in rows if row[3].value == words}
        assert told == mine & {str(row[0].value) for row in rows}
        assert {row[3].code for row in rows if row[3].value == words} <= {"dispatching"}
    assert mine


@pytest.mark.parametrize(
    ("kinds", "more", "suit"),
    [
        (("disclosure",), {}, date(2026, 12, 16)),
        (("disclosure", "purpose_notice"), {}, date(2026, 12, 16)),
        ((), {}, date(2026, 12, 16)),
        (("purpose_notice",), {}, None),
        (("disclosure",), {"answered_on": date(2026, 12, 10), "is_closed": True, "stage": Stage.CLOSED}, None),
        (("disclosure",), {"closed_on": date(2026, 12, 10), "is_closed": True, "stage": Stage.CLOSED}, None),
    ],
)
def test_a_list_tells_from_when_a_requester_may_sue(
    kinds: tuple[str, ...], more: dict[str, Any], suit: date | None
) -> None:
    """Two weeks after the request came on the 1st; never for the notice of a purpose alone, nor once it was answered."""
    facts: dict[str, Any] = {"policy": "north", "policy_version": "1", "by_agent": False, "channel": "post"}
    facts |= {"language": "ja", "target_days": 14, "promise_days": None, "stage": Stage.DECIDING} | more
    came = date(2026, 12, 1)
    row = CaseRow(case_id=1, number="K26-00001", kinds=kinds, received_on=came, effective_on=came, **facts)
    assert column(cases_table(frames_by_chance([row]), last_days(TODAY), ()).table.rows, "suit_from") == [suit]


def test_a_list_is_narrowed_to_companies_and_kinds_and_not_to_the_period() -> None:
    """What is open and old is listed too: a pick that counts within a period says so itself."""
    frames = frames_by_chance(many_rows(3000))
    nothing_yet = Filter(TODAY + timedelta(days=5), TODAY + timedelta(days=9), ("north",), ("disclosure",))
    found = cases_table(frames, nothing_yet, ("open",), size=1000)
    mine = frames.cases.filter(frames.cases["policy"] == "north", frames.cases["open"])
    expected = [row["number"] for row in mine.iter_rows(named=True) if "disclosure" in row["kinds"]]
    assert sorted(column(found.table.rows, "number")) == sorted(expected)
    assert expected


def test_a_list_is_headed_by_its_picks_in_words() -> None:
    """The heading says in both languages which cases are listed; without a pick it is all cases."""
    picks = ("received:2026-10-01/2026-12-31", "missing:fee.amount", "then_answered")
    found = cases_table(frames_by_chance([]), last_days(TODAY), picks).table
    assert found.title.en == "received 2026-10-01 to 2026-12-31; fails: Fee: amount and means; then answered"
    assert found.title.ja == "2026-10-01～2026-12-31に受付・不備：手数料の額・納付方法・その後回答済み"
    assert found.picks == picks
    assert picks_told(()) == Said("All cases", "すべての案件")
    assert picks_told(("decision:disclosure:refuse",)).ja == "決定：開示：応じない"


def test_every_pick_has_words_in_both_languages() -> None:
    """No list is headed by a code: each pick that a page registers is told, and in Japanese otherwise than in English."""
    for name in PICKS:
        argument = "2026-10-01/2026-12-31" if name in SPANS else ARGUMENTS.get(name, "x")
        words = picks_told((f"{name}:{argument}",))
        assert words.en != words.ja, name


def test_a_plain_function_is_a_pick_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pick without words is told by what its caller gives, or by its own name; one with words by its argument's name."""
    plain = PICKS["open"]
    monkeypatch.setitem(PICKS, "new", lambda _, __: pl.col("open"))
    assert picks_told(("new:1",), Said("Ages", "滞留")) == Said("Ages", "滞留")
    assert picks_told(("new:1",)) == Said("new:1", "new:1")
    assert isinstance(plain, Pick)
    assert picks_told(("waits:reviewer", "open")).en == "waits for: reviewer; open"


@pytest.mark.parametrize("pick", ["nothing", "received:2026-10-01", "received:x/y", "fee_open:old", "fee_open:-5", ""])
def test_an_address_of_no_figure_is_refused_with_a_way_back(pick: str) -> None:
    """Whatever somebody types into an address, they get a sentence that says where to start."""
    with pytest.raises(KaijiError, match="start from the page of figures"):
        cases_table(frames_by_chance([]), last_days(TODAY), (pick,))


def test_an_order_by_no_column_is_refused() -> None:
    """A list is put in order by its columns only."""
    with pytest.raises(KaijiError, match="choose one of its columns"):
        cases_table(frames_by_chance([]), last_days(TODAY), (), order="decided_by")
