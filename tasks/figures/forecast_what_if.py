"""What one person more would change: how long work would wait for them, and how many cases would be late."""

import numpy as np
import polars as pl

from tasks.case.bilingual import Said
from tasks.case.sla import WAITS_FOR
from tasks.figures.cells import WAITS_FOR as WHO
from tasks.figures.cells import counted, waiter
from tasks.figures.forecast_cases import pace_today, standing
from tasks.figures.forecast_history import STAGES, stage_of
from tasks.figures.forecast_odds import odds_of
from tasks.figures.forecast_pace import Pace, shortened
from tasks.figures.frames import Frames
from tasks.figures.table import Cell, Column, Table
from tasks.figures.workload import DAYS, Workload, workloads

_NOTE = Said(
    f"Work of the last {DAYS} days, per business day: a piece is a stay in one of the stages that wait for these people."
    " People: how many different ones were seen at work on a day (by decisions, approvals, searches by hand, postings). In line:"
    " the part of a stay that is due to what lies there now, by how much longer stays took in the last year when more lay there"
    " as they began. The mean stay is that of all pieces that were done; by the number that waits now, it would be the longer, the"
    " more of it lies there than on average (by Little's law as many as are done in a day, times the mean stay). Supposed, not measured: one more works as fast as the others, from today on; the line is shared by one more"
    " and stays as long as it is (where it shrinks, even fewer are late); all else about a stay takes as long as before."
    " Expected late: open cases that are not overdue yet, at the pace of the forecast. Work for companies that are not chosen"
    " is not counted. Nothing is told where no names are on record or too little was done.",
    f"直近{DAYS}日間の実績を1営業日当たりで示しています。作業は、その対応者を待つ段階での滞在1回を1件とします。人数は、決定・承認・手作業での検索・発送の記録から、"
    "1日に作業をした人の数を平均したものです。順番待ちは、過去1年間に待ち件数が多いときほど滞在がどれだけ長くなったかから求めた、現在の待ち件数による部分の割合です。"
    "平均滞在は期間中に終了した作業の平均です。現在の待ち件数が平均的な件数（リトルの法則により1日の処理件数×平均滞在）より多い場合、現在の待ち件数での滞在はその分長くなります。"
    "次の点は実測ではなく仮定です。増員する1人が本日から他の人と同じ速さで作業すること、順番待ちを1人多い人数で分担し、待ち件数は変わらないこと（減れば超過はさらに"
    "少なくなります）、それ以外の時間は変わらないこと。超過見込みは、まだ期限を過ぎていない対応中の案件を予測のペースで数えたものです。選択していない会社の作業は"
    "含みません。氏名の記録がない場合や実績が少ない場合は表示しません。",
)


def what_if_table(frames: Frames, expected: float) -> Table:
    """The table `what-if`; `expected`: how many cases the forecast expects to be late as it is."""
    stamp = frames.version, frames.today
    rows = frames.memo.kept("what-if", frames.chosen, stamp, lambda: _rows(frames))
    return Table(
        "what-if",
        Said("What if there were one more?", "1人増員した場合の見込み"),
        _NOTE,
        (
            WHO,
            Column("came", Said("Comes in, a day", "1日の発生件数"), "count"),
            Column("done", Said("Is done, a day", "1日の処理件数"), "count"),
            Column("waiting", Said("Waits now", "現在の待ち件数"), "count"),
            Column("people", Said("People at work, a day", "1日の作業人数"), "count"),
            Column("done_each", Said("Done by each, a day", "1人1日の処理件数"), "count"),
            Column("stayed", Said("Mean stay, business days", "平均滞在（営業日）"), "days"),
            Column("stays", Said("Stay with what waits now", "現在の待ち件数での滞在"), "days"),
            Column("line", Said("In line", "順番待ちの割合"), "percent"),
            Column("would_stay", Said("Stay with one more", "増員後の滞在"), "days"),
            Column("expected_late", Said("Expected late", "超過見込み"), "count"),
            Column("would_be_late", Said("Late with one more", "増員後の超過見込み"), "count"),
            Column("change", Said("Change", "増減"), "count"),
        ),
        tuple(_row(work, expected, would) for work, would in rows),
    )


def _rows(frames: Frames) -> list[tuple[Workload, float | None]]:
    _, cases = standing(frames)
    pace = pace_today(frames)
    return [
        (
            work,
            None if work.length is None else float(np.nansum(odds_of(_with_more(pace, work, work.length), cases).late)),
        )
        for work in workloads(frames)
    ]


def _with_more(pace: Pace, work: Workload, length: float) -> Pace:
    mine = np.array([WAITS_FOR[STAGES[place]] == work.waiter for place in stage_of(pace.nodes)], dtype=bool)
    return shortened(pace, np.where(mine, length, 1.0))


def _row(work: Workload, expected: float, would: float | None) -> tuple[Cell, ...]:
    length, stayed, stays = work.length, work.stayed, work.stays
    return (
        waiter(work.waiter),
        Cell(round(work.came, 1)),
        Cell(round(work.done, 1)),
        counted(work.waiting, f"waits:{work.waiter}"),
        Cell(None if work.people is None else round(work.people, 1)),
        Cell(None if work.people is None else round(work.done / work.people, 1)),
        Cell(None if stayed is None else round(stayed, 1)),
        Cell(None if stays is None else round(stays, 1)),
        Cell(None if work.line is None else round(100 * work.line, 1)),
        Cell(None if stays is None or length is None else round(stays * length, 1)),
        Cell(round(expected, 1)),
        Cell(None if would is None else round(would, 1)),
        Cell(None if would is None else round(would - expected, 1) + 0.0),  # never -0.0
    )


def expected_late(found: pl.DataFrame) -> float:
    """How many cases of a forecast are expected late."""
    return float(found["chance"].sum())
