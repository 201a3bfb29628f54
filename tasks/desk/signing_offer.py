"""Whether somebody may take a code for what a case asks at present, and if not, who may."""

from dataclasses import dataclass

from sqlmodel import Session

from tasks.case.approval import extension_needs_approval
from tasks.case.progress import Step, Wait, what_comes_next
from tasks.case.roles import MAY_ANSWER, Duty, conflicting_duty, duties_done, may_answer
from tasks.desk.signed_in import SignedIn
from tasks.store.cases import state_of
from tasks.store.tables import Case
from tasks.wiring import House


@dataclass(frozen=True)
class Offer:
    """What is asked now (None: nobody is asked), who may answer it, and whether this person may.

    `conflict`: the duty that this person already had in the case and that keeps them from answering.
    """

    wait: Wait | None
    roles: tuple[str, ...] = ()
    may: bool = False
    conflict: Duty | None = None


def offer_for(house: House, session: Session, case: Case, person: SignedIn) -> Offer:
    """The offer of a code to one person: by what will be asked of whoever signs with it, so that none is given in vain."""
    state = state_of(session, case)
    coming = what_comes_next(state)
    if not isinstance(coming, Wait):
        return Offer(None)
    policy = house.policy_of(case)
    conflict = conflicting_duty(coming.step, person.handle, duties_done(state.people), policy.parted_duties)
    asked_it = coming.step is Step.EXTEND_DUE and person.handle == state.extension_asked_by
    theirs = asked_it and extension_needs_approval(policy.approvals, house.settings.second_approval)
    may = may_answer(coming.step, person.roles) and conflict is None and not theirs
    return Offer(coming, tuple(sorted(MAY_ANSWER[coming.step])), may, conflict)
