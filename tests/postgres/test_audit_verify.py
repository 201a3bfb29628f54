"""Whoever touches the record is found: every way of changing it, tried on a real PostgreSQL."""

# ruff: noqa: S608  # the statements are the tests' own

import pytest
from sqlalchemy import text
from sqlmodel import select
from typer.testing import CliRunner

from tasks import cli_audit
from tasks.audit.anchors import anchor, anchors_file
from tasks.audit.cross_checks import Disagreement
from tasks.audit.verify import Tampering, look_through, verify
from tasks.case.errors import KaijiError
from tasks.case.happened import EventKind
from tasks.store.events import Fault, _digest, broken_links, record
from tasks.store.tables import EventRow
from tests.support.cases import open_case
from tests.support.records import at, lettered, work_through

OTHER = "0" * 63 + "1"


def tamper(house, *statements, **values):
    """Does what somebody with all rights in the database could do: the triggers are out of the way."""
    with house.database.engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in statements:
            connection.execute(text(statement), values)


def ask(house, question, **values):
    """One value out of the database."""
    with house.database.engine.connect() as connection:
        return connection.execute(text(question), values).scalar()


def newest(house, back=0):
    """The id of the newest event, or of one so many before it."""
    return ask(house, "SELECT id FROM event ORDER BY id DESC OFFSET :back LIMIT 1", back=back)


def wrong(house, **more):
    """What is wrong, by name."""
    return set(look_through(house, **more).counts)


def write_anew(house, since):
    """Gives every event from `since` on the digest that it would have: the work of somebody who knows how it is made."""
    with house.database.transaction() as session:
        previous = ask(house, "SELECT digest FROM event WHERE id < :since ORDER BY id DESC LIMIT 1", since=since)
        rows = session.exec(select(EventRow).where(EventRow.id >= since).order_by(EventRow.id))
        made = []
        for e in rows:
            digest = _digest(previous, e.case_id, e.packet_id, e.kind, e.actor, e.at, e.facts)
            made.append((e.id, previous, digest))
            previous = digest
    for event, before, digest in made:
        tamper(house, "UPDATE event SET previous = :before, digest = :digest WHERE id = :event",
               event=event, before=before, digest=digest)  # fmt: skip


@pytest.fixture
def worked(house):
    """A case that was worked through in two rounds, found sound and anchored."""
    number = open_case(house)
    work_through(house, number)
    assert verify(house, "audit").sound
    return house


def test_a_sound_record_passes_and_says_its_head(worked):
    """Every event is counted, the head is the newest event's digest, and the look itself became an event."""
    seen = look_through(worked)
    assert seen.sound
    assert seen.events == ask(worked, "SELECT count(*) FROM event")
    assert seen.head == ask(worked, "SELECT digest FROM event ORDER BY id DESC LIMIT 1")
    assert seen.anchors == 1
    assert ask(worked, "SELECT actor FROM event ORDER BY id DESC LIMIT 1") == "audit"


def test_an_event_of_a_case_names_its_policy(worked):
    """The policy's code and version stand in the facts of every event of a case, and of none of a packet alone."""
    told = ask(worked, "SELECT bool_and((facts ? 'policy') = (case_id IS NOT NULL)) FROM event")
    assert told is True
    assert ask(worked, "SELECT facts->>'policy' FROM event WHERE kind = 'answered' LIMIT 1") == "rococo 2008-10-29"


@pytest.mark.parametrize(
    "change",
    ["actor = 'other'", "at = at + interval '1 second'", "kind = 'answer_refused'", "case_id = NULL",
     "facts = facts || '{\"choices\": {\"action\": \"proceed\"}}'", f"digest = '{OTHER}'"],
)  # fmt: skip
def test_a_changed_event_is_found_and_is_the_first(worked, change):
    """Whatever is changed of an event, it is named as the first that is broken."""
    event = ask(worked, "SELECT min(id) FROM event WHERE kind = 'answered'")
    tamper(worked, f"UPDATE event SET {change} WHERE id = {event}")
    seen = look_through(worked, rows=False)
    assert (seen.first_broken, seen.counts[Fault.CHANGED]) == (event, 1)
    with worked.database.transaction() as session:
        assert event in list(broken_links(session))


def test_an_event_taken_out_of_the_middle_is_found(worked):
    """The event after it no longer follows."""
    gone = newest(worked, back=5)
    tamper(worked, f"DELETE FROM event WHERE id = {gone}")
    seen = look_through(worked, rows=False)
    assert (seen.first_broken, seen.broken) == (gone + 1, 1)


