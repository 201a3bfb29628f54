"""Case runs in Prefect: makes one that waits without starting a process, finds what became of it, takes it up again.

Only case numbers, keys of steps and the forms' own words go to Prefect; everything it keeps is clear text.
"""

import json
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any, NamedTuple, cast
from uuid import UUID

import httpx
from prefect._internal.pydantic.v2_schema import create_v2_schema
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import State, StateType
from prefect.client.schemas.responses import SetStateStatus
from prefect.exceptions import ObjectNotFound
from prefect.input import RunInput, keyset_from_paused_state
from prefect.input.run_input import run_input_subclass_from_type
from prefect.states import Cancelled, Pending, Running, Scheduled, Suspended
from prefect.types._datetime import now
from prefect.utilities.engine import propose_state_sync
from pydantic import BaseModel

from tasks.engines.prefect_api import CASE_DEPLOYMENT

Client = SyncPrefectClient


_RESPONSE = "-response"  # how Prefect ends the key under which it keeps what was sent
_MOST_INPUTS = 100  # asked for at a time; Prefect gives out 200 at most


class Asking(NamedTuple):
    """One asking: its key within the case, its form, and the markdown a person reads above the form."""

    key: str
    form: type[BaseModel]
    description: str


class Whereabouts(StrEnum):
    """What became of a case's newest run."""

    NONE = "none"
    WAITING = "waiting"  # suspended: a person is asked
    COMING = "coming"  # a worker will start it
    STARTED = "started"  # Pending, Running or Cancelling: alive only if its process is
    BROKEN = "broken"  # failed or crashed: the same run can be taken up again
    ENDED = "ended"  # completed or cancelled


_WHEREABOUTS = {
    StateType.PAUSED: Whereabouts.WAITING,
    StateType.SCHEDULED: Whereabouts.COMING,
    StateType.PENDING: Whereabouts.STARTED,
    StateType.RUNNING: Whereabouts.STARTED,
    StateType.CANCELLING: Whereabouts.STARTED,
    StateType.FAILED: Whereabouts.BROKEN,
    StateType.CRASHED: Whereabouts.BROKEN,
    StateType.COMPLETED: Whereabouts.ENDED,
    StateType.CANCELLED: Whereabouts.ENDED,
}


class CaseRun(NamedTuple):
    """A run of a case: what became of it, at which key it waits ("" when it does not), and since when it is so."""

    id: UUID | None
    whereabouts: Whereabouts
    key: str = ""
    age: timedelta = timedelta()


def form_with_description(asking: Asking) -> type[RunInput]:
    """The form as Prefect draws it; no field gets a first value, since that would drop the field's constraints."""
    drawn = cast("type[RunInput]", run_input_subclass_from_type(asking.form))
    return drawn.with_initial_data(description=asking.description)


def create_waiting_run(client: Client, case_number: str, asking: Asking, generation: int) -> UUID:
    """A run of the case that waits from the start (0.25 s, and no process).

    The same `generation` of a case is made once: made again after a break, it is finished and not doubled.
    """
    deployment = client.read_deployment_by_name(CASE_DEPLOYMENT)
    run = client.create_flow_run_from_deployment(
        deployment.id,
        parameters={"case_number": case_number},
        name=case_number,
        state=Pending(),
        idempotency_key=f"{case_number}-{generation}",
    )
    if run.state is None or run.state.type is not StateType.PAUSED:
        propose_state_sync(client, Running(), flow_run_id=run.id)
        propose_state_sync(client, _suspended(asking.key), flow_run_id=run.id)
    complete_form(client, run.id, asking)
    return run.id


def complete_form(client: Client, run_id: UUID, asking: Asking) -> None:
    """Gives a waiting run the form and the text as they are now.

    It lacks them where its process died between waiting and asking; they are out of date where an older version asked, in
    another language, or before somebody corrected what the text tells.
    """
    keyset, form = keyset_from_paused_state(_suspended(asking.key)), form_with_description(asking)
    _put_input(client, run_id, keyset["schema"], create_v2_schema(form.__name__, model_base=form))
    _put_input(client, run_id, keyset["description"], asking.description)


def _suspended(key: str) -> State[None]:
    state: State[None] = Suspended(pause_key=key)
    state.state_details.run_input_keyset = {str(kind): key for kind, key in keyset_from_paused_state(state).items()}
    return state


def _put_input(client: Client, run_id: UUID, key: str, value: object) -> None:
    listed = client.filter_flow_run_input(run_id, key_prefix=key, limit=2, exclude_keys=set())
    found, wanted = [each.value for each in listed if each.key == key], json.dumps(value)
    if found and json.loads(found[0]) == json.loads(wanted):
        return
    if found:
        client.delete_flow_run_input(run_id, key)
    client.create_flow_run_input(run_id, key, wanted)


def create_started_run(client: Client, case_number: str, generation: int) -> UUID:
    """A run of the case that a worker starts at once, for a case that has something to do before anybody is asked."""
    deployment = client.read_deployment_by_name(CASE_DEPLOYMENT)
    return client.create_flow_run_from_deployment(
        deployment.id,
        parameters={"case_number": case_number},
        name=case_number,
        idempotency_key=f"{case_number}-{generation}",
    ).id


def find_run(client: Client, run_id: UUID | None) -> CaseRun:
    """What became of a run; a run that somebody deleted is none."""
    if run_id is None:
        return CaseRun(None, Whereabouts.NONE)
    try:
        run = client.read_flow_run(run_id)
    except ObjectNotFound:
        return CaseRun(None, Whereabouts.NONE)
    if run.state is None:
        return CaseRun(run.id, Whereabouts.STARTED)
    age = now("UTC") - run.state.timestamp
    return CaseRun(run.id, _WHEREABOUTS[run.state.type], run.state.state_details.pause_key or "", age)


def resume(client: Client, run_id: UUID, answer: Mapping[str, Any]) -> bool:
    """Resumes a waiting run with an answer; False when it does not wait, its form is not there yet, or does not take it."""
    try:
        result = client.resume_flow_run(run_id, run_input=dict(answer))
    except httpx.HTTPStatusError:
        return False
    return result.status is SetStateStatus.ACCEPT


def take_up(client: Client, run_id: UUID) -> None:
    """Lets a worker start a broken run again; an answer that was already given to it is not lost."""
    client.set_flow_run_state(run_id, Scheduled(), force=True)


def cancel(client: Client, run: CaseRun) -> None:
    """Ends a run that waits for something nobody needs any more, and deletes what was sent to it."""
    if run.id is not None:
        client.set_flow_run_state(run.id, Cancelled(message="The case moved on without this answer."), force=True)
        forget_answers(client, run.id)


def forget_answer(client: Client, run_id: UUID, key: str) -> None:
    """Deletes what a person sent, once it is in the case; what lies in Prefect outlives its purpose otherwise."""
    try:
        client.delete_flow_run_input(run_id, keyset_from_paused_state(_suspended(key))["response"])
    except ObjectNotFound:
        return


def forget_answers(client: Client, run_id: UUID, but: str = "") -> None:
    """Deletes everything that people sent to a run, but for what was sent to the asking of the key `but`."""
    kept, seen = keyset_from_paused_state(_suspended(but))["response"], set[str]()
    while found := client.filter_flow_run_input(run_id, key_prefix="", limit=_MOST_INPUTS, exclude_keys=seen):
        seen |= {each.key for each in found}
        for each in found:
            if each.key.endswith(_RESPONSE) and each.key != kept:
                client.delete_flow_run_input(run_id, each.key)
