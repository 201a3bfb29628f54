"""Vega-Lite specifications of the few kinds of plots: bars, stacked bars, columns, lines.

All sums and places are worked out here, so that Vega-Lite only scales, draws axes and writes numbers. A plot on a phone has
its labels above the bars instead of beside them.
"""

from collections.abc import Sequence
from typing import Any

from tasks.case.bilingual import Said
from tasks.figures.chart_palette import colour
from tasks.figures.chart_rows import Datum, Plot, Size, width_of, wrapped

Spec = dict[str, Any]
WIDTHS: dict[Size, int] = {"wide": 640, "narrow": 320, "print": 640}
FONT = 12  # pixels
MOST = 10  # rows of one plot
_BESIDE = 200  # pixels for labels beside the bars, at most
_MORE = Said("the first {} of {}", "全{1}項目のうち上位{0}項目")


def bars(plot: Plot, label: str, value: str) -> Spec | None:
    """A bar for each of the first rows that are not 0, with its number at its end."""
    data = [each for each in plot.data(label, value) if each["n"]]
    for each in data:
        each |= {"from": 0, "to": each["n"]}
    return _lying(plot, data, {}, data[:MOST]) if data else None


def stacked(plot: Plot, label: str, keys: Sequence[str], colours: Sequence[str]) -> Spec | None:
    """A bar for each row that is not empty, parted by columns, with the sum at its end."""
    data: list[Datum] = []
    ends: list[Datum] = []
    for row in plot.rows():
        parts = [each for key in keys if (each := plot.datum(row, label, key)) and each["n"]]
        reached: float = 0
        for each in parts:
            each |= {"from": reached, "to": reached + each["n"], "middle": reached + each["n"] / 2}
            reached += each["n"]
        data += parts
        if parts:
            ends.append({"name": parts[0]["name"], "to": reached, "text": plot.amount(reached, keys[0])})
    names = [plot.name(key) for key in keys]
    return _lying(plot, data, dict(zip(names, colours, strict=True)), ends) if data else None


def _lying(plot: Plot, data: list[Datum], series: dict[str, str], ends: list[Datum]) -> Spec:
    """Bars that lie, the first on top."""
    rows = list(dict.fromkeys(each["name"] for each in data))
    shown = rows[:MOST]
    narrow = plot.size == "narrow"
    beside = min(_BESIDE, max(width_of(name, FONT) for name in shown)) + 4
    room = max(width_of(each["text"], FONT) for each in ends) + 8
    across = WIDTHS[plot.size] - 12 - (0 if narrow else beside + 8)
    lines = {name: wrapped(name, across if narrow else beside, FONT) for name in shown}
    for each in (*data, *ends):
        each["line"] = lines.get(each["name"], "")
    most = max(each["to"] for each in ends)
    down = {
        "field": "line",
        "type": "nominal",
        "sort": list(lines.values()),
        "title": None,
        "scale": {"paddingInner": 0.3},
    }
    down["axis"] = None if narrow else {"labelLimit": 0, "minExtent": beside, "maxExtent": beside}
    scale = {"domain": [0, most], "range": [0, across - room], "nice": False}
    place = {"type": "quantitative", "axis": None, "scale": scale}
    thick = 17
    offset = 9 if narrow else 0
    bar: Spec = {"mark": {"type": "bar", "height": thick, "yOffset": offset}, "encoding": {"y": down} | _linked()}
    bar["encoding"] |= {"x": place | {"field": "from"}, "x2": {"field": "to"}, "color": _colours(plot, series)}
    end = {"type": "text", "align": "left", "dx": 5, "yOffset": offset, "color": colour("ink", plot.size)}
    text = {"y": down, "x": place | {"field": "to"}, "text": {"field": "text"}}
    layers = [bar, {"data": {"values": _of(ends, shown)}, "mark": end, "encoding": text}]
    if series:
        layers.append(_numbers_on(plot, down, place, offset))
    if narrow:
        above = {
            "type": "text",
            "align": "left",
            "baseline": "middle",
            "yOffset": -9,
            "color": colour("ink", plot.size),
        }
        heads = [{"line": line, "zero": 0} for line in lines.values()]
        where = {"y": down, "x": place | {"field": "zero"}, "text": {"field": "line"}}
        layers.append({"data": {"values": heads}, "mark": above, "encoding": where})
    tall = max(line.count("\n") for line in lines.values())
    step = (40 if narrow else 26) + 13 * tall
    spec: Spec = {"data": {"values": _of(data, shown)}, "layer": layers, "width": across, "height": {"step": step}}
    if len(rows) > MOST:
        spec["title"] = {"text": plot.say(_MORE).format(MOST, len(rows)), "anchor": "start", "fontWeight": "normal"}
    return spec


def _of(data: list[Datum], names: Sequence[str]) -> list[Datum]:
    return [each for each in data if each["name"] in names]


