"""The record of what happened: events are added one after another, each sealed by a digest over the one before."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlmodel import Session, col, select

from tasks.store.tables import Case, EventRow

_CHAIN_LOCK = 0x636861696E
_FIRST = "0" * 64
_AT_A_TIME = 2_000  # events in memory while the chain is walked
_ALL_PARTS = "SELECT id, previous, digest, case_id, packet_id, kind, actor, at, facts FROM event ORDER BY id"
KAIJI = "kaiji"  # the actor when no person acts
UNKNOWN = "unknown"  # the actor where somebody acted and nothing says who


class EventKind(StrEnum):
    """What can happen."""

    PACKET_REGISTERED = "packet_registered"
    PACKET_SEALED = "packet_sealed"
    PACKET_REPEATED = "packet_repeated"
    PACKET_RETURNED = "packet_returned"
    PACKET_QUARANTINED = "packet_quarantined"
    PACKET_OPENED = "packet_opened"
    PACKET_READ = "packet_read"
    PACKET_REDACTED = "packet_redacted"
    MY_NUMBER_DESTROYED = "my_number_destroyed"
    PACKET_SPLIT = "packet_split"
    CASE_OPENED = "case_opened"
    SUPPLEMENT_JOINED = "supplement_joined"
    CASE_LAPSED = "case_lapsed"
    FEE_MOVED = "fee_moved"
    RUN_CREATED = "run_created"
    RUN_TAKEN_UP = "run_taken_up"
    ANSWERED = "answered"
    ANSWER_REFUSED = "answer_refused"
    HELD_DATA_SEARCHED = "held_data_searched"
    HELD_RECORD_JUDGED = "held_record_judged"
    HELD_DATA_BROUGHT = "held_data_brought"
    LANGUAGE_CHANGED = "language_changed"
    CORRECTION_RECORDED = "correction_recorded"  # of before there were work orders
    ORDERS_WRITTEN = "orders_written"
    ORDER_CHANGED = "order_changed"
    ORDER_SEEN = "order_seen"
    ORDER_DONE = "order_done"
    ORDER_UNNEEDED = "order_unneeded"  # its owner found that nothing had to be changed
    ORDER_WITHDRAWN = "order_withdrawn"
    LETTER_WRITTEN = "letter_written"
    LETTERS_COMPLETE = "letters_complete"
    LETTERS_RELEASED = "letters_released"
    LETTER_WITHDRAWN = "letter_withdrawn"
    NOTICE_ASKED = "notice_asked"
    NOTICE_RELEASED = "notice_released"
    NOTICE_POSTED = "notice_posted"
    PACKAGE_FETCHED = "package_fetched"
    PACKAGE_SENT = "package_sent"
    LETTER_RETURNED = "letter_returned"
    REISSUE_ASKED = "reissue_asked"
    EVIDENCE_SEEN = "evidence_seen"
    LETTER_SEEN = "letter_seen"
    OUTBOX_SEEN = "outbox_seen"
    UNMASKED = "unmasked"
    FIELD_EDITED = "field_edited"
    REDACTION_EDITED = "redaction_edited"
    CHECKED_AGAIN = "checked_again"
    CODE_ISSUED = "code_issued"
    EXTENSION_ASKED = "extension_asked"
    ASSIGNED = "assigned"
    REMINDED = "reminded"
    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGNED_OUT = "signed_out"
    ACCOUNT_CHANGED = "account_changed"
    AUDIT_EXPORTED = "audit_exported"
    CHAIN_VERIFIED = "chain_verified"
    CASE_CLOSED = "case_closed"


MOVES = frozenset(  # what brings a case to where it is; since the newest of them it waits there
    {
        EventKind.CASE_OPENED,
        EventKind.SUPPLEMENT_JOINED,
        EventKind.CASE_LAPSED,
        EventKind.CHECKED_AGAIN,
        EventKind.EXTENSION_ASKED,
        EventKind.ANSWERED,
        EventKind.HELD_DATA_SEARCHED,
        EventKind.ORDERS_WRITTEN,
        EventKind.LETTERS_COMPLETE,
        EventKind.LETTERS_RELEASED,
        EventKind.LETTER_RETURNED,
        EventKind.REISSUE_ASKED,
    }
)
REOPENS = frozenset({EventKind.LETTER_RETURNED, EventKind.REISSUE_ASKED})  # a closed case is open again


def record(
    session: Session,
    kind: EventKind,
    at: datetime,
    *,
    actor: str = KAIJI,
    case_id: int | None = None,
    packet_id: int | None = None,
    **facts: Any,
) -> EventRow:
    """Adds one event inside the caller's transaction. `facts` are codes and numbers, never personal data.

    An event of a case says by which policy the case goes (`policy`: code and version), unless the caller says it.
    """
    hold_chain(session)
    if case_id is not None and (case := session.get(Case, case_id)) is not None:
        facts = {"policy": f"{case.policy} {case.policy_version}"} | facts
    latest = newest_link(session)
    event = EventRow(
        case_id=case_id,
        packet_id=packet_id,
        kind=kind.value,
        actor=actor,
        at=at,
        facts=facts,
        previous=latest[1] if latest else _FIRST,
        digest="",
    )
    event.digest = _digest(event.previous, case_id, packet_id, event.kind, actor, at, facts)
    session.add(event)
    session.flush()
    return event


def hold_chain(session: Session) -> None:
    """Lets no other transaction add an event until this one ends; for what must be looked up before it is recorded."""
    session.execute(text("SELECT pg_advisory_xact_lock(:chain)"), {"chain": _CHAIN_LOCK})


class Fault(StrEnum):
    """What is wrong with an event's place in the chain."""

    CHANGED = "changed"  # what it says is not what its digest was made of
    OUT_OF_PLACE = "out_of_place"  # it does not follow the event before it: one was removed, slipped in or moved


