"""Bars that lie, the first row on top: plain ones, parted ones, and points on a line from the median to the 90th percentile.

All sums and places are worked out here, so that Vega-Lite only scales and writes. On a phone the labels stand above the
bars instead of beside them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tasks.case.bilingual import Said
from tasks.figures.chart_palette import colour
from tasks.figures.chart_parts import FONT, LINKED, MARGIN, WIDTHS, Spec, painted, shaped, text
from tasks.figures.chart_rows import Datum, Plot, width_of, wrapped

MOST = 12  # rows of one plot
_MOST_OF_HALF = 7  # of one that is half as wide as a sheet, where the first are the most
_BESIDE = 240  # pixels for labels beside the bars, at most
_GAP = 8  # pixels between a label and its bar
_THICK = 17  # pixels of a bar
_LINE = 14  # pixels from one line of a label to the next
_MORE = Said("The first {} of {}", "全{1}項目のうち上位{0}項目")


def bars(plot: Plot, label: str, value: str, led_by: str = "") -> Spec | None:
    """A bar for each of the first rows that are not 0, with its number at its end."""
    data = [each | {"from": 0, "to": each["n"]} for each in plot.data(label, value, led_by=led_by) if each["n"]]
    if not data:
        return None
    lying = Lying(plot, data, data, _MOST_OF_HALF if plot.size == "half" else MOST)
    return lying.spec([lying.bar({"": "1"}), lying.ends()])


def parts_of(plot: Plot, label: str, value: str, part: str) -> Spec | None:
    """A bar for each row that is not 0, and inside it a thinner one: how many of these."""
    whole = [each | {"from": 0, "to": each["n"]} for each in plot.data(label, value) if each["n"]]
    if not whole:
        return None
    part_of = [each | {"from": 0, "to": each["n"]} for each in plot.data(label, part) if each["n"]]
    lying = Lying(plot, whole, whole)
    paint = {plot.name(value): "1", plot.name(part): "2"}
    return lying.spec([lying.bar(paint), lying.bar(paint, 7, lying.placed(part_of)), lying.ends()])


def stacked(plot: Plot, label: str, colours: Mapping[str, str], end: str = "", led_by: str = "") -> Spec | None:
    """A bar for each row that is not empty, parted by columns, with the sum, or the column `end`, at its end."""
    data: list[Datum] = []
    ends: list[Datum] = []
    for row in plot.rows():
        found = [plot.datum(row, label, key, led_by) for key in colours]
        reached: float = 0
        for each in found:
            if each and each["n"]:
                to = reached + each["n"]
                data.append(each | {"from": reached, "to": to, "middle": (reached + to) / 2})
                reached = to
        if reached:
            last = plot.datum(row, label, end) if end else None
            said = last["text"] if last else plot.amount(reached, next(iter(colours)))
            ends.append({"name": plot.words(row, label), "to": reached, "text": said})
    if not data:
        return None
    lying = Lying(plot, data, ends)
    return lying.spec([lying.bar(plot.named(colours)), lying.numbers(), lying.ends()])


def ranges(plot: Plot, label: str, low: str, high: str, led_by: str) -> Spec | None:
    """A line for each row from one number to another, with a point of its own shape at either end."""
    points = [each | {"to": each["n"]} for each in plot.data(label, low, high, led_by=led_by)]
    reach = {each["name"]: each for each in plot.data(label, high)}
    if not any(each["n"] for each in points):
        return None
    spans = [each | {"from": each["n"], "to": reach[each["name"]]["n"]} for each in plot.data(label, low)]
    ends = [
        each | {"text": f"{_number(span['n'])} – {each['text']}"} for span in spans if (each := reach[span["name"]])
    ]
    lying = Lying(plot, points, [each | {"to": each["n"]} for each in ends])
    return lying.spec([lying.spans(spans), lying.points(plot.named({low: "1", high: "2"})), lying.ends(9)])


def _number(value: float) -> str:
    return f"{value:,}"


@dataclass
class Lying:
    """The plot of these marks; `ends` are the texts at the ends of the bars, and tell how far the plot reaches."""

    plot: Plot
    data: list[Datum]
    ends_of: list[Datum]
    most_rows: int = MOST
    lines: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Works out which rows are shown, and in how many lines their labels stand."""
        self.rows = list(dict.fromkeys(each["name"] for each in self.data))
        shown, self.narrow = self.rows[: self.most_rows], self.plot.small
        self.beside = 0 if self.narrow else min(_BESIDE, max(width_of(name, FONT) for name in shown)) + 4
        self.across = WIDTHS[self.plot.size] - 2 * MARGIN - (0 if self.narrow else self.beside + _GAP)
        self.lines = {name: wrapped(name, self.beside or self.across, FONT) for name in shown}
        self.tall = max(line.count("\n") for line in self.lines.values()) + 1
        self.thick = 11 if self.plot.size == "half" else _THICK
        self.under = 3 + _LINE * self.tall / 2 if self.narrow else 0  # pixels of a bar below the middle of its row
        self.most = max(each["to"] for each in self.ends_of if each["name"] in self.lines)

    def placed(self, data: Sequence[Datum]) -> list[Datum]:
        """The marks of the rows that are shown."""
        return [each | {"line": self.lines[each["name"]]} for each in data if each["name"] in self.lines]

    @property
    def down(self) -> Spec:
        """The rows from top to bottom."""
        row = {"field": "line", "type": "nominal", "sort": list(self.lines.values()), "title": None, "axis": None}
        return row | {"scale": {"paddingInner": 0.3}}

    def along(self, name: str) -> Spec:
        """From left to right, leaving room for the texts at the ends."""
        room = max(width_of(each["text"], FONT) for each in self.placed(self.ends_of)) + 10
        scale = {"domain": [0, self.most], "range": [0, self.across - room], "nice": False}
        return {"field": name, "type": "quantitative", "axis": None, "scale": scale}

    def bar(self, colours: Mapping[str, str], thick: int = 0, data: list[Datum] | None = None) -> Spec:
        """The bars, or others than those of this plot."""
        where = {"y": self.down, "x": self.along("from"), "x2": {"field": "to"}}
        mark = {"type": "bar", "height": thick or self.thick, "yOffset": self.under}
        drawn: Spec = {"mark": mark, "encoding": where | {"color": painted(self.plot, colours)} | LINKED}
        return drawn if data is None else drawn | {"data": {"values": data}}

    def ends(self, away: int = 5) -> Spec:
        """The texts at the ends."""
        mark = text(self.plot, align="left", dx=away, yOffset=self.under)
        return self._written(self.ends_of, mark, "to", {"field": "text"})

    def numbers(self) -> Spec:
        """The numbers on the parts that are wide enough for them."""
        enough = self.most * (0.09 if self.narrow else 0.045)
        data = [each | {"short": _number(each["n"])} for each in self.data if each["to"] - each["from"] >= enough]
        mark = text(self.plot, yOffset=self.under, fontSize=FONT - 1) | {"color": colour("paper", self.plot.size)}
        return self._written(data, mark, "middle", {"field": "short"})

    def spans(self, data: list[Datum]) -> Spec:
        """Thin lines from one place to another."""
        mark = {"type": "rule", "strokeWidth": 3, "yOffset": self.under, "color": colour("line", self.plot.size)}
        where = {"y": self.down, "x": self.along("from"), "x2": {"field": "to"}}
        return {"data": {"values": self.placed(data)}, "mark": mark, "encoding": where}

    def points(self, colours: Mapping[str, str]) -> Spec:
        """Points, told apart by colour and shape."""
        mark = {"type": "point", "filled": True, "size": 75, "opacity": 1, "yOffset": self.under}
        look = {"color": painted(self.plot, colours), "shape": shaped(self.plot, list(colours))}
        return {"mark": mark, "encoding": {"y": self.down, "x": self.along("to")} | look | LINKED}

    def spec(self, layers: list[Spec]) -> Spec:
        """The whole of it, with its labels, and how many rows there are where some are left out."""
        step = _LINE * self.tall + (self.thick + (5 if self.plot.size == "half" else 8) if self.narrow else 12)
        size = {"width": self.across, "height": {"step": step}}
        labels = [self._labels(lines) for lines in range(1, self.tall + 1)]
        spec: Spec = {"data": {"values": self.placed(self.data)}, "layer": [self._room(), *layers, *labels], **size}
        if len(self.rows) > self.most_rows:
            spec["title"] = self.plot.say(_MORE).format(self.most_rows, len(self.rows))
        return spec

    def _room(self) -> Spec:
        """Nothing, as wide as the labels may become in the font of a page."""
        where = {"y": {"value": 0}, "x": {"value": 0 if self.narrow else -self.beside - _GAP}, "x2": {"value": 0}}
        return {"data": {"values": [{}]}, "mark": {"type": "rule", "opacity": 0}, "encoding": where}

    def _labels(self, lines: int) -> Spec:
        """The labels of so many lines: beside their bars, or right above them."""
        higher = self.under - self.thick / 2 - _LINE * (lines - 0.4) if self.narrow else -_LINE * (lines - 1) / 2
        names = [name for name, line in self.lines.items() if line.count("\n") == lines - 1]
        mark = text(self.plot, align="left" if self.narrow else "right", yOffset=higher, lineHeight=_LINE)
        drawn = self._written([{"name": name} for name in names], mark, "", {"field": "line"})
        drawn["encoding"]["x"] = {"value": 0 if self.narrow else -_GAP}
        return drawn

    def _written(self, data: Sequence[Datum], mark: Spec, place: str, said: Spec) -> Spec:
        where = {"y": self.down, "x": self.along(place), "text": said}
        return {"data": {"values": self.placed(data)}, "mark": mark, "encoding": where}
