"""What to do today: what is due and late, who is waited for, what came in."""

from collections.abc import Mapping
from types import MappingProxyType

import polars as pl

from tasks.case.bilingual import Said
from tasks.figures.cells import CASES, coded, counted, waiter
from tasks.figures.cells import WAITS_FOR as WHO
from tasks.figures.filters import Filter
from tasks.figures.forecast_cases import probably_late
from tasks.figures.frames import Frames
from tasks.figures.periods import told
from tasks.figures.picks import PICKS
from tasks.figures.table import Cell, Column, Table
from tasks.figures.today_lists import due_list, overdue_list
from tasks.figures.today_next import next_table
from tasks.store.tables import PacketStatus

OVERDUE = pl.col("days_left") < 0
DUE_TODAY = pl.col("days_left") == 0
DUE_SOON = pl.col("soon")
PICKS["overdue"] = lambda _, __: OVERDUE
PICKS["due_today"] = lambda _, __: DUE_TODAY
PICKS["due_soon"] = lambda _, __: DUE_SOON

_COLUMNS = (
    *("number", "policy", "kinds", "stage", "asks", "waits_for", "open", "held", "soon"),
    *("received_on", "due_on", "asked_until", "days_left", "work_left", "soon_days", "stage_days"),
)
_WAITERS = ("reviewer", "approver", "operator", "mail room", "requester", "kaiji")
_FIGURES: Mapping[str, Said] = MappingProxyType(
    {
        "open": Said("Open", "対応中"),
        "overdue": Said("Overdue", "期限超過"),
        "due_today": Said("Due today", "本日期限"),
        "due_soon": Said("Due today or within 3 business days", "3営業日以内に期限"),
        "may_miss": Said("Probably late", "期限超過の見込み"),
        "held": Said("Requester's turn", "請求者の補正待ち"),
        "came_in": Said("Came in today", "本日受付"),
        "quarantine": Said("In quarantine (envelopes)", "保留中の封筒"),
    }
)
_MAIL: Mapping[str, Said] = MappingProxyType(
    {
        "case": Said("became a case, or joined one", "案件として受付、または案件に追加"),
        "returned": Said("a letter of ours that came back", "返戻された当社の書類"),
        "split": Said("a scan of many envelopes, parted", "複数の封筒を含むスキャン（分割済み）"),
        "under_way": Said("is being read", "読取り中"),
        "quarantine": Said("in quarantine", "保留"),
    }
)
_BECAME: Mapping[str, str] = MappingProxyType(
    {
        PacketStatus.CHECKED: "case",
        PacketStatus.RETURNED_MAIL: "returned",
        PacketStatus.SPLIT: "split",
        PacketStatus.QUARANTINED: "quarantine",
    }
)  # every other: under way


def today_tables(frames: Frames, chosen: Filter) -> tuple[Table, ...]:
    """The tables of the page Today: `now`, `next`, `overdue`, `due-soon`, `waiting`, `intake`."""
    of_today = _of_today(frames)
    still = of_today.filter("open")
    return (
        _now(frames, of_today),
        next_table(frames, still),
        overdue_list(still, chosen.most),
        due_list(still, chosen.most),
        _waiting(still),
        intake_table(frames),
    )


def now_table(frames: Frames) -> Table:
    """The table `now` alone: the figures one looks at first."""
    return _now(frames, _of_today(frames))


def _of_today(frames: Frames) -> pl.DataFrame:
    return frames.cases.select(_COLUMNS).filter(pl.col("open") | (pl.col("received_on") == frames.today))


