"""Gives out signing codes on the evidence page, to those who may answer what the case asks at present."""

from datetime import timedelta
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Form, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from sqlmodel import Session, select

from tasks.case.question_words import FORMS
from tasks.case.roles import SEES_EVIDENCE
from tasks.desk.error_pages import case_or_404
from tasks.desk.pages import show, translations
from tasks.desk.signed_in import SignedIn, may
from tasks.desk.signing_offer import offer_for
from tasks.desk.views import has_looked
from tasks.store.account_tables import Account
from tasks.store.cases import state_of
from tasks.store.events import events_of, newest_run
from tasks.store.signing import evidence_digest, issue_code
from tasks.store.tables import Case
from tasks.wiring import House

Viewer = Annotated[SignedIn, Depends(may(*SEES_EVIDENCE))]

GOOD = "Good until %(until)s (%(n)s minutes)."


def add_signing(desk: FastAPI, house: House) -> None:
    """Adds POST `/cases/{number}/code`: JSON for scripts, a page for a plain form.

    The code is for the evidence that the sender's page showed: 409 where it, or what is asked, has changed since, or where
    the sender has not opened it.
    """

    @desk.post("/cases/{number}/code")
    def code(
        request: Request, number: str, me: Viewer, asking: Annotated[str, Form()], evidence: Annotated[str, Form()]
    ) -> Response:
        with house.database.transaction() as session:
            case = case_or_404(session, number)
            given = _give(house, session, case, me, asking, evidence)
        if "text/html" in request.headers.get("accept", ""):
            return show(house, request, "code.html", given=given, number=number)
        return JSONResponse(given)


def _give(house: House, session: Session, case: Case, me: SignedIn, asking: str, evidence: str) -> dict[str, Any]:
    offer = offer_for(house, session, case, state_of(session, case), me)
    if offer.wait is None or offer.wait.key != asking:
        raise HTTPException(409, "The case has moved on since you opened this page; load it again.")
    if not offer.may:
        raise HTTPException(403, "Your roles may not answer this question, or you had another duty in this case.")
    if not has_looked(session, case, me.handle, asking) or evidence_digest(session, case) != evidence:
        raise HTTPException(409, "The evidence has changed since you opened this page; load it again and look.")
    account = session.exec(select(Account).where(Account.handle == me.handle)).first()
    if account is None:
        raise HTTPException(403, "Your account may not sign.")
    now, minutes = house.now(), house.settings.code_minutes
    words = translations(me.language)
    until = f"{now + timedelta(minutes=minutes):%H:%M}"
    return {
        "code": issue_code(session, house.key("signing"), account, case, asking, evidence, now, minutes),
        "minutes": minutes,
        "until": until,
        "good": words.get(GOOD, GOOD) % {"until": until, "n": minutes},
        "step": FORMS[offer.wait.step].in_(me.language),
        "run": _run(house, session, case),
    }


def _run(house: House, session: Session, case: Case) -> str:
    """The address of the waiting run in Prefect, or "" where the case has none yet."""
    run = newest_run(events_of(session, case.id))
    return f"{house.settings.prefect_url}/v2/runs/flow-run/{run}" if run else ""
