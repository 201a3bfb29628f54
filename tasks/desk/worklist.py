"""Reads what waits for a person out of the store, and assigns it: one row for each open case that somebody must answer."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from tasks.case.business_days import is_business_day, soon_until
from tasks.case.happened import MOVES, EventKind
from tasks.case.progress import Step, Wait, what_comes_next
from tasks.case.roles import Role
from tasks.case.state import state_from
from tasks.case.waiting import Waiting, most_urgent_first, waits_longer, why_not_assign
from tasks.store.cases import case_by_number, cases_among, count_unworked, sample_case_ids, unclosed_cases
from tasks.store.events import newest_run, record
from tasks.store.tables import Case, EventRow
from tasks.store.worklist import moves_by_case, roles_by_handle
from tasks.wiring import House


@dataclass(frozen=True)
class Worklist:
    """What waits, the most urgent first; and how many open cases kaiji itself is moving just now."""

    waiting: tuple[Waiting, ...]
    moving: int


def read_worklist(house: House) -> Worklist:
    """Every open case that waits for a person, as of now: three queries, however many are open."""
    with house.database.transaction() as session:
        cases = unclosed_cases(session)
        return _listed(house, cases, moves_by_case(session, cases))


def count_left_out(house: House) -> int:
    """How many open cases no list of work has, since they were made up to show the pages."""
    with house.database.transaction() as session:
        return count_unworked(session)


def assigned_among(house: House, numbers: Collection[str]) -> dict[str, str]:
    """To whom those of these cases that wait for a person are assigned, "" for nobody, by case number; three queries."""
    with house.database.transaction() as session:
        cases = cases_among(session, numbers)
        sample = sample_case_ids(session, [case.id for case in cases])
        cases = [case for case in cases if case.id not in sample]  # these are on no worklist
        return {row.number: row.assigned_to for row in _listed(house, cases, moves_by_case(session, cases)).waiting}


def _listed(house: House, cases: Sequence[Case], events: Mapping[int, list[EventRow]]) -> Worklist:
    rows = [_row(house, case, events[case.id]) for case in cases]
    waiting = [row for row in rows if row is not None]
    return Worklist(tuple(most_urgent_first(waiting)), len(rows) - len(waiting))


def _row(house: House, case: Case, events: Sequence[EventRow]) -> Waiting | None:
    coming = what_comes_next(state_from(events))
    if not isinstance(coming, Wait):
        return None
    policy, today = house.policy_of(case), house.today()
    calendar = house.calendar(policy)
    since = max((event.at for event in events if event.kind in MOVES), default=case.opened_at)
    return Waiting(
        case_id=case.id,
        number=case.number,
        kinds=tuple(case.kinds),
        policy=case.policy,
        policy_version=case.policy_version,
        company_en=policy.company.name_en,
        company_ja=policy.company.name_ja,
        received_on=case.received_on,
        wait=coming,
        since=since,
        today=today,
        due_on=house.due_on(case, events),
        soon_until=soon_until(today, calendar),
        assigned_to=_assigned(events, coming.key),
        decided_by=_decided_by(events),
        run=newest_run(events),
        waits_long=waits_longer(since.date(), house.settings.remind_after_days, today, calendar),
        desk_open=is_business_day(today, calendar),
    )


def _assigned(events: Sequence[EventRow], asking: str) -> str:
    mine = (event for event in reversed(events) if event.kind == EventKind.ASSIGNED)
    return next((str(event.facts["to"]) for event in mine if event.facts["asking"] == asking), "")


def _decided_by(events: Sequence[EventRow]) -> str:
    answered = (event for event in reversed(events) if event.kind == EventKind.ANSWERED)
    return next((event.actor for event in answered if event.facts["step"] == Step.DECIDE), "")


@dataclass(frozen=True)
class NotDone:
    """One case for which nothing was done, and why, as a code that the page tells in words."""

    number: str
    why: str


def assign(
    house: House, askings: Iterable[tuple[str, str]], to: str, by: str, by_roles: frozenset[Role], at: datetime
) -> list[NotDone]:
    """Assigns these askings (case number, key) to a person, or releases them (`to` ""); those that could not be, and why."""
    return [
        NotDone(number, why)
        for number, asking in askings
        if (why := _assign_one(house, number, asking, to, by, by_roles, at)) is not None
    ]


def _assign_one(
    house: House, number: str, asking: str, to: str, by: str, by_roles: frozenset[Role], at: datetime
) -> str | None:
    with house.database.transaction() as session:
        item = waiting_case(house, session, number)
        if item is None or item.wait.key != asking:
            return "moved_on"
        roles = by_roles if to == by else roles_by_handle(session).get(to, frozenset())
        why = why_not_assign(item, to, roles, by, by_roles)
        if why is None and item.assigned_to != to:
            record(session, EventKind.ASSIGNED, at, actor=by, case_id=item.case_id, asking=asking, to=to)
        return why


def waiting_case(house: House, session: Session, number: str) -> Waiting | None:
    """One case as it waits now, held until the transaction ends; None where it does not. NoResultFound for no case."""
    case = case_by_number(session, number, lock=True)
    listed = _listed(house, [case], moves_by_case(session, [case])).waiting
    return listed[0] if listed else None
