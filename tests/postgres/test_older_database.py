"""A database of the first version is brought up to date with everything in it, and its cases go on."""

import hashlib
import json

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlmodel import SQLModel

from tasks.case.errors import PolicyMistake
from tasks.case.happened import EventKind
from tasks.case.progress import Deed, Step, Wait
from tasks.decide.asking import coming
from tasks.decide.describing import describe
from tasks.decide.held_data import search_held_data
from tasks.decide.lapse import let_lapse
from tasks.letter_places import letter_file
from tasks.reply.close import close_case
from tasks.reply.withdraw import put_away_withdrawn
from tasks.reply.work_orders import write_orders
from tasks.reply.write_letters import write_letters
from tasks.store.cases import accept_answer, case_by_number, held_items, letters_of
from tasks.store.database import MIGRATIONS
from tasks.store.events import record
from tasks.store.fees import enclosed_in
from tasks.store.orders import orders_of, work_done
from tasks.store.packets import findings_of, packet_by_number
from tasks.store.policies import policy_text
from tasks.store.tables import LetterRow
from tests.support.cases import open_case
from tests.support.outbox import lying
from tests.support.signing import answer, approve_and_release

PDF = b"%PDF a letter of before"
NEWER = ("supplement", "ledger_entry", "policy_text")  # tables of the second version
NEWEST = ("login_session", "signing_code", "field_edit", "redaction_edit", "unmasking", "account")  # of the third
LATER = ("case_figures", "work_done", "work_order", "enclosure")  # of those after it
LATER_INDEXES = ("event_of_case", "event_of_sample", "packet_received", "packet_quarantined")
LATER_COLUMNS = (
    ('"case"', "language"),
    ("held_item", "source"),
    ("held_item", "verdict"),
    ("letter", "means"),
    ("letter", "replaces"),
    ("letter", "pages"),
    ("letter", "addressed_to"),
    ("letter", "package"),
    ("letter", "package_sha256"),
)


