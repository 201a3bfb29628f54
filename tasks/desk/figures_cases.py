"""The list of the cases behind a number: a hundred at a time, in the order of any column, and all of them as CSV."""

from dataclasses import dataclass
from typing import Any

from starlette.datastructures import QueryParams

from tasks.case.errors import KaijiError
from tasks.desk.figures_people import ASSIGNED, with_people
from tasks.desk.figures_query import Asked, asked_of
from tasks.desk.figures_shown import Reader, shown
from tasks.figures.case_list import DESCENDING, PAGE, CaseList, cases_table
from tasks.figures.frames import Frames
from tasks.wiring import House

_USUAL_ORDER = "due_on"
_MOST_PICKS = 20
PATH = "/figures/cases"


@dataclass(frozen=True)
class Wanted:
    """What an address asks of the list: which cases, in which order, from which on (counted from 0)."""

    asked: Asked
    picks: tuple[str, ...]
    order: str
    first: int

    def link(self, *, order: str = "", first: int = 0, path: str = PATH, words: bool = False) -> str:
        """The address of the same cases in another order, or from another one on."""
        order = order or self.order
        more = [*self.more, *([("order", order)] if order != _USUAL_ORDER else [])]
        more += [("words", "1")] if words else []
        return self.asked.link(path, [*more, *([("first", str(first))] if first else [])])

    @property
    def more(self) -> list[tuple[str, str]]:
        """The picks as parts of a query."""
        return [("pick", pick) for pick in self.picks]


def wanted_of(query: QueryParams, frames: Frames, reader: Reader) -> Wanted:
    """What a query asks for; KaijiError where it cannot be."""
    picks = tuple(pick for pick in query.getlist("pick") if pick)
    first = query.get("first") or "0"
    if len(picks) > _MOST_PICKS:
        raise KaijiError("This address asks for cases by a figure that is not known; start from the page of figures.")
    if not (first.isascii() and first.isdigit() and len(first) < 10):  # a billion cases
        raise KaijiError("The list has no such page; start from its first.")
    return Wanted(
        asked_of(query, frames.today, reader.companies), picks, query.get("order") or _USUAL_ORDER, int(first)
    )


def found(frames: Frames, wanted: Wanted, size: int = PAGE) -> CaseList:
    """The cases, at most `size`; KaijiError for picks or an order that nobody knows."""
    return cases_table(frames, wanted.asked.chosen, wanted.picks, first=wanted.first, size=size, order=wanted.order)


def facts_of(house: House, frames: Frames, wanted: Wanted, reader: Reader) -> dict[str, Any]:
    """What the page of the list is made of."""
    listed = found(frames, wanted)
    table = with_people(house, listed.table)
    return {
        "frames": frames,
        "wanted": wanted,
        "heading": _heading(listed.table.title.in_(reader.language)),
        "table": shown(table, "cases", wanted.asked, reader),
        "sorts": [_sort(column.key, wanted) for column in table.columns],
        "total": listed.total,
        "shown_first": wanted.first + 1 if listed.table.rows else 0,
        "shown_last": wanted.first + len(listed.table.rows),
        "earlier": wanted.link(first=max(0, wanted.first - PAGE)) if wanted.first else "",
        "later": wanted.link(first=wanted.first + PAGE) if wanted.first + PAGE < listed.total else "",
        "csv": wanted.link(path=f"{PATH}.csv"),
        "worded": wanted.link(path=f"{PATH}.csv", words=True),
    }


@dataclass(frozen=True)
class Sort:
    """A head of a column that puts the list in order. `now`: "ascending" or "descending" where it does already, else "".

    `link`: "" for a column that is not of the figures.
    """

    link: str
    now: str


def _sort(key: str, wanted: Wanted) -> Sort:
    """A second click on the same head turns the order round."""
    if key == ASSIGNED.key:
        return Sort("", "")
    if wanted.order == key:
        return Sort(wanted.link(order=DESCENDING + key), "ascending")
    return Sort(wanted.link(order=key), "descending" if wanted.order == DESCENDING + key else "")


def _heading(text: str) -> str:
    """The picks in words as a heading: in English they begin with a capital."""
    return text[:1].upper() + text[1:]
