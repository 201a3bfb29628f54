"""The tables: what kaiji knows of packets, cases, answers, letters, and what happened when.

An event is only ever added. Status, stage and clock are computed from events; the few statuses kept in columns say how
far one packet's *intake* got, so that a broken run can be taken up again.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, String, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from tasks.case.held import HeldVerdict
from tasks.store.columns import Json, Moment, Personal


class PacketStatus(StrEnum):
    """How far the intake of a packet got."""

    REGISTERED = "registered"  # its hash is known; its bytes may still be in the inbox
    SEALED = "sealed"  # its bytes are safe
    OPENED = "opened"  # its pages are pictures
    READ = "read"
    REDACTED = "redacted"
    CHECKED = "checked"  # it is a case, or has joined one
    RETURNED_MAIL = "returned_mail"  # a letter of ours that came back; it belongs to its case and is not read
    SPLIT = "split"  # a batch scan; each envelope in it is a packet of its own
    QUARANTINED = "quarantined"


class Packet(SQLModel, table=True):
    """One envelope as it arrived; its bytes lie sealed under its number. `batch`: the scan it was parted from, or ""."""

    __table_args__ = (
        Index("packet_received", "received_at"),
        Index("packet_quarantined", "id", postgresql_where=text("status = 'quarantined'")),
    )
    id: int = Field(default=None, primary_key=True)  # given by the database
    number: str = Field(unique=True)
    sha256: str = Field(unique=True)
    status: PacketStatus = Field(sa_column=Column(String, nullable=False))
    received_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    policy: str
    policy_version: str
    channel: str = "post"
    batch: str = ""
    reason: str = ""


class PolicyText(SQLModel, table=True):
    """A policy as it stood when the first packet arrived under it; a case keeps it for ever."""

    __tablename__ = "policy_text"
    __table_args__ = (UniqueConstraint("code", "version"),)
    id: int = Field(default=None, primary_key=True)  # given by the database
    code: str
    version: str
    sha256: str
    text: str
    first_used_at: datetime = Field(sa_column=Column(Moment, nullable=False))


class Supplement(SQLModel, table=True):
    """A later packet that belongs to a case: what was missing, or an answer to a question."""

    id: int = Field(default=None, primary_key=True)  # given by the database
    case_id: int = Field(foreign_key="case.id", index=True)
    packet_id: int = Field(foreign_key="packet.id", unique=True)


class Case(SQLModel, table=True):
    """One request of one person, opened from one packet; days are Japanese days."""

    __table_args__ = (UniqueConstraint("packet_id"),)
    id: int = Field(default=None, primary_key=True)  # given by the database
    number: str = Field(unique=True)
    packet_id: int = Field(foreign_key="packet.id")
    policy: str
    policy_version: str
    disposition: str
    kinds: list[str] = Field(sa_column=Column(Json, nullable=False))
    by_agent: bool
    language: str = "ja"  # in which its letters are written
    opened_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    received_on: date
    effective_on: date
    due_on: date


class PageRow(SQLModel, table=True):
    """One page of a packet; its picture is in the packet's redacted file."""

    __tablename__ = "page"
    __table_args__ = (UniqueConstraint("packet_id", "index"),)
    id: int = Field(default=None, primary_key=True)  # given by the database
    packet_id: int = Field(foreign_key="packet.id")
    index: int
    kind: str
    confidence: float
    rotation: int
    redactions: list[dict[str, Any]] = Field(sa_column=Column(Json, nullable=False))
    doubts: list[str] = Field(sa_column=Column(Json, nullable=False))


class FieldRow(SQLModel, table=True):
    """One field as read."""

    __tablename__ = "field"
    __table_args__ = (UniqueConstraint("packet_id", "name"),)
    id: int = Field(default=None, primary_key=True)  # given by the database
    packet_id: int = Field(foreign_key="packet.id")
    name: str
    value: str = Field(sa_column=Column(Personal, nullable=False))
    normalized: str | None = Field(sa_column=Column(Personal))
    confidence: float
    page: int
    poly: list[list[float]] = Field(sa_column=Column(Json, nullable=False))


class FindingRow(SQLModel, table=True):
    """The result of one check."""

    __tablename__ = "finding"
    __table_args__ = (UniqueConstraint("packet_id", "check"),)
    id: int = Field(default=None, primary_key=True)  # given by the database
    packet_id: int = Field(foreign_key="packet.id")
    position: int
    check: str
    result: str
    verdict: str
    detail: str
    evidence: list[dict[str, Any]] = Field(sa_column=Column(Json, nullable=False))


class Instrument(SQLModel, table=True):
    """One money order that a packet brought; a serial seen twice is a duplicate."""

    __table_args__ = (UniqueConstraint("packet_id", "serial"),)
    id: int = Field(default=None, primary_key=True)  # given by the database
    packet_id: int = Field(foreign_key="packet.id")
    serial: str = Field(index=True)
    amount_yen: int
    issued_on: date | None


