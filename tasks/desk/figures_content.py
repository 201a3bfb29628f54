"""The pages of figures as HTML, made once for all who may see the same, however many look."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from markupsafe import Markup

from tasks.case.bilingual import Said
from tasks.case.question_words import KINDS
from tasks.desk.figures_cache import Kept, Newest
from tasks.desk.figures_cards import Card, cards_of
from tasks.desk.figures_query import OWN, PERIODS, Asked
from tasks.desk.figures_report import months
from tasks.desk.figures_shown import Reader, ShownTable, shown
from tasks.desk.pages import environment
from tasks.figures.chart_rows import Language, Size
from tasks.figures.charts import chart
from tasks.figures.frames import Frames
from tasks.figures.pages import tables_of
from tasks.figures.report_parts import named_policies
from tasks.figures.table import Table
from tasks.wiring import House

TABS: Mapping[str, Said] = MappingProxyType(
    {
        "today": Said("Today", "本日"),
        "sla": Said("Due days", "期限・処理日数"),
        "quality": Said("Quality", "品質"),
    }
)
_ELSE = ""  # where tables come that are not named here
_ORDER = (  # as a manager reads: what stands, what will be, what was, and by what; long lists last
    *("now", "next", "waiting", "intake", "summary", "forecast", "forecast-by-week", "by-week", "by-month", "ageing"),
    *("causes", "stage-time", "by-policy", "by-kind", "quality", "quality-by-month", "deficiencies", "referrals"),
    *("corrections", "decisions", "refusals", "quality-by-channel", "quality-by-sender", "fees", "fees-by-month"),
    *("fees-open", _ELSE, "overdue", "due-soon", "at-risk", "breaches"),
)
Told = Literal["open", "folded", "cards"]
_ALL_IN_CARDS = ("now",)  # tables of which the cards leave nothing unsaid
_BESIDE = ("waiting", "forecast")  # tables that say more than their plot
_NO_PLOT = ("next",)  # what people click at, row by row
_SIZES: tuple[Size, Size] = ("wide", "narrow")
_FINER = re.compile(r"(\d\.\d)\d+(?=[^<>]*>)")  # what is finer than a tenth of a pixel, in the attributes of a plot
_TABLES: Kept[tuple[Table, ...]] = Kept(60)
_PAGES: "Newest[Made]" = Newest(120)


@dataclass(frozen=True)
class Section:
    """A table with its cards and plots, "" for none.

    `told`: whether it lies open, is folded, or is all in its cards; `shares`: it stands beside another in one row.
    """

    table: ShownTable
    cards: Sequence[Card]
    wide: Markup
    narrow: Markup
    told: Told
    shares: bool = False

    @property
    def may_share(self) -> bool:
        """Whether it is a plot with little else."""
        return bool(self.wide) and self.told == "folded" and not self.cards


@dataclass(frozen=True)
class Made:
    """A page's content, as it is sent, and its form of filters; `mark` changes whenever the content does."""

    content: bytes
    filters: Markup
    mark: str


def page_made(
    house: House, frames: Frames, page: str, asked: Asked, reader: Reader, patience: float | None = None
) -> Made:
    """One page as the reader sees it. `patience`: seconds after which the page of a moment ago must do; None for none."""
    told = (reader.language, reader.cases, reader.dispatch, *sorted(reader.companies.items()))
    place = (house.settings.case_database, page, asked, told)

    def make() -> Made:
        sections = _sections(tables_made(house, frames, page, asked), page, asked, reader)
        content = _content(frames, sections, reader)
        mark = hashlib.sha256(content).hexdigest()[:20]
        return Made(content, filters_made(page, asked, reader, f"/figures/{page}", months=months(frames.today)), mark)

    return _PAGES.get(place, frames.now, (frames.version, frames.now), make, patience)


def tables_made(house: House, frames: Frames, page: str, asked: Asked) -> tuple[Table, ...]:
    """The tables of a page in the order in which they are shown."""
    key = (house.settings.case_database, frames.version, frames.now, page, asked.chosen)
    return _TABLES.get(key, lambda: _ordered(tables_of(page, frames, asked.chosen)))


def _ordered(tables: Iterable[Table]) -> tuple[Table, ...]:
    return tuple(sorted(tables, key=lambda table: _ORDER.index(table.key if table.key in _ORDER else _ELSE)))


def filters_made(
    page: str,
    asked: Asked,
    reader: Reader,
    action: str,
    more: Iterable[tuple[str, str]] = (),
    months: Sequence[str] = (),
) -> Markup:
    """The form that narrows the figures. `more`: what it must send besides; `months`: those of which there is a report."""
    facts = {
        "asked": asked,
        "page": page,
        "action": action,
        "more": list(more),
        "months": months,
        "companies": reader.companies,
        "periods": PERIODS,
        "own": OWN,
        "kinds": KINDS,
    }
    template = environment(reader.language).get_template("figures/filters.html")
    return Markup(template.render(facts))  # noqa: S704  # a template that escapes


def _sections(tables: Sequence[Table], page: str, asked: Asked, reader: Reader) -> list[Section]:
    """The parts of a page; two neighbours that are plots share a row."""
    made = [_section(table, page, asked, reader) for table in named_policies(tables, reader.companies)]
    at = 0
    while at + 1 < len(made):
        if all(each.may_share for each in made[at : at + 2]):
            made[at : at + 2] = [replace(each, shares=True) for each in made[at : at + 2]]
            at += 1
        at += 1
    return made


def _section(table: Table, page: str, asked: Asked, reader: Reader) -> Section:
    language: Language = "ja" if reader.language == "ja" else "en"
    wide, narrow = (_plot(table, language, size, asked) for size in _SIZES)
    cards = cards_of(table, asked, reader)
    return Section(shown(table, page, asked, reader), cards, wide, narrow, _told(table, bool(wide or cards)))


def _plot(table: Table, language: Language, size: Size, asked: Asked) -> Markup:
    svg = "" if table.key in _NO_PLOT else chart(table, language, size, asked.cases)
    return Markup(_FINER.sub(r"\1", svg))  # noqa: S704  # made to be put into a page


def _told(table: Table, elsewhere: bool) -> Told:  # whether a plot or cards tell it
    if table.key in _ALL_IN_CARDS:
        return "cards"
    return "folded" if elsewhere and table.key not in _BESIDE else "open"


def _content(frames: Frames, sections: Sequence[Section], reader: Reader) -> bytes:
    template = environment(reader.language).get_template("figures/content.html")
    return template.render(frames=frames, sections=sections).encode()
