"""The people of the demonstration: they look at the desk and answer in Prefect, as each sample's expected.toml says."""

import time
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import httpx
from rich.console import Console

from tasks.case.progress import Deed, Step, Wait, stage_of
from tasks.case.question_words import NOT_REQUESTED
from tasks.decide.runs import newest_run_id
from tasks.demo.outcome import coming
from tasks.demo.packets import Envelope
from tasks.engines.prefect_api import open_client
from tasks.engines.prefect_runs import Whereabouts, find_run
from tasks.settings import Settings
from tasks.store.cases import case_by_number
from tasks.wiring import open_house

_TRIES = 3
_PATIENCE = 900.0  # seconds for all people to answer


class People:
    """The reviewer and the mail room, answering through Prefect's API after a look at the desk."""

    def __init__(self, settings: Settings, console: Console) -> None:
        self._settings, self._console = settings, console
        self._client = open_client(settings.prefect_url)
        self._answered: set[tuple[str, str]] = set()

    def answer_all(self, cases: Mapping[str, Envelope], more_to_come: frozenset[str]) -> None:
        """Answers until every case has come to its end, or waits for papers that come in a later intake."""
        until, waiting = time.monotonic() + _PATIENCE, dict(cases)
        while waiting and time.monotonic() < until:
            for number, envelope in list(waiting.items()):
                now = coming(number)
                asked = isinstance(now, Wait) and now.step is Step.AWAIT_REQUESTER
                ended = stage_of(now).value == envelope.expected["end"]["stage"]
                if ended or (asked and number in more_to_come) or self._is_stuck(number, now):
                    del waiting[number]
                elif isinstance(now, Wait):
                    self._answer(number, envelope, now)
            time.sleep(0.5)

    def _is_stuck(self, number: str, now: Wait | Deed | None) -> bool:
        """Whether the same answer was sent back more often than a person would repeat it."""
        tried = [key for case, key in self._answered if case == number]
        return isinstance(now, Wait) and sum(key.startswith(now.key[:-1]) for key in tried) > _TRIES

    def _answer(self, number: str, envelope: Envelope, wait: Wait) -> None:
        run = find_run(self._client, newest_run_id(open_house(), number))
        ready = run.whereabouts is Whereabouts.WAITING and run.key == wait.key
        if not ready or (number, wait.key) in self._answered or run.id is None:
            return
        self._look(number, envelope, wait)
        given = answer_to(envelope.expected["people"], wait.step, _offered(number))
        if self._resume(run.id, given):
            self._answered.add((number, wait.key))
            said = ", ".join(str(value) for name, value in given.items() if value and name != "reason")
            self._console.print(f"{number} {wait.key}: {said[:60]}")

    def _resume(self, run: UUID, given: dict[str, Any]) -> bool:
        try:
            self._client.resume_flow_run(run, run_input=given)
        except httpx.HTTPStatusError:  # the form is not there yet; asked again in a moment
            return False
        return True

    def _look(self, number: str, envelope: Envelope, wait: Wait) -> None:
        page = f"{self._settings.desk_url}/cases/{number}"
        httpx.get(page).raise_for_status()
        corrected = envelope.expected.get("people", {}).get("decide", {}).get("corrected")
        if wait.step is Step.DECIDE and corrected:
            form = {"content": corrected, "person": "sato"}
            httpx.post(f"{page}/correction", data=form, follow_redirects=True).raise_for_status()


def answer_to(people: Mapping[str, Any], step: Step, offered: Sequence[str]) -> dict[str, Any]:
    """What the people of a sample say at a step; `offered`: the kinds that the form asks about."""
    match step:
        case Step.CONFIRM_READING:
            return {"verdict": people["confirm_reading"], "person": "sato"}
        case Step.RELEASE_DEFICIENCY:
            return {"action": people.get("deficiency", {}).get("action", "proceed"), "reason": "", "person": "sato"}
        case Step.DISPATCH_DEFICIENCY | Step.DISPATCH_REPLY:
            return {"tracking_number": "123-45-67890-1", "person": "mori"}
        case Step.AWAIT_REQUESTER:
            return {"outcome": "supplied", "person": "sato"}
        case Step.DECIDE:
            said = {name: value for name, value in people["decide"].items() if name != "corrected"}
            return dict.fromkeys(offered, NOT_REQUESTED) | said | {"person": "sato"}


def _offered(number: str) -> tuple[str, ...]:
    """The kinds that the people are asked about where none was read; where some were, they answer those."""
    house = open_house()
    with house.database.transaction() as session:
        case = case_by_number(session, number)
        return () if case.kinds else tuple(kind.value for kind in house.policy_of(case).requests.kinds)
