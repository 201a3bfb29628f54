"""The pages of figures as HTML, made once for all who may see the same, however many look."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from markupsafe import Markup

from tasks.case.bilingual import Said
from tasks.case.question_words import KINDS
from tasks.desk.figures_cache import Kept
from tasks.desk.figures_cards import Card, cards_of
from tasks.desk.figures_query import OWN, PERIODS, Asked
from tasks.desk.figures_shown import Reader, ShownTable, shown
from tasks.desk.pages import environment
from tasks.figures.frames import Frames
from tasks.figures.pages import tables_of
from tasks.figures.table import Table
from tasks.wiring import House

TABS: Mapping[str, Said] = MappingProxyType(
    {
        "today": Said("Today", "本日"),
        "sla": Said("Due days", "期限・処理日数"),
        "quality": Said("Quality", "品質"),
    }
)
_ORDER = (  # as a manager reads: what stands, what will be, what was, and by what; others follow
    *("now", "next", "overdue", "due-soon", "waiting", "intake"),
    *("summary", "by-week", "ageing", "causes", "breaches", "by-month", "by-policy", "by-kind", "stage-time"),
    *("quality", "quality-by-month", "deficiencies", "referrals", "corrections", "decisions", "refusals"),
    *("quality-by-channel", "quality-by-sender", "fees", "fees-by-month", "fees-open"),
)
_TABLES: Kept[tuple[Table, ...]] = Kept(60)
_PAGES: "Kept[Made]" = Kept(120)


@dataclass(frozen=True)
class Made:
    """A page's content and its form of filters; `mark` changes whenever the content does."""

    content: Markup
    filters: Markup
    mark: str


def page_made(house: House, frames: Frames, page: str, asked: Asked, reader: Reader) -> Made:
    """One page as the reader sees it."""
    told = (reader.language, reader.cases, reader.dispatch, *sorted(reader.companies.items()))
    key = (*_moment(house, frames), page, asked, told)

    def make() -> Made:
        tables = tables_made(house, frames, page, asked)
        sections = [(shown(table, page, asked, reader), cards_of(table, asked, reader)) for table in tables]
        content = _content(frames, page, sections, reader)
        mark = hashlib.sha256(content.encode()).hexdigest()[:20]
        return Made(content, filters_made(page, asked, reader, f"/figures/{page}"), mark)

    return _PAGES.get(key, make)


def tables_made(house: House, frames: Frames, page: str, asked: Asked) -> tuple[Table, ...]:
    """The tables of a page in the order in which they are shown."""
    return _TABLES.get(
        (*_moment(house, frames), page, asked.chosen), lambda: _ordered(tables_of(page, frames, asked.chosen))
    )


def _moment(house: House, frames: Frames) -> tuple[object, ...]:
    return house.settings.case_database, frames.version, frames.now


def _ordered(tables: Iterable[Table]) -> tuple[Table, ...]:
    return tuple(sorted(tables, key=lambda table: _ORDER.index(table.key) if table.key in _ORDER else len(_ORDER)))


def filters_made(page: str, asked: Asked, reader: Reader, action: str, more: Iterable[tuple[str, str]] = ()) -> Markup:
    """The form that narrows the figures. `more`: what it must send besides."""
    template = environment(reader.language).get_template("figures/filters.html")
    return Markup(  # noqa: S704  # a template that escapes
        template.render(
            asked=asked, page=page, action=action, more=list(more), companies=reader.companies, periods=PERIODS, own=OWN, kinds=KINDS,
        )
    )  # fmt: skip


def _content(
    frames: Frames, page: str, sections: Sequence[tuple[ShownTable, Sequence[Card]]], reader: Reader
) -> Markup:
    template = environment(reader.language).get_template("figures/content.html")
    return Markup(template.render(frames=frames, page=page, sections=sections))  # noqa: S704  # a template that escapes
