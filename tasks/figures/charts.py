"""Plots of the tables of figures, as SVG drawn on the server: no script, nothing from the network, dark by the page's CSS."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

from tasks.figures import chart_marks as marks
from tasks.figures.chart_facts import last_of, most_of
from tasks.figures.chart_rows import Language, Plot, Size
from tasks.figures.chart_svg import drawn, for_page
from tasks.figures.table import Table

_AGES = ("days_0_3", "days_4_7", "days_8_14", "days_15_30", "days_31_up")
_SHADES = tuple(f"age-{i}" for i in range(1, 6))


@dataclass(frozen=True)
class Kind:
    """How a table is drawn. `needs`: the columns without which it is not; `fact`: its main fact in words."""

    needs: tuple[str, ...]
    spec: Callable[[Plot], marks.Spec | None]
    fact: Callable[[Plot], str]


def _bars(label: str, value: str) -> Kind:
    return Kind((label, value), lambda plot: marks.bars(plot, label, value), lambda plot: most_of(plot, label, value))


def _stacked(label: str, keys: tuple[str, ...], colours: tuple[str, ...]) -> Kind:
    draw = partial(marks.stacked, label=label, keys=keys, colours=colours)
    return Kind((label, *keys), draw, lambda plot: most_of(plot, label, *keys))


def _by_month(plot: Plot) -> marks.Spec | None:
    return marks.above(
        plot,
        marks.columns(plot, "month", ("on_time", "late"), ("1", "2"), 110),
        marks.lines(plot, "month", ("median_days", "p90_days", "p95_days"), ("1", "3", "2")),
    )


_MONTH = ("on_time", "late", "on_time_percent", "median_days", "p90_days", "p95_days")
CHARTS: Mapping[str, Kind] = {  # by table
    "waiting": _bars("waits_for", "cases"),
    "by-month": Kind(("month", *_MONTH), _by_month, lambda plot: last_of(plot, "month", *_MONTH)),
    "ageing": _stacked("stage", _AGES, _SHADES),
}


def chart(table: Table, language: Language, size: Size, link: Callable[[tuple[str, ...]], str] | None = None) -> str:
    """One table as SVG, safe to put into a page as it is; "" where it has no plot, or nothing to draw.

    `wide` is 640 pixels, `narrow` 320 for a phone, `print` has real colours for paper. `link` tells the address of the cases
    behind a mark from its picks; without it nothing is linked.
    """
    svg = _svg(table, language, size)
    if not svg:
        return ""

    def led(row: int, column: int) -> str | None:
        picks = table.rows[row][column].picks
        return link(picks) if link and picks is not None else None

    return for_page(svg, f"{table.key}-{size}", CHARTS[table.key].fact(Plot(table, language, size)), led)


@lru_cache(maxsize=256)
def _svg(table: Table, language: Language, size: Size) -> str:
    """The plot as it is drawn, without its addresses: these are another matter for each page."""
    plot = Plot(table, language, size)
    kind = CHARTS.get(table.key)
    spec = kind.spec(plot) if kind and plot.has(*kind.needs) and list(plot.rows()) else None
    return drawn(spec, size) if spec else ""
