"""The table that an intake run leaves: what became of each packet, by numbers and codes only."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from tasks.case.happened import EventKind
from tasks.store.tables import Case, EventRow, Packet, PacketStatus, Supplement
from tasks.wiring import House


def intake_summary(house: House, numbers: Sequence[str]) -> list[dict[str, str]]:
    """One row for each packet: its case and disposition, or the reason why it lies in quarantine."""
    with house.database.transaction() as session:
        packets = session.exec(select(Packet).where(col(Packet.number).in_(numbers)).order_by(col(Packet.id))).all()
        cases = _cases(session, [packet.id for packet in packets])
        return [_row(packet, cases.get(packet.id)) for packet in packets]


def _cases(session: Session, packet_ids: Sequence[int]) -> dict[int, Case]:
    """The case that each packet became or joined, or whose letter came back in it."""
    opened = session.exec(select(Case).where(col(Case.packet_id).in_(packet_ids)))
    joined = select(Supplement.packet_id, Case).join(Case, col(Case.id) == Supplement.case_id)
    returned = (
        select(EventRow.packet_id, Case)
        .join(Case, col(Case.id) == EventRow.case_id)
        .where(EventRow.kind == EventKind.LETTER_RETURNED.value, col(EventRow.packet_id).in_(packet_ids))
    )
    found = {case.packet_id: case for case in opened}
    found |= {packet_id: case for packet_id, case in session.exec(returned) if packet_id is not None}
    return found | dict(session.exec(joined.where(col(Supplement.packet_id).in_(packet_ids))).all())


def _row(packet: Packet, case: Case | None) -> dict[str, str]:
    return {
        "packet": packet.number,
        "case": case.number if case else "",
        "asks for": ", ".join(case.kinds) if case else "",
        "status": packet.status,
        "disposition": case.disposition if case and packet.status == PacketStatus.CHECKED else packet.status,
        "due": case.due_on.isoformat() if case else "",
        "reason": packet.reason,
    }
