"""The forecast of open cases as tables: how many at which risk, which cases, and how many in each coming week."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import polars as pl

from tasks.case.bilingual import Said
from tasks.figures.cells import CASE, CASES, DUE, POLICY, STAGE, WAITS_FOR, Tone, coded, counted, stands, waiter
from tasks.figures.filters import MOST
from tasks.figures.forecast_cases import HIGH, RISKS
from tasks.figures.forecast_pace import FEWEST, WINDOW
from tasks.figures.period_cells import week_cell
from tasks.figures.periods import span_of, told, weeks
from tasks.figures.picks import PICKS, Pick
from tasks.figures.table import Cell, Column, Table
from tasks.figures.today_lists import how_many

_EVER = 9999  # days within which whatever runs falls due
_WITHIN = (7, 14, 30, _EVER)
FEW_WEEKS, MANY_WEEKS = 4, 10  # that are told, by how far due days reach
_NAMES: dict[str, Said] = {
    "high": Said("probably late (50% or more)", "超過の可能性が高い（50%以上）"),
    "some": Said("may be late (20% to 50%)", "超過のおそれ（20〜50%）"),
    "low": Said("probably in time (below 20%)", "期限内の見込み（20%未満）"),
    "unknown": Said("no forecast", "予測不可"),
    "overdue": Said("already overdue", "期限超過（既に超過）"),
    "all": Said("all", "合計"),
}
_TONES: Mapping[str, Tone] = {"high": "late", "some": "soon", "low": "fine", "overdue": "late"}
_HOW = Said(
    f"Each open case goes on from where it stands at the pace of the last {WINDOW} days, of which the last 60 count for more:"
    " how long cases stayed in each stage, also those that still stay there, and which stage came next, in business days;"
    " where more lies before people now than lay then, stays take as much longer as longer lines made them in the last year. What"
    " is posted on its due day is in time. The"
    " chance is that of a posting after the due day; while the requester must act the clock stands still, and as many due days"
    f" are extended as before. No forecast where fewer than {FEWEST} stays in a stage came to an end. What is overdue already"
    " is counted apart. A case that was answered and opened again, since its letter came back, is open but owes no answer: it is"
    " not among these.",
    f"対応中の各案件が、現在の段階から直近{WINDOW}日間のペース（直近60日をより重視）で進むものとして予測しています。各段階の滞在営業日数（継続中の滞在も考慮）と"
    "次に進んだ段階に基づき、現在の待ち件数が当時より多いときは、過去1年間に待ち件数の増加が滞在を延ばした度合いも加味して、期限より後に発送となる確率を"
    "求めます。補正待ちの間は期間が進まず、期限の延長は従来と同じ割合で行われるものとします。"
    f"終了した滞在が{FEWEST}件未満の段階がある場合は予測しません。既に期限を過ぎた案件は別に数えています。"
    "回答後に返戻・再発行で再開した案件は、対応中ですが回答は済んでいるため含みません。",
)
_SHORT = Said(
    "How it is computed stands with the forecast by risk.", "算出方法は「期限超過の予測」の表に記載しています。"
)
_CHANCE = Column("percent", Said("Chance of being late", "期限超過の確率"), "percent")
_EXPECTED = Column("expected", Said("Answer expected", "回答見込み日"), "day")


def _due_between(argument: str) -> pl.Expr:
    first, last = span_of(argument)
    return pl.col("open") & (pl.col("days_left") >= 0) & pl.col("due_on").is_between(first, last)


PICKS["falls_due_in"] = Pick(
    lambda _, argument: _due_between(argument),
    lambda argument: Said(f"falls due {argument.replace('/', ' to ')}", f"{argument.replace('/', '～')}に期限"),
)
PICKS["may_be_late"] = Pick(
    lambda frames, _: PICKS["risk"](frames, "high") | PICKS["risk"](frames, "some"),
    Said("may be late at the present pace (20% or more)", "現在のペースでは期限超過のおそれ（20%以上）"),
)

PICKS["owed"] = Pick(
    lambda _, __: (
        pl.col("open") & pl.col("answered_on").is_null() & (pl.col("held") | pl.col("days_left").is_not_null())
    ),
    Said("an answer is owed", "回答が必要"),
)


def risk_table(cases: pl.DataFrame) -> Table:
    """The table `forecast` of these cases: how many at which risk, by when they are due."""
    risk = pl.when(pl.col("days_left") < 0).then(pl.lit("overdue")).otherwise("risk")
    within = {f"within_{days}": pl.col("days_left") <= days for days in _WITHIN}
    columns = within | {"held": pl.col("held")}
    sums = {name: column.fill_null(value=False).sum() for name, column in columns.items()}
    found = cases.group_by(risk=risk).agg(**sums, cases=pl.len(), late=pl.col("chance").sum())
    by_risk = {row["risk"]: row for row in found.iter_rows(named=True)}
    total = found.select(pl.exclude("risk").sum()).row(0, named=True)
    return Table(
        "forecast",
        Said("Forecast: open cases by risk", "期限超過の予測"),
        Said(
            f"{_HOW.en} Expected late: the sum of the chances of these cases.",
            f"{_HOW.ja}超過見込みは、これらの案件の確率の合計です。",
        ),
        (
            Column("risk", Said("Forecast", "予測")),
            *(
                Column(f"within_{days}", Said(f"Due within {days} days", f"{days}日以内に期限"), "count")
                for days in _WITHIN[:3]
            ),
            Column("running", Said("All whose clock runs", "期間進行中の全案件"), "count"),
            Column("held", Said("Awaiting the requester", "補正待ち"), "count"),
            CASES,
            Column("expected_late", Said("Expected late", "超過見込み"), "count"),
        ),
        (
            *(_risk_row(risk, by_risk.get(risk, {}), f"risk:{risk}") for risk in RISKS),
            _risk_row("overdue", by_risk.get("overdue", {}), "overdue"),
            _risk_row("all", total),
        ),
    )


def _risk_row(risk: str, found: Mapping[str, Any], *picks: str) -> tuple[Cell, ...]:
    tone = _TONES.get(risk, "")
    due = (counted(found.get(f"within_{days}") or 0, *picks, f"falls_due:{days}", tone=tone) for days in _WITHIN)
    held = counted(found.get("held") or 0, *picks, "waits_for_requester", tone=tone)
    every = counted(found.get("cases") or 0, *(picks or ("owed",)), tone=tone)
    expected = None if risk in ("unknown", "overdue") else round(found.get("late") or 0.0, 1)
    return coded(_NAMES, risk), *due, held, every, Cell(expected)


def at_risk_table(cases: pl.DataFrame, most: int | None = MOST) -> Table:
    """The table `at-risk`: the cases that may be late, the most probable first; at most so many rows, None for all."""
    found = cases.filter(pl.col("risk").is_in(["high", "some"]))
    first = found.sort("chance", "due_on", "number", descending=[True, False, False])
    first = first.head(len(found) if most is None else most)
    many = how_many(len(first), len(found))
    return Table(
        "at-risk",
        Said("Cases that may be late", "期限超過のおそれのある案件"),
        Said(
            f"{many.en} Not overdue yet, with a chance of 20% or more to be answered late; the most probable first. Answer"
            f" expected: the day by which it is as likely posted as not, told where it is not the requester's turn. {_SHORT.en}",
            f"{many.ja}まだ期限を過ぎておらず、期限超過の確率が20%以上の案件を、確率の高い順に示しています。回答見込み日は、その日までに発送される"
            f"確率が50%となる日です（補正待ちの案件には表示しません）。{_SHORT.ja}",
        ),
        (
            CASE,
            POLICY,
            STAGE,
            WAITS_FOR,
            DUE,
            _CHANCE,
            _EXPECTED,
            Column("days_late", Said("Days late, expected", "超過見込み日数"), "days"),
        ),
        tuple(_at_risk(case) for case in first.iter_rows(named=True)),
        ("may_be_late",) if len(found) else None,
    )


def _at_risk(case: dict[str, Any]) -> tuple[Cell, ...]:
    expected, due = case["expected_on"], case["due_on"]
    late = max((expected - due).days, 0) if expected else None
    return (
        Cell(case["number"]),
        Cell(case["policy"]),
        stands(case),
        waiter(case["waits_for"]),
        Cell(due, tone="quiet" if case["held"] else ""),
        Cell(round(100 * case["chance"], 1), tone="late" if case["chance"] >= HIGH else "soon"),
        Cell(expected),
        Cell(late, tone="late" if late else ""),
    )


def by_week_table(cases: pl.DataFrame, today: date) -> Table:
    """The table `forecast-by-week`: of the coming weeks, how many cases fall due and how many of them are expected late."""
    running = cases.filter(pl.col("days_left") >= 0)
    last = max([today + timedelta(days=7 * FEW_WEEKS - 1), *running["due_on"]])
    coming = weeks(today, min(last, today + timedelta(days=7 * MANY_WEEKS - 1)))
    return Table(
        "forecast-by-week",
        Said("Forecast: cases due week by week", "週別の期限と超過見込み"),
        Said(
            "Cases whose clock runs and that are not overdue, by their due day as it stands today; the first week from today on."
            f" Expected late: the sum of their chances. {_SHORT.en}",
            "期間が進行中で期限を過ぎていない案件を、本日時点の期限の週ごとに数えています（今週は本日以降）。超過見込みは確率の合計です。"
            f"{_SHORT.ja}",
        ),
        (
            Column("week", Said("Week", "週")),
            Column("until", Said("Until", "最終日"), "day"),
            Column("due", Said("Due", "期限の件数"), "count"),
            Column("expected_late", Said("Expected late", "超過見込み"), "count"),
            Column("unknown", Said("No forecast", "予測不可"), "count"),
        ),
        tuple(_week(running, span) for span in coming),
    )


def _week(running: pl.DataFrame, span: tuple[date, date]) -> tuple[Cell, ...]:
    due = running.filter(pl.col("due_on").is_between(*span))
    pick = f"falls_due_in:{told(span)}"
    return (
        week_cell(span),
        Cell(span[1]),
        counted(len(due), pick),
        Cell(round(float(due["chance"].sum()), 1)),
        counted(due["chance"].null_count(), pick, "risk:unknown"),
    )
