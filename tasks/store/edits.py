"""What people changed or unmasked, in the database: each with its event, which says that it was and never what."""

import hashlib
import hmac
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import delete, func
from sqlalchemy.exc import NoResultFound
from sqlmodel import Session, col, select

from tasks.case.edits import ADDRESSED, Edit, is_under
from tasks.case.errors import KaijiError
from tasks.case.happened import REOPENS, EventKind
from tasks.case.progress import takes_supplements
from tasks.case.words import Finding, Page, Poly, Reading
from tasks.store.account_tables import FieldEdit, RedactionEdit, Unmasking
from tasks.store.cases import case_by_number, packets_of, state_of
from tasks.store.events import record
from tasks.store.packets import pages_of, replace_findings
from tasks.store.tables import Case, EventRow, FieldRow, Instrument, Packet, PageRow


def editable_case(session: Session, number: str, field: str = "") -> Case:
    """The case, held until the transaction ends; KaijiError where there is none, or its evidence may not change any more.

    Of a case whose letter came back, name and address (`field`) may still be corrected, so that it is issued again to them.
    """
    case = _case(session, number, lock=True)
    state = state_of(session, case)
    if not takes_supplements(state) and not (state.returned and field in ADDRESSED):
        raise KaijiError(f"{number} is decided; send it back to the decision first, then change its evidence.")
    return case


def page_at(session: Session, number: str, page: int) -> tuple[Case, Packet, int]:
    """Case, packet and place in the packet of a page that is counted through all packets; KaijiError for none."""
    case = _case(session, number)
    left = page
    for packet in packets_of(session, case):
        count = len(pages_of(session, packet.id))
        if 0 <= left < count:
            return case, packet, left
        left -= count
    raise KaijiError("The case has no such page; choose one of those shown.")


def _case(session: Session, number: str, *, lock: bool = False) -> Case:
    try:
        return case_by_number(session, number, lock=lock)
    except NoResultFound:
        raise KaijiError("There is no case of this number.") from None


def keep_field_edit(
    session: Session, case: Case, packet: Packet, edit: Edit, before: str | None, person: str, at: datetime, key: bytes
) -> None:
    """Keeps what a person put into a field; `packet` is the newest of the case. The caller holds the case.

    The event bears digests of the values by the house's `key`, so that a value can be proved and not guessed.
    """
    session.add(
        FieldEdit(
            case_id=case.id,
            packet_id=packet.id,
            name=edit.name,
            before=before,
            value=edit.value,
            page=edit.page,
            poly=[list(point) for point in edit.place or ()],
            person=person,
            at=at,
        )
    )
    facts: dict[str, Any] = {
        "field": edit.name,
        "before": value_digest(key, before),
        "after": value_digest(key, edit.value),
    }
    record(session, EventKind.FIELD_EDITED, at, actor=person, case_id=case.id, packet_id=packet.id, **facts)


def value_digest(key: bytes, value: str | None) -> str:
    """HMAC-SHA256 of a value in hex; "" for none."""
    return "" if value is None else hmac.new(key, value.encode(), hashlib.sha256).hexdigest()


def readdressed_by(events: Sequence[EventRow]) -> frozenset[str]:
    """Who corrected name or address since a letter of the case last came back or was asked for once more; nobody before one did."""
    since = max((place for place, event in enumerate(events) if event.kind in REOPENS), default=len(events))
    edits = (event for event in events[since:] if event.kind == EventKind.FIELD_EDITED)
    return frozenset(event.actor for event in edits if event.facts["field"] in ADDRESSED)


def edits_of(session: Session, packet: Packet, case: Case) -> tuple[list[Edit], list[Edit]]:
    """The changes made while this packet was the newest, oldest first: those in another case, and those in this one.

    Those of another case were made before the packet joined this one, so that their pages are the packet's own. What was
    forgotten since has a place and no value before or after, and is none: nobody said that the field stands nowhere.
    """
    rows = session.exec(select(FieldEdit).where(FieldEdit.packet_id == packet.id).order_by(col(FieldEdit.id)))
    elsewhere: list[Edit] = []
    here: list[Edit] = []
    for row in rows:
        if row.poly and row.before is None and row.value is None:
            continue
        (here if row.case_id == case.id else elsewhere).append(_edit(row))
    return elsewhere, here


def _edit(row: FieldEdit) -> Edit:
    return Edit(row.name, row.value, row.page, _poly(row.poly))


