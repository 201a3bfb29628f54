"""Ends the waiting for a requester who did not answer in time: by the policy, or by handing the case to a person."""

from datetime import date
from typing import Any

from sqlmodel import Session

from tasks.case.due import has_lapsed
from tasks.case.happened import EventKind
from tasks.case.progress import CaseState, Lapse, Step, Wait, what_comes_next
from tasks.case.reply import deficiency_due
from tasks.store.cases import case_by_number, state_of
from tasks.store.events import record
from tasks.store.letters import standing_letters
from tasks.store.tables import Case
from tasks.wiring import House


def asked_until(session: Session, case: Case, state: CaseState) -> date | None:
    """Until when the requester may post what this round's deficiency letter asks for; None before it was written."""
    (due,) = deficiency_due((), state.round)
    return next((each.reply_by for each in standing_letters(session, case.id) if each.occasion == due.occasion), None)


def let_lapse(house: House, case_number: str) -> bool:
    """Notes that the period is over; True when it is. The case closes only where the policy publishes that it does."""
    with house.database.transaction() as session:
        case = case_by_number(session, case_number, lock=True)
        state, policy = state_of(session, case), house.policy_of(case)
        coming = what_comes_next(state)
        until = asked_until(session, case, state)
        if not isinstance(coming, Wait) or coming.step is not Step.AWAIT_REQUESTER or until is None:
            return False
        if not has_lapsed(until, house.today(), house.calendar(policy)):
            return False
        withdrawn = policy.requests.on_lapse == "withdrawn"
        lapse = Lapse.WITHDRAWN if withdrawn else Lapse.TO_A_PERSON
        facts: dict[str, Any] = {"lapse": lapse.value, "asked_until": until.isoformat()}
        record(session, EventKind.CASE_LAPSED, house.now(), case_id=case.id, **facts)
        return True
