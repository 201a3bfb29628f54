"""Puts a page's new marks into the sealed files and the database as one: both have them, or neither has, whatever breaks.

New files are first laid beside the old ones, with a random name for the change. The database then says that they count, by
the event that bears that name. Only after that are they put in the old ones' place. A process that dies before the event leaves
files that count for nothing and are dropped; one that dies after it leaves files that whoever comes next puts in place
(`settle_marks`, which every check of the case and every change of marks calls first, and the desk when it starts). Until
then the old redacted file is shown, which was verified in its day.
"""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from tasks.case.happened import EventKind
from tasks.store.sealed import REDACTED, REDACTION, Sealed
from tasks.store.tables import EventRow, Packet

_REDACTED, _REDACTION, _ORIGINAL = f"next-{REDACTED}", f"next-{REDACTION}", "next-original.pdf"
_CHANGE = "next-change.txt"  # written last: where it lies, all lie


def lay_beside(sealed: Sealed, number: str, change: str, pdf: bytes, redaction: bytes, original: bytes | None) -> None:
    """Lays the new files of a change beside those of a packet; `original` where the sealed one must lose something as well."""
    drop_pending(sealed, number)
    if original is not None:
        sealed.put(number, _ORIGINAL, original)
    sealed.put(number, _REDACTION, redaction)
    sealed.put(number, _REDACTED, pdf)
    sealed.put(number, _CHANGE, change.encode())


def settle_marks(session: Session, sealed: Sealed, packet: Packet) -> None:
    """Finishes, or drops, what a process that died left lying; does nothing else. The caller holds the packet's case."""
    if not sealed.has(packet.number, _CHANGE):
        return
    if _counts(session, packet, sealed.get(packet.number, _CHANGE).decode()):
        if sealed.has(packet.number, _ORIGINAL):
            sealed.replace_original(packet.number, sealed.get(packet.number, _ORIGINAL))
            if packet.batch:
                sealed.drop_original(packet.batch)  # the scan it came in holds the number as well
        sealed.put(packet.number, REDACTION, sealed.get(packet.number, _REDACTION))
        sealed.put(packet.number, REDACTED, sealed.get(packet.number, _REDACTED))
    drop_pending(sealed, packet.number)


def settle_all(session: Session, sealed: Sealed, packets: Iterable[Packet]) -> None:
    """The same for many packets; a look at one file for each."""
    for packet in packets:
        settle_marks(session, sealed, packet)


def drop_pending(sealed: Sealed, number: str) -> None:
    """Forgets files that were laid beside and count for nothing, or are in place."""
    for name in (_CHANGE, _REDACTED, _REDACTION, _ORIGINAL):
        sealed.drop(number, name)


def _counts(session: Session, packet: Packet, change: str) -> bool:
    """Whether the database has this change."""
    mine = (EventRow.packet_id == packet.id, col(EventRow.kind) == EventKind.REDACTION_EDITED.value)
    return any(event.facts.get("change") == change for event in session.exec(select(EventRow).where(*mine)))
