"""Which letters answer a decision: one for each kind requested, granted or refused."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tasks.case.letters import LetterKind
from tasks.case.question_words import NOT_REQUESTED
from tasks.case.words import RequestKind

_GRANT_LETTER: dict[RequestKind, LetterKind] = {
    RequestKind.PURPOSE_NOTICE: LetterKind.PURPOSE,
    RequestKind.DISCLOSURE: LetterKind.DISCLOSE,
    RequestKind.CORRECTION: LetterKind.CORRECTION_DONE,
    RequestKind.SUSPEND_ERASE: LetterKind.SUSPENSION_DONE,
    RequestKind.STOP_PROVISION: LetterKind.SUSPENSION_DONE,
}


class LetterDue(NamedTuple):
    """One letter that must be written: its kind, its occasion within the case, and the kinds of request it answers."""

    kind: LetterKind
    occasion: str
    answers: tuple[RequestKind, ...]


def letters_due(choices: Mapping[str, object]) -> list[LetterDue]:
    """The letters that a decision calls for, in the order of the Act; each says one thing about one kind."""
    decided = [kind for kind in RequestKind if choices.get(kind.value, NOT_REQUESTED) != NOT_REQUESTED]
    return [LetterDue(_letter_kind(kind, choices), kind.value, (kind,)) for kind in decided]


def _letter_kind(kind: RequestKind, choices: Mapping[str, object]) -> LetterKind:
    return LetterKind.REFUSE if choices[kind.value] == "refuse" else _GRANT_LETTER[kind]


def deficiency_due(kinds: Sequence[RequestKind], of_round: int = 1) -> list[LetterDue]:
    """The one letter that asks for what is missing; each round of a case has its own."""
    occasion = "deficiency" if of_round == 1 else f"deficiency-{of_round}"
    return [LetterDue(LetterKind.DEFICIENCY, occasion, tuple(kinds))]
