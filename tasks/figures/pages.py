"""The three pages of figures by name, for whoever shows them: desk, terminal, files, Prefect, Prometheus."""

from collections.abc import Callable

from tasks.figures.filters import Filter
from tasks.figures.forecast import forecast_tables
from tasks.figures.frames import Frames
from tasks.figures.quality import quality_tables
from tasks.figures.sla_tables import sla_tables
from tasks.figures.table import Table
from tasks.figures.today import today_tables

PAGES: dict[str, tuple[Callable[[Frames, Filter], tuple[Table, ...]], ...]] = {
    "today": (today_tables,),
    "sla": (sla_tables, forecast_tables),
    "quality": (quality_tables,),
}


def tables_of(page: str, frames: Frames, chosen: Filter) -> tuple[Table, ...]:
    """The tables of one page, of the cases that the reader narrowed them to; KeyError for no page."""
    narrowed = chosen.narrowed(frames)
    return tuple(table for tables in PAGES[page] for table in tables(narrowed, chosen))
