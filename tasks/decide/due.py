"""The due day of a case as it stands today."""

from datetime import date

from sqlmodel import Session

from tasks.store.events import events_of
from tasks.store.tables import Case
from tasks.wiring import House


def due_of(house: House, session: Session, case: Case) -> date:
    """By the policy's target, the days on which the clock stood still, and what a person extended."""
    return house.due_on(case, events_of(session, case.id))
