"""What the evidence page shows of work orders: each with what was done for it, and the lines that its form begins with."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session

from tasks.case.orders import Entry, differences, is_correction
from tasks.case.progress import CaseState
from tasks.store.cases import held_items, newest_packet_id
from tasks.store.order_tables import WorkDone, WorkOrder
from tasks.store.orders import entry_of, orders_of, work_done
from tasks.store.packets import fields_of
from tasks.store.tables import Case

_SPARE = 2  # empty lines that a form offers beyond those that are filled


@dataclass(frozen=True)
class ShownOrder:
    """One order; `lines`: what its form holds at first, and is on record only once somebody sends it."""

    order: WorkOrder
    work: list[WorkDone]
    lines: list[Entry]
    may_be_recorded: bool

    @property
    def corrects(self) -> bool:
        """Whether it is told with before and after."""
        return is_correction(self.order.choice)


def takes_records(state: CaseState, order: WorkOrder) -> bool:
    """Whether what was done may still be written down: until the letters that tell of it are written."""
    return not (state.closed or state.reply_written or order.withdrawn)


def shown_orders(session: Session, case: Case, state: CaseState) -> list[ShownOrder]:
    """The orders of a case, those that were withdrawn last."""
    orders = orders_of(session, case.id)
    done = {order.id: work_done(session, order) for order in orders}
    shown = [
        ShownOrder(order, done[order.id], _lines(session, case, order, done, orders), takes_records(state, order))
        for order in orders
    ]
    return sorted(shown, key=lambda each: each.order.withdrawn)


def _lines(
    session: Session, case: Case, order: WorkOrder, done: dict[int, list[WorkDone]], orders: Iterable[WorkOrder]
) -> list[Entry]:
    """What is on record; else what was for the order that this one replaces; else where held data and request differ."""
    same = [
        each for each in orders if (each.kind, each.choice, each.system) == (order.kind, order.choice, order.system)
    ]
    recorded = next(filter(None, (done[each.id] for each in (order, *reversed(same)))), [])
    lines = [entry_of(each) for each in recorded] or list(_probable(session, case, order))
    return lines + [Entry("")] * _SPARE


def _probable(session: Session, case: Case, order: WorkOrder) -> Iterable[Entry]:
    if not is_correction(order.choice):
        return []
    fields = fields_of(session, newest_packet_id(session, case))
    mine = [item for item in held_items(session, case.id) if item.exact and item.system == order.system]
    return [each for item in mine for each in differences(item.values, fields, "ja")]
