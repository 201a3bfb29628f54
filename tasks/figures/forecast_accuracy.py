"""The table that tells how good the forecast was: warnings held against what became of the cases, month by month."""

from collections.abc import Mapping, Sequence
from datetime import date
from statistics import median
from typing import Any

import polars as pl

from tasks.case.bilingual import Said
from tasks.figures.cells import CASES, coded, share
from tasks.figures.forecast_cases import HIGH
from tasks.figures.forecast_past import past_forecasts
from tasks.figures.frames import Frames
from tasks.figures.table import Cell, Column, Table

_ALL = {"all": Said("all", "合計")}
_HOW = Said(
    "On the first of each month the forecast is made once more, by nothing that was recorded later, for the cases that were"
    " open and not overdue then, and held against what became of them. Warned: a chance of 50% or more. Precision: of those"
    " warned, how many were late; recall: of the late ones, how many had been warned. Expected late: the sum of the chances,"
    " which should come near the number that was late. Brier score: the mean squared error of the chances, from 0 (always"
    " right and sure) on; beside it that of giving every case the share that was late in the end, and how much smaller"
    " ours is. In the row of all, months in which many were late weigh the most. Left out, and counted apart: cases still open in time, and those without a forecast. Of the last month most"
    " is not settled, and it is not told.",
    "毎月1日時点で、その日までに記録された内容だけを用いて予測をやり直し、当時対応中で期限前であった案件のその後の結果と比べています。"
    "警告は確率50%以上です。適合率は警告した案件のうち期限を過ぎたものの割合、再現率は期限を過ぎた案件のうち警告していたものの割合です。"
    "超過見込みは確率の合計で、実際の超過件数に近いほど良い予測です。ブライアスコアは確率の平均二乗誤差（0に近いほど良い）で、全案件に"
    "実際の超過割合を当てはめた場合の値と、それに対する改善率を並べています。合計の行は期限超過の多い月の影響を強く受けます。結果の出ていない案件と予測不可の案件は除き、別に数えています。"
    "直近の月は結果が出ていない案件が多いため表示しません。",
)


def accuracy_table(frames: Frames) -> Table:
    """The table `forecast-accuracy`: one row for each month, and one for all; computed once a day as what it tells of is."""
    return frames.memo.kept("accuracy", frames.chosen, frames.today, lambda: _table(past_forecasts(frames)))


def _table(past: Mapping[date, pl.DataFrame]) -> Table:
    better = [each for each in map(_better, past.values()) if each is not None]
    rows = [(Cell(f"{day:%Y-%m}"), *_row(found)) for day, found in past.items()]
    if rows:
        rows.append((coded(_ALL, "all"), *_row(pl.concat(past.values()), sum(each > 0 for each in better))))
    return Table(
        "forecast-accuracy",
        Said("How good the forecast was", "過去の予測の精度"),
        _note(better),
        (
            Column("as_of", Said("On the 1st of", "予測月（1日時点）")),
            CASES,
            Column("warned", Said("Warned", "警告"), "count"),
            Column("warned_late", Said("Of these late", "うち期限超過"), "count"),
            Column("precision", Said("Precision", "適合率"), "percent"),
            Column("late", Said("Late in all", "期限超過の総数"), "count"),
            Column("recall", Said("Recall", "再現率"), "percent"),
            Column("expected_late", Said("Expected late", "超過見込み"), "count"),
            Column("brier", Said("Brier score", "ブライアスコア"), "count"),
            Column("brier_base", Said("Brier score of the share alone", "割合のみのブライアスコア"), "count"),
            Column("better", Said("Error smaller by", "改善率"), "percent"),
            Column("months", Said("Months with a smaller error", "改善した月数"), "count"),
            Column("unsettled", Said("Not settled yet", "結果未確定"), "count"),
            Column("unknown", Said("No forecast", "予測不可"), "count"),
        ),
        tuple(rows),
    )


def scores(found: pl.DataFrame) -> dict[str, Any]:
    """How a forecast (`forecast_as_of`) came out, of the cases with a chance whose end is known; means are null of none."""
    late = pl.col("late").cast(pl.Float64)
    base = late.mean()
    warned = pl.col("chance") >= HIGH
    return found.drop_nulls(["chance", "late"]).select(
        cases=pl.len(),
        warned=warned.sum(),
        warned_late=(warned & pl.col("late")).sum(),
        late=pl.col("late").sum(),
        expected=pl.col("chance").sum(),
        brier=((pl.col("chance") - late) ** 2).mean(),
        base=base * (1 - base),
    ).row(0, named=True)  # fmt: skip


def _better(found: pl.DataFrame) -> float | None:
    """By how many percent the error is smaller than that of the share alone; None where the share leaves none."""
    got = scores(found)
    return 100 * (1 - got["brier"] / got["base"]) if got["base"] else None


def _note(better: Sequence[float]) -> Said:
    """How the table is made, and what the months say each by itself."""
    if not better:
        return _HOW
    many, middle, won = len(better), round(median(better), 1), sum(each > 0 for each in better)
    return Said(
        f"{_HOW.en} The error was smaller than that of the share alone in {won} of {many} months, in the median month by"
        f" {middle}%.",
        f"{_HOW.ja}誤差が割合のみの場合より小さかったのは{many}か月のうち{won}か月で、月ごとの改善率の中央値は{middle}%です。",
    )


def _row(found: pl.DataFrame, months: int | None = None) -> tuple[Cell, ...]:
    got, better = scores(found), _better(found)
    brier, base = got["brier"], got["base"]
    if months is None and better is not None:
        months = int(better > 0)
    return (
        Cell(got["cases"]),
        Cell(got["warned"]),
        Cell(got["warned_late"]),
        Cell(share(got["warned_late"], got["warned"])),
        Cell(got["late"]),
        Cell(share(got["warned_late"], got["late"])),
        Cell(round(got["expected"], 1)),
        Cell(None if brier is None else round(brier, 3)),
        Cell(None if base is None else round(base, 3)),
        Cell(None if better is None else round(better, 1)),
        Cell(months),
        Cell(found["late"].null_count()),
        Cell(found.filter(pl.col("late").is_not_null())["chance"].null_count()),
    )
