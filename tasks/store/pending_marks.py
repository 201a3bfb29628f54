"""Puts a page's new marks into the sealed files and the database as one: both have them, or neither has, whatever breaks.

New files are first laid beside the old ones. The database then says that they count, by the event that bears the digest
of the redacted file. Only after that are they put in the old ones' place. A process that dies before the event leaves
files that count for nothing and are dropped; one that dies after it leaves files that whoever comes next puts in place
(`settle_marks`, which every check of the case and every change of marks calls first, and the desk when it starts). Until
then the old redacted file is shown, which was verified in its day.
"""

import hashlib
from collections.abc import Iterable

from sqlmodel import Session, col, select

from tasks.store.events import EventKind
from tasks.store.sealed import REDACTED, REDACTION, Sealed
from tasks.store.tables import EventRow, Packet

_REDACTED, _REDACTION, _ORIGINAL = f"next-{REDACTED}", f"next-{REDACTION}", "next-original.pdf"


def lay_beside(sealed: Sealed, number: str, pdf: bytes, redaction: bytes, original: bytes | None) -> None:
    """Lays new files beside those of a packet; `original` where the sealed one must lose something as well."""
    drop_pending(sealed, number)
    if original is not None:
        sealed.put(number, _ORIGINAL, original)
    sealed.put(number, _REDACTION, redaction)
    sealed.put(number, _REDACTED, pdf)  # the last: where it lies, all lie


def settle_marks(session: Session, sealed: Sealed, packet: Packet) -> None:
    """Finishes, or drops, what a process that died left lying; does nothing else. The caller holds the packet's case."""
    if not sealed.has(packet.number, _REDACTED):
        return
    pdf = sealed.get(packet.number, _REDACTED)
    if _counts(session, packet, hashlib.sha256(pdf).hexdigest()):
        if sealed.has(packet.number, _ORIGINAL):
            sealed.replace_original(packet.number, sealed.get(packet.number, _ORIGINAL))
        sealed.put(packet.number, REDACTION, sealed.get(packet.number, _REDACTION))
        sealed.put(packet.number, REDACTED, pdf)
    drop_pending(sealed, packet.number)


def settle_all(session: Session, sealed: Sealed, packets: Iterable[Packet]) -> None:
    """The same for many packets; a look at one file for each."""
    for packet in packets:
        settle_marks(session, sealed, packet)


def drop_pending(sealed: Sealed, number: str) -> None:
    """Forgets files that were laid beside and count for nothing, or are in place."""
    for name in (_REDACTED, _REDACTION, _ORIGINAL):
        sealed.drop(number, name)


def _counts(session: Session, packet: Packet, digest: str) -> bool:
    """Whether the packet's last change of marks made the file of this digest."""
    mine = (EventRow.packet_id == packet.id, col(EventRow.kind) == EventKind.REDACTION_EDITED.value)
    last = session.exec(select(EventRow).where(*mine).order_by(col(EventRow.id).desc()).limit(1)).first()
    return last is not None and last.facts.get("after") == digest
