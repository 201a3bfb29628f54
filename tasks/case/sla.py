"""The figures a manager looks at: what is open, for how long, waiting for whom, due when, late already."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel, ConfigDict

from tasks.case.business_days import days_left
from tasks.case.progress import Stage

SOON_DAYS = 3


class OpenCase(BaseModel):
    """One open case as the SLA page knows it; no personal data."""

    model_config = ConfigDict(frozen=True)

    number: str
    kinds: tuple[str, ...]
    stage: Stage
    received_on: date
    since: date  # when it came to this stage
    due_on: date
    attempt: int = 1
    run: str = ""


class StageFigures(BaseModel):
    """One row of the table by stage: how many cases, days waited there at most, how many are late or soon due."""

    model_config = ConfigDict(frozen=True)

    stage: Stage
    waits_for: str
    cases: int
    oldest_days: int
    soon: int
    overdue: int


class Sla(BaseModel):
    """The whole page: figures by stage, and the open cases, the most urgent first."""

    model_config = ConfigDict(frozen=True)

    today: date
    open: tuple[OpenCase, ...]
    closed: int
    quarantined: int
    stages: tuple[StageFigures, ...]

    @property
    def overdue(self) -> tuple[OpenCase, ...]:
        """Cases whose due day has passed; while the requester must act the clock stands still and none is late."""
        return tuple(case for case in self.open if is_overdue(case, self.today))

    @property
    def soon(self) -> tuple[OpenCase, ...]:
        """Cases due today or within three days."""
        return tuple(case for case in self.open if is_soon(case, self.today))


WAITS_FOR: dict[Stage, str] = {
    Stage.CONFIRMING: "reviewer",
    Stage.DEFICIENT: "reviewer",
    Stage.DISPATCHING: "mail room",
    Stage.AWAITING_REQUESTER: "requester",
    Stage.SEARCHING: "operator",
    Stage.DECIDING: "reviewer",
    Stage.APPROVING: "approver",
    Stage.CARRYING_OUT: "operator",
    Stage.RELEASING: "reviewer",
    Stage.RETURNED: "reviewer",
    Stage.MOVING: "kaiji",
    Stage.CLOSED: "nobody",
}


def is_overdue(case: OpenCase, today: date) -> bool:
    """Whether the due day has passed."""
    return case.stage is not Stage.AWAITING_REQUESTER and days_left(today, case.due_on) < 0


def is_soon(case: OpenCase, today: date) -> bool:
    """Whether the due day is today or within three days."""
    return case.stage is not Stage.AWAITING_REQUESTER and 0 <= days_left(today, case.due_on) <= SOON_DAYS


def figures(cases: Sequence[OpenCase], today: date, closed: int, quarantined: int) -> Sla:
    """The SLA page of these open cases as of `today` (JST)."""
    urgent = tuple(sorted(cases, key=lambda case: (case.stage is Stage.AWAITING_REQUESTER, case.due_on, case.number)))
    stages = tuple(_stage(stage, [case for case in urgent if case.stage is stage], today) for stage in Stage)
    told = tuple(row for row in stages if row.stage is not Stage.CLOSED)
    return Sla(today=today, open=urgent, closed=closed, quarantined=quarantined, stages=told)


def _stage(stage: Stage, cases: Sequence[OpenCase], today: date) -> StageFigures:
    return StageFigures(
        stage=stage,
        waits_for=WAITS_FOR[stage],
        cases=len(cases),
        oldest_days=max(((today - case.since).days for case in cases), default=0),
        soon=sum(is_soon(case, today) for case in cases),
        overdue=sum(is_overdue(case, today) for case in cases),
    )
