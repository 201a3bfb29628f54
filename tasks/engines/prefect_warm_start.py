"""Starts the processes of flow runs from a warm one: a fork of a server that has imported all they need, not a new Python.

Python's fork server (`multiprocessing`, method "forkserver") imports once and has one thread, so what it forks is sound.
The fork does what Prefect's own process does: its supervisor runs the deployment's pull steps, and where that would
exec `python -m prefect.engine`, the engine runs in the fork. Whatever asks for another Python, folder or environment
than the server's is started as Prefect starts it.
"""

import atexit
import gc
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import anyio
import anyio.abc
import psutil
from prefect.context import refresh_global_settings_context
from prefect.logging.configuration import setup_logging
from prefect.runner import _workspace_runtime_bootstrap, _workspace_supervisor
from prefect.utilities.processutils import get_sys_executable, run_process

from tasks.engines.processes import go_with_parent
from tasks.settings import PROJECT

SUPERVISOR = "prefect.runner._workspace_supervisor"
_ENGINE = "prefect.engine"
_MAY_DIFFER = (
    "PREFECT",
    "KAIJI_",
    "PYTHONPATH",
)  # read when they are needed, or set here; any other may be read at start


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
    """Starts the server, which imports the modules and this one, and waits until it can fork."""
    multiprocessing.set_forkserver_preload([*modules, __name__])
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
    process = _start(_supervise, *arguments)
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


class Launch(NamedTuple):
    """What Prefect's supervisor would exec once the workspace is prepared."""

    command: list[str]
    folder: Path
    environment: dict[str, str]


def _supervise(
    arguments: list[str], environment: dict[str, str], workers: dict[str, str], folder: str, tell: Connection
) -> None:
    """In the fork: Prefect's supervisor, then the engine in the same process; exits as they would."""
    os.setsid()
    go_with_parent()  # nobody would learn how it ended
    tell.close()
    gc.freeze()  # what the server imported is never garbage, and stays shared while nobody counts it
    sys.modules["__main__"] = ModuleType("__main__")  # so that pools opened here import nothing of the worker's
    os.chdir(folder)
    _take_environment(environment)
    launches: list[Launch] = []

    async def keep(command: list[str], *, cwd: Path, environment: dict[str, str]) -> int:
        launches.append(Launch(command, cwd, environment))
        return 0

    _workspace_supervisor._launch_engine = keep  # noqa: SLF001  # the one place where this differs from Prefect's own
    code = _workspace_supervisor.main(arguments)
    try:
        sys.exit(_launch(launches[0], workers) if launches else code)
    finally:
        _finish()


def _launch(launch: Launch, workers: Mapping[str, str]) -> int:
    os.chdir(launch.folder)
    if not is_warm_for(launch, workers):
        os.execvpe(launch.command[0], launch.command, launch.environment)  # noqa: S606
    _take_environment(launch.environment)
    paths = [str(launch.folder), *launch.environment.get("PYTHONPATH", "").split(os.pathsep)]
    sys.path[:] = list(dict.fromkeys(path for path in [*paths, *sys.path] if path))
    return _workspace_runtime_bootstrap.main(["engine", launch.environment["PREFECT__FLOW_ENTRYPOINT"]])


def is_warm_for(launch: Launch, workers: Mapping[str, str]) -> bool:
    """Whether this process is what the launch asks for: this Python's engine, this project, the worker's environment."""
    return (
        launch.command == [get_sys_executable(), "-m", _ENGINE]
        and launch.folder.resolve() == PROJECT
        and _fixed(launch.environment) == _fixed(workers)
    )


def _fixed(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if not name.startswith(_MAY_DIFFER)}


def _take_environment(environment: Mapping[str, str]) -> None:
    before = _settings(os.environ)
    os.environ.clear()
    os.environ.update(environment)
    if _settings(environment) != before:
        refresh_global_settings_context()
        setup_logging()


def _settings(environment: Mapping[str, str]) -> dict[str, str]:
    """Prefect's settings; what begins with PREFECT__ is of one run and read when it is needed."""
    return {
        name: value
        for name, value in environment.items()
        if name.startswith("PREFECT_") and not name.startswith("PREFECT__")
    }


def _finish() -> None:
    """What Python does at its end, which a forked process leaves out: logs are sent, pools are closed."""
    threading._shutdown()  # type: ignore[attr-defined]  # noqa: SLF001
    with suppress(Exception):
        atexit._run_exitfuncs()  # noqa: SLF001
