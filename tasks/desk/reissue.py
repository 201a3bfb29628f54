"""Has a posted letter issued again that did not come back: it was lost, or arrived damaged or incomplete."""

from contextlib import suppress
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Form, HTTPException, Response
from fastapi.responses import RedirectResponse

from tasks.case.errors import KaijiError
from tasks.case.happened import EventKind
from tasks.case.progress import CaseState
from tasks.case.reply import password_occasion
from tasks.case.returned import AskedAgain, may_come_back
from tasks.case.roles import EDITS_EVIDENCE
from tasks.desk.error_pages import case_or_404
from tasks.desk.hands import Hands
from tasks.desk.signed_in import SignedIn, may
from tasks.store.cases import letters_of, state_of
from tasks.store.events import events_of, record
from tasks.store.letters import posted_letters
from tasks.store.tables import EventRow, LetterRow
from tasks.wiring import House

Reviewer = Annotated[SignedIn, Depends(may(*EDITS_EVIDENCE))]


def add_reissue(desk: FastAPI, house: House, hands: Hands) -> None:
    """Adds POST `/cases/{number}/letters/{letter}/again`: the case, though closed, then asks what becomes of the letter."""

    @desk.post("/cases/{number}/letters/{letter}/again")
    def again(number: str, letter: str, me: Reviewer, why: Annotated[AskedAgain, Form()]) -> Response:
        _ask(house, number, letter, why, me.handle)
        with suppress(KaijiError):  # the daily deadlines run gives it the run it needs otherwise
            hands.move_on(number)
        return RedirectResponse(f"/cases/{number}", status_code=303)


def _ask(house: House, number: str, letter: str, why: AskedAgain, person: str) -> None:
    with house.database.transaction() as session:
        case = case_or_404(session, number, lock=True)
        letters, events = letters_of(session, case.id), events_of(session, case.id)
        mine = next((each for each in letters if each.number == letter), None)
        state = state_of(session, case)
        if mine is None or letter not in issuable(letters, events, state):
            raise HTTPException(409, "This letter cannot be issued again: it was not posted, or its matter is settled.")
        for each in _together(letters, mine, state):
            told: dict[str, Any] = {"letter": each.number, "occasion": each.occasion, "why": why.value}
            record(session, EventKind.REISSUE_ASKED, house.now(), actor=person, case_id=case.id, **told)


def _together(letters: list[LetterRow], mine: LetterRow, state: CaseState) -> list[LetterRow]:
    """The letter and, where it goes out as a package, the one with its password: a package that is made again has another."""
    of_password = password_occasion(mine.occasion) if mine.package_sha256 else None
    waiting = set(state.returned.values())
    also = [each for each in letters if each.occasion == of_password and not each.withdrawn]
    return [mine, *(each for each in also if each.number not in waiting)]


def issuable(letters: list[LetterRow], events: list[EventRow], state: CaseState) -> frozenset[str]:
    """The numbers of a case's letters that may be issued again: they stand, were posted, and their matter is not settled.

    A package is not while another letter is under way: that may be the one with its password.
    """
    posted = posted_letters(letters, events)
    standing = (each for each in letters if not each.withdrawn and each.number in posted)
    free = (each for each in standing if not (each.package_sha256 and state.again))
    waiting = set(state.returned.values())
    return frozenset(each.number for each in free if each.number not in waiting and may_come_back(state, each.occasion))
