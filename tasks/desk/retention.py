"""Which papers have served their purpose: the policy's keeping periods held against each case."""

from datetime import date, timedelta

from sqlmodel import Session, col, select

from tasks.case.happened import REOPENS, EventKind
from tasks.store.cases import all_cases, sample_case_ids
from tasks.store.tables import Case, EventRow
from tasks.wiring import House


def keeping_over(house: House) -> list[dict[str, str]]:
    """One row for each case and class of papers whose period is over: what the policy wants done, and since when."""
    with house.database.transaction() as session:
        cases, closed, made_up = all_cases(session), _closed_days(session), sample_case_ids(session)
    real = (case for case in cases if case.id not in made_up)
    return [row for case in real for row in _rows(house, case, closed.get(case.id))]


def _rows(house: House, case: Case, closed: date | None) -> list[dict[str, str]]:
    rows = []
    for rule in house.policy_of(case).retention:
        start = case.received_on if rule.trigger == "received" else closed
        if rule.action == "keep" or start is None:
            continue
        over = start + timedelta(days=rule.days)
        if over <= house.today():
            rows.append({"case": case.number, "papers": rule.data, "action": rule.action, "since": over.isoformat()})
    return rows


def _closed_days(session: Session) -> dict[int, date]:
    """When each case was closed last; one that was opened again since is not."""
    kinds = sorted({EventKind.CASE_CLOSED, *REOPENS})
    days: dict[int, date] = {}
    for event in session.exec(select(EventRow).where(col(EventRow.kind).in_(kinds)).order_by(col(EventRow.id))):
        days.pop(event.case_id or 0, None)
        if event.kind == EventKind.CASE_CLOSED:
            days[event.case_id or 0] = event.at.date()
    return days
