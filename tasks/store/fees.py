"""The fee ledger in the database: every entry with an event beside it; a move that cannot be is refused."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from tasks.case.errors import KaijiError
from tasks.case.fee import plain_serial
from tasks.case.happened import EventKind
from tasks.case.ledger import Entry, Move, Place, custody, why_not
from tasks.store.events import hold_chain, record
from tasks.store.tables import Case, Enclosure, Instrument, LedgerEntry, LetterRow, Packet

INTAKE = "intake"  # who received what a scan shows


def ledger(session: Session, *, instrument: str | None = None, case_id: int | None = None) -> list[Entry]:
    """Every entry, or those of one instrument or of one case, oldest first."""
    rows = select(LedgerEntry, Case.number).join(Case, col(Case.id) == LedgerEntry.case_id)
    rows = rows if instrument is None else rows.where(LedgerEntry.instrument == instrument)
    rows = rows if case_id is None else rows.where(LedgerEntry.case_id == case_id)
    listed = session.exec(rows.order_by(col(LedgerEntry.id)))
    return [Entry(number, e.instrument, Move(e.move), e.amount_yen, e.on, e.by) for e, number in listed]


def enter(session: Session, case: Case, new: Entry, at: datetime) -> None:
    """Adds an entry; KaijiError with the reason where it cannot follow those before, or a letter has the instrument in it."""
    hold_chain(session)
    if new.move is not Move.RECEIVED and (letter := _letter_with(session, case, new.instrument)):
        raise KaijiError(f"This instrument goes back with letter {letter}; it is entered when that is posted.")
    _add(session, case, new, at)


def _add(session: Session, case: Case, new: Entry, at: datetime) -> None:
    if against := why_not(ledger(session, instrument=new.instrument), new):
        raise KaijiError(against)
    session.add(
        LedgerEntry(
            case_id=case.id,
            instrument=new.instrument,
            move=new.move.value,
            amount_yen=new.amount_yen,
            on=new.on,
            by=new.by,
        )
    )
    facts: dict[str, Any] = {"move": new.move.value, "yen": new.amount_yen}
    record(session, EventKind.FEE_MOVED, at, actor=new.by, case_id=case.id, **facts)


def enclosed_in(session: Session, letter_ids: Collection[int]) -> list[Enclosure]:
    """What goes back with these letters, in the order put in."""
    mine = select(Enclosure).where(col(Enclosure.letter_id).in_(letter_ids))
    return list(session.exec(mine.order_by(col(Enclosure.id))))


def _letter_with(session: Session, case: Case, instrument: str) -> str | None:
    """The number of the standing letter with which an instrument is still to go back."""
    mine = (LetterRow.case_id == case.id, ~col(LetterRow.withdrawn), Enclosure.letter_id == LetterRow.id)
    open_now = (Enclosure.instrument == instrument, col(Enclosure.returned_on).is_(None))
    return session.exec(select(LetterRow.number).where(*mine, *open_now)).first()


def return_enclosed(session: Session, case: Case, person: str, at: datetime) -> None:
    """Enters as returned, once, what went back with a case's standing letters; `person` says that they were posted.

    The caller holds the case. The ledger never says returned before that.
    """
    standing = select(LetterRow.id).where(LetterRow.case_id == case.id, ~col(LetterRow.withdrawn))
    for each in enclosed_in(session, list(session.exec(standing))):
        if each.returned_on is None:
            entry = Entry(case.number, each.instrument, Move.RETURNED, each.amount_yen, at.date(), person)
            _add(session, case, entry, at)
            each.returned_on = at.date()
            session.add(each)


def take_back_enclosed(session: Session, letter: LetterRow, at: datetime) -> None:
    """Enters as received again what lay in a letter that came back; what is in hand already is not entered twice.

    The caller holds the letter's case.
    """
    case = session.get_one(Case, letter.case_id)
    for each in enclosed_in(session, [letter.id]):
        new = Entry(case.number, each.instrument, Move.RECEIVED, each.amount_yen, at.date(), INTAKE)
        if not why_not(ledger(session, instrument=each.instrument), new):
            _add(session, case, new, at)


def in_hand_of(session: Session, case: Case, number: str) -> list[Enclosure]:
    """Of what went back with a letter of a case, what is in hand (again)."""
    held = custody(ledger(session, case_id=case.id))
    mine = session.exec(select(LetterRow.id).where(LetterRow.case_id == case.id, LetterRow.number == number))
    return [each for each in enclosed_in(session, list(mine)) if held[each.instrument].place is Place.IN_HAND]


def take_in_fees(session: Session, case: Case, packet: Packet, at: datetime) -> None:
    """Enters the money orders of a packet as received; one that was received before is the checks' matter, not a new one.

    An order whose amount or serial was not read is not entered: a person enters it after a look at the paper.
    """
    for order in session.exec(select(Instrument).where(Instrument.packet_id == packet.id).order_by(col(Instrument.id))):
        serial, day = plain_serial(order.serial), packet.received_at.date()
        new = Entry(case.number, serial, Move.RECEIVED, order.amount_yen, day, INTAKE)
        if not why_not(ledger(session, instrument=new.instrument), new):
            enter(session, case, new, at)
