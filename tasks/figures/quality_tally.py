"""Counts of cases by the codes in a column of lists: by check, field, ground, decision."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import polars as pl

from tasks.case.bilingual import Said
from tasks.figures.cells import share
from tasks.figures.table import Cell, Column

SHARE = Column("share", Said("Share", "割合"), "percent")
OF = Column("of", Said("Of cases", "母数（件）"), "count")
AS_NOW = Said(
    "Checks count as they stand now: what passed after a person had corrected a field is not counted.",
    "判定は現在のものによるため、担当者の修正後に適合となった項目は含みません。",
)
MONTH = pl.col("received_on").dt.month_start()
Tally = dict[str, dict[str, Any]]


class Received(NamedTuple):
    """The cases received in a period, and the pick of just these."""

    cases: pl.DataFrame
    pick: str


class Decided(NamedTuple):
    """Cases by decision (`kind:choice`), by kind of request decided, and by choice for any kind."""

    decisions: Tally
    kinds: Tally
    choices: Tally


def tally(cases: pl.DataFrame, column: str, *sums: pl.Expr) -> Tally:
    """By code in a column of lists: how many `cases` have it, how many `times` it stands there, and the sum of each of `sums`.

    `sums`: booleans of a case, by their names; a case counts once for a code, however often the code stands in it.
    """
    return _tally(_spread(cases, column, *sums), column, *(each.meta.output_name() for each in sums))


def tally_decisions(cases: pl.DataFrame) -> Decided:
    """The same of the decisions that stand."""
    long = _spread(cases, "decisions")
    decisions = _tally(long, "decisions")
    parted = [each.partition(":") for each in decisions]
    places = long["decisions"].cast(pl.Enum(list(decisions))).to_physical()
    kinds, choices = (pl.Series([parts[which] for parts in parted], dtype=pl.String)[places] for which in (0, 2))
    told = long.select("case_id").with_columns(kinds.alias("kind"), choices.alias("choice"))
    return Decided(decisions, _tally(told, "kind"), _tally(told, "choice"))


def _spread(cases: pl.DataFrame, column: str, *more: pl.Expr) -> pl.DataFrame:
    """One row for each code in a column of lists; the rows of a case stand together."""
    return cases.select("case_id", column, *more).filter(pl.col(column).list.len() > 0).explode(column)


def _tally(long: pl.DataFrame, column: str, *sums: str) -> Tally:
    """Counts by code; since the rows of a case stand together, it is counted at the first of them."""
    first = pl.col("case_id").ne_missing(pl.col("case_id").shift())
    counted = long.group_by(column).agg(
        first.sum().alias("cases"), pl.len().alias("times"), *((pl.col(name) & first).sum() for name in sums)
    )
    return {row[column]: row for row in counted.iter_rows(named=True)}


def most_cases_first(found: Tally, names: Mapping[str, Said]) -> list[str]:
    """The codes, those of the most cases first; those of as many in the order of their names."""
    places = {code: place for place, code in enumerate(names)}
    return sorted(found, key=lambda code: (-found[code]["cases"], places.get(code, len(places)), code))


def rate(part: int, of: int) -> Cell:
    """A share in percent; it stands beside the number it is of."""
    return Cell(share(part, of))
