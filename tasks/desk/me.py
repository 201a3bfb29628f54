"""A person's own account: the language in which the desk speaks to them, and their password."""

from typing import Annotated

from fastapi import FastAPI, Form, Request, Response
from fastapi.responses import RedirectResponse

from tasks.case.errors import KaijiError
from tasks.desk.attempts import Attempts
from tasks.desk.pages import show
from tasks.desk.sessions import set_cookie, start_session
from tasks.desk.signed_in import person_of
from tasks.store.accounts import LANGUAGES, account_of, refuse, set_language, set_password, try_password
from tasks.wiring import House

Text = Annotated[str, Form()]


def add_me(desk: FastAPI, house: House, attempts: Attempts) -> None:
    """`/me`, for everybody who is signed in."""

    @desk.get("/me")
    def look(request: Request) -> Response:
        return _page(house, request, said=request.query_params.get("said", ""))

    @desk.post("/me/language")
    def speak(request: Request, language: Text = "") -> Response:
        person = person_of(request)
        if language not in LANGUAGES:
            return _page(house, request, 422, said="language")
        with house.database.transaction() as session:
            set_language(session, account_of(session, person.handle), language, house.now(), person.handle)
        return RedirectResponse("/me?said=spoken", status_code=303)

    @desk.post("/me/password")
    def change(request: Request, now: Text = "", new: Text = "", again: Text = "") -> Response:
        person = person_of(request)
        if attempts.seconds_to_wait(request.client.host if request.client else "", person.handle):
            return _page(house, request, 429, said="too_often")
        if new != again:
            return _page(house, request, 422, said="differs")
        said, token = _change_password(house, person.handle, now, new)
        if not token:
            return _page(house, request, 422, said=said)
        response = RedirectResponse("/me?said=changed", status_code=303)
        set_cookie(house, request, response, token)
        return response


def _change_password(house: House, handle: str, now: str, new: str) -> tuple[str, str]:
    """What to tell the person, and the token of a new session, or "" where the password stays; other browsers are out."""
    with house.database.transaction() as session:
        account = account_of(session, handle)
        if (refusal := try_password(account, now, house.now())) is not None:
            refuse(session, account, refusal, house.now())
            return "wrong", ""
        try:
            set_password(session, account, new, house.now(), handle)
        except KaijiError:
            return "rule", ""
        return "changed", start_session(house, session, account)


def _page(house: House, request: Request, status: int = 200, *, said: str = "") -> Response:
    person = person_of(request)
    with house.database.transaction() as session:
        account = account_of(session, person.handle)
    return show(house, request, "me.html", status, news=said, account=account)
