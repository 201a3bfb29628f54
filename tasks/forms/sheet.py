"""A form's page that is filled from the top: rows of labels and boxes, one below the other, in millimetres."""

from collections.abc import Callable, Sequence

from tasks.case.errors import FormDoesNotFit
from tasks.forms.boxes import BoxKind, FormBox, FormLayout, Print, Rect

LEFT, RIGHT, TOP, BOTTOM = 14.0, 196.0, 38.0, 271.0
VALUES = 55.0  # where boxes begin, right of their labels
HALF = 105.0
AIR = 3.0  # between a label's frame and the boxes beside it
TICK = 6.0
CELL = 8.0
UNIT = 7.0
LEAST_GAP, MOST_GAP = 1.5, 4.0


def spread(fill: Callable[["Sheet"], None]) -> FormLayout:
    """A page whose spare room is shared out among its rows."""
    close = Sheet()
    fill(close)
    sheet = Sheet(min(MOST_GAP, LEAST_GAP + max(0.0, BOTTOM - close.y) / close.rows))
    fill(sheet)
    return sheet.done()


class Sheet:
    """A page that is filled from the top; `gap` is the room below each row."""

    def __init__(self, gap: float = LEAST_GAP) -> None:
        self.y = TOP
        self.gap = gap
        self.rows = 0
        self.boxes: list[FormBox] = []
        self.prints: list[Print] = []

    def done(self) -> FormLayout:
        """The page as a paper of one page; FormDoesNotFit when it is overfull."""
        if self.y - self.gap > BOTTOM:
            raise FormDoesNotFit("More kinds of request are named than one form can list; make two forms of it.")
        return FormLayout(1, (1,), tuple(self.boxes), tuple(self.prints))

    def text(self, key: str, style: str, rect: Rect) -> None:
        """A printed text anywhere."""
        self.prints.append(Print(key, style, 1, rect))

    def line(self, key: str, height: float) -> None:
        """A sentence across the page."""
        self.text(key, "line", Rect(LEFT, self.y, RIGHT, self.y + height))
        self.y += height

    def head(self, key: str) -> None:
        """The heading of a step, and what to do there."""
        self.text(key, "head", Rect(LEFT, self.y, RIGHT, self.y + 8))
        self.y += 9.5

    def _next(self, height: float) -> None:
        self.rows += 1
        self.y += height + self.gap

    def _label(self, key: str, height: float) -> None:
        self.text(key, "label", Rect(LEFT, self.y, VALUES, self.y + height))

    def written(self, name: str, height: float, parts: Sequence[str] = ("",), *, label: str = "") -> None:
        """A label and one line of writing, or several below each other."""
        self._label(label or name, height * len(parts))
        for part in parts:
            rect = Rect(VALUES, self.y, RIGHT, self.y + height)
            self.boxes.append(FormBox(name, BoxKind.TEXT, 1, rect, part))
            self.y += height
        self._next(0)

    def big(self, name: str, kind: BoxKind, height: float, right: float = RIGHT, *, hint: str = "") -> None:
        """A label and one large box; what stands right of it says what to write there."""
        self._label(name, height)
        self.boxes.append(FormBox(name, kind, 1, Rect(VALUES, self.y, right, self.y + height)))
        if hint:
            self.text(hint, "hint", Rect(right + 2, self.y, RIGHT, self.y + height))
        self._next(height)

    def digits(self, name: str, groups: Sequence[int], *, between: str = "", hint: str = "") -> None:
        """A label and one cell for each digit, in groups."""
        self._label(name, 10)
        x = VALUES + AIR
        if hint:
            self.text(hint, "hint", Rect(x + sum(groups) * CELL + 3, self.y, RIGHT, self.y + 10))
        for number, count in enumerate(groups, start=1):
            x = self.cells(name, f"{number}" if len(groups) > 1 else "", x, count)
            if number < len(groups):
                self.text(between, "unit", Rect(x, self.y, x + UNIT, self.y + 10))
                x += UNIT
        self._next(10)

    def cells(self, name: str, part: str, x: float, count: int) -> float:
        """A row of cells from `x`; its right end."""
        cells = tuple(Rect(x + i * CELL, self.y, x + (i + 1) * CELL, self.y + 10) for i in range(count))
        whole = Rect(x, self.y, x + count * CELL, self.y + 10)
        self.boxes.append(FormBox(name, BoxKind.DIGITS, 1, whole, part, cells))
        return whole.right

    def date(self, name: str, eras: Sequence[str]) -> None:
        """A label, the eras to choose from, and cells for year, month and day; beside the eras where there is room."""
        beside = len(eras) <= 2
        self._label(name, 10 if beside else 20)
        step = 24 if beside else 27
        self.ticks_in_row(name, eras, Rect(VALUES + AIR, self.y + (2 if beside else 1), RIGHT, self.y + 9), step)
        x = VALUES + AIR + (len(eras) * step if beside else 0)
        self.y += 0 if beside else 10
        for part, count in (("year", 4), ("month", 2), ("day", 2)):
            x = self.cells(name, part, x, count)
            self.text(part, "unit", Rect(x, self.y, x + UNIT, self.y + 10))
            x += UNIT
        self._next(10)

    def ticks_in_row(self, name: str, options: Sequence[str], room: Rect, step: float) -> None:
        """Boxes to be ticked side by side, each with its words."""
        for i, option in enumerate(options):
            x = room.left + i * step
            self._tick(name, option, x, room.top, x + step - 1, room.top + TICK)

    def ticks(self, name: str, options: Sequence[str], height: float, columns: int = 1) -> None:
        """Boxes to be ticked below each other, in one column or two."""
        for i, option in enumerate(options):
            x, top = (HALF if i % columns else LEFT + 2), self.y + i // columns * height
            self._tick(name, option, x, top + (height - TICK) / 2, HALF - 2 if columns == 2 and not i % 2 else RIGHT)
        self._next(-(-len(options) // columns) * height)

    def _tick(self, name: str, option: str, x: float, y: float, right: float, bottom: float | None = None) -> None:
        self.boxes.append(FormBox(name, BoxKind.TICK, 1, Rect(x, y, x + TICK, y + TICK), option))
        lowest = bottom if bottom is not None else y + TICK
        self.text(f"{name}.{option}", "option", Rect(x + TICK + 1.5, y, right, lowest))
