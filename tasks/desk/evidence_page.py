"""The evidence page: where somebody looks before they decide, and may ask for more time."""

from contextlib import suppress
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Form, HTTPException, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.exc import NoResultFound

from tasks.case.errors import KaijiError
from tasks.case.happened import EventKind
from tasks.case.progress import Step, Wait, what_comes_next
from tasks.case.returned import ASKED_AGAIN
from tasks.case.roles import EDITS_EVIDENCE, MAY_ANSWER, SEES_EVIDENCE, Role
from tasks.desk.error_pages import case_or_404, no_such_case
from tasks.desk.evidence import look_at_case
from tasks.desk.hands import Hands
from tasks.desk.page_facts import facts_for_scripts, words_for_page
from tasks.desk.pages import show
from tasks.desk.signed_in import SignedIn, may
from tasks.store.cases import state_of
from tasks.store.edits import editable_case
from tasks.store.events import record
from tasks.store.letters import change_language
from tasks.wiring import House

Viewer = Annotated[SignedIn, Depends(may(*SEES_EVIDENCE))]
Editor = Annotated[SignedIn, Depends(may(*EDITS_EVIDENCE))]
Worker = Annotated[SignedIn, Depends(may(*(SEES_EVIDENCE - {Role.AUDITOR})))]


def add_evidence(desk: FastAPI, house: House, hands: Hands) -> None:
    """Adds `/cases/{number}` and the forms on it: more time, and the language of letters."""

    @desk.get("/cases/{number}")
    def case(request: Request, number: str, me: Viewer) -> Response:
        try:
            evidence = look_at_case(house, number, me)
        except NoResultFound:
            raise no_such_case() from None
        facts: dict[str, Any] = words_for_page(house, evidence, me)
        facts["for_scripts"] = facts_for_scripts(evidence, me)
        facts["may_edit"] = me.has(*EDITS_EVIDENCE) and not evidence.sample
        facts["may_bring"] = facts["takes_brought"] and not evidence.sample and me.has(*MAY_ANSWER[Step.SEARCH_BY_HAND])
        facts["may_judge"] = me.has(*EDITS_EVIDENCE) and evidence.undecided
        facts["may_record"] = me.has(*MAY_ANSWER[Step.CARRY_OUT])
        facts["asked_again"] = ASKED_AGAIN
        facts["may_ask"] = not (evidence.closed or evidence.sample) and me.roles != {Role.AUDITOR}
        return show(house, request, "case.html", evidence=evidence, **facts)

    @desk.post("/cases/{number}/extension")
    def extension(number: str, me: Worker) -> Response:
        _ask_for_time(house, number, me.handle)
        with suppress(KaijiError):  # the daily deadlines run gives it the run it needs otherwise
            hands.move_on(number)
        return RedirectResponse(f"/cases/{number}", status_code=303)

    @desk.post("/cases/{number}/language")
    def language(number: str, me: Editor, language: Annotated[str, Form(max_length=2)]) -> Response:
        write_letters_in(house, number, language, me.handle)
        with suppress(KaijiError):  # as for more time
            hands.move_on(number)
        return RedirectResponse(f"/cases/{number}", status_code=303)


def write_letters_in(house: House, number: str, language: str, person: str) -> None:
    """Has the letters of a case written in another language; KaijiError where it is decided, 422 where none are offered in it."""
    with house.database.transaction() as session:
        case = editable_case(session, number)
        if language not in house.policy_of(case).language.letters:
            raise HTTPException(422, "The company writes no letters in this language; choose one of those shown.")
        change_language(session, case, language, person, house.now())


def _ask_for_time(house: House, number: str, person: str) -> None:
    """Notes that somebody asks for more time; 409 where that is asked already, or the case is closed."""
    with house.database.transaction() as session:
        case = case_or_404(session, number, lock=True)
        state = state_of(session, case)
        coming = what_comes_next(state)
        if state.closed or (isinstance(coming, Wait) and coming.step is Step.EXTEND_DUE):
            raise HTTPException(409, "The case is closed, or more time has been asked for already.")
        record(session, EventKind.EXTENSION_ASKED, house.now(), actor=person, case_id=case.id)
