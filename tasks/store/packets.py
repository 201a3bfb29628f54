"""Packets in the database: registered once, then filled with what was read, redacted and found."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import delete, text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from tasks.case.era import iso_day
from tasks.case.happened import EventKind
from tasks.case.words import Field, Finding, Page, Reading
from tasks.store.events import record
from tasks.store.tables import Case, FieldRow, FindingRow, Instrument, Packet, PacketStatus, PageRow

UNFINISHED = (PacketStatus.SEALED, PacketStatus.OPENED, PacketStatus.READ, PacketStatus.REDACTED)
_NUMBERS_LOCK = 0x6E756D62
Row = TypeVar("Row", Packet, Case)


def register_packet(
    session: Session, sha256: str, at: datetime, policy: str, version: str, *, channel: str, batch: str = ""
) -> tuple[Packet, bool]:
    """The packet with these bytes, and whether it is new; the same bytes are one packet for ever."""
    number = next_number(session, "P", at, Packet)
    values = {
        "number": number,
        "sha256": sha256,
        "status": PacketStatus.REGISTERED,
        "received_at": at,
        "policy": policy,
        "policy_version": version,
        "channel": channel,
        "batch": batch,
        "reason": "",
    }
    once = insert(Packet).values(values).on_conflict_do_nothing(index_elements=["sha256"])
    is_new = session.execute(once.returning(col(Packet.id))).first() is not None
    return session.exec(select(Packet).where(Packet.sha256 == sha256)).one(), is_new


def next_number(session: Session, letter: str, at: datetime, table: type[Packet] | type[Case]) -> str:
    """The next free number such as K26-00042: letter, year of the Japanese day, running number within the year."""
    session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _NUMBERS_LOCK})
    start = f"{letter}{at:%y}-"
    newest = session.exec(
        select(table.number).where(col(table.number).startswith(start)).order_by(col(table.number).desc()).limit(1)
    ).first()
    return f"{start}{int(newest.removeprefix(start)) + 1 if newest else 1:05}"


def packet_by_number(session: Session, number: str, *, lock: bool = False) -> Packet:
    """The packet of that number; `lock` holds it until the transaction ends."""
    query = select(Packet).where(Packet.number == number)
    return session.exec(held(query) if lock else query).one()


def held(query: SelectOfScalar[Row]) -> SelectOfScalar[Row]:
    """The query for a row that is held until the transaction ends, read as it is when it is got.

    Its key is left free, since a transaction that adds an event of the case holds the chain of events and needs the key.
    """
    return query.with_for_update(key_share=True).execution_options(populate_existing=True)


def unfinished_packets(session: Session) -> list[Packet]:
    """Sealed packets whose intake did not come to its end, oldest first."""
    return list(session.exec(select(Packet).where(col(Packet.status).in_(UNFINISHED)).order_by(col(Packet.id))))


def set_status(session: Session, number: str, status: PacketStatus, kind: EventKind, at: datetime) -> None:
    """Notes that a packet's intake got this far."""
    packet = packet_by_number(session, number, lock=True)
    packet.status = status
    record(session, kind, at, packet_id=packet.id, packet=number)


def save_findings(session: Session, packet: Packet, own: Reading, whole: Reading, findings: Sequence[Finding]) -> None:
    """Keeps a packet's own pages and money orders, and what its case as a whole says: fields and findings."""
    session.add_all(_page_row(packet, page) for page in own.pages)
    session.add_all(_instruments(packet, own.fields.get("fee.instruments")))
    _save_whole(session, packet, whole, findings)


def replace_findings(session: Session, packet: Packet, whole: Reading, findings: Sequence[Finding]) -> None:
    """Puts what another case as a whole says in the place of what a packet said alone."""
    for table in (FieldRow, FindingRow):
        session.execute(delete(table).where(col(table.packet_id) == packet.id))
    _save_whole(session, packet, whole, findings)


def _save_whole(session: Session, packet: Packet, whole: Reading, findings: Sequence[Finding]) -> None:
    session.add_all(_field_row(packet, field) for field in whole.fields.values())
    session.add_all(
        FindingRow(packet_id=packet.id, position=position, **finding.model_dump(mode="json"))
        for position, finding in enumerate(findings)
    )


def _page_row(packet: Packet, page: Page) -> PageRow:
    return PageRow(
        packet_id=packet.id,
        index=page.index,
        kind=page.kind.value,
        confidence=page.confidence,
        rotation=page.rotation,
        redactions=[mark.model_dump(mode="json") for mark in page.redactions],
        doubts=list(page.doubts),
    )


def _field_row(packet: Packet, field: Field) -> FieldRow:
    return FieldRow(packet_id=packet.id, **field.model_dump(mode="json"))


def _instruments(packet: Packet, field: Field | None) -> list[Instrument]:
    parts = [part.split(":") for part in (field.normalized or "").split(";") if part] if field else []
    by_serial = {serial: (amount, day) for serial, amount, day in (part for part in parts if len(part) == 3)}
    return [
        Instrument(packet_id=packet.id, serial=serial, amount_yen=int(amount or 0), issued_on=iso_day(day))
        for serial, (amount, day) in by_serial.items()
        if serial and (amount or "0").isdecimal()
    ]


def seen_serials(session: Session, packet_ids: Sequence[int]) -> frozenset[str]:
    """Serials of the money orders that packets other than these, which are one case's, ever brought."""
    return frozenset(session.exec(select(Instrument.serial).where(col(Instrument.packet_id).not_in(packet_ids))))


def findings_of(session: Session, packet_id: int) -> list[Finding]:
    """The findings of a packet in the order of the checks."""
    rows = session.exec(select(FindingRow).where(FindingRow.packet_id == packet_id).order_by(col(FindingRow.position)))
    return [
        Finding.model_validate(row.model_dump(include={"check", "result", "verdict", "detail", "evidence"}))
        for row in rows
    ]


def _field(row: FieldRow) -> Field:
    return Field.model_validate(row.model_dump(exclude={"id", "packet_id"}))


def fields_of(session: Session, packet_id: int) -> dict[str, Field]:
    """The fields of a packet by name."""
    rows = session.exec(select(FieldRow).where(FieldRow.packet_id == packet_id).order_by(col(FieldRow.id)))
    return {row.name: _field(row) for row in rows}


def fields_by_packet(
    session: Session, packet_ids: Collection[int], names: Collection[str]
) -> dict[int, dict[str, Field]]:
    """Those of these fields that each of many packets has, in one query."""
    found: dict[int, dict[str, Field]] = {packet_id: {} for packet_id in packet_ids}
    mine = (col(FieldRow.packet_id).in_(packet_ids), col(FieldRow.name).in_(names))
    for row in session.exec(select(FieldRow).where(*mine)):
        found[row.packet_id][row.name] = _field(row)
    return found


def pages_of(session: Session, packet_id: int) -> list[PageRow]:
    """The pages of a packet in order."""
    return list(session.exec(select(PageRow).where(PageRow.packet_id == packet_id).order_by(col(PageRow.index))))
