"""The tables of the pages of figures, computed once for all who look at the same; those of a moment ago stay at hand."""

import time
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tasks.desk.figures_cache import Kept, Last
from tasks.desk.figures_query import Asked
from tasks.figures.frames import Frames
from tasks.figures.pages import tables_of
from tasks.figures.table import Table
from tasks.wiring import House

YOUNG = timedelta(minutes=1)  # as old as frames may be in which nothing happened
QUICK = 0.03  # seconds: what takes no longer is rather made anew
_ELSE = ""  # where tables come that are not named here
_ORDER = (  # as a manager reads: what stands, what will be, what was, and by what; long lists last
    *("now", "next", "waiting", "intake", "summary", "forecast", "forecast-by-week", "by-week", "by-month", "ageing"),
    *("causes", "stage-time", "by-policy", "by-kind", "quality", "quality-by-month", "deficiencies", "referrals"),
    *("corrections", "decisions", "refusals", "quality-by-channel", "quality-by-sender", "fees", "fees-by-month"),
    *("fees-open", _ELSE, "overdue", "due-soon", "at-risk", "breaches"),
)


@dataclass(frozen=True)
class Tables:
    """The tables of a page in the order in which they are shown. `now`, `of`: of which frames; `seconds`: what they took."""

    now: datetime
    of: Hashable
    tables: tuple[Table, ...]
    seconds: float


_EXACT: Kept[Tables] = Kept(40)
_LAST: Last[Tables] = Last(400)


def tables_made(house: House, frames: Frames, page: str, asked: Asked) -> Tables:
    """The tables of these frames."""
    place = (house.settings.case_database, page, asked.chosen)
    return _EXACT.get((*place, mark_of(frames)), lambda: _LAST.put(place, _tables(frames, page, asked)))


def tables_at_hand(house: House, frames: Frames, page: str, asked: Asked) -> Tables:
    """The same, or those of at most a minute ago where making them takes a while."""
    found = _LAST.get((house.settings.case_database, page, asked.chosen))
    if found and found.seconds > QUICK and is_young(found.now, frames):
        return found
    return tables_made(house, frames, page, asked)


def mark_of(frames: Frames) -> Hashable:
    """What tells these frames from all others of their house."""
    return frames.version, frames.now


def is_young(then: datetime, frames: Frames) -> bool:
    """Whether what is of a moment may stand for these frames: at most a minute before them, and of the same day."""
    return then <= frames.now < then + YOUNG and then.date() == frames.today


def _tables(frames: Frames, page: str, asked: Asked) -> Tables:
    began = time.perf_counter()
    tables = tuple(sorted(tables_of(page, frames, asked.chosen), key=_place))
    return Tables(frames.now, mark_of(frames), tables, time.perf_counter() - began)


def _place(table: Table) -> int:
    return _ORDER.index(table.key if table.key in _ORDER else _ELSE)