class LedgerEntry(SQLModel, table=True):
    """One line of the fee ledger: an instrument was received, deposited, returned or refunded; only ever added."""

    __tablename__ = "ledger_entry"
    id: int = Field(default=None, primary_key=True)  # given by the database
    case_id: int = Field(foreign_key="case.id", index=True)
    instrument: str = Field(index=True)
    move: str
    amount_yen: int
    on: date
    by: str


class HeldItem(SQLModel, table=True):
    """One record that the company holds on the person, as found when the held data was searched, or brought by a person.

    `source`: its code in the policy, "" from before there were any. `exact`: it surely is the person's. `verdict`: whose a
    person says that it is (`tasks.case.held.HeldVerdict`), or "". `values`: pairs of column and text.
    """

    __tablename__ = "held_item"
    __table_args__ = (UniqueConstraint("case_id", "position"),)
    id: int = Field(default=None, primary_key=True)  # given by the database
    case_id: int = Field(foreign_key="case.id")
    position: int
    system: str
    exact: bool
    source: str = ""
    verdict: str = ""
    values: list[list[str]] = Field(sa_column=Column(Personal, nullable=False))

    @property
    def held_in(self) -> str:
        """The system that holds it: its code in the policy, or its name from before there were any."""
        return self.source or self.system

    @property
    def is_persons(self) -> bool:
        """Whether it is held on the person: surely, or by a person's word."""
        return self.exact or self.verdict == HeldVerdict.PERSONS

    @property
    def is_open(self) -> bool:
        """Whether nobody has said yet whose it is."""
        return not self.exact and not self.verdict


class Answer(SQLModel, table=True):
    """What a person answered at one step of a case; one answer to one asking, for ever."""

    __table_args__ = (UniqueConstraint("case_id", "step", "attempt"),)
    id: int = Field(default=None, primary_key=True)  # given by the database
    case_id: int = Field(foreign_key="case.id")
    step: str
    attempt: int
    person: str
    answered_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    choices: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    reason: str = Field(sa_column=Column(Personal, nullable=False))


class LetterRow(SQLModel, table=True):
    """One letter; `by_hand`: why a person must write it instead.

    `reply_by`: the last day that a deficiency letter gives; what is printed is what counts. `withdrawn`: it was sent back
    before it was posted, or another takes its place; of one occasion one letter stands at a time. `means`: by which post
    (`tasks.case.means`), "" before its release. `replaces`: the number of the posted letter that it is issued again for.
    `pages`: of its file, 0 where they were not counted. `addressed_to`: postcode (or None), address and name as printed. `package`: the
    format of the protected file (pdf, csv, json) that goes out in place of paper, "" where none does.
    """

    __tablename__ = "letter"
    __table_args__ = (
        Index("letter_stands", "case_id", "kind", "occasion", unique=True, postgresql_where=text("NOT withdrawn")),
        CheckConstraint("sequence > 0", name="letter_sequence_positive"),
    )
    id: int = Field(default=None, primary_key=True)  # given by the database
    case_id: int = Field(foreign_key="case.id")
    kind: str
    occasion: str
    sequence: int
    number: str = Field(unique=True)
    written_on: date
    reply_by: date | None = None
    sha256: str = ""
    by_hand: str = ""
    withdrawn: bool = False
    means: str = ""
    replaces: str = ""
    pages: int = 0
    addressed_to: list[str | None] | None = Field(default=None, sa_column=Column(Personal))
    package: str = ""
    package_sha256: str = ""


class Enclosure(SQLModel, table=True):
    """One instrument that goes back with a letter, and why (a code).

    The ledger says `returned` once, on the day on which somebody says that the letter was posted.
    """

    __table_args__ = (UniqueConstraint("letter_id", "instrument"),)
    id: int = Field(default=None, primary_key=True)  # given by the database
    letter_id: int = Field(foreign_key="letter.id")
    instrument: str = Field(index=True)
    amount_yen: int
    why: str
    returned_on: date | None = None


class EventRow(SQLModel, table=True):
    """One thing that happened; `digest` covers it and the event before it, so that none can be changed unseen."""

    __tablename__ = "event"
    __table_args__ = (
        Index("event_of_case", "case_id", "id"),
        Index("event_of_sample", "id", postgresql_where=text("kind = 'sample_data_made'")),
    )
    id: int = Field(default=None, primary_key=True)  # given by the database
    case_id: int | None = Field(default=None, foreign_key="case.id")
    packet_id: int | None = Field(default=None, foreign_key="packet.id", index=True)
    kind: str
    actor: str
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
    facts: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    previous: str
    digest: str = Field(unique=True)
