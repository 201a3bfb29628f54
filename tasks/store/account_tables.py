"""The tables of the people at the desk: accounts, their sessions, signing codes, and what they changed or unmasked."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from tasks.store.columns import Json, Moment, Personal


class Account(SQLModel, table=True):
    """One person at the desk. `handle` is what events name; `subject` is who an OIDC provider says it is, or "".

    `password_hash` is argon2's own text, "" where the account signs on by OIDC only.
    """

    id: int = Field(default=None, primary_key=True)  # given by the database
    handle: str = Field(unique=True)
    name: str = Field(default="", sa_column=Column(Personal, nullable=False))
    email: str = Field(default="", sa_column=Column(Personal, nullable=False))
    subject: str = ""
    password_hash: str = ""
    roles: list[str] = Field(sa_column=Column(Json, nullable=False))
    language: str = "ja"
    created_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    disabled_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    failures: int = 0
    locked_until: datetime | None = Field(default=None, sa_column=Column(Moment))


class LoginSession(SQLModel, table=True):
    """One browser that is signed in; only the digest of its cookie is kept."""

    __tablename__ = "login_session"
    id: int = Field(default=None, primary_key=True)  # given by the database
    token_sha256: str = Field(unique=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    csrf: str
    began_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    seen_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    expires_at: datetime = Field(sa_column=Column(Moment, nullable=False))


class SigningCode(SQLModel, table=True):
    """One code that signs one answer: bound to a person, a case, one asking of a step, and the evidence that was seen."""

    __tablename__ = "signing_code"
    id: int = Field(default=None, primary_key=True)  # given by the database
    code_digest: str = Field(unique=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    asking: str
    evidence: str
    issued_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    expires_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    used_at: datetime | None = Field(default=None, sa_column=Column(Moment))


class FieldEdit(SQLModel, table=True):
    """What a person put in the place of what was read; the newest of a field counts. `value` None: it does not stand there."""

    __tablename__ = "field_edit"
    id: int = Field(default=None, primary_key=True)  # given by the database
    case_id: int = Field(foreign_key="case.id", index=True)
    packet_id: int = Field(foreign_key="packet.id")  # the newest of the case when it was edited
    name: str
    before: str | None = Field(sa_column=Column(Personal))
    value: str | None = Field(sa_column=Column(Personal))
    page: int
    poly: list[list[float]] = Field(sa_column=Column(Json, nullable=False))
    person: str
    at: datetime = Field(sa_column=Column(Moment, nullable=False))


class RedactionEdit(SQLModel, table=True):
    """The redaction boxes of a page before and after a person changed them, and why."""

    __tablename__ = "redaction_edit"
    __table_args__ = (UniqueConstraint("packet_id", "page", "at"),)
    id: int = Field(default=None, primary_key=True)  # given by the database
    case_id: int = Field(foreign_key="case.id", index=True)
    packet_id: int = Field(foreign_key="packet.id")
    page: int  # within the packet
    before: list[dict[str, Any]] = Field(sa_column=Column(Json, nullable=False))
    after: list[dict[str, Any]] = Field(sa_column=Column(Json, nullable=False))
    reason: str = Field(sa_column=Column(Personal, nullable=False))
    person: str
    at: datetime = Field(sa_column=Column(Moment, nullable=False))


class Unmasking(SQLModel, table=True):
    """One region of a page that a person looked at without its redaction, and why."""

    id: int = Field(default=None, primary_key=True)  # given by the database
    case_id: int = Field(foreign_key="case.id", index=True)
    packet_id: int = Field(foreign_key="packet.id")
    page: int  # within the packet
    poly: list[list[float]] = Field(sa_column=Column(Json, nullable=False))
    reason: str = Field(sa_column=Column(Personal, nullable=False))
    person: str
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
