"""Rows of cases become columns the fast way just as they do the plain way."""

from datetime import date, datetime, timedelta

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tasks.case.business_days import JST
from tasks.case.happened import EventKind
from tasks.case.ledger import Move
from tasks.case.progress import Step
from tasks.figures.case_row import CaseRow
from tasks.figures.frames import frames_of
from tasks.figures.lines import days_between, frames_of_lines, is_settled, line_of
from tasks.figures.replacing import replaced
from tasks.figures.rows import case_row
from tasks.store.tables import Case, EventRow
from tests.support.histories import CALENDAR, clock_of, histories

LAST_DIGIT = 1e-14
CODES = st.lists(st.sampled_from(["fee.amount", "identity.name", "form.signature"]), max_size=3)


@st.composite
def rows(draw, case_id=1):
    """The row of a case after any number of its events, with anything beside them."""
    events = draw(histories())
    events = events[: draw(st.integers(1, len(events)))]
    clock = clock_of(events, target_days=draw(st.integers(0, 60)), promise_days=draw(st.sampled_from([None, 14, 30])))
    day = clock.terms.received_on
    case = Case(
        id=case_id, number=f"K26-{case_id:05}", packet_id=case_id, policy="rococo", policy_version="2008-10-29",
        disposition="", kinds=draw(st.sampled_from([[], ["disclosure"], ["disclosure", "correction"]])),
        by_agent=draw(st.booleans()), language="ja", opened_at=events[0].at,
        received_on=day, effective_on=day, due_on=day,
    )  # fmt: skip
    verdicts = [(check, draw(st.sampled_from(["fail", "unclear"]))) for check in draw(CODES)]
    fees = draw(st.dictionaries(st.sampled_from(Move), st.integers(1, 5000)))
    row = case_row(case, "post", events, clock, verdicts, fees, {})
    return row.model_copy(update={"joined": draw(st.integers(0, 5)) == 5 and row.is_closed})


@settings(max_examples=25)
@given(st.lists(rows(), min_size=1, max_size=3), st.integers(-900, 2000), st.integers(0, 86_399))
def test_lines_become_the_columns_of_the_plain_way(made, days, seconds):
    """Every column of every row, on whatever day and at whatever moment one looks; joined cases are in neither."""
    listed = [row.model_copy(update={"case_id": place}) for place, row in enumerate(made, 1)]
    settled = [row for row in listed if is_settled(row)]
    now = datetime(2027, 1, 1, tzinfo=JST) + timedelta(days=days, seconds=seconds)
    plain = frames_of(settled, now, lambda _: CALENDAR)
    cases, stays = frames_of_lines([line_of(row, lambda _: CALENDAR) for row in settled])
    assert_frame_equal(cases, plain.cases)
    assert_frame_equal(stays, plain.stays, rel_tol=LAST_DIGIT)


@settings(max_examples=25)
@given(rows())
def test_a_row_that_is_owed_comes_back_out_of_its_line(row):
    """Nothing of it is lost, so that it can be looked at on any day."""
    if not is_settled(row):
        assert CaseRow.model_validate_json(line_of(row, lambda _: CALENDAR)) == row


@settings(max_examples=25)
@given(rows(), st.integers(1, 10**12))
def test_a_stay_that_lasts_is_as_long_as_the_plain_way_says(row, microseconds):
    """But for the last digit of a division."""
    now = datetime(2029, 1, 1, tzinfo=JST) + timedelta(microseconds=microseconds)
    stays = frames_of([row], now, lambda _: CALENDAR).stays
    lasting = stays.filter(pl.col("until").is_null())
    assert_frame_equal(lasting.with_columns(days=days_between("since", now)), lasting, rel_tol=LAST_DIGIT)


@given(st.lists(st.integers(1, 9)), st.lists(st.integers(1, 9)), st.sets(st.integers(1, 9)), st.sampled_from([0, 64]))
def test_rows_are_replaced_where_they_stand(old, new, ids, few):
    """One by one or all together: what is not replaced stays, what is new is there, in the order of the ids."""
    before = pl.DataFrame(
        {"case_id": sorted(old), "of": ["old"] * len(old)}, schema={"case_id": pl.Int64, "of": pl.String}
    )
    mine = sorted(case_id for case_id in new if case_id in ids)
    after = pl.DataFrame({"case_id": mine, "of": ["new"] * len(mine)}, schema=before.schema)
    wanted = sorted([(each, "old") for each in old if each not in ids] + [(each, "new") for each in mine])
    assert replaced(before, after, sorted(ids), few=few).rows() == wanted


def event(place, kind, **facts):
    """One event, one a day."""
    at = datetime(2026, 11, 1 + place, 9, tzinfo=JST)
    return EventRow(id=place, kind=kind.value, actor="sato", at=at, facts=facts)


def row_of(*events):
    """The row of a case with these events, sound papers and nothing beside them."""
    opened = event(0, EventKind.CASE_OPENED, disposition="ready_for_decision")
    day = date(2026, 11, 1)
    case = Case(id=1, number="K26-00001", packet_id=1, policy="rococo", policy_version="1", disposition="", kinds=[],
        by_agent=False, language="ja", opened_at=opened.at, received_on=day, effective_on=day, due_on=day)  # fmt: skip
    told = [opened, *events]
    return case_row(case, "post", told, clock_of(told), [], {}, {})


def test_a_decision_counts_while_it_stands():
    """Sent back by whoever approves, it is none any more; decided anew, the new one counts, with its grounds and its person."""
    refused = event(2, EventKind.ANSWERED, step=Step.DECIDE, choices={"disclosure": "refuse", "grounds": ["4"],
        "correction": "not_requested"}, approval_needed=True)  # fmt: skip
    back = event(3, EventKind.ANSWERED, step=Step.APPROVE, choices={"action": "back_to_decision"})
    searched = event(1, EventKind.HELD_DATA_SEARCHED)
    stands = row_of(searched, refused)
    assert (stands.decisions, stands.grounds, stands.decided_by) == (("disclosure:refuse",), ("4",), "sato")
    sent = row_of(searched, refused, back)
    assert (sent.decisions, sent.grounds, sent.decided_by) == ((), (), "")


def test_what_people_put_right_is_counted_once_for_each_time():
    """Each field by its name, and pages whose redaction was changed."""
    edited = [event(1 + place, EventKind.FIELD_EDITED, field=name) for place, name in enumerate(["fee.total"] * 2)]
    row = row_of(*edited, event(3, EventKind.REDACTION_EDITED, page=0))
    assert (row.edited, row.redaction_edits) == (("fee.total", "fee.total"), 1)


def test_a_case_is_deficient_once_the_letter_was_posted():
    """Not while somebody sends it back before it goes out."""
    steps = [(Step.RELEASE_DEFICIENCY, "release"), (Step.DISPATCH_DEFICIENCY, "back_to_release")]
    asked = [event(2 + place, EventKind.ANSWERED, step=step, choices={"action": action})
        for place, (step, action) in enumerate(steps)]  # fmt: skip
    found = event(1, EventKind.CHECKED_AGAIN, disposition="deficient")
    assert not row_of(found, *asked).deficient
    posted = event(4, EventKind.ANSWERED, step=Step.DISPATCH_DEFICIENCY, choices={"action": "posted"})
    assert row_of(found, *asked, posted).deficient
