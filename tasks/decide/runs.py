"""Sees to it that every open case has exactly one run that waits, moves, or will be started."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from tasks.case.errors import KaijiError
from tasks.case.happened import EventKind
from tasks.case.progress import Deed, Wait, what_comes_next
from tasks.decide import asking
from tasks.decide.describing import describe
from tasks.engines import prefect_runs
from tasks.engines.prefect_runs import Asking, CaseRun, Client, Whereabouts
from tasks.store.cases import case_by_number, is_sample, state_of, unclosed_cases
from tasks.store.events import record
from tasks.store.tables import Case, EventRow
from tasks.wiring import House

_PATIENCE = 60.0  # a run that was answered starts while its former process may still be ending
STARTING = timedelta(minutes=2)  # a run starts within seconds; one that took longer to hold its case is broken


@contextmanager
def hold_case(house: House, case_number: str) -> Iterator[None]:
    """Holds a case for one run; KaijiError when another live run moves it."""
    with house.database.transaction() as session:
        case_id = case_by_number(session, case_number).id or 0
    with house.database.case_lock(case_id, _PATIENCE) as held:
        if not held:
            raise KaijiError(f"{case_number} is being moved by another run.")
        yield


def asking_of(house: House, case_number: str, wait: Wait) -> Asking:
    """The form and text of one asking."""
    return Asking(wait.key, asking.form_of(house, case_number, wait), describe(house, case_number, wait))


def open_cases(house: House) -> list[str]:
    """The numbers of all cases that are not closed, oldest first."""
    with house.database.transaction() as session:
        return [case.number for case in unclosed_cases(session)]


def ensure_run(house: House, client: Client, case_number: str, *, workers_new: bool = False) -> bool:
    """Gives an open case the run it lacks, or takes up its broken one; True when something had to be done.

    `workers_new`: no worker of before lives, so a run that was started and holds no case is dead, however young.
    """
    with house.database.transaction() as session:
        case = case_by_number(session, case_number)
        coming = what_comes_next(state_of(session, case))
        created = _created(session, case)
        made_up = is_sample(session, case)
    if coming is None or made_up:
        return False
    run = prefect_runs.find_run(client, UUID(created[-1]) if created else None)
    match run.whereabouts:
        case Whereabouts.COMING:
            return False
        case Whereabouts.WAITING if isinstance(coming, Wait) and run.key == coming.key:
            _complete(house, client, case_number, run, coming)
            return False
        case Whereabouts.WAITING:  # what it waits for is over: a supplement came, or the period lapsed
            prefect_runs.cancel(client, run)
            _create(house, client, case_number, coming, generation=len(created) + 1)
        case Whereabouts.STARTED if (not workers_new and run.age < STARTING) or _is_held(house, case):
            return False
        case Whereabouts.STARTED | Whereabouts.BROKEN:
            _take_up(house, client, case_number, run)
        case _:
            if run.id is not None:  # somebody cancelled it with an answer that no process has taken
                prefect_runs.forget_answers(client, run.id)
            _create(house, client, case_number, coming, generation=len(created) + 1)
    return True


def end_run(house: House, client: Client, case_number: str) -> None:
    """Ends the run of a case that was closed while it waited."""
    run = prefect_runs.find_run(client, newest_run_id(house, case_number))
    if run.whereabouts is Whereabouts.WAITING:
        prefect_runs.cancel(client, run)


def newest_run_id(house: House, case_number: str) -> UUID | None:
    """The run made last for a case."""
    with house.database.transaction() as session:
        created = _created(session, case_by_number(session, case_number))
    return UUID(created[-1]) if created else None


def _created(session: Session, case: Case) -> list[str]:
    """The ids of the runs made for a case, oldest first."""
    mine = (EventRow.case_id == case.id, EventRow.kind == EventKind.RUN_CREATED)
    return [event.facts["run"] for event in session.exec(select(EventRow).where(*mine).order_by(col(EventRow.id)))]


def _is_held(house: House, case: Case) -> bool:
    """Whether a live process moves the case."""
    with house.database.case_lock(case.id) as free:
        return not free


def _complete(house: House, client: Client, number: str, run: CaseRun, coming: Wait) -> None:
    if run.id is not None:
        prefect_runs.complete_form(client, run.id, asking_of(house, number, coming))


def _take_up(house: House, client: Client, number: str, run: CaseRun) -> None:
    if run.id is None:
        return
    prefect_runs.take_up(client, run.id)
    with house.database.transaction() as session:
        case = case_by_number(session, number)
        record(session, EventKind.RUN_TAKEN_UP, house.now(), case_id=case.id, run=str(run.id))


def _create(house: House, client: Client, number: str, coming: Wait | Deed, *, generation: int) -> None:
    if isinstance(coming, Wait):
        run_id = prefect_runs.create_waiting_run(client, number, asking_of(house, number, coming), generation)
    else:
        run_id = prefect_runs.create_started_run(client, number, generation)
    with house.database.transaction() as session:
        case = case_by_number(session, number)
        record(session, EventKind.RUN_CREATED, house.now(), case_id=case.id, run=str(run_id), generation=generation)
