"""A made-up past in a real house: its record is whole, the figures count it, and nothing and nobody works on it."""

import pytest
from fastapi.testclient import TestClient
from polars.testing import assert_frame_equal
from pypdfium2 import PdfDocument
from sqlalchemy import text
from sqlmodel import select
from typer.testing import CliRunner

from tasks import cli_fees
from tasks.audit.export import Wanted, export_case, export_ledger
from tasks.audit.verify import look_through
from tasks.case.edits import FieldChange
from tasks.case.errors import KaijiError
from tasks.case.happened import EventKind
from tasks.case.roles import Role
from tasks.check.edit_field import edit_field
from tasks.decide.lapse import let_lapse
from tasks.decide.runs import ensure_run, open_cases
from tasks.demo.history import make_history
from tasks.desk.retention import keeping_over
from tasks.desk.signed_in import SignedIn
from tasks.desk.worklist import read_worklist
from tasks.figures.frames import frames_of
from tasks.figures.keeping import calendar_of, drifted
from tasks.figures.reading import read_frames
from tasks.figures.rows import rows_of
from tasks.outbox.letters_of_day import days_to_post
from tasks.serve_desk import settle_marks
from tasks.store.cases import all_cases, case_by_number
from tasks.store.fees import ledger
from tasks.store.tables import Case, EventRow
from tests.support.cases import open_case
from tests.support.desk import REVIEWER, desk_of

CASES = 160
SAYS = "A sample case without papers; nobody works on it."
LAST_DIGIT = 1e-14


@pytest.fixture
def filled(house):
    """A house with a small past."""
    assert make_history(house, "6m", CASES) == CASES
    return house


def numbers(house, *stages):
    """The numbers of the cases that stand at one of these stages, or of all."""
    cases = read_frames(house).cases
    return [row["number"] for row in cases.iter_rows(named=True) if not stages or row["stage"] in stages]


def count(house, table):
    with house.database.transaction() as session:
        return session.execute(text(f'SELECT count(*) FROM "{table}"')).scalar_one()  # noqa: S608


def test_the_record_is_whole(filled):
    """The chain, and the rows beside it that answers, edits and fees are kept in; also when people go on after it."""
    open_case(filled, b"a real one")
    found = look_through(filled)
    assert found.sound, found.problems
    assert found.events > 10 * CASES


def test_one_changed_fact_is_found(filled):
    """The made-up events are sealed like any others."""
    with filled.database.transaction() as session:
        session.execute(text("SET LOCAL session_replication_role = replica"))  # past the guard of the table
        session.execute(text("UPDATE event SET facts = facts || '{\"yen\": 1}' WHERE kind = 'fee_moved'"))
    assert look_through(filled).counts["changed"] == count_of(filled, EventKind.FEE_MOVED)


def count_of(house, kind):
    with house.database.transaction() as session:
        return len(session.exec(select(EventRow.id).where(EventRow.kind == kind.value)).all())


def test_the_figures_count_it_and_say_that_it_is_sample_data(filled):
    """Their rows are what the record says when every case is folded plainly, and none is missing."""
    frames = read_frames(filled)
    with filled.database.transaction() as session:
        rows = list(rows_of(filled, session, [case.id for case in all_cases(session)]))
    plain = frames_of(rows, frames.now, calendar_of(filled), version=frames.version)
    assert frames.sample
    assert frames.cases.height == CASES
    assert_frame_equal(frames.cases, plain.cases)
    assert_frame_equal(frames.stays, plain.stays, rel_tol=LAST_DIGIT)
    assert drifted(filled) == []
    with filled.database.transaction() as session:
        received = sum(entry.amount_yen for entry in ledger(session) if entry.move == "received")
    assert frames.cases["fee_received"].sum() == received > 0


def test_a_second_time_nothing_is_added(filled):
    """Whoever runs it again in the same home has the same past."""
    before = {table: count(filled, table) for table in ("case", "packet", "event", "answer", "ledger_entry")}
    assert make_history(filled, "2y", 500, seed=9) == 0
    assert {table: count(filled, table) for table in before} == before


def test_it_is_there_as_a_whole_or_not_at_all(house):
    """A break in the middle of writing leaves the house empty, and the next try fills it."""

    class Broken(Exception):
        pass

    def tell(done, rows):
        raise Broken

    with pytest.raises(Broken):
        make_history(house, "6m", CASES, tell=tell)
    assert count(house, "case") == count(house, "event") == 0
    assert make_history(house, "6m", 20) == 20


def test_made_up_cases_never_lie_among_real_ones(house):
    """A house that somebody works in is left alone."""
    open_case(house, b"a real one")
    with pytest.raises(KaijiError, match="for an empty one"):
        make_history(house, "90d", 10)
    assert count(house, "case") == 1