def _poly(points: list[list[float]]) -> Poly | None:
    return cast("Poly", tuple((x, y) for x, y in points)) if points else None


def forget_covered(session: Session, case: Case, page: int, marks: Sequence[Poly]) -> None:
    """Forgets what was read or typed of values that lie under these marks of a page now; they may not be held any more.

    `page` counts through all packets of the case. Of what a person typed the row stays, without its values: it says no more
    of the field, and that somebody typed something is known for ever.
    """
    edits = select(FieldEdit).where(FieldEdit.case_id == case.id, FieldEdit.page == page)
    for edit in session.exec(edits):
        if (place := _poly(edit.poly)) and is_under(edit.name, place, marks):
            edit.before = edit.value = None
            session.add(edit)
    ids = [packet.id for packet in packets_of(session, case)]
    for row in session.exec(select(FieldRow).where(col(FieldRow.packet_id).in_(ids), FieldRow.page == page)):
        if (place := _poly(row.poly)) and is_under(row.name, place, marks):
            session.delete(row)
    session.flush()


def keep_marks_edit(
    session: Session, case: Case, packet: Packet, before: Page, after: Page, reason: str, person: str, at: datetime
) -> None:
    """Keeps the marks of a page before and after, and puts the new ones and what is in doubt into the page's row."""
    old, new = ([mark.model_dump(mode="json") for mark in page.redactions] for page in (before, after))
    session.add(
        RedactionEdit(
            case_id=case.id,
            packet_id=packet.id,
            page=after.index,
            before=old,
            after=new,
            reason=reason,
            person=person,
            at=at,
        )
    )


def put_pages(session: Session, packet: Packet, pages: Sequence[Page]) -> None:
    """Brings the rows of a packet's pages up to what its file shows now."""
    rows = {row.index: row for row in session.exec(select(PageRow).where(PageRow.packet_id == packet.id))}
    for page in pages:
        row = rows[page.index]
        row.redactions = [mark.model_dump(mode="json") for mark in page.redactions]
        row.doubts = list(page.doubts)
        session.add(row)


def keep_unmasking(
    session: Session, case: Case, packet: Packet, page: int, poly: Poly, reason: str, person: str, at: datetime
) -> None:
    """Keeps that a person looked at a region of a page (counted within the packet) without its redaction, and why."""
    place = [list(point) for point in poly]
    session.add(
        Unmasking(case_id=case.id, packet_id=packet.id, page=page, poly=place, reason=reason, person=person, at=at)
    )
    facts: dict[str, Any] = {"packet": packet.number, "page": page}
    record(session, EventKind.UNMASKED, at, actor=person, case_id=case.id, packet_id=packet.id, **facts)


def keep_checked(
    session: Session, case: Case, packet: Packet, whole: Reading, findings: Sequence[Finding], person: str, at: datetime
) -> None:
    """Puts what a case says now in the place of what it said; its kinds and disposition are set by the caller."""
    replace_findings(session, packet, whole, findings)
    session.add(case)
    facts: dict[str, Any] = {"disposition": case.disposition, "kinds": case.kinds}
    record(session, EventKind.CHECKED_AGAIN, at, actor=person, case_id=case.id, packet_id=packet.id, **facts)


def serials_before(session: Session, packet_ids: Sequence[int]) -> frozenset[str]:
    """Serials of money orders that other packets brought before the newest of these packets' own was taken down.

    A later packet that brings one of them again is the duplicate, and this case is not.
    """
    own = session.exec(select(func.max(Instrument.id)).where(col(Instrument.packet_id).in_(packet_ids))).one()
    others = select(Instrument.serial).where(col(Instrument.packet_id).not_in(packet_ids))
    return frozenset(session.exec(others if own is None else others.where(col(Instrument.id) < own)))


def correct_orders(
    session: Session, packets: Sequence[Packet], gone: Collection[str], new: Sequence[Instrument]
) -> None:
    """Puts corrected money orders in the place of misread ones, for the look at duplicates; the ledger is left alone.

    What was received is the ledger's, which is only ever added to: a person settles there what was entered wrongly.
    """
    ids = [packet.id for packet in packets]
    old = {*gone, *(order.serial for order in new)}
    session.execute(delete(Instrument).where(col(Instrument.packet_id).in_(ids), col(Instrument.serial).in_(old)))
    session.add_all(new)
    session.flush()
