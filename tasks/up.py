"""`kaiji up`: the whole house, started in order, watched, and stopped together."""

import logging
import os
import shutil
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
from filelock import FileLock, Timeout

from tasks.case.errors import KaijiError
from tasks.decide.deadlines import take_up_all
from tasks.engines import prefect_api
from tasks.engines.postgres import LocalPostgres
from tasks.engines.processes import Child, end_marked, wait_until_answers
from tasks.environment import environment
from tasks.reply.check_letters import check_changed
from tasks.settings import PROJECT, Settings
from tasks.wiring import House, open_house

Say = Callable[[str], None]
_SERVER_SECONDS, _DESK_SECONDS, _WORKER_SECONDS = 90.0, 30.0, 60.0
_WORKER = "from tasks.engines.prefect_worker import main; main()"
_IMPORTED_AHEAD = ("flows.case", "flows.intake", "flows.deadlines", "flows.retention")  # what the worker's runs need
_LOOK_SECONDS, _SILENT_LOOKS = 20.0, 3
_RESTARTS = 5  # within one minute; a server that dies more often needs a person


class Up:
    """The running house: its database, and its children by name."""

    def __init__(self, settings: Settings, say: Say) -> None:
        self.settings, self._say = settings, say
        self.environment = environment(settings)
        self._postgres = LocalPostgres(settings.postgres_folder, settings.postgres) if _is_local(settings) else None
        self._children = {child.name: child for child in self._make_children()}
        self._restarted: list[float] = []

    def _make_children(self) -> Iterator[Child]:
        python, folder = sys.executable, self.settings.root / "run"
        uvicorn = [python, "-m", "uvicorn", "--factory", "--host", self.settings.host, "--log-level", "warning"]
        server = [*uvicorn, "--port", str(self.settings.prefect_port), "tasks.engines.prefect_server:app"]
        desk = [*uvicorn, "--port", str(self.settings.desk_port), "tasks.serve_desk:app"]
        worker = [python, "-c", _WORKER, prefect_api.WORK_POOL, *_IMPORTED_AHEAD]
        for name, command in (("prefect", server), ("desk", desk), ("worker", worker)):
            yield Child(name, command, self.environment, folder, str(self.settings.root))

    def start(self) -> None:
        """Starts everything; what an earlier house left undone is taken up again."""
        self.end_leftovers()
        for port in (self.settings.prefect_port, self.settings.desk_port):
            _must_be_free(self.settings.host, port)
        if self._postgres:
            self._say("database")
            self._postgres.start(["kaiji", "prefect"])
        house = open_house(self.settings)
        self.tell_templates()
        house.database.migrate()
        for folder in (self.settings.inbox, house.outbox):
            folder.mkdir(parents=True, exist_ok=True)
        self._start_servers()
        self._say("deployments")
        prefect_api.deploy(self.settings.prefect_url, self.environment, PROJECT)
        self._start_worker(house)

    def tell_templates(self) -> None:
        """Says what is wrong in the company's own letter templates, before any case meets them.

        The house starts all the same: the letters that a broken template is part of are written by a person, and the
        clock of every other case must not run on because of them.
        """
        if self.settings.letter_templates is None:
            return
        self._say("letter templates")
        faults = check_changed(self.settings)
        for fault in faults:
            self._say(f"mend: {fault.in_full}")
        if faults:
            self._say("Until these are mended, a person writes the letters that they are part of.")

    def end_leftovers(self) -> None:
        """Ends the processes that an earlier house of this home left running."""
        end_marked(str(self.settings.root))

    def _start_servers(self) -> None:
        self._say("Prefect server and desk")
        desk = self._children["desk"]
        desk.start()
        self._start_server()
        wait_until_answers(f"{self.settings.desk_url}/health", lambda: desk.is_alive, _DESK_SECONDS, desk.log)

    def _start_server(self) -> None:
        server = self._children["prefect"]
        server.start()
        wait_until_answers(
            f"{self.settings.prefect_url}/api/health", lambda: server.is_alive, _SERVER_SECONDS, server.log
        )

    def _start_worker(self, house: House) -> None:
        self._say("worker")
        with prefect_api.open_client(self.settings.prefect_url) as client:
            taken_up = take_up_all(house, client, logging.getLogger(__name__))
        if taken_up:
            self._say(f"taken up again: {', '.join(taken_up)}")
        self._children["worker"].start()

    def keep_alive(self) -> None:
        """Restarts what died, and takes up the cases whose run died with it; returns never."""
        looked, silent = time.monotonic(), 0
        while True:
            if time.monotonic() - looked > _LOOK_SECONDS:
                looked, silent = time.monotonic(), 0 if self._is_ready() else silent + 1
            dead = [name for name, child in self._children.items() if not child.is_alive]
            if silent >= _SILENT_LOOKS and not dead:
                dead, silent = ["prefect"], 0  # it runs, but its database has gone
            for name in dead:
                self._say(f"{name} died; starting it again")
                self._count_restart()
                self._restart(name)
            time.sleep(1)

    def _is_ready(self) -> bool:
        """Whether the Prefect server reaches its database."""
        try:
            return httpx.get(f"{self.settings.prefect_url}/api/ready", timeout=5).is_success
        except httpx.HTTPError:
            return False

    def _count_restart(self) -> None:
        now = time.monotonic()
        self._restarted = [moment for moment in self._restarted if now - moment < 60] + [now]  # a minute
        if len(self._restarted) > _RESTARTS:
            raise KaijiError(f"A server dies again and again; look at the logs in {self.settings.root / 'run'}.")

    def _restart(self, name: str) -> None:
        child = self._children[name]
        child.end()
        if name == "worker":
            self._start_worker(open_house(self.settings))
        elif name == "prefect":
            self._restart_server()
        else:
            child.start()

    def _restart_server(self) -> None:
        """Starts the Prefect server again; where its whole database was lost, each open case gets a new run."""
        if self._postgres:
            self._postgres.start(["kaiji", "prefect"])
        self._start_server()
        if prefect_api.is_deployed(self.settings.prefect_url):
            return
        self._say("Prefect's database was lost; making it again")
        prefect_api.deploy(self.settings.prefect_url, self.environment, PROJECT)
        self._children["worker"].end()
        self._start_worker(open_house(self.settings))

    def stop(self) -> None:
        """Stops everything, the worker first; a case stays where it is and goes on at the next start."""
        for child in self._children.values():
            child.ask_to_end()
        for child in reversed(self._children.values()):
            child.end()
        if self._postgres:
            open_house(self.settings).database.close()
            self._postgres.stop()

    def pids(self) -> dict[str, int]:
        """The process ids of the children by name."""
        return {name: child.pid for name, child in self._children.items() if child.pid}


