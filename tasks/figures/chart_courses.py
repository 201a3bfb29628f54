"""Courses of time, from left to right: columns, lines, and what goes in and out."""

from collections.abc import Mapping, Sequence

from tasks.figures.chart_palette import ON_PAPER
from tasks.figures.chart_parts import FONT, LINKED, MARGIN, WIDTHS, Spec, painted, shaped, text
from tasks.figures.chart_rows import Datum, Plot, width_of

_GAP = 6  # pixels between an axis and its labels
_OVER = 15  # pixels that a percentage needs over its column, so that it does not run into the legend
_COLUMN = {"type": "bar", "strokeWidth": 0.5}
_WHOLE = "datum.value % 1 ? '' : format(abs(datum.value), ',d')"  # what lies below the line is no negative number
_MANY = 30  # points of one line; of more, only the line is drawn


def columns(plot: Plot, label: str, colours: Mapping[str, str], over: str = "", led_by: str = "") -> Spec | None:
    """A column for each row, parted by columns of the table from the bottom up; `over`: a percentage to stand over it."""
    data: list[Datum] = []
    tops: list[Datum] = []
    for row in plot.rows():
        data += _piled(plot, row, label, colours, led_by)
        share = plot.number(row, over) if over else None
        top = sum(plot.number(row, key) or 0 for key in colours)
        if share is not None and top:
            tops.append({"name": plot.words(row, label), "to": top, "text": f"{share:.0f}%"})
    if not data:
        return None
    if room(plot) < width_of("100%", FONT):
        tops = []
    tall = _tall(plot, 120)
    most = max(each["to"] for each in data) / (1 - _OVER / tall if tops else 1)
    scale = {"domain": [0, most], "nice": True}
    up = {"field": "from", "type": "quantitative", "title": None, "axis": axis(plot), "scale": scale}
    encoding = {"x": along(plot, label), "y": up, "y2": {"field": "to"}, "color": painted(plot, plot.named(colours))}
    layers: list[Spec] = [{"mark": _COLUMN, "encoding": encoding | LINKED}]
    if tops:
        where = {"x": along(plot, label), "y": up | {"field": "to"}, "text": {"field": "text"}}
        layers.append({"data": {"values": tops}, "mark": text(plot, dy=-7, fontSize=FONT - 1), "encoding": where})
    return {"data": {"values": data}, "layer": layers, "height": tall}


def parts_of(plot: Plot, label: str, value: str, part: str) -> Spec | None:
    """A column for each row, and inside it a thinner one: how many of these, of which no more is known than the whole."""
    data = [each | {"from": 0, "to": each["n"]} for each in plot.data(label, value, part, led_by=value)]
    if not any(each["n"] for each in data):
        return None
    names = plot.named({value: "1", part: "2"})
    up = {"field": "from", "type": "quantitative", "title": None, "axis": axis(plot)}
    where = {"x": along(plot, label), "y": up, "y2": {"field": "to"}, "color": painted(plot, names)} | LINKED
    drawn = [
        {"transform": [_only(name)], "mark": {"type": "bar", "width": {"band": share}}, "encoding": where}
        for name, share in zip(names, (0.9, 0.4), strict=True)
    ]
    return alone(plot, {"data": {"values": data}, "layer": drawn, "height": _tall(plot, 140)})


def _only(name: str) -> Spec:
    return {"filter": {"field": "series", "equal": name}}


def in_and_out(plot: Plot, label: str, into: Mapping[str, str], out: Mapping[str, str]) -> Spec | None:
    """What came in goes up from the line, what went out goes down."""
    data: list[Datum] = []
    for row in plot.rows():
        data += _piled(plot, row, label, into)
        data += [each | {"from": -each["from"], "to": -each["to"]} for each in _piled(plot, row, label, out)]
    if not data:
        return None
    up = {"field": "from", "type": "quantitative", "title": None, "axis": axis(plot)}
    paint = painted(plot, plot.named({**into, **out}))
    encoding = {"x": along(plot, label, quiet=True), "y": up, "y2": {"field": "to"}, "color": paint} | LINKED
    return {"data": {"values": data}, "mark": _COLUMN, "encoding": encoding, "height": _tall(plot, 150)}


