"""Seconds from "a person resumes a case's run" to "the run waits again", with kaiji's worker and with Prefect's own.

`python -m tests.bench.resume [times]` starts a house, takes in one packet, and answers its run through Prefect's API
again and again with something that fits the form and fails its check, so that the run asks anew. The same run is
answered in turns: kaiji's worker is halted while Prefect's own process worker serves the same work pool, and back.
"""

import itertools
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import psutil
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import FlowRun, State
from prefect.input import keyset_from_paused_state

from tests.support.running import PROJECT, RunningHouse, wait_for

SAMPLE = "04-fee-short"
TIMES = 10
_ROUND = 5  # so many answers before the workers change turns
_LONGEST = 60.0
_SPANS = ("accepted", "picked up", "process", "work", "total")


class Turn(NamedTuple):
    """Seconds of one answer: until Scheduled, until Pending, until Running, until Suspended again or done; and in all."""

    accepted: float
    picked_up: float
    process: float
    work: float
    total: float


class Bench:
    """One house with one case that waits, and its worker, which can be halted."""

    def __init__(self, house: RunningHouse, client: SyncPrefectClient) -> None:
        self._house, self._client = house, client

    def waiting(self) -> FlowRun:
        """A run of the case flow that waits for a person."""
        runs = self._client.read_flow_runs(limit=200)
        return next(run for run in runs if run.state and run.state.is_paused())

    def turn(self, run: FlowRun) -> Turn:
        """Answers the run once and waits until it waits again or is over."""
        run = self._client.read_flow_run(run.id)
        self.rest(run)
        given = self._failing_answer(run)
        began = datetime.now(UTC)
        answered = self._client.resume_flow_run(run.id, run_input=given)
        assert answered.state is not None, answered
        states = self._states_after(run, began)
        assert states[-1].name in ("Suspended", "Completed"), [state.name for state in states]
        moments = [began, *(_first(states, kind) for kind in ("SCHEDULED", "PENDING", "RUNNING")), states[-1].timestamp]
        spans = [(after - before).total_seconds() for before, after in itertools.pairwise(moments)]
        return Turn(*spans, (moments[-1] - began).total_seconds())

    def rest(self, run: FlowRun) -> None:
        """Waits until the process of the answer before has ended."""
        wait_for(lambda: self._process_is_over(run), _LONGEST)

    def _process_is_over(self, run: FlowRun) -> bool:
        pid = self._client.read_flow_run(run.id).infrastructure_pid
        try:
            return not pid or psutil.Process(int(pid)).status() == psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return True

    def _states_after(self, run: FlowRun, began: datetime) -> list[State[Any]]:
        until = time.monotonic() + _LONGEST
        while time.monotonic() < until:
            states = [state for state in self._client.read_flow_run_states(run.id) if state.timestamp > began]
            if states and (states[-1].is_paused() or states[-1].is_final()):
                return states
            time.sleep(0.1)
        raise AssertionError("the run neither waits again nor ended")

    def _failing_answer(self, run: FlowRun) -> dict[str, object]:
        """What fits the form and cannot be accepted: the last of all choices, and nothing else that need not be said."""
        assert run.state is not None
        schema = self._client.read_flow_run_input(run.id, keyset_from_paused_state(run.state)["schema"])
        form = json.loads(schema) if isinstance(schema, str | bytes) else schema
        return {name: _given(form["properties"][name]) for name in form.get("required", [])}

    @contextmanager
    def prefects_own_worker(self) -> Iterator[None]:
        """Prefect's process worker serves the pool, with the settings of kaiji's, which stands still meanwhile."""
        ours = psutil.Process(self._house.pid("worker"))
        command = [sys.executable, "-m", "prefect", "worker", "start", "--pool", "kaiji", "--type", "process"]
        ours.send_signal(signal.SIGSTOP)
        log = self._house.home / "peer.log"
        with log.open("w") as out:
            peer = subprocess.Popen(command, cwd=PROJECT, env=ours.environ(), stdout=out, stderr=out)
        try:
            wait_for(lambda: "started!" in log.read_text(), 60)
            yield
        finally:
            peer.terminate()
            peer.wait(30)
            ours.send_signal(signal.SIGCONT)


def _given(field: dict[str, Any]) -> object:
    if "enum" in field:
        return field["enum"][-1]
    return next(text for text in ("sato", "123-45-67890-1") if re.search(field.get("pattern", ""), text))


def _first(states: list[State[Any]], kind: str) -> datetime:
    return next(state.timestamp for state in states if state.type.value == kind)


def measure(times: int) -> dict[str, list[Turn]]:
    """The turns of each worker, taken by turns in one house."""
    turns: dict[str, list[Turn]] = {"kaiji": [], "prefect": []}
    with tempfile.TemporaryDirectory(prefix="kaiji-") as folder:
        os.chmod(folder, 0o711)  # noqa: PTH101, S103  # PostgreSQL's account must pass
        house = RunningHouse(Path(folder) / "home")
        try:
            house.up()
            house.put(SAMPLE)
            house.run("intake")
            with SyncPrefectClient(f"http://127.0.0.1:{house.prefect_port}/api") as client:
                bench = Bench(house, client)
                run = bench.waiting()
                while len(turns["kaiji"]) < times:
                    count = min(_ROUND, times - len(turns["kaiji"]))
                    turns["kaiji"] += [bench.turn(run) for _ in range(count)]
                    bench.rest(run)
                    with bench.prefects_own_worker():
                        turns["prefect"] += [bench.turn(run) for _ in range(count)]
        finally:
            house.stop()
            for process in house.processes():
                process.kill()
    return turns


def main() -> None:
    """Measures and prints the medians, with the fastest and the slowest, and how busy the machine was."""
    print(f"{os.cpu_count()} cores, load before {os.getloadavg()[0]:.1f}")
    for worker, turns in measure(int(sys.argv[1]) if len(sys.argv) > 1 else TIMES).items():
        print(f"{worker}: {len(turns)} answers, seconds: median (fastest - slowest)")
        for span, seconds in zip(_SPANS, zip(*turns, strict=True), strict=True):
            print(f"  {span:<10} {statistics.median(seconds):5.2f}  ({min(seconds):.2f} - {max(seconds):.2f})")


if __name__ == "__main__":
    main()
