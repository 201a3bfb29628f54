"""Parts a scan of many envelopes into packets of their own, each sealed like one that came alone."""

import hashlib
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PIL import Image

from tasks.case.batch import Mark, envelopes
from tasks.case.codes_text import RESERVED, SEPARATOR, read_form_code, read_letter_code, read_slip_code
from tasks.case.happened import EventKind
from tasks.engines.codes import code_texts
from tasks.engines.image_files import PageImage
from tasks.store.events import record
from tasks.store.packets import packet_by_number, register_packet
from tasks.store.tables import Packet, PacketStatus
from tasks.wiring import House


def parts_of(pages: Sequence[PageImage]) -> list[list[PageImage]]:
    """The pages of each envelope in a scan; one part, without separator sheets, for a packet that is one envelope."""
    if len(pages) < 2:
        return [list(pages)]
    parts = envelopes([_mark(page) for page in pages])
    return [[pages[position] for position in part] for part in parts]


def _mark(page: PageImage) -> tuple[Mark, str]:
    """What the codes on a page say; a page that came as text has none."""
    for text in [] if page.lines is not None else code_texts(page.image):
        if text == SEPARATOR:
            return Mark.SEPARATOR, ""
        if letter := read_letter_code(text):
            return Mark.RETURNED, letter
        if slip := read_slip_code(text):
            return Mark.START, f"{slip.case}:{slip.round}"
        form = read_form_code(text)
        if form is not None and form.form not in RESERVED:
            return Mark.START, f"{form.form}:{form.page}"
    return Mark.NONE, ""


def part_batch(house: House, number: str, parts: Sequence[Sequence[PageImage]]) -> None:
    """Registers and seals each envelope of a batch; done again after a break, it is done once."""
    numbers = [_seal_part(house, number, position, part) for position, part in enumerate(parts, start=1)]
    with house.database.transaction() as session:
        batch = packet_by_number(session, number, lock=True)
        batch.status = PacketStatus.SPLIT
        record(session, EventKind.PACKET_SPLIT, house.now(), packet_id=batch.id, packet=number, parts=numbers)


def _seal_part(house: House, batch_number: str, position: int, pages: Sequence[PageImage]) -> str:
    part = _register_part(house, batch_number, position)
    if part.status != PacketStatus.REGISTERED:
        return part.number
    with tempfile.TemporaryDirectory(dir=house.settings.root) as folder:
        for place, page in enumerate(pages, start=1):
            picture = Image.fromarray(page.image[:, :, ::-1])
            picture.save(Path(folder) / f"{place:04}.png", dpi=(page.dpi, page.dpi), compress_level=1)
        house.sealed.seal(part.number, Path(folder))
    with house.database.transaction() as session:
        part = packet_by_number(session, part.number, lock=True)
        part.status = PacketStatus.SEALED
        record(session, EventKind.PACKET_SEALED, house.now(), packet_id=part.id, packet=part.number)
    return part.number


def _register_part(house: House, batch_number: str, position: int) -> Packet:
    """A part is known by its batch's bytes and its place, and arrived when the batch did."""
    with house.database.transaction() as session:
        batch = packet_by_number(session, batch_number)
        digest = hashlib.sha256(f"{batch.sha256}:{position}".encode()).hexdigest()
        arrived = batch.received_at
        part, new = register_packet(
            session, digest, arrived, batch.policy, batch.policy_version, channel=batch.channel, batch=batch_number
        )
        if new:
            facts: dict[str, Any] = {"packet": part.number, "sha256": digest, "batch": batch_number}
            record(session, EventKind.PACKET_REGISTERED, house.now(), packet_id=part.id, **facts)
        return part
