"""How fast requests were answered, and how many in time: in all, by company, by kind, and month by month."""

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from tasks.case.bilingual import Said
from tasks.case.question_words import KINDS
from tasks.figures.cells import ASKS_FOR, NOTHING_TICKED, POLICY, coded, counted, share
from tasks.figures.period_cells import month_cell
from tasks.figures.periods import Span, months, told
from tasks.figures.picks import PICKS
from tasks.figures.table import Cell, Column, Table

ON_TIME = pl.col("answered_on").is_not_null() & ~pl.col("late")
LATE_ANSWER = pl.col("answered_on").is_not_null() & pl.col("late")
PROMISED = pl.col("answered_on").is_not_null() & pl.col("promised_on").is_not_null()
KEPT = pl.col("answered_on") <= pl.col("promised_on")
PICKS["ontime"] = lambda _, __: ON_TIME
PICKS["late_answer"] = lambda _, __: LATE_ANSWER
PICKS["promised"] = lambda _, __: PROMISED
PICKS["promise_kept"] = lambda _, __: KEPT
PICKS["asked_for_more"] = lambda _, __: pl.col("deficient")
PICKS["kind"] = lambda _, kind: pl.col("kinds").list.contains(kind) if kind else pl.col("kinds").list.len() == 0

COLUMNS = ("policy", "kinds", "answered_on", "late", "promised_on", "deficient", "held_days", "days", "business_days")
_HOW = Said(
    "Requests answered in the period; the answer is the first posting. On time: posted on or before the due day as it stood."
    " Days run from the effective receipt to the posting, without those on which the requester had to act. Of 100 requests"
    " 50, 90 and 95 took no longer than median, p90 and p95 (nearest rank). The promise is the company's own, where it"
    " publishes one.",
    "期間内に回答した請求です（最初の発送日を回答日とします）。発送時点の期限までに発送したものを期限内とします。日数は受付日（営業日・営業時間により"
    "確定した日）から発送日までで、請求者の補正待ちの日数を除きます。中央値・90%・95%は、件数の50%・90%・95%がその日数以内であることを示します（最近順位法）。"
    "約束した期日は、会社が公表している場合に限ります。",
)
_FIGURES = (
    Column("answered", Said("Answered", "回答件数"), "count"),
    Column("on_time", Said("On time", "期限内回答"), "count"),
    Column("on_time_percent", Said("On-time rate", "期限内回答率"), "percent"),
    Column("late", Said("Late", "期限後回答"), "count"),
    Column("median_business_days", Said("Median, business days", "中央値（営業日）"), "days"),
    Column("p90_business_days", Said("p90, business days", "90%（営業日）"), "days"),
    Column("p95_business_days", Said("p95, business days", "95%（営業日）"), "days"),
    Column("median_days", Said("Median, calendar days", "中央値（暦日）"), "days"),
    Column("p90_days", Said("p90, calendar days", "90%（暦日）"), "days"),
    Column("p95_days", Said("p95, calendar days", "95%（暦日）"), "days"),
    Column("promised", Said("With a promised day", "約束した期日のある請求"), "count"),
    Column("kept", Said("Promise kept", "約束した期日までに回答"), "count"),
    Column("kept_percent", Said("Promises kept", "約束の遵守率"), "percent"),
    Column("asked_for_more", Said("Answered after asking for more", "補正を依頼した回答"), "count"),
    Column(
        "asked_for_more_percent", Said("Asked for more, of those answered", "補正依頼率（回答した請求）"), "percent"
    ),
    Column("mean_held_days", Said("Mean days held, of those", "補正待ちの平均日数"), "days"),
)
_PERCENTILES = {f"p{p}_{days}": (p, days) for days in ("business_days", "days") for p in (50, 90, 95)}
_AGGREGATES = {
    "answered": pl.len(),
    "on_time": ON_TIME.sum(),
    "promised": PROMISED.sum(),
    "kept": KEPT.sum(),
    "asked": pl.col("deficient").sum(),
    "held": pl.col("held_days").filter("deficient").sum(),
} | {
    name: pl.col(days)
    .quantile(p / 100, "equiprobable")
    .cast(pl.Int64)  # Polars' name of nearest rank, without rounding up
    for name, (p, days) in _PERCENTILES.items()
}
_NONE = dict.fromkeys(_AGGREGATES, 0) | dict.fromkeys(_PERCENTILES)


