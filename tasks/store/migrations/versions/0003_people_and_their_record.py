"""Accounts, signing codes, edits and unmaskings; letters may be withdrawn; events can only be added"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import tasks.store.columns

revision = "0003"
down_revision = "0002"

_ONLY_ADDED = """
CREATE FUNCTION event_is_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'events are only ever added'; END $$;
CREATE TRIGGER event_is_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON event
FOR EACH STATEMENT EXECUTE FUNCTION event_is_only_added();
"""


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, tasks.store.columns.Moment(timezone=True), nullable=nullable)


def _text(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(), nullable=nullable)


def _personal(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, tasks.store.columns.Personal(), nullable=nullable)


def _json(name: str) -> sa.Column[Any]:
    return sa.Column(name, postgresql.JSONB(astext_type=sa.Text()), nullable=False)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _key(name: str, of: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], [of])


def upgrade() -> None:
    """To the newer version."""
    op.create_table(
        "account",
        _number("id"),
        _text("handle"),
        _personal("name"),
        _personal("email"),
        _text("subject"),
        _text("password_hash"),
        _json("roles"),
        _text("language"),
        _moment("created_at"),
        _moment("disabled_at", nullable=True),
        _number("failures"),
        _moment("locked_until", nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("handle"),
    )
    op.create_table(
        "login_session",
        _number("id"),
        _text("token_sha256"),
        _number("account_id"),
        _text("csrf"),
        _moment("began_at"),
        _moment("seen_at"),
        _moment("expires_at"),
        _key("account_id", "account.id"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_sha256"),
    )
    op.create_index(op.f("ix_login_session_account_id"), "login_session", ["account_id"])
    op.create_table(
        "signing_code",
        _number("id"),
        _text("code_digest"),
        _number("account_id"),
        _number("case_id"),
        _text("asking"),
        _text("evidence"),
        _moment("issued_at"),
        _moment("expires_at"),
        _moment("used_at", nullable=True),
        _key("account_id", "account.id"),
        _key("case_id", "case.id"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code_digest"),
    )
    op.create_index(op.f("ix_signing_code_account_id"), "signing_code", ["account_id"])
    op.create_index(op.f("ix_signing_code_case_id"), "signing_code", ["case_id"])
    _edits()
    op.add_column("letter", sa.Column("withdrawn", sa.Boolean(), nullable=False, server_default="false"))
    op.alter_column("letter", "withdrawn", server_default=None)
    op.drop_constraint("letter_case_id_kind_occasion_key", "letter")
    stands = sa.text("NOT withdrawn")
    op.create_index("letter_stands", "letter", ["case_id", "kind", "occasion"], unique=True, postgresql_where=stands)
    op.execute(_ONLY_ADDED)


def _edits() -> None:
    op.create_table(
        "field_edit",
        _number("id"),
        _number("case_id"),
        _number("packet_id"),
        _text("name"),
        _personal("before", nullable=True),
        _personal("value", nullable=True),
        _number("page"),
        _json("poly"),
        _text("person"),
        _moment("at"),
        _key("case_id", "case.id"),
        _key("packet_id", "packet.id"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_field_edit_case_id"), "field_edit", ["case_id"])
    op.create_table(
        "redaction_edit",
        _number("id"),
        _number("case_id"),
        _number("packet_id"),
        _number("page"),
        _json("before"),
        _json("after"),
        _personal("reason"),
        _text("person"),
        _moment("at"),
        _key("case_id", "case.id"),
        _key("packet_id", "packet.id"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("packet_id", "page", "at"),
    )
    op.create_index(op.f("ix_redaction_edit_case_id"), "redaction_edit", ["case_id"])
    op.create_table(
        "unmasking",
        _number("id"),
        _number("case_id"),
        _number("packet_id"),
        _number("page"),
        _json("poly"),
        _personal("reason"),
        _text("person"),
        _moment("at"),
        _key("case_id", "case.id"),
        _key("packet_id", "packet.id"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_unmasking_case_id"), "unmasking", ["case_id"])
