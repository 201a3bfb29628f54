"""Alembic's entrance: runs the migrations on the connection that `Database.migrate` opened."""

from alembic import context
from sqlmodel import SQLModel

from tasks.store import tables

assert tables  # importing it fills SQLModel.metadata
context.configure(connection=context.config.attributes["connection"], target_metadata=SQLModel.metadata)
with context.begin_transaction():
    context.run_migrations()
