"""Work orders and what was done for them; the text of what was corrected becomes such a record"""

from typing import Any

import sqlalchemy as sa
from alembic import op

import tasks.store.columns

revision = "0005"
down_revision = "0004"

_MOVED = """
INSERT INTO work_order (case_id, sequence, number, kind, choice, system, instruction, due_on, written_at, sha256,
    done_at, done_by, withdrawn)
SELECT c.id, 1, c.number || '-W1', 'correction', 'correct', '', '""', c.due_on, e.at, '', e.at, e.actor, false
FROM "case" c JOIN LATERAL (SELECT at, actor FROM event WHERE case_id = c.id AND kind = 'correction_recorded'
    ORDER BY id DESC LIMIT 1) e ON true WHERE c.corrected IS NOT NULL;
INSERT INTO work_done (order_id, position, item, before, after, measure, done_on, person, at)
SELECT w.id, 0, c.corrected, '""', '""', '""', (w.done_at AT TIME ZONE 'Asia/Tokyo')::date, w.done_by, w.done_at
FROM work_order w JOIN "case" c ON c.id = w.case_id;
ALTER TABLE "case" DROP COLUMN corrected;
"""


def _column(name: str, kind: Any, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=nullable)


def upgrade() -> None:
    """To the newer version."""
    moment, personal = tasks.store.columns.Moment(timezone=True), tasks.store.columns.Personal()
    op.create_table(
        "work_order",
        _column("id", sa.Integer()),
        _column("case_id", sa.Integer()),
        _column("sequence", sa.Integer()),
        _column("number", sa.String()),
        _column("kind", sa.String()),
        _column("choice", sa.String()),
        _column("system", sa.String()),
        _column("instruction", personal),
        _column("due_on", sa.Date()),
        _column("written_at", moment),
        _column("sha256", sa.String()),
        _column("done_at", moment, nullable=True),
        _column("done_by", sa.String()),
        _column("withdrawn", sa.Boolean()),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index(op.f("ix_work_order_case_id"), "work_order", ["case_id"])
    stands = sa.text("NOT withdrawn")
    op.create_index("order_stands", "work_order", ["case_id", "kind", "system"], unique=True, postgresql_where=stands)
    op.create_table(
        "work_done",
        _column("id", sa.Integer()),
        _column("order_id", sa.Integer()),
        _column("position", sa.Integer()),
        _column("item", personal),
        _column("before", personal),
        _column("after", personal),
        _column("measure", personal),
        _column("done_on", sa.Date()),
        _column("person", sa.String()),
        _column("at", moment),
        sa.ForeignKeyConstraint(["order_id"], ["work_order.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_work_done_order_id"), "work_done", ["order_id"])
    op.execute(_MOVED)
