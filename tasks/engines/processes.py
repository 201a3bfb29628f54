"""Starts the servers of the house as children and ends them: each in a process group of its own, none left behind."""

import ctypes
import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import httpx
import psutil

from tasks.case.errors import KaijiError

_GRACE_SECONDS = 2.5
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


class Child:
    """One server process: its command, its log, and a note of its process group for whoever comes after a crash."""

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str], folder: Path) -> None:
        self.name, self._command, self._environment = name, list(command), dict(environment)
        self._note, self.log = folder / f"{name}.json", folder / f"{name}.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts the process; what an earlier one of this name left running is ended first."""
        self.end_leftover()
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
        born = psutil.Process(self._process.pid).create_time()
        self._note.write_text(json.dumps({"pid": self._process.pid, "born": born}))

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
        """Ends the process and everything in its group, by force when it does not go in time."""
        if self._process is None:
            return
        self.ask_to_end()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_GRACE_SECONDS)
        _kill_group(self._process.pid)
        self._process.wait()
        self._note.unlink(missing_ok=True)

    def end_leftover(self) -> None:
        """Ends the group of a process that an earlier house of the same home started and did not end."""
        with suppress(FileNotFoundError, ValueError, KeyError):
            note = json.loads(self._note.read_text())
            if _is_ours(note["pid"], note["born"]):
                _kill_group(note["pid"])
            self._note.unlink()


def _as_child() -> None:
    """In the child: take Ctrl-C as usual, and go when the house goes."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _is_ours(pid: int, born: float) -> bool:
    """Whether the process, or one that it left in its group, is the one noted and no later one with the same number."""
    with suppress(psutil.Error):
        return bool(abs(psutil.Process(pid).create_time() - born) < 1)
    return any(_group_of(process) == pid for process in psutil.process_iter())


def _group_of(process: psutil.Process) -> int:
    with suppress(ProcessLookupError):
        return os.getpgid(process.pid)
    return -1


def _kill_group(group: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


def wait_until_answers(url: str, alive: Callable[[], bool], seconds: float, log: Path) -> None:
    """Waits until a server answers with success; KaijiError when it dies or does not answer in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and alive():
        with suppress(httpx.HTTPError):
            if httpx.get(url, timeout=2).is_success:
                return
        time.sleep(0.2)
    raise KaijiError(f"{url} does not answer; look at {log}.")
