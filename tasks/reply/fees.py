"""Joins the answer with the letter by which a fee goes back, and settles what is put into that letter's envelope."""

from collections.abc import Mapping

from sqlmodel import Session, col, select

from tasks.case.fee import last_good_day, plain_serial
from tasks.case.fee_return import Money, Why, goes_back
from tasks.case.ledger import Place, custody
from tasks.case.reply import FEE, LetterDue, fee_return_due
from tasks.reply.case_file import CaseFile
from tasks.reply.fee_told import fee_due
from tasks.store.cases import kinds_of, packets_of
from tasks.store.fees import enclosed_in, in_hand_of, ledger
from tasks.store.letters import standing_letters
from tasks.store.tables import Case, Enclosure, Instrument, LetterRow


def fee_return(session: Session, file: CaseFile) -> list[LetterDue]:
    """The letter by which a fee goes back; none where all that came is kept, cashed, or left to a person."""
    stands = _fee_letter(session, file.case) is not None
    goes = stands or _going_again(session, file) or _going_back(session, file)
    return [fee_return_due(kinds_of(file.case))] if goes else []


def enclose(session: Session, file: CaseFile) -> None:
    """Settles which instruments go back with the fee's letter, when that is numbered; from then on they move with it only."""
    letter = _fee_letter(session, file.case)
    if letter is None or enclosed_in(session, [letter.id]):
        return
    for each in _going_again(session, file):
        session.add(_enclosed(letter, each.instrument, each.amount_yen, each.why))
    if FEE in file.again:
        return
    held = custody(ledger(session, case_id=file.case.id))
    for name, why in _going_back(session, file).items():
        session.add(_enclosed(letter, name, held[name].amount_yen, why.value))


def _enclosed(letter: LetterRow, instrument: str, yen: int, why: str) -> Enclosure:
    return Enclosure(letter_id=letter.id, instrument=instrument, amount_yen=yen, why=why)


def _going_again(session: Session, file: CaseFile) -> list[Enclosure]:
    """What came back with the letter that is issued again; it goes out with the new one, for the same reason."""
    return in_hand_of(session, file.case, file.again[FEE]) if FEE in file.again else []


def _fee_letter(session: Session, case: Case) -> LetterRow | None:
    session.flush()
    return next((each for each in standing_letters(session, case.id) if each.occasion == FEE), None)


def _going_back(session: Session, file: CaseFile) -> dict[str, Why]:
    held = custody(ledger(session, case_id=file.case.id))
    in_hand = {name: each.amount_yen for name, each in held.items() if each.place is Place.IN_HAND}
    if not in_hand:
        return {}
    charged = file.policy.fee.charged or frozenset()
    return goes_back(_money(session, file, in_hand), file.decision.choices, charged)


def _money(session: Session, file: CaseFile, in_hand: Mapping[str, int]) -> Money:
    found = {each.check: each.result for each in file.findings}
    fee = file.policy.fee
    return Money(
        in_hand,
        _expired(session, file.case, fee.validity_months),
        found.get("fee.amount", ""),
        found.get("fee.custody", ""),
        fee_due(file) or 0,
        fee.kept_on_refusal if isinstance(fee.kept_on_refusal, bool) else None,
    )


def _expired(session: Session, case: Case, months: int) -> frozenset[str]:
    """The orders of the case that could not be cashed any more on the day on which they came."""
    came = {packet.id: packet.received_at.date() for packet in packets_of(session, case)}
    orders = session.exec(select(Instrument).where(col(Instrument.packet_id).in_(came)))
    return frozenset(
        plain_serial(each.serial)
        for each in orders
        if each.issued_on is not None and last_good_day(each.issued_on, months) < came[each.packet_id]
    )
