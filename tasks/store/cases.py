"""Cases in the database: opened from a checked packet, moved by answers and deeds, each recorded exactly once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from tasks.case.bilingual import Said
from tasks.case.errors import KaijiError
from tasks.case.happened import REOPENS, EventKind
from tasks.case.progress import CaseState, Wait
from tasks.case.state import state_from
from tasks.case.words import Disposition, RequestKind
from tasks.store.events import UNKNOWN, events_of, record
from tasks.store.packets import held, next_number
from tasks.store.tables import Answer, Case, EventRow, HeldItem, LetterRow, Packet, Supplement


def open_case(
    session: Session,
    packet: Packet,
    disposition: Disposition,
    kinds: Sequence[RequestKind],
    at: datetime,
    *,
    by_agent: bool,
    language: str,
    effective_on: date,
    due_on: date,
) -> Case:
    """Opens the case of a packet; the packet's own transaction makes sure that there is only one."""
    case = Case(
        number=next_number(session, "K", at, Case),
        packet_id=packet.id,
        policy=packet.policy,
        policy_version=packet.policy_version,
        disposition=disposition.value,
        kinds=[kind.value for kind in kinds],
        by_agent=by_agent,
        language=language,
        opened_at=at,
        received_on=packet.received_at.date(),
        effective_on=effective_on,
        due_on=due_on,
    )
    session.add(case)
    session.flush()
    facts: dict[str, Any] = {"disposition": disposition.value, "kinds": case.kinds, "due_on": due_on.isoformat()}
    record(session, EventKind.CASE_OPENED, at, case_id=case.id, packet_id=packet.id, **facts)
    return case


def case_by_number(session: Session, number: str, *, lock: bool = False) -> Case:
    """The case of that number; `lock` holds it until the transaction ends, for whoever works on it.

    KaijiError where a case that was made up is to be worked on.
    """
    query = select(Case).where(Case.number == number)
    case = session.exec(held(query) if lock else query).one()
    if lock and is_sample(session, case):
        raise KaijiError(f"{number} is a sample case without papers; nobody works on it.")
    return case


def known_numbers(session: Session, numbers: Iterable[str]) -> frozenset[str]:
    """Those of the numbers that are a case's."""
    return frozenset(session.exec(select(Case.number).where(col(Case.number).in_(numbers))))


def all_cases(session: Session) -> list[Case]:
    """Every case, oldest first."""
    return list(session.exec(select(Case).order_by(col(Case.id))))


def cases_among(session: Session, numbers: Iterable[str]) -> list[Case]:
    """Those of these case numbers that there are, oldest first; one query."""
    return list(session.exec(select(Case).where(col(Case.number).in_(list(numbers))).order_by(col(Case.id))))


def is_sample(session: Session, case: Case) -> bool:
    """Whether a case was made up to show the pages: nothing and nobody works on it."""
    made = (EventRow.case_id == case.id, EventRow.kind == EventKind.SAMPLE_DATA_MADE.value)
    return session.exec(select(EventRow.id).where(*made).limit(1)).first() is not None


def sample_case_ids(session: Session, among: Collection[int] | None = None) -> frozenset[int]:
    """The ids of the cases that were made up to show the pages: of all, or those among these."""
    mine = select(EventRow.case_id).where(EventRow.kind == EventKind.SAMPLE_DATA_MADE.value)
    mine = mine if among is None else mine.where(col(EventRow.case_id).in_(among))
    return frozenset(case_id for case_id in session.exec(mine) if case_id is not None)


def sample_numbers(session: Session) -> frozenset[str]:
    """The numbers of the cases that were made up to show the pages."""
    return frozenset(session.exec(select(Case.number).where(_is_made_up())))


def unclosed_cases(session: Session, policy: str | None = None) -> list[Case]:
    """The cases that are not closed and not made up, of every company or of one, oldest first."""
    mine = select(Case).where(~_is_closed(), ~_is_made_up()).order_by(col(Case.id))
    return list(session.exec(mine if policy is None else mine.where(Case.policy == policy)))


def count_unworked(session: Session) -> int:
    """How many cases are open and made up to show the pages: no list of work has them."""
    return session.exec(select(func.count()).select_from(Case).where(_is_made_up(), ~_is_closed())).one()


def _is_closed() -> ColumnElement[bool]:
    later = aliased(EventRow)
    reopened = select(later.id).where(
        later.case_id == EventRow.case_id, col(later.id) > EventRow.id, col(later.kind).in_(sorted(REOPENS))
    )
    closed = (EventRow.case_id == Case.id, EventRow.kind == EventKind.CASE_CLOSED.value, ~reopened.exists())
    return select(EventRow.id).where(*closed).exists()


def _is_made_up() -> ColumnElement[bool]:
    made = (EventRow.case_id == Case.id, EventRow.kind == EventKind.SAMPLE_DATA_MADE.value)
    return select(EventRow.id).where(*made).exists()


def kinds_of(case: Case) -> tuple[RequestKind, ...]:
    """What was requested."""
    return tuple(RequestKind(kind) for kind in case.kinds)


def state_of(session: Session, case: Case) -> CaseState:
    """All that the case's way depends on, computed from its events."""
    return state_from(events_of(session, case.id))


