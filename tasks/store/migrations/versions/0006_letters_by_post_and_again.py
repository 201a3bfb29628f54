"""A letter says by which post it goes, to whom, how many pages it has, and which one it is issued again for"""

import sqlalchemy as sa
from alembic import op

import tasks.store.columns

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """To the newer version."""
    for name in ("means", "replaces"):
        op.add_column("letter", sa.Column(name, sa.String(), nullable=False, server_default=""))
        op.alter_column("letter", name, server_default=None)
    op.add_column("letter", sa.Column("pages", sa.Integer(), nullable=False, server_default="0"))
    op.alter_column("letter", "pages", server_default=None)
    op.add_column("letter", sa.Column("addressed_to", tasks.store.columns.Personal(), nullable=True))
