"""Writes the work orders of a decision, each exactly once, whatever is interrupted in between; changes what one instructs.

An order's number and days are settled in the database first; its file follows, the same bytes however often it is written;
the event that all are there comes last.
"""

import hashlib
from typing import Any

from sqlmodel import Session

from tasks.case.errors import KaijiError
from tasks.case.happened import EventKind
from tasks.case.orders import order_due, orders_due
from tasks.case.progress import Deed, Step, what_comes_next
from tasks.letter_places import order_file
from tasks.packet_files import write_whole
from tasks.policy.systems import systems_to_order
from tasks.reply.case_file import CaseFile, case_file
from tasks.reply.order_sheet import order_sheet
from tasks.reply.render_order import render_order
from tasks.reply.withdraw import remove_orders
from tasks.store.cases import case_by_number, state_of
from tasks.store.events import events_of, record
from tasks.store.held import newest_search
from tasks.store.order_tables import WorkOrder
from tasks.store.orders import orders_of, standing_orders
from tasks.store.tables import Case
from tasks.wiring import House

_LONGEST = 2000  # characters of an instruction


def write_orders(house: House, case_number: str) -> None:
    """Writes one order for each kind to be carried out and each system to be worked on; a second call changes nothing."""
    with house.database.transaction() as session:
        case = case_by_number(session, case_number, lock=True)
        if what_comes_next(state_of(session, case)) is Deed.WRITE_ORDERS:
            remove_orders(session, house, case)
            _number_orders(house, session, case)
    with house.database.transaction() as session:
        case = case_by_number(session, case_number, lock=True)
        if what_comes_next(state_of(session, case)) is not Deed.WRITE_ORDERS:
            return
        file, orders = case_file(house, session, case), standing_orders(session, case.id)
        for order in orders:
            if order.is_open:  # what was recorded before there were orders has no sheet
                _write(house, session, file, order)
        facts: dict[str, Any] = {
            "orders": [order.number for order in orders],
            "files": {f"{order.number}.pdf": order.sha256 for order in orders if order.sha256},
        }
        record(session, EventKind.ORDERS_WRITTEN, house.now(), case_id=case.id, **facts)


def instruct(house: House, case_number: str, number: str, instruction: str, person: str) -> None:
    """Changes what a standing order tells its owner to do, and writes it anew; KaijiError where nothing is to be done any more."""
    with house.database.transaction() as session:
        case = case_by_number(session, case_number, lock=True)
        mine = next((each for each in standing_orders(session, case.id) if each.number == number), None)
        if mine is None or not mine.is_open or Step.CARRY_OUT in state_of(session, case).answers:
            raise KaijiError("This work order is done or withdrawn; load the page again.")
        mine.instruction = instruction.strip()[:_LONGEST]
        _write(house, session, case_file(house, session, case), mine)
        facts: dict[str, Any] = {"order": mine.number, "sha256": mine.sha256}
        record(session, EventKind.ORDER_CHANGED, house.now(), actor=person, case_id=case.id, **facts)


def _number_orders(house: House, session: Session, case: Case) -> None:
    decision, file = state_of(session, case).answers[Step.DECIDE], case_file(house, session, case)
    due_on = order_due(house.due_on(case, events_of(session, case.id)), house.today(), file.calendar)
    ordered = {(order.kind, order.system) for order in standing_orders(session, case.id)}
    search = newest_search(events_of(session, case.id))
    failed = [system for system, _ in search.failed] if search else []
    systems = systems_to_order(file.policy, (item.held_in for item in file.held), failed)
    dues = orders_due(decision, systems, ordered)
    for sequence, due in enumerate(dues, start=len(orders_of(session, case.id)) + 1):
        session.add(
            WorkOrder(
                case_id=case.id,
                sequence=sequence,
                number=f"{case.number}-W{sequence}",
                kind=due.kind,
                choice=due.choice,
                system=due.system,
                due_on=due_on,
                written_at=house.now(),
            )
        )


def _write(house: House, session: Session, file: CaseFile, order: WorkOrder) -> None:
    pdf = render_order(order_sheet(file, order, house.settings.language))
    order.sha256 = hashlib.sha256(pdf).hexdigest()
    write_whole(order_file(house, order), pdf)
    session.add(order)
