"""Alembic's entrance: runs the migrations on the connection that `Database.migrate` opened."""

from alembic import context
from sqlmodel import SQLModel

import tasks.store.account_tables
import tasks.store.figure_tables
import tasks.store.order_tables
import tasks.store.tables  # noqa: F401  # fills SQLModel.metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=SQLModel.metadata)
with context.begin_transaction():
    context.run_migrations()
