"""The fee ledger on a real PostgreSQL: what came is entered once, and every yen is somewhere."""

import pytest

from tasks.case.errors import KaijiError
from tasks.case.ledger import Entry, Move, Place, custody, reconcile
from tasks.store.cases import case_by_number
from tasks.store.events import events_of
from tasks.store.fees import enter, ledger
from tests.support.cases import open_case

SERIAL = "12345678901"


def move(house, number, what, yen=1000, serial=SERIAL):
    with house.database.transaction() as session:
        case = case_by_number(session, number, lock=True)
        enter(session, case, Entry(number, serial, what, yen, house.today(), "mori"), house.now())


def entries(house):
    with house.database.transaction() as session:
        return ledger(session)


def test_a_packets_money_order_is_received_by_intake(house):
    """Nobody types what the scan shows."""
    number = open_case(house)
    (entry,) = entries(house)
    assert (entry.case, entry.instrument, entry.move, entry.amount_yen) == (number, SERIAL, Move.RECEIVED, 1000)


def test_an_order_that_comes_twice_is_received_once(house):
    """A copy in another packet is a duplicate for the checks, and no money."""
    open_case(house)
    open_case(house, b"another", person__name=("別の 人", None), id__name=("別の 人", None))
    assert reconcile(entries(house)).received == 1000


def test_an_order_is_deposited_or_returned_and_the_books_agree(house):
    """Each move is an event of its case."""
    number = open_case(house)
    move(house, number, Move.DEPOSITED)
    assert custody(entries(house))[SERIAL].place is Place.DEPOSITED
    assert reconcile(entries(house)).agrees
    with house.database.transaction() as session:
        moved = [e for e in events_of(session, case_by_number(session, number).id) if e.kind == "fee_moved"]
    assert [(e.facts["move"], e.actor) for e in moved] == [("received", "intake"), ("deposited", "mori")]
    assert all(SERIAL not in str(e.facts) for e in moved)


def test_a_move_that_cannot_be_is_refused_and_leaves_no_trace(house):
    """An order is cashed once."""
    number = open_case(house)
    move(house, number, Move.DEPOSITED)
    with pytest.raises(KaijiError, match="deposited already"):
        move(house, number, Move.DEPOSITED)
    assert len(entries(house)) == 2