def test_nothing_works_on_it(filled):
    """No run, no worklist, no letter to post, nothing to destroy, nothing for the desk to finish; a real case has all that."""
    assert numbers(filled, "deciding", "confirming", "awaiting_requester")
    real = open_case(filled, b"a real one", form__signature=None)
    assert open_cases(filled) == [real]
    assert [each.number for each in read_worklist(filled).waiting] == [real]
    assert keeping_over(filled) == []
    with filled.database.transaction() as session:
        assert days_to_post(session) == []
    settle_marks(filled)
    for number in numbers(filled):
        if number != real:
            assert not ensure_run(filled, None, number)  # Prefect is not even asked


def test_whoever_tries_to_work_on_it_is_told(filled):
    """By the desk or by a command: each case is held before anything is done to it."""
    number = numbers(filled, "deciding")[0]
    tries = (
        lambda: edit_field(filled, number, FieldChange("person.name", "甲", None, None, "sato")),
        lambda: let_lapse(filled, number),
        lambda: locked(filled, number),
    )
    for attempt in tries:
        with pytest.raises(KaijiError, match="is a sample case without papers"):
            attempt()
    assert look_through(filled).sound


def locked(house, number):
    with house.database.transaction() as session:
        case_by_number(session, number, lock=True)


def test_the_desk_opens_a_sample_case_of_every_stage(filled):
    """It says what the case is, asks nobody for anything, and takes no form for it."""
    client = TestClient(desk_of(filled), base_url="http://127.0.0.1", headers={"accept": "text/html"})
    one_of_each = {row["stage"]: row["number"] for row in read_frames(filled).cases.iter_rows(named=True)}
    assert len(one_of_each) >= 4
    for number in one_of_each.values():
        page = client.get(f"/cases/{number}")
        assert page.status_code == 200
        assert SAYS in page.text
        for form in ("/extension", "/code", "/language", "/acknowledgement"):
            assert f"/cases/{number}{form}" not in page.text
        assert 'id="add-field"' not in page.text
        for form in ("extension", "code"):
            sent = {"csrf": REVIEWER.csrf, "evidence": "x", "asking": "decide-1"}
            assert client.post(f"/cases/{number}/{form}", data=sent).status_code in (409, 422)


def test_exports_of_the_record_mark_it(filled):
    """The record of one case, and the ledger of requests, say that it is sample data; of a real case they do not."""
    real = open_case(filled, b"a real one")
    wanted = Wanted("ueda", "csv", "en")
    number = next(each for each in numbers(filled, "closed") if each != real)
    told = export_case(filled, number, wanted)[f"{number}.csv"].decode("utf-8-sig")
    assert "made up cases to show the pages" in told
    with filled.database.transaction() as session:
        first = min(session.exec(select(Case.received_on)))
    (rows,) = export_ledger(filled, first, filled.today(), wanted).values()
    lines = rows.decode("utf-8-sig").splitlines()[1:]
    assert len(lines) == CASES + 1
    assert [line.split(",")[0] for line in lines if "sample data" not in line] == [real]


def test_whoever_looks_at_the_record_or_the_fees_is_told(filled, monkeypatch):
    """Above the record and beside its events, on the ledger's first sheet, and beside the balance of the fees."""
    real = open_case(filled, b"a real one")
    with filled.database.transaction() as session:
        first = min(session.exec(select(Case.received_on)))
    (pdf,) = export_ledger(filled, first, filled.today(), Wanted("ueda", "pdf", "ja")).values()
    document = PdfDocument(pdf)
    assert f"見本データ（画面確認用の架空の案件）を{CASES}件含みます" in document[0].get_textpage().get_text_bounded()
    document.close()
    made_up = next(each for each in numbers(filled, "closed") if each != real)
    auditor = SignedIn("ueda", frozenset({Role.AUDITOR}), "en", "token-of-ueda")
    with TestClient(desk_of(filled, auditor), base_url=filled.settings.desk_url) as client:
        for number, marked in ((made_up, True), (real, False)):
            told = client.get(f"/audit?case={number}").text
            assert "Sample data is among it" in told
            assert (">sample data<" in told) is marked
    monkeypatch.setattr(cli_fees, "open_house", lambda _: filled)
    for command in ("list", "balance"):
        assert "Made-up sample cases are among these." in CliRunner().invoke(cli_fees.app, [command]).output


def test_a_real_case_gets_the_next_number(filled):
    """Numbers go on after those of the made-up cases of the year."""
    real = open_case(filled, b"a real one")
    of_year = [each for each in numbers(filled) if each[:4] == real[:4] and each != real]
    assert int(real[4:]) == max((int(each[4:]) for each in of_year), default=0) + 1
