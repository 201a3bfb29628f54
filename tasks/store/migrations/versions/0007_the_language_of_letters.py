"""In which language a case's letters are written; those of before were all in Japanese"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """To the newer version."""
    op.add_column("case", sa.Column("language", sa.String(), nullable=False, server_default="ja"))
    op.alter_column("case", "language", server_default=None)


def downgrade() -> None:
    """Back to the older version."""
    op.drop_column("case", "language")
