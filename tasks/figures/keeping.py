"""Keeps the rows of all cases up to date in the database: made anew just where something happened, and never trusted blindly.

A kept row is a copy of what the record says. It is made anew when its case has a newer event, when it is lost, and when the
rules that made it have changed since; whoever dies in between leaves whole rows only, and who comes next makes the rest.
"""

import hashlib
import logging
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import polars as pl
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from tasks import case as rules
from tasks.case.business_days import Calendar
from tasks.case.errors import KaijiError
from tasks.figures.case_row import CaseRow
from tasks.figures.lines import is_settled, line_of
from tasks.figures.rows import rows_of
from tasks.quiet import type_and_place
from tasks.store.figure_rows import (
    Line,
    cases_to_make,
    forget_lines,
    keep_lines,
    lines_of,
    newest_events,
    numbers_of,
)
from tasks.wiring import House

_LOG = logging.getLogger(__name__)
_AT_A_TIME = 500  # cases in one transaction: what is lost at most when a process dies
_CODE = Path(rules.__path__[0]).parent
_MADE_WITH = (  # beside all of `tasks.case` and `tasks.policy`
    *(f"figures/{name}.py" for name in ("case_row", "frames", "ground_words", "lines", "rows")),
    *("audit/outcome.py", "engines/holiday_calendar.py", "store/figure_rows.py", "wiring.py"),
)


@cache
def made_by() -> str:
    """By which rules rows are made here: a digest of the code that makes them, and the edition of `holidays`.

    Taken of the code itself, so that nobody can forget to say that a rule has changed.
    """
    of_rules = (file for folder in ("case", "policy") for file in sorted((_CODE / folder).glob("*.py")))
    files = [*of_rules, *(_CODE / name for name in _MADE_WITH)]
    digest = hashlib.sha256(version("holidays").encode())
    for file in files:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


def catch_up(house: House, among: Sequence[int] | None = None) -> int:
    """Makes the rows of these cases, or of all, that are missing or behind; the number of rows made.

    Several may do it at once: each looks once more before it makes a row, and a row of newer events is never written over.
    """
    if among is None:
        with house.database.transaction() as session:
            among = cases_to_make(session, made_by())
    return sum(_make(house, some) for some in _batches(among))


def _make(house: House, case_ids: Sequence[int]) -> int:
    """Makes the rows as of one moment, then keeps them; of what cannot be made the former row goes."""
    with house.database.transaction() as session:
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        behind = cases_to_make(session, made_by(), case_ids)
        lines = list(_lines(house, session, behind))
    lost = sorted({*behind} - {line.case_id for line in lines})
    if behind:
        with house.database.transaction() as session:
            keep_lines(session, lines, made_by())
            forget_lines(session, lost)
    return len(lines)


def _lines(house: House, session: Session, case_ids: Sequence[int]) -> Iterator[Line]:
    newest = newest_events(session, case_ids)
    for row in _rows(house, session, case_ids):
        yield Line(row.case_id, newest[row.case_id], is_settled(row), line_of(row, calendar_of(house)))


def _rows(house: House, session: Session, case_ids: Sequence[int]) -> Iterator[CaseRow]:
    """The rows; where one cannot be made, it is told, and the others are made all the same."""
    try:
        yield from list(rows_of(house, session, case_ids))
    except DBAPIError:
        raise  # the database does not answer; that is no fault of a case
    except Exception as wrong:  # noqa: BLE001  # a record that was tampered with must not take the figures of all away
        if len(case_ids) == 1:
            told = wrong if isinstance(wrong, KaijiError) else type_and_place(wrong)
            _LOG.warning("The figures leave out the case with id %s: %s", case_ids[0], told)
            return
        for case_id in case_ids:
            yield from _rows(house, session, [case_id])


def calendar_of(house: House) -> "_CalendarOf":
    """The calendar by which each row's case is timed."""
    return _CalendarOf(house)


class _CalendarOf:
    """Looks a calendar up by a row's policy and year, each once."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._known: dict[tuple[str, str, int], Calendar] = {}

    def __call__(self, row: CaseRow) -> Calendar:
        key = (row.policy, row.policy_version, row.received_on.year)
        if key not in self._known:
            self._known[key] = self._house.calendar_since(self._house.policy_of(row), row.received_on.year)
        return self._known[key]


def calendars_of(house: House, cases: pl.DataFrame) -> dict[str, Calendar]:
    """The calendar of each company that has cases (`frames.CASES`), of the policy of its newest case, from its first case on."""
    newest = pl.struct("policy", "policy_version").sort_by("case_id").last()
    found = cases.group_by("policy").agg(newest=newest, year=pl.col("received_on").min().dt.year())
    return {
        each["policy"]: house.calendar_since(house.policy_of(_Ruled(**each["newest"])), each["year"])
        for each in found.iter_rows(named=True)
    }


class _Ruled(NamedTuple):
    """A policy by its code and version."""

    policy: str
    policy_version: str


def drifted(house: House) -> list[str]:
    """The numbers of the cases whose kept row is not what their record says now; nothing is changed.

    A row that is only behind, or was made by other rules, is no fault: it is made anew before anybody sees it.
    """
    wrong: list[str] = []
    after = 0
    while True:
        with house.database.transaction() as session:
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            kept = lines_of(session, made_by(), after, _AT_A_TIME)
            if not kept:
                return wrong
            wrong += _differing(house, session, kept)
        after = kept[-1].case_id


def _differing(house: House, session: Session, kept: Sequence[Line]) -> list[str]:
    ids = [each.case_id for each in kept]
    behind = {*cases_to_make(session, made_by(), ids)}
    anew = {each.case_id: each for each in _lines(house, session, ids)}
    wrong = [each.case_id for each in kept if each.case_id not in behind and anew.get(each.case_id) != each]
    return numbers_of(session, wrong)


def _batches(ids: Sequence[int]) -> Iterator[list[int]]:
    each = iter(ids)
    while some := list(islice(each, _AT_A_TIME)):
        yield some
