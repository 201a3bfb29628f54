"""Joins the answer with the letter by which a fee goes back, and settles what is put into that letter's envelope."""

from collections.abc import Iterable, Mapping

from sqlmodel import Session, col, select

from tasks.case.fee import last_good_day, plain_serial
from tasks.case.fee_amount import amount_due
from tasks.case.fee_return import Money, Why, goes_back
from tasks.case.ledger import Place, custody
from tasks.case.progress import CaseState, Step
from tasks.case.reply import FEE, LetterDue, fee_return_due
from tasks.case.words import RequestKind
from tasks.policy import Policy
from tasks.policy.money import FeeRule
from tasks.policy.terms import stated
from tasks.store.cases import kinds_of, newest_packet_id, packets_of, state_of
from tasks.store.fees import enclosed_in, ledger
from tasks.store.letters import standing_letters
from tasks.store.packets import findings_of
from tasks.store.tables import Case, Enclosure, Instrument, LetterRow


def fee_return(session: Session, case: Case, policy: Policy, state: CaseState) -> list[LetterDue]:
    """The letter by which a fee goes back; none where all that came is kept, cashed, or left to a person."""
    stands = _fee_letter(session, case) is not None
    return [fee_return_due(kinds_of(case))] if stands or _going_back(session, case, policy, state) else []


def enclose(session: Session, case: Case, policy: Policy) -> None:
    """Settles which instruments go back with the fee's letter, when that is numbered; from then on they move with it only."""
    letter = _fee_letter(session, case)
    if letter is None or enclosed_in(session, [letter.id]):
        return
    held = custody(ledger(session, case_id=case.id))
    for name, why in _going_back(session, case, policy, state_of(session, case)).items():
        session.add(Enclosure(letter_id=letter.id, instrument=name, amount_yen=held[name].amount_yen, why=why.value))


def _fee_letter(session: Session, case: Case) -> LetterRow | None:
    session.flush()
    return next((each for each in standing_letters(session, case.id) if each.occasion == FEE), None)


def _going_back(session: Session, case: Case, policy: Policy, state: CaseState) -> dict[str, Why]:
    entries = [entry for entry in ledger(session, case_id=case.id) if entry.case == case.number]
    in_hand = {name: each.amount_yen for name, each in custody(entries).items() if each.place is Place.IN_HAND}
    if not in_hand:
        return {}
    return goes_back(
        _money(session, case, policy, in_hand),
        state.answers[Step.DECIDE],
        policy.fee.charged or frozenset(),
    )


def _money(session: Session, case: Case, policy: Policy, in_hand: Mapping[str, int]) -> Money:
    found = {each.check: each.result for each in findings_of(session, newest_packet_id(session, case))}
    fee = policy.fee
    return Money(
        in_hand,
        _expired(session, case, fee.validity_months),
        found.get("fee.amount", ""),
        found.get("fee.custody", ""),
        fee_due(fee, kinds_of(case)) or 0,
        fee.kept_on_refusal if isinstance(fee.kept_on_refusal, bool) else None,
    )


def fee_due(fee: FeeRule, kinds: Iterable[RequestKind]) -> int | None:
    """Yen due for these kinds; None where the policy leaves it open, or counts names, which only a person can."""
    amount, per, charged = stated(fee.amount_yen), stated(fee.per), fee.charged
    if amount is None or per is None or per == "name" or charged is None:
        return None
    return amount_due(frozenset(kinds), charged, amount, per)


def _expired(session: Session, case: Case, months: int) -> frozenset[str]:
    """The orders of the case that could not be cashed any more on the day on which they came."""
    came = {packet.id: packet.received_at.date() for packet in packets_of(session, case)}
    orders = session.exec(select(Instrument).where(col(Instrument.packet_id).in_(came)))
    return frozenset(
        plain_serial(each.serial)
        for each in orders
        if each.issued_on is not None and last_good_day(each.issued_on, months) < came[each.packet_id]
    )
