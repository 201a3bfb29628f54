"""Takes packets from the inbox: what lies still is registered once by its bytes, sealed, and only then removed.

A packet is a file or a folder directly in the inbox, or in a folder there that is named after a company's policy: then it
is a request to that company, and else to the one that the desk follows. Whatever breaks in between, nothing is lost: bytes leave the inbox
only when the sealed copy is proved equal, and a packet that is registered and not sealed is still in the inbox.
"""

import shutil
import time
from collections.abc import Callable, Collection, Iterator
from difflib import get_close_matches
from pathlib import Path

from tasks.case.errors import PolicyMistake
from tasks.case.happened import EventKind
from tasks.packet_files import packet_files, packet_sha256
from tasks.policy import list_policies
from tasks.policy.schema import Channel
from tasks.receive.channels import channel_of
from tasks.store.events import record
from tasks.store.packets import packet_by_number, register_packet
from tasks.store.tables import PacketStatus
from tasks.wiring import House

_MISTYPED = 0.75  # likeness from which a folder's name is taken for a slip of the pen
_STILL_BEING_WRITTEN = (".part", ".partial", ".tmp", ".crdownload", ".filepart")
Shape = tuple[tuple[str, int, int], ...]


def waiting_packets(inbox: Path, companies: Collection[str] = ()) -> list[Path]:
    """The packets in the inbox and in its folders of `companies`, by name; dot files and files being written are none."""
    lying = _lying(inbox)
    inside = [path for folder in lying if _is_company(folder, companies) for path in _lying(folder)]
    return sorted([path for path in lying if not _is_company(path, companies)] + inside)


def _lying(folder: Path) -> list[Path]:
    entries = folder.iterdir() if folder.is_dir() else ()
    return [path for path in entries if not path.name.startswith((".", "~$")) and not _unfinished(path)]


def _is_company(path: Path, companies: Collection[str]) -> bool:
    return path.name in companies and path.is_dir()


def _unfinished(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in _STILL_BEING_WRITTEN


def still_packets(
    inbox: Path, seconds: float, companies: Collection[str] = (), sleep: Callable[[float], None] = time.sleep
) -> list[Path]:
    """The packets that did not change for `seconds`; one that grows, or holds nothing yet, is left for the next run."""
    before = {path: _shape(path) for path in waiting_packets(inbox, companies)}
    if not before:
        return []
    sleep(seconds)
    return [path for path in waiting_packets(inbox, companies) if before.get(path) == _shape(path) != ()]


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


def take_inbox(house: House, inbox: Path, complain: Callable[[str], object] = lambda _: None) -> Iterator[str]:
    """Registers and seals every still packet; yields the numbers of those that are new, in the order of the inbox.

    A packet to a company whose policy is wrong, or whose name is mistyped, stays in the inbox, and `complain` hears why.
    """
    companies = list_policies(house.settings.policies)
    for path in still_packets(inbox, house.settings.stability_seconds, companies):
        company = path.parent.name if path.parent != inbox else house.settings.policy
        if path.is_dir() and path.parent == inbox and (meant := get_close_matches(path.name, companies, 1, _MISTYPED)):
            complain(f"A folder in the inbox is named nearly like the policy {meant[0]}; name it so, or otherwise.")
            continue
        try:
            number = take_packet(house, path, company)
        except PolicyMistake as mistake:
            complain(str(mistake))
            continue
        if number is not None:
            yield number


def take_packet(house: House, path: Path, company: str | None = None) -> str | None:
    """Registers and seals one packet and removes it from the inbox; its number, or None when its bytes were known.

    Known bytes leave the inbox as well, and that they came again is an event. A packet that comes again from
    quarantine is taken up anew.
    """
    digest = packet_sha256(path)
    number, known = _register(house, digest, company or house.settings.policy, channel_of(path))
    if known:
        _note(house, number, EventKind.PACKET_REPEATED)
    else:
        house.sealed.seal(number, path)
        _prove(house, number, digest)
        _note(house, number, EventKind.PACKET_SEALED, PacketStatus.SEALED)
    _remove(path)
    return None if known else number


def _register(house: House, digest: str, company: str, channel: Channel) -> tuple[str, bool]:
    """The packet's number, and whether its bytes are in safe keeping already."""
    now = house.now()
    with house.database.transaction() as session:
        policy = house.policy_for(session, company, now)
        packet, new = register_packet(session, digest, now, policy.code, policy.version, channel=channel)
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
