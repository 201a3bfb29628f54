"""The people of the demonstration: they look at the desk and answer in Prefect, as each sample's expected.toml says."""

import time
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console

from tasks.case.orders import Entry
from tasks.case.progress import Deed, Step, Wait, stage_of
from tasks.case.question_words import NOT_REQUESTED, in_words
from tasks.decide.runs import newest_run_id
from tasks.demo.at_desk import AtDesk
from tasks.demo.outcome import coming
from tasks.demo.packets import Envelope
from tasks.demo.staff import WHO_ANSWERS
from tasks.engines.prefect_api import open_client
from tasks.engines.prefect_runs import Whereabouts, find_run, resume
from tasks.settings import Settings
from tasks.store.cases import case_by_number
from tasks.wiring import open_house

_TRIES = 3
_PATIENCE = 900.0  # seconds for all people to answer
_ALWAYS: dict[Step, dict[str, Any]] = {  # what nobody's expected.toml needs to say
    Step.DISPATCH_DEFICIENCY: {"action": "posted", "tracking_number": "123-45-67890-1"},
    Step.DISPATCH_REPLY: {"action": "posted", "tracking_number": "123-45-67890-1"},
    Step.AWAIT_REQUESTER: {"outcome": "supplied"},
    Step.SEARCH_BY_HAND: {"outcome": "nothing_found"},
    Step.APPROVE: {"action": "approve"},
    Step.CARRY_OUT: {"action": "done"},
    Step.RELEASE_REPLY: {"action": "release"},
}


_MEASURES = (
    ("ご請求の対象の保有個人データ", "", "", "利用を停止し、消去いたしました。"),
)  # what was done where nothing was corrected


class People:
    """The staff, each answering through Prefect's API after a look at the desk, with a code of their own."""

    def __init__(self, settings: Settings, console: Console, passwords: Mapping[str, str]) -> None:
        self._settings, self._console = settings, console
        self._client = open_client(settings.prefect_url)
        self._desks = {
            handle: AtDesk(settings.desk_url, handle, passwords[handle]) for handle in set(WHO_ANSWERS.values())
        }
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
            time.sleep(0.2)

    def _is_stuck(self, number: str, now: Wait | Deed | None) -> bool:
        """Whether the same answer was sent back more often than a person would repeat it."""
        tried = [key for case, key in self._answered if case == number]
        return isinstance(now, Wait) and sum(key.startswith(now.key[:-1]) for key in tried) > _TRIES

    def _answer(self, number: str, envelope: Envelope, wait: Wait) -> None:
        if (number, wait.key) in self._answered:
            return
        run = find_run(self._client, newest_run_id(open_house(), number))
        if run.id is None or run.whereabouts is not Whereabouts.WAITING or run.key != wait.key:
            return
        handle = WHO_ANSWERS[wait.step]
        said = answer_to(envelope.expected["people"], wait.step, _offered(number))
        code = self._look(handle, number, envelope, wait)
        given = in_words(said, self._settings.language) | {"code": code}
        if resume(self._client, run.id, given):
            self._answered.add((number, wait.key))
            told = ", ".join(str(value) for name, value in said.items() if value and name != "reason")
            self._console.print(f"{number} {wait.key}, {handle}: {told[:60]}")

    def _look(self, handle: str, number: str, envelope: Envelope, wait: Wait) -> str:
        """Opens the evidence, writes down what was done for each work order, and takes a code."""
        desk = self._desks[handle]
        desk.look(number)
        if wait.step is Step.DECIDE:
            desk.judge_near_matches(number)
        if wait.step is Step.CARRY_OUT:
            decided = envelope.expected["people"]["decide"]
            desk.record_work(number, [Entry(*line) for line in decided.get("corrected", _MEASURES)])
        return desk.code(number)


def answer_to(people: Mapping[str, Any], step: Step, offered: Sequence[str]) -> dict[str, Any]:
    """What the people of a sample say at a step, in codes; `offered`: the kinds that the form asks about."""
    if step is Step.CONFIRM_READING:
        return {"verdict": people["confirm_reading"]}
    if step is Step.RELEASE_DEFICIENCY:
        told: dict[str, Any] = people.get("deficiency", {})
        return {"action": "proceed", "reason": "窓口で確認済み"} | told
    if step is Step.DECIDE:
        said: dict[str, Any] = {name: value for name, value in people["decide"].items() if name != "corrected"}
        return dict.fromkeys(offered, NOT_REQUESTED) | said
    return _ALWAYS[step]


def _offered(number: str) -> tuple[str, ...]:
    """The kinds that the people are asked about where none was read; where some were, they answer those."""
    house = open_house()
    with house.database.transaction() as session:
        case = case_by_number(session, number)
        return () if case.kinds else tuple(kind.value for kind in house.policy_of(case).requests.kinds)
