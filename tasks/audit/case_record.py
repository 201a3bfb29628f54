"""Reads all that an auditor may see of one case, or of many, out of the store: events, answers, letters, edits, fees.

Of what stands on the papers only codes are read (which kind of document, which result of a check), never a value.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.exc import NoResultFound
from sqlmodel import Session, col, select

from tasks.audit.outcome import Identity, Outcome, identity_of, outcome_of
from tasks.case.errors import KaijiError
from tasks.case.happened import EventKind
from tasks.case.ledger import Entry
from tasks.case.words import Finding
from tasks.store.account_tables import FieldEdit, RedactionEdit, Unmasking
from tasks.store.cases import (
    answers_of,
    case_by_number,
    events_by_case,
    newest_packet_ids,
    packets_of,
)
from tasks.store.events import events_of
from tasks.store.fees import ledger
from tasks.store.packets import fields_by_packet
from tasks.store.tables import Answer, Case, EventRow, FindingRow, LetterRow, Packet

_PAPERS = ("id.kind", "agent_id.kind", "authority.kind")
Row = TypeVar("Row", FieldEdit, RedactionEdit, Unmasking)


@dataclass(frozen=True)
class Request:
    """What the ledger says of one case."""

    case: Case
    events: Sequence[EventRow]
    outcome: Outcome
    identity: Identity
    findings: Sequence[Finding]
    letters: Sequence[LetterRow]
    fees: Sequence[Entry]

    @property
    def is_sample(self) -> bool:
        """Whether the case was made up to show the pages."""
        return any(event.kind == EventKind.SAMPLE_DATA_MADE for event in self.events)


@dataclass(frozen=True)
class CaseRecord:
    """All that is recorded of one case; `events` hold those of its packets too."""

    request: Request
    events: Sequence[EventRow]
    packets: Sequence[Packet]
    answers: Sequence[Answer]
    field_edits: Sequence[FieldEdit]
    redaction_edits: Sequence[RedactionEdit]
    unmaskings: Sequence[Unmasking]


def read_record(session: Session, number: str) -> CaseRecord:
    """The record of a case; KaijiError for an unknown number."""
    try:
        case = case_by_number(session, number)
    except NoResultFound:
        raise KaijiError(f"There is no case {number}; `kaiji case list` shows the open ones.") from None
    (request,) = read_requests(session, [case])
    packets = packets_of(session, case)
    return CaseRecord(
        request,
        events_of(session, case.id, [packet.id for packet in packets]),
        packets,
        answers_of(session, case.id),
        _of_case(session, FieldEdit, case.id),
        _of_case(session, RedactionEdit, case.id),
        _of_case(session, Unmasking, case.id),
    )


def read_requests(session: Session, cases: Sequence[Case]) -> list[Request]:
    """What the ledger says of many cases, in a few queries however many they are."""
    events, newest = events_by_case(session, cases), newest_packet_ids(session, cases)
    fields = fields_by_packet(session, list(newest.values()), _PAPERS)
    findings = _findings(session, newest.values())
    letters = _letters(session, cases)
    fees: dict[str, list[Entry]] = {}
    for entry in ledger(session, case_id=cases[0].id if len(cases) == 1 else None):
        fees.setdefault(entry.case, []).append(entry)
    made = []
    for case in cases:
        told, packet = events.get(case.id, []), newest[case.id]
        outcome, found = outcome_of(told), findings.get(packet, [])
        papers = [fields[packet][name].normalized or "" for name in _PAPERS if name in fields[packet]]
        identity = identity_of(found, papers, outcome.confirmed_by)
        mine = letters.get(case.id, [])
        made.append(Request(case, told, outcome, identity, found, mine, fees.get(case.number, [])))
    return made


def _findings(session: Session, packet_ids: Iterable[int]) -> dict[int, list[Finding]]:
    found: dict[int, list[Finding]] = {}
    rows = select(FindingRow).where(col(FindingRow.packet_id).in_(list(packet_ids)))
    for row in session.exec(rows.order_by(col(FindingRow.packet_id), col(FindingRow.position))):
        said = row.model_dump(include={"check", "result", "verdict", "detail"})
        found.setdefault(row.packet_id, []).append(Finding.model_validate(said))
    return found


def _letters(session: Session, cases: Sequence[Case]) -> dict[int, list[LetterRow]]:
    found: dict[int, list[LetterRow]] = {}
    rows = select(LetterRow).where(col(LetterRow.case_id).in_([case.id for case in cases]))
    for row in session.exec(rows.order_by(col(LetterRow.sequence))):
        found.setdefault(row.case_id, []).append(row)
    return found


def _of_case(session: Session, table: type[Row], case_id: int) -> list[Row]:
    return list(session.exec(select(table).where(table.case_id == case_id).order_by(col(table.id))))
