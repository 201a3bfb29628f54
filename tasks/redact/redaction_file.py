"""Redacts a packet's pages and keeps the result; runs in a reading process."""

import json

from tasks.case.happened import EventKind
from tasks.case.words import Reading
from tasks.pages import load_pages
from tasks.redact.redact_packet import redact_packet
from tasks.settings import Settings
from tasks.store.events import record
from tasks.store.packets import packet_by_number
from tasks.store.sealed import READING, REDACTED, REDACTION
from tasks.wiring import House, open_house


def redact_and_keep(settings: Settings, number: str) -> None:
    """Keeps the redacted file, the reading with its redactions, and the findings on masking."""
    house = open_house(settings)
    with house.database.transaction() as session:
        policy = house.policy_of(packet_by_number(session, number))
    reading = Reading.model_validate_json(house.sealed.get(number, READING))
    done = redact_packet(load_pages(house.sealed, number), reading, policy.redaction_reasons)
    house.sealed.put(number, REDACTED, done.pdf)
    kept = {
        "reading": done.reading.model_dump(mode="json"),
        "masking": done.finding.model_dump(mode="json"),
        "masking_more": [each.model_dump(mode="json") for each in done.more],
    }
    house.sealed.put(number, REDACTION, json.dumps(kept, ensure_ascii=False).encode())
    if done.original is not None:
        _destroy_my_number(house, number, done.original)


def _destroy_my_number(house: House, number: str, masked: bytes) -> None:
    """Leaves no copy of the number: the sealed original is masked as well, and so is a batch scan that it came in.

    Nobody may keep it for this purpose (My Number Act); that it came and is gone is an event.
    """
    with house.database.transaction() as session:
        packet = packet_by_number(session, number)
        record(session, EventKind.MY_NUMBER_DESTROYED, house.now(), packet_id=packet.id, packet=number)
        if packet.batch:
            house.sealed.drop_original(packet.batch)
    house.sealed.replace_original(number, masked)
