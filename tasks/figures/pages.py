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


WITH_PERIOD = ("sla", "quality")  # pages whose figures are of a period


def frames_for(page: str, frames: Frames, chosen: Filter) -> Frames:
    """The cases of which a page tells, as the reader narrowed them; of today only those at work tell."""
    return chosen.narrowed(frames if page in WITH_PERIOD else frames.live)


def tables_of(page: str, frames: Frames, chosen: Filter) -> tuple[Table, ...]:
    """The tables of one page, of the cases that the reader narrowed them to; KeyError for no page."""
    narrowed = frames_for(page, frames, chosen)
    return tuple(table for tables in PAGES[page] for table in tables(narrowed, chosen))
