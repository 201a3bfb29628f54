"""Opens the database of cases and hands out transactions; brings an older database up to date first."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, create_engine

_Found = TypeVar("_Found")
MIGRATIONS = Path(__file__).resolve().parent / "migrations"
_INTAKE_LOCK = 0x6B61696A  # any number that no other lock uses
_CASE_LOCKS = 0x63617365


class Database:
    """The database of cases."""

    def __init__(self, url: str) -> None:
        self.engine: Engine = create_engine(url, pool_pre_ping=True, hide_parameters=True)
        self._lookups = create_engine(
            url, isolation_level="AUTOCOMMIT", pool_reset_on_return=None, hide_parameters=True
        )

    def close(self) -> None:
        """Lets go of the connections that are not in use; the next transaction opens another."""
        self.engine.dispose()
        self._lookups.dispose()

    def migrate(self) -> None:
        """Brings the tables to the newest version; does nothing when they are."""
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        with self.engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """One transaction: committed at the end, or rolled back on any error. Rows stay readable afterwards."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    def look_up(self, find: Callable[[Connection], _Found]) -> _Found:
        """What `find` finds, each statement a transaction of its own: for what every page asks, a third of the ways.

        Nobody asks first whether the connection still lives: where it had died, `find` is called again with another.
        """
        try:
            with self._lookups.connect() as connection:
                return find(connection)
        except DBAPIError as lost:
            if not lost.connection_invalidated:
                raise
        with self._lookups.connect() as connection:
            return find(connection)

    @contextmanager
    def intake_lock(self) -> Iterator[bool]:
        """Holds the inbox for one intake run; False when another run has it. Freed when the process dies."""
        with self._advisory_lock(_INTAKE_LOCK, 0) as held:
            yield held

    @contextmanager
    def case_lock(self, case_id: int, patience: float = 0.0) -> Iterator[bool]:
        """Holds a case for one run; False when another live run has it. Freed when the process dies.

        Waits up to `patience` seconds for a run that is just ending.
        """
        with self._advisory_lock(_CASE_LOCKS, case_id, patience) as held:
            yield held

    @contextmanager
    def _advisory_lock(self, space: int, number: int, patience: float = 0.0) -> Iterator[bool]:
        keys = {"space": space, "number": number}
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            until = time.monotonic() + patience
            while not (held := _try_lock(connection, keys)) and time.monotonic() < until:
                time.sleep(0.2)
            try:
                yield held
            finally:
                if held:
                    connection.execute(text("SELECT pg_advisory_unlock(:space, :number)"), keys)


def _try_lock(connection: Connection, keys: dict[str, int]) -> bool:
    return bool(connection.scalar(text("SELECT pg_try_advisory_lock(:space, :number)"), keys))
