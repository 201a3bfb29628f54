"""Checks a packet that was read and redacted, keeps the findings, and opens its case: all in one transaction."""

import json

from tasks.case.clock import effective_day
from tasks.case.due import current_due
from tasks.case.words import Field, Finding, Reading, RequestKind, disposition_of
from tasks.check.check_packet import check_packet
from tasks.pages import drop_pages
from tasks.store.cases import open_case
from tasks.store.packets import packet_by_number, save_findings, seen_serials
from tasks.store.sealed import REDACTION
from tasks.store.tables import PacketStatus
from tasks.wiring import House


def check_and_open(house: House, number: str) -> str:
    """The number of the case; the packet becomes a case once, however often this is tried."""
    kept = json.loads(house.sealed.get(number, REDACTION))
    reading, masking = Reading.model_validate(kept["reading"]), Finding.model_validate(kept["masking"])
    with house.database.transaction() as session:
        packet = packet_by_number(session, number, lock=True)
        policy = house.policy(packet.policy)
        received = packet.received_at
        findings = check_packet(reading, policy, received.date(), masking, seen_serials(session, packet))
        save_findings(session, packet, reading, findings)
        calendar = house.calendar(policy)
        effective = effective_day(received, calendar)
        case = open_case(
            session,
            packet,
            disposition_of(findings),
            requested(reading.fields.get("request.kinds")),
            house.now(),
            by_agent="agent.name" in reading.fields,
            effective_on=effective,
            due_on=current_due(effective, policy.reply.internal_target_days, (), effective, calendar),
        )
        packet.status = PacketStatus.CHECKED
    drop_pages(house.sealed, number)
    return case.number


def requested(field: Field | None) -> list[RequestKind]:
    """The kinds a form asks for; none when no tick was read."""
    known = {kind.value for kind in RequestKind}
    return [RequestKind(code) for code in (field.normalized or "").split(",") if code in known] if field else []