def _numbers_on(plot: Plot, down: Spec, place: Spec, offset: int) -> Spec:
    """The numbers of the parts, on those that are wide enough."""
    mark = {"type": "text", "yOffset": offset, "color": colour("paper", plot.size), "fontSize": FONT - 1}
    written = {
        "y": down,
        "x": place | {"field": "middle"},
        "text": {"field": "n", "format": ",", "type": "quantitative"},
    }
    share = 12 if plot.size == "narrow" else 24
    most = place["scale"]["domain"][1]
    return {"transform": [{"filter": f"datum.n >= {most / share}"}], "mark": mark, "encoding": written}


def _colours(plot: Plot, series: dict[str, str]) -> Spec:
    if not series:
        return {"value": colour("1", plot.size)}
    scale = {"domain": list(series), "range": [colour(name, plot.size) for name in series.values()]}
    return {"field": "series", "type": "nominal", "scale": scale, "legend": legend(plot, list(series))}


def legend(plot: Plot, names: Sequence[str]) -> Spec:
    """A legend above the plot, in as many columns as there is room for."""
    widest = max(width_of(name, FONT) for name in names) + 30
    columns = max(1, min(len(names), int(WIDTHS[plot.size] // widest)))
    return {
        "orient": "top",
        "direction": "horizontal",
        "columns": columns,
        "title": None,
        "labelLimit": 0,
        "columnPadding": 16,
    }


def _linked() -> Spec:
    return {"href": {"field": "href", "type": "nominal"}, "description": {"field": "said", "type": "nominal"}}


def columns(plot: Plot, label: str, keys: Sequence[str], colours: Sequence[str], height: int = 150) -> Spec | None:
    """A column for each row, parted by columns of the table from the bottom up."""
    data: list[Datum] = []
    for row in plot.rows():
        reached: float = 0
        for key in keys:
            each = plot.datum(row, label, key)
            if each and each["n"]:
                data.append(each | {"from": reached, "to": reached + each["n"]})
                reached += each["n"]
    if not data:
        return None
    names = dict(zip([plot.name(key) for key in keys], colours, strict=True))
    along = along_rows(plot, label)
    up = {"field": "from", "type": "quantitative", "axis": axis(), "title": None}
    encoding = {"x": along, "y": up, "y2": {"field": "to"}, "color": _colours(plot, names)} | _linked()
    return {"data": {"values": data}, "mark": {"type": "bar"}, "encoding": encoding, "height": height}


def lines(plot: Plot, label: str, keys: Sequence[str], colours: Sequence[str], height: int = 150) -> Spec | None:
    """A line for each column of the table, told apart by colour and by the shape of its points."""
    data = plot.data(label, *keys)
    if not data:
        return None
    names = [plot.name(key) for key in keys]
    paint: Spec = {"field": "series", "type": "nominal", "legend": legend(plot, names)}
    paint["scale"] = {"domain": names, "range": [colour(name, plot.size) for name in colours]}
    shape = paint | {"scale": {"domain": names, "range": ["circle", "square", "triangle-up", "diamond"][: len(names)]}}
    place: Spec = {
        "x": along_rows(plot, label),
        "y": {"field": "n", "type": "quantitative", "title": None, "axis": axis()},
    }
    line: Spec = {"mark": {"type": "line"}, "encoding": place | {"color": paint, "detail": {"field": "series"}}}
    point: Spec = {"mark": {"type": "point", "filled": True, "size": 55, "opacity": 1}}
    point |= {"encoding": place | {"color": paint, "shape": shape} | _linked()}
    return {"data": {"values": data}, "layer": [line, point], "height": height}


def along_rows(plot: Plot, label: str) -> Spec:
    """The rows from left to right; on a phone the labels of only some where there are many."""
    names = [plot.words(row, label) for row in plot.rows()]
    room = (WIDTHS[plot.size] - 50) / max(1, len(names))
    every = max(1, -(-int(max(width_of(name, FONT) for name in names) + 8) // max(1, int(room))))
    axis_ = {"labelAngle": 0, "values": names[::-1][::every][::-1], "labelOverlap": False, "labelLimit": 0}
    return {"field": "name", "type": "nominal", "sort": names, "title": None, "axis": axis_}


def axis(**more: Any) -> Spec:
    """A quiet axis of numbers, with lines across the plot."""
    return {"grid": True, "tickCount": 4, "minExtent": 34, "maxExtent": 34, "format": "~s", **more}


def above(plot: Plot, *parts: Spec | None) -> Spec | None:
    """Several plots over one another, all as wide as the page allows."""
    found = [part for part in parts if part]
    for part in found:
        part["width"] = WIDTHS[plot.size] - 34 - 16
    return (
        {"vconcat": found, "spacing": 14, "resolve": {"scale": {"color": "independent", "shape": "independent"}}}
        if found
        else None
    )
