"""Starts the processes of flow runs from a warm one: a fork of a server that has imported all they need, not a new Python.

Python's fork server (`multiprocessing`, method "forkserver") imports once and has one thread, so what it forks is sound.
The fork does what Prefect's own process does: its supervisor runs the deployment's pull steps, and where that would
exec `python -m prefect.engine`, the engine runs in the fork. Whatever asks for another Python, folder or environment
than the server's is started as Prefect starts it.
"""

import multiprocessing
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from multiprocessing import forkserver
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import anyio
import anyio.abc
import psutil
from prefect.utilities.processutils import run_process

from tasks.engines.prefect_fork import supervise

SUPERVISOR = "prefect.runner._workspace_supervisor"


class Forked:
    """The process of a flow run, as Prefect's `ProcessHandle` takes it: its `pid`, and its `returncode` once it is over."""

    def __init__(self, process: BaseProcess) -> None:
        self._process = process
        self.pid = process.pid

    @property
    def returncode(self) -> int | None:
        """What it ended with, the negative number of the signal that ended it, or None while it runs."""
        return self._process.exitcode

    async def wait(self) -> None:
        """Waits for its end."""
        await anyio.wait_readable(self._process.sentinel)
        self._process.join()

    def end(self) -> None:
        """Asks it to end (SIGTERM)."""
        self._process.terminate()


async def warm_up(modules: Sequence[str]) -> None:
    """Starts the server, which imports the modules and what forks need, and waits until it can fork."""
    multiprocessing.set_forkserver_preload([*modules, supervise.__module__])
    forkserver.ensure_running()
    if first := _start(os.getpid):
        await Forked(first).wait()


def cool_down() -> None:
    """Ends the server and what Python started beside it, and waits for them; a run that they forked is asked to end."""
    started = psutil.Process().children()
    for process in started:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(started)


async def run_warm(
    command: list[str],
    *,
    task_status: anyio.abc.TaskStatus[Any],
    task_status_handler: Callable[[Any], Any],
    env: Mapping[str, str],
    cwd: Path | str | None = None,
    **otherwise: Any,
) -> None:
    """In the place of Prefect's `run_process`: a supervisor that may write to the log is forked; all else is started as ever.

    Tells `task_status` the handle once the process has a session of its own, and returns when the process is over.
    """
    is_supervisor = command[1:3] == ["-m", SUPERVISOR] and otherwise["stream_output"]
    forked = await _fork(command, env, cwd) if is_supervisor else None
    if forked is None:
        await run_process(
            command, task_status=task_status, task_status_handler=task_status_handler, env=env, cwd=cwd, **otherwise
        )
        return
    try:
        task_status.started(task_status_handler(forked))
        await forked.wait()
    finally:
        with anyio.CancelScope(shield=True):
            forked.end()
            await forked.wait()


async def _fork(command: list[str], env: Mapping[str, str], cwd: Path | str | None) -> Forked | None:
    """The forked process in a session of its own; None when the server is gone and could not be started again."""
    ready, tell = multiprocessing.Pipe(duplex=False)
    arguments = (command[3:], dict(env), dict(os.environ), str(cwd or Path.cwd()), tell)
    process = _start(supervise, *arguments)
    tell.close()
    await anyio.wait_readable(ready)
    ready.close()
    return Forked(process) if process else None


def _start(target: Callable[..., object], *arguments: object) -> BaseProcess | None:
    process = multiprocessing.get_context("forkserver").Process(target=target, args=arguments)
    try:
        process.start()
    except (OSError, EOFError):
        return None
    return process