def turnaround_tables(answered: pl.LazyFrame, span: Span, shown: Span) -> tuple[Table, ...]:
    """The tables `summary`, `by-month`, `by-policy`, `by-kind` of the cases answered in `span` (columns: `COLUMNS`).

    `shown`: the part of the period of which months are told.
    """
    month = pl.col("answered_on").dt.month_start()
    by_kind = answered.explode("kinds", empty_as_null=True)
    total, policies, kinds, by_month = pl.collect_all(
        [
            answered.select(**_AGGREGATES),
            _grouped(answered, pl.col("policy")),
            _grouped(by_kind, pl.col("kinds").fill_null("")),
            _grouped(answered, month),
        ]
    )
    period = f"answered:{told(span)}"
    return (
        _summary(total, period),
        _by_month(by_month, shown),
        _by_policy(policies, period),
        _by_kind(kinds, period),
    )


def _grouped(answered: pl.LazyFrame, by: pl.Expr) -> pl.LazyFrame:
    return answered.group_by(by.alias("by")).agg(**_AGGREGATES).sort("by")


def _summary(total: pl.DataFrame, period: str) -> Table:
    rows = (_row(total.row(0, named=True), period),)
    return Table("summary", Said("In all", "全体"), _HOW, _FIGURES, rows)


def _by_policy(found: pl.DataFrame, period: str) -> Table:
    rows = ((Cell(row["by"]), *_row(row, period, f"policy:{row['by']}")) for row in found.iter_rows(named=True))
    return _table("by-policy", Said("By company", "会社別"), POLICY, rows)


def _by_kind(found: pl.DataFrame, period: str) -> Table:
    of_kind = {row["by"]: row for row in found.iter_rows(named=True)}
    names = KINDS | {"": NOTHING_TICKED}
    rows = (
        (coded(names, kind), *_row(of_kind[kind], period, f"kind:{kind}"))
        for kind in [*(kind for kind in names if kind in of_kind), *(kind for kind in of_kind if kind not in names)]
    )
    note = Said(
        f"A request for several kinds counts for each of them. {_HOW.en}",
        f"複数の種類を求める請求は、それぞれの種類に数えます。{_HOW.ja}",
    )
    return _table("by-kind", Said("By kind of request", "請求の種類別"), ASKS_FOR, rows, note)


def _by_month(found: pl.DataFrame, shown: Span) -> Table:
    of_month = {row["by"]: row for row in found.iter_rows(named=True)}
    rows = (
        (month_cell(span), *_row(of_month.get(span[0].replace(day=1), _NONE), f"answered:{told(span)}"))
        for span in months(*shown)
    )
    note = Said(
        f"Of a month that lies only partly in the period, the days that count are told. {_HOW.en}",
        f"一部だけが期間に含まれる月は、数えた日を示しています。{_HOW.ja}",
    )
    return _table("by-month", Said("Month by month", "月別の推移"), Column("month", Said("Month", "月")), rows, note)


def _table(key: str, title: Said, by: Column, rows: Iterable[tuple[Cell, ...]], note: Said = _HOW) -> Table:
    return Table(key, title, note, (by, *_FIGURES), tuple(rows))


def _row(found: Mapping[str, Any], *picks: str) -> tuple[Cell, ...]:
    answered, on_time = found["answered"], found["on_time"]
    return (
        counted(answered, *picks),
        counted(on_time, *picks, "ontime"),
        Cell(share(on_time, answered)),
        counted(answered - on_time, *picks, "late_answer", tone="late"),
        *(Cell(found[name]) for name in _PERCENTILES),
        counted(found["promised"], *picks, "promised"),
        counted(found["kept"], *picks, "promise_kept"),
        Cell(share(found["kept"], found["promised"])),
        counted(found["asked"], *picks, "asked_for_more"),
        Cell(share(found["asked"], answered)),
        Cell(round(found["held"] / found["asked"], 1) if found["asked"] else None),
    )
