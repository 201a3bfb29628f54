"""Cases for tests of the store: opened without reading any paper."""

import json

from tasks.case.words import Field, Finding, Page, PageKind, Reading, Verdict
from tasks.check.open_case import check_and_open
from tasks.receive.inbox import take_packet
from tasks.store.packets import packet_by_number
from tasks.store.sealed import REDACTED, REDACTION
from tasks.store.tables import PacketStatus

BOX = ((0.1, 0.1), (0.2, 0.1), (0.2, 0.2), (0.1, 0.2))
NAME, ADDRESS = "林田 康支", "大阪府大阪市北区梅田3丁目22番12号"
VALUES = {
    "request.kinds": ("開示", "disclosure"),
    "request.date": ("令和8年11月16日", "2026-11-16"),
    "form.signature": ("印", "seal"),
    "person.name": (NAME, None),
    "person.postcode": ("530-0001", "530-0001"),
    "person.address": (ADDRESS, None),
    "person.birth_date": ("昭和61年2月11日", "1986-02-11"),
    "id.kind": ("運転免許証", "licence"),
    "id.name": (NAME, None),
    "id.address": (ADDRESS, None),
    "id.birth_date": ("昭和61年2月11日", "1986-02-11"),
    "id.expires_on": ("2029年3月14日", "2029-03-14"),
    "fee.total": ("1000", "1000"),
    "fee.instruments": ("12345-678901", "12345-678901:1000:2026-11-10"),
    "fee.payees": ("", "blank"),
}


def reading(**changes: tuple[str, str | None] | None) -> Reading:
    """A sound disclosure request; `changes` (dots as double underscores) replace fields, None leaves one out."""
    values = VALUES | {name.replace("__", "."): value for name, value in changes.items()}
    fields = {
        name: Field(name=name, value=value[0], normalized=value[1], confidence=0.99, page=0, poly=BOX)
        for name, value in values.items()
        if value is not None
    }
    kinds = (PageKind.REQUEST_FORM, PageKind.LICENCE, PageKind.MONEY_ORDER)
    pages = [
        Page(index=i, source=f"0001.pdf#{i + 1}", kind=kind, confidence=0.99, rotation=0, width=1654, height=2339)
        for i, kind in enumerate(kinds)
    ]
    return Reading(pages=tuple(pages), fields=fields)


def open_case(house, content: bytes = b"a packet", **changes) -> str:
    """The number of a case opened from a packet with these bytes."""
    envelope = house.settings.inbox / "scan.pdf"
    envelope.write_bytes(content)
    number = take_packet(house, envelope)
    masking = Finding(check="masking.domicile", result="none", verdict=Verdict.PASS)
    kept = {"reading": reading(**changes).model_dump(mode="json"), "masking": masking.model_dump(mode="json")}
    house.sealed.put(number, REDACTION, json.dumps(kept).encode())
    house.sealed.put(number, REDACTED, b"")
    with house.database.transaction() as session:
        packet_by_number(session, number).status = PacketStatus.REDACTED
    return check_and_open(house, number)
