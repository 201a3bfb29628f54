"""The store on a real PostgreSQL: nothing is lost, nothing happens twice, and what happened cannot be changed unseen."""

import shutil

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import SQLModel, func, select

from tasks.case.happened import EventKind
from tasks.case.progress import Deed, Step, Wait
from tasks.decide.asking import coming, form_of, take_answer
from tasks.decide.describing import describe
from tasks.decide.held_data import search_held_data
from tasks.letter_places import letter_file
from tasks.receive import inbox
from tasks.reply.close import close_case
from tasks.reply.write_letters import write_letters
from tasks.store.cases import case_by_number, held_items, letters_of
from tasks.store.events import broken_links, events_of
from tasks.store.packets import packet_by_number
from tasks.store.tables import Case, EventRow, Packet, PacketStatus
from tests.support.cases import open_case
from tests.support.signing import answer, approve_and_release, signed

DECIDE = Wait(step=Step.DECIDE, attempt=1)
DISCLOSE = {"disclosure": "disclose", "grounds": [], "reason": ""}


def put(house, name="scan.pdf", content=b"paper"):
    file = house.settings.inbox / name
    file.write_bytes(content)
    return file


def count(house, table):
    with house.database.transaction() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def test_tables_and_migrations_say_the_same(house):
    """A table changed without a migration would be found here."""
    with house.database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_the_same_bytes_are_one_packet(house):
    """An envelope scanned once and dropped twice becomes one packet, and both files leave the inbox."""
    put(house, "a.pdf")
    put(house, "b.pdf")
    assert len(list(inbox.take_inbox(house, house.settings.inbox))) == 1
    assert count(house, Packet) == 1
    assert not list(house.settings.inbox.iterdir())


def test_a_file_still_growing_is_left(house):
    """What changes while intake looks is left for the next run."""
    file = put(house)

    def write_more(_seconds):
        file.write_bytes(b"paper and more")

    assert inbox.still_packets(house.settings.inbox, 1, sleep=write_more) == []


def test_a_packet_survives_a_break_between_register_and_seal(house, monkeypatch):
    """Killed before its bytes are sealed, a packet is still in the inbox and is taken by the next run."""
    file = put(house)
    with monkeypatch.context() as broken:
        broken.setattr(type(house.sealed), "seal", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            inbox.take_packet(house, file)
    assert file.exists()
    assert inbox.take_packet(house, file) == "P26-00001"
    assert not file.exists()


def test_a_packet_survives_a_break_between_seal_and_removal(house, monkeypatch):
    """Killed before the inbox is cleared, the packet is known by its bytes and not taken twice."""
    file = put(house)
    with monkeypatch.context() as broken:
        broken.setattr(inbox, "_remove", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            inbox.take_packet(house, file)
    assert inbox.take_packet(house, file) is None
    assert not file.exists()
    assert count(house, Packet) == 1


def test_quarantine_keeps_bytes_and_reason_and_lets_it_come_again(house):
    """A packet in quarantine keeps its bytes; put into the inbox again it is taken up anew."""
    number = inbox.take_packet(house, put(house, content=b"broken"))
    with house.or_quarantine(number):
        raise ValueError("a name that must not be told")
    place = house.settings.root / "quarantine" / number
    assert (place / "original" / "0001.pdf").read_bytes() == b"broken"
    assert "must not be told" not in (place / "reason.txt").read_text()
    again = shutil.copyfile(place / "original" / "0001.pdf", house.settings.inbox / "again.pdf")
    assert inbox.take_packet(house, again) == number
    with house.database.transaction() as session:
        assert packet_by_number(session, number).status == PacketStatus.SEALED


def test_a_changed_event_is_found(house):
    """Whoever changes one event in the database breaks the chain from there on."""
    open_case(house)
    with house.database.transaction() as session:
        assert list(broken_links(session)) == []
        session.execute(text("ALTER TABLE event DISABLE TRIGGER ALL"))  # as somebody who owns the database could
        session.execute(text("UPDATE event SET actor = 'nobody' WHERE id = 2"))
    with house.database.transaction() as session:
        assert next(broken_links(session)) == 2


def test_a_removed_event_is_found(house):
    """A gap in the chain shows."""
    open_case(house)
    with house.database.transaction() as session:
        session.execute(text("ALTER TABLE event DISABLE TRIGGER ALL"))
        session.execute(text("DELETE FROM event WHERE id = 1"))
    with house.database.transaction() as session:
        assert list(broken_links(session))


def test_a_case_goes_from_findings_to_closed(house):
    """The whole way of a sound request, with one letter in the outbox and every deed once."""
    number = open_case(house)
    assert coming(house, number) is Deed.SEARCH_HELD_DATA
    search_held_data(house, number)
    assert coming(house, number) == DECIDE
    assert answer(house, number, DECIDE, **DISCLOSE)
    for _ in range(2):
        write_letters(house, number, "reply")
    for _ in range(2):
        approve_and_release(house, number)
    wait = coming(house, number)
    assert answer(house, number, wait, "mori", action="posted", tracking_number="1234-5678-90")
    for _ in range(2):
        close_case(house, number)
    assert coming(house, number) is None
    with house.database.transaction() as session:
        case = case_by_number(session, number)
        (letter,) = letters_of(session, case.id)
        kinds = [event.kind for event in events_of(session, case.id)]
    assert letter_file(house, letter).read_bytes().startswith(b"%PDF")
    assert kinds.count(EventKind.LETTER_WRITTEN) == kinds.count(EventKind.CASE_CLOSED) == 1


def test_only_what_surely_is_the_persons_is_found(house):
    """Of the namesakes in the held data only the one at the person's address is disclosed."""
    number = open_case(house)
    search_held_data(house, number)
    with house.database.transaction() as session:
        found = held_items(session, case_by_number(session, number).id)
    assert {item.source for item in found} == {"members", "orders", "inquiries", "provisions"}
    assert all(item.exact for item in found)
    assert {dict(item.values)["address"] for item in found} == {"大阪府大阪市北区梅田3丁目22番12号"}


def test_an_answer_is_taken_once(house):
    """A run that was killed after its answer was recorded does not record it again."""
    number = open_case(house)
    search_held_data(house, number)
    given = signed(house, number, DECIDE, **DISCLOSE)
    assert take_answer(house, number, DECIDE, given)
    before = count(house, EventRow)
    assert take_answer(house, number, DECIDE, given | {"disclosure": "refuse"})
    assert count(house, EventRow) == before


def test_a_reason_with_personal_data_is_sent_back(house):
    """The reason goes through Prefect in clear text, so a name in it is refused, and the next asking says why."""
    number = open_case(house)
    search_held_data(house, number)
    refuse = {"disclosure": "refuse", "grounds": ["5"], "reason": "林田　康支様の記録のため"}
    assert not answer(house, number, DECIDE, **refuse)
    again = coming(house, number)
    assert again == Wait(step=Step.DECIDE, attempt=2)
    text_shown = describe(house, number, again)
    assert "個人情報が含まれています" in text_shown
    assert "林田" not in text_shown


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"disclosure": "refuse", "reason": "x"}, "規程の番号"),
        ({"disclosure": "refuse", "grounds": ["5"]}, "第36条"),
        ({"disclosure": "disclose", "grounds": ["5"]}, "応じない場合にのみ"),
    ],
)
def test_a_decision_that_cannot_stand_is_sent_back(house, said, word):
    """Each complaint says what is wrong."""
    number = open_case(house)
    search_held_data(house, number)
    assert not answer(house, number, DECIDE, **{"grounds": [], "reason": ""} | said)
    assert word in describe(house, number, coming(house, number))


