"""What the figures know of each case, and the indexes that they are kept up to date by"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Adds the table of rows, which are made anew from the events, and indexes for the newest events and the day's mail."""
    op.create_table(
        "case_figures",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"]),
        sa.PrimaryKeyConstraint("case_id"),
    )
    op.drop_index(op.f("ix_event_case_id"), "event")
    op.create_index("event_of_case", "event", ["case_id", "id"])
    sample = sa.text("kind = 'sample_data_made'")
    op.create_index("event_of_sample", "event", ["id"], postgresql_where=sample)
    op.create_index("packet_received", "packet", ["received_at"])
    op.create_index("packet_quarantined", "packet", ["id"], postgresql_where=sa.text("status = 'quarantined'"))
