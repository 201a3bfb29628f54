"""What a case's events tell the next reviewer: the decision that stands, who asked for more time, who sent the case back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from tasks.case.bilingual import Said, named
from tasks.case.business_days import JST
from tasks.case.happened import REOPENS, EventKind
from tasks.case.progress import Step
from tasks.case.question_words import FORMS
from tasks.case.reply import is_notice
from tasks.case.returned import ASKED_AGAIN
from tasks.case.review_words import SentBack, ToldDecision, ToldExtension, decision_words, method_word
from tasks.case.send_back import sent_back
from tasks.store.letters import release_days
from tasks.store.put_in import Put
from tasks.store.tables import EventRow, LetterRow


def told_decision(events: Iterable[EventRow], language: str) -> ToldDecision | None:
    """The newest decision, in words; None before there is one."""
    made = [each for each in events if _answers(each, Step.DECIDE) and not sent_back(Step.DECIDE, _choices(each))]
    if not made:
        return None
    choices = _choices(made[-1])
    return ToldDecision(
        by=made[-1].actor,
        at=made[-1].at.astimezone(JST).strftime("%Y-%m-%d %H:%M"),
        choices=decision_words(choices, language),
        grounds=_listed(choices, "grounds"),
        withheld=_listed(choices, "withheld"),
        method=method_word(choices, language),
    )


def told_extension(events: Iterable[EventRow]) -> ToldExtension | None:
    """The newest wish for more time; None where nobody has one."""
    asked = [each for each in events if each.kind == EventKind.EXTENSION_ASKED]
    if not asked:
        return None
    until = asked[-1].facts.get("until")
    return ToldExtension(
        asked[-1].actor, asked[-1].at.astimezone(JST).date(), date.fromisoformat(until) if until else None
    )


def told_sent_back(events: Iterable[EventRow], step: Step, language: str) -> SentBack | None:
    """Who sent the case back to this step, from where; None once the step was answered after that."""
    told = None
    for event in (each for each in events if each.kind == EventKind.ANSWERED):
        origin = Step(event.facts["step"])
        back = sent_back(origin, _choices(event))
        if back is not None and back.to is step:
            told = SentBack(event.actor, event.at.astimezone(JST).date(), FORMS[origin].in_(language))
        elif origin is step:
            told = None
    return told


class ToldLetter(NamedTuple):
    """A letter as the next person reads of it; `place`: where it lies below the home, "" while it is a draft.

    `package`: the format of the protected file that goes out in its stead. `encloses`: what is put in with it.
    """

    number: str
    kind: str
    by_hand: str
    place: str
    package: str
    encloses: tuple[Put, ...]
    replaces: str = ""


def told_letters(
    letters: Iterable[LetterRow], events: Iterable[EventRow], put_in: Mapping[int, Sequence[Put]]
) -> list[ToldLetter]:
    """The letters that the case's way waits for, with their places: in the outbox under the day of their release, or none.

    `put_in`: by letter id, what is put in with it.
    """
    listed = [letter for letter in letters if not is_notice(letter.occasion)]
    days = release_days(listed, events)
    return [_told_letter(each, days.get(each.number), put_in.get(each.id, ())) for each in listed]


def _told_letter(letter: LetterRow, day: date | None, put_in: Sequence[Put]) -> ToldLetter:
    folder = "electronic" if letter.package else "outbox"
    place = f"{folder}/{day}/{letter.number}.pdf" if day and not letter.by_hand else ""
    return ToldLetter(letter.number, letter.kind, letter.by_hand, place, letter.package, tuple(put_in), letter.replaces)


class ToldReturn(NamedTuple):
    """A letter that came back, or that somebody (`by`) wants issued again, and why; `on`: the day."""

    number: str
    kind: str
    on: date
    why: Said
    by: str = ""


_CAME_BACK = Said("came back", "返戻")


def told_returns(
    returned: Mapping[str, str], letters: Iterable[LetterRow], events: Iterable[EventRow]
) -> list[ToldReturn]:
    """The letters of which a person has to say what becomes of them, by the newest event about each."""
    kinds = {letter.number: letter.kind for letter in letters}
    newest = {event.facts["letter"]: event for event in events if event.kind in REOPENS}
    return [_told_return(newest[number], kinds.get(number, "")) for number in returned.values() if number in newest]


def _told_return(event: EventRow, kind: str) -> ToldReturn:
    asked = event.kind == EventKind.REISSUE_ASKED
    why = named(ASKED_AGAIN, str(event.facts.get("why"))) if asked else _CAME_BACK
    on = event.at.astimezone(JST).date()
    return ToldReturn(event.facts["letter"], kind, on, why, event.actor if asked else "")


def _answers(event: EventRow, step: Step) -> bool:
    return event.kind == EventKind.ANSWERED and event.facts["step"] == step


def _choices(event: EventRow) -> dict[str, object]:
    choices: dict[str, object] = event.facts["choices"]
    return choices


def _listed(choices: dict[str, object], name: str) -> tuple[str, ...]:
    said = choices.get(name)
    return tuple(map(str, said)) if isinstance(said, list) else ()
