"""Folds the events of a case into its state: nothing that can drift is kept in a column."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from tasks.case.happened import EventKind, Happened
from tasks.case.progress import CaseState, Lapse, Step, Wait, what_comes_next
from tasks.case.reply import answers_the_request
from tasks.case.send_back import SentBack, sent_back
from tasks.case.words import Disposition


def state_from(events: Iterable[Happened]) -> CaseState:
    """All that the case's way depends on; `events` are the case's own, oldest first, and begin with its opening."""
    now: dict[str, Any] = {}
    for _, state in states_along(events):
        now = state
    return CaseState(**now)


def states_along(events: Iterable[Happened]) -> Iterator[tuple[Happened, dict[str, Any]]]:
    """Each event with what a `CaseState` of the case is made of after it."""
    now: dict[str, Any] = {"round": 0}
    past: Counter[Step] = Counter()
    for event in events:
        if fold := _FOLDS.get(event.kind):
            fold(now, past, event)
        yield event, now | {"past_askings": past}


def scans_made_anew(events: Iterable[Happened], newest: int) -> frozenset[int]:
    """The ids of the packets that joined while a person waited for a new scan of the same papers.

    `newest`: the packet that is about to join, or that joined last.
    """
    anew: set[int] = set()
    came: set[int | None] = set()
    asked = False
    for event, now in states_along(events):
        if event.kind == EventKind.SUPPLEMENT_JOINED and asked and event.packet_id is not None:
            anew.add(event.packet_id)
        if event.kind in (EventKind.CASE_OPENED, EventKind.SUPPLEMENT_JOINED):
            came.add(event.packet_id)
        asked = now.get("rescan", False)
    return frozenset(anew | ({newest} if asked and newest not in came else set()))


def _open(now: dict[str, Any], past: Counter[Step], event: Happened) -> None:
    past.update(_asked(now))
    began = _round(now, event)
    now.clear()
    now.update(began)


def _refuse(_: dict[str, Any], past: Counter[Step], event: Happened) -> None:
    past[Step(event.facts["step"])] += 1


def _lapse(now: dict[str, Any], past: Counter[Step], event: Happened) -> None:
    now["lapse"] = Lapse(event.facts["lapse"])
    past[Step.AWAIT_REQUESTER] += 1  # what was asked until then is over, whatever comes later


def _ask_extension(now: dict[str, Any], _: Counter[Step], event: Happened) -> None:
    now |= {"extension_asked": True, "extension_asked_by": event.actor}


def _written(now: dict[str, Any], _: Counter[Step], event: Happened) -> None:
    """Letters are complete. A reply of before there were drafts was out with that: what is left is to say it was posted."""
    reply = event.facts["occasion"] == "reply"
    now["reply_written" if reply else "deficiency_written"] = True
    if reply and is_of_before_drafts(event):
        now["released"] = True
        now["answers"] |= {Step.CARRY_OUT: {"action": "done"}, Step.RELEASE_REPLY: {"action": "release"}}


def is_of_before_drafts(event: Happened) -> bool:
    """Whether an event on a case is of an older version, which wrote replies straight into the outbox; it named no policy."""
    return "policy" not in event.facts


def _withdrawn(now: dict[str, Any], past: Counter[Step], event: Happened) -> None:
    """Letters that were lost are written and released anew; those that a person sent back follow from the answer."""
    if event.facts.get("lost"):
        _forget(now, past, (Step.RELEASE_REPLY,))
        now["reply_written"] = False


def _change_language(now: dict[str, Any], past: Counter[Step], _: Happened) -> None:
    """A letter that asks for more and was not posted yet is released and written anew."""
    if now["deficiency_written"] and Step.DISPATCH_DEFICIENCY not in now["answers"]:
        asked_before = _open_steps(now)
        _forget(now, past, (Step.RELEASE_DEFICIENCY,))
        now["deficiency_written"] = False
        past.update(asked_before - _open_steps(now))  # whether it was posted was asked of the letter that is withdrawn


def _searched(now: dict[str, Any], _: Counter[Step], event: Happened) -> None:
    now |= {"searched": True, "by_hand": bool(event.facts.get("by_hand"))}


def _mark(name: str) -> "Fold":
    def fold(now: dict[str, Any], _: Counter[Step], __: Happened) -> None:
        now[name] = True

    return fold


def _take(now: dict[str, Any], past: Counter[Step], event: Happened) -> None:
    """An accepted answer: it stands, or it sends the case back, and what came after that step is over."""
    step, choices = Step(event.facts["step"]), event.facts["choices"]
    if step is Step.EXTEND_DUE:
        now["extension_asked"] = False
        past[step] += 1
    elif step is Step.HANDLE_RETURN:
        past[step] += 1
        _handle_return(now, past, issue_again=choices["action"] != "keep_returned")
    elif (back := sent_back(step, choices)) is not None:
        past[step] += 1
        _go_back(now, past, back)
    else:
        now["answers"][step] = choices
        now["people"][step] = event.actor
        if step is Step.DECIDE:
            now["approval_needed"] = event.facts.get("approval_needed", False)
        if step in (Step.DISPATCH_DEFICIENCY, Step.DISPATCH_REPLY):
            now.pop("again", None)  # what was issued again is out


def _come_back(now: dict[str, Any], past: Counter[Step], event: Happened) -> None:
    """A posted letter came back, or somebody wants it once more: a person says what becomes of it, also of a closed case.

    Whoever was asked about one letter has not seen the next, so that is another question.
    """
    returned = now.get("returned", {})
    if event.facts["letter"] not in returned.values():
        past[Step.HANDLE_RETURN] += bool(returned)
        now["returned"] = {**returned, event.facts["occasion"]: event.facts["letter"]}
    now["closed"] = False


def _handle_return(now: dict[str, Any], past: Counter[Step], *, issue_again: bool) -> None:
    """What is issued again is written, released and posted anew; what was decided stands."""
    returned = now.pop("returned", {})
    if not issue_again:
        return
    asked_before = _open_steps(now)
    now["again"] = {**now.get("again", {}), **returned}
    if any(answers_the_request(occasion) for occasion in returned):
        _forget(now, past, (Step.RELEASE_REPLY, Step.DISPATCH_REPLY))
        now["reply_written"] = now["released"] = False
    if not all(answers_the_request(occasion) for occasion in returned):
        _forget(now, past, (Step.RELEASE_DEFICIENCY, Step.DISPATCH_DEFICIENCY))
        now |= {"deficiency_written": False, "lapse": None}
    past.update(asked_before - _open_steps(now))  # asked again later, it is another question


def _go_back(now: dict[str, Any], past: Counter[Step], back: SentBack) -> None:
    _forget(now, past, back.over)
    now["rescan"] = back.to is Step.AWAIT_RESCAN
    now["reopened"] = now["reopened"] or back.to in (Step.CONFIRM_READING, Step.AWAIT_RESCAN)
    now["released"] = now["reply_written"] = False
    if Step.CARRY_OUT in back.over:
        now["orders_written"] = False
    if back.search:
        _search_anew(now)
    if back.deficiency:
        now |= {"deficiency_written": False, "lapse": None}


def _search_anew(now: dict[str, Any]) -> None:
    """What was found counts no more; that it was searched before in this round is still known."""
    if "searched" in now:
        now["searched"] = False


def _forget(now: dict[str, Any], past: Counter[Step], steps: Iterable[Step]) -> None:
    """Answers that no longer count; the next asking of each step is another one."""
    for step in steps:
        if now["answers"].pop(step, None) is not None:
            past[step] += 1
        now["people"].pop(step, None)


def _check_again(now: dict[str, Any], past: Counter[Step], event: Happened) -> None:
    """A person changed what was read. A doubt that stood before is still theirs to settle, however sound it looks now.

    So is what they found missing, unless they have asked the requester for it; a letter not posted yet no longer stands.
    What was decided is not doubted again: all that changes then is an address for a letter that is issued again.
    """
    if Step.DECIDE in now["answers"]:
        return
    disposition, asked_before = Disposition(event.facts["disposition"]), _open_steps(now)
    confirmed = now["answers"].get(Step.CONFIRM_READING)
    unsettled = now["disposition"] is Disposition.NEEDS_PERSON and confirmed is None
    if Step.DISPATCH_DEFICIENCY not in now["answers"]:
        unsettled = unsettled or (confirmed is not None and confirmed.get("verdict") == "deficient")
        if unsettled or now["deficiency_written"] or disposition is not Disposition.READY_FOR_DECISION:
            _forget(now, past, (Step.CONFIRM_READING, Step.RELEASE_DEFICIENCY))
        now["deficiency_written"] = False
    now["reopened"] = now["reopened"] or unsettled
    now["disposition"] = disposition
    _search_anew(now)
    _forget(now, past, (Step.SEARCH_BY_HAND,))  # the person searched for may be written otherwise now
    past.update(asked_before - _open_steps(now))  # asked again later, it is another question


Fold = Callable[[dict[str, Any], Counter[Step], Happened], None]
_FOLDS: dict[str, Fold] = {
    EventKind.CASE_OPENED: _open,
    EventKind.SUPPLEMENT_JOINED: _open,
    EventKind.ANSWERED: _take,
    EventKind.ANSWER_REFUSED: _refuse,
    EventKind.CHECKED_AGAIN: _check_again,
    EventKind.CASE_LAPSED: _lapse,
    EventKind.LANGUAGE_CHANGED: _change_language,
    EventKind.EXTENSION_ASKED: _ask_extension,
    EventKind.ORDERS_WRITTEN: _mark("orders_written"),
    EventKind.LETTERS_COMPLETE: _written,
    EventKind.LETTER_WITHDRAWN: _withdrawn,
    EventKind.HELD_DATA_SEARCHED: _searched,
    EventKind.LETTERS_RELEASED: _mark("released"),
    EventKind.LETTER_RETURNED: _come_back,
    EventKind.REISSUE_ASKED: _come_back,
    EventKind.CASE_CLOSED: _mark("closed"),
}

FOLDED = frozenset(_FOLDS)  # the kinds of events that a case's state depends on; no other changes it


def _asked(before: dict[str, Any]) -> set[Step]:
    """The steps that were asked in a round that is over: those answered, and those that nobody has answered yet.

    Who has one before them looks at the papers of that round, so a late answer must not be taken for the next. There are
    two where somebody asked for more time, since another step was asked until then.
    """
    if "disposition" not in before:
        return set()
    extension = {Step.EXTEND_DUE} if before.get("extension_asked") else set()
    return {*before["answers"], *extension, *_open_steps(before)}


def _open_steps(now: dict[str, Any]) -> set[Step]:
    """The step at which a person is asked now or, where the held data is only searched anew, was until then and will be."""
    searched_before = "searched" in now
    coming = what_comes_next(CaseState(**now | {"extension_asked": False, "searched": searched_before}))
    return {coming.step} if isinstance(coming, Wait) else set()


def _round(before: dict[str, Any], event: Happened) -> dict[str, Any]:
    return {
        "round": before["round"] + 1,
        "disposition": Disposition(event.facts["disposition"]),
        "answers": {},
        "people": {},
        **{name: before[name] for name in ("extension_asked", "extension_asked_by") if name in before},
        **dict.fromkeys(("reopened", "deficiency_written", "orders_written", "reply_written", "released"), False),
    }
