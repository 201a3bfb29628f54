"""Puts the parts together once per process: settings, database, sealed files, policy, calendar."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Protocol

from sqlalchemy.exc import InterfaceError, NoResultFound, OperationalError
from sqlmodel import Session

from tasks.case.approval import extension_needs_approval
from tasks.case.business_days import Calendar
from tasks.case.clock import CaseClock, Terms, read_clock
from tasks.case.errors import KaijiError, PolicyMistake
from tasks.case.happened import EventKind, Happened
from tasks.case.hindrance import Hindrance, hindrance_of
from tasks.case.means import Means, means_of
from tasks.case.progress import CaseState, Step
from tasks.case.roles import Role
from tasks.engines.holiday_calendar import build_calendar
from tasks.policy import Policy
from tasks.policy.loader import policy_file_in_force, policy_file_of, read_policy
from tasks.quiet import type_and_place
from tasks.settings import Settings, load_settings
from tasks.store.cases import kinds_of
from tasks.store.database import Database
from tasks.store.duties import duties_had
from tasks.store.edits import readdressed_by
from tasks.store.events import events_of
from tasks.store.keys import house_key
from tasks.store.packets import packet_by_number, set_status
from tasks.store.policies import keep_policy_text, policy_text
from tasks.store.quarantine import Quarantine
from tasks.store.sealed import Sealed
from tasks.store.tables import Case, EventRow, PacketStatus


class Ruled(Protocol):
    """What goes by a policy: a packet, a case, a row of the figures."""

    @property
    def policy(self) -> str:
        """The policy's code."""
        ...

    @property
    def policy_version(self) -> str:
        """Its version."""
        ...


@dataclass(frozen=True)
class House:
    """What every stage may use; whoever makes one for a test gives its own settings."""

    settings: Settings
    database: Database
    sealed: Sealed

    @property
    def outbox(self) -> Path:
        """Where released letters lie until they are posted, one folder a day."""
        return self.settings.root / "outbox"

    @property
    def electronic(self) -> Path:
        """Where released letters lie that go out as a protected file, one folder a day; nothing there is printed."""
        return self.settings.root / "electronic"

    @property
    def drafts(self) -> Path:
        """Where letters lie that nobody has released yet."""
        return self.settings.root / "drafts"

    @property
    def orders(self) -> Path:
        """Where work orders to the owners of systems lie."""
        return self.settings.root / "orders"

    def key(self, name: str) -> bytes:
        """One of the house's own secrets."""
        return house_key(self.settings.root / "keys", name)

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
            if due and self.packet_is(packet_number, before):  # a batch scan was parted meanwhile
                with self.database.transaction() as session:
                    set_status(session, packet_number, after, kind, self.now())

    def policy_of(self, one: Ruled) -> Policy:
        """The policy under which a packet arrived, or a case was opened, as it stood then."""
        return self._kept_policy(one.policy, one.policy_version)

    def _kept_policy(self, code: str, version: str) -> Policy:
        known = _POLICIES.get((self.settings.case_database, code, version))
        if known is None:
            with self.database.transaction() as session:
                try:
                    known = read_policy(policy_text(session, code, version))
                except NoResultFound:  # it arrived before texts were kept
                    known = self._keep_from_file(session, code, version)
            _POLICIES[self.settings.case_database, code, version] = known
        return known

    def _keep_from_file(self, session: Session, code: str, version: str) -> Policy:
        """The version as its file says it, kept from now on; PolicyMistake where no file says this version any more."""
        file = policy_file_of(code, version, self.settings.policies, self.settings.policy)
        return read_policy(keep_policy_text(session, code, version, file.read_text(encoding="utf-8"), self.now()))

    def policy_for(self, session: Session, code: str, at: datetime) -> Policy:
        """The policy of a company in force on a day, kept in the database from its first use.

        PolicyMistake when the file says something else since and still bears the same version: cases stand under it.
        """
        file, policy = policy_file_in_force(code, at.date(), self.settings.policies)
        text = file.read_text(encoding="utf-8")
        kept = keep_policy_text(session, policy.code, policy.version, text, at)
        if kept != text and read_policy(kept) != policy:
            raise PolicyMistake(
                f"{file.name} was changed after packets had arrived under version {policy.version}; "
                "give the changed text a version and an effective_from of its own, and keep the old file beside it."
            )
        return policy

    def calendar(self, policy: Policy) -> Calendar:
        """The desk's calendar, from three years back to three ahead."""
        return self.calendar_since(policy, self.now().year)

    def calendar_since(self, policy: Policy, year: int) -> Calendar:
        """The desk's calendar from three years before a year, so that an old case is counted by its own, to three ahead."""
        now = self.now().year
        return build_calendar(min(now, year) - 3, now + 3, policy.contact.closures)

    def hindrance_of(
        self, session: Session, case: Case, state: CaseState, step: Step, handle: str, roles: Collection[Role]
    ) -> Hindrance | None:
        """What keeps a person from answering a step of a case, by its policy and this house's settings; None for nothing."""
        policy = self.policy_of(case)
        return hindrance_of(
            step,
            handle,
            roles,
            duties_had(session, case.id),
            policy.parted_duties,
            asked_by=state.extension_asked_by,
            readdressed_by=readdressed_by(events_of(session, case.id)),
            another_extends=extension_needs_approval(policy.approvals, self.settings.second_approval),
        )

    def tells_extension(self, case: Case) -> bool:
        """Whether the requester is told of a later due day: by the case's policy, or as this house wants it."""
        told = self.policy_of(case).reply.tell_extension
        return self.settings.extension_notices if isinstance(told, str) else told

    def means_for(self, policy: Policy, chosen: object = None) -> Means:
        """By which post a letter goes: as the person who released it chose, as the policy fixes it, or as usual here."""
        return means_of(chosen, policy.reply.method, self.settings.means)

    def clock_of(self, case: Case, events: Iterable[Happened]) -> CaseClock:
        """The clock of a case by its own events and its policy's days."""
        policy = self.policy_of(case)
        terms = Terms(
            received_on=case.received_on,
            effective_on=case.effective_on,
            target_days=policy.reply.internal_target_days,
            promise_days=policy.reply.days_promised(kinds_of(case)),
            calendar=self.calendar_since(policy, case.received_on.year),
        )
        return read_clock(events, terms)

    def due_on(self, case: Case, events: Iterable[EventRow]) -> date:
        """The due day of a case today: by the policy's target, the days the clock stood still, and what a person extended."""
        return self.clock_of(case, events).due_on(self.today())

    def now(self) -> datetime:
        """The present moment in Japan."""
        return self.settings.now()

    def today(self) -> date:
        """The present day in Japan."""
        return self.now().date()


_POLICIES: dict[tuple[str, str, str], Policy] = {}  # by database, code and version; a kept text never changes


@cache
def open_house(settings: Settings | None = None) -> House:
    """The house of these settings, or of the process's own; opened once."""
    chosen = settings or load_settings()
    return House(chosen, Database(chosen.case_database), Sealed(chosen.root / "sealed"))
