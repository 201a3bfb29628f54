"""Checks a packet that was read and redacted, and opens its case or joins the one it belongs to, in one transaction."""

from collections.abc import Sequence

from sqlmodel import Session

from tasks.case.business_days import effective_day
from tasks.case.due import current_due
from tasks.case.letter_language import letter_language
from tasks.case.progress import CaseState, is_deficient, takes_supplements
from tasks.case.state import state_from
from tasks.case.supplement import OpenRequest, Sender, belongs_to, clue_of, sender_of
from tasks.case.words import Field, RequestKind, disposition_of
from tasks.check.check_packet import check_packet
from tasks.check.earlier import earlier_requests
from tasks.check.whole_case import Kept, check_whole_case, kept_of
from tasks.pages import drop_pages
from tasks.store.cases import (
    case_by_number,
    events_by_case,
    join_supplement,
    kinds_of,
    known_numbers,
    newest_packet_ids,
    open_case,
    state_of,
    unclosed_cases,
)
from tasks.store.fees import take_in_fees
from tasks.store.letters import withdraw_unposted
from tasks.store.packets import fields_by_packet, packet_by_number, save_findings, seen_serials
from tasks.store.sealed import READING
from tasks.store.tables import Case, Packet, PacketStatus
from tasks.wiring import House

_BEARS_AN_HOUR = ("email", "web")  # what the post brings bears none
_PEOPLE = [f"{role}.{part}" for role in ("person", "agent") for part in Sender._fields]


def check_and_open(house: House, number: str) -> str:
    """The number of the case; the packet becomes a case, or joins one, once, however often this is tried."""
    kept = kept_of(house, number)
    house.sealed.drop(number, READING)  # what was read before the masking, which no later stage needs
    with house.database.transaction() as session:
        packet = packet_by_number(session, number, lock=True)
        clue = clue_of(kept.reading)
        listed = _undecided(session, packet.policy)
        over = known_numbers(session, clue.named) - {each.number for each in listed}
        found = belongs_to(clue, listed, over)
        case = None if found is None else case_by_number(session, found, lock=True)
        if case is not None and takes_supplements(state_of(session, case)):
            _join(house, session, case, packet, kept)
        else:
            case = _open(house, session, packet, kept)
        take_in_fees(session, case, packet, house.now())
        packet.status = PacketStatus.CHECKED
    drop_pages(house.sealed, number)
    return case.number


def _undecided(session: Session, policy: str) -> list[OpenRequest]:
    """The requests to this company that a later packet could belong to."""
    return requests_of(session, unclosed_cases(session, policy))


def requests_of(session: Session, cases: Sequence[Case]) -> list[OpenRequest]:
    """What those of the cases that nobody has decided are known by; a few queries, however many cases wait."""
    events = events_by_case(session, cases)
    states = {case.id: state_from(events[case.id]) for case in cases}
    open_still = [case for case in cases if takes_supplements(states[case.id])]
    newest = newest_packet_ids(session, open_still)
    fields = fields_by_packet(session, list(newest.values()), _PEOPLE)
    return [_request(case, fields[newest[case.id]], states[case.id]) for case in open_still]


def _request(case: Case, fields: dict[str, Field], state: CaseState) -> OpenRequest:
    person, agent = (sender_of(fields, role) for role in ("person", "agent"))
    people = tuple(each for each in (person, agent) if each.name)
    return OpenRequest(case.number, people, frozenset(kinds_of(case)), is_deficient(state), person, state.rescan)


def _join(house: House, session: Session, case: Case, packet: Packet, kept: Kept) -> None:
    whole, findings = check_whole_case(house, session, case, packet, kept)
    save_findings(session, packet, kept.reading, whole, findings)
    kinds = requested(whole.fields.get("request.kinds"))
    case.by_agent = "agent.name" in whole.fields
    withdraw_unposted(session, case, house.now())
    join_supplement(session, case, packet, disposition_of(findings), kinds, house.now())


def _open(house: House, session: Session, packet: Packet, kept: Kept) -> Case:
    policy, reading = house.policy_of(packet), kept.reading
    received = packet.received_at
    findings = check_packet(
        reading,
        policy,
        received.date(),
        kept.masking,
        seen_serials(session, [packet.id]),
        channel=packet.channel,
        earlier=earlier_requests(session, packet.policy, received.date()),
    )
    save_findings(session, packet, reading, reading, findings)
    calendar = house.calendar(policy)
    closes_at = policy.contact.closes_at if packet.channel in _BEARS_AN_HOUR else None
    effective = effective_day(received, calendar, closes_at)
    return open_case(
        session,
        packet,
        disposition_of(findings),
        requested(reading.fields.get("request.kinds")),
        house.now(),
        by_agent="agent.name" in reading.fields,
        language=letter_language(reading, policy.language.letters),
        effective_on=effective,
        due_on=current_due(effective, policy.reply.internal_target_days, (), effective, calendar),
    )


def requested(field: Field | None) -> list[RequestKind]:
    """The kinds a form asks for; none when no tick was read."""
    known = {kind.value for kind in RequestKind}
    return [RequestKind(code) for code in (field.normalized or "").split(",") if code in known] if field else []
