"""Tells Prefect of each case that falls due within three business days or is overdue: once for each case and due day."""

import logging
from collections.abc import Callable, Collection, Sequence
from typing import Any
from uuid import UUID, uuid5

from tasks.case.happened import EventKind
from tasks.engines.prefect_events import Told
from tasks.figures.urgent import Urgent
from tasks.store.cases import sample_case_ids
from tasks.store.due_told import told_due
from tasks.store.events import record
from tasks.wiring import House

AT_MOST = 500  # in one run; the rest is told by the next
Log = logging.Logger | logging.LoggerAdapter[logging.Logger]
Tell = Callable[[Sequence[Told]], Collection[UUID]]


def tell_due(house: House, urgent: Sequence[Urgent], tell: Tell, log: Log) -> int:
    """Tells of those of these cases that were not told of yet for their due day; the number of cases told; never of samples.

    A case is noted in the record when Prefect's store has its event, so that a run that died tells the rest again under the
    same ids. What could not be told is left to the next run.
    """
    with house.database.transaction() as session:
        ids = [case.case_id for case in urgent]
        known, samples = told_due(session, ids), sample_case_ids(session, ids)
    real = (case for case in urgent if case.case_id not in samples)
    untold = [case for case in real if (case.case_id, case.urgency, case.due_on.isoformat()) not in known]
    new = {event_id(house, case): case for case in untold}
    sent = dict(list(new.items())[:AT_MOST])
    arrived = tell([event_of(each, case) for each, case in sent.items()]) if sent else ()
    _keep(house, [case for each, case in sent.items() if each in arrived])
    if len(arrived) < len(new):
        log.warning("%d of %d events of due days are left to the next run.", len(new) - len(arrived), len(new))
    return len(arrived)


def event_id(house: House, case: Urgent) -> UUID:
    """The same for the same case, urgency and due day, whenever it is made; another house's is another."""
    names = UUID(bytes=house.key("events")[:16])
    return uuid5(names, f"{case.number}:{case.urgency}:{case.due_on}")


def event_of(known_as: UUID, case: Urgent) -> Told:
    """The event `kaiji.case.overdue` or `kaiji.case.due_soon`: a case number, codes, a day and a number of days."""
    return Told(
        known_as,
        f"kaiji.case.{case.urgency}",
        f"kaiji.case.{case.number}",
        {
            "case": case.number,
            "due": case.due_on.isoformat(),
            "days_left": case.days_left,
            "stage": case.stage,
            "waits_for": case.waits_for,
            "policy": case.policy,
        },
    )


def _keep(house: House, cases: Collection[Urgent]) -> None:
    with house.database.transaction() as session:
        for case in cases:
            facts: dict[str, Any] = {"urgency": case.urgency.value, "due_on": case.due_on.isoformat()}
            record(session, EventKind.DUE_TOLD, house.now(), case_id=case.case_id, **facts)
