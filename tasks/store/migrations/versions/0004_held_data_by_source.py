"""Of each held record: the source it comes from, and whose it is by a person's word."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """To the newer version; what was found before has no source of its own, and nobody has judged it."""
    for name in ("source", "verdict"):
        op.add_column("held_item", sa.Column(name, sa.String(), nullable=False, server_default=""))
        op.alter_column("held_item", name, server_default=None)
