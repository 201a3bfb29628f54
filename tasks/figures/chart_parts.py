"""Parts that all plots share: how wide they are, their colours, legends and axes, as Vega-Lite says them."""

from collections.abc import Mapping, Sequence
from typing import Any

from tasks.engines.fonts import GOTHIC
from tasks.figures.chart_palette import ON_PAPER, colour
from tasks.figures.chart_rows import Plot, Size, width_of

Spec = dict[str, Any]
WIDTHS: dict[Size, int] = {"wide": 640, "narrow": 320, "print": 640, "half": 320}  # pixels
FONT = 12  # pixels
_FONTS = "DejaVu Sans, Verdana, Noto Sans CJK JP, sans-serif"  # measured; a page writes in its own
MARGIN = 4  # pixels around a plot
LINKED: Spec = {"href": {"field": "href", "type": "nominal"}, "description": {"field": "said", "type": "nominal"}}
_SHAPES = ("circle", "square", "triangle-up", "diamond")


def painted(plot: Plot, colours: Mapping[str, str]) -> Spec:
    """The colour of a mark by its series, with a legend; the one colour where there is but one."""
    if len(colours) == 1:
        return {"value": colour(next(iter(colours.values())), plot.size)}
    scale = {"domain": list(colours), "range": [colour(name, plot.size) for name in colours.values()]}
    return {"field": "series", "type": "nominal", "scale": scale, "legend": legend(plot, list(colours))}


def shaped(plot: Plot, names: Sequence[str]) -> Spec:
    """The shape of a point by its series, in the legend of the colours."""
    scale = {"domain": list(names), "range": list(_SHAPES[: len(names)])}
    return {"field": "series", "type": "nominal", "scale": scale, "legend": legend(plot, names)}


def legend(plot: Plot, names: Sequence[str]) -> Spec:
    """A legend above the plot, in as many columns as there is room for."""
    widest = max(width_of(name, FONT) for name in names) + 38
    columns = max(1, min(len(names), int(WIDTHS[plot.size] // widest)))
    kept = {"title": None, "labelLimit": 0, "columnPadding": 16}
    return {"orient": "top", "direction": "horizontal", "columns": columns, **kept}


def text(plot: Plot, **more: Any) -> Spec:
    """A mark of text in the colour of writing."""
    return {"type": "text", "color": colour("ink", plot.size), **more}


def config(size: Size) -> Spec:
    """How everything looks that a plot does not say itself."""
    ink, quiet, line = (colour(name, size) for name in ("ink", "quiet", "line"))
    written = {"labelColor": ink, "titleColor": quiet, "labelFontSize": FONT, "titleFontSize": FONT}
    return {
        "background": None,
        "font": GOTHIC if size in ON_PAPER else _FONTS,
        "lineBreak": "\n",
        "view": {"stroke": None},
        "axis": written | {"gridColor": line, "ticks": False, "domain": False, "labelPadding": 6},
        "legend": written | {"symbolType": "square", "offset": 6, "symbolStrokeWidth": 0},
        "title": {"color": quiet, "fontSize": FONT, "fontWeight": "normal", "anchor": "start"},
        "text": {"fontSize": FONT},
        "bar": {"stroke": colour("paper", size), "strokeWidth": 1},
        "line": {"strokeWidth": 2},
    }
