"""A table of figures as a page shows it: each value as text in the reader's language, with where a click on it leads."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from tasks.case.bilingual import Said, named
from tasks.desk.figures_query import Asked
from tasks.figures.table import Cell, Column, Table, Unit, Value

NOTHING = "–"
_ROOMY = {"kinds": "long", "action": "long", "policy": "name"}  # columns whose texts need room
_URGENT = ("due", "due_on", "left", "days_left", "days_late", "percent")  # what comes first where a row is a card
_NUMBERS: frozenset[Unit] = frozenset(("count", "days", "percent", "yen"))


@dataclass(frozen=True)
class Reader:
    """For whom figures are shown. `cases`, `dispatch`: whether they may open a case's evidence, and the page Dispatch.

    `companies`: what the policies' companies are called.
    """

    language: str
    cases: bool
    dispatch: bool
    companies: Mapping[str, Said]

    def may_follow(self, link: str) -> bool:
        """Whether a path of the desk lets the reader in."""
        return self.dispatch or not link.startswith("/dispatch")


@dataclass(frozen=True)
class Shown:
    """One cell. `link`: "" for none; `mark`: classes of its look."""

    text: str
    link: str
    mark: str


@dataclass(frozen=True)
class ShownTable:
    """One table. `every`: the list of all its cases, of which it may show only the first; "" where it lists none.

    `csv`, `worded`: the addresses of its files in codes and in words.
    """

    key: str
    title: str
    note: str
    heads: tuple[Shown, ...]
    rows: tuple[tuple[Shown, ...], ...]
    csv: str
    every: str
    worded: str

    @property
    def body(self) -> Markup:
        """The rows as HTML: written here, since a template takes four times as long for so many cells."""
        labels = [f' data-label="{escape(head.text)}"' if self.every else "" for head in self.heads]
        return Markup("\n").join(_tr(row, labels) for row in self.rows)


def _tr(row: Sequence[Shown], labels: Sequence[str]) -> Markup:
    """A row; on a narrow screen that of a list is a card, in which each cell but the first bears its label."""
    cells = (_td(cell, label) for cell, label in zip(row[1:], labels[1:], strict=True))
    tr = f'<tr><th scope="row"{_class(row[0])}>{_linked(row[0])}</th>{"".join(cells)}</tr>'
    return Markup(tr)  # noqa: S704  # all that stands in it is escaped


def _td(cell: Shown, label: str) -> str:
    text = _linked(cell)
    is_cut = label and ("name" in cell.mark or "long" in cell.mark)
    title = f' title="{escape(cell.text)}"' if is_cut else ""
    return f"<td{_class(cell)}{label}{title}>{text}</td>"


def _class(cell: Shown) -> str:
    return f' class="{cell.mark}"' if cell.mark else ""


def _linked(cell: Shown) -> str:
    return f'<a href="{escape(cell.link)}">{escape(cell.text)}</a>' if cell.link else escape(cell.text)


def shown(table: Table, page: str, asked: Asked, reader: Reader) -> ShownTable:
    """A table of a page for a reader."""
    return ShownTable(
        table.key,
        table.title.in_(reader.language),
        table.note.in_(reader.language),
        tuple(Shown(column.name.in_(reader.language), "", look(column)) for column in table.columns),
        tuple(_row(row, table.columns, asked, reader) for row in table.rows),
        asked.link(f"/figures/{page}/{table.key}.csv"),
        asked.cases(table.picks) if table.picks is not None and table.rows else "",
        asked.link(f"/figures/{page}/{table.key}.csv", [("words", "1")]),
    )


def _row(row: Sequence[Cell], columns: Sequence[Column], asked: Asked, reader: Reader) -> tuple[Shown, ...]:
    return tuple(shown_cell(cell, column, asked, reader) for cell, column in zip(row, columns, strict=True))


def shown_cell(cell: Cell, column: Column, asked: Asked, reader: Reader) -> Shown:
    """One value in words, linked where there is something behind it that the reader may see."""
    text = NOTHING if cell.value is None else _TEXTS[column.unit](cell.value, reader)
    tone = cell.tone or ("quiet" if cell.value is None or (cell.value == 0 and cell.picks is not None) else "")
    return Shown(text, _link(cell, column, asked, reader), f"{look(column)} {tone}".strip())


def look(column: Column) -> str:
    """The class of a column: numbers stand in line, days and case numbers are never broken, and long texts have room."""
    urgent = " urgent" if column.key in _URGENT else ""
    if column.unit in _NUMBERS:
        return f"n{urgent}"
    return f"day{urgent}" if column.unit in ("day", "case") else _ROOMY.get(column.key, "")


def _link(cell: Cell, column: Column, asked: Asked, reader: Reader) -> str:
    if cell.link:
        return cell.link if reader.may_follow(cell.link) else ""
    if column.unit == "case":
        return f"/cases/{cell.value}" if reader.cases else ""
    return asked.cases(cell.picks) if cell.picks is not None and cell.value else ""


def in_text(value: Value, reader: Reader) -> str:
    """A text in the reader's language; the code of a company's policy by its name."""
    if isinstance(value, Said):
        return value.in_(reader.language)
    return named(reader.companies, str(value)).in_(reader.language)


def _number(value: Value, _: Reader) -> str:
    return f"{value:,}" if isinstance(value, int | float) else str(value)


def _yen(value: Value, reader: Reader) -> str:
    told = _number(value, reader)
    return f"{told}円" if reader.language == "ja" else f"¥{told}"


_TEXTS: dict[Unit, Callable[[Value, Reader], str]] = {
    "text": in_text,
    "case": in_text,
    "day": lambda value, _: value.isoformat() if isinstance(value, date) else str(value),
    "count": _number,
    "days": _number,
    "percent": lambda value, _: f"{value:.1f}%" if isinstance(value, int | float) else str(value),
    "yen": _yen,
}
