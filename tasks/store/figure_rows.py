"""Reads what the rows of the figures are made of, for many cases in a few queries, and keeps the rows that were made."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlmodel import Session, col, func, select

from tasks.case.business_days import JST
from tasks.case.ledger import Move
from tasks.store.figure_tables import CaseFigures
from tasks.store.tables import Case, EventRow, LetterRow, Packet

_ALL_TOLD = """SELECT c.id FROM "case" c LEFT JOIN case_figures f ON f.case_id = c.id AND f.made_by = :made_by
    JOIN (SELECT case_id, max(id) AS newest FROM event GROUP BY case_id) e ON e.case_id = c.id
    WHERE f.event_id IS NULL OR f.event_id < e.newest ORDER BY c.id"""
_THESE_TOLD = """SELECT c.id FROM "case" c LEFT JOIN case_figures f ON f.case_id = c.id AND f.made_by = :made_by
    JOIN LATERAL (SELECT max(id) AS newest FROM event WHERE case_id = c.id) e ON e.newest IS NOT NULL
    WHERE c.id = ANY(:mine) AND (f.event_id IS NULL OR f.event_id < e.newest) ORDER BY c.id"""

# A case that was joined to another brought one packet, which is the other's now; its fees count there.
_JOINED = """SELECT s.case_id, c.id FROM supplement s JOIN "case" c ON c.packet_id = s.packet_id"""
_WITH_JOINED = f"""WITH mine (case_id, id) AS (
    SELECT id, id FROM "case" WHERE id = ANY(:mine) UNION ALL {_JOINED} WHERE s.case_id = ANY(:mine))"""  # noqa: S608  # constants of this module
_JOINED_TOLD = """SELECT f.case_id FROM supplement s JOIN "case" c ON c.packet_id = s.packet_id
    JOIN case_figures f ON f.case_id = s.case_id AND f.made_by = :made_by
    JOIN LATERAL (SELECT max(id) AS newest FROM event WHERE case_id = c.id) e ON f.event_id < e.newest"""
_NEWEST = f"""{_WITH_JOINED} SELECT mine.case_id, max(newest) FROM mine
    JOIN LATERAL (SELECT max(id) AS newest FROM event WHERE case_id = mine.id) e ON newest IS NOT NULL GROUP BY mine.case_id"""  # noqa: S608
_FEES = f"""{_WITH_JOINED} SELECT mine.case_id, move, sum(amount_yen) FROM mine
    JOIN ledger_entry l ON l.case_id = mine.id GROUP BY mine.case_id, move"""  # noqa: S608
_EVENTS = """SELECT case_id, id, kind, actor, at, packet_id, facts FROM event
    WHERE case_id = ANY(:mine) AND kind = ANY(:kinds) ORDER BY id"""
_VERDICTS = """SELECT p.case_id, f."check", f.verdict FROM (
        SELECT id AS case_id, packet_id, 0 AS place FROM "case" WHERE id = ANY(:mine)
        UNION ALL SELECT case_id, packet_id, id FROM supplement WHERE case_id = ANY(:mine)) p
    JOIN finding f ON f.packet_id = p.packet_id AND f.verdict <> 'pass' ORDER BY p.case_id, p.place, f.position"""
# The lines come as one text, since thousands of them cost more to be quoted one by one than to be made.
_KEEP = """INSERT INTO case_figures AS kept (case_id, event_id, made_by, settled, line)
    SELECT case_id, event_id, :made_by, settled, line FROM unnest(CAST(:case_id AS int[]), CAST(:event_id AS int[]),
        CAST(:settled AS bool[]), string_to_array(:lines, E'\\n')) AS new (case_id, event_id, settled, line)
    ON CONFLICT (case_id) DO UPDATE SET event_id = excluded.event_id, made_by = excluded.made_by,
        settled = excluded.settled, line = excluded.line
    WHERE kept.event_id <= excluded.event_id OR kept.made_by <> excluded.made_by"""
# Written out, so that the indexes of just these rows are used.
_QUARANTINED = "SELECT count(*) FROM packet WHERE status = 'quarantined'"
_SAMPLE = "SELECT EXISTS (SELECT FROM event WHERE kind = 'sample_data_made')"


class Told(NamedTuple):
    """One event, as far as rules read it (`tasks.case.happened.Happened`)."""

    id: int
    kind: str
    actor: str
    at: datetime
    packet_id: int | None
    facts: Mapping[str, Any]


class Line(NamedTuple):
    """One kept row, as in `CaseFigures`; `line` has no line break."""

    case_id: int
    event_id: int
    settled: bool
    line: str


def newest_event(session: Session) -> int:
    """The id of the newest event; 0 before anything happened.

    Events are added one after another (`tasks.store.events.hold_chain` holds the others back until the transaction ends), so
    whoever sees an event sees all with a smaller id.
    """
    return session.execute(text("SELECT max(id) FROM event")).scalar() or 0


def cases_told_of(session: Session, after: int) -> list[int]:
    """The ids of the cases that events after this one tell of, in order; also those to which such a case was joined.

    Events of a packet alone change no row: what a case is made of changes only with an event of the case beside it.
    """
    mine = select(EventRow.case_id).where(col(EventRow.id) > after, col(EventRow.case_id).is_not(None)).distinct()
    told = {case_id for case_id in session.exec(mine) if case_id is not None}
    joined = session.execute(text(f"{_JOINED} WHERE c.id = ANY(:told)"), {"told": list(told)})
    return sorted(told | {into for into, _ in joined})


def cases_to_make(session: Session, made_by: str, among: Sequence[int] | None = None) -> list[int]:
    """Of these cases, or of all, those whose row is missing, older than their newest event, or made by other rules."""
    if among is None:
        asked = (_ALL_TOLD, _JOINED_TOLD)
    else:
        asked = (_THESE_TOLD, f"{_JOINED_TOLD} WHERE f.case_id = ANY(:mine)")
    by = {"made_by": made_by} | ({} if among is None else {"mine": list(among)})
    return sorted({case_id for each in asked for case_id in session.execute(text(each), by).scalars()})


def newest_events(session: Session, case_ids: Sequence[int]) -> dict[int, int]:
    """The id of the newest event of each of these cases, and of those that were joined to it."""
    return dict(session.execute(text(_NEWEST), {"mine": list(case_ids)}).tuples().all())


def events_told(session: Session, case_ids: Sequence[int], kinds: Collection[str]) -> dict[int, list[Told]]:
    """The events of these kinds, oldest first, by case id; one query."""
    events: dict[int, list[Told]] = {case_id: [] for case_id in case_ids}
    asked = {"mine": list(case_ids), "kinds": list(kinds)}
    for case_id, *told in session.connection().execute(text(_EVENTS), asked):
        events[case_id].append(Told(*told))
    return events


def numbers_of(session: Session, case_ids: Sequence[int]) -> list[str]:
    """The numbers of these cases, in order."""
    return list(session.exec(select(Case.number).where(col(Case.id).in_(case_ids)).order_by(Case.number)))


def cases_with_channel(session: Session, case_ids: Sequence[int]) -> list[tuple[Case, str]]:
    """These cases, each with the way by which its first packet came, by id."""
    mine = select(Case, Packet.channel).join(Packet, col(Packet.id) == Case.packet_id)
    return list(session.exec(mine.where(col(Case.id).in_(case_ids)).order_by(col(Case.id))).all())


def verdicts_by_case(session: Session, case_ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    """Check and verdict of every finding but the passed ones, on every packet of these cases in the order they came, by case id."""
    found: dict[int, list[tuple[str, str]]] = {case_id: [] for case_id in case_ids}
    for case_id, check, verdict in session.execute(text(_VERDICTS), {"mine": list(case_ids)}):
        found[case_id].append((check, verdict))
    return found


def fees_by_case(session: Session, case_ids: Sequence[int]) -> dict[int, dict[Move, int]]:
    """Yen by what was done with them, by case id; what came with a case that was joined to another is the other's."""
    fees: dict[int, dict[Move, int]] = {case_id: {} for case_id in case_ids}
    for case_id, move, yen in session.execute(text(_FEES), {"mine": list(case_ids)}):
        fees[case_id][Move(move)] = int(yen)
    return fees


