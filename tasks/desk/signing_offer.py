"""Whether somebody may take a code for what a case asks at present, and if not, who may."""

from dataclasses import dataclass

from sqlmodel import Session

from tasks.case.approval import extension_needs_approval
from tasks.case.progress import Step, Wait, what_comes_next
from tasks.case.roles import MAY_ANSWER, Duty, conflicting_duty, may_answer
from tasks.desk.signed_in import SignedIn
from tasks.store.cases import state_of
from tasks.store.duties import duties_had
from tasks.store.tables import Case
from tasks.wiring import House


@dataclass(frozen=True)
class Offer:
    """What is asked now (None: nobody is asked), who may answer it, and whether this person may.

    `conflict`: the duty that this person already had in the case and that keeps them from answering. `asked_it`: they asked
    for the time that somebody else must grant.
    """

    wait: Wait | None
    roles: tuple[str, ...] = ()
    may: bool = False
    conflict: Duty | None = None
    asked_it: bool = False


def offer_for(house: House, session: Session, case: Case, person: SignedIn) -> Offer:
    """The offer of a code to one person, by the rules by which an answer is accepted."""
    policy, state = house.policy_of(case), state_of(session, case)
    coming = what_comes_next(state)
    if not isinstance(coming, Wait):
        return Offer(None)
    step, handle = coming.step, person.handle
    conflict = conflicting_duty(step, handle, duties_had(session, case.id), policy.parted_duties)
    granted_by_another = extension_needs_approval(policy.approvals, house.settings.second_approval)
    asked_it = step is Step.EXTEND_DUE and granted_by_another and handle == state.extension_asked_by
    free = conflict is None and not asked_it
    return Offer(coming, tuple(sorted(MAY_ANSWER[step])), may_answer(step, person.roles) and free, conflict, asked_it)
