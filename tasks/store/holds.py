"""What the events of a case say of its due day: when its clock stood still, and to which day a person moved it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from tasks.case.due import Hold
from tasks.case.progress import CaseState, Step, Wait, what_comes_next
from tasks.case.reply import answers_the_request
from tasks.store.events import REOPENS, EventKind
from tasks.store.state import states_along
from tasks.store.tables import EventRow


def extended_until(events: Iterable[EventRow]) -> date | None:
    """The day to which a person has extended the case's due day; the newest extension counts."""
    until = None
    for event in events:
        if _step(event) is Step.EXTEND_DUE and event.facts["choices"].get("action") == "extend":
            until = date.fromisoformat(event.facts["choices"]["until"])
    return until


def returned_on(events: Iterable[EventRow]) -> date | None:
    """The day on which a letter of the reply last came back, or was last asked for once more."""
    again = (event for event in events if event.kind in REOPENS and answers_the_request(event.facts["occasion"]))
    days = [event.at.date() for event in again]
    return days[-1] if days else None


def holds_from(events: Iterable[EventRow]) -> list[Hold]:
    """When the case's clock stood still: while its way led to nobody but the requester, who was asked by a posted letter.

    A supplement ends that on the day it arrived; a person's word, a reading that was corrected or is looked at anew, and
    the lapse of the period on their own day. A hold that still lasts has no end.
    """
    holds: list[Hold] = []
    since: date | None = None
    for event, now in states_along(events):
        awaited = _is_awaited(now)
        if awaited and since is None:
            since = event.at.date()
        elif since is not None and not awaited:
            holds.append((since, max(since, _ended_on(event))))
            since = None
    return [*holds, (since, None)] if since else holds


def _is_awaited(now: dict[str, Any]) -> bool:
    """Whether it is the requester's turn, whatever else is asked beside (more time)."""
    if Step.DISPATCH_DEFICIENCY not in now.get("answers", {}):
        return False  # what holds of most cases is told without more ado
    coming = what_comes_next(CaseState(**now | {"extension_asked": False}))
    return isinstance(coming, Wait) and coming.step is Step.AWAIT_REQUESTER


def _ended_on(event: EventRow) -> date:
    joined = event.kind == EventKind.SUPPLEMENT_JOINED
    return date.fromisoformat(event.facts["arrived_on"]) if joined else event.at.date()


def _step(event: EventRow) -> Step | None:
    return Step(event.facts["step"]) if event.kind == EventKind.ANSWERED else None
