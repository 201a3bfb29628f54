"""Work orders at the desk: taken as PDF, given an instruction, and what was done for each written down for the letter."""

import hashlib
from datetime import date
from itertools import zip_longest
from typing import Annotated

from fastapi import Depends, FastAPI, Form, HTTPException, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from tasks.case.errors import KaijiError
from tasks.case.happened import EventKind
from tasks.case.orders import Entry, record_fault
from tasks.case.progress import Step
from tasks.case.roles import MAY_ANSWER
from tasks.desk.error_pages import case_or_404
from tasks.desk.evidence_edits import STALE
from tasks.desk.hands import Hands
from tasks.desk.orders_shown import takes_records
from tasks.desk.signed_in import SignedIn, may
from tasks.letter_places import order_file
from tasks.store.cases import state_of
from tasks.store.events import record
from tasks.store.order_tables import WorkOrder
from tasks.store.orders import orders_of, record_nothing, record_work
from tasks.store.signing import evidence_digest
from tasks.store.tables import Case
from tasks.wiring import House

Worker = Annotated[SignedIn, Depends(may(*MAY_ANSWER[Step.CARRY_OUT]))]
_MOST = 60  # lines of one form
_Line = Annotated[str, Form(max_length=2000)]
Lines = Annotated[list[Annotated[str, Form(max_length=2000)]], Form(max_length=_MOST)]


def add_orders(desk: FastAPI, house: House, hands: Hands) -> None:
    """Adds `/cases/{number}/orders/{order}.pdf`, and the forms of an order: `…/instruction`, `…/done`, `…/nothing`."""

    @desk.get("/cases/{number}/orders/{order}.pdf")
    def order_pdf(number: str, order: str, me: Worker) -> Response:
        with house.database.transaction() as session:
            case = case_or_404(session, number)
            mine = _order(session, case, order)
            content = _file(house, mine)
            record(session, EventKind.ORDER_SEEN, house.now(), actor=me.handle, case_id=case.id, order=mine.number)
        named = {"Content-Disposition": f'inline; filename="{mine.number}.pdf"'}
        return Response(content, media_type="application/pdf", headers=named)

    @desk.post("/cases/{number}/orders/{order}/instruction")
    def instruction(number: str, order: str, me: Worker, text: _Line = "") -> Response:
        with house.database.transaction() as session:
            mine = _order(session, case_or_404(session, number), order)
        hands.instruct(number, mine.number, text, me.handle)
        return _back(number)

    @desk.post("/cases/{number}/orders/{order}/done")
    def done(
        number: str,
        order: str,
        me: Worker,
        evidence: Annotated[str, Form(max_length=64)],
        done_on: Annotated[date, Form()],
        item: Lines,
        before: Lines = [],  # noqa: B006  # FastAPI copies it
        after: Lines = [],  # noqa: B006
        measure: Lines = [],  # noqa: B006
    ) -> Response:
        lines = zip_longest(item, before, after, measure, fillvalue="")
        entries = [entry.trimmed() for each in lines if not (entry := Entry(*each)).is_empty]
        with house.database.transaction() as session:
            case = case_or_404(session, number, lock=True)
            mine = _recordable(session, case, order, evidence)
            fault = record_fault(mine.choice, entries, done_on, case.received_on, house.today())
            if fault is not None:
                raise HTTPException(422, fault.in_(me.language))
            record_work(session, mine, entries, done_on, me.handle, house.now())
        return _back(number)

    @desk.post("/cases/{number}/orders/{order}/nothing")
    def nothing(number: str, order: str, me: Worker, evidence: Annotated[str, Form(max_length=64)]) -> Response:
        with house.database.transaction() as session:
            case = case_or_404(session, number, lock=True)
            record_nothing(session, _recordable(session, case, order, evidence), me.handle, house.now())
        return _back(number)


def _back(number: str) -> Response:
    return RedirectResponse(f"/cases/{number}#orders", status_code=303)


def _order(session: Session, case: Case, number: str) -> WorkOrder:
    mine = next((each for each in orders_of(session, case.id) if each.number == number), None)
    if mine is None:
        raise HTTPException(404, "There is no such work order.")
    return mine


def _recordable(session: Session, case: Case, number: str, evidence: str) -> WorkOrder:
    """The order, where what became of it may still be written down by somebody who saw the case as it stands."""
    mine = _order(session, case, number)
    if not takes_records(state_of(session, case), mine):
        raise HTTPException(409, "The case has moved on since you opened this page; load it again.")
    if evidence_digest(session, case) != evidence:
        raise HTTPException(409, STALE)
    return mine


def _file(house: House, order: WorkOrder) -> bytes:
    file = order_file(house, order)
    if not order.sha256 or not file.is_file():
        raise HTTPException(404, "There is no such work order.")
    content = file.read_bytes()
    if hashlib.sha256(content).hexdigest() != order.sha256:
        raise KaijiError(
            "The file of this work order is not the one that was written; send the case back to the decision."
        )
    return content
