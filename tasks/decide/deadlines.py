"""Looks after every open case: lets a period lapse that is over, and gives the run that it lacks; one that breaks stops no other."""

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
    return [number for number in open_cases(house) if not _look_after(house, client, number, log)]


def _look_after(house: House, client: Client, number: str, log: Log) -> bool:
    try:
        if let_lapse(house, number):
            log.info("%s had no answer in time; it goes on without it.", number)
        if ensure_run(house, client, number):
            log.warning("%s had no live run; it has one again.", number)
    except (OperationalError, InterfaceError):
        raise  # the database does not answer; no other case would fare better
    except KaijiError as expected:
        log.error("%s: %s", number, expected)  # noqa: TRY400  # a traceback may show what stands on a paper
        return False
    except Exception as unexpected:  # noqa: BLE001  # one case must not stop the others
        log.error("%s: %s; please report it.", number, type_and_place(unexpected))  # noqa: TRY400
        return False
    return True
