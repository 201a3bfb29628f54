"""The page of the figures: how many cases lie at which stage, how old they are, and which are due."""

from typing import Annotated

from fastapi import Depends, FastAPI, Request, Response

from tasks.case.roles import Role
from tasks.desk.ledger import read_sla
from tasks.desk.pages import show
from tasks.desk.signed_in import SignedIn, may
from tasks.wiring import House

Anybody = Annotated[SignedIn, Depends(may(*Role))]


def add_sla(desk: FastAPI, house: House) -> None:
    """Adds `/sla`; it holds no personal data, so every account may see it."""

    @desk.get("/sla")
    def sla(request: Request, me: Anybody) -> Response:  # noqa: ARG001  # the gate
        return show(house, request, "sla.html", sla=read_sla(house))