def _piled(plot: Plot, row: int, label: str, keys: Sequence[str] | Mapping[str, str], led_by: str = "") -> list[Datum]:
    """The marks of one row over one another, from 0 up."""
    piled: list[Datum] = []
    for key in keys:
        each = plot.datum(row, label, key, led_by)
        if each and each["n"]:
            reached = piled[-1]["to"] if piled else 0
            piled.append(each | {"from": reached, "to": reached + each["n"]})
    return piled


def lines(plot: Plot, label: str, colours: Mapping[str, str], led: Mapping[str, str], height: int = 150) -> Spec | None:
    """A line for each column of the table, told apart by colour and by the shape of its points.

    `led`: for columns whose numbers have no cases of their own, which one tells these.
    """
    data = [each for key in colours for each in plot.data(label, key, led_by=led.get(key, ""))]
    most = max((each["n"] for each in data), default=0)
    if not most:
        return None
    names = plot.named(colours)
    scale = {"domain": [0, max(most, 1)], "nice": True}
    up = {"field": "n", "type": "quantitative", "title": None, "axis": axis(plot), "scale": scale}
    place: Spec = {"x": along(plot, label), "y": up, "color": painted(plot, names)}
    line: Spec = {"mark": {"type": "line"}, "encoding": place | {"detail": {"field": "series"}}}
    size = 60 if len(list(plot.rows())) <= _MANY else 8
    point: Spec = {"mark": {"type": "point", "filled": True, "size": size, "opacity": 1}}
    point["encoding"] = place | LINKED | ({"shape": shaped(plot, list(names))} if len(names) > 1 else {})
    named = {"title": next(iter(names))} if len(names) == 1 else {}
    return {"data": {"values": data}, "layer": [line, point], "height": _tall(plot, height), **named}


def _tall(plot: Plot, pixels: int) -> int:
    """A plot's height; paper is dearer than a page that scrolls."""
    return int(pixels * (0.65 if plot.size in ON_PAPER else 1))


def along(plot: Plot, label: str, *, quiet: bool = False) -> Spec:
    """The rows from left to right, with the labels of as many as there is room for, also the last; none where `quiet`."""
    names = [plot.words(row, label) for row in plot.rows()]
    every = max(1, -int(-(max(width_of(name, FONT) for name in names) + 8) // room(plot)))
    axis_ = {"labelAngle": 0, "values": names[::-1][::every][::-1], "labelOverlap": False, "labelLimit": 0}
    shown = axis_ | {"labels": not quiet, "grid": False}
    return {"field": "name", "type": "nominal", "sort": names, "title": None, "axis": shown}


def room(plot: Plot) -> float:
    """How many pixels there are for each row."""
    return breadth(plot) / max(1, len(list(plot.rows())))


def axis(plot: Plot) -> Spec:
    """A quiet axis of whole numbers, with lines across the plot; as wide as that of other plots of the table."""
    wide = _axis_width(plot)
    return {"grid": True, "tickCount": 4, "minExtent": wide, "maxExtent": wide, "labelExpr": _WHOLE}


def _axis_width(plot: Plot) -> int:
    values = [cell.value for row in plot.table.rows for cell in row if isinstance(cell.value, int | float)]
    return int(width_of(f"{int(max(values, default=0) * 1.2):,}", FONT)) + _GAP


def breadth(plot: Plot) -> int:
    """How wide the plot itself is, in pixels; the label of its last row may stand out by some."""
    widest = max((width_of(plot.words(row, plot.table.columns[0].key), FONT) for row in plot.rows()), default=0)
    return int(WIDTHS[plot.size] - 2 * MARGIN - _axis_width(plot) - max(0, widest / 2 - _GAP))


def alone(plot: Plot, spec: Spec | None) -> Spec | None:
    """One plot as wide as there is room for."""
    return spec and {**spec, "width": breadth(plot)}


def over_one_another(plot: Plot, *parts: Spec | None) -> Spec | None:
    """Several plots over one another, each with its own legend."""
    found = [part for each in parts if (part := alone(plot, each))]
    apart = {"scale": {"color": "independent", "shape": "independent"}}
    return {"vconcat": found, "spacing": 14, "resolve": apart} if found else None
