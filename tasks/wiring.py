"""Puts the parts together once per process: settings, database, sealed files, policy, calendar."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from sqlalchemy.exc import InterfaceError, OperationalError

from tasks.case.clock import Calendar
from tasks.case.errors import KaijiError
from tasks.engines.holiday_calendar import build_calendar
from tasks.policy import Policy, load_policy
from tasks.quiet import type_and_place
from tasks.settings import Settings, load_settings
from tasks.store.database import Database
from tasks.store.events import EventKind
from tasks.store.packets import packet_by_number, set_status
from tasks.store.quarantine import Quarantine
from tasks.store.sealed import Sealed
from tasks.store.tables import PacketStatus


@dataclass(frozen=True)
class House:
    """What every stage may use; whoever makes one for a test gives its own settings."""

    settings: Settings
    database: Database
    sealed: Sealed

    @property
    def outbox(self) -> Path:
        """Where letters lie until they are posted, one folder a day."""
        return self.settings.root / "outbox"

    @property
    def quarantine(self) -> Quarantine:
        """Where packets lie that could not be worked on."""
        return Quarantine(self.settings.root / "quarantine", self.database, self.sealed)

    @contextmanager
    def or_quarantine(self, packet_number: str) -> Iterator[None]:
        """Puts a packet into quarantine when work on it breaks; a database that does not answer is no fault of its own.

        What an unknown error says is not repeated, since it may hold what stands on the paper; only its type is.
        """
        try:
            yield
        except KaijiError as expected:
            self.quarantine.put(packet_number, str(expected), self.now())
        except (OperationalError, InterfaceError):
            raise
        except Exception as unexpected:  # noqa: BLE001  # one packet must not stop the others
            told = type_and_place(unexpected)
            self.quarantine.put(
                packet_number, f"{told}. Put it into the inbox again; if it returns, report it.", self.now()
            )

    def packet_is(self, packet_number: str, status: PacketStatus) -> bool:
        """Whether a packet's intake stands at this status."""
        with self.database.transaction() as session:
            return packet_by_number(session, packet_number).status == status

    @contextmanager
    def stage(self, packet_number: str, before: PacketStatus, after: PacketStatus, kind: EventKind) -> Iterator[bool]:
        """One stage of a packet's intake: True when it is due; at the end it is noted. Broken work goes to quarantine."""
        due = self.packet_is(packet_number, before)
        with self.or_quarantine(packet_number):
            yield due
            if due:
                with self.database.transaction() as session:
                    set_status(session, packet_number, after, kind, self.now())

    def policy(self, code: str | None = None) -> Policy:
        """The policy of that code, or the one this desk follows."""
        return _policy(code or self.settings.policy, self.settings.policies)

    def calendar(self, policy: Policy) -> Calendar:
        """The desk's calendar, from three years back to three ahead."""
        year = self.now().year
        return build_calendar(year - 3, year + 3, policy.contact.closures)

    def now(self) -> datetime:
        """The present moment in Japan."""
        return self.settings.now()

    def today(self) -> date:
        """The present day in Japan."""
        return self.now().date()


@cache
def _policy(name_or_file: str, folder: Path) -> Policy:
    return load_policy(name_or_file, folder)


@cache
def open_house(settings: Settings | None = None) -> House:
    """The house of these settings, or of the process's own; opened once."""
    chosen = settings or load_settings()
    return House(chosen, Database(chosen.case_database), Sealed(chosen.root / "sealed"))
