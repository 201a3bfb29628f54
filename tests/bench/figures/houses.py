"""A house of the bench: a home with a PostgreSQL of its own, a made-up past in it, and the desk that `kaiji up` would start."""

import gc
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
from sqlalchemy import text

from tasks.case.roles import Role
from tasks.demo.held_data import sample_sources
from tasks.demo.history import make_history
from tasks.desk.visitor import sign_in_as
from tasks.engines.postgres import LocalPostgres
from tasks.environment import environment
from tasks.settings import Settings
from tasks.store.accounts import add_account
from tasks.wiring import House, open_house
from tests.support.running import free_port

SPAN = "2y"
_ROLES = ([Role.REVIEWER], [Role.MANAGER], [Role.OPERATOR], [Role.APPROVER], [Role.AUDITOR])


@contextmanager
def bench_house(home: Path) -> Iterator[House]:
    """The house of a home, its database running; stopped at the end."""
    home.mkdir(parents=True, exist_ok=True)
    settings = Settings(home=home, desk_port=free_port(), sources=sample_sources())
    postgres = LocalPostgres(settings.postgres_folder, settings.postgres)
    postgres.start(["kaiji"])
    house = open_house(settings)
    try:
        house.database.migrate()
        yield house
    finally:
        house.database.close()
        postgres.stop()


def build(house: House, cases: int) -> int:
    """Fills an empty house with so many cases; the number of its events. A house that is filled stays as it is."""
    began, shown = time.monotonic(), [0.0]

    def tell(done: int, rows: int) -> None:
        if time.monotonic() - shown[0] > 5:
            shown[0] = time.monotonic()
            print(f"  {done:,} of {rows:,} rows", flush=True)

    gc.disable()  # so many rows at once are looked through for nothing, again and again
    made = make_history(house, SPAN, cases, tell=tell)
    gc.enable()
    with house.database.transaction() as session:
        events = int(session.execute(text("SELECT count(*) FROM event")).scalar_one())
    if made:
        with house.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
        print(f"built {made:,} cases, {events:,} events in {time.monotonic() - began:.0f} s", flush=True)
    return events


def forget_rows(house: House) -> None:
    """Takes the kept rows of the figures away, as in a house that has just got this version of kaiji."""
    with house.database.transaction() as session:
        session.execute(text("TRUNCATE case_figures"))


class Desk:
    """The desk as a process of its own."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._process: subprocess.Popen[bytes] | None = None
        self.url = house.settings.desk_url

    def start(self) -> float:
        """Seconds until it answers."""
        began = time.monotonic()
        command = [sys.executable, "-m", "uvicorn", "--factory", "--host", "127.0.0.1", "--log-level", "warning"]
        command += ["--port", str(self._house.settings.desk_port), "tasks.serve_desk:app"]
        self._process = subprocess.Popen(command, env=environment(self._house.settings))
        while time.monotonic() - began < 120:
            try:
                if httpx.get(f"{self.url}/health", timeout=5).is_success:
                    return time.monotonic() - began
            except httpx.TransportError:
                time.sleep(0.02)
            if self._process.poll() is not None:
                break
        raise SystemExit("the desk did not start; see its words above")

    def stop(self) -> None:
        """Ends it."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(30)

    @property
    def seen(self) -> psutil.Process:
        """The process, to look at."""
        assert self._process is not None
        return psutil.Process(self._process.pid)


def users(house: House, desk: Desk, count: int) -> list[httpx.Cookies]:
    """So many people with accounts, signed in; the cookies of each."""
    cookies = []
    for place in range(count):
        handle, password = f"bench{place + 1}.{secrets.token_hex(3)}", secrets.token_urlsafe(16)
        roles, language = _ROLES[place % len(_ROLES)], ("ja", "en")[place % 2]
        with house.database.transaction() as session:
            now = house.now()
            add_account(session, handle, roles, now, by=handle, name=handle, password=password, language=language)
        with httpx.Client(base_url=desk.url, timeout=120) as browser:
            sign_in_as(browser, handle, password)
            cookies.append(browser.cookies)
    return cookies


def machine() -> str:
    """What this runs on."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        "unknown processor",
    )
    memory = psutil.virtual_memory().total / 2**30
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores ({model}), {memory:.0f} GB, load before {load:.1f}"
