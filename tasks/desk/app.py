"""The desk: pages for people, each in a module of its own, put together here. Listens on the local machine only."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import fields
from typing import Any

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from tasks.case.errors import KaijiError
from tasks.desk.audit_page import add_audit
from tasks.desk.error_pages import add_errors
from tasks.desk.evidence_edits import add_edits
from tasks.desk.evidence_held import add_held
from tasks.desk.evidence_page import add_evidence
from tasks.desk.figures_page import add_figures
from tasks.desk.figures_plots import end_drawing
from tasks.desk.hands import Hands
from tasks.desk.headers import add_headers
from tasks.desk.letter_files import add_letters
from tasks.desk.metrics import add_metrics
from tasks.desk.notices_page import add_notices
from tasks.desk.orders_page import add_orders
from tasks.desk.outbox_files import add_outbox
from tasks.desk.page_pictures import add_pictures
from tasks.desk.pages import TEMPLATES
from tasks.desk.reissue import add_reissue
from tasks.desk.sign_in import add_sign_in
from tasks.desk.signing_page import add_signing
from tasks.desk.unmasking import add_unmasking
from tasks.desk.worklist_page import add_worklist
from tasks.wiring import House, open_house


def app(house: House | None = None, hands: Hands | None = None) -> FastAPI:
    """The desk of a house, or of the process's own; without `hands` it shows everything and changes nothing."""
    chosen, does = house or open_house(), hands or _no_hands()
    desk = FastAPI(title="kaiji desk", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_until_the_end)
    add_sign_in(desk, chosen)  # first: what is added later stands outside of it
    add_errors(desk, chosen)
    add_headers(desk, chosen)
    desk.mount("/static", StaticFiles(directory=TEMPLATES / "static"), name="static")
    _add_start(desk)
    add_worklist(desk, chosen, does)
    add_figures(desk, chosen)
    add_metrics(desk, chosen)
    add_evidence(desk, chosen, does)
    add_pictures(desk, chosen)
    add_letters(desk, chosen, does)
    add_orders(desk, chosen, does)
    add_notices(desk, chosen, does)
    add_reissue(desk, chosen, does)
    add_outbox(desk, chosen)
    add_signing(desk, chosen)
    add_edits(desk, chosen, does)
    add_held(desk, chosen, does)
    add_unmasking(desk, chosen, does)
    add_audit(desk, chosen)
    return desk


@asynccontextmanager
async def _until_the_end(_: FastAPI) -> AsyncIterator[None]:
    yield
    end_drawing()


def _add_start(desk: FastAPI) -> None:
    @desk.get("/health")
    def health() -> dict[str, str]:
        return {"status": "ok"}


def _no_hands() -> Hands:
    def refuse(*_: Any) -> Any:
        raise KaijiError("This desk was started to look at cases only; ask whoever runs kaiji to start it in full.")

    return Hands(**dict.fromkeys((each.name for each in fields(Hands)), refuse))
