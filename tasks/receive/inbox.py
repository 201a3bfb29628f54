"""Takes packets from the inbox: what lies still is registered once by its bytes, sealed, and only then removed.

A packet is a file or a folder directly in the inbox. Whatever breaks in between, nothing is lost: bytes leave the inbox
only when the sealed copy is proved equal, and a packet that is registered and not sealed is still in the inbox.
"""

import shutil
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from tasks.packet_files import packet_files, packet_sha256
from tasks.store.events import EventKind, record
from tasks.store.packets import packet_by_number, register_packet
from tasks.store.tables import PacketStatus
from tasks.wiring import House

_STILL_BEING_WRITTEN = (".part", ".partial", ".tmp", ".crdownload", ".filepart")
Shape = tuple[tuple[str, int, int], ...]


def waiting_packets(inbox: Path) -> list[Path]:
    """The packets in the inbox, by name; dot files and files still being written are none."""
    if not inbox.is_dir():
        return []
    return sorted(path for path in inbox.iterdir() if not path.name.startswith((".", "~$")) and not _unfinished(path))


def _unfinished(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in _STILL_BEING_WRITTEN


def still_packets(inbox: Path, seconds: float, sleep: Callable[[float], None] = time.sleep) -> list[Path]:
    """The packets that did not change for `seconds`; one that grows, or holds nothing yet, is left for the next run."""
    before = {path: _shape(path) for path in waiting_packets(inbox)}
    if not before:
        return []
    sleep(seconds)
    return [path for path in waiting_packets(inbox) if before.get(path) == _shape(path) != ()]


def _shape(path: Path) -> Shape:
    """Names, sizes and times of a packet's files; () while one of them is still being written or has vanished."""
    try:
        files = packet_files(path)
        if any(_unfinished(file) for file in files):
            return ()
        stats = [(file.relative_to(path.parent).as_posix(), file.stat()) for file in files]
    except FileNotFoundError:
        return ()
    return tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)


def take_inbox(house: House, inbox: Path) -> Iterator[str]:
    """Registers and seals every still packet; yields the numbers of those that are new, in the order of the inbox."""
    for path in still_packets(inbox, house.settings.stability_seconds):
        number = take_packet(house, path)
        if number is not None:
            yield number


def take_packet(house: House, path: Path) -> str | None:
    """Registers and seals one packet and removes it from the inbox; its number, or None when its bytes were known.

    Known bytes leave the inbox as well, and that they came again is an event. A packet that comes again from
    quarantine is taken up anew.
    """
    digest, now = packet_sha256(path), house.now()
    number, known = _register(house, digest, now)
    if known:
        _note(house, number, EventKind.PACKET_REPEATED)
    else:
        house.sealed.seal(number, path)
        _prove(house, number, digest)
        _note(house, number, EventKind.PACKET_SEALED, PacketStatus.SEALED)
    _remove(path)
    return None if known else number


def _register(house: House, digest: str, now: datetime) -> tuple[str, bool]:
    """The packet's number, and whether its bytes are in safe keeping already."""
    policy = house.policy()
    with house.database.transaction() as session:
        packet, new = register_packet(session, digest, now, policy.code, policy.version)
        if new:
            record(session, EventKind.PACKET_REGISTERED, now, packet_id=packet.id, packet=packet.number, sha256=digest)
        elif packet.status == PacketStatus.QUARANTINED:
            packet.status, packet.reason = PacketStatus.REGISTERED, ""
            record(session, EventKind.PACKET_RETURNED, now, packet_id=packet.id, packet=packet.number)
        return packet.number, packet.status != PacketStatus.REGISTERED


def _note(house: House, number: str, kind: EventKind, status: PacketStatus | None = None) -> None:
    with house.database.transaction() as session:
        packet = packet_by_number(session, number, lock=True)
        packet.status = status or packet.status
        record(session, kind, house.now(), packet_id=packet.id, packet=number)


def _prove(house: House, number: str, digest: str) -> None:
    with house.sealed.original(number) as copy:
        if packet_sha256(copy) != digest:
            raise OSError(f"The sealed copy of {number} is not what lay in the inbox; check the disk, then run again.")


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
