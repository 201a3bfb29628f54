"""The plots of the pages of figures: drawing one takes longer than all tables of a page, so each is drawn once and kept."""

import os
import re
import threading
from collections.abc import Hashable, Iterable
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from tasks.desk.figures_cache import Last
from tasks.desk.figures_query import Asked
from tasks.engines.pool import open_pool
from tasks.figures.chart_rows import Language, Size
from tasks.figures.charts import CHARTS, chart
from tasks.figures.table import Table

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

_SIZES: tuple[Size, Size] = ("wide", "narrow")
_LAST_IN_LINE = 10  # added to the niceness of the drawing process
_NO_PLOT = ("next",)  # what people click at, row by row
_FINER = re.compile(r"(\d\.\d)\d+(?=[^<>]*>)")  # what is finer than a tenth of a pixel, in the attributes of a plot


@dataclass(frozen=True)
class Plot:
    """The plots of one table, "" for none: `wide` for a desk, `narrow` for a telephone."""

    wide: Markup
    narrow: Markup


_DRAWN: Last[tuple[Table, Plot]] = Last(800)
NOTHING = Plot(Markup(), Markup())


def plot_of(table: Table, house: Hashable, asked: Asked, language: Language) -> Plot | None:
    """The plots of a table as it is; None where they are still to be drawn."""
    if table.key not in CHARTS or table.key in _NO_PLOT:
        return NOTHING
    found = _DRAWN.get((house, asked, table.key, language))
    return found[1] if found and found[0] == table else None


def draw(tables: Iterable[Table], house: Hashable, asked: Asked, language: Language) -> None:
    """Draws what is still to be drawn of these tables, in the drawing process; returns when all is there."""
    missing = [table for table in tables if plot_of(table, house, asked, language) is None]
    for table, drawn in zip(missing, [_PEN.draw(table, language, asked) for table in missing], strict=True):
        _DRAWN.put((house, asked, table.key, language), (table, drawn.result()))


def both_sizes(table: Table, language: Language, asked: Asked) -> Plot:
    """The plots of a table, drawn in a process that lets every other go first."""
    _go_last()
    wide, narrow = (_drawn(table, language, size, asked) for size in _SIZES)
    return Plot(wide, narrow)


def _drawn(table: Table, language: Language, size: Size, asked: Asked) -> Markup:
    return Markup(_FINER.sub(r"\1", chart(table, language, size, asked.cases)))  # noqa: S704  # made to be put into a page


@cache
def _go_last() -> None:
    os.nice(_LAST_IN_LINE)


class _Pen:
    """The drawing process: begun when something is first drawn, and anew should it have died.

    A process of its own, since vl-convert holds the interpreter's lock for 50 to 100 ms a plot, in which no page is served.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None

    def draw(self, table: Table, language: Language, asked: Asked) -> "Future[Plot]":
        """The plots of a table, when they are drawn."""
        with self._lock:
            if self._pool is None:
                self._pool = open_pool(1)
            try:
                return self._pool.submit(both_sizes, table, language, asked)
            except BrokenProcessPool:
                self._pool = open_pool(1)
                return self._pool.submit(both_sizes, table, language, asked)

    def end(self) -> None:
        """Ends the process; what waits to be drawn is given up."""
        with self._lock:
            if self._pool is not None:
                self._pool.shutdown(cancel_futures=True)
                self._pool = None


_PEN = _Pen()


def end_drawing() -> None:
    """Ends the drawing process, if there is one; whoever draws afterwards begins another."""
    _PEN.end()
