"""One case, from its findings to its posted letter: waits where the law wants a person, and does the rest.

What comes next is computed from the database each time, so a run that was killed or made anew goes on where the case is.
"""

from uuid import UUID

from prefect import flow, get_client, suspend_flow_run
from prefect.runtime import flow_run
from pydantic import ValidationError

from tasks.case.progress import Deed, Wait
from tasks.decide import asking, runs
from tasks.decide.steps import search_held_data
from tasks.engines.prefect_runs import forget_answer, forget_answers, form_with_description
from tasks.quiet import only_place_told
from tasks.reply.steps import (
    close_case,
    put_out_letters,
    write_deficiency_letter,
    write_notices,
    write_orders,
    write_reply,
)
from tasks.reply.withdraw import put_away_withdrawn
from tasks.wiring import House, open_house

DEEDS = {
    Deed.SEARCH_HELD_DATA: search_held_data,
    Deed.WRITE_DEFICIENCY_LETTER: write_deficiency_letter,
    Deed.WRITE_ORDERS: write_orders,
    Deed.WRITE_REPLY: write_reply,
    Deed.PUT_OUT: put_out_letters,
    Deed.CLOSE: close_case,
}


@flow(name="case", flow_run_name="{case_number}", persist_result=False)
def case(case_number: str) -> None:
    """Moves a case until it waits for a person or is closed."""
    house = open_house()
    with only_place_told(), runs.hold_case(house, case_number):
        forget_overtaken(asking.coming(house, case_number))
        put_away_withdrawn(house, case_number)
        write_notices(case_number)
        while (coming := asking.coming(house, case_number)) is not None:
            if isinstance(coming, Wait):
                ask(house, case_number, coming)
                write_notices(case_number)
            else:
                DEEDS[coming](case_number)


def forget_overtaken(now: Wait | Deed | None) -> None:
    """Deletes what was sent to askings that are over: a process died before it could, or the case moved on meanwhile."""
    with get_client(sync_client=True) as client:
        forget_answers(client, UUID(flow_run.id), now.key if isinstance(now, Wait) else "")


def ask(house: House, case_number: str, wait: Wait) -> None:
    """Asks a person; the first time this ends the process, and when the run is resumed it finds the answer."""
    asked = runs.asking_of(house, case_number, wait)
    try:
        answer = suspend_flow_run(key=wait.key, wait_for_input=form_with_description(asked), timeout=None)
    except ValidationError as wrong:
        named = {str(part) for error in wrong.errors() for part in error["loc"][:1]}
        asking.refuse_malformed(house, case_number, wait, sorted(named & asked.form.model_fields.keys()))
    else:
        asking.take_answer(house, case_number, wait, answer.model_dump(mode="json"))
        put_away_withdrawn(house, case_number)
    with get_client(sync_client=True) as client:
        forget_answer(client, UUID(flow_run.id), wait.key)
