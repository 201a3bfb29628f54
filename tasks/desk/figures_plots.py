"""The plots of the pages of figures: drawing one takes longer than all tables of a page, so each is drawn once and kept."""

import re
from collections.abc import Hashable
from dataclasses import dataclass

from markupsafe import Markup

from tasks.desk.figures_cache import Last
from tasks.desk.figures_query import Asked
from tasks.figures.chart_rows import Language, Size
from tasks.figures.charts import CHARTS, chart
from tasks.figures.table import Table

_SIZES: tuple[Size, Size] = ("wide", "narrow")
_NO_PLOT = ("next",)  # what people click at, row by row
_FINER = re.compile(r"(\d\.\d)\d+(?=[^<>]*>)")  # what is finer than a tenth of a pixel, in the attributes of a plot


@dataclass(frozen=True)
class Plot:
    """The plots of one table, "" for none: `wide` for a desk, `narrow` for a telephone."""

    wide: Markup
    narrow: Markup


_DRAWN: Last[tuple[Table, Plot]] = Last(800)
NOTHING = Plot(Markup(), Markup())


def plot_of(table: Table, house: Hashable, asked: Asked, language: Language, *, draw: bool) -> Plot | None:
    """The plots of a table as it is; None where they are still to be drawn, and `draw` does not say so."""
    if table.key not in CHARTS or table.key in _NO_PLOT:
        return NOTHING
    place = (house, asked, table.key, language)
    found = _DRAWN.get(place)
    if found and found[0] == table:
        return found[1]
    if not draw:
        return None
    wide, narrow = (_drawn(table, language, size, asked) for size in _SIZES)
    return _DRAWN.put(place, (table, Plot(wide, narrow)))[1]


def _drawn(table: Table, language: Language, size: Size, asked: Asked) -> Markup:
    return Markup(_FINER.sub(r"\1", chart(table, language, size, asked.cases)))  # noqa: S704  # made to be put into a page
