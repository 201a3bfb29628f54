"""What the desk says when something cannot be done: a page for people, a sentence for scripts, in the reader's language."""

import logging

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import NoResultFound
from sqlmodel import Session
from starlette.exceptions import HTTPException as AnyHTTPException

from tasks.case.errors import KaijiError
from tasks.desk.error_words import in_language
from tasks.desk.pages import show
from tasks.quiet import type_and_place
from tasks.store.cases import case_by_number
from tasks.store.tables import Case
from tasks.wiring import House

_MISSING = 404
_LOG = logging.getLogger(__name__)
BY_STATUS = {
    0: "This cannot be done.",
    401: "Sign in first.",
    403: "Your account has no role that may see this.",
    404: "There is no such page.",
    405: "This page takes no such request.",
    422: "What was sent is not complete or not right; load the page again.",
}
_UNSAID = "Not Found", "Method Not Allowed", "Forbidden", "Unauthorized"  # the framework's own words


def add_errors(desk: FastAPI, house: House) -> None:
    """Answers every error with a sentence in the language of who is signed in."""

    def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, AnyHTTPException)  # noqa: S101  # for the type checker: it is registered for these
        return _tell(house, request, error.status_code, str(error.detail))

    def invalid(request: Request, error: Exception) -> Response:  # noqa: ARG001  # what was sent may be personal
        return _tell(house, request, 422, "")

    def refused(request: Request, error: Exception) -> Response:
        return _tell(house, request, 422, str(error))

    desk.add_exception_handler(AnyHTTPException, http)
    desk.add_exception_handler(RequestValidationError, invalid)
    desk.add_exception_handler(KaijiError, refused)


def case_or_404(session: Session, number: str, *, lock: bool = False) -> Case:
    """The case of this number, held for the transaction with `lock`; 404 where there is none."""
    try:
        return case_by_number(session, number, lock=lock)
    except NoResultFound:
        raise no_such_case() from None


def broken(house: House, request: Request, unexpected: Exception) -> Response:
    """Answers what nobody expected with 500; the log has its type and place, and neither its words nor the address."""
    _LOG.error("%s: %s; please report it.", request.method, type_and_place(unexpected))
    return _tell(house, request, 500, "")


def no_such_case() -> HTTPException:
    """404, in words that repeat nothing from the address."""
    return HTTPException(404, "There is no case of this number.")


def _tell(house: House, request: Request, status: int, sentence: str) -> Response:
    said = sentence if sentence and sentence not in _UNSAID else BY_STATUS.get(status, BY_STATUS[0])
    told = in_language(_language(house, request), said)
    if _wants_page(request):
        return show(house, request, "error.html", status, sentence=told, missing=status == _MISSING)
    return JSONResponse({"error": told}, status_code=status)


def _language(house: House, request: Request) -> str:
    person = getattr(request.state, "signed_in", None)
    return str(person.language) if person else house.settings.language


def _wants_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "text/html")