class Link(NamedTuple):
    """One event of the chain as it was found."""

    event: int
    digest: str
    fault: Fault | None


def walk_chain(session: Session) -> Iterator[Link]:
    """Every event from the first, held against the one before it; few are in memory at a time, however many there are.

    What was cut off at the end is not seen here: the anchors tell that.
    """
    expected = _FIRST
    streamed = session.connection().execute(text(_ALL_PARTS), execution_options={"yield_per": _AT_A_TIME})
    for event_id, previous, digest, *said in streamed:
        fault = None if previous == expected else Fault.OUT_OF_PLACE
        if digest != _digest(previous, *said):
            fault = Fault.CHANGED
        yield Link(event_id, digest, fault)
        expected = digest


def _digest(
    previous: str, case_id: int | None, packet_id: int | None, kind: str, actor: str, at: datetime, facts: Any
) -> str:
    said = [previous, case_id, packet_id, kind, actor, at.timestamp(), facts]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def broken_links(session: Session) -> Iterator[int]:
    """The ids of events that do not follow from the event before them: something was changed, removed or slipped in."""
    return (link.event for link in walk_chain(session) if link.fault is not None)


def newest_link(session: Session) -> tuple[int, str] | None:
    """The id and digest of the newest event; None before anything happened."""
    newest = select(EventRow.id, EventRow.digest).order_by(col(EventRow.id).desc()).limit(1)
    return session.exec(newest).first()


def events_of(session: Session, case_id: int, packet_ids: Sequence[int] = ()) -> list[EventRow]:
    """Everything that happened to a case, and to these packets of it, oldest first."""
    mine = (col(EventRow.case_id) == case_id) | col(EventRow.packet_id).in_(packet_ids)
    return list(session.exec(select(EventRow).where(mine).order_by(col(EventRow.id))))


def newest_run(events: Sequence[EventRow]) -> str:
    """The id of the run made last for a case, "" where it has none yet; `events` are the case's, oldest first."""
    return next((str(event.facts["run"]) for event in reversed(events) if event.kind == EventKind.RUN_CREATED), "")