def _now(frames: Frames, of_today: pl.DataFrame) -> Table:
    found = of_today.select(
        open=pl.col("open").sum(),
        overdue=OVERDUE.sum(),
        due_today=DUE_TODAY.sum(),
        due_soon=DUE_SOON.sum(),
        held=(pl.col("open") & pl.col("held")).sum(),
        came_in=(pl.col("received_on") == frames.today).sum(),
    ).row(0, named=True)
    came_in = f"received:{told((frames.today, frames.today))}"
    cells = {
        "open": counted(found["open"], "open"),
        "overdue": counted(found["overdue"], "overdue", tone="late"),
        "due_today": counted(found["due_today"], "due_today", tone="soon"),
        "due_soon": counted(found["due_soon"], "due_soon", tone="soon"),
        "may_miss": counted(probably_late(frames), "risk:high", tone="soon"),
        "held": counted(found["held"], "held"),
        "came_in": counted(found["came_in"], came_in),
        "quarantine": Cell(frames.mail.quarantined, tone="soon" if frames.mail.quarantined else "quiet"),
    }
    return Table(
        "now",
        Said("Now", "現在の状況"),
        Said(
            "Cases as they stand. While the requester must act the clock stands still, and a case is neither overdue nor due."
            " Probably late: not overdue yet, but at the present pace rather answered after the due day than by it (the forecast on the"
            " page SLA). Envelopes in quarantine are those of all companies.",
            "現時点の案件数です。請求者の補正待ちの間は期間が進まないため、期限超過・期限間近には含めません。"
            "期限超過の見込みは、まだ期限を過ぎていないものの、現在のペースでは期限後の回答となる確率が50%以上の案件です（SLAの予測による）。"
            "保留中の封筒は全社分です。",
        ),
        (Column("figure", Said("Figure", "項目")), Column("count", Said("Number", "件数"), "count")),
        tuple((coded(_FIGURES, name), cell) for name, cell in cells.items()),
    )


def _waiting(still: pl.DataFrame) -> Table:
    found = still.group_by("waits_for").agg(
        cases=pl.len(),
        oldest=pl.col("stage_days").max(),
        median=pl.col("stage_days").quantile(0.5, "equiprobable").cast(pl.Int64),
        overdue=OVERDUE.sum(),
        soon=DUE_SOON.sum(),
    )
    by_whom = {row["waits_for"]: row for row in found.iter_rows(named=True)}
    nothing = {"cases": 0, "oldest": None, "median": None, "overdue": 0, "soon": 0}
    return Table(
        "waiting",
        Said("Who is waited for", "対応者別の待ち件数"),
        Said(
            "Open cases by who must act next. Days: calendar days in the present stage; the median is that of the case in"
            " the middle.",
            "対応中の案件を、次に対応する方ごとに数えています。日数は現在の段階に入ってからの暦日数で、中央値は真ん中の案件の値です。",
        ),
        (
            WHO,
            CASES,
            Column("oldest_days", Said("Oldest, days", "最長の日数"), "days"),
            Column("median_days", Said("Median, days", "日数の中央値"), "days"),
            Column("overdue", Said("Overdue", "期限超過"), "count"),
            Column("soon", Said("Due within 3 business days", "3営業日以内に期限"), "count"),
        ),
        tuple(_waiting_row(who, by_whom.get(who, nothing)) for who in _WAITERS),
    )


def _waiting_row(who: str, found: Mapping[str, int | None]) -> tuple[Cell, ...]:
    waits = f"waits:{who}"
    return (
        waiter(who),
        counted(found["cases"] or 0, waits),
        Cell(found["oldest"]),
        Cell(found["median"]),
        counted(found["overdue"] or 0, waits, "overdue", tone="late"),
        counted(found["soon"] or 0, waits, "due_soon", tone="soon"),
    )


def intake_table(frames: Frames) -> Table:
    """The table `intake` alone: the envelopes of today by what became of them."""
    found = dict.fromkeys(_MAIL, 0)
    for status, number in frames.mail.today.items():
        found[_BECAME.get(status, "under_way")] += number
    return Table(
        "intake",
        Said("What came in today", "本日の受付"),
        Said(
            "Envelopes of today by what became of them, those of all companies. What lies in quarantine is no case yet: its"
            " reason stands beside it.",
            "本日届いた封筒を処理の結果ごとに数えています（全社分）。保留中の封筒はまだ案件になっていません。理由は封筒ごとに記録されています。",
        ),
        (Column("became", Said("Became", "結果")), Column("envelopes", Said("Envelopes", "封筒数"), "count")),
        tuple(
            (coded(_MAIL, name), Cell(number, tone="soon" if number and name == "quarantine" else ""))
            for name, number in found.items()
        ),
    )
