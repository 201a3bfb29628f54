"""A page of figures at once, and a page of figures in full.

Whoever opens a page gets what is at hand: the newest tables where they are made in a moment, else those of at most a minute
ago (up to five while they are made anew behind the scenes), and the plots that are drawn already. What is missing the page
asks for as soon as it is shown, and gets it in full: every event told, the forecast made, every plot drawn. So nobody waits
for a plot, and no reader keeps another from their page.
"""

import hashlib
import time
from collections.abc import Hashable, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLong
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from markupsafe import Markup

from tasks.audit.words import language_of
from tasks.desk.figures_cache import Behind, Kept, Last
from tasks.desk.figures_content import Part, filters_made, head_of, parts_of, sections_of
from tasks.desk.figures_query import Asked
from tasks.desk.figures_report import months
from tasks.desk.figures_shown import Reader
from tasks.desk.figures_tables import QUICK, USABLE, Tables, is_young, mark_of, tables_at_hand, tables_made
from tasks.figures.frames import Frames
from tasks.wiring import House

T = TypeVar("T")


@dataclass(frozen=True)
class Made:
    """A page's content by its parts, and its form of filters; `mark` changes whenever the content does.

    `now`, `of`: of which frames; `whole`: nothing is left to be drawn; `slow`: making it anew takes a while.
    """

    head: bytes
    parts: tuple[Part, ...]
    filters: Markup
    mark: str
    now: datetime
    of: Hashable
    whole: bool
    slow: bool

    @property
    def content(self) -> bytes:
        """All that changes with the figures."""
        return b"".join((self.head, *(part.html for part in self.parts)))


_MAKING: Kept[Made] = Kept(30)
_LAST: Last[Made] = Last(600)
_RIGHTS = {"today": ("cases", "dispatch"), "sla": ("cases",), "quality": ()}  # that change what stands on a page
_BEHIND, _COUNTED = Behind(1, rest=2.0), Behind(1)
_FULL = Behind(2)  # they mostly wait for what is being drawn


def page_at_hand(house: House, frames: Frames, page: str, asked: Asked, reader: Reader) -> Made:
    """The page at once; where it is not whole, or not of these frames, it is of at most a minute ago."""
    found = page_kept(house, frames, page, asked, reader)
    return found or _anew(house, frames, page, asked, reader)


def page_kept(house: House, frames: Frames, page: str, asked: Asked, reader: Reader) -> Made | None:
    """The same where nothing has to be made for it; None else. Nobody waits, so that it needs no thread."""
    place = _place(house, page, asked, reader)
    found = _LAST.get(place)
    if found is None or not (found.of == mark_of(frames) or (found.slow and is_young(found.now, frames, USABLE))):
        return None
    if not is_young(found.now, frames):
        _BEHIND.make(place, lambda: _anew(house, frames, page, asked, reader))
    return found


def _anew(house: House, frames: Frames, page: str, asked: Asked, reader: Reader) -> Made:
    return _made(house, frames, page, asked, reader, tables_at_hand(house, frames, page, asked), drawn=False)


def page_in_full(house: House, frames: Frames, page: str, asked: Asked, reader: Reader) -> Made:
    """The page of these frames with all its plots."""
    found = _LAST.get(_place(house, page, asked, reader))
    if found and found.of == mark_of(frames) and found.whole:
        return found
    return _made(house, frames, page, asked, reader, tables_made(house, frames, page, asked), drawn=True)


def page_soon(house: House, frames: Frames, page: str, asked: Asked, reader: Reader, patience: float) -> Made:
    """The page in full where it is made within so many seconds; else without the plots that are still to be drawn.

    What many wait for is drawn one after the other, but an event is told all the same.
    """
    until = time.monotonic() + patience
    counting = _COUNTED.make(
        (house.settings.case_database, page, asked.chosen, mark_of(frames)),
        lambda: tables_made(house, frames, page, asked),
    )
    tables = _within(until, counting)
    if tables is None:
        return page_at_hand(house, frames, page, asked, reader)
    making = _FULL.make(
        (_place(house, page, asked, reader), mark_of(frames)),
        lambda: page_in_full(house, frames, page, asked, reader),
    )
    return _within(until, making) or _made(house, frames, page, asked, reader, tables, drawn=False)


def _within(until: float, making: Future[T] | None) -> T | None:
    """What is being made, if it is made by then; None where too much waited before it."""
    try:
        return making.result(until - time.monotonic()) if making else None
    except TooLong:
        return None


def _place(house: House, page: str, asked: Asked, reader: Reader) -> tuple[Hashable, ...]:
    rights = tuple(right for right in _RIGHTS[page] if getattr(reader, right))
    return house.settings.case_database, page, asked, reader.language, rights, *sorted(reader.companies.items())


def _made(
    house: House, frames: Frames, page: str, asked: Asked, reader: Reader, tables: Tables, *, drawn: bool
) -> Made:
    place = _place(house, page, asked, reader)

    def make() -> Made:
        sections = sections_of(tables.tables, place[0], asked, language_of(reader.language), drawn=drawn)
        before = _LAST.get(place)
        parts = parts_of(sections, before.parts if before else (), page, asked, reader)
        head = head_of(sections, tables.now, reader, asked, page, sample=frames.sample)
        filters = filters_made(page, asked, reader, f"/figures/{page}", months=months(frames))
        whole = tables.whole and all(each.plot is not None for each in sections)
        slow, mark = tables.seconds > QUICK, _mark(head, parts)
        return _LAST.put(place, Made(head, parts, filters, mark, tables.now, tables.of, whole, slow))

    return _MAKING.get((place, tables.of, drawn), make)


def _mark(head: bytes, parts: Sequence[Part]) -> str:
    told = hashlib.sha256(head)
    for part in parts:
        told.update(part.html)
    return told.hexdigest()[:20]
