"""Whether somebody may take a code for what a case asks at present, and if not, who may."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlmodel import Session

from tasks.case.progress import Wait, what_comes_next
from tasks.case.roles import MAY_ANSWER, Duty, conflicting_duty, may_answer
from tasks.desk.signed_in import SignedIn
from tasks.store.cases import state_of
from tasks.store.duties import duties_had
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


def offer_for(session: Session, case: Case, person: SignedIn, apart: Iterable[Collection[Duty]]) -> Offer:
    """The offer of a code to one person; `apart`: the duties that the case's policy parts, as for its answers."""
    coming = what_comes_next(state_of(session, case))
    if not isinstance(coming, Wait):
        return Offer(None)
    roles = tuple(sorted(MAY_ANSWER[coming.step]))
    conflict = conflicting_duty(coming.step, person.handle, duties_had(session, case.id), apart)
    return Offer(coming, roles, may_answer(coming.step, person.roles) and conflict is None, conflict)
