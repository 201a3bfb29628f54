"""The rows of cases as lines of JSON, which become columns at once: what is settled is computed once, when its line is made."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import polars as pl

from tasks.case.business_days import JST
from tasks.figures.case_row import CaseRow
from tasks.figures.frames import CASES, STAYS, CalendarOf, as_of, stays_of

_AT = "%Y-%m-%dT%H:%M:%S%.f%z"
_STAY = {
    name: pl.String if isinstance(kind, pl.Datetime) else kind for name, kind in STAYS.items() if name != "case_id"
}
_LINE: dict[str, Any] = CASES | {"joined": pl.Boolean, "stays": pl.List(pl.Struct(_STAY))}


def is_settled(row: CaseRow) -> bool:
    """Whether a row says the same whatever day it is; a case that is opened again has an event, and a new row."""
    return row.is_closed and all(stay.until for stay in row.stays)


def line_of(row: CaseRow, calendar_of: CalendarOf) -> str:
    """The row as one line of JSON, from which `CaseRow.model_validate_json` makes it again.

    Of a settled case the line also holds the columns of `frames.CASES` and of its stays, as of any day.
    """
    said = row.model_dump(mode="json")
    if is_settled(row):
        clock, whenever = row.clock(calendar_of(row)), datetime.combine(row.effective_on, datetime.min.time(), JST)
        said |= as_of(row, clock, whenever)
        stays = stays_of(row.case_id, clock, whenever)
        said["stays"] = [dict(zip(_STAY, stay[1:], strict=True)) for stay in stays]
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), default=_told)


def _told(value: Any) -> str:
    return str(value.isoformat())  # days and moments; anything else is a mistake


def frames_of_lines(lines: Sequence[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows of `Frames.cases` and `Frames.stays` of settled cases, in the order of the lines, without the joined ones."""
    read = pl.read_ndjson("\n".join(lines).encode(), schema=_LINE) if lines else pl.DataFrame(schema=_LINE)
    read = read.filter(~pl.col("joined"))
    moments = [name for name, kind in STAYS.items() if isinstance(kind, pl.Datetime)]
    stays = read.select("case_id", "stays").filter(pl.col("stays").list.len() > 0).explode("stays").unnest("stays")
    at = pl.col(moments).str.to_datetime(_AT, time_unit="us").dt.convert_time_zone("Asia/Tokyo")
    return read.select(*CASES), stays.with_columns(at).select(*STAYS)
