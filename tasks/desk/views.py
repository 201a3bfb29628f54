"""That somebody looked is an event: once for each load of a case's page, and seldom for each picture of it."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from tasks.case.happened import EventKind
from tasks.case.progress import Wait, what_comes_next
from tasks.store.cases import case_by_number, state_of
from tasks.store.events import record
from tasks.store.tables import Case, EventRow
from tasks.wiring import House

_SAME_LOOK = timedelta(minutes=10)


def asking_of(session: Session, case: Case) -> str:
    """The name of what the case asks a person at present (`Wait.key`), or ""."""
    coming = what_comes_next(state_of(session, case))
    return coming.key if isinstance(coming, Wait) else ""


def note_case(house: House, session: Session, case: Case, person: str) -> None:
    """Somebody opened the evidence of a case."""
    step = asking_of(session, case)
    record(session, EventKind.EVIDENCE_SEEN, house.now(), actor=person, case_id=case.id, what="case", step=step)


def has_looked(session: Session, case: Case, person: str, asking: str) -> bool:
    """Whether a person has opened the evidence of a case while it asked this."""
    mine = (EventRow.case_id == case.id, EventRow.kind == EventKind.EVIDENCE_SEEN.value, EventRow.actor == person)
    this = (EventRow.facts["what"].astext == "case", EventRow.facts["step"].astext == asking)
    return session.exec(select(EventRow.id).where(*mine, *this).limit(1)).first() is not None


def note_page(house: House, number: str, index: int, person: str) -> None:
    """Somebody looked at a page (counted from 0); within ten minutes this is told once."""
    with house.database.transaction() as session:
        case = case_by_number(session, number)
        if _looked_lately(house, session, case, index, person):
            return
        facts: dict[str, Any] = {"what": "page", "page": index, "step": asking_of(session, case)}
        record(session, EventKind.EVIDENCE_SEEN, house.now(), actor=person, case_id=case.id, **facts)


def _looked_lately(house: House, session: Session, case: Case, index: int, person: str) -> bool:
    mine = (EventRow.case_id == case.id, EventRow.kind == EventKind.EVIDENCE_SEEN.value, EventRow.actor == person)
    this = (EventRow.facts["page"].astext == str(index), col(EventRow.at) > house.now() - _SAME_LOOK)
    return session.exec(select(EventRow.id).where(*mine, *this).limit(1)).first() is not None
