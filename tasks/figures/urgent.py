"""The open cases that are overdue or due within three business days, the most urgent first: for lists of a morning, and for events."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

import polars as pl

from tasks.figures.cells import CASE, DUE, POLICY, STAGE, WAITS_FOR, stage, waiter
from tasks.figures.frames import Frames
from tasks.figures.table import Cell, Column
from tasks.figures.today_lists import DAYS_LEFT


class Urgency(StrEnum):
    """Why a case is urgent; also the last word of its event's name."""

    OVERDUE = "overdue"
    DUE_SOON = "due_soon"  # due today or within three business days


class Urgent(NamedTuple):
    """One case whose answer is owed and whose clock runs; `days_left` in calendar days, below 0 when overdue."""

    case_id: int
    number: str
    policy: str
    stage: str
    waits_for: str
    due_on: date
    days_left: int

    @property
    def urgency(self) -> Urgency:
        """Whether it is overdue or due soon."""
        return Urgency.OVERDUE if self.days_left < 0 else Urgency.DUE_SOON


COLUMNS: tuple[Column, ...] = (CASE, STAGE, WAITS_FOR, DUE, DAYS_LEFT, POLICY)


def urgent_cases(frames: Frames) -> list[Urgent]:
    """All of them, by the days that are left."""
    found = frames.cases.filter((pl.col("days_left") < 0) | pl.col("soon"))
    return [Urgent(*row) for row in found.select(*Urgent._fields).sort("days_left", "number").iter_rows()]


def cells_of(case: Urgent) -> tuple[Cell, ...]:
    """One case as a row under `COLUMNS`."""
    return (
        Cell(case.number),
        stage(case.stage),
        waiter(case.waits_for),
        Cell(case.due_on),
        Cell(case.days_left),
        Cell(case.policy),
    )