def test_what_a_reviewer_reads_in_prefect_holds_no_personal_data(house):
    """Descriptions and forms name the case, the findings and the grounds, and nobody."""
    number = open_case(house)
    search_held_data(house, number)
    shown = describe(house, number, DECIDE) + str(form_of(house, number, DECIDE).model_json_schema())
    assert number in shown
    for value in ("林田", "康支", "梅田", "昭和61", "1986"):
        assert value not in shown


def test_two_cases_have_two_numbers(house):
    """Numbers run within the year and never repeat."""
    first, second = open_case(house, b"one"), open_case(house, b"two", fee__instruments=None)
    assert (first, second) == ("K26-00001", "K26-00002")
    assert count(house, Case) == 2


def test_a_missing_address_means_a_letter_by_hand(house):
    """Nobody is addressed by guess: the case goes on, and a person is told to write the letter."""
    number = open_case(house, person__address=None)
    assert answer(house, number, coming(house, number), action="proceed", reason="届出済み")
    search_held_data(house, number)
    assert answer(house, number, DECIDE, disclosure="refuse", grounds=["3"], reason="該当するデータがないため")
    assert answer(house, number, coming(house, number), "ito", action="approve")
    write_letters(house, number, "reply")
    with house.database.transaction() as session:
        (letter,) = letters_of(session, case_by_number(session, number).id)
    assert letter.by_hand
    assert not letter_file(house, letter).exists()
    assert "手書き" in describe(house, number, coming(house, number))


def test_a_look_up_finds_another_connection_where_the_one_at_hand_had_died(house):
    """The desk goes on after PostgreSQL was started again; a look-up that is wrong is an error, and tried once."""
    tried = []

    def its_process(connection):
        tried.append(1)
        return connection.scalar(text("SELECT pg_backend_pid()"))

    first = house.database.look_up(its_process)
    assert house.database.look_up(its_process) == first
    with house.database.transaction() as session:
        session.connection().execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": first})
    assert house.database.look_up(its_process) != first
    assert len(tried) == 4
    with pytest.raises(ProgrammingError):
        house.database.look_up(lambda connection: (tried.append(1), connection.execute(text("SELECT nothing_such"))))
    assert len(tried) == 5
