"""Keeps account of every instrument that came as a fee: who has it, what became of it, and that nothing is lost.

An instrument is a money order (named by its serial), a bundle of stamps or cash (named by whoever takes it in). The ledger
is nothing but its entries, oldest first; they are only ever added to. Everything else here is computed from them:

    why_not(entries, entry)   the sentence that speaks against adding an entry; "" where nothing does
    custody(entries)          where each instrument is now
    reconcile(entries)        received = in hand + deposited + returned, in all
    reconcile_cases(entries)  the same for each case

Source: an auditor asks for a fee reconciliation, and a company that keeps the fee on refusal must show that it had it
(DOMAIN sections 4 and 6).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Move(StrEnum):
    """What happened to an instrument."""

    RECEIVED = "received"  # it came with a packet
    DEPOSITED = "deposited"  # it was cashed
    RETURNED = "returned"  # it went back as it came
    REFUNDED = "refunded"  # money was paid back by other means, after it was cashed


class Entry(NamedTuple):
    """One line of the ledger. `by` is the handle of the person who did it; never personal data of a requester."""

    case: str
    instrument: str
    move: Move
    amount_yen: int
    on: date
    by: str


class Place(StrEnum):
    """Where an instrument is."""

    IN_HAND = "in_hand"
    DEPOSITED = "deposited"
    RETURNED = "returned"


class Holding(NamedTuple):
    """One instrument now: its case, its amount, where it is, how much of it was paid back, and since when it is there."""

    case: str
    amount_yen: int
    place: Place
    refunded_yen: int
    since: date


class Balance(NamedTuple):
    """Yen received, and where they are now; money paid back counts as returned and no longer as deposited."""

    received: int = 0
    in_hand: int = 0
    deposited: int = 0
    returned: int = 0

    @property
    def agrees(self) -> bool:
        """Whether every yen received is accounted for, and none is that was not received."""
        return self.received == self.in_hand + self.deposited + self.returned and min(self) >= 0


def why_not(entries: Sequence[Entry], new: Entry) -> str:
    """One sentence on why `new` cannot follow `entries`; "" when it can. It names the instrument by nothing but its deed."""
    if new.amount_yen <= 0:
        return "An amount must be more than nothing."
    if not new.by.strip():
        return "Say who did it."
    held = custody(entries).get(new.instrument)
    if held is None:
        return "" if new.move is Move.RECEIVED else "This instrument was never received."
    if new.on < held.since:
        return "This lies before the instrument's last entry."
    if new.move is Move.RECEIVED:
        return "" if held.place is Place.RETURNED else "This instrument was received already and has not been returned."
    return _wrong_case_or_amount(held, new) or _impossible(held, new.move)


def _wrong_case_or_amount(held: Holding, new: Entry) -> str:
    if new.case != held.case:
        return f"This instrument came with case {held.case}."
    left = held.amount_yen - held.refunded_yen
    if new.move is Move.REFUNDED and held.place is Place.DEPOSITED:
        return f"Only {left} yen of it can still be paid back." if new.amount_yen > left else ""
    return "An instrument moves as a whole; give its full amount." if new.amount_yen != held.amount_yen else ""


_IMPOSSIBLE = {
    (Place.DEPOSITED, Move.DEPOSITED): "This instrument was deposited already.",
    (Place.RETURNED, Move.DEPOSITED): "This instrument was returned and cannot be deposited.",
    (
        Place.DEPOSITED,
        Move.RETURNED,
    ): "This instrument was cashed; pay the money back by other means and enter a refund.",
    (Place.RETURNED, Move.RETURNED): "This instrument was returned already.",
    (Place.IN_HAND, Move.REFUNDED): "This instrument was never cashed; return it as it came.",
    (Place.RETURNED, Move.REFUNDED): "This instrument was returned; there is nothing to pay back.",
}


def _impossible(held: Holding, move: Move) -> str:
    return _IMPOSSIBLE.get((held.place, move), "")


_PLACES = {Move.RECEIVED: Place.IN_HAND, Move.DEPOSITED: Place.DEPOSITED, Move.RETURNED: Place.RETURNED}


def custody(entries: Iterable[Entry]) -> dict[str, Holding]:
    """Where each instrument is now, by its name; an instrument that came again after it was returned starts anew."""
    held: dict[str, Holding] = {}
    for entry in entries:
        if entry.move is Move.REFUNDED:
            if before := held.get(entry.instrument):
                paid = before.refunded_yen + entry.amount_yen
                held[entry.instrument] = before._replace(refunded_yen=paid, since=entry.on)
        else:
            held[entry.instrument] = Holding(entry.case, entry.amount_yen, _PLACES[entry.move], 0, entry.on)
    return held


def reconcile(entries: Iterable[Entry]) -> Balance:
    """The sums over all entries. In hand is counted from where each instrument is, the rest from what was done.

    So entries that could not have been added by the rules (an instrument deposited twice, or returned and never received)
    show as a balance that does not agree.
    """
    listed = list(entries)
    sums = {move: sum(entry.amount_yen for entry in listed if entry.move is move) for move in Move}
    in_hand = sum(held.amount_yen for held in custody(listed).values() if held.place is Place.IN_HAND)
    return Balance(
        received=sums[Move.RECEIVED],
        in_hand=in_hand,
        deposited=sums[Move.DEPOSITED] - sums[Move.REFUNDED],
        returned=sums[Move.RETURNED] + sums[Move.REFUNDED],
    )


def reconcile_cases(entries: Iterable[Entry]) -> dict[str, Balance]:
    """The sums for each case, by its number; they add up to `reconcile` of the same entries."""
    listed = list(entries)
    cases = sorted({entry.case for entry in listed})
    return {case: reconcile(entry for entry in listed if entry.case == case) for case in cases}
