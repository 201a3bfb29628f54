"""Plots of the tables of figures, as SVG drawn on the server: no script, nothing from the network, dark by the page's CSS."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from tasks.figures import chart_bars, chart_courses
from tasks.figures.chart_facts import each_of, last_of, most_of
from tasks.figures.chart_parts import Spec
from tasks.figures.chart_rows import Language, Plot, Size
from tasks.figures.chart_svg import drawn, for_page
from tasks.figures.table import Table

_AGES = {f"days_{days}": f"age-{i}" for i, days in enumerate(("0_3", "4_7", "8_14", "15_30", "31_up"), start=1)}
_IN_TIME = {"on_time": "1", "late": "2"}
_PERCENTILES = {"median_days": "1", "p90_days": "3", "p95_days": "2"}
_SHARES = {"deficient_share": "2", "referred_share": "1", "corrected_share": "3"}
_CAME_TRUE = {"expected_late": "1", "late": "2"}
_FEES = {"deposited": "1", "returned": "3", "open": "2"}


@dataclass(frozen=True)
class Kind:
    """How a table is drawn. `needs`: the columns without which it is not; `fact`: its main fact in words."""

    needs: tuple[str, ...]
    spec: Callable[[Plot], Spec | None]
    fact: Callable[[Plot], str]


def _bars(label: str, value: str, led_by: str = "") -> Kind:
    return Kind(
        (label, value),
        lambda plot: chart_bars.bars(plot, label, value, led_by),
        lambda plot: most_of(plot, label, value),
    )


def _overdue(label: str) -> Kind:
    return Kind(
        (label, "cases", "overdue"),
        lambda plot: chart_bars.parts_of(plot, label, "cases", "overdue"),
        lambda plot: most_of(plot, label, "cases"),
    )


def _on_time(label: str) -> Kind:
    return Kind(
        (label, *_IN_TIME, "on_time_percent"),
        lambda plot: chart_bars.stacked(plot, label, _IN_TIME, end="on_time_percent"),
        lambda plot: each_of(plot, label, "on_time_percent"),
    )


def _by_month(plot: Plot) -> Spec | None:
    percentiles = chart_courses.lines(plot, "month", _PERCENTILES, dict.fromkeys(_PERCENTILES, "answered"))
    in_time = chart_courses.columns(plot, "month", _IN_TIME, over="on_time_percent")
    return chart_courses.over_one_another(plot, in_time, percentiles)


def _by_week(plot: Plot) -> Spec | None:
    out = {"answered": "3", "closed_unanswered": "4"}
    flow = chart_courses.in_and_out(plot, "week", {"received": "1"}, out)
    return chart_courses.over_one_another(plot, flow, chart_courses.lines(plot, "week", {"owed": "2"}, {}, 90))


def _stage_time(plot: Plot) -> Spec | None:
    return chart_bars.ranges(plot, "stage", "median_days", "p90_days", led_by="cases")


def _shares(plot: Plot) -> Spec | None:
    led = {key: key.removesuffix("_share") for key in _SHARES}
    return chart_courses.alone(plot, chart_courses.lines(plot, "month", _SHARES, led))


def _fees_by_month(plot: Plot) -> Spec | None:
    return chart_courses.alone(plot, chart_courses.columns(plot, "month", _FEES, led_by="cases"))


_MONTH = ("answered", "on_time", "late", "on_time_percent", *_PERCENTILES)
_WEEK = ("received", "answered", "closed_unanswered", "owed")
CHARTS: Mapping[str, Kind] = {  # by table
    "next": _overdue("action"),
    "waiting": _overdue("waits_for"),
    "by-month": Kind(("month", *_MONTH), _by_month, lambda plot: last_of(plot, "month", *_MONTH)),
    "by-policy": _on_time("policy"),
    "by-kind": _on_time("kinds"),
    "by-week": Kind(("week", *_WEEK), _by_week, lambda plot: last_of(plot, "week", *_WEEK)),
    "ageing": Kind(
        ("stage", *_AGES),
        lambda plot: chart_bars.stacked(plot, "stage", _AGES),
        lambda plot: most_of(plot, "stage", *_AGES),
    ),
    "stage-time": Kind(
        ("stage", "median_days", "p90_days", "cases"), _stage_time, lambda plot: each_of(plot, "stage", "median_days")
    ),
    "causes": _bars("cause", "cases"),
    "forecast": _bars("risk", "cases"),
    "forecast-by-week": Kind(
        ("week", "due", "expected_late"),
        lambda plot: chart_courses.parts_of(plot, "week", "due", "expected_late"),
        lambda plot: each_of(plot, "week", "expected_late"),
    ),
    "forecast-accuracy": Kind(
        ("as_of", *_CAME_TRUE),
        lambda plot: chart_courses.alone(plot, chart_courses.lines(plot, "as_of", _CAME_TRUE, {})),
        lambda plot: last_of(plot, "as_of", *_CAME_TRUE),
    ),
    "deficiencies": _bars("item", "cases"),
    "referrals": _bars("check", "cases"),
    "corrections": _bars("field", "cases"),
    "refusals": _bars("ground", "cases"),
    "quality-by-month": Kind(
        ("month", *_SHARES, "deficient", "referred", "corrected"),
        _shares,
        lambda plot: last_of(plot, "month", *_SHARES),
    ),
    "fees": Kind(
        ("policy", "cases", *_FEES),
        lambda plot: chart_bars.stacked(plot, "policy", _FEES, led_by="cases"),
        lambda plot: most_of(plot, "policy", *_FEES),
    ),
    "fees-by-month": Kind(
        ("month", "cases", *_FEES), _fees_by_month, lambda plot: last_of(plot, "month", "received", *_FEES)
    ),
    "fees-open": _bars("age", "open", led_by="cases"),
}


def chart(table: Table, language: Language, size: Size, link: Callable[[tuple[str, ...]], str] | None = None) -> str:
    """One table as SVG, safe to put into a page as it is; "" where it has no plot, or nothing to draw.

    `wide` is 640 pixels, `narrow` 320 for a phone, `print` and `half` have
    real colours for paper and are as wide as a sheet and half of it. `link` tells the address of the cases
    behind a mark from its picks; without it nothing is linked. What is linked is a group instead of one picture, and is left
    out of the keyboard's order: the table beside it has the same links.
    """
    svg = _svg(table, language, size)
    if not svg:
        return ""

    def led(row: int, column: int) -> str | None:
        picks = table.rows[row][column].picks
        return link(picks) if link and picks is not None else None

    return for_page(svg, f"{table.key}-{size}", CHARTS[table.key].fact(Plot(table, language, size)), size, led)


@lru_cache(maxsize=1024)
def _svg(table: Table, language: Language, size: Size) -> str:
    """The plot as it is drawn, without its addresses: these are another matter for each page."""
    plot = Plot(table, language, size)
    kind = CHARTS.get(table.key)
    spec = kind.spec(plot) if kind and plot.has(*kind.needs) and list(plot.rows()) else None
    return drawn(spec, size) if spec else ""
