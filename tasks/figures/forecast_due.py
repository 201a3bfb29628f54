"""The due days of cases as they stood on the morning of a past day, by what was on record then and nothing later."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tasks.case.due import FOR_A_RETURN
from tasks.figures.forecast_history import FAR, Codes, History, days_of
from tasks.figures.working_days import Days


def due_as_of(history: History, rows: Codes, day: int, awaiting: NDArray[np.bool_]) -> Days:
    """The due days of some cases (rows of `History.cases`) as they stood on the morning of a day.

    What was written down later of a hold is not known yet: where a case awaits the requester (`awaiting`), its last hold
    still lasts. As `tasks.case.clock.CaseClock.due_on`, for cases that were not answered yet.
    """
    some = history.cases[rows].select("effective_on", "target_days", *_MOVED).with_row_index("row")
    held = _held_days(some, day, awaiting)
    policy, start = history.policy[rows], days_of(some["effective_on"])
    due = history.working.rolled_back(policy, start + some["target_days"].to_numpy() + held)
    moved = np.maximum(_extended(some, day), _returned(history, policy, some, day))
    return np.maximum(np.maximum(due, start), moved)


_MOVED = ("held_from", "held_until", "extended_on", "extended_to", "returned_on")


def _held_days(some: pl.DataFrame, day: int, awaiting: NDArray[np.bool_]) -> Days:
    holds = _told(some, "held_from", "held_until").filter(pl.col("held_from").to_physical() < day)
    row, first = holds["row"].to_numpy(), days_of(holds["held_from"])
    last = np.ones(len(row), dtype=bool)
    last[:-1] = row[1:] != row[:-1]
    end = np.where(last & awaiting[row], FAR, days_of(holds["held_until"]))
    spent = np.clip(np.minimum(end, day) - first, 0, None)
    return np.asarray(np.bincount(row, spent, len(some)), dtype=np.int64)


def _extended(some: pl.DataFrame, day: int) -> Days:
    told = _told(some, "extended_on", "extended_to").filter(pl.col("extended_on").to_physical() < day)
    due = np.full(len(some), -FAR)
    due[told["row"].to_numpy()] = days_of(told["extended_to"])  # the last one stands
    return due


def _returned(history: History, policy: Codes, some: pl.DataFrame, day: int) -> Days:
    told = _told(some, "returned_on").filter(pl.col("returned_on").to_physical() < day)
    due, row = np.full(len(some), -FAR), told["row"].to_numpy()
    back = days_of(told["returned_on"])
    due[row] = np.maximum(back, history.working.rolled_back(policy[row], back + FOR_A_RETURN))
    return due


def _told(some: pl.DataFrame, *lists: str) -> pl.DataFrame:
    has = some.filter(pl.col(lists[0]).list.len() > 0)
    return has.select("row", *lists).explode(*lists)
