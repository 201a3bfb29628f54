"""What a plot draws of a table: its rows as words and numbers in one language, each with where it leads to."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from tasks.case.bilingual import Said
from tasks.figures.table import Cell, Table, Unit

Language = Literal["en", "ja"]
Size = Literal["wide", "narrow", "print", "half"]  # the last two on paper
Datum = dict[str, Any]
PLACEHOLDER = "https://picks.invalid/"  # Vega wants whole addresses; the desk's own take their place in the SVG
_NOT_KNOWN = Said("not known", "不明")
_UNITS: dict[Unit, Said] = {
    "count": Said("", "件"),
    "days": Said(" days", "日"),
    "percent": Said("%", "%"),
    "yen": Said(" yen", "円"),
}


@dataclass(frozen=True)
class Plot:
    """A table that is to be drawn, for whom and how large."""

    table: Table
    language: Language
    size: Size

    @property
    def small(self) -> bool:
        """Whether it is too narrow for labels beside bars."""
        return self.size in ("narrow", "half")

    def say(self, said: Said) -> str:
        """A text in the plot's language."""
        return said.in_(self.language)

    def has(self, *keys: str) -> bool:
        """Whether the table has all of these columns."""
        return {column.key for column in self.table.columns}.issuperset(keys)

    def at(self, key: str) -> int:
        """Which column it is."""
        return next(i for i, column in enumerate(self.table.columns) if column.key == key)

    def name(self, key: str) -> str:
        """What a column is called."""
        return self.say(self.table.columns[self.at(key)].name)

    def words(self, row: int, key: str) -> str:
        """A cell as text; "not known" for nothing."""
        return told(self.table.rows[row][self.at(key)], self.language) or self.say(_NOT_KNOWN)

    def number(self, row: int, key: str) -> float | None:
        """A cell as a number; None for nothing."""
        value = self.table.rows[row][self.at(key)].value
        return value if isinstance(value, int | float) else None

    def amount(self, value: float, key: str) -> str:
        """A number of a column with its unit."""
        return with_unit(value, self.table.columns[self.at(key)].unit, self.language)

    def datum(self, row: int, label: str, key: str, led_by: str = "") -> Datum | None:
        """One mark: `name`, `series`, `n`, `text`, where it leads to, and the whole of it in words; None for no number.

        `led_by`: the column whose cell tells the cases behind it, where the number itself does not.
        """
        number = self.number(row, key)
        if number is None:
            return None
        name, series, text = self.words(row, label), self.name(key), self.amount(number, key)
        place, said = f"{PLACEHOLDER}{row}/{self.at(led_by or key)}", f"{name} — {series}: {text}"
        return {"name": name, "series": series, "n": number, "text": text, "href": place, "said": said}

    def named(self, colours: Mapping[str, str]) -> dict[str, str]:
        """Colours of columns by what these are called."""
        return {self.name(key): colour for key, colour in colours.items()}

    def data(self, label: str, *keys: str, led_by: str = "") -> list[Datum]:
        """The marks of all rows for these columns, row by row."""
        marks = (self.datum(row, label, key, led_by) for row in self.rows() for key in keys)
        return [each for each in marks if each is not None]

    def rows(self) -> Iterator[int]:
        """The rows by number, without one that sums up the others."""
        return (row for row, cells in enumerate(self.table.rows) if cells[0].code != "all")


def told(cell: Cell, language: Language) -> str:
    """A cell's value as text, without its unit."""
    if isinstance(cell.value, Said):
        return cell.value.in_(language)
    if isinstance(cell.value, date):
        return f"{cell.value:%m-%d}"
    return "" if cell.value is None else str(cell.value)


def with_unit(value: float, unit: Unit, language: Language) -> str:
    """A number as people read it: thousands apart, with its unit."""
    return f"{value:,}{_UNITS.get(unit, Said('', '')).in_(language)}"


def width_of(text: str, size: float) -> float:
    """About how many pixels a line of text takes at a font's size in pixels; a wide character counts as a whole em."""
    ems = sum(1.0 if unicodedata.east_asian_width(letter) in "WFA" else 0.6 for letter in text)
    return ems * size


def wrapped(text: str, width: float, size: float) -> str:
    """A text in lines no wider than so many pixels: parted between words, in Japanese anywhere."""
    lines = [""]
    for word in _words(text):
        if lines[-1] and width_of(lines[-1] + word, size) > width:
            lines.append("")
            word = word.lstrip()  # noqa: PLW2901  # a line begins with a letter
        lines[-1] += word
    return "\n".join(line.rstrip() for line in lines)


def _words(text: str) -> Iterator[str]:
    word = ""
    for letter in text:
        if letter == " " or unicodedata.east_asian_width(letter) in "WF":
            yield word
            word = ""
        word += letter
    yield word
