"""Of which due days Prefect was told."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from tasks.case.happened import EventKind
from tasks.store.tables import EventRow


def told_due(session: Session, case_ids: Collection[int]) -> set[tuple[int, str, str]]:
    """Of these cases: the case's id, `overdue` or `due_soon`, and the due day (YYYY-MM-DD) of each telling; one query."""
    mine = (EventRow.kind == EventKind.DUE_TOLD, col(EventRow.case_id).in_(case_ids))
    rows = session.exec(select(EventRow.case_id, EventRow.facts).where(*mine))
    return {(case_id or 0, facts["urgency"], facts["due_on"]) for case_id, facts in rows}
