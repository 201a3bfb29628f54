"""How long open cases have stood in their stage, and how long stages took that ended in the period."""

from datetime import datetime, timedelta

import polars as pl

from tasks.case.bilingual import Said
from tasks.case.business_days import JST
from tasks.case.errors import KaijiError
from tasks.case.progress import Stage
from tasks.case.sla import WAITS_FOR
from tasks.figures.cells import CASES, STAGE, counted, stage, waiter
from tasks.figures.cells import WAITS_FOR as WHO
from tasks.figures.frames import Frames
from tasks.figures.periods import Span, span_of, told
from tasks.figures.picks import PICKS
from tasks.figures.table import Cell, Column, Table

BANDS: dict[str, tuple[int, int | None]] = {
    "0-3": (0, 3),
    "4-7": (4, 7),
    "8-14": (8, 14),
    "15-30": (15, 30),
    "31+": (31, None),
}
STANDING = tuple(stage for stage in Stage if stage is not Stage.CLOSED)
_ALL = "all"


def _in_band(band: str) -> pl.Expr:
    if band not in BANDS:
        raise KaijiError("This address asks for cases of an age that is not known; start from the page of figures.")
    first, last = BANDS[band]
    days = pl.col("stage_days")
    return pl.col("open") & (days >= first) & (days <= last if last is not None else pl.lit(value=True))


def _age(argument: str) -> pl.Expr:
    where, _, band = argument.partition("/")
    return _in_band(band) if where == _ALL else _in_band(band) & (pl.col("stage") == where)


def _ended_in(span: Span) -> pl.Expr:
    first, last = (datetime.combine(day, datetime.min.time(), JST) for day in span)
    return (pl.col("until") >= first) & (pl.col("until") < last + timedelta(days=1))


def _left(frames: Frames, argument: str) -> pl.Expr:
    where, _, span = argument.partition("/")
    ended = frames.stays.filter((pl.col("stage") == where) & _ended_in(span_of(span)))
    return pl.col("case_id").is_in(ended["case_id"].unique().implode())


PICKS["age"] = lambda _, argument: _age(argument)
PICKS["left_stage"] = _left


def ageing_table(still: pl.LazyFrame) -> Table:
    """The table `ageing` of these open cases: by stage, and how many days each has stood there."""
    bands = {band: _in_band(band).sum() for band in BANDS}
    found = still.group_by("stage").agg(cases=pl.len(), **bands).collect()
    of_stage = {row["stage"]: row for row in found.iter_rows(named=True)}
    total = found.sum().row(0, named=True)
    rows = [
        (stage(each), waiter(WAITS_FOR[each]), *_aged(of_stage.get(each, {}), each, f"stage:{each}"))
        for each in STANDING
    ]
    all_stages = Cell(Said("all stages", "全段階"), code=_ALL)
    return Table(
        "ageing",
        Said("Age of open cases by stage", "段階別の滞留日数"),
        Said(
            "Open cases as they stand today, by the calendar days since they came to their stage.",
            "本日時点の対応中の案件を、現在の段階に入ってからの暦日数で数えています。",
        ),
        (
            STAGE,
            WHO,
            *(Column(_key(band), Said(f"{band} days", f"{_japanese(band)}"), "count") for band in BANDS),
            CASES,
        ),
        (*rows, (all_stages, Cell(None), *_aged(total, _ALL, "open"))),
    )


def _aged(found: dict[str, int], where: str, pick: str) -> tuple[Cell, ...]:
    bands = (counted(found.get(band) or 0, f"age:{where}/{band}") for band in BANDS)
    return (*bands, counted(found.get("cases") or 0, pick))


def _key(band: str) -> str:
    return f"days_{band.replace('-', '_').replace('+', '_up')}"


def _japanese(band: str) -> str:
    return f"{band[:-1]}日以上" if band.endswith("+") else f"{band.replace('-', '〜')}日"


def stage_time_table(stays: pl.LazyFrame, span: Span) -> Table:
    """The table `stage-time`: how long the stays took that ended in the period."""
    of = {
        f"p{p}_{days}": pl.col(days).quantile(p / 100, "equiprobable")
        for days in ("business_days", "days")
        for p in (50, 90)
    }
    found = (
        stays.filter(_ended_in(span)).group_by("stage").agg(stays=pl.len(), cases=pl.col("case_id").n_unique(), **of)
    )
    of_stage = {row["stage"]: row for row in found.collect().iter_rows(named=True)}
    return Table(
        "stage-time",
        Said("Time spent in each stage", "各段階にかかった日数"),
        Said(
            "Stays that ended in the period; a case that comes back to a stage stays there anew. Business days after the first"
            " day up to and with the last; calendar days with their fraction. Half of the stays took no longer than the"
            " median, nine of ten no longer than p90 (nearest rank).",
            "期間内に終わった滞在です。同じ段階に戻った案件は、そのつど数えます。営業日は開始日の翌日から終了日まで、暦日は端数を含みます。"
            "滞在の半数は中央値以内、9割は90%の値以内です（最近順位法）。",
        ),
        (
            STAGE,
            WHO,
            CASES,
            Column("stays", Said("Stays", "滞在の回数"), "count"),
            Column("median_business_days", Said("Median, business days", "中央値（営業日）"), "days"),
            Column("p90_business_days", Said("p90, business days", "90%（営業日）"), "days"),
            Column("median_days", Said("Median, calendar days", "中央値（暦日）"), "days"),
            Column("p90_days", Said("p90, calendar days", "90%（暦日）"), "days"),
        ),
        tuple(_stayed(each, of_stage.get(each, {}), span) for each in STANDING),
    )


def _stayed(where: Stage, found: dict[str, float], span: Span) -> tuple[Cell, ...]:
    days = (found.get(name) for name in ("p50_business_days", "p90_business_days"))
    fractions = (found.get(name) for name in ("p50_days", "p90_days"))
    return (
        stage(where),
        waiter(WAITS_FOR[where]),
        counted(int(found.get("cases", 0)), f"left_stage:{where}/{told(span)}"),
        Cell(int(found.get("stays", 0))),
        *(Cell(None if each is None else int(each)) for each in days),
        *(Cell(None if each is None else round(each, 1)) for each in fractions),
    )
