"""What the evidence page shows of work orders: each with what was done for it, and the lines that its form begins with."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlmodel import Session

from tasks.case.bilingual import Said
from tasks.case.orders import Entry, differences, is_correction
from tasks.case.progress import CaseState
from tasks.policy import Policy
from tasks.policy.systems import field_of, system_said
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
    system: Said
    work: list[WorkDone]
    lines: list[Entry]
    may_be_recorded: bool

    @property
    def form(self) -> list[Entry]:
        """The lines of its form, with some to spare."""
        return self.lines + [Entry("")] * _SPARE

    @property
    def needed_nothing(self) -> bool:
        """Whether it is on record that nothing had to be changed in the system."""
        return not (self.order.is_open or self.work)

    @property
    def corrects(self) -> bool:
        """Whether it is told with before and after."""
        return is_correction(self.order.choice)


def takes_records(state: CaseState, order: WorkOrder) -> bool:
    """Whether what was done may still be written down: until the letters that tell of it are written."""
    return not (state.closed or state.reply_written or order.withdrawn)


def shown_orders(session: Session, policy: Policy, case: Case, state: CaseState) -> list[ShownOrder]:
    """The orders of a case, those that were withdrawn last."""
    orders = orders_of(session, case.id)
    done = {order.id: work_done(session, order) for order in orders}
    shown = [
        ShownOrder(
            order,
            system_said(policy, order.system),
            done[order.id],
            _recorded(order, done, orders) or list(_probable(session, policy, case, order)),
            takes_records(state, order),
        )
        for order in orders
    ]
    return sorted(shown, key=lambda each: each.order.withdrawn)


def _recorded(order: WorkOrder, done: dict[int, list[WorkDone]], orders: Iterable[WorkOrder]) -> list[Entry]:
    """What is on record; else what was for the order that this one replaces."""
    if not order.is_open:
        return [entry_of(each) for each in done[order.id]]
    same = [
        each for each in orders if (each.kind, each.choice, each.system) == (order.kind, order.choice, order.system)
    ]
    recorded = next(filter(None, (done[each.id] for each in reversed(same))), [])
    return [entry_of(each) for each in recorded]


def _probable(session: Session, policy: Policy, case: Case, order: WorkOrder) -> Iterator[Entry]:
    """Where held data and request differ: what was probably corrected."""
    if not is_correction(order.choice):
        return
    fields = fields_of(session, newest_packet_id(session, case))
    mine = [item for item in held_items(session, case.id) if item.is_persons and item.held_in == order.system]
    for item in mine:
        yield from differences(
            [(field_of(policy, order.system, name), value) for name, value in item.values], fields, "ja"
        )
