"""What became of a request, as its events tell it: decided what, by whom, approved by whom, answered when, extended to when."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from tasks.case.era import iso_day
from tasks.case.happened import EventKind
from tasks.case.progress import Step
from tasks.case.question_words import NOT_REQUESTED
from tasks.case.words import Finding, RequestKind, Verdict
from tasks.store.tables import EventRow

_NOT_EXTENDED = frozenset({"keep", "refuse", "reject"})


class Outcome(NamedTuple):
    """How a request ended, as far as it did. `decided`: by kind, what was chosen; `joined`: the case it was added to."""

    decided: Mapping[str, str] = {}
    grounds: tuple[str, ...] = ()
    decided_by: str = ""
    decided_at: datetime | None = None
    approved_by: str = ""
    answered_on: date | None = None
    tracking: str = ""
    extended_to: date | None = None
    confirmed_by: str = ""
    closed_on: date | None = None
    joined: str = ""


def outcome_of(events: Iterable[EventRow]) -> Outcome:
    """The outcome after these events of one case, oldest first; what was sent back and decided anew counts as decided anew."""
    now, asked = Outcome(), None
    for event in events:
        match event.kind:
            case EventKind.ANSWERED:
                now = _after(now, event, event.facts.get("choices") or {}, asked)
            case EventKind.EXTENSION_ASKED:
                asked = _until(event.facts)
            case EventKind.SUPPLEMENT_JOINED:
                now = now._replace(confirmed_by="")  # the papers are others now
            case EventKind.CASE_CLOSED:
                joined = str(event.facts.get("joined") or "")
                now = now._replace(closed_on=now.closed_on or event.at.date(), joined=joined)
    return now


def _after(now: Outcome, event: EventRow, choices: Mapping[str, Any], asked: date | None) -> Outcome:
    match event.facts.get("step"):
        case Step.CONFIRM_READING:
            return now._replace(confirmed_by=event.actor if "sound" in choices.values() else "")
        case Step.DECIDE:
            return _decided(now, event, choices)
        case Step.APPROVE:
            return now._replace(approved_by=event.actor if "approve" in choices.values() else "")
        case Step.EXTEND_DUE if not _NOT_EXTENDED & set(map(str, choices.values())):
            return now._replace(extended_to=_until(choices) or asked)
        case Step.DISPATCH_REPLY if "back_to_release" not in choices.values():
            return _answered(now, event, str(choices.get("tracking_number") or ""))
    return now


def _answered(now: Outcome, event: EventRow, tracking: str) -> Outcome:
    """The request is answered on the day of the first posting; a letter that is issued again only adds its number."""
    numbers = ", ".join(each for each in (now.tracking, tracking) if each)
    return now._replace(answered_on=now.answered_on or event.at.date(), tracking=numbers)


def _decided(now: Outcome, event: EventRow, choices: Mapping[str, Any]) -> Outcome:
    return now._replace(
        decided=decided_kinds(choices),
        grounds=tuple(map(str, choices.get("grounds") or ())),
        decided_by=event.actor,
        decided_at=event.at,
        approved_by="",
    )


def decided_kinds(choices: Mapping[str, Any]) -> dict[str, str]:
    """By kind of request, what was chosen for it in the answer at the decision."""
    chosen = {kind.value: str(choices[kind.value]) for kind in RequestKind if kind.value in choices}
    return {kind: choice for kind, choice in chosen.items() if choice != NOT_REQUESTED}


def _until(facts: Mapping[str, Any]) -> date | None:
    """The new due day, whatever it is called: the only day among these facts."""
    days = (iso_day(str(facts[name])) for name in ("until", "due_on", "to", "extended_to") if facts.get(name))
    return next((day for day in days if day is not None), None)


class Identity(NamedTuple):
    """How identity was confirmed. `papers`: codes of the documents' kinds.

    `state`: `checked` by every check, `by_person` where somebody settled a doubt, `deficient`, `open`, or `not_required`.
    """

    papers: tuple[str, ...]
    state: str
    person: str = ""


def identity_of(findings: Sequence[Finding], papers: Sequence[str], confirmed_by: str) -> Identity:
    """From the checks of identity and authority, and who settled what they could not; holds no value of any document."""
    mine = [each for each in findings if each.check.startswith(("identity.", "agent."))]
    verdicts = {each.verdict for each in mine}
    kinds = tuple(dict.fromkeys(paper for paper in papers if paper))
    if all(each.result == "not_required" for each in mine):
        return Identity(kinds, "not_required" if mine else "open")
    if Verdict.FAIL in verdicts:
        return Identity(kinds, "deficient")
    if Verdict.UNCLEAR in verdicts:
        return Identity(kinds, "by_person" if confirmed_by else "open", confirmed_by)
    return Identity(kinds, "checked")
