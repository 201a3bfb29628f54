"""Takes a person's word on what stands in a field, and checks the whole case anew with it."""

from collections.abc import Sequence

from sqlmodel import Session

from tasks.case.canonical import FIELDS, canonical_of
from tasks.case.edits import WHOLE_PAGE, Edit, FieldChange, is_under
from tasks.case.errors import KaijiError
from tasks.case.fee import Instrument as Order
from tasks.case.fee import parse_instruments
from tasks.case.words import Field, Poly, Redaction
from tasks.check.check_again import check_again
from tasks.store.cases import packets_of
from tasks.store.edits import correct_orders, editable_case, keep_field_edit
from tasks.store.packets import fields_of, pages_of
from tasks.store.tables import Instrument, Packet, PageRow
from tasks.wiring import House

_ORDERS = "fee.instruments"


def edit_field(house: House, case_number: str, change: FieldChange) -> None:
    """Keeps the change, replaces the findings by those on the evidence as it stands now, and records both, or neither.

    A value that equals what was read confirms it, which settles a doubt about the reading; None says that the field stands
    nowhere. KaijiError: the case is decided or closed; there is no such field or page; the value is one that the checks
    could do nothing with; the place is blacked out.
    """
    with house.database.transaction() as session:
        case = editable_case(session, case_number, change.name)
        packets = packets_of(session, case)
        before = fields_of(session, packets[-1].id).get(change.name)
        edit = _edit(change, before, [row for packet in packets for row in pages_of(session, packet.id)])
        now, key = house.now(), house.key("audit")
        keep_field_edit(session, case, packets[-1], edit, before.value if before else None, change.person, now, key)
        if change.name == _ORDERS:
            _correct_orders(session, packets, before, edit.value)
        check_again(house, session, case, change.person)


def _edit(change: FieldChange, before: Field | None, pages: Sequence[PageRow]) -> Edit:
    value = (change.value or "").strip() or None
    if change.name not in FIELDS:
        raise KaijiError("There is no such field; choose one of those that the page offers.")
    if value is not None and not (before and before.normalized and before.value == value):
        canonical_of(change.name, value)  # raises where the value is none
    page = change.page if change.page is not None else before.page if before else 0
    if not 0 <= page < len(pages):
        raise KaijiError(f"The case has {len(pages)} pages; choose one of them.")
    nothing = value is None and before is None  # what stands nowhere has no place
    place = None if nothing else change.poly or _as_before(change, before, page)
    marks = [Redaction.model_validate(mark).poly for mark in pages[page].redactions]
    if value is not None and place is not None and is_under(change.name, place, marks):
        raise KaijiError(
            "That place is blacked out, so its value may not be held; remove the box first if it is wrong."
        )
    return Edit(change.name, value, page, place)


def _as_before(change: FieldChange, before: Field | None, page: int) -> Poly | None:
    if before is not None and before.page == page:
        return before.poly
    return WHOLE_PAGE if change.page is not None else None


def _correct_orders(session: Session, packets: Sequence[Packet], before: Field | None, value: str | None) -> None:
    """Puts the corrected money orders where duplicates are looked for."""
    old = (before.normalized or "") if before else ""
    confirmed = before is not None and before.value == value
    listed = old if confirmed else "" if value is None else canonical_of(_ORDERS, value) or ""
    if listed == old:
        return
    new = [_instrument(packets[-1], order) for order in parse_instruments(listed, "") if order.serial]
    gone = [part.split(":")[0] for part in old.split(";") if part]
    correct_orders(session, packets, gone, new)


def _instrument(packet: Packet, order: Order) -> Instrument:
    return Instrument(packet_id=packet.id, serial=order.serial, amount_yen=order.amount or 0, issued_on=order.issued_on)
