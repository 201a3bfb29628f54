"""Shows one region of a page without its redaction, once, to somebody who says why; it is recorded by whoever unmasks."""

from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import NoResultFound

from tasks.case.roles import EDITS_EVIDENCE
from tasks.desk.box_rules import Box, poly_of
from tasks.desk.hands import Hands
from tasks.desk.page_pictures import page_of
from tasks.desk.signed_in import SignedIn, may
from tasks.wiring import House

Editor = Annotated[SignedIn, Depends(may(*EDITS_EVIDENCE))]
_SHORTEST_REASON = 5


class Region(BaseModel):
    """Where to look, and why."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    poly: Box
    reason: str = Field(max_length=500)


def add_unmasking(desk: FastAPI, house: House, hands: Hands) -> None:
    """Adds POST `/cases/{number}/pages/{index}/unmask`: JSON in, PNG out; `X-Seen-At` says when."""

    @desk.post("/cases/{number}/pages/{index}/unmask")
    def unmask(number: str, index: int, region: Region, me: Editor) -> Response:
        reason = region.reason.strip()
        if len(reason) < _SHORTEST_REASON:
            raise HTTPException(422, "Say why you need to see this, in five letters or more.")
        try:
            page_of(house, number, index)
        except (NoResultFound, KeyError):
            raise HTTPException(404, "There is no such page.") from None
        png = hands.unmask(number, index, poly_of(region.poly), reason, me.handle)
        return Response(png, media_type="image/png", headers={"X-Seen-At": f"{house.now():%Y-%m-%d %H:%M}"})
