"""${message}"""

import sqlalchemy as sa
import sqlmodel

from alembic import op

import tasks.store.columns
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """To the newer version."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Back to the older version."""
    ${downgrades if downgrades else "pass"}
