"""Instruments that go back with a letter, and letters that go out as a protected file"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Adds the table of enclosures, and to a letter the format and digest of its package."""
    for name in ("package", "package_sha256"):
        op.add_column("letter", sa.Column(name, sa.String(), nullable=False, server_default=""))
        op.alter_column("letter", name, server_default=None)
    op.create_table(
        "enclosure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("instrument", sa.String(), nullable=False),
        sa.Column("amount_yen", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("letter_id", "instrument"),
    )
    op.create_index(op.f("ix_enclosure_instrument"), "enclosure", ["instrument"])
