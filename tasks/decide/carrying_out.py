"""What of the granted work is still missing, as an answer that it is done is held against it."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import Session

from tasks.case.orders import kinds_undone, orders_due
from tasks.policy import Policy
from tasks.policy.systems import system_said, systems_to_order
from tasks.store.held import ToldSearch
from tasks.store.orders import standing_orders, work_done
from tasks.store.tables import Case, HeldItem


def work_missing(
    session: Session,
    policy: Policy,
    case: Case,
    decided: Mapping[str, object],
    theirs: Iterable[HeldItem],
    search: ToldSearch | None,
) -> dict[str, Any]:
    """`orders_open`, `unordered` and `undone` of Known. `theirs`: what is held on the person as it stands now."""
    orders = standing_orders(session, case.id)
    failed = [system for system, _ in search.failed] if search else []
    systems = systems_to_order(policy, (item.held_in for item in theirs), failed)
    due = orders_due(decided, systems, {(order.kind, order.system) for order in orders})
    reported = [(order.kind, None if order.is_open else len(work_done(session, order))) for order in orders]
    return {
        "orders_open": tuple(order.number for order in orders if order.is_open),
        "unordered": tuple(system_said(policy, system) for system in dict.fromkeys(each.system for each in due)),
        "undone": tuple(kinds_undone(decided, reported)),
    }
