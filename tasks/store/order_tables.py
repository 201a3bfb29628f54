"""The tables of work orders: what the owner of a system is asked to do for a granted request, and what was done."""

from datetime import date, datetime

from sqlalchemy import Column, Index, String, text
from sqlmodel import Field, SQLModel

from tasks.store.columns import Moment, Personal


class WorkOrder(SQLModel, table=True):
    """What one system's owner is asked to do for one kind of request; `system` "": all systems, as none is known.

    `choice`: what was decided, by its code. `instruction`: what the owner must know beside what is held. `done_at`: when what
    was done was recorded; with no `WorkDone` of its own, nothing had to be changed in the system. `sha256` "": no file was written, as for what was recorded before there were work orders.
    """

    __tablename__ = "work_order"
    __table_args__ = (
        Index("order_stands", "case_id", "kind", "system", unique=True, postgresql_where=text("NOT withdrawn")),
    )
    id: int = Field(default=None, primary_key=True)  # given by the database
    case_id: int = Field(foreign_key="case.id", index=True)
    sequence: int
    number: str = Field(unique=True)
    kind: str
    choice: str
    system: str
    instruction: str = Field(default="", sa_column=Column(Personal, nullable=False))
    due_on: date
    written_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    sha256: str = ""
    done_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    done_by: str = ""
    withdrawn: bool = False

    @property
    def is_open(self) -> bool:
        """Whether nobody has recorded yet what became of it."""
        return self.done_at is None


class WorkDone(SQLModel, table=True):
    """One thing that was done for a work order, as the letter tells it.

    Of a correction: the item with its value before and after. Of a suspension: its scope (`item`) and the `measure` taken.
    """

    __tablename__ = "work_done"
    id: int = Field(default=None, primary_key=True)  # given by the database
    order_id: int = Field(foreign_key="work_order.id", index=True)
    position: int
    item: str = Field(sa_column=Column(Personal, nullable=False))
    before: str = Field(default="", sa_column=Column(Personal, nullable=False))
    after: str = Field(default="", sa_column=Column(Personal, nullable=False))
    measure: str = Field(default="", sa_column=Column(Personal, nullable=False))
    done_on: date
    person: str = Field(sa_column=Column(String, nullable=False))
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
