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
    f"Work as measured in the last {DAYS} days, per business day: a piece of work is a stay in one of the stages that wait for"
    " these people. People: how many different ones were seen at work on a day (by decisions, approvals, searches by hand,"
    " postings). Supposed, not measured: what is done on the busiest tenth of days is all that the people can do; work comes"
    " at random; one more works as fast as the others and from today on; and the wait in line is that of Erlang's formula,"
    " by which all stays in these stages shrink alike. What takes long for other reasons stays as long. Expected late: open"
    " cases that are not overdue yet, at the pace of the forecast. People who also work for companies that are not chosen"
    " count as if they did not. Nothing is told where no names are on record or too little was done.",
    f"直近{DAYS}日間の実績を1営業日当たりで示しています。作業は、その対応者を待つ段階での滞在1回を1件とします。人数は、決定・承認・手作業での検索・発送の記録から、"
    "1日に作業をした人の数を平均したものです。次の点は実測ではなく仮定です。最も忙しい1割の日の処理件数を処理能力の上限とすること、作業が不規則に届くこと、"
    "増員する1人が本日から他の人と同じ速さで作業すること、待ち時間がアーラン式に従い、その分だけ各段階の滞在が一様に短くなること。他の理由による時間は"
    "短くなりません。超過見込みは、まだ期限を過ぎていない対応中の案件を予測のペースで数えたものです。選択していない会社の作業は含みません。"
    "氏名の記録がない場合や実績が少ない場合は表示しません。",
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
            Column("would_stay", Said("With one more", "増員後の平均滞在"), "days"),
            Column("expected_late", Said("Expected late", "超過見込み"), "count"),
            Column("would_be_late", Said("With one more", "増員後の超過見込み"), "count"),
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
    length, stayed = work.length, work.stayed
    return (
        waiter(work.waiter),
        Cell(round(work.came, 1)),
        Cell(round(work.done, 1)),
        counted(work.waiting, f"waits:{work.waiter}"),
        Cell(None if work.people is None else round(work.people, 1)),
        Cell(None if work.people is None else round(work.done / work.people, 1)),
        Cell(None if stayed is None else round(stayed, 1)),
        Cell(None if stayed is None or length is None else round(stayed * length, 1)),
        Cell(round(expected, 1)),
        Cell(None if would is None else round(would, 1)),
        Cell(None if would is None else round(would - expected, 1)),
    )


def expected_late(found: pl.DataFrame) -> float:
    """How many cases of a forecast are expected late."""
    return float(found["chance"].sum())