@pytest.mark.parametrize("events", [1, 4])
def test_events_cut_off_the_end_are_found_by_the_anchor(worked, events):
    """The chain that is left is sound in itself; the anchor outside of the database knows better."""
    anchor(worked)
    tamper(worked, f"DELETE FROM event WHERE id > {newest(worked, back=events)}")
    assert wrong(worked, rows=False) == {Tampering.EVENT_OF_ANCHOR_GONE}


def test_two_events_that_change_places_are_found(worked):
    """Neither follows what now stands before it."""
    one, other = newest(worked, back=6), newest(worked, back=5)
    tamper(worked, f"UPDATE event SET id = -1 WHERE id = {one}", f"UPDATE event SET id = {one} WHERE id = {other}",
           f"UPDATE event SET id = {other} WHERE id = -1")  # fmt: skip
    assert wrong(worked, rows=False) >= {Fault.OUT_OF_PLACE}
    assert look_through(worked, rows=False).first_broken == one


def test_an_event_slipped_in_with_a_digest_of_its_own_is_found(worked):
    """It is sound in itself and follows the one before it; the one after it does not follow."""
    event = newest(worked, back=3)
    with worked.database.transaction() as session:
        e = session.get(EventRow, event)
        digest = _digest(e.digest, None, None, "signed_in", "other", e.at, {})
        before, moment = e.digest, e.at
    tamper(worked, "SET CONSTRAINTS ALL DEFERRED",
           "UPDATE event SET id = -id WHERE id > :event", "UPDATE event SET id = 1 - id WHERE id < 0",
           "INSERT INTO event (id, kind, actor, at, facts, previous, digest) "
           "VALUES (:event + 1, 'signed_in', 'other', :moment, '{}', :before, :digest)",
           event=event, moment=moment, before=before, digest=digest)  # fmt: skip
    seen = look_through(worked, rows=False)
    assert (seen.first_broken, seen.broken) == (event + 2, 1)


def test_a_chain_that_was_written_anew_is_found_by_anchor_and_by_head(worked):
    """Who gives every later event a fitting digest is still found: by the anchor, and by a head written down on paper."""
    head = look_through(worked).head
    anchor(worked)
    event = ask(worked, "SELECT min(id) FROM event WHERE kind = 'answered'")
    tamper(worked, f"UPDATE event SET actor = 'other' WHERE id = {event}")
    write_anew(worked, event)
    assert wrong(worked, rows=False) == {Tampering.EVENT_OF_ANCHOR_GONE}
    anchors_file(worked).unlink()
    assert wrong(worked, rows=False, head=head) == {Tampering.HEAD_UNKNOWN}


def test_a_head_written_down_is_found_again_later(worked):
    """Whole or by its first sixteen digits, in any case of letters; a shorter one says nothing."""
    head = look_through(worked).head
    with worked.database.transaction() as session:
        record(session, EventKind.SIGNED_IN, worked.now(), actor="sato")
    assert not wrong(worked, head=head)
    assert not wrong(worked, head=f" {head[:16].upper()}")
    assert wrong(worked, head="f" * 16) == {Tampering.HEAD_UNKNOWN}


@pytest.mark.parametrize("head", ["zzz", "abcdef0", "g" * 64, "a" * 65])
def test_what_is_no_digest_is_no_sign_of_tampering(worked, head):
    """It is said before anything is looked at, and leaves no trace; the command ends as it does for any wrong word."""
    before = ask(worked, "SELECT count(*) FROM event")
    with pytest.raises(KaijiError, match="no digest of the record"):
        verify(worked, "audit", head=head)
    answer = CliRunner().invoke(cli_audit.app, ["verify", "--head", head])
    assert answer.exit_code == 2
    assert "not whole" not in answer.output
    assert ask(worked, "SELECT count(*) FROM event") == before


def test_forged_anchors_are_found(worked):
    """A line that was changed, taken out, or made up without the house's key."""
    file = anchors_file(worked)
    with worked.database.transaction() as session:
        record(session, EventKind.SIGNED_IN, worked.now(), actor="sato")
    anchor(worked)
    sound = file.read_text()
    title, first, second = sound.splitlines()
    digest = second.split(",")[2]
    for forged in (sound.replace(digest, OTHER), f"{title}\n{second}\n", f"{sound}nonsense\n",
                   f"{sound}2026-01-01,{newest(worked)},{digest},{OTHER}\n"):  # fmt: skip
        file.write_text(forged)
        assert Tampering.ANCHOR_FORGED in wrong(worked, rows=False), (first, forged)


def test_anchors_that_vanished_are_missed(worked):
    """The look before said how many there were."""
    assert verify(worked, "audit").sound
    anchors_file(worked).unlink()
    assert wrong(worked, rows=False) == {Tampering.ANCHORS_GONE}


