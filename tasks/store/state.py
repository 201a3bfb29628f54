"""Folds the events of a case into its state and its holds: nothing that can drift is kept in a column."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from tasks.case.due import Hold
from tasks.case.progress import CaseState, Lapse, Step, Wait, what_comes_next
from tasks.case.send_back import SentBack, sent_back
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
                now = _round(now, event)
            case EventKind.ANSWERED:
                _take(now, past, event)
            case EventKind.ANSWER_REFUSED:
                past[Step(event.facts["step"])] += 1
            case EventKind.CHECKED_AGAIN:
                _check_again(now, past, Disposition(event.facts["disposition"]))
            case EventKind.CASE_LAPSED:
                now["lapse"] = Lapse(event.facts["lapse"])
                past[Step.AWAIT_REQUESTER] += 1  # what was asked until then is over, whatever comes later
            case EventKind.EXTENSION_ASKED:
                now |= {"extension_asked": True, "extension_asked_by": event.actor}
            case _ if event.kind in _MARKS:
                now[_MARKS[EventKind(event.kind)]] = True
            case EventKind.LETTERS_COMPLETE:
                now["reply_written" if event.facts["occasion"] == "reply" else "deficiency_written"] = True
    return CaseState(**now, past_askings=past)


_MARKS = {
    EventKind.HELD_DATA_SEARCHED: "searched",
    EventKind.LETTERS_RELEASED: "released",
    EventKind.CASE_CLOSED: "closed",
}


def _take(now: dict[str, Any], past: Counter[Step], event: EventRow) -> None:
    """An accepted answer: it stands, or it sends the case back, and what came after that step is over."""
    step, choices = Step(event.facts["step"]), event.facts["choices"]
    if step is Step.EXTEND_DUE:
        now["extension_asked"] = False
        past[step] += 1
    elif (back := sent_back(step, choices)) is not None:
        past[step] += 1
        _go_back(now, past, back)
    else:
        now["answers"][step] = choices
        now["people"][step] = event.actor
        if step is Step.DECIDE:
            now["approval_needed"] = event.facts.get("approval_needed", False)


def _go_back(now: dict[str, Any], past: Counter[Step], back: SentBack) -> None:
    _forget(now, past, back.over)
    now["rescan"] = back.to is Step.AWAIT_RESCAN
    now["reopened"] = now["reopened"] or back.to in (Step.CONFIRM_READING, Step.AWAIT_RESCAN)
    now["released"] = now["reply_written"] = False
    if back.search:
        now["searched"] = False
    if back.deficiency:
        now |= {"deficiency_written": False, "lapse": None}


def _forget(now: dict[str, Any], past: Counter[Step], steps: Iterable[Step]) -> None:
    """Answers that no longer count; the next asking of each step is another one."""
    for step in steps:
        if now["answers"].pop(step, None) is not None:
            past[step] += 1
        now["people"].pop(step, None)


def _check_again(now: dict[str, Any], past: Counter[Step], disposition: Disposition) -> None:
    """A person changed what was read. A doubt that stood before is still theirs to settle, however sound it looks now."""
    unsettled = now["disposition"] is Disposition.NEEDS_PERSON and Step.CONFIRM_READING not in now["answers"]
    now["reopened"] = now["reopened"] or unsettled
    if disposition is not Disposition.READY_FOR_DECISION and not now["deficiency_written"]:
        _forget(now, past, (Step.CONFIRM_READING, Step.RELEASE_DEFICIENCY))
    now |= {"disposition": disposition, "searched": False}


def _asked(before: dict[str, Any], past: Counter[Step]) -> set[Step]:
    """The steps that were asked in a round that is over: those answered, and the one that nobody has answered yet.

    Who has that one before them looks at the papers of that round, so a late answer must not be taken for the next.
    """
    if "disposition" not in before:
        return set()
    open_now = what_comes_next(CaseState(**before, past_askings=past))
    return {*before["answers"], *([open_now.step] if isinstance(open_now, Wait) else [])}


def _round(before: dict[str, Any], event: EventRow) -> dict[str, Any]:
    return {
        "round": before["round"] + 1,
        "disposition": Disposition(event.facts["disposition"]),
        "answers": {},
        "people": {},
        **{name: before[name] for name in ("extension_asked", "extension_asked_by") if name in before},
        **dict.fromkeys(("reopened", "deficiency_written", "reply_written", "released"), False),
    }


def extended_until(events: Iterable[EventRow]) -> date | None:
    """The day to which a person has extended the case's due day; the newest extension counts."""
    until = None
    for event in events:
        if _step(event) is Step.EXTEND_DUE and event.facts["choices"].get("action") == "extend":
            until = date.fromisoformat(event.facts["choices"]["until"])
    return until


def holds_from(events: Iterable[EventRow]) -> list[Hold]:
    """When the case's clock stood still: from the posting of a deficiency letter to what ended the waiting.

    That is a supplement (from the day it arrived), a person's word that the requester answered, a corrected reading that
    lacks nothing, or the lapse of the period. A hold that still lasts has no end.
    """
    holds: list[Hold] = []
    since: date | None = None
    for event in events:
        if _step(event) is Step.DISPATCH_DEFICIENCY and not sent_back(_step(event), event.facts["choices"]):
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
    ours_again = event.kind == EventKind.CHECKED_AGAIN and event.facts["disposition"] != Disposition.DEFICIENT
    over = event.kind in (EventKind.CASE_LAPSED, EventKind.CASE_CLOSED) or _step(event) is Step.AWAIT_REQUESTER
    return event.at.date() if over or ours_again else None
