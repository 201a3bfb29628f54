"""Searches every declared source for one person; what fails is told by itself and loses nothing of the others."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import NamedTuple

from tasks.case.held import Failure, SearchKey, SourceFailed, is_text
from tasks.case.name_forms import parameters
from tasks.case.same_record import Likeness, likeness
from tasks.engines.csv_source import read_csv
from tasks.engines.http_source import read_http
from tasks.engines.sql_source import read_sql
from tasks.policy.sources import HeldSource
from tasks.store.held import Found

Person = Mapping[SearchKey, str]
_GRACE = 10  # seconds beyond a source's own, for the knock at its door


class Searched(NamedTuple):
    """What was found, and what became of each source by its code.

    `failed` says why; `keyless` take no key that is known of the person; `by_hand` are for a person to search.
    """

    found: list[Found]
    searched: list[str]
    failed: dict[str, str]
    keyless: list[str]
    by_hand: list[str]


def search_sources(sources: Sequence[HeldSource], address_of: Callable[[str], str | None], person: Person) -> Searched:
    """Every source in the policy's order. `address_of` gives where one lies, None where the house has set nothing."""
    done = Searched([], [], {}, [], [source.code for source in sources if source.by_hand])
    for source in sources:
        if source.by_hand:
            continue
        if source.keys and not set(source.keys) & set(person):
            done.keyless.append(source.code)
            continue
        try:
            done.found.extend(_in_time(source, address_of(source.code), person))
        except SourceFailed as failed:
            done.failed[source.code] = failed.why.value
        else:
            done.searched.append(source.code)
    return done


def _in_time(source: HeldSource, address: str | None, person: Person) -> list[Found]:
    """The same as `_search`, left to itself when its time is over: a server that is silent after the knock keeps no limit."""
    told: SimpleQueue[list[Found] | Exception] = SimpleQueue()

    def search() -> None:
        try:
            told.put(_search(source, address, person))
        except Exception as wrong:  # noqa: BLE001  # it is raised where somebody waits for it
            told.put(wrong)

    Thread(target=search, daemon=True).start()
    try:
        found = told.get(timeout=source.seconds + _GRACE)
    except Empty:
        raise SourceFailed(Failure.TIMEOUT) from None
    if isinstance(found, Exception):
        raise found
    return found


def _search(source: HeldSource, address: str | None, person: Person) -> list[Found]:
    if address is None:
        raise SourceFailed(Failure.NO_ADDRESS)
    found = []
    for row in _READ[source.kind](source, address, person):
        like = likeness(person, {key: row[column] for column, key in source.key_columns()})
        if like is Likeness.NONE:
            continue
        values = tuple((name, value) for name, value in row.items() if value)
        if not all(map(is_text, row.values())):
            raise SourceFailed(Failure.NOT_UNDERSTOOD)
        found.append(Found(source.code, source.name_ja, like is Likeness.EXACT, values))
        if len(found) > source.most:
            raise SourceFailed(Failure.TOO_MANY)
    return found


def _columns(source: HeldSource) -> list[str]:
    return [column.name for column in source.column]


def _of_sql(source: HeldSource, address: str, person: Person) -> Iterable[dict[str, str]]:
    return read_sql(address, source.query or "", parameters(person), _columns(source), source.seconds, source.most)


def _of_csv(source: HeldSource, address: str, _: Person) -> Iterator[dict[str, str]]:
    return read_csv(Path(address), _columns(source), source.seconds)


def _of_http(source: HeldSource, address: str, person: Person) -> Iterable[dict[str, str]]:
    given = parameters(person)
    return read_http(address, source.path or "", given, _columns(source), source.seconds, source.most)


_READ: Mapping[str, Callable[[HeldSource, str, Person], Iterable[dict[str, str]]]] = {
    "sql": _of_sql,
    "csv": _of_csv,
    "http": _of_http,
}
