"""The desk: the SLA page, and one evidence page for each case. Listens on the local machine only."""

import re
from pathlib import Path
from typing import Annotated

from fastapi import FastAPI, Form, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy.exc import NoResultFound
from starlette.middleware.trustedhost import TrustedHostMiddleware

from tasks.case.clock import days_left
from tasks.case.roles import HANDLE
from tasks.case.sla import is_overdue, is_soon
from tasks.desk.evidence import look_at_case, note_correction, page_picture
from tasks.desk.ledger import read_sla
from tasks.desk.sign_in import add_sign_in
from tasks.wiring import House, open_house

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "desk"
_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self'; form-action 'self'; frame-ancestors 'none'"
)
_NOBODY = "unknown"  # until people log in


def app(house: House | None = None) -> FastAPI:
    """The desk of a house, or of the process's own."""
    chosen = house or open_house()
    desk = FastAPI(title="kaiji desk", docs_url=None, redoc_url=None, openapi_url=None)
    add_sign_in(desk, chosen)  # first: what is added later stands outside of it
    desk.add_middleware(TrustedHostMiddleware, allowed_hosts=[chosen.settings.host, "127.0.0.1", "localhost"])
    _add_headers(desk)
    _add_pages(desk, chosen)
    return desk


def _add_headers(desk: FastAPI) -> None:
    @desk.middleware("http")
    async def headers(request: Request, call_next: object) -> Response:
        response: Response = await call_next(request)  # type: ignore[operator]  # Starlette's own signature
        response.headers["Content-Security-Policy"] = _POLICY
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def _add_pages(desk: FastAPI, house: House) -> None:
    pages = _environment(house)

    @desk.get("/health")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    @desk.get("/", response_class=HTMLResponse)
    def sla() -> str:
        return pages.get_template("sla.html").render(sla=read_sla(house))

    @desk.get("/cases/{number}", response_class=HTMLResponse)
    def case(number: str) -> str:
        try:
            evidence = look_at_case(house, number, _NOBODY)
        except NoResultFound:
            raise HTTPException(404, f"There is no case {number}.") from None
        return pages.get_template("case.html").render(evidence=evidence, today=house.today())

    @desk.get("/cases/{number}/pages/{index}.png")
    def page(number: str, index: int) -> Response:
        try:
            return Response(page_picture(house, number, index), media_type="image/png")
        except (NoResultFound, KeyError, FileNotFoundError):
            raise HTTPException(404, "There is no such page.") from None

    @desk.post("/cases/{number}/correction")
    def correction(
        request: Request,
        number: str,
        content: Annotated[str, Form(min_length=1, max_length=4000)],
        person: Annotated[str, Form()],
    ) -> Response:
        _must_be_from_here(request, house)
        if not re.fullmatch(HANDLE, person):
            raise HTTPException(422, "Your handle must be lower-case letters and digits, such as sato.")
        try:
            note_correction(house, number, content, person)
        except NoResultFound:
            raise HTTPException(404, f"There is no case {number}.") from None
        return RedirectResponse(f"/cases/{number}", status_code=303)


def _must_be_from_here(request: Request, house: House) -> None:
    """A form may be sent by our own page only: another site's page in the same browser says where it comes from."""
    origin = request.headers.get("origin")
    if origin is not None and origin != house.settings.desk_url:
        raise HTTPException(403, "This form belongs to another site.")


def _environment(house: House) -> Environment:
    made = Environment(loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=True, trim_blocks=True)
    made.globals |= {
        "days_left": days_left,
        "is_overdue": is_overdue,
        "is_soon": is_soon,
        "prefect_url": house.settings.prefect_url,
        "moved": house.settings.clock_offset_seconds != 0,
        "now": house.now,
    }
    return made
