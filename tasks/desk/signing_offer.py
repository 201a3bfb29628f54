"""Whether somebody may take a code for what a case asks at present, and if not, who may."""

from collections import defaultdict
from dataclasses import dataclass

from sqlmodel import Session

from tasks.case.progress import Step, Wait, what_comes_next
from tasks.case.roles import DUTY_OF, MAY_ANSWER, Duty, conflicting_duty, may_answer
from tasks.desk.signed_in import SignedIn
from tasks.store.cases import answers_of, state_of
from tasks.store.tables import Case


@dataclass(frozen=True)
class Offer:
    """What is asked now (None: nobody is asked), who may answer it, and whether this person may.

    `conflict`: the duty that this person already had in the case and that keeps them from answering.
    """

    wait: Wait | None
    roles: tuple[str, ...] = ()
    may: bool = False
    conflict: Duty | None = None


def offer_for(session: Session, case: Case, person: SignedIn) -> Offer:
    """The offer of a code to one person."""
    coming = what_comes_next(state_of(session, case))
    if not isinstance(coming, Wait):
        return Offer(None)
    done: defaultdict[Duty, set[str]] = defaultdict(set)
    for answer in answers_of(session, case.id):
        if (duty := DUTY_OF.get(Step(answer.step))) is not None:
            done[duty].add(answer.person)
    roles = tuple(sorted(MAY_ANSWER[coming.step]))
    conflict = conflicting_duty(coming.step, person.handle, done)
    return Offer(coming, roles, may_answer(coming.step, person.roles) and conflict is None, conflict)