def to(house, version):
    """Brings the database to a version and back to where it stood."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with house.database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.stamp(config, version)
        command.upgrade(config, "head")


def forget_later(connection):
    """Takes the database back to its third version."""
    for table in LATER:
        connection.execute(text(f"DROP TABLE {table}"))
    for table, column in LATER_COLUMNS:
        connection.execute(text(f"ALTER TABLE {table} DROP COLUMN {column}"))
    for index in LATER_INDEXES:
        connection.execute(text(f"DROP INDEX {index}"))
    connection.execute(text("CREATE INDEX ix_event_case_id ON event (case_id)"))
    connection.execute(text('ALTER TABLE "case" ADD COLUMN corrected text'))


@pytest.fixture
def older(house):
    """A case as the first version left it: without what the second one added."""
    number = open_case(house)
    with house.database.engine.begin() as connection:
        forget_later(connection)
        for table in NEWER + NEWEST:
            connection.execute(text(f"DROP TABLE {table}"))
        for table, column in (
            ("packet", "channel"),
            ("packet", "batch"),
            ("letter", "reply_by"),
            ("finding", "evidence"),
            ("letter", "withdrawn"),
        ):
            connection.execute(text(f"ALTER TABLE {table} DROP COLUMN {column}"))
        connection.execute(text("ALTER TABLE letter ADD UNIQUE (case_id, kind, occasion)"))
        connection.execute(text("DROP FUNCTION event_is_only_added CASCADE"))
    to(house, "0001")
    return number


def test_a_case_of_before_goes_on_under_its_policys_file(house, older, monkeypatch):
    """Its packet came by post; the text that its file says is kept from now on."""
    monkeypatch.setattr("tasks.wiring._POLICIES", {})
    with house.database.transaction() as session:
        case, packet = case_by_number(session, older), packet_by_number(session, "P26-00001")
        assert (packet.channel, packet.batch) == ("post", "")
        assert all(finding.evidence == () for finding in findings_of(session, packet.id))
    assert coming(house, older) is Deed.SEARCH_HELD_DATA
    search_held_data(house, older)
    assert older in describe(house, older, coming(house, older))
    assert not let_lapse(house, older)
    assert house.policy_of(case).version == case.policy_version
    with house.database.transaction() as session:
        assert "rococo" in policy_text(session, case.policy, case.policy_version)


def test_a_later_packet_joins_a_case_of_before(house, older):
    """And is checked with what was read then."""
    more = {"request__kinds": None, "request__date": None, "form__signature": None, "slip__case": (older, older)}
    assert open_case(house, b"more", **more, fee__instruments=None, fee__total=None, fee__payees=None) == older


def test_a_version_that_no_file_says_is_asked_for(house, older, monkeypatch, tmp_path):
    """The desk hears which file to put back; nothing is judged by another version."""
    monkeypatch.setattr("tasks.wiring._POLICIES", {})
    moved = house.settings.model_copy(update={"policies": tmp_path / "none"})
    with house.database.transaction() as session:
        case = case_by_number(session, older)
    with pytest.raises(PolicyMistake, match=r"rococo@2008-10-29\.toml"):
        type(house)(moved, house.database, house.sealed).policy_of(case)


def of_before(house):
    """The events so far are those of a version that named no policy in them."""
    with house.database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE event DISABLE TRIGGER event_is_only_added"))
        connection.execute(text("UPDATE event SET facts = facts - 'policy'"))
        connection.execute(text("ALTER TABLE event ENABLE TRIGGER event_is_only_added"))


@pytest.fixture
def answered(house):
    """A granted correction whose letter an older version wrote into the outbox, at which it waits to be posted."""
    number = decided(house)
    with house.database.transaction() as session:
        case = case_by_number(session, number)
        session.add(
            LetterRow(
                case_id=case.id,
                kind="correction_done",
                occasion="correction",
                sequence=1,
                number=f"{number}-1",
                written_on=house.today(),
                sha256=hashlib.sha256(PDF).hexdigest(),
            )
        )
        facts = {"letter": f"{number}-1", "letter_kind": "correction_done", "sha256": "", "by_hand": False}
        record(session, EventKind.LETTER_WRITTEN, house.now(), case_id=case.id, **facts)
        record(session, EventKind.LETTERS_COMPLETE, house.now(), case_id=case.id, occasion="reply")
    file = house.outbox / house.today().isoformat() / f"{number}-1.pdf"
    file.parent.mkdir(parents=True)
    file.write_bytes(PDF)
    of_before(house)
    return number, file


def decided(house):
    """A correction that was granted without a signature, as an older version took it."""
    number = open_case(house, request__kinds=("訂正", "correction"))
    search_held_data(house, number)
    wait, choices = Wait(step=Step.DECIDE, attempt=1), {"correction": "correct", "grounds": []}
    with house.database.transaction() as session:
        case = case_by_number(session, number, lock=True)
        accept_answer(session, case, wait, choices, "sato", house.now())
        record(session, EventKind.CORRECTION_RECORDED, house.now(), actor="sato", case_id=case.id)
    with house.database.engine.begin() as connection:
        forget_later(connection)
        connection.execute(text('UPDATE "case" SET corrected = :text'), {"text": '"電話番号"'})
    to(house, "0003")
    return number


def test_a_letter_that_lay_in_the_outbox_is_posted_once_and_not_written_again(house, answered):
    """It is asked for as before, under the same key, and told where it lies; nothing is released or put out a second time."""
    number, file = answered
    wait = coming(house, number)
    assert wait == Wait(step=Step.DISPATCH_REPLY, attempt=1)
    assert f"outbox/{house.today()}/{number}-1.pdf" in describe(house, number, wait)
    with house.database.transaction() as session:
        (letter,) = letters_of(session, case_by_number(session, number).id)
    assert letter_file(house, letter) == file
    assert answer(house, number, wait, "mori", action="posted", tracking_number="123-45-67890-1")
    close_case(house, number)
    assert coming(house, number) is None
    assert [each.read_bytes() for each in lying(house)] == [PDF]


def test_a_letter_of_before_that_is_sent_back_goes_the_new_way(house, answered):
    """It leaves the outbox, and another is written as a draft, released and posted; the work on the data is not done twice."""
    number, file = answered
    assert answer(house, number, coming(house, number), "mori", action="back_to_release", reason="封筒の不備")
    put_away_withdrawn(house, number)
    assert not file.exists()
    approve_and_release(house, number)
    assert coming(house, number) == Wait(step=Step.DISPATCH_REPLY, attempt=2)
    assert [each.stem for each in lying(house)] == [f"{number}-2", f"{number}-3"]  # and its money order goes back


def test_what_was_decided_before_and_is_not_written_goes_the_new_way(house):
    """What was recorded as one text counts as an order's record; the work is confirmed, and the letter a draft until released."""
    number = decided(house)
    of_before(house)
    assert coming(house, number) is Deed.WRITE_ORDERS
    write_orders(house, number)
    assert coming(house, number).step is Step.CARRY_OUT
    assert not list(house.orders.glob("*"))
    assert answer(house, number, coming(house, number), "mori", action="done")
    write_letters(house, number, "reply")
    assert coming(house, number).step is Step.RELEASE_REPLY
    assert not list(lying(house))
    approve_and_release(house, number)
    assert [each.stem for each in lying(house)] == [f"{number}-1", f"{number}-2"]  # and its money order goes back


