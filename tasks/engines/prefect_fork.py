"""What a fork of the warm process does for one flow run: Prefect's supervisor, then Prefect's engine, in one process."""

import atexit
import gc
import os
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from prefect.context import refresh_global_settings_context
from prefect.logging.configuration import setup_logging
from prefect.runner import _workspace_runtime_bootstrap, _workspace_supervisor
from prefect.utilities.processutils import get_sys_executable

from tasks.engines.processes import go_with_parent
from tasks.settings import PROJECT

_ENGINE = "prefect.engine"
_MAY_DIFFER = ("PREFECT", "KAIJI_", "PYTHONPATH")  # read when needed, or set here; any other may be read at a start


class Launch(NamedTuple):
    """What Prefect's supervisor would exec once the workspace is prepared."""

    command: list[str]
    folder: Path
    environment: dict[str, str]


def supervise(
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
