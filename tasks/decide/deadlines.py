"""Looks after every open case: lets a period lapse that is over, and gives the run that it lacks; one that breaks stops no other."""

from collections.abc import Callable
from functools import partial

from sqlalchemy.exc import InterfaceError, OperationalError

from tasks.case.errors import KaijiError
from tasks.decide.lapse import let_lapse
from tasks.decide.reminders import Log
from tasks.decide.runs import ensure_run, open_cases
from tasks.engines.prefect_runs import Client
from tasks.quiet import type_and_place
from tasks.wiring import House


def look_after_all(house: House, client: Client, log: Log) -> list[str]:
    """The numbers of the cases that could not be looked after; why stands in the log, without what an error said."""
    return [
        number
        for number in open_cases(house)
        if not went_well(number, log, partial(_look_after, house, client, number, log))
    ]


def went_well(number: str, log: Log, do: Callable[[], object]) -> bool:
    """Does something for one case; whether that went well. An error stops nothing that others need, and is logged."""
    try:
        do()
    except (OperationalError, InterfaceError):
        raise  # the database does not answer; no other case would fare better
    except KaijiError as expected:
        log.error("%s: %s", number, expected)  # noqa: TRY400  # a traceback may show what stands on a paper
        return False
    except Exception as unexpected:  # noqa: BLE001  # one case must not stop the others
        log.error("%s: %s; please report it.", number, type_and_place(unexpected))  # noqa: TRY400
        return False
    return True


def _look_after(house: House, client: Client, number: str, log: Log) -> None:
    if let_lapse(house, number):
        log.info("%s had no answer in time; it goes on without it.", number)
    if ensure_run(house, client, number):
        log.warning("%s had no live run; it has one again.", number)


def take_up_all(house: House, client: Client, log: Log) -> list[str]:
    """The numbers of the cases whose run had died with its worker or was lost, and that have one again."""
    taken_up: list[str] = []

    def take_up(number: str) -> None:
        if ensure_run(house, client, number, workers_new=True):
            taken_up.append(number)

    for number in open_cases(house):
        went_well(number, log, partial(take_up, number))
    return taken_up
