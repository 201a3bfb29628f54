"""Serves the desk: its pages, and the stages that do what a person asks for there."""

import gc
import logging
import sys
from collections.abc import Mapping
from functools import partial
from threading import Thread
from typing import Any

from fastapi import FastAPI

from tasks.case.errors import KaijiError
from tasks.case.progress import Deed
from tasks.case.question_words import in_words
from tasks.case.words import Poly
from tasks.check.check_again import check_again
from tasks.check.edit_field import edit_field
from tasks.decide.asking import coming
from tasks.decide.held_data import search_held_data
from tasks.decide.runs import ensure_run, newest_run_id, open_cases
from tasks.desk.app import app as desk
from tasks.desk.figures_tables import make_ahead
from tasks.desk.hands import FieldChange, Hands, MarksChange
from tasks.engines.prefect_api import open_client
from tasks.engines.prefect_runs import Whereabouts, find_run, resume
from tasks.figures.reading import read_frames
from tasks.quiet import type_and_place
from tasks.receive.open_packet import pages_again
from tasks.redact.edit_marks import edit_marks
from tasks.redact.unmask import unmask
from tasks.reply.notices import acknowledge, discard_notice, release_notice
from tasks.reply.preview import preview_deficiency
from tasks.reply.withdraw import put_away_withdrawn
from tasks.reply.work_orders import instruct
from tasks.store.cases import case_by_number, packets_of
from tasks.store.pending_marks import settle_all
from tasks.wiring import House, open_house

_LOG = logging.getLogger(__name__)
_TURN = 0.0005  # seconds that a thread may compute while another waits, of Python's own 5 ms
_NEW_THINGS = 20_000  # after so many Python looks for garbage; each look stops every reader


def app() -> FastAPI:
    """The desk of this process's house; uvicorn runs it with `--factory`."""
    sys.setswitchinterval(_TURN)
    house = open_house()
    settle_marks(house)
    made = desk(house, hands_of(house))
    gc.freeze()  # what was imported is never garbage, and need not be looked through; what is computed from now on may be
    gc.set_threshold(_NEW_THINGS)
    Thread(target=_read_figures, args=(house,), name="figures ahead", daemon=True).start()
    return made


def _read_figures(house: House) -> None:
    """Makes the figures before the first who asks, who then waits only for what is left; whatever is wrong is theirs to be told."""
    try:
        make_ahead(house, read_frames(house))
    except Exception as wrong:  # noqa: BLE001  # the desk has other pages
        _LOG.warning("The figures could not be read ahead: %s", type_and_place(wrong))


def settle_marks(house: House) -> None:
    """Finishes, or drops, the boxes that a process left half burned when it died; no case is skipped, none is shown before."""
    for number in open_cases(house):
        with house.database.transaction() as session:
            case = case_by_number(session, number, lock=True)
            settle_all(session, house.sealed, packets_of(session, case))


def hands_of(house: House) -> Hands:
    """What the desk asks of the stages, done in this house."""
    return Hands(
        edit_field=partial(_edit_field, house),
        edit_marks=partial(_edit_marks, house),
        unmask=partial(_unmask, house),
        preview=partial(preview_deficiency, house),
        instruct=partial(instruct, house),
        move_on=partial(_move_on, house),
        acknowledge=partial(acknowledge, house),
        release_notice=partial(release_notice, house),
        discard_notice=partial(discard_notice, house),
        answer=partial(_answer, house),
    )


def _edit_field(house: House, number: str, change: FieldChange) -> None:
    edit_field(house, number, change)
    _move_on(house, number)


def _edit_marks(house: House, number: str, change: MarksChange) -> None:
    edit_marks(house, number, change, open_again=pages_again, check_again=check_again)
    _move_on(house, number)


def _unmask(house: House, number: str, page: int, poly: Poly, reason: str, person: str) -> bytes:
    return unmask(house, number, page, poly, reason, person, open_again=pages_again)


def _move_on(house: House, number: str) -> None:
    """Gives the case the run it needs now: what it waited for may be over, and its form may say what is no longer so."""
    put_away_withdrawn(house, number)
    if coming(house, number) is Deed.SEARCH_HELD_DATA:
        search_held_data(house, number)  # here, so that a run that waits for the same as before goes on waiting
    with open_client(house.settings.prefect_url) as client:
        ensure_run(house, client, number)


def _answer(house: House, number: str, asking: str, answer: Mapping[str, Any]) -> None:
    """Resumes the waiting run with an answer in codes; KaijiError when it no longer waits for this."""
    with open_client(house.settings.prefect_url) as client:
        run = find_run(client, newest_run_id(house, number))
        waits = run.id is not None and run.whereabouts is Whereabouts.WAITING and run.key == asking
        if not waits or not resume(client, run.id, in_words(answer, house.settings.language)):  # type: ignore[arg-type]  # an id, as it waits
            raise KaijiError(f"{number} does not wait for this any more; load the page again.")
