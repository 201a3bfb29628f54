"""Takes a person's boxes for one page: burns them, proves the file, keeps it whole, and has the case checked anew.

The unredacted pictures are gone after the checks, so the sealed original is opened again; other stages' parts in this are
given as arguments (`OpenAgain`, `CheckAgain`), since no stage may import another.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlmodel import Session

from tasks.case.edits import MarksChange
from tasks.case.errors import KaijiError
from tasks.case.happened import EventKind
from tasks.case.words import Field, Finding, Reading, RedactionReason
from tasks.engines.image_files import PageImage
from tasks.redact.drawn_marks import check_drawn, own_sources
from tasks.redact.remark import Remarked, remark
from tasks.store.cases import case_by_number, packets_of
from tasks.store.edits import editable_case, forget_covered, keep_marks_edit, page_at, put_pages
from tasks.store.events import record
from tasks.store.packets import fields_of
from tasks.store.pending_marks import lay_beside, settle_marks
from tasks.store.sealed import REDACTED, REDACTION
from tasks.store.tables import Case, Packet
from tasks.wiring import House

OpenAgain = Callable[[House, str, int], Sequence[PageImage]]
CheckAgain = Callable[[House, Session, Case, str, Mapping[str, bytes]], None]


class _Before(NamedTuple):
    """What is kept of the packet before the change, and what the whole case says of fields; `place` is the page's within the packet."""

    packet: Packet
    place: int
    redaction: bytes
    kept: dict[str, Any]
    reading: Reading
    fields: dict[str, Field]
    reasons: frozenset[RedactionReason]


def edit_marks(
    house: House, case_number: str, change: MarksChange, *, open_again: OpenAgain, check_again: CheckAgain
) -> None:
    """Gives a page exactly these boxes; the same boxes again say that a person looked and the masking is right.

    A box may always be added. One is removed or made smaller only with a reason and only where the second reader finds no
    domicile left; a My Number's never. What the person looked at is settled: the page has no doubts any more but those that
    the proof of a new box raises. KaijiError, with nothing kept: the case is decided; the page or a box is none; something
    would stay open; the page was changed meanwhile; the original is gone.

    Whole or not at all: `tasks/store/pending_marks.py` says how a crash is mended.
    """
    before = _before(house, case_number, change.page)
    page = before.reading.pages[before.place]
    marks = own_sources(page.redactions, change.marks)
    check_drawn(page, marks, change.reason)
    pages = open_again(house, before.packet.number, len(before.reading.pages))
    made = remark(pages, before.reading, before.place, marks, before.fields, before.reasons, before.kept)
    with house.database.transaction() as session:
        case = editable_case(session, case_number)
        if house.sealed.get(before.packet.number, REDACTION) != before.redaction:
            raise KaijiError("Somebody else changed this packet's boxes meanwhile; look at the page again.")
        token = secrets.token_hex(8)
        _keep(house, session, case, before, made, change, token)
        redaction = _redaction_file(before, made)
        check_again(house, session, case, change.person, {before.packet.number: redaction})
        lay_beside(house.sealed, before.packet.number, token, made.pdf, redaction, made.original)
    _settled(house, case_number, before.packet)


def _settled(house: House, case_number: str, packet: Packet) -> None:
    """Puts the files in place that count since the transaction before."""
    with house.database.transaction() as session:
        case_by_number(session, case_number, lock=True)
        settle_marks(session, house.sealed, packet)


def _before(house: House, case_number: str, page: int) -> _Before:
    with house.database.transaction() as session:
        case = editable_case(session, case_number)
        _, packet, index = page_at(session, case_number, page)
        settle_marks(session, house.sealed, packet)
        redaction = house.sealed.get(packet.number, REDACTION)
        kept = json.loads(redaction)
        fields = fields_of(session, packets_of(session, case)[-1].id)
        reasons = house.policy_of(packet).redaction_reasons
    local = {name: field.model_copy(update={"page": field.page - (page - index)}) for name, field in fields.items()}
    return _Before(packet, index, redaction, kept, Reading.model_validate(kept["reading"]), local, reasons)


def _keep(
    house: House, session: Session, case: Case, before: _Before, made: Remarked, change: MarksChange, token: str
) -> None:
    old, new = (each.pages[before.place] for each in (before.reading, made.reading))
    now, packet = house.now(), before.packet
    keep_marks_edit(session, case, packet, old, new, change.reason.strip(), change.person, now)
    put_pages(session, packet, made.reading.pages)
    forget_covered(session, case, change.page, [mark.poly for mark in new.redactions])
    facts: dict[str, Any] = {
        "packet": packet.number,
        "page": before.place,
        "boxes_before": len(old.redactions),
        "boxes_after": len(new.redactions),
        "before": hashlib.sha256(house.sealed.get(packet.number, REDACTED)).hexdigest(),
        "after": hashlib.sha256(made.pdf).hexdigest(),
        "change": token,
    }
    record(session, EventKind.REDACTION_EDITED, now, actor=change.person, case_id=case.id, packet_id=packet.id, **facts)
    if made.original is not None:
        record(
            session,
            EventKind.MY_NUMBER_DESTROYED,
            now,
            actor=change.person,
            packet_id=packet.id,
            packet=packet.number,
        )


def _redaction_file(before: _Before, made: Remarked) -> bytes:
    """What is kept of the packet from now on, in the form of `redaction_file`, with the pages that a person looked at."""
    kept = before.kept | {
        "reading": made.reading.model_dump(mode="json"),
        "masking": _dumped(made.finding),
        "masking_more": [_dumped(each) for each in made.more],
        "looked_at": sorted(made.looked_at),
    }
    return json.dumps(kept, ensure_ascii=False).encode()


def _dumped(found: Finding) -> dict[str, Any]:
    return found.model_dump(mode="json")
