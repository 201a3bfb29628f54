"""The record of what happened: events are added one after another, each sealed by a digest over the one before."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from tasks.store.tables import EventRow

_CHAIN_LOCK = 0x636861696E
_FIRST = "0" * 64
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
    CORRECTION_RECORDED = "correction_recorded"
    LETTER_WRITTEN = "letter_written"
    LETTERS_COMPLETE = "letters_complete"
    LETTERS_RELEASED = "letters_released"
    LETTER_WITHDRAWN = "letter_withdrawn"
    EVIDENCE_SEEN = "evidence_seen"
    LETTER_SEEN = "letter_seen"
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
    """Adds one event inside the caller's transaction. `facts` are codes and numbers, never personal data."""
    hold_chain(session)
    latest = session.exec(select(EventRow.digest).order_by(col(EventRow.id).desc()).limit(1)).first()
    event = EventRow(
        case_id=case_id,
        packet_id=packet_id,
        kind=kind.value,
        actor=actor,
        at=at,
        facts=facts,
        previous=latest or _FIRST,
        digest="",
    )
    event.digest = _digest(event)
    session.add(event)
    session.flush()
    return event


def hold_chain(session: Session) -> None:
    """Lets no other transaction add an event until this one ends; for what must be looked up before it is recorded."""
    session.execute(text("SELECT pg_advisory_xact_lock(:chain)"), {"chain": _CHAIN_LOCK})


def _digest(event: EventRow) -> str:
    said = [event.previous, event.case_id, event.packet_id, event.kind, event.actor, event.at.timestamp(), event.facts]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def broken_links(session: Session) -> Iterator[int]:
    """The ids of events that do not follow from the event before them: something was changed, removed or slipped in."""
    previous = _FIRST
    for event in session.exec(select(EventRow).order_by(col(EventRow.id))):
        if event.previous != previous or event.digest != _digest(event):
            yield event.id
        previous = event.digest


def events_of(session: Session, case_id: int, packet_ids: Sequence[int] = ()) -> list[EventRow]:
    """Everything that happened to a case, and to these packets of it, oldest first."""
    mine = (col(EventRow.case_id) == case_id) | col(EventRow.packet_id).in_(packet_ids)
    return list(session.exec(select(EventRow).where(mine).order_by(col(EventRow.id))))