_OF_THE_THIRD = """
INSERT INTO packet (id, number, sha256, status, received_at, policy, policy_version, channel, batch, reason)
SELECT n, 'P26-0000' || n, 'digest' || n, 'checked', now(), 'rococo', '2008-10-29', 'post', '', ''
FROM generate_series(1, 2) n;
INSERT INTO "case" (id, number, packet_id, policy, policy_version, disposition, kinds, by_agent, opened_at, received_on,
    effective_on, due_on, corrected)
SELECT n, 'K26-0000' || n, n, 'rococo', '2008-10-29', 'ready_for_decision', '["correction"]', false, now(),
    '2026-11-16', '2026-11-16', '2026-11-30', CASE n WHEN 1 THEN :corrected END
FROM generate_series(1, 2) n;
INSERT INTO held_item (case_id, position, system, exact, "values") VALUES (1, 0, '顧客管理', true, '[["name", "林田"]]');
INSERT INTO letter (case_id, kind, occasion, sequence, number, written_on, sha256, by_hand, withdrawn)
VALUES (1, 'correction_done', 'correction', 1, 'K26-00001-1', '2026-11-20', 'aa', '', false);
INSERT INTO event (case_id, kind, actor, at, facts, previous, digest) VALUES
    (1, 'correction_recorded', 'sato', '2026-11-18 23:30:00+09', '{}', '', 'one'),
    (1, 'correction_recorded', 'abe', '2026-11-19 23:30:00+09', '{}', 'one', 'two');
"""


def test_a_database_of_the_third_version_is_upgraded_with_its_data(house):
    """By the migrations themselves: every table is as the newest version wants it, and no row is lost or told otherwise."""
    corrected = '電話番号 "携帯" を\n二行で訂正'
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with house.database.engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE; CREATE SCHEMA public"))
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        kept = {"corrected": json.dumps(corrected, ensure_ascii=False)}
        for statement in _OF_THE_THIRD.split(";\n")[:-1]:
            connection.execute(text(statement), kept if ":corrected" in statement else {})
    house.database.migrate()
    with house.database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []
    with house.database.transaction() as session:
        case = case_by_number(session, "K26-00001")
        (order,), (letter,), (item,) = orders_of(session, 1), letters_of(session, 1), held_items(session, 1)
        (done,) = work_done(session, order)
        assert (order.number, order.kind, order.choice, order.instruction) == (
            "K26-00001-W1",
            "correction",
            "correct",
            "",
        )
        assert (done.item, done.before, done.after, done.person) == (corrected, "", "", "abe")
        assert done.done_on.isoformat() == "2026-11-19"
        assert (case.language, letter.means, letter.replaces, letter.package) == ("ja", "", "", "")
        assert (item.source, item.verdict, item.held_in, item.is_persons) == ("", "", "顧客管理", True)
        assert enclosed_in(session, [letter.id]) == []
        assert orders_of(session, 2) == []
