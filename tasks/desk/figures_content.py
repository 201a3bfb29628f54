"""The pages of figures as HTML: sections with cards, plots and tables, and the form that narrows them."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Literal
from urllib.parse import urlencode

from markupsafe import Markup

from tasks.case.bilingual import Said
from tasks.case.question_words import KINDS
from tasks.desk.figures_cards import cards_of, has_cards
from tasks.desk.figures_plots import Plot, draw, plot_of
from tasks.desk.figures_query import OWN, PERIODS, Asked
from tasks.desk.figures_shown import Reader, shown
from tasks.desk.pages import environment
from tasks.figures.chart_rows import Language
from tasks.figures.pages import WITH_PERIOD
from tasks.figures.table import Table

TABS: Mapping[str, Said] = MappingProxyType(
    {
        "today": Said("Today", "本日"),
        "sla": Said("Due days", "期限・処理日数"),
        "quality": Said("Quality", "品質"),
    }
)
Told = Literal["open", "folded", "cards"]
_ALL_IN_CARDS = ("now",)  # tables of which the cards leave nothing unsaid
_AS_OF_TODAY = ("forecast", "forecast-by-week", "at-risk", "what-if", "ageing", "fees-open")  # not these of them
_BESIDE = ("waiting", "forecast")  # tables that say more than their plot


@dataclass(frozen=True)
class Section:
    """A table with its plots, None for those that are still to be drawn.

    `told`: whether it lies open, is folded, or is all in its cards; `shares`: it stands beside another in one row;
    `today`: it is of today although a period that is over was chosen.
    """

    table: Table
    plot: Plot | None
    told: Told
    shares: bool = False
    today: bool = False

    @property
    def may_share(self) -> bool:
        """Whether it is a plot with little else."""
        return _is_plotted(self.plot) and self.told == "folded" and not has_cards(self.table)


@dataclass(frozen=True)
class Part:
    """A section and what it is on the page of one filter, for readers of one language with the same rights."""

    section: Section
    html: bytes


def sections_of(
    tables: Sequence[Table], house: Hashable, asked: Asked, language: Language, *, drawn: bool
) -> list[Section]:
    """The parts of a page, two neighbours that are plots in one row. `drawn`: waits for the plots nobody has drawn yet."""
    if drawn:
        draw(tables, house, asked, language)
    made = [_section(table, plot_of(table, house, asked, language), asked) for table in tables]
    at = 0
    while at + 1 < len(made):
        if all(each.may_share for each in made[at : at + 2]):
            made[at : at + 2] = [replace(each, shares=True) for each in made[at : at + 2]]
            at += 1
        at += 1
    return made


def _section(table: Table, plot: Plot | None, asked: Asked) -> Section:
    told = _told(table, elsewhere=has_cards(table) or _is_plotted(plot))
    return Section(table, plot, told, today=table.key in _AS_OF_TODAY and not asked.lasts)


def _is_plotted(plot: Plot | None) -> bool:
    return plot is None or bool(plot.wide)


def _told(table: Table, *, elsewhere: bool) -> Told:
    if table.key in _ALL_IN_CARDS:
        return "cards"
    return "folded" if elsewhere and table.key not in _BESIDE else "open"


def parts_of(
    sections: Sequence[Section], before: Sequence[Part], page: str, asked: Asked, reader: Reader
) -> tuple[Part, ...]:
    """The sections as HTML; those that say the same as in the page of before are not written again."""
    known = {part.section.table.key: part for part in before}
    return tuple(Part(each, _html(each, known.get(each.table.key), page, asked, reader)) for each in sections)


def _html(section: Section, before: Part | None, page: str, asked: Asked, reader: Reader) -> bytes:
    if before and before.section == section:
        return before.html
    facts = {
        "section": section,
        "table": shown(section.table, page, asked, reader),
        "cards": cards_of(section.table, asked, reader),
        "whole": asked.link(f"/figures/{page}", [("full", "1")]),
    }
    return environment(reader.language).get_template("figures/section.html").render(facts).encode()


def head_of(
    sections: Sequence[Section], now: datetime, reader: Reader, asked: Asked, page: str, *, sample: bool
) -> bytes:
    """What stands above the sections: of when they are, and what there is."""
    future = page in WITH_PERIOD and asked.chosen.first > now.date()
    facts = {"now": now, "sample": sample, "sections": sections, "future": future}
    return environment(reader.language).get_template("figures/head.html").render(facts).encode()


def filters_made(
    page: str,
    asked: Asked,
    reader: Reader,
    action: str,
    more: Iterable[tuple[str, str]] = (),
    months: Sequence[str] = (),
) -> Markup:
    """The form that narrows the figures. `more`: what it must send besides; `months`: those of which there is a report."""
    sent = list(more)
    facts = {
        "asked": asked,
        "page": page,
        "with_period": page in WITH_PERIOD,
        "action": action,
        "more": sent,
        "clear": f"{action}?{urlencode(sent)}" if sent else action,
        "narrowed": asked.chosen.policies or asked.chosen.kinds or (page in WITH_PERIOD and not asked.is_usual),
        "months": months,
        "companies": reader.companies,
        "periods": PERIODS,
        "own": OWN,
        "kinds": KINDS,
    }
    template = environment(reader.language).get_template("figures/filters.html")
    return Markup(template.render(facts))  # noqa: S704  # a template that escapes
