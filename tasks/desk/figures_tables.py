"""The tables of the pages of figures, computed once for all who look at the same; those of a moment ago stay at hand."""

import time
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tasks.desk.figures_cache import Kept, Last
from tasks.desk.figures_companies import companies_of
from tasks.desk.figures_query import Asked, usual
from tasks.figures.filters import Filter
from tasks.figures.frames import Frames
from tasks.figures.pages import PAGES, WITH_PERIOD, frames_for, tables_of
from tasks.figures.report_parts import named_policies
from tasks.figures.table import Table
from tasks.wiring import House

YOUNG = timedelta(minutes=1)  # as old as frames may be in which nothing happened
USABLE = timedelta(minutes=5)  # what may still be shown while it is made anew
QUICK = 0.01  # seconds: what takes no longer is rather made anew
_ELSE = ""  # where tables come that are not named here
_ORDER = (  # as a manager reads: what stands, what will be, what was, and by what; long lists last
    *("now", "next", "waiting", "intake", "summary", "forecast", "forecast-by-week", "by-week", "by-month", "ageing"),
    *("causes", "stage-time", "by-policy", "by-kind", "quality", "quality-by-month", "deficiencies", "referrals"),
    *("corrections", "decisions", "refusals", "quality-by-channel", "quality-by-sender", "fees", "fees-by-month"),
    *("fees-open", _ELSE, "overdue", "due-soon", "at-risk", "breaches"),
)


@dataclass(frozen=True)
class Tables:
    """The tables of a page in the order in which they are shown, companies by name.

    `now`, `of`: of which frames; `seconds`: what they took; `whole`: none is left out.
    """

    now: datetime
    of: Hashable
    tables: tuple[Table, ...]
    seconds: float
    whole: bool


_EXACT: Kept[Tables] = Kept(40)
_FIRST: Kept[Tables] = Kept(40)
_LAST: Last[Tables] = Last(200)


def tables_made(house: House, frames: Frames, page: str, asked: Asked) -> Tables:
    """The tables of these frames."""
    chosen = _chosen(page, frames, asked)
    place = (house.settings.case_database, page, chosen)
    return _EXACT.get(
        (*place, mark_of(frames)), lambda: _LAST.put(place, _tables(house, frames, page, chosen, tables_of))
    )


def make_ahead(house: House, frames: Frames) -> None:
    """The tables that most ask for first, those that nobody narrowed; what is computed once a day is then there as well."""
    for page in PAGES:
        tables_made(house, frames, page, usual(frames.today))


def tables_at_hand(house: House, frames: Frames, page: str, asked: Asked) -> Tables:
    """The same, or those of at most a minute ago where making them takes a while; without the forecast the first time."""
    chosen = _chosen(page, frames, asked)
    place = (house.settings.case_database, page, chosen)
    found = _LAST.get(place)
    if found and (found.of == mark_of(frames) or (found.seconds > QUICK and is_young(found.now, frames))):
        return found
    if found and found.seconds <= QUICK:
        return tables_made(house, frames, page, asked)
    return _FIRST.get(
        (*place, mark_of(frames)), lambda: _LAST.put(place, _tables(house, frames, page, chosen, _first_of))
    )


def mark_of(frames: Frames) -> Hashable:
    """What tells these frames from all others of their house."""
    return frames.version, frames.now


def is_young(then: datetime, frames: Frames, at_most: timedelta = YOUNG) -> bool:
    """Whether what is of a moment may stand for these frames: so long before them at most, and of the same day."""
    return then <= frames.now < then + at_most and then.date() == frames.today


def _chosen(page: str, frames: Frames, asked: Asked) -> Filter:
    """What the tables of a page depend on: a page of today is the same whatever period its links keep."""
    if page in WITH_PERIOD:
        return asked.chosen
    period = usual(frames.today).chosen
    return replace(asked.chosen, first=period.first, last=period.last)


def _tables(
    house: House, frames: Frames, page: str, chosen: Filter, made_by: Callable[[str, Frames, Filter], Sequence[Table]]
) -> Tables:
    began = time.perf_counter()
    named = named_policies(made_by(page, frames, chosen), companies_of(house, frames))
    tables = tuple(sorted(named, key=_place))
    whole = made_by is tables_of or len(PAGES[page]) == 1
    return Tables(frames.now, mark_of(frames), tables, time.perf_counter() - began, whole)


def _first_of(page: str, frames: Frames, chosen: Filter) -> Sequence[Table]:
    """The tables with which a page begins: those that are counted, and not what is forecast of them."""
    return PAGES[page][0](frames_for(page, frames, chosen), chosen)


def _place(table: Table) -> int:
    return _ORDER.index(table.key if table.key in _ORDER else _ELSE)
