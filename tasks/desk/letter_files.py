"""A case's letters as PDF, for whoever may see its evidence; that somebody read one is an event."""

import hashlib
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Response
from sqlalchemy.exc import NoResultFound

from tasks.case.errors import KaijiError
from tasks.case.happened import EventKind
from tasks.case.progress import Step, Wait, what_comes_next
from tasks.case.roles import SEES_EVIDENCE
from tasks.desk.hands import Hands
from tasks.desk.signed_in import SignedIn, may
from tasks.desk.views import asking_of
from tasks.letter_places import place_of
from tasks.store.cases import case_by_number, known_numbers, letters_of, state_of
from tasks.store.events import record
from tasks.wiring import House

Viewer = Annotated[SignedIn, Depends(may(*SEES_EVIDENCE))]


def add_letters(desk: FastAPI, house: House, hands: Hands) -> None:
    """Adds `/cases/{number}/letters/{letter}.pdf`, and the letter that waits for its release as `/cases/{number}/asks.pdf`."""

    @desk.get("/cases/{number}/asks.pdf")
    def not_yet_written(number: str, me: Viewer) -> Response:
        with house.database.transaction() as session:
            case = case_by_number(session, number) if known_numbers(session, [number]) else None
            coming = what_comes_next(state_of(session, case)) if case else None
            if case is None or not isinstance(coming, Wait) or coming.step is not Step.RELEASE_DEFICIENCY:
                raise HTTPException(404, "There is no such letter.")
            told: dict[str, Any] = {"letter": "preview", "step": coming.key}
            record(session, EventKind.LETTER_SEEN, house.now(), actor=me.handle, case_id=case.id, **told)
        return Response(hands.preview(number), media_type="application/pdf")

    @desk.get("/cases/{number}/letters/{letter}.pdf")
    def letter_pdf(number: str, letter: str, me: Viewer) -> Response:
        try:
            content = _read(house, number, letter, me.handle)
        except (NoResultFound, FileNotFoundError):
            raise HTTPException(404, "There is no such letter.") from None
        named = {"Content-Disposition": f'inline; filename="{letter}.pdf"'}
        return Response(content, media_type="application/pdf", headers=named)


def _read(house: House, number: str, letter: str, person: str) -> bytes:
    with house.database.transaction() as session:
        case = case_by_number(session, number)
        mine = next((each for each in letters_of(session, case.id) if each.number == letter), None)
        if mine is None:
            raise FileNotFoundError
        content = place_of(house, session, mine).read_bytes()
        if mine.sha256 and hashlib.sha256(content).hexdigest() != mine.sha256:
            raise KaijiError("The file of this letter is not the one that was written; have the letters written again.")
        step = asking_of(session, case)
        record(session, EventKind.LETTER_SEEN, house.now(), actor=person, case_id=case.id, letter=letter, step=step)
        return content
