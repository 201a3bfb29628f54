"""One case as the figures know it: codes, days and yen, and no personal data.

A row depends on the case's record only, never on the day it is looked at; what changes from day to day (the due day of an
open case, whether it is late) is asked of its clock when rows become frames.
"""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from tasks.case.business_days import Calendar
from tasks.case.clock import CaseClock, Stay, Terms
from tasks.case.due import Hold
from tasks.case.progress import Stage, Step


class StayRow(BaseModel):
    """A time without break in one stage; `until` is None while it lasts."""

    model_config = ConfigDict(frozen=True)

    stage: Stage
    since: datetime
    until: datetime | None


class CaseRow(BaseModel):
    """What the record says of one case.

    `target_days`, `promise_days`: calendar days of the policy. `holds` to `stays`: as in `tasks.case.clock.CaseClock`, with
    `joined`: its papers belong to another case, and it counts nowhere. `stage`: where it stands. `asks`: the step at which it waits
    for a person, "" where it waits for none. `rounds`: 1, and one more
    for each supplement. `asked_until`: the last day on which the requester may post what is missing, while it is their turn.

    `deficient`: a letter was posted that asks for more; `missing`, `unclear`: the checks that failed, or that a person had to
    settle, in any of its packets. `decisions`: `kind:choice` of the decision that stands, with its `grounds`
    (codes of `tasks.figures.ground_words`). `decided_by` to `posted_by`: whose word stands on the decision, its approval, the
    search by hand, the posting of the reply; "" for nobody's. `edited`: the fields that people corrected, once for each time. Fees in yen, also
    those of cases that were joined to it: what came, was cashed, went back, was paid back after.
    """

    model_config = ConfigDict(frozen=True)

    case_id: int
    number: str
    policy: str
    policy_version: str
    kinds: tuple[str, ...]
    by_agent: bool
    channel: str
    language: str

    received_on: date
    effective_on: date
    target_days: int
    promise_days: int | None
    holds: tuple[Hold, ...] = ()
    extensions: tuple[tuple[date, date], ...] = ()
    returned_on: tuple[date, ...] = ()
    asked_until: date | None = None
    lapsed_on: date | None = None
    answered_on: date | None = None
    closed_on: date | None = None
    is_closed: bool = False
    joined: bool = False
    stage: Stage
    asks: Step | Literal[""] = ""
    stays: tuple[StayRow, ...] = ()

    rounds: int = 1
    deficient: bool = False
    missing: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    decided_by: str = ""
    approved_by: str = ""
    searched_by: str = ""
    posted_by: str = ""
    edited: tuple[str, ...] = ()
    redaction_edits: int = 0
    fee_received: int = 0
    fee_deposited: int = 0
    fee_returned: int = 0
    fee_refunded: int = 0

    def clock(self, calendar: Calendar) -> CaseClock:
        """The clock of the case, by its policy's calendar."""
        return CaseClock(
            terms=Terms(self.received_on, self.effective_on, self.target_days, self.promise_days, calendar),
            holds=self.holds,
            extensions=self.extensions,
            returned_on=self.returned_on,
            lapsed_on=self.lapsed_on,
            answered_on=self.answered_on,
            closed_on=self.closed_on,
            is_closed=self.is_closed,
            joined=self.joined,
            stays=tuple(Stay(stay.stage, stay.since, stay.until) for stay in self.stays),
        )
