"""The page of letters beside the answer: released, posted, or sent as a protected file; and asking for one."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from tasks.audit.words import SENT_BY
from tasks.case.errors import KaijiError
from tasks.case.roles import EDITS_EVIDENCE, SEES_EVIDENCE, Role
from tasks.desk.error_pages import case_or_404
from tasks.desk.hands import Hands
from tasks.desk.notices import MEANS, Outcome, fetch_package, one_by_one, post_notices, read_notices, send_packages
from tasks.desk.pages import show
from tasks.desk.signed_in import SignedIn, may
from tasks.wiring import House


async def _sent(request: Request) -> FormData:
    return await request.form()


Sent = Annotated[FormData, Depends(_sent)]
Worker = Annotated[SignedIn, Depends(may(*(SEES_EVIDENCE - {Role.AUDITOR})))]
Releaser = Annotated[SignedIn, Depends(may(*EDITS_EVIDENCE))]
Operator = Annotated[SignedIn, Depends(may(Role.OPERATOR))]


def add_notices(desk: FastAPI, house: House, hands: Hands) -> None:
    """Adds `/notices` with what may be done there, and `/cases/{number}/acknowledge`."""
    _add_releasing(desk, house, hands)
    _add_sending(desk, house)

    @desk.get("/notices")
    def notices(request: Request, _: Worker) -> Response:
        return _show(house, request)

    @desk.post("/cases/{number}/acknowledge")
    def acknowledge(number: str, me: Worker) -> Response:
        with house.database.transaction() as session:
            case_or_404(session, number)
        hands.acknowledge(number, me.handle)
        return RedirectResponse(f"/cases/{number}", status_code=303)


def _add_releasing(desk: FastAPI, house: House, hands: Hands) -> None:
    @desk.post("/notices/release")
    def release(request: Request, me: Releaser, sent: Sent) -> Response:
        return _show(house, request, one_by_one(_by(me, sent), hands.release_notice))

    @desk.post("/notices/discard")
    def discard(request: Request, me: Releaser, sent: Sent) -> Response:
        return _show(house, request, one_by_one(_by(me, sent), hands.discard_notice))


def _add_sending(desk: FastAPI, house: House) -> None:
    @desk.post("/notices/posted")
    def posted(request: Request, me: Operator, sent: Sent) -> Response:
        typed = [(letter, str(sent.get(f"tracking:{letter}", ""))) for letter in _ticked(sent)]
        return _show(house, request, post_notices(house, me.handle, typed))

    @desk.get("/notices/{letter}/package")
    def package(letter: str, me: Operator) -> Response:
        try:
            name, content = fetch_package(house, letter, me.handle)
        except KaijiError as why:
            raise HTTPException(404, str(why)) from None
        told = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return Response(content, media_type="application/octet-stream", headers=told)

    @desk.post("/notices/sent")
    def sent_out(request: Request, me: Operator, sent: Sent) -> Response:
        means = str(sent.get("means", ""))
        return _show(house, request, send_packages(house, me.handle, _ticked(sent), means))


def _ticked(sent: FormData) -> list[str]:
    return list(dict.fromkeys(each for each in sent.getlist("letter") if isinstance(each, str)))


def _by(me: SignedIn, sent: FormData) -> list[tuple[str, str]]:
    return [(letter, me.handle) for letter in _ticked(sent)]


def _show(house: House, request: Request, done: Sequence[Outcome] = ()) -> Response:
    facts: dict[str, Any] = {"listed": read_notices(house), "done": done, "means": MEANS, "sent_by": SENT_BY}
    return show(house, request, "notices.html", **facts)
