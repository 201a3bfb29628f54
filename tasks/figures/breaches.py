"""Which due days were missed, and in which stage most of the time went."""

from typing import Any

import polars as pl

from tasks.case.bilingual import Said
from tasks.case.progress import Stage
from tasks.case.sla import WAITS_FOR
from tasks.figures.cells import ASKS_FOR, CASE, CASES, DUE, POLICY, counted, kinds, share, stage, waiter
from tasks.figures.filters import MOST
from tasks.figures.frames import Frames
from tasks.figures.periods import Span, span_of, told
from tasks.figures.picks import PICKS
from tasks.figures.table import Cell, Column, Table
from tasks.figures.today_lists import how_many

_CAUSE = Column("cause", Said("Most time in", "最も時間を要した段階"))
_WAITED_FOR = Column("waited_for", Said("Waited for", "対応者"))
_CAUSES_NOTE = Said(
    "Answers of the period that were posted after their due day, and cases that were overdue by its end and still are. The cause is the stage in"
    " which the case spent the most days until its answer, or until today, without the time in which it was the requester's turn.",
    "期間内に期限後に回答した案件と、期間の末日までに期限を過ぎ、本日もなお未回答の案件です。要因は、回答まで（未回答の場合は本日まで）に最も日数を要した段階で、"
    "請求者の補正待ちの日数は除きます。",
)


def _is_breach(span: Span) -> pl.Expr:
    """What was answered late in the period, or was overdue by its end and is so today; what became late since is not of it."""
    answered, still = pl.col("answered_on").is_between(*span), pl.col("answered_on").is_null()
    return pl.col("late") & (answered | (still & (pl.col("due_on") < span[1])))


PICKS["breach"] = lambda _, argument: _is_breach(span_of(argument))
PICKS["cause"] = lambda _, stage: pl.col("slowest_stage") == stage


def breach_tables(frames: Frames, span: Span, most: int | None = MOST) -> tuple[Table, Table]:
    """The tables `causes` and `breaches`: what was late in the period, or was and is late still.

    `most`: rows of the list, None for all.
    """
    late = (
        frames.cases.lazy()
        .filter(_is_breach(span))
        .select(
            "number", "policy", "kinds", "due_on", "answered_on", "slowest_stage",
            days_late=(pl.col("answered_on").fill_null(frames.today) - pl.col("due_on")).dt.total_days(),
        )
        .collect()
    )  # fmt: skip
    pick = f"breach:{told(span)}"
    return _causes(late, pick), _list(late, pick, most)


def _causes(late: pl.DataFrame, pick: str) -> Table:
    median = pl.col("days_late").quantile(0.5, "equiprobable").cast(pl.Int64)
    found = late.group_by("slowest_stage").agg(cases=pl.len(), median=median, most=pl.col("days_late").max())
    ranked = found.sort("cases", "slowest_stage", descending=[True, False])
    return Table(
        "causes",
        Said("Why due days were missed", "期限超過の要因"),
        _CAUSES_NOTE,
        (
            _CAUSE,
            _WAITED_FOR,
            CASES,
            Column("percent", Said("Share", "割合"), "percent"),
            Column("median_days_late", Said("Median, days late", "超過日数の中央値"), "days"),
            Column("most_days_late", Said("Most days late", "超過日数の最大"), "days"),
        ),
        tuple(
            (
                *_cause(row["slowest_stage"]),
                counted(row["cases"], pick, f"cause:{row['slowest_stage']}", tone="late"),
                Cell(share(row["cases"], len(late))),
                Cell(row["median"]),
                Cell(row["most"]),
            )
            for row in ranked.iter_rows(named=True)
        ),
    )


def _list(late: pl.DataFrame, pick: str, most: int | None) -> Table:
    first = late.sort("days_late", "number", descending=[True, False]).head(len(late) if most is None else most)
    many = how_many(len(first), len(late))
    return Table(
        "breaches",
        Said("Missed due days", "期限を過ぎた案件の一覧"),
        Said(
            f"{many.en} The most days late first. {_CAUSES_NOTE.en}",
            f"{many.ja}超過日数の多い順です。{_CAUSES_NOTE.ja}",
        ),
        (
            CASE,
            POLICY,
            ASKS_FOR,
            DUE,
            Column("answered", Said("Answered", "回答日"), "day"),
            Column("days_late", Said("Days late", "超過日数"), "days"),
            _CAUSE,
            _WAITED_FOR,
        ),
        tuple(_row(case) for case in first.iter_rows(named=True)),
        (pick,) if len(late) else None,
    )


def _row(case: dict[str, Any]) -> tuple[Cell, ...]:
    return (
        Cell(case["number"]),
        Cell(case["policy"]),
        kinds(case["kinds"]),
        Cell(case["due_on"]),
        Cell(case["answered_on"]),
        Cell(case["days_late"], tone="late"),
        *_cause(case["slowest_stage"]),
    )


def _cause(code: str) -> tuple[Cell, Cell]:
    """The stage and for whom it waits; nothing where no stage is on record."""
    return stage(code), waiter(WAITS_FOR[Stage(code)]) if code else Cell(None)
