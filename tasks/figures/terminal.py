"""A table of figures as a terminal shows it: in words, numbers to the right, broken into parts where it is too wide."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.table import Table as Drawn
from rich.text import Text

from tasks.case.bilingual import Said
from tasks.figures.table import Cell, Table

_STYLES = MappingProxyType({"late": "red", "soon": "yellow", "fine": "green", "quiet": "dim", "": ""})
_LEFT = ("text", "day", "case")
_NOTHING = Said("None.", "該当なし。")
_FIGURE, _VALUE = Said("Figure", "項目"), Said("Value", "値")
_BETWEEN, _EDGES = 3, 2  # characters of padding and line: of each column, and of the whole
_LONG_WORD = 16  # characters of a terminal, of which a Japanese one takes two


def written(cell: Cell, unit: str, language: str) -> str:
    """A cell in words: thousands with a comma, percent and yen with their sign, "" for nothing."""
    value = cell.value
    match value:
        case None:
            return ""
        case Said():
            return value.in_(language)
        case date() | str():
            return str(value)
    number = f"{value:,}"
    if unit == "percent":
        return f"{number}%"
    return f"¥{number}" if unit == "yen" else number


def drawn(table: Table, language: str, width: int) -> RenderableType:
    """The table with its title, key and note, at most `width` characters wide; the first column stands in each part."""
    head = Text(table.title.in_(language), "bold") + Text(f"  {table.key}", "dim")
    note = Text(table.note.in_(language), "dim")
    if not table.rows:
        return Group(head, note, Text(f"{_NOTHING.in_(language)}\n"))
    columns = _columns(table, language)
    parts = (
        [_upright(columns, language)] if len(table.rows) == 1 and _width(columns) > width else _parts(columns, width)
    )
    return Group(head, note, *(_drawn(part, width) for part in parts))


@dataclass(frozen=True)
class _Column:
    """A column in words."""

    head: str
    unit: str
    texts: Sequence[Text]

    @property
    def narrowest(self) -> int:
        """How narrow it may be: numbers, days and cases are never broken, words only where they are long."""
        whole = 0 if self.unit == "text" else self._widest
        texts = [self.head, *(text.plain for text in self.texts)] if self.unit == "text" else [self.head]
        return max(whole, *(min(_LONG_WORD, cell_len(word)) for text in texts for word in text.split() or [""]))

    @property
    def widest(self) -> int:
        """How wide it wants to be: words on one line; numbers leave their heading as narrow as it can be."""
        return max(cell_len(self.head), self._widest) if self.unit in _LEFT else self.narrowest

    @property
    def _widest(self) -> int:
        return max((cell_len(text.plain) for text in self.texts), default=0)


def _columns(table: Table, language: str) -> list[_Column]:
    return [
        _Column(column.name.in_(language), column.unit, [_told(row[i], column.unit, language) for row in table.rows])
        for i, column in enumerate(table.columns)
    ]


def _told(cell: Cell, unit: str, language: str) -> Text:
    return Text(written(cell, unit, language), _STYLES[cell.tone])


def _upright(columns: Sequence[_Column], language: str) -> list[_Column]:
    """A table of one row, with a line for each of its columns."""
    heads = [Text(column.head) for column in columns]
    return [
        _Column(_FIGURE.in_(language), "text", heads),
        _Column(_VALUE.in_(language), "count", [column.texts[0] for column in columns]),
    ]


def _parts(columns: Sequence[_Column], width: int) -> Iterator[list[_Column]]:
    """As many columns at a time as fit, and at least one, each time behind the first."""
    first, *others = columns
    part = [first]
    for column in others:
        if len(part) > 1 and _width([*part, column]) > width:
            yield part
            part = [first]
        part.append(column)
    yield part


def _width(part: Sequence[_Column]) -> int:
    return sum(column.narrowest + _BETWEEN for column in part) + _EDGES


def _drawn(part: Sequence[_Column], width: int) -> Drawn:
    made, spare = Drawn(box=SIMPLE_HEAD), max(0, width - _width(part))
    for column in part:
        more = min(column.widest - column.narrowest, spare)
        spare -= more
        left = column.unit in _LEFT
        made.add_column(
            column.head,
            justify="left" if left else "right",
            overflow="fold",
            width=column.narrowest + more,
        )
    for row in zip(*(column.texts for column in part), strict=True):
        made.add_row(*row)
    return made
