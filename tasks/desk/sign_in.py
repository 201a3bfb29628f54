"""Signing in and out of the desk with a handle and a password."""

from typing import Annotated

from fastapi import FastAPI, Form, Request, Response
from fastapi.responses import RedirectResponse

from tasks.desk.attempts import Attempts
from tasks.desk.gate import Gate, not_signed_in, safe_next
from tasks.desk.me import add_me
from tasks.desk.pages import show
from tasks.desk.sessions import (
    forget_session,
    form_token,
    set_cookie,
    set_form_cookie,
    sign_out,
    start_session,
)
from tasks.desk.signed_in import NotSignedIn, person_of
from tasks.store.accounts import Refusal, list_accounts, sign_in
from tasks.wiring import House

Text = Annotated[str, Form()]
_LONGEST_HANDLE = 64  # what is counted by handle is kept for minutes


def add_sign_in(desk: FastAPI, house: House) -> None:
    """The gate before every route, and the pages to sign in, sign out and change one's own account.

    Call it before any other middleware is added: what is added later stands outside of it.
    """
    attempts = Attempts()
    if house.settings.oidc_issuer:
        from tasks.desk.oidc import add_oidc  # Authlib, which a desk with accounts of its own need not load

        add_oidc(desk, house, attempts)
    desk.add_middleware(Gate, house=house)
    desk.add_exception_handler(NotSignedIn, lambda request, _: not_signed_in(request))
    _add_routes(desk, house, attempts)
    add_me(desk, house, attempts)


def _add_routes(desk: FastAPI, house: House, attempts: Attempts) -> None:
    @desk.get("/sign-in")
    def ask(request: Request) -> Response:
        back = safe_next(request.query_params.get("next", "/"))
        if request.state.signed_in is not None:
            return RedirectResponse(back, status_code=303)
        return sign_in_page(house, request, back, failed=request.query_params.get("failed", ""))

    @desk.post("/sign-in")
    def let_in(request: Request, handle: Text = "", password: Text = "", next: Text = "/") -> Response:  # noqa: A002
        who, back = handle.strip().lower()[:_LONGEST_HANDLE], safe_next(next)
        wait = attempts.seconds_to_wait(request.client.host if request.client else "", who)
        if wait:
            page = sign_in_page(house, request, back, 429, failed="too_often", minutes=-(-wait // 60))
            page.headers["Retry-After"] = str(wait)
            return page
        with house.database.transaction() as session:
            account = sign_in(session, who, password, house.now())
            token = None
            if not isinstance(account, Refusal):
                forget_session(house, session, request)
                token = start_session(house, session, account)
        if token is None:
            return sign_in_page(house, request, back, 401, failed="wrong", typed=who)
        attempts.succeeded(who)
        response = RedirectResponse(back, status_code=303)
        set_cookie(house, request, response, token)
        return response

    @desk.post("/sign-out")
    def leave(request: Request) -> Response:
        response = RedirectResponse("/sign-in", status_code=303)
        sign_out(house, request, response, person_of(request))
        return response


def sign_in_page(
    house: House, request: Request, back: str, status: int = 200, *, failed: str = "", typed: str = "", minutes: int = 5
) -> Response:
    """The sign-in page. `failed`: why it is shown again (`wrong`, `too_often`, `company`), or ""."""
    csrf, kept = form_token(house, request)
    with house.database.transaction() as session:
        nobody = not list_accounts(session)
    facts = {"back": back, "csrf": csrf, "failed": failed, "typed": typed, "minutes": minutes, "nobody": nobody}
    page = show(house, request, "sign_in.html", status, company=bool(house.settings.oidc_issuer), **facts)
    set_form_cookie(house, request, page, kept)
    return page
