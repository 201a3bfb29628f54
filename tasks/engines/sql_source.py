"""Asks a company's database with one SELECT and the least rights: read only, for so many seconds, for so many rows."""

import re
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, NullPool, RowMapping, TextClause, bindparam, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError, SQLAlchemyError

from tasks.case.held import Failure, SourceFailed

Parameters = Mapping[str, str | list[str] | None]
_AROUND = re.compile(r"(?<=\bIN)\s*\(\s*(:\w+)\s*\)", re.IGNORECASE)  # SQLAlchemy puts the brackets of a list itself
_STEPS = 2_000  # of SQLite's machine between two looks at the clock
_MOST_LETTERS = 8 * 1024 * 1024  # of all records of one answer
# All that SQLite may do for a query: so it attaches, and thereby makes, no other file, and changes no setting.
_READS = frozenset(
    {
        sqlite3.SQLITE_SELECT,
        sqlite3.SQLITE_READ,
        sqlite3.SQLITE_FUNCTION,
        sqlite3.SQLITE_RECURSIVE,
        sqlite3.SQLITE_TRANSACTION,
    }
)
# What makes a session read only and short-lived, by dialect; any other database relies on the rights of its account.
_CAREFUL: dict[str, tuple[str, ...]] = {
    "postgresql": (
        "SET TRANSACTION READ ONLY",
        "SET LOCAL statement_timeout = {ms}",
        "SET LOCAL lock_timeout = {ms}",
    ),
    "mysql": ("SET SESSION max_execution_time = {ms}", "START TRANSACTION READ ONLY"),
    "mariadb": ("SET SESSION max_statement_time = {seconds}", "START TRANSACTION READ ONLY"),
    "oracle": ("SET TRANSACTION READ ONLY",),
}
_CONNECT: dict[str, dict[str, Any]] = {  # how long to knock
    "postgresql": {"connect_timeout": 5},
    "mysql": {"connect_timeout": 5},
    "mariadb": {"connect_timeout": 5},
}
_TIMED_OUT = frozenset({"57014", "55P03", "HYT00"})  # SQLSTATE: cancelled by a time limit, a lock not got in time
_NOT_ALLOWED = ("readonly database", "not authorized", "prohibited")  # SQLite has no codes
_DENIED = frozenset({"42501", "25006", "28000", "28P01"})  # no right, a read-only transaction, no such account


def read_sql(
    address: str, query: str, given: Parameters, columns: Sequence[str], seconds: int, most: int
) -> list[dict[str, str]]:
    """The rows that the query finds, each with the text of these columns; SourceFailed where it could not be asked."""
    until = time.monotonic() + seconds
    with _told_shortly():
        engine = _engine(address, until)
        try:
            with engine.connect() as connection:
                _be_careful(connection, seconds)
                found = connection.execution_options(stream_results=True).execute(_bound(query, given))
                if set(columns) - set(found.keys()):
                    raise SourceFailed(Failure.MISSING_COLUMN)
                rows = list(_taken(found.mappings(), columns, until, most))
                connection.rollback()
        finally:
            engine.dispose()
    return rows


def _taken(found: Iterable[RowMapping], columns: Sequence[str], until: float, most: int) -> Iterator[dict[str, str]]:
    """Each row's text; a database keeps its own time for every portion anew, so the clock is looked at between them."""
    letters = 0
    for number, row in enumerate(found, start=1):
        texts = {name: _text(row[name]) for name in columns}
        letters += sum(map(len, texts.values()))
        if number > most or letters > _MOST_LETTERS:
            raise SourceFailed(Failure.TOO_MANY)
        if time.monotonic() > until:
            raise SourceFailed(Failure.TIMEOUT)
        yield texts


def _engine(address: str, until: float) -> Engine:
    try:
        url = make_url(address)
    except ValueError:  # a port that is no number: its words hold what may be a password
        raise SourceFailed(Failure.UNREACHABLE) from None
    name = url.get_backend_name()
    if name == "sqlite":
        return create_engine("sqlite://", creator=lambda: _sqlite(url.database or "", until), poolclass=NullPool)
    return create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args=_CONNECT.get(name, {}))


def _sqlite(file: str, until: float) -> sqlite3.Connection:
    """SQLite has no accounts: the file is opened read only, takes no statement that writes, and is stopped by the clock."""
    left = max(0.1, until - time.monotonic())
    at = f"file:{quote(str(Path(file).resolve()))}?mode=ro"
    opened = sqlite3.connect(at, uri=True, timeout=left, check_same_thread=False)
    opened.execute("PRAGMA query_only = ON")
    opened.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MOST_LETTERS)
    opened.set_authorizer(_allowed)
    opened.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
    return opened


def _allowed(action: int, *told: object) -> int:
    asks = action == sqlite3.SQLITE_PRAGMA and told[:2] == ("read_uncommitted", None)  # SQLAlchemy's first question
    return sqlite3.SQLITE_OK if asks or action in _READS else sqlite3.SQLITE_DENY


def _be_careful(connection: Connection, seconds: int) -> None:
    for statement in _CAREFUL.get(connection.dialect.name, ()):
        connection.execute(text(statement.format(ms=seconds * 1000, seconds=seconds)))


def _bound(query: str, given: Parameters) -> TextClause:
    """The query with what it asks for; a list takes any number of values, and one without any is equal to nothing."""
    clause = text(_AROUND.sub(r" \1", query))
    asked = {name: [None] if given.get(name) == [] else given.get(name) for name in clause.compile().params}
    return clause.bindparams(
        *(bindparam(name, value, expanding=isinstance(value, list)) for name, value in asked.items())
    )


def _text(value: object) -> str:
    if value is None or isinstance(value, bytes | memoryview):
        return ""
    return str(value.isoformat() if hasattr(value, "isoformat") else value).strip()


@contextmanager
def _told_shortly() -> Iterator[None]:
    """Turns a database's error into a reason without its words, which may repeat the query, the person or the address."""
    try:
        yield
    except DBAPIError as wrong:
        raise SourceFailed(_reason(wrong)) from None
    except (ArgumentError, NoSuchModuleError, ImportError):
        raise SourceFailed(Failure.UNREACHABLE) from None
    except (SQLAlchemyError, ValueError):  # ValueError: a text that cannot be sent as UTF-8
        raise SourceFailed(Failure.NOT_UNDERSTOOD) from None


def _reason(wrong: DBAPIError) -> Failure:
    state = str(getattr(wrong.orig, "sqlstate", "") or "")
    said = str(wrong.orig)
    if state in _TIMED_OUT or said in ("interrupted", "database is locked"):
        return Failure.TIMEOUT
    if state in _DENIED or any(word in said for word in _NOT_ALLOWED):
        return Failure.NOT_ALLOWED
    unreachable = isinstance(wrong, OperationalError) and (not state or state.startswith(("08", "57P", "53")))
    of_sqlite = isinstance(wrong.orig, sqlite3.OperationalError) and not said.startswith("unable to open")
    return Failure.UNREACHABLE if unreachable and not of_sqlite else Failure.NOT_UNDERSTOOD
