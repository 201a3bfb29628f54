"""Which letters answer a decision: one for each kind requested, by what was chosen for it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tasks.case.letters import LetterKind
from tasks.case.question_words import NOT_REQUESTED
from tasks.case.words import RequestKind

_LETTER: dict[str, LetterKind] = {
    "notify": LetterKind.PURPOSE,
    "disclose": LetterKind.DISCLOSE,
    "disclose_partly": LetterKind.PARTIAL,
    "other_method": LetterKind.METHOD_CHANGE,
    "correct": LetterKind.CORRECTION_DONE,
    "suspend": LetterKind.SUSPENSION_DONE,
    "stop": LetterKind.SUSPENSION_DONE,
    "substitute": LetterKind.SUSPENSION_NOT_DONE,
    "refuse": LetterKind.REFUSE,
    "no_data": LetterKind.NO_DATA,
    "not_target": LetterKind.NOT_TARGET,
    "self_service": LetterKind.SELF_SERVICE,
}
_OF_A_KIND: dict[tuple[RequestKind, str], LetterKind] = {  # where the Act wants a notice of its own
    (RequestKind.TP_RECORDS, "disclose"): LetterKind.PROVISION_RECORDS,
    (RequestKind.CORRECTION, "refuse"): LetterKind.CORRECTION_NOT_DONE,  # Art. 34(3)
    (RequestKind.SUSPEND_ERASE, "refuse"): LetterKind.SUSPENSION_NOT_DONE,  # Art. 35(7)
    (RequestKind.STOP_PROVISION, "refuse"): LetterKind.SUSPENSION_NOT_DONE,
}
_DEFICIENCY = "deficiency"


class LetterDue(NamedTuple):
    """One letter that must be written: its kind, its occasion within the case, and the kinds of request it answers."""

    kind: LetterKind
    occasion: str
    answers: tuple[RequestKind, ...]


def letters_due(choices: Mapping[str, object]) -> list[LetterDue]:
    """The letters that a decision calls for, in the order of the Act; each says one thing about one kind.

    A choice that no letter is known for is a KeyError: nothing is granted by mistake.
    """
    decided = [kind for kind in RequestKind if choices.get(kind.value, NOT_REQUESTED) != NOT_REQUESTED]
    return [LetterDue(_letter_of(kind, str(choices[kind.value])), kind.value, (kind,)) for kind in decided]


def _letter_of(kind: RequestKind, choice: str) -> LetterKind:
    return _OF_A_KIND.get((kind, choice)) or _LETTER[choice]


def deficiency_due(kinds: Sequence[RequestKind], of_round: int = 1, *, only_fee_short: bool = False) -> list[LetterDue]:
    """The one letter that asks for what is missing; each round of a case has its own.

    `only_fee_short`: nothing is wrong but that too little money came; the letter then says how much, and asks for the rest.
    """
    kind = LetterKind.FEE_SHORT if only_fee_short else LetterKind.DEFICIENCY
    return [LetterDue(kind, deficiency_occasion(of_round), tuple(kinds))]


def deficiency_occasion(of_round: int) -> str:
    """The occasion of a round's deficiency letter."""
    return _DEFICIENCY if of_round == 1 else f"{_DEFICIENCY}-{of_round}"


def answers_the_request(occasion: str) -> bool:
    """Whether a letter of this occasion is one of the reply, and not one that asks for what is missing."""
    return not occasion.startswith(_DEFICIENCY)
