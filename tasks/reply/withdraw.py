"""Puts away letters that were withdrawn before they were posted, and withdrawn work orders; what was posted or done stays on file."""

from datetime import date

from sqlmodel import Session

from tasks.letter_places import order_file, remove_files, was_posted
from tasks.outbox.bundles import make_bundles_of
from tasks.store.cases import case_by_number, letters_of
from tasks.store.letters import hold_outbox
from tasks.store.orders import orders_of
from tasks.store.tables import Case
from tasks.wiring import House


def put_away_withdrawn(house: House, case_number: str) -> None:
    """Removes the files of a case's withdrawn letters, so that nobody posts them; done again, it is done once."""
    with house.database.transaction() as session:
        days = remove_withdrawn(session, house, case_by_number(session, case_number))
    make_bundles_of(house, days)


def remove_withdrawn(session: Session, house: House, case: Case) -> set[date]:
    """Removes the files of letters that were withdrawn before they were posted, should any be left.

    The days whose bundles went with them; whoever ends the transaction makes those anew.
    """
    remove_orders(session, house, case)
    withdrawn = [letter for letter in letters_of(session, case.id) if letter.withdrawn]
    if unposted := [letter for letter in withdrawn if not was_posted(session, letter)]:
        hold_outbox(session)
        return remove_files(house, unposted)
    return set()


def remove_orders(session: Session, house: House, case: Case) -> None:
    """Removes the files of work orders that were withdrawn before anything was done for them, should any be left."""
    for order in orders_of(session, case.id):
        if order.withdrawn and order.is_open:
            order_file(house, order).unlink(missing_ok=True)
