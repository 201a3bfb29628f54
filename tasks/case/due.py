"""When an answer is due: the policy's target from the effective day, moved by the days on which the requester had to act."""

from collections.abc import Iterable
from datetime import date, timedelta

from tasks.case.business_days import Calendar, add_business_days, due_day, held_days

FOR_A_RETURN = 7  # days; ours: the law wants the answer told without delay, and a letter that came back told nothing
IN_THE_POST = 3  # business days: what was posted on the last day is still on its way
Hold = tuple[date, date | None]


def current_due(
    effective_on: date,
    target_days: int,
    holds: Iterable[Hold],
    today: date,
    calendar: Calendar,
    extended: date | None = None,
    returned: date | None = None,
) -> date:
    """The due day as it stands `today`: the target, and as many days more as the clock stood still.

    `extended`: the day to which a person has moved it; it counts where it is later. `returned`: the day on which a letter
    came back, from which there is time to do something about it; on record the request is answered on the day of its first
    posting all the same.
    The clock stands still from the day a deficiency letter was posted to the day its answer was dealt with (policy:
    `reply.internal_target_days`, ours; the Act says only "without delay").
    """
    due = due_day(effective_on, target_days + held_days(holds, today), calendar)
    again = due_day(returned, FOR_A_RETURN, calendar) if returned else due
    return max(due, again, extended or due)


def reply_by(written_on: date, days: int, calendar: Calendar) -> date:
    """The last day on which a requester may post what a deficiency letter asks for; a closed day moves it to the next open.

    Policy: `requests.days_to_answer`, or `internal_days_to_answer` where the company published none.
    """
    return add_business_days(written_on + timedelta(days=days), 0, calendar)


def has_lapsed(asked_until: date, today: date, calendar: Calendar) -> bool:
    """Whether nothing can come any more that was posted in time."""
    return today > add_business_days(asked_until, IN_THE_POST, calendar)
