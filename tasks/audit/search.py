"""Searches the record for the auditor: by case, person, kind and period, page by page, the newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from tasks.case.business_days import JST
from tasks.case.happened import EventKind
from tasks.store.cases import sample_case_ids
from tasks.store.tables import Case, EventRow, Packet, Supplement

ON_A_PAGE = 50


@dataclass(frozen=True)
class Search:
    """What is looked for; an empty value is not looked at. `first` and `last` are Japanese days, both included."""

    case: str = ""
    person: str = ""
    kind: str = ""
    first: date | None = None
    last: date | None = None
    page: int = 1


@dataclass(frozen=True)
class Found:
    """One page of what was found: events with the number of their case ("": none), and how many there are in all.

    `samples`: the ids of those cases among them that were made up to show the pages.
    """

    rows: Sequence[tuple[EventRow, str]]
    total: int
    pages: int
    samples: frozenset[int] = frozenset()


def search_events(session: Session, search: Search) -> Found:
    """The events that fit all that is asked for; a page that is not there is empty."""
    fitting = list(_fitting(search))
    total = session.exec(select(func.count()).select_from(EventRow).where(*fitting)).one()
    rows = select(EventRow, Case.number).join(Case, col(Case.id) == EventRow.case_id, isouter=True).where(*fitting)
    begin = (max(search.page, 1) - 1) * ON_A_PAGE
    shown = session.exec(rows.order_by(col(EventRow.id).desc()).offset(begin).limit(ON_A_PAGE))
    listed = [(event, number or "") for event, number in shown]
    samples = sample_case_ids(session, {event.case_id for event, _ in listed if event.case_id is not None})
    return Found(listed, total, -(-total // ON_A_PAGE) or 1, samples)


def _fitting(search: Search) -> list[ColumnElement[bool]]:
    fitting: list[ColumnElement[bool]] = []
    if search.case:
        fitting.append(_of_case(search.case))
    if search.person:
        fitting.append(col(EventRow.actor) == search.person)
    if search.kind:
        fitting.append(col(EventRow.kind) == search.kind)
    if search.first:
        fitting.append(col(EventRow.at) >= _midnight(search.first))
    if search.last:
        fitting.append(col(EventRow.at) < _midnight(search.last) + timedelta(days=1))
    return fitting


def _of_case(number: str) -> ColumnElement[bool]:
    """The case's own events and those of its packets."""
    case = select(Case.id).where(Case.number == number).scalar_subquery()
    opened = select(Case.packet_id).where(Case.number == number)
    joined = select(Supplement.packet_id).where(Supplement.case_id == case)
    packets = select(Packet.id).where(col(Packet.id).in_(opened) | col(Packet.id).in_(joined))
    return (col(EventRow.case_id) == case) | (col(EventRow.case_id).is_(None) & col(EventRow.packet_id).in_(packets))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), JST)


@dataclass(frozen=True)
class LastLook:
    """The newest look through the whole chain: when, by whom, how many events there were, how many problems."""

    at: datetime
    person: str
    events: int
    problems: int


def last_look(session: Session) -> LastLook | None:
    """The newest `kaiji audit verify`, or None where nobody ever looked."""
    looks = select(EventRow).where(EventRow.kind == EventKind.CHAIN_VERIFIED.value)
    event = session.exec(looks.order_by(col(EventRow.id).desc()).limit(1)).first()
    if event is None:
        return None
    return LastLook(event.at, event.actor, int(event.facts.get("events", 0)), int(event.facts.get("problems", 0)))
