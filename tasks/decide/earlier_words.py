"""What people said before in a case, for the next one who is asked: the decision, the wish for more time, a send-back."""

from collections.abc import Sequence

from tasks.case.era import iso_day
from tasks.case.progress import CaseState, Step
from tasks.case.question_words import FORMS
from tasks.case.review_words import SentBack, ToldDecision, ToldExtension, decision_words
from tasks.case.send_back import sent_back
from tasks.store.events import EventKind
from tasks.store.tables import EventRow


def decision_told(events: Sequence[EventRow], state: CaseState, language: str) -> ToldDecision | None:
    """The decision that stands; None before there is one."""
    if Step.DECIDE not in state.answers:
        return None
    (*_, event) = (each for each in events if _answers(each, Step.DECIDE))
    choices = event.facts["choices"]
    return ToldDecision(
        event.actor,
        f"{event.at:%Y-%m-%d %H:%M}",
        decision_words(choices, language),
        tuple(choices.get("grounds") or ()),
        tuple(choices.get("withheld") or ()),
    )


def extension_told(events: Sequence[EventRow], state: CaseState) -> ToldExtension | None:
    """The wish for more time that waits for an answer."""
    asked = [each for each in events if each.kind == EventKind.EXTENSION_ASKED]
    if not state.extension_asked or not asked:
        return None
    return ToldExtension(asked[-1].actor, asked[-1].at.date(), iso_day(str(asked[-1].facts.get("until") or "")))


def last_sent_back(events: Sequence[EventRow], language: str) -> SentBack | None:
    """Who sent the case back, where that was the last word of a person on it."""
    answered = [each for each in events if each.kind in (EventKind.ANSWERED, EventKind.SUPPLEMENT_JOINED)]
    if not answered or answered[-1].kind != EventKind.ANSWERED:
        return None
    event = answered[-1]
    step = Step(event.facts["step"])
    if sent_back(step, event.facts["choices"]) is None:
        return None
    return SentBack(event.actor, event.at.date(), FORMS[step].in_(language))


def _answers(event: EventRow, step: Step) -> bool:
    return event.kind == EventKind.ANSWERED and event.facts["step"] == step
