"""Cells of counts and of their rates: every rate has the number it is of beside it, and none is told of no case."""

from collections.abc import Iterable, Mapping

from tasks.case.bilingual import Said, named
from tasks.figures.table import Cell

CASES, SHARE, OF = Said("Cases", "件数"), Said("Share", "割合"), Said("Of cases", "母数（件）")


def percent(part: int, of: int) -> float | None:
    """How many of a hundred, to one decimal; None where there is nothing to be a part of."""
    return round(100 * part / of, 1) if of else None


def count(number: int, *picks: str) -> Cell:
    """A number of cases, with the picks of just these."""
    return Cell(number, picks)


def rate(part: int, of: int) -> Cell:
    """A share in percent."""
    return Cell(percent(part, of))


def name(names: Mapping[str, Said], code: str) -> Cell:
    """A code in words."""
    return Cell(named(names, code), code=code)


def most_first(counts: Iterable[tuple[str, int]], names: Mapping[str, Said]) -> list[str]:
    """Codes with what was counted of them, the most first; those of one number in the order of their names."""
    places = {code: place for place, code in enumerate(names)}
    return [code for code, _ in sorted(counts, key=lambda each: (-each[1], places.get(each[0], len(places)), each[0]))]
