"""What an address asks of the figures: companies, kinds and period, read from its query and written into links again."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from tasks.case.bilingual import Said
from tasks.case.errors import KaijiError
from tasks.case.words import RequestKind
from tasks.figures.filters import DEFAULT_DAYS, Filter, last_days

OWN = "own"
PERIODS: Mapping[str, Said] = MappingProxyType(
    {
        "30": Said("last 30 days", "直近30日"),
        "90": Said("last 90 days", "直近90日"),
        "365": Said("last 365 days", "直近365日"),
        "this-month": Said("this month", "今月"),
        "last-month": Said("last month", "先月"),
        OWN: Said("days of my own", "期間を指定"),
    }
)
_USUAL = str(DEFAULT_DAYS)
_EARLIEST, _LATEST = date(2000, 1, 1), date(2100, 12, 31)  # what a calendar of a desk may hold


@dataclass(frozen=True)
class Asked:
    """A filter, and the word of its period, by which a link says the same again tomorrow; `lasts`: it is not over yet."""

    chosen: Filter
    period: str = _USUAL
    lasts: bool = True

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The filter as parts of a query; nothing for what is usual."""
        told = [("policy", code) for code in self.chosen.policies] + [("kind", code) for code in self.chosen.kinds]
        return told + self.period_pairs

    @property
    def period_pairs(self) -> list[tuple[str, str]]:
        """The period as parts of a query; nothing for the usual one."""
        if self.period == _USUAL:
            return []
        if self.period != OWN:
            return [("period", self.period)]
        first, last = self.chosen.first.isoformat(), self.chosen.last.isoformat()
        return [("from", first), ("to", last), ("period", self.period)]

    def link(self, path: str, more: Iterable[tuple[str, str]] = ()) -> str:
        """An address below the figures that keeps the filter."""
        query = _encoded((*more, *self.pairs))
        return f"{path}?{query}" if query else path

    def cases(self, picks: Iterable[str]) -> str:
        """The list of the cases behind a number."""
        return self.link("/figures/cases", (("pick", pick) for pick in picks))

    @property
    def is_usual(self) -> bool:
        """Whether nothing was narrowed."""
        return not self.pairs


@lru_cache(maxsize=20_000)  # the numbers of a page lead to the same lists again and again
def _encoded(pairs: tuple[tuple[str, str], ...]) -> str:
    return urlencode(pairs, safe=":/,")


def usual(today: date) -> Asked:
    """What somebody sees who has not narrowed anything."""
    return Asked(last_days(today))


def asked_of(query: QueryParams, today: date, companies: Collection[str]) -> Asked:
    """What a query asks for; KaijiError, in words for whoever typed it, where it cannot be.

    `companies`: the codes of the policies that have cases.
    """
    policies, kinds = _chosen(query, "policy"), _chosen(query, "kind")
    if not set(policies) <= set(companies):
        raise KaijiError("There are no cases under one of the policies in this address; choose again.")
    if not set(kinds) <= set(RequestKind):
        raise KaijiError("There is no such kind of request; choose again.")
    period = query.get("period") or (OWN if query.get("from") or query.get("to") else _USUAL)
    first, last = _own(query) if period == OWN else _span(period, today)
    return Asked(Filter(first, last, policies, kinds), period, last >= today)


def _chosen(query: QueryParams, name: str) -> tuple[str, ...]:
    return tuple(sorted({code for code in query.getlist(name) if code}))


def _span(period: str, today: date) -> tuple[date, date]:
    if period not in PERIODS:
        raise KaijiError("There is no such period; choose one from the list.")
    month = today.replace(day=1)
    if period == "this-month":
        return month, today
    if period == "last-month":
        return (month - timedelta(days=1)).replace(day=1), month - timedelta(days=1)
    chosen = last_days(today, int(period))
    return chosen.first, chosen.last


def _own(query: QueryParams) -> tuple[date, date]:
    try:
        first, last = date.fromisoformat(query.get("from", "")), date.fromisoformat(query.get("to", ""))
    except ValueError:
        raise KaijiError("Give both days of the period, such as 2026-10-01 and 2026-12-31.") from None
    if not _EARLIEST <= first <= last <= _LATEST:
        raise KaijiError(
            "The first day of the period must not come after its last, and both lie between 2000 and 2100."
        )
    return first, last
