"""Reads the SLA figures out of the store: a few queries for all cases, however many there are."""

from datetime import date

from sqlmodel import Session, col, func, select

from tasks.case.happened import MOVES, EventKind
from tasks.case.progress import CaseState, Wait, stage_of, what_comes_next
from tasks.case.sla import OpenCase, Sla, figures
from tasks.case.state import state_from
from tasks.store.cases import all_cases, events_by_case
from tasks.store.tables import Case, EventRow, Packet, PacketStatus
from tasks.wiring import House


def read_sla(house: House) -> Sla:
    """The SLA page as of today."""
    with house.database.transaction() as session:
        cases = all_cases(session)
        events = events_by_case(session)
        states = {case.id: state_from(events[case.id]) for case in cases}
        still = [case for case in cases if not states[case.id].closed]
        moved, runs = _last_moves(session), _runs(session)
        listed = [_open_case(house, case, states[case.id], moved, events[case.id], runs) for case in still]
        held = select(func.count()).select_from(Packet).where(Packet.status == PacketStatus.QUARANTINED)
        return figures(listed, house.today(), len(cases) - len(still), session.exec(held).one())


def _open_case(
    house: House, case: Case, state: CaseState, moved: dict[int, date], events: list[EventRow], runs: dict[int, str]
) -> OpenCase:
    coming = what_comes_next(state)
    return OpenCase(
        number=case.number,
        kinds=tuple(case.kinds),
        stage=stage_of(coming),
        received_on=case.received_on,
        since=moved.get(case.id, case.received_on),
        due_on=house.due_on(case, events),
        attempt=coming.attempt if isinstance(coming, Wait) else 1,
        run=runs.get(case.id, ""),
    )


def _last_moves(session: Session) -> dict[int, date]:
    """The day each case came to where it is."""
    mine = col(EventRow.kind).in_([kind.value for kind in MOVES])
    rows = session.exec(select(EventRow.case_id, func.max(EventRow.at)).where(mine).group_by(col(EventRow.case_id)))
    return {case_id: moment.date() for case_id, moment in rows if case_id is not None}


def _runs(session: Session) -> dict[int, str]:
    """The newest run of each case."""
    made = select(EventRow).where(EventRow.kind == EventKind.RUN_CREATED).order_by(col(EventRow.id))
    return {event.case_id or 0: event.facts["run"] for event in session.exec(made)}
