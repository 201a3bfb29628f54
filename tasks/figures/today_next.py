"""What operations do next: each sort of work with how many cases wait for it, the most urgent first."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import polars as pl

from tasks.case.bilingual import Said
from tasks.case.progress import Stage, Step
from tasks.case.sla import WAITS_FOR
from tasks.figures.cells import CASES, Tone, coded, counted, waiter
from tasks.figures.cells import WAITS_FOR as WHO
from tasks.figures.frames import Frames
from tasks.figures.picks import PICKS
from tasks.figures.table import Cell, Column, Table

_ALL = "/?show=all"
_LINKS: Mapping[str, str] = MappingProxyType(
    {
        Stage.DISPATCHING: "/dispatch",
        Stage.APPROVING: f"{_ALL}&asks={Step.APPROVE},{Step.EXTEND_DUE}",
        Stage.CONFIRMING: f"{_ALL}&asks={Step.CONFIRM_READING},{Step.AWAIT_RESCAN}",
        Stage.DEFICIENT: f"{_ALL}&asks={Step.RELEASE_DEFICIENCY}",
        Stage.SEARCHING: f"{_ALL}&asks={Step.SEARCH_BY_HAND}",
        Stage.DECIDING: f"{_ALL}&asks={Step.DECIDE}",
        Stage.CARRYING_OUT: f"{_ALL}&asks={Step.CARRY_OUT}",
        Stage.RELEASING: f"{_ALL}&asks={Step.RELEASE_REPLY}",
        Stage.RETURNED: f"{_ALL}&asks={Step.HANDLE_RETURN}",
        "period_ends": f"{_ALL}&asks={Step.AWAIT_REQUESTER}",
        "quarantine": "",  # folders of the home, no page
    }
)  # every other: the whole list
_ACTIONS: Mapping[str, Said] = MappingProxyType(
    {
        Stage.DISPATCHING: Said("Post letters and confirm it", "書類を発送し、発送を記録する"),
        Stage.RETURNED: Said("Handle returned mail", "返戻・再発行に対応する"),
        Stage.APPROVING: Said("Approve decisions and extensions", "決定・期限の延長を承認する"),
        Stage.RELEASING: Said("Release replies", "回答書の発送を承認する"),
        Stage.CARRYING_OUT: Said(
            "Carry out what was granted, and record it", "認めた訂正等・利用停止等を実施し、記録する"
        ),
        Stage.DECIDING: Said("Take decisions", "請求を決定する"),
        Stage.SEARCHING: Said("Search by hand", "手作業で検索する"),
        Stage.DEFICIENT: Said("Release letters that ask for what is missing", "補正依頼書の発送を承認する"),
        Stage.CONFIRMING: Said("Confirm readings, or scan again", "読取りを確認する（再スキャンを含む）"),
        "quarantine": Said("See to envelopes in quarantine", "保留中の封筒を確認する"),
        "stuck": Said("Find out why a case does not move on by itself", "自動処理が進まない案件を調べる"),
        "period_ends": Said(
            "Watch for papers: the requester's period ends within 3 business days",
            "補正の期限が3営業日以内の案件の郵便物を確認する",
        ),
    }
)

STUCK = pl.col("open") & (pl.col("stage") == Stage.MOVING) & (pl.col("stage_days") > 0)


def _period_ends(frames: Frames) -> pl.Expr:
    return pl.col("open") & pl.col("held") & _asked_days(frames).is_between(0, pl.col("soon_days"))


def _asked_days(frames: Frames) -> pl.Expr:
    return (pl.col("asked_until") - frames.today).dt.total_days()


PICKS["stuck"] = lambda _, __: STUCK
PICKS["period_ends"] = lambda frames, _: _period_ends(frames)


class _Action(NamedTuple):
    """One sort of work; `left`: days that its most urgent case has, None where none is due; `soon`: one of them is due soon."""

    name: str
    who: str
    cases: Cell
    overdue: Cell
    left: int | None
    oldest: int | None
    soon: bool = False


def next_table(frames: Frames, still: pl.DataFrame) -> Table:
    """The table `next` of these open cases: sorts of work without any are left out."""
    order = list(_ACTIONS)
    found = sorted(
        _actions(frames, still), key=lambda each: (each.left is None, each.left or 0, order.index(each.name))
    )
    return Table(
        "next",
        Said("What to do next", "次に行うこと"),
        Said(
            "Sorts of work that wait for somebody at the desk, that with the most urgent case first: by its due day; what"
            " came back or is issued again is due seven days after that, quarantine (envelopes, not cases) today.",
            "対応が必要な作業を、最も急ぐ案件の順に並べています。期限のほか、回答書の返戻・再発行はその日から7日以内、保留中の封筒（件数は封筒数）は本日中として扱います。",
        ),
        (
            Column("action", Said("To do", "作業")),
            WHO,
            CASES,
            Column("overdue", Said("Overdue", "期限超過"), "count"),
            Column("days_left", Said("Fewest days left", "最短の残り日数"), "days"),
            Column("oldest_days", Said("Oldest, days", "最長の日数"), "days"),
        ),
        tuple(_row(each) for each in found),
    )


def _row(action: _Action) -> tuple[Cell, ...]:
    left = action.left
    tone: Tone = "late" if left is not None and left < 0 else "soon" if action.soon else ""
    what = coded(_ACTIONS, action.name, _LINKS.get(action.name, _ALL))
    return (what, waiter(action.who), action.cases, action.overdue, Cell(left, tone=tone), Cell(action.oldest))


def _actions(frames: Frames, still: pl.DataFrame) -> Iterator[_Action]:
    for found in _work(still, "stage"):
        if (name := found["stage"]) in _ACTIONS:
            yield _action(name, WAITS_FOR[Stage(name)], f"stage:{name}", found)
    for found in _work(still.filter(STUCK)):
        yield _action("stuck", "operator", "stuck", found)
    for found in _work(still.filter(_period_ends(frames)).with_columns(work_left=_asked_days(frames))):
        yield _action("period_ends", "operator", "period_ends", found)
    if frames.mail.quarantined:
        yield _Action("quarantine", "operator", Cell(frames.mail.quarantined), Cell(None), 0, None, soon=True)


def _work(cases: pl.DataFrame, *by: str) -> Iterator[dict[str, Any]]:
    found = cases.group_by(*by, pl.lit(1)).agg(
        cases=pl.len(),
        overdue=(pl.col("days_left") < 0).sum(),
        left=pl.col("work_left").min(),
        oldest=pl.col("stage_days").max(),
        soon=(pl.col("work_left") <= pl.col("soon_days")).any(),
    )
    return found.filter(pl.col("cases") > 0).iter_rows(named=True)  # nothing at all is one group of none


def _action(name: str, who: str, pick: str, found: Mapping[str, Any]) -> _Action:
    overdue = counted(found["overdue"], pick, "overdue", tone="late")
    cases = counted(found["cases"], pick)
    return _Action(name, who, cases, overdue, found["left"], found["oldest"], found["soon"])
