"""What a person changes on the evidence page: a field as it stands on the paper, and the redaction boxes of a page."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import NoResultFound

from tasks.case.field_words import FIELDS
from tasks.case.roles import EDITS_EVIDENCE
from tasks.case.words import Redaction, RedactionReason, RedactionSource
from tasks.desk.box_rules import Box, is_smaller, poly_of
from tasks.desk.error_pages import case_or_404
from tasks.desk.field_choices import NOT_EDITED
from tasks.desk.hands import FieldChange, Hands, MarksChange
from tasks.desk.page_pictures import page_of
from tasks.desk.signed_in import SignedIn, may
from tasks.store.cases import case_by_number, packets_of
from tasks.store.packets import fields_of, pages_of
from tasks.store.signing import evidence_digest
from tasks.wiring import House

Editor = Annotated[SignedIn, Depends(may(*EDITS_EVIDENCE))]
STALE = "The evidence has changed since you opened this page; load it again and look."
_SHORTEST_REASON = 5
_MOST_BOXES = 200


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    evidence: str = Field(max_length=64)  # the digest of what the sender's page showed


class FieldSent(_Sent):
    """`right`: as read is right; `absent`: it does not stand there; `value`: this stands there (at `page`, `poly`)."""

    name: str = Field(max_length=60)
    action: Literal["value", "right", "absent"]
    value: str = Field("", max_length=500)
    page: int | None = Field(None, ge=0)
    poly: Box | None = None


class Mark(BaseModel):
    """One redaction box as the page sends it."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    poly: Box
    reason: RedactionReason
    source: RedactionSource


class MarksSent(_Sent):
    """All boxes of a page; `reason` says why, and is needed where one was removed or made smaller."""

    marks: Annotated[list[Mark], Field(max_length=_MOST_BOXES)]
    reason: str = Field("", max_length=500)


def add_edits(desk: FastAPI, house: House, hands: Hands) -> None:
    """Adds POST `/cases/{number}/fields` and `/cases/{number}/pages/{index}/marks`; both take and give JSON.

    422 with a sentence where a stage refuses, 409 where the evidence is no longer what the sender saw.
    """

    @desk.post("/cases/{number}/fields")
    def edit_field(number: str, sent: FieldSent, me: Editor) -> dict[str, Any]:
        hands.edit_field(number, _change(sent, _value(house, number, sent), me.handle))
        return {"ok": True}

    @desk.post("/cases/{number}/pages/{index}/marks")
    def edit_marks(number: str, index: int, sent: MarksSent, me: Editor) -> dict[str, Any]:
        before = _marks_of(house, number, index, sent.evidence)
        marks = [_redaction(mark, before) for mark in sent.marks]
        reason = sent.reason.strip()
        if is_smaller(before, marks) and len(reason) < _SHORTEST_REASON:
            raise HTTPException(422, "A box was removed or made smaller: say why, in five letters or more.")
        hands.edit_marks(number, MarksChange(index, marks, reason, me.handle))
        return {"ok": True}


def _change(sent: FieldSent, value: str | None, person: str) -> FieldChange:
    poly = poly_of(sent.poly) if sent.poly else None
    return FieldChange(sent.name, value, sent.page if poly else None, poly, person)


def _value(house: House, number: str, sent: FieldSent) -> str | None:
    """The value as it stands on the paper by this person's word; None for a field that does not stand there."""
    if sent.name not in FIELDS or sent.name in NOT_EDITED:
        raise HTTPException(422, "This field cannot be edited.")
    with house.database.transaction() as session:
        case = case_or_404(session, number)
        if evidence_digest(session, case) != sent.evidence:
            raise HTTPException(409, STALE)
        read = fields_of(session, packets_of(session, case)[-1].id).get(sent.name)
    if sent.action == "absent":
        return None
    value = read.value if sent.action == "right" and read else sent.value.strip()
    if not value:
        raise HTTPException(422, "Enter the value as it stands on the paper.")
    return value


def _marks_of(house: House, number: str, index: int, evidence: str) -> list[Redaction]:
    """The boxes of a page as they are; 404 for no such page, 409 where the evidence is no longer what was seen."""
    try:
        packet_number, own = page_of(house, number, index)
    except (NoResultFound, KeyError):
        raise HTTPException(404, "There is no such page.") from None
    with house.database.transaction() as session:
        case = case_by_number(session, number)
        if evidence_digest(session, case) != evidence:
            raise HTTPException(409, STALE)
        packet = next(each for each in packets_of(session, case) if each.number == packet_number)
        return [Redaction.model_validate(mark) for mark in pages_of(session, packet.id)[own].redactions]


def _redaction(mark: Mark, before: Sequence[Redaction]) -> Redaction:
    """The box as sent; one that is not as it was is a person's, whatever the sender calls it."""
    poly = poly_of(mark.poly)
    sent = Redaction(poly=poly, reason=mark.reason, source=mark.source)
    return sent if sent in before else sent.model_copy(update={"source": RedactionSource.PERSON})
