"""The headline figures of the monthly report, each with what it was the month before."""

from collections.abc import Mapping
from dataclasses import dataclass

from tasks.case.bilingual import Said
from tasks.figures.chart_rows import Language, with_unit
from tasks.figures.report_words import BEFORE, HEADLINE, LEAD, NO_BEFORE, POINTS, SAME
from tasks.figures.table import Table, Unit

Amount = int | float | None
_UNITS: Mapping[str, Unit] = {
    "on_time_percent": "percent", "asked_for_more": "percent", "median_days": "days", "p90_days": "days",
}  # fmt: skip
_NOTHING = "–"


@dataclass(frozen=True)
class Figure:
    """One headline figure in words."""

    name: str
    value: str
    before: str


def amounts_of(tables: Mapping[str, Table]) -> dict[str, Amount]:
    """The headline figures of one month, by name; None for what there was nothing to count of."""
    summary = _row(tables["summary"], 0)
    quality = {row[0].code: row for row in tables["quality"].rows}
    weeks = tables["by-week"]
    received, deficient = (_at(tables["quality"], quality.get(code)) for code in ("received", "deficient"))
    from_summary = ("answered", "on_time", "on_time_percent", "late", "median_days", "p90_days")
    return {
        "received": received.get("cases"),
        **{key: summary.get(key) for key in from_summary},
        "owed": _row(weeks, -1).get("owed") if weeks.rows else None,
        "asked_for_more": deficient.get("share"),
    }


def _row(table: Table, row: int) -> dict[str, Amount]:
    return _at(table, table.rows[row] if table.rows else None)


def _at(table: Table, row: tuple[object, ...] | None) -> dict[str, Amount]:
    values = [getattr(cell, "value", None) for cell in row or ()]
    keys = [column.key for column in table.columns]
    return {key: value for key, value in zip(keys, values, strict=False) if isinstance(value, int | float)}


def headline(
    now: Mapping[str, Amount], before: Mapping[str, Amount], month_before: Said, language: Language
) -> list[Figure]:
    """The figures in words, with the change since the month before."""
    then = month_before.in_(language)
    return [
        Figure(name.in_(language), _said(now[key], key, language), _change(now[key], before[key], then, key, language))
        for key, name in HEADLINE.items()
    ]


def lead(now: Mapping[str, Amount], language: Language) -> str:
    """What happened in the month, in a sentence."""
    said = {key: _said(now[key] or 0, key, language) for key in ("received", "answered", "on_time", "owed")}
    return LEAD.in_(language).format(**said, percent=_said(now["on_time_percent"], "on_time_percent", language))


def _said(value: Amount, key: str, language: Language) -> str:
    return _NOTHING if value is None else with_unit(value, _UNITS.get(key, "count"), language)


def _change(now: Amount, before: Amount, then: str, key: str, language: Language) -> str:
    if before is None:
        return NO_BEFORE.in_(language).format(then)
    said = BEFORE.in_(language)
    return said.format(
        then, _said(before, key, language), _NOTHING if now is None else _difference(now - before, key, language)
    )


def _difference(by: float, key: str, language: Language) -> str:
    by = round(by, 1)
    if not by:
        return SAME.in_(language)
    sign, size = "+" if by > 0 else "−", abs(by)
    return sign + (
        POINTS.in_(language).format(size)
        if _UNITS.get(key) == "percent"
        else with_unit(size, _UNITS.get(key, "count"), language)
    )
