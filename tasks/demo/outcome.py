"""How the envelopes of the demonstration ended, and whether it was as their expected.toml says."""

from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from tasks.case.happened import EventKind
from tasks.case.progress import stage_of, what_comes_next
from tasks.demo.packets import Envelope
from tasks.store.cases import case_by_number, state_of
from tasks.store.letters import standing_letters
from tasks.store.tables import Case, EventRow, Packet, Supplement
from tasks.wiring import open_house


class Outcome(NamedTuple):
    """How one envelope ended, and what was otherwise than expected."""

    name: str
    policy: str
    case: str
    disposition: str
    stage: str
    letters: tuple[str, ...]
    otherwise: tuple[str, ...]


def case_of(envelope: Envelope) -> str:
    """The case that an envelope became or joined, or ""."""
    with open_house().database.transaction() as session:
        return _case_of(session, envelope)


def _case_of(session: Session, envelope: Envelope) -> str:
    mine = select(Packet.id).where(Packet.sha256 == envelope.sha256)
    joined = select(Supplement.case_id).where(col(Supplement.packet_id).in_(mine))
    found = select(Case.number).where(col(Case.packet_id).in_(mine) | col(Case.id).in_(joined))
    return session.exec(found).first() or ""


def coming(number: str) -> Any:
    """What comes next for a case."""
    with open_house().database.transaction() as session:
        return what_comes_next(state_of(session, case_by_number(session, number)))


def outcome(envelope: Envelope) -> Outcome:
    """How an envelope ended."""
    with open_house().database.transaction() as session:
        packet = session.exec(select(Packet).where(Packet.sha256 == envelope.sha256)).one()
        disposition = stage = str(packet.status)
        letters: tuple[str, ...] = ()
        spoken = ""
        if number := _case_of(session, envelope):
            case = case_by_number(session, number)
            spoken = case.language
            disposition = _disposition(session, packet)
            stage = stage_of(what_comes_next(state_of(session, case))).value
            letters = tuple(letter.kind for letter in standing_letters(session, case.id) if not letter.by_hand)
    wanted = (envelope.expected["intake"]["disposition"], [envelope.expected["end"]["stage"]])
    differs = [
        f"{what} should be {' or '.join(said)}"
        for what, said, got in zip(("disposition", "end"), wanted, (disposition, stage), strict=True)
        if got not in said
    ]
    if spoken and spoken != envelope.expected["end"].get("language", spoken):
        differs.append(f"its letters should be in {envelope.expected['end']['language']}")
    if list(letters) != envelope.expected["end"]["letters"]:
        differs.append(f"letters should be {', '.join(envelope.expected['end']['letters']) or 'none'}")
    return Outcome(envelope.name, packet.policy, number, disposition, stage, letters, tuple(differs))


def _disposition(session: Session, packet: Packet) -> str:
    """What the checks made of the packet when it came: later packets of its case change the case's own."""
    checked = [EventKind.CASE_OPENED.value, EventKind.SUPPLEMENT_JOINED.value]
    mine = select(EventRow).where(EventRow.packet_id == packet.id, col(EventRow.kind).in_(checked))
    return str(session.exec(mine.order_by(col(EventRow.id).desc())).first().facts["disposition"])  # type: ignore[union-attr]  # a packet of a case has one
