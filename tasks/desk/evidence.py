"""What the evidence page shows of one case, and the pictures of its redacted pages."""

import io
from dataclasses import dataclass

import pypdfium2

from tasks.case.ledger import Holding, custody
from tasks.case.progress import Wait, what_comes_next
from tasks.case.words import Field, Finding
from tasks.store.cases import (
    answers_of,
    case_by_number,
    held_items,
    letters_of,
    packets_of,
    record_correction,
    state_of,
)
from tasks.store.events import EventKind, events_of, record
from tasks.store.fees import ledger
from tasks.store.packets import fields_of, findings_of, pages_of
from tasks.store.sealed import REDACTED
from tasks.store.tables import Answer, Case, EventRow, HeldItem, LetterRow, PageRow
from tasks.wiring import House

_DPI = 110


@dataclass(frozen=True)
class Evidence:
    """Everything on the page."""

    case: Case
    pages: list[tuple[int, PageRow]]  # numbered through all packets of the case, as its fields name them
    fields: dict[str, Field]
    findings: list[Finding]
    held: list[HeldItem]
    letters: list[LetterRow]
    answers: list[Answer]
    events: list[EventRow]
    waits_at: str
    fees: dict[str, Holding]


def look_at_case(house: House, number: str, person: str) -> Evidence:
    """The evidence of a case; that somebody looked is an event. NoResultFound for an unknown number."""
    with house.database.transaction() as session:
        case = case_by_number(session, number)
        record(session, EventKind.EVIDENCE_SEEN, house.now(), actor=person, case_id=case.id, what="case")
        coming = what_comes_next(state_of(session, case))
        case_id, packets = case.id, packets_of(session, case)
        newest = packets[-1].id
        return Evidence(
            case,
            list(enumerate(page for packet in packets for page in pages_of(session, packet.id))),
            fields_of(session, newest),
            findings_of(session, newest),
            held_items(session, case_id),
            letters_of(session, case_id),
            answers_of(session, case_id),
            events_of(session, case_id, [packet.id for packet in packets]),
            coming.key if isinstance(coming, Wait) else "",
            custody(ledger(session, case_id=case_id)),
        )


def page_picture(house: House, number: str, index: int) -> bytes:
    """One redacted page as PNG, counted through all packets of the case; KeyError when there is none.

    The unredacted page is never shown.
    """
    with house.database.transaction() as session:
        packets = packets_of(session, case_by_number(session, number))
        counts = [len(pages_of(session, packet.id)) for packet in packets]
    for packet, count in zip(packets, counts, strict=True):
        if 0 <= index < count:
            return _picture(house.sealed.get(packet.number, REDACTED), index)
        index -= count
    raise KeyError(index)


def _picture(redacted: bytes, index: int) -> bytes:
    document = pypdfium2.PdfDocument(redacted)
    try:
        picture = document[index].render(scale=_DPI / 72).to_pil()
    finally:
        document.close()
    png = io.BytesIO()
    picture.save(png, "PNG")
    return png.getvalue()


def note_correction(house: House, number: str, content: str, person: str) -> None:
    """Keeps what was corrected, for the letter (Act Art. 34(3)); it goes nowhere else."""
    with house.database.transaction() as session:
        record_correction(session, case_by_number(session, number, lock=True), content, person, house.now())