def reply_days(session: Session, case_ids: Sequence[int]) -> dict[int, dict[str, date]]:
    """Until when the requester may answer the letters that stand, by occasion, by case id."""
    days: dict[int, dict[str, date]] = {case_id: {} for case_id in case_ids}
    standing = (col(LetterRow.case_id).in_(case_ids), ~col(LetterRow.withdrawn))  # as the index of these says it
    mine = select(col(LetterRow.case_id), col(LetterRow.occasion), col(LetterRow.reply_by)).where(*standing)
    for case_id, occasion, day in session.execute(mine):
        if day is not None:
            days[case_id][occasion] = day
    return days


def keep_lines(session: Session, lines: Sequence[Line], made_by: str) -> None:
    """Keeps these rows, given in the order of their ids, so that two who do it at once never wait for each other in a ring.

    A row that another has made meanwhile of newer events stays.
    """
    listed = {name: [getattr(line, name) for line in lines] for name in ("case_id", "event_id", "settled")}
    joined = "\n".join(line.line for line in lines)
    session.execute(text(_KEEP), listed | {"made_by": made_by, "lines": joined})


def forget_lines(session: Session, case_ids: Sequence[int]) -> None:
    """Forgets the rows of these cases, of which no row can be made any more."""
    session.execute(text("DELETE FROM case_figures WHERE case_id = ANY(:mine)"), {"mine": list(case_ids)})


def lines_of(
    session: Session, made_by: str, after: int, at_most: int, among: Sequence[int] | None = None
) -> list[Line]:
    """The kept rows made by these rules, with an id after this one, in order; of all cases or of these."""
    columns = [col(getattr(CaseFigures, name)) for name in Line._fields]
    mine = select(*columns).where(CaseFigures.made_by == made_by, col(CaseFigures.case_id) > after)
    mine = mine if among is None else mine.where(col(CaseFigures.case_id).in_(among))
    return [Line(*row) for row in session.connection().execute(mine.order_by(col(CaseFigures.case_id)).limit(at_most))]


def mail_of(session: Session, today: date) -> tuple[dict[str, int], int]:
    """How many packets came on a Japanese day by what became of them, and how many lie in quarantine in all."""
    begin = datetime.combine(today, datetime.min.time(), JST)
    day = (col(Packet.received_at) >= begin, col(Packet.received_at) < begin + timedelta(days=1))
    came = session.execute(select(Packet.status, func.count()).where(*day).group_by(Packet.status)).all()
    lying = session.execute(text(_QUARANTINED)).scalar_one()
    return {str(status): number for status, number in sorted(came)}, lying


def holds_sample_data(session: Session) -> bool:
    """Whether cases were made up here to show the pages."""
    return bool(session.execute(text(_SAMPLE)).scalar_one())
