"""Starts the servers of the house as children and ends them with all that they started.

Prefect's worker puts every flow run into a session of its own, so neither a process group nor the tree of parents
finds it once the worker is dead. Each child therefore carries a mark of its house in its environment, which whatever
it starts inherits (as Jenkins's process tree killer does with its build number), and ending goes by the mark.
"""

import ctypes
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import httpx
import psutil

from tasks.case.errors import KaijiError

MARK, SERVER = "KAIJI_HOUSE", "KAIJI_SERVER"
_GRACE_SECONDS = 2.5
_DEATH_SECONDS = 2.0
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


class Child:
    """One server process of the house that `mark` names: its command and its log."""

    def __init__(
        self, name: str, command: Sequence[str], environment: Mapping[str, str], folder: Path, mark: str
    ) -> None:
        self.name, self._command, self._mark = name, list(command), mark
        self._environment = dict(environment) | {MARK: mark, SERVER: name}
        self.log = folder / f"{name}.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts the process; what an earlier one of this name left running is ended first."""
        end_marked(self._mark, self.name)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_as_child,  # noqa: PLW1509  # started before this process has threads
            )

    @property
    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        """The process's number while it runs."""
        return self._process.pid if self._process and self.is_alive else None

    def ask_to_end(self) -> None:
        """Sends SIGTERM to the process; what it started is told by it, or ended in `end`."""
        if self.is_alive and self._process:
            self._process.terminate()

    def end(self) -> None:
        """Ends the process and everything that it started, by force when it does not go in time."""
        if self._process is None:
            return
        self.ask_to_end()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_GRACE_SECONDS)
        if self.is_alive:
            self._process.kill()
        self._process.wait()
        end_marked(self._mark, self.name)


def end_marked(mark: str, server: str | None = None) -> None:
    """Kills what a house, or one server of it, has left running, and waits until it is gone."""
    left = list(_marked(mark, server))
    for process in left:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(left, _DEATH_SECONDS)


def _marked(mark: str, server: str | None) -> Iterator[psutil.Process]:
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            environment = process.environ()
            if environment.get(MARK) == mark and server in (None, environment.get(SERVER)):
                yield process


def _as_child() -> None:
    """In the child: take Ctrl-C as usual, and go when the house goes."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    go_with_parent()


def go_with_parent() -> None:
    """Has the kernel send this process SIGTERM when the thread that started it ends."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def wait_until_answers(url: str, alive: Callable[[], bool], seconds: float, log: Path) -> None:
    """Waits until a server answers with success; KaijiError when it dies or does not answer in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and alive():
        with suppress(httpx.HTTPError):
            if httpx.get(url, timeout=2).is_success:
                return
        time.sleep(0.2)
    raise KaijiError(f"{url} does not answer; look at {log}.")
