"""When an answer is due: the policy's target from the effective day, moved by the days on which the requester had to act."""

from collections.abc import Iterable
from datetime import date

from tasks.case.clock import Calendar, due_day, held_days

Hold = tuple[date, date | None]


def current_due(effective_on: date, target_days: int, holds: Iterable[Hold], today: date, calendar: Calendar) -> date:
    """The due day as it stands `today`: the target, and as many days more as the clock stood still.

    The clock stands still from the day a deficiency letter was posted to the day its answer was dealt with (policy:
    `reply.internal_target_days`, ours; the Act says only "without delay").
    """
    return due_day(effective_on, target_days + held_days(holds, today), calendar)
