"""Puts a made-up history into an empty database: rows of past cases, and their events in one chain, sealed like any others.

Nothing here checks a rule; whoever makes the rows lets the same rules move them that move a real case.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from psycopg import sql
from sqlalchemy import text
from sqlmodel import Session

from tasks.store.events import chained, hold_chain, newest_link
from tasks.store.tables import PacketStatus

Tell = Callable[[int, int], None]  # rows written so far, and in all
_EVERY = 20_000  # rows between two signs of life


class MadePacket(NamedTuple):
    """One packet that never was on paper."""

    number: str
    sha256: str
    status: PacketStatus
    received_at: datetime
    policy: str
    policy_version: str
    channel: str


class MadeCase(NamedTuple):
    """One case; `packet` is the place of its first packet in `MadeUp.packets`, from 0."""

    number: str
    packet: int
    policy: str
    policy_version: str
    disposition: str
    kinds: tuple[str, ...]
    by_agent: bool
    language: str
    opened_at: datetime
    received_on: date
    effective_on: date
    due_on: date


class MadeEvent(NamedTuple):
    """One event, as rules read it (`tasks.case.happened.Happened`); `case` and `packet_id` are places, from 0."""

    id: int
    case: int
    packet_id: int | None
    kind: str
    actor: str
    at: datetime
    facts: dict[str, Any]


class MadeAnswer(NamedTuple):
    """One answer that stands in the record."""

    case: int
    step: str
    attempt: int
    person: str
    answered_at: datetime
    choices: dict[str, Any]


class MadeFinding(NamedTuple):
    """One check of a packet that did not pass."""

    packet: int
    position: int
    check: str
    result: str
    verdict: str


class MadeEntry(NamedTuple):
    """One line of the fee ledger."""

    case: int
    instrument: str
    move: str
    amount_yen: int
    on: date
    by: str


class MadeEdit(NamedTuple):
    """That a person corrected a field (`name`), or the redactions of a page (`name` is ""); what it said was never there."""

    case: int
    packet: int
    name: str
    page: int
    person: str
    at: datetime


@dataclass
class MadeUp:
    """A history: rows in the order in which they came to be. `supplements`: places of case and packet."""

    packets: list[MadePacket] = field(default_factory=list)
    cases: list[MadeCase] = field(default_factory=list)
    supplements: list[tuple[int, int]] = field(default_factory=list)
    findings: list[MadeFinding] = field(default_factory=list)
    answers: list[MadeAnswer] = field(default_factory=list)
    entries: list[MadeEntry] = field(default_factory=list)
    edits: list[MadeEdit] = field(default_factory=list)
    events: list[MadeEvent] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows it is."""
        return sum(len(rows) for rows in vars(self).values())


def holds_any_case(session: Session) -> bool:
    """Whether there is any case in the house."""
    return bool(session.execute(text('SELECT EXISTS (SELECT FROM "case")')).scalar_one())


def put_made_up(session: Session, made: MadeUp, tell: Tell = lambda _, __: None) -> None:
    """Writes a whole history in the caller's transaction: all of it is there when that ends, or nothing."""
    hold_chain(session)
    newest = newest_link(session)  # before a table is written: nothing else can be asked meanwhile
    writer = _Writer(session, made.rows, tell)
    packets, cases = writer.ids("packet", len(made.packets)), writer.ids("case", len(made.cases))
    writer.copy("packet", _PACKET, ((packets[i], *row, "", "") for i, row in enumerate(made.packets)))
    writer.copy("case", _CASE, (_case_row(cases[i], packets, row) for i, row in enumerate(made.cases)))
    writer.copy("supplement", ("case_id", "packet_id"), ((cases[c], packets[p]) for c, p in made.supplements))
    writer.copy("finding", _FINDING, ((packets[row.packet], *row[1:], "", "[]") for row in made.findings))
    writer.copy("answer", _ANSWER, (_answer_row(cases, row) for row in made.answers))
    writer.copy("ledger_entry", _ENTRY, ((cases[row.case], *row[1:]) for row in made.entries))
    fields, marks = ([row for row in made.edits if bool(row.name) is named] for named in (True, False))
    writer.copy("field_edit", _FIELD_EDIT, (_field_edit(cases, packets, row) for row in fields))
    writer.copy("redaction_edit", _MARKS_EDIT, (_marks_edit(cases, packets, row) for row in marks))
    writer.copy("event", _EVENT, _event_rows(newest, cases, packets, made.events))
    tell(made.rows, made.rows)


_PACKET = ("id", *MadePacket._fields, "batch", "reason")
_CASE = ("id", "number", "packet_id", *MadeCase._fields[2:])
_FINDING = ("packet_id", *MadeFinding._fields[1:], "detail", "evidence")
_ANSWER = ("case_id", *MadeAnswer._fields[1:], "reason")
_ENTRY = ("case_id", *MadeEntry._fields[1:])
_FIELD_EDIT = ("case_id", "packet_id", "name", "page", "poly", "person", "at")
_MARKS_EDIT = ("case_id", "packet_id", "page", "before", "after", "reason", "person", "at")
_EVENT = ("case_id", "packet_id", "kind", "actor", "at", "facts", "previous", "digest")
_NO_TEXT = '""'  # of a personal column, which holds JSON
Ids = Sequence[int]


def _case_row(case_id: int, packets: Ids, row: MadeCase) -> tuple[Any, ...]:
    return case_id, row.number, packets[row.packet], *row[2:5], json.dumps(row.kinds), *row[6:]


def _answer_row(cases: Ids, row: MadeAnswer) -> tuple[Any, ...]:
    return cases[row.case], *row[1:5], json.dumps(row.choices, ensure_ascii=False), _NO_TEXT


def _field_edit(cases: Ids, packets: Ids, row: MadeEdit) -> tuple[Any, ...]:
    return cases[row.case], packets[row.packet], row.name, row.page, "[]", row.person, row.at


def _marks_edit(cases: Ids, packets: Ids, row: MadeEdit) -> tuple[Any, ...]:
    return cases[row.case], packets[row.packet], row.page, "[]", "[]", _NO_TEXT, row.person, row.at


def _event_rows(
    newest: tuple[int, str] | None, cases: Ids, packets: Ids, events: Iterable[MadeEvent]
) -> Iterator[tuple[Any, ...]]:
    link = newest[1] if newest else None
    for each in events:
        case_id, packet_id = cases[each.case], None if each.packet_id is None else packets[each.packet_id]
        said = (case_id, packet_id, each.kind, each.actor, each.at)
        previous, link = chained(link, *said, each.facts)
        yield *said, json.dumps(each.facts, ensure_ascii=False), previous, link


class _Writer:
    """Writes rows by COPY, and says how far it is."""

    def __init__(self, session: Session, rows: int, tell: Tell) -> None:
        session.flush()
        self._cursor = session.connection().connection.cursor()
        self._written, self._rows, self._tell = 0, rows, tell

    def ids(self, table: str, count: int) -> list[int]:
        """So many ids of a table that no other row has or will have, in order."""
        drawn = sql.SQL("SELECT nextval(pg_get_serial_sequence({}, 'id')) FROM generate_series(1, {})")
        self._cursor.execute(drawn.format(sql.Literal(f'"{table}"'), sql.Literal(count)))
        return [number for (number,) in self._cursor.fetchall()]

    def copy(self, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """Writes these rows in their order."""
        listed = sql.SQL(", ").join(map(sql.Identifier, columns))
        with self._cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), listed)) as copy:
            for row in rows:
                copy.write_row(row)
                self._written += 1
                if self._written % _EVERY == 0:
                    self._tell(self._written, self._rows)
