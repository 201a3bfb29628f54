"""The due day of a case as it stands today."""

from datetime import date

from sqlmodel import Session

from tasks.case.due import current_due
from tasks.store.events import events_of
from tasks.store.holds import extended_until, holds_from
from tasks.store.tables import Case
from tasks.wiring import House


def due_of(house: House, session: Session, case: Case) -> date:
    """By the policy's target, the days on which the clock stood still, and what a person extended."""
    policy, events = house.policy_of(case), events_of(session, case.id)
    days, calendar = policy.reply.internal_target_days, house.calendar(policy)
    return current_due(case.effective_on, days, holds_from(events), house.today(), calendar, extended_until(events))
