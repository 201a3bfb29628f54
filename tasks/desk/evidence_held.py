"""What a person says of held data on the evidence page: whose a near match is, and what a system searched by hand holds."""

from contextlib import suppress
from typing import Annotated, Literal

from fastapi import Depends, FastAPI, Form, HTTPException, Response, UploadFile
from fastapi.responses import RedirectResponse

from tasks.case.brought import LARGEST, Column, read_brought
from tasks.case.errors import KaijiError
from tasks.case.held import HeldVerdict
from tasks.case.progress import Step, Wait, what_comes_next
from tasks.case.roles import EDITS_EVIDENCE, MAY_ANSWER
from tasks.desk.error_pages import case_or_404
from tasks.desk.evidence_edits import STALE
from tasks.desk.hands import Hands
from tasks.desk.signed_in import SignedIn, may
from tasks.policy.sources import HeldSource
from tasks.store.cases import state_of
from tasks.store.held import judge_record, keep_by_hand
from tasks.store.signing import evidence_digest
from tasks.wiring import House

Judge = Annotated[SignedIn, Depends(may(*EDITS_EVIDENCE))]
Searcher = Annotated[SignedIn, Depends(may(*MAY_ANSWER[Step.SEARCH_BY_HAND]))]
Digest = Annotated[str, Form(max_length=64)]  # of what the sender's page showed
Verdict = Annotated[Literal["persons", "others", "undone"], Form()]


def add_held(desk: FastAPI, house: House, hands: Hands) -> None:
    """Adds POST `/cases/{number}/held/{position}` (whose record it is) and `/cases/{number}/brought/{source}` (a file).

    422 with a sentence where it cannot be, 409 where the evidence is no longer what the sender saw.
    """

    @desk.post("/cases/{number}/held/{position}")
    def judge(number: str, position: int, me: Judge, evidence: Digest, verdict: Verdict) -> Response:
        said = None if verdict == "undone" else HeldVerdict(verdict)
        with house.database.transaction() as session:
            case = case_or_404(session, number, lock=True)
            if evidence_digest(session, case) != evidence:
                raise HTTPException(409, STALE)
            judge_record(session, case, position, said, me.handle, house.now())
        return _back(hands, number)

    @desk.post("/cases/{number}/brought/{source}")
    def brought(number: str, source: str, me: Searcher, file: UploadFile | None = None) -> Response:
        content = file.file.read(LARGEST + 1) if file and file.filename else b""
        keep_file(house, number, source, content, me.handle)
        return _back(hands, number)


def keep_file(house: House, number: str, source: str, content: bytes, person: str) -> None:
    """Keeps the records of a file, in the place of what was brought from that system before; no file takes it away."""
    with house.database.transaction() as session:
        case = case_or_404(session, number, lock=True)
        coming = what_comes_next(state_of(session, case))
        if not isinstance(coming, Wait) or coming.step is not Step.SEARCH_BY_HAND:
            raise HTTPException(409, "The case is not waiting for a search by hand; load the page again.")
        system = house.policy_of(case).source_of(source)
        if system is None or not system.by_hand:
            raise HTTPException(404, "The policy has no such system that is searched by hand.")
        rows = read_brought(content, _columns(system)) if content else []
        keep_by_hand(session, case, source, system.name_ja, rows, person, house.now())


def _columns(system: HeldSource) -> list[Column]:
    return [Column(column.name, (column.label_ja, column.label_en)) for column in system.column]


def _back(hands: Hands, number: str) -> Response:
    """The case's waiting form tells how much is held, so its run follows; the daily deadlines run sees to it otherwise."""
    with suppress(KaijiError):
        hands.move_on(number)
    return RedirectResponse(f"/cases/{number}#part-held", status_code=303)