def events_by_case(session: Session, cases: Sequence[Case] | None = None) -> dict[int, list[EventRow]]:
    """The events of these cases, or of every case, in one query, oldest first, by case id."""
    mine = col(EventRow.case_id).is_not(None)
    mine = mine if cases is None else col(EventRow.case_id).in_([case.id for case in cases])
    events: dict[int, list[EventRow]] = {}
    for event in session.exec(select(EventRow).where(mine).order_by(col(EventRow.id))):
        events.setdefault(event.case_id or 0, []).append(event)
    return events


def packets_of(session: Session, case: Case) -> list[Packet]:
    """The packets of a case in the order they came: the one that opened it, then its supplements."""
    joined = select(Supplement.packet_id).where(Supplement.case_id == case.id).order_by(col(Supplement.id))
    ids = [case.packet_id, *session.exec(joined)]
    found = {packet.id: packet for packet in session.exec(select(Packet).where(col(Packet.id).in_(ids)))}
    return [found[packet_id] for packet_id in ids]


def newest_packet_id(session: Session, case: Case) -> int:
    """The packet whose findings and fields are those of the whole case: the supplement that joined last, or the first."""
    return newest_packet_ids(session, [case])[case.id]


def newest_packet_ids(session: Session, cases: Sequence[Case]) -> dict[int, int]:
    """The newest packet of each of many cases in one query, by case id."""
    joined = select(Supplement).where(col(Supplement.case_id).in_([case.id for case in cases]))
    later = {each.case_id: each.packet_id for each in session.exec(joined.order_by(col(Supplement.id)))}
    return {case.id: case.packet_id for case in cases} | later


def join_supplement(
    session: Session, case: Case, packet: Packet, disposition: Disposition, kinds: Sequence[RequestKind], at: datetime
) -> None:
    """Adds a packet to the case it belongs to; a new round of the case begins. The caller holds the case."""
    session.add(Supplement(case_id=case.id, packet_id=packet.id))
    case.disposition = disposition.value
    case.kinds = [kind.value for kind in kinds] or case.kinds
    session.add(case)
    facts: dict[str, Any] = {
        "packet": packet.number,
        "disposition": disposition.value,
        "arrived_on": packet.received_at.date().isoformat(),
    }
    record(session, EventKind.SUPPLEMENT_JOINED, at, case_id=case.id, packet_id=packet.id, **facts)


def answers_of(session: Session, case_id: int) -> list[Answer]:
    """The accepted answers of a case, oldest first."""
    return list(session.exec(select(Answer).where(Answer.case_id == case_id).order_by(col(Answer.id))))


def accept_answer(
    session: Session, case: Case, wait: Wait, given: Mapping[str, Any], person: str, at: datetime, **facts: Any
) -> None:
    """Keeps the answer to one asking; the caller holds the case and has made sure that it is still awaited."""
    choices = {name: value for name, value in given.items() if name not in ("reason", "code")}
    session.add(
        Answer(
            case_id=case.id,
            step=wait.step,
            attempt=wait.attempt,
            person=person,
            answered_at=at,
            choices=choices,
            reason=str(given.get("reason", "")).strip(),
        )
    )
    told: dict[str, Any] = {"step": wait.step.value, "attempt": wait.attempt, "choices": choices} | facts
    record(session, EventKind.ANSWERED, at, actor=person, case_id=case.id, **told)


def refuse_answer(
    session: Session, case: Case, wait: Wait, complaints: Sequence[Said], at: datetime, person: str | None = None
) -> None:
    """Notes that an answer was sent back and why; the next asking carries the reasons. `person`: who signed it, if anybody."""
    told = [list(each) for each in complaints]
    facts: dict[str, Any] = {"step": wait.step.value, "attempt": wait.attempt, "complaints": told}
    record(session, EventKind.ANSWER_REFUSED, at, actor=person or UNKNOWN, case_id=case.id, **facts)


def complaints_about(session: Session, case: Case, wait: Wait) -> list[Said]:
    """Why the last answer to this very question was sent back; empty on the first asking, and after an accepted one."""
    found: list[Said] = []
    for event in events_of(session, case.id):
        if event.facts.get("step") != wait.step:
            continue
        if event.kind == EventKind.ANSWER_REFUSED:
            found = [complaint_said(each) for each in event.facts["complaints"]]
        elif event.kind == EventKind.ANSWERED:
            found = []
    return found


def complaint_said(complaint: str | list[str]) -> Said:
    """A complaint as the record has it: older ones were kept in English only."""
    return Said(complaint, complaint) if isinstance(complaint, str) else Said(*complaint)


def held_items(session: Session, case_id: int) -> list[HeldItem]:
    """What the search found on the person, in the order found."""
    return list(session.exec(select(HeldItem).where(HeldItem.case_id == case_id).order_by(col(HeldItem.position))))


def letters_of(session: Session, case_id: int) -> list[LetterRow]:
    """The letters of a case in the order of their numbers."""
    return list(session.exec(select(LetterRow).where(LetterRow.case_id == case_id).order_by(col(LetterRow.sequence))))
