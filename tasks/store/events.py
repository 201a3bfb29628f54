"""The record of what happened: events are added one after another, each sealed by a digest over the one before."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlmodel import Session, col, select

from tasks.case.happened import EventKind
from tasks.store.tables import Case, EventRow

_CHAIN_LOCK = 0x636861696E
_FIRST = "0" * 64
_AT_A_TIME = 2_000  # events in memory while the chain is walked
_ALL_PARTS = "SELECT id, previous, digest, case_id, packet_id, kind, actor, at, facts FROM event ORDER BY id"
KAIJI = "kaiji"  # the actor when no person acts
UNKNOWN = "unknown"  # the actor where somebody acted and nothing says who


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
    previous, digest = chained(latest[1] if latest else None, case_id, packet_id, kind.value, actor, at, facts)
    event = EventRow(
        case_id=case_id,
        packet_id=packet_id,
        kind=kind.value,
        actor=actor,
        at=at,
        facts=facts,
        previous=previous,
        digest=digest,
    )
    session.add(event)
    session.flush()
    return event


def chained(
    previous: str | None, case_id: int | None, packet_id: int | None, kind: str, actor: str, at: datetime, facts: Any
) -> tuple[str, str]:
    """The digest of the event before (None: this is the first), as an event keeps it, and the event's own."""
    before = previous or _FIRST
    return before, _digest(before, case_id, packet_id, kind, actor, at, facts)


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
