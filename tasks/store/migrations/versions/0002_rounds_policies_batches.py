"""Supplements join cases, policies are kept as they stood, scans are parted, findings name evidence, fees have a ledger"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import tasks.store.columns

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """To the newer version."""
    op.add_column("packet", sa.Column("channel", sa.String(), nullable=False, server_default="post"))
    op.add_column("packet", sa.Column("batch", sa.String(), nullable=False, server_default=""))
    op.alter_column("packet", "channel", server_default=None)
    op.alter_column("packet", "batch", server_default=None)
    op.add_column("letter", sa.Column("reply_by", sa.Date(), nullable=True))
    evidence = postgresql.JSONB(astext_type=sa.Text())
    op.add_column("finding", sa.Column("evidence", evidence, nullable=False, server_default="[]"))
    op.alter_column("finding", "evidence", server_default=None)
    op.create_table(
        "policy_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("first_used_at", tasks.store.columns.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code", "version"),
    )
    op.create_table(
        "supplement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("packet_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"]),
        sa.ForeignKeyConstraint(["packet_id"], ["packet.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("packet_id"),
    )
    op.create_index(op.f("ix_supplement_case_id"), "supplement", ["case_id"])
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("instrument", sa.String(), nullable=False),
        sa.Column("move", sa.String(), nullable=False),
        sa.Column("amount_yen", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_ledger_entry_case_id"), "ledger_entry", ["case_id"])
    op.create_index(op.f("ix_ledger_entry_instrument"), "ledger_entry", ["instrument"])
