"""The table that an intake run leaves: what became of each packet, by numbers and codes only."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from sqlmodel import Session, col, select

from tasks.audit.words import DISPOSITIONS, Language, listed, said
from tasks.case.bilingual import Said
from tasks.case.happened import EventKind
from tasks.case.question_words import KINDS
from tasks.store.tables import Case, EventRow, Packet, PacketStatus, Supplement
from tasks.wiring import House

_BETWEEN = ", "

_TITLES: Mapping[str, Said] = MappingProxyType(
    {
        "packet": Said("packet", "受領番号"),
        "case": Said("case", "案件番号"),
        "asks for": Said("asks for", "請求の種別"),
        "status": Said("status", "処理状況"),
        "disposition": Said("disposition", "点検の結果"),
        "due": Said("due", "期限"),
        "reason": Said("reason", "理由"),
    }
)
_STATUSES: Mapping[str, Said] = MappingProxyType(
    {
        PacketStatus.REGISTERED: Said("registered", "登録済み"),
        PacketStatus.SEALED: Said("sealed", "封緘済み"),
        PacketStatus.OPENED: Said("opened", "展開済み"),
        PacketStatus.READ: Said("read", "読取り済み"),
        PacketStatus.REDACTED: Said("redacted", "塗りつぶし済み"),
        PacketStatus.CHECKED: Said("checked", "点検済み"),
        PacketStatus.RETURNED_MAIL: Said("a letter of ours that came back", "返戻された当社の書類"),
        PacketStatus.SPLIT: Said("parted", "分割済み"),
        PacketStatus.QUARANTINED: Said("in quarantine", "保留"),
    }
)


def intake_told(house: House, numbers: Sequence[str]) -> list[dict[str, str]]:
    """The same rows in the words of the house's language."""
    language = house.settings.language
    return [
        {_TITLES[name].in_(language): _worded(name, value, language) for name, value in row.items()}
        for row in intake_summary(house, numbers)
    ]


def _worded(name: str, value: str, language: Language) -> str:
    if name == "asks for":
        return listed(KINDS, value.split(_BETWEEN), language) if value else ""
    names = {"status": _STATUSES, "disposition": {**DISPOSITIONS, **_STATUSES}}.get(name)
    return said(names, value, language) if names else value


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
        "asks for": _BETWEEN.join(case.kinds) if case else "",
        "status": packet.status,
        "disposition": case.disposition if case and packet.status == PacketStatus.CHECKED else packet.status,
        "due": case.due_on.isoformat() if case else "",
        "reason": packet.reason,
    }
