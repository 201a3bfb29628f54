"""A whole house for tests: started by the command a user types, in a home of its own, on free ports."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import tomllib
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import uvicorn

from tasks.case.question_words import in_words
from tasks.decide.runs import newest_run_id
from tasks.demo.at_desk import AtDesk
from tasks.demo.held_data import SOURCES
from tasks.demo.staff import hire
from tasks.engines.prefect_api import open_client
from tasks.engines.prefect_runs import Whereabouts, find_run, resume
from tasks.settings import Settings
from tasks.store.database import Database
from tasks.store.sealed import Sealed
from tasks.wiring import House

PROJECT = Path(__file__).resolve().parents[2]
KAIJI = [sys.executable, "-m", "tasks"]
PACKETS = PROJECT / "samples" / "packets"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(desk):
    """A desk of this process on a free port; its address."""
    server = uvicorn.Server(uvicorn.Config(desk, host="127.0.0.1", port=free_port(), log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{server.config.port}"
    finally:
        server.should_exit = True
        thread.join(10)


class RunningHouse:
    """`kaiji up` as a child process."""

    def __init__(self, home: Path) -> None:
        self.home, self.prefect_port, self.desk_port = home, free_port(), free_port()
        self.environment = os.environ | {
            "KAIJI_HOME": str(home),
            "KAIJI_PREFECT_PORT": str(self.prefect_port),
            "KAIJI_DESK_PORT": str(self.desk_port),
            "KAIJI_STABILITY_SECONDS": "0.5",
            "KAIJI_SOURCES": json.dumps(SOURCES),
            "COLUMNS": "200",
        }
        self.process: subprocess.Popen | None = None
        self.passwords: dict[str, str] = {}
        self._desks: dict[str, AtDesk] = {}

    @property
    def house(self) -> House:
        """The house from inside, for looking things up."""
        made = Settings(home=self.home, prefect_port=self.prefect_port, desk_port=self.desk_port)
        return House(made, Database(self.database("kaiji")), Sealed(self.home / "sealed"))

    def hire(self, clock_offset_seconds: int = 0) -> None:
        """Gives the house its staff."""
        inside = self.house
        moved = inside.settings.model_copy(update={"clock_offset_seconds": clock_offset_seconds})
        self.passwords = hire(House(moved, inside.database, inside.sealed))

    def desk(self, handle: str) -> AtDesk:
        """One of the staff in front of the desk, signed in."""
        if handle not in self._desks:
            url = f"http://127.0.0.1:{self.desk_port}"
            self._desks[handle] = AtDesk(url, handle, self.passwords[handle])
        return self._desks[handle]

    def answer(self, number: str, key: str, handle: str, **choices: object) -> str:
        """Resumes the run of a case when it waits at `key`, with a code that the person took at the desk; the run's id."""
        with open_client(f"http://127.0.0.1:{self.prefect_port}") as client:
            wait_for(lambda: find_run(client, newest_run_id(self.house, number))[1:3] == (Whereabouts.WAITING, key), 90)
            run_id = newest_run_id(self.house, number)
            given = in_words(choices, "ja") | {"code": choices.get("code") or self.desk(handle).code(number)}
            wait_for(lambda: resume(client, run_id, given), 20)
        return str(run_id)

    def up(self) -> None:
        """Starts the house and waits until it says that everything runs."""
        self.home.mkdir(parents=True, exist_ok=True)
        log = self.home / "up.log"
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                [*KAIJI, "up"], cwd=PROJECT, env=self.environment, stdout=out, stderr=out, start_new_session=True
            )
        wait_for(lambda: "Ctrl-C stops all" in log.read_text() or self.process.poll() is not None, 120)
        assert self.process.poll() is None, log.read_text()

    def run(self, *command: str) -> str:
        """The output of a kaiji command in this house."""
        done = subprocess.run(
            [*KAIJI, *command],
            cwd=PROJECT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=280,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def stop(self) -> float:
        """Sends Ctrl-C; the seconds until everything had stopped."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)
        return time.monotonic() - began

    def kill(self, name: str) -> None:
        """Kill -9 of one server of the house."""
        psutil.Process(self.pid(name)).kill()

    def pid(self, name: str) -> int:
        """The process id of a server of the house."""
        for child in psutil.Process(self.process.pid).children():
            with suppress(psutil.Error):
                if child.environ().get("KAIJI_SERVER") == name:
                    return child.pid
        raise AssertionError(f"{name} does not run")

    def processes(self) -> list[psutil.Process]:
        """Everything on this machine that belongs to this house."""
        mine = []
        for process in psutil.process_iter():
            try:
                words = " ".join(process.cmdline())
                if str(self.home) in words or process.environ().get("KAIJI_HOME") == str(self.home):
                    mine.append(process)
            except psutil.Error:
                continue
        return [process for process in mine if process.pid != os.getpid()]

    def put(self, sample: str) -> None:
        """Puts a sample packet into the inbox, or into the folder of its company there."""
        scan = next(path for path in (PACKETS / sample).iterdir() if path.stem == "scan")
        policy = tomllib.loads((PACKETS / sample / "expected.toml").read_text(encoding="utf-8")).get("policy", "rococo")
        folder = self.home / "inbox" / ("" if policy == "rococo" else policy)
        folder.mkdir(exist_ok=True)
        target = folder / f"{sample}{scan.suffix}"
        if scan.is_dir():
            shutil.copytree(scan, target)
        else:
            shutil.copyfile(scan, target)

    def database(self, name: str) -> str:
        """The address of one of its databases."""
        return f"postgresql+psycopg://postgres@/{name}?host={self.home / 'pg'}"


def personal_values(sample: str) -> set[str]:
    """Everything about people that a sample holds: names, addresses, birth dates, domiciles."""
    expected = tomllib.loads((PACKETS / sample / "expected.toml").read_text(encoding="utf-8"))
    named = (".name", ".address", ".birth_date", ".phone", ".email", ".postcode")
    fields = {value for name, value in expected["fields"].items() if name.endswith(named)}
    marks = {mark["text"] for kind in ("sensitive", "readable") for mark in expected.get(kind, [])}
    written = fields | marks
    return (
        written | {value.replace(" ", "") for value in written} | {part for value in written for part in value.split()}
    )


def wait_for(condition, seconds: float) -> None:
    """Waits until a condition holds; fails when it never does."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.3)
