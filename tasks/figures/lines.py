"""The rows of cases as lines of JSON, which become columns at once: what is settled is computed once, when its line is made."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl

from tasks.case.business_days import JST
from tasks.figures.case_row import CaseRow
from tasks.figures.frames import CASES, STAYS, CalendarOf, as_of, stays_of

_EPOCH, _TICK = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
# One list for each column of the stays; their days follow from the moments, which are microseconds since 1970.
_STAYS = {name: pl.String if name == "stage" else pl.Int64 for name in STAYS if name not in ("case_id", "days")}
_LINE: dict[str, Any] = CASES | {"joined": pl.Boolean} | {f"stays_{name}": pl.List(_STAYS[name]) for name in _STAYS}
_LISTS = [name for name, kind in CASES.items() if isinstance(kind, pl.List)]


def is_settled(row: CaseRow) -> bool:
    """Whether a row says the same whatever day it is; a case that is opened again has an event, and a new row."""
    return row.is_closed and all(stay.until for stay in row.stays)


def line_of(row: CaseRow, calendar_of: CalendarOf) -> str:
    """The row as one line of JSON. Of a case that is not settled it is the row itself, for `CaseRow.model_validate_json`.

    Of a settled one it is what `frames_of_lines` reads: the columns of `frames.CASES` as of any day, and of its stays;
    what is null or an empty list is left out.
    """
    if not is_settled(row):
        return row.model_dump_json()
    clock, whenever = row.clock(calendar_of(row)), datetime.combine(row.effective_on, datetime.min.time(), JST)
    stays = [dict(zip(STAYS, stay, strict=True)) for stay in stays_of(row.case_id, clock, whenever)]
    said = as_of(row, clock, whenever) | {"joined": row.joined}
    said |= {f"stays_{name}": [stay[name] for stay in stays] for name in _STAYS}
    told = {name: value for name, value in said.items() if value is not None and value not in ((), [])}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), default=_number_or_day)


def _number_or_day(value: Any) -> int | str:
    """A moment or a day, as the columns read them; AttributeError for anything else, which has no business here."""
    return (value - _EPOCH) // _TICK if isinstance(value, datetime) else date.isoformat(value)


def frames_of_lines(lines: Sequence[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows of `Frames.cases` and `Frames.stays` of settled cases, in the order of the lines, without the joined ones."""
    read = pl.read_ndjson("\n".join(lines).encode(), schema=_LINE) if lines else pl.DataFrame(schema=_LINE)
    read = read.filter(~pl.col("joined"))
    cases = read.select(*CASES).with_columns(pl.col(_LISTS).fill_null([]))
    stays = read.select("case_id", *(pl.col(f"stays_{name}").alias(name) for name in _STAYS))
    stays = stays.filter(pl.col("stage").is_not_null()).explode(*_STAYS)
    at = pl.col("since", "until").cast(pl.Datetime("us", "UTC")).dt.convert_time_zone("Asia/Tokyo")
    return cases, stays.with_columns(at).with_columns(days=days_between("since", "until")).select(*STAYS)


def days_between(since: str, until: str | datetime) -> pl.Expr:
    """Calendar days with their fraction between a column of moments and another one, or a moment."""
    end = pl.col(until) if isinstance(until, str) else pl.lit(until).dt.cast_time_unit("us")
    return (end - pl.col(since)).dt.total_microseconds() / (timedelta(days=1) // _TICK)
