"""Prefect's process worker, quicker in two places: it starts runs from a warm process, and at once when one becomes due.

Prefect's own worker starts two new Pythons for a run and asks every few seconds whether there is one. Run as
`python -c "from tasks.engines.prefect_worker import main; main()" <pool> <module to import ahead>...`.
"""

import asyncio
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import anyio
import httpx
from prefect.events.clients import get_events_subscriber
from prefect.events.filters import EventFilter, EventNameFilter
from prefect.runner import _starter_engine
from prefect.utilities.processutils import setup_signal_handlers_worker
from prefect.workers.process import ProcessWorker, ProcessWorkerResult

from tasks.engines.prefect_warm_start import cool_down, run_warm, warm_up

if TYPE_CHECKING:
    from uuid import UUID

    from prefect.client.schemas.objects import FlowRun

_DUE = ["prefect.flow-run.Resuming", "prefect.flow-run.Scheduled"]
_PAUSE_SECONDS = 5.0


class WarmProcessWorker(ProcessWorker):
    """Serves pools of type process as Prefect's own does, by its rules; only a crash is told once and not twice."""

    @classmethod
    def __dispatch_key__(cls) -> str:
        """Its place in Prefect's register of workers; pools know it as "process"."""
        return "process-warm"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._asking = anyio.Lock()
        self._asked_at = datetime.min.replace(tzinfo=UTC)
        self._told_crashed: set[UUID] = set()

    async def start(self, *args: Any, **kwargs: Any) -> None:
        """Works until it is cancelled."""
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._ask_when_due)
            await super().start(*args, **kwargs)
            tasks.cancel_scope.cancel()

    async def get_and_submit_flow_runs(self) -> list["FlowRun"]:
        """Asks the server for runs that are due, and starts them; one asking at a time."""
        async with self._asking:
            self._asked_at = datetime.now(UTC)
            return await super().get_and_submit_flow_runs()

    async def run(self, flow_run: "FlowRun", *args: Any, **kwargs: Any) -> ProcessWorkerResult:
        """Runs it; what Prefect's executor saw crash, it has told the server."""
        result = await super().run(flow_run, *args, **kwargs)
        if result.status_code:
            self._told_crashed.add(flow_run.id)
        return result

    async def _propose_crashed_state(self, flow_run: "FlowRun", *args: Any, **kwargs: Any) -> None:
        """Tells of a crash once: seconds later, after hooks, the same run may have been taken up and be alive."""
        if flow_run.id in self._told_crashed:
            self._told_crashed.remove(flow_run.id)
        else:
            await super()._propose_crashed_state(flow_run, *args, **kwargs)

    async def _ask_when_due(self) -> None:
        """Asks as soon as the server tells of a run that became due; without its word the usual asking goes on."""
        told = EventFilter(event=EventNameFilter(name=_DUE))
        while True:
            with suppress(Exception):  # the server is away; Prefect's own loop says so and gives up where it must
                async with get_events_subscriber(filter=told) as events:
                    async for event in events:
                        if self.is_setup and event.occurred > self._asked_at:
                            await self._ask()
            await anyio.sleep(_PAUSE_SECONDS)

    async def _ask(self) -> None:
        with suppress(httpx.HTTPError):
            await self.get_and_submit_flow_runs()


async def serve(pool: str, modules: Sequence[str]) -> None:
    """Works for a pool until it is cancelled."""
    _starter_engine.run_process = run_warm  # type: ignore[assignment,attr-defined]  # the place that Prefect names for it
    try:
        await warm_up(modules)
        await WarmProcessWorker(work_pool_name=pool).start()
    finally:
        cool_down()


def main() -> None:
    """Works for the pool of the first argument until SIGTERM; the others are modules to import ahead."""
    setup_signal_handlers_worker(os.getpid(), "the worker", print)
    with suppress(KeyboardInterrupt, asyncio.CancelledError):
        anyio.run(serve, sys.argv[1], sys.argv[2:])
