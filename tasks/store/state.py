"""Folds the events of a case into its state and its holds: nothing that can drift is kept in a column."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from tasks.case.due import Hold
from tasks.case.progress import CaseState, Lapse, Step, Wait, what_comes_next
from tasks.case.words import Disposition
from tasks.store.events import EventKind
from tasks.store.tables import EventRow


def state_from(events: Iterable[EventRow]) -> CaseState:
    """All that the case's way depends on; `events` are the case's own, oldest first, and begin with its opening."""
    now: dict[str, Any] = {"round": 0}
    past: Counter[Step] = Counter()
    for event in events:
        match event.kind:
            case EventKind.CASE_OPENED | EventKind.SUPPLEMENT_JOINED:
                past.update(_asked(now, past))
                now = _round(now["round"] + 1, event)
            case EventKind.ANSWERED:
                now["answers"][Step(event.facts["step"])] = event.facts["choices"]
            case EventKind.ANSWER_REFUSED:
                past[Step(event.facts["step"])] += 1
            case EventKind.CASE_LAPSED:
                now["lapse"] = Lapse(event.facts["lapse"])
                past[Step.AWAIT_REQUESTER] += 1  # what was asked until then is over, whatever comes later
            case EventKind.HELD_DATA_SEARCHED:
                now["searched"] = True
            case EventKind.LETTERS_COMPLETE:
                now["reply_written" if event.facts["occasion"] == "reply" else "deficiency_written"] = True
            case EventKind.CASE_CLOSED:
                now["closed"] = True
    return CaseState(**now, past_askings=past)


def _asked(before: dict[str, Any], past: Counter[Step]) -> set[Step]:
    """The steps that were asked in a round that is over: those answered, and the one that nobody has answered yet.

    Who has that one before them looks at the papers of that round, so a late answer must not be taken for the next.
    """
    if "disposition" not in before:
        return set()
    open_now = what_comes_next(CaseState(**before, past_askings=past))
    return {*before["answers"], *([open_now.step] if isinstance(open_now, Wait) else [])}


def _round(number: int, event: EventRow) -> dict[str, Any]:
    return {"round": number, "disposition": Disposition(event.facts["disposition"]), "answers": {}}


def holds_from(events: Iterable[EventRow]) -> list[Hold]:
    """When the case's clock stood still: from the posting of a deficiency letter to what ended the waiting.

    That is a supplement (from the day it arrived), a person's word that the requester answered, or the lapse of the
    period. A hold that still lasts has no end.
    """
    holds: list[Hold] = []
    since: date | None = None
    for event in events:
        if _step(event) is Step.DISPATCH_DEFICIENCY:
            since = event.at.date()
        elif since is not None and (ended := _ended(event)) is not None:
            holds.append((since, max(since, ended)))
            since = None
    return [*holds, (since, None)] if since else holds


def _step(event: EventRow) -> Step | None:
    return Step(event.facts["step"]) if event.kind == EventKind.ANSWERED else None


def _ended(event: EventRow) -> date | None:
    if event.kind == EventKind.SUPPLEMENT_JOINED:
        return date.fromisoformat(event.facts["arrived_on"])
    over = event.kind in (EventKind.CASE_LAPSED, EventKind.CASE_CLOSED) or _step(event) is Step.AWAIT_REQUESTER
    return event.at.date() if over else None