@contextmanager
def running(settings: Settings, say: Say) -> Iterator[Up]:
    """The house while the context lasts; KaijiError when this home has one already."""
    os.environ.update(environment(settings))
    with _only_house(settings):
        up = Up(settings, say)
        try:
            up.start()
            yield up
        finally:
            up.stop()


def clear_home(settings: Settings) -> None:
    """Empties a home, for demonstrations and tests; KaijiError when a house runs in it."""
    if not settings.root.exists():
        return
    with _only_house(settings):
        up = Up(settings, lambda _: None)
        up.end_leftovers()
        up.stop()
    shutil.rmtree(settings.root)


@contextmanager
def _only_house(settings: Settings) -> Iterator[None]:
    """Holds the home, so that one house at a time runs in it."""
    settings.root.mkdir(parents=True, exist_ok=True)
    try:
        lock = FileLock(settings.root / ".up.lock").acquire(timeout=0)
    except Timeout:
        raise KaijiError(f"kaiji is up already in {settings.root}.") from None
    with lock:
        yield


def _is_local(settings: Settings) -> bool:
    return settings.database_url is None or settings.prefect_database_url is None


def _must_be_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise KaijiError(
                f"Port {port} is taken; set KAIJI_PREFECT_PORT or KAIJI_DESK_PORT to a free one."
            ) from None
