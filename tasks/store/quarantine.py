"""Quarantine: where a packet lies that cannot be worked on, with its reason beside it, until a person sees to it."""

from datetime import datetime
from pathlib import Path
from typing import Any

from tasks.case.happened import EventKind
from tasks.packet_files import write_whole
from tasks.store.database import Database
from tasks.store.events import record
from tasks.store.packets import packet_by_number
from tasks.store.sealed import Sealed
from tasks.store.tables import PacketStatus


class Quarantine:
    """The quarantine below one folder: `<packet number>/original/…` and `<packet number>/reason.txt`."""

    def __init__(self, folder: Path, database: Database, sealed: Sealed) -> None:
        self._folder, self._database, self._sealed = folder, database, sealed

    def put(self, number: str, reason: str, at: datetime) -> None:
        """Moves a packet here; `reason` tells a person what to do and holds no personal data. Done twice, it is once.

        A packet that is a case's, or was parted, stays where it is: its papers are the case's, whatever broke afterwards.
        """
        with self._database.transaction() as session:
            if packet_by_number(session, number).status in (PacketStatus.CHECKED, PacketStatus.SPLIT):
                return
        place = self._folder / number
        self._sealed.move_out(number, place)
        write_whole(place / "reason.txt", f"{reason}\n".encode())
        with self._database.transaction() as session:
            packet = packet_by_number(session, number, lock=True)
            if packet.status != PacketStatus.QUARANTINED:
                packet.status, packet.reason = PacketStatus.QUARANTINED, reason
                facts: dict[str, Any] = {"packet": number, "reason": reason}
                record(session, EventKind.PACKET_QUARANTINED, at, packet_id=packet.id, **facts)

    def holds(self, number: str) -> bool:
        """Whether the packet lies here."""
        return (self._folder / number).is_dir()