def test_an_anchor_is_made_once_for_each_head_and_survives_a_half_line(worked):
    """Another call without news adds nothing; after a process died while writing, the next line stands on its own."""
    one = anchor(worked)
    assert anchor(worked) == one
    with anchors_file(worked).open("a") as opened:
        opened.write("2026-")
    with worked.database.transaction() as session:
        record(session, EventKind.SIGNED_IN, worked.now(), actor="sato")
    assert anchor(worked) == anchor(worked)
    assert look_through(worked).counts == {Tampering.ANCHOR_FORGED: 1}


ANSWER_MADE_UP = """INSERT INTO answer (case_id, step, attempt, person, answered_at, choices, reason)
SELECT id, 'decide', 9, 'sato', now(), '{}', '""' FROM "case" """
LOOK_DOUBLED = """INSERT INTO unmasking (case_id, packet_id, page, poly, reason, person, at)
SELECT case_id, packet_id, page, poly, reason, person, at FROM unmasking"""
CASE_MADE_UP = """INSERT INTO "case" SELECT 999, 'K26-00999', 999, policy, policy_version, disposition, kinds, by_agent,
opened_at, received_on, effective_on, due_on, language FROM "case" """


@pytest.mark.parametrize(
    ("forgery", "told"),
    [
        ("UPDATE answer SET choices = '{\"disclosure\": \"disclose\"}' WHERE step = 'decide'", "ANSWER_WITHOUT_EVENT"),
        ("UPDATE answer SET person = 'ito' WHERE step = 'decide'", "ANSWER_WITHOUT_EVENT"),
        ("UPDATE answer SET answered_at = now() WHERE step = 'decide'", "ANSWER_WITHOUT_EVENT"),
        (ANSWER_MADE_UP, "ANSWER_WITHOUT_EVENT"),
        ("DELETE FROM answer WHERE step = 'approve'", "EVENT_WITHOUT_ANSWER"),
        ("UPDATE letter SET sha256 = 'x' WHERE sequence = 2", "LETTER_WITHOUT_EVENT"),
        ("DELETE FROM letter WHERE sequence = 2", "EVENT_WITHOUT_LETTER"),
        ("DELETE FROM field_edit", "FIELD_EDITS_DISAGREE"),
        ("UPDATE field_edit SET name = 'person.name'", "FIELD_EDITS_DISAGREE"),
        ("UPDATE redaction_edit SET person = 'ito'", "REDACTION_EDITS_DISAGREE"),
        ("UPDATE field_edit SET value = '\"another\"'", "FIELD_EDITS_DISAGREE"),
        ("UPDATE field_edit SET before = '\"another\"'", "FIELD_EDITS_DISAGREE"),
        ("UPDATE redaction_edit SET page = 0", "REDACTION_EDITS_DISAGREE"),
        ("UPDATE unmasking SET at = at + interval '1 day'", "UNMASKINGS_DISAGREE"),
        ("DELETE FROM unmasking", "UNMASKINGS_DISAGREE"),
        (LOOK_DOUBLED, "UNMASKINGS_DISAGREE"),
        (CASE_MADE_UP, "CASE_NOT_OPENED_ONCE"),
    ],
)
def test_a_row_that_no_event_tells_of_is_found(worked, forgery, told):
    """And an event whose row is gone, while the chain itself is sound."""
    tamper(worked, forgery)
    seen = look_through(worked)
    assert Disagreement[told] in seen.counts
    assert seen.broken == 0


def test_a_corrected_value_that_was_withdrawn_since_is_no_fault(worked):
    """What may not be held any more is taken out of its row; the event keeps its digest."""
    tamper(worked, "UPDATE field_edit SET value = NULL, before = NULL")
    assert not wrong(worked)


def test_a_letter_that_was_exchanged_in_the_outbox_is_found(worked):
    """Its bytes are not those that were written; one that was posted and taken out is not missed."""
    file = lettered(at(worked, days=8), "K26-00001", "disclose", "reply-other", 3)
    assert not wrong(worked)
    file.write_bytes(b"another letter")
    assert wrong(worked) == {Disagreement.LETTER_FILE_CHANGED}
    file.unlink()
    assert not wrong(worked)


def test_many_faults_are_counted_and_few_are_named(worked):
    """Thirty broken events are thirty, and twenty of them are named."""
    for number in range(30):
        with worked.database.transaction() as session:
            record(session, EventKind.SIGNED_IN, worked.now(), actor=f"p{number}")
    tamper(worked, "UPDATE event SET actor = 'x' WHERE kind = 'signed_in'")
    seen = look_through(worked)
    assert (seen.broken, len(seen.problems)) == (30, 20)
    assert not verify(worked, "audit").sound
    assert seen.anchors == len(anchors_file(worked).read_text().splitlines()) - 1
