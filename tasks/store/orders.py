"""Work orders in the database: which stand, what was done for them, and how they stop standing."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from tasks.case.happened import EventKind
from tasks.case.orders import Entry
from tasks.store.events import record
from tasks.store.order_tables import WorkDone, WorkOrder
from tasks.store.tables import Case


def orders_of(session: Session, case_id: int) -> list[WorkOrder]:
    """The work orders of a case in the order of their numbers."""
    mine = select(WorkOrder).where(WorkOrder.case_id == case_id).order_by(col(WorkOrder.sequence))
    return list(session.exec(mine))


def standing_orders(session: Session, case_id: int) -> list[WorkOrder]:
    """Those that were not withdrawn."""
    return [order for order in orders_of(session, case_id) if not order.withdrawn]


def work_done(session: Session, order: WorkOrder) -> list[WorkDone]:
    """What is on record as done for an order, in the order written down."""
    mine = select(WorkDone).where(WorkDone.order_id == order.id).order_by(col(WorkDone.position))
    return list(session.exec(mine))


def entry_of(done: WorkDone) -> Entry:
    """What was done, without when and by whom."""
    return Entry(done.item, done.before, done.after, done.measure)


def record_work(
    session: Session, order: WorkOrder, entries: Sequence[Entry], done_on: date, person: str, at: datetime
) -> None:
    """Keeps what was done for an order, in place of what was on record; the caller holds the case.

    A line that stays as it was keeps who wrote it and when.
    """
    before = _take_away(session, order)
    kept = {(entry_of(each), each.done_on): (each.person, each.at) for each in before}
    for position, entry in enumerate(entries):
        by, when = kept.get((entry, done_on), (person, at))
        written = entry._asdict() | {"done_on": done_on, "person": by, "at": when}
        session.add(WorkDone(order_id=order.id, position=position, **written))
    order.done_at, order.done_by = at, person
    session.add(order)
    facts: dict[str, Any] = {"order": order.number, "items": len(entries), "done_on": done_on.isoformat()}
    record(session, EventKind.ORDER_DONE, at, actor=person, case_id=order.case_id, **facts)


def record_nothing(session: Session, order: WorkOrder, person: str, at: datetime) -> None:
    """Keeps that nothing had to be changed in the system, in place of what was on record; the caller holds the case."""
    _take_away(session, order)
    order.done_at, order.done_by = at, person
    session.add(order)
    record(session, EventKind.ORDER_UNNEEDED, at, actor=person, case_id=order.case_id, order=order.number)


def _take_away(session: Session, order: WorkOrder) -> list[WorkDone]:
    """What was on record for an order, and is no more."""
    before = work_done(session, order)
    for each in before:
        session.delete(each)
    session.flush()
    return before


def withdraw_orders(session: Session, case: Case, at: datetime, actor: str) -> None:
    """Notes that the standing orders of a case stand no longer: what they rest on is decided anew. The caller holds the case."""
    for order in standing_orders(session, case.id):
        order.withdrawn = True
        session.add(order)
        record(session, EventKind.ORDER_WITHDRAWN, at, actor=actor, case_id=case.id, order=order.number)


def told_orders(session: Session, case_id: int) -> list[list[Any]]:
    """All that an answer may rest on of the orders of a case, for a digest over it."""
    return [
        [
            order.number,
            order.sha256,
            order.withdrawn,
            order.is_open,
            [_told(each) for each in work_done(session, order)],
        ]
        for order in orders_of(session, case_id)
    ]


def _told(done: WorkDone) -> list[str]:
    return [*entry_of(done), done.done_on.isoformat()]
