"""Whether somebody may take a code for what a case asks at present, and if not, who may."""

from dataclasses import dataclass

from sqlmodel import Session

from tasks.case.progress import CaseState, Wait, what_comes_next
from tasks.case.roles import MAY_ANSWER, Duty
from tasks.desk.signed_in import SignedIn
from tasks.store.cases import is_sample
from tasks.store.tables import Case
from tasks.wiring import House


@dataclass(frozen=True)
class Offer:
    """What is asked now (None: nobody is asked), who may answer it, and whether this person may.

    `conflict`: the duty that this person already had in the case and that keeps them from answering. `asked_it`: they asked
    for the time that somebody else must grant. `readdressed`: they corrected the address of the letter that is issued again.
    """

    wait: Wait | None
    roles: tuple[str, ...] = ()
    may: bool = False
    conflict: Duty | None = None
    asked_it: bool = False
    readdressed: bool = False


def offer_for(house: House, session: Session, case: Case, state: CaseState, person: SignedIn) -> Offer:
    """The offer of a code to one person, by the rule by which an answer is accepted."""
    coming = what_comes_next(state)
    if not isinstance(coming, Wait) or is_sample(session, case):
        return Offer(None)
    hindered = house.hindrance_of(session, case, state, coming.step, person.handle, person.roles)
    roles = tuple(sorted(MAY_ANSWER[coming.step]))
    if hindered is None:
        return Offer(coming, roles, may=True)
    return Offer(coming, roles, conflict=hindered.duty, asked_it=hindered.asked_it, readdressed=hindered.readdressed)
