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
ACKNOWLEDGEMENT, EXTENSION, FEE = "acknowledgement", "extension", "fee"  # occasions of notices
_PASSWORD = "password"  # noqa: S105  # an occasion
ELECTRONIC = {
    "electronic_pdf": "pdf",
    "electronic_csv": "csv",
    "electronic_json": "json",
}  # choice of `delivery`, format
PACKAGE = "-package"  # behind a letter's number: the file that goes out in its stead
_DISCLOSED = frozenset({LetterKind.DISCLOSE, LetterKind.PARTIAL, LetterKind.PROVISION_RECORDS})


class LetterDue(NamedTuple):
    """One letter that must be written: its kind, its occasion within the case, and the kinds of request it answers.

    `package`: the format of the electronic answer that goes out in its stead (pdf, csv, json), "" for paper.
    """

    kind: LetterKind
    occasion: str
    answers: tuple[RequestKind, ...]
    package: str = ""


def letters_due(choices: Mapping[str, object]) -> list[LetterDue]:
    """The letters that a decision calls for, in the order of the Act; each says one thing about one kind.

    What is disclosed electronically goes with a letter that bears its password. A choice that no letter is known for is a
    KeyError: nothing is granted by mistake.
    """
    decided = [kind for kind in RequestKind if choices.get(kind.value, NOT_REQUESTED) != NOT_REQUESTED]
    package = ELECTRONIC.get(str(choices.get("delivery", "")), "")
    answers = [_answer(kind, _letter_of(kind, str(choices[kind.value])), package) for kind in decided]
    passwords = [
        LetterDue(LetterKind.PASSWORD, password_occasion(each.occasion), each.answers)
        for each in answers
        if each.package
    ]
    return answers + passwords


def _answer(kind: RequestKind, letter: LetterKind, package: str) -> LetterDue:
    return LetterDue(letter, kind.value, (kind,), package if letter in _DISCLOSED else "")


def password_occasion(answered: str) -> str:
    """The occasion of the letter that bears the password of the electronic answer of that occasion."""
    return f"{_PASSWORD}-{answered}"


def answer_of_password(occasion: str) -> str:
    """The other way round."""
    return occasion.removeprefix(f"{_PASSWORD}-")


def fee_return_due(kinds: Sequence[RequestKind]) -> LetterDue:
    """The letter with which a fee goes back beside the answer."""
    return LetterDue(LetterKind.FEE_RETURN, FEE, tuple(kinds))


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
    """Whether a letter of this occasion is one of the reply: an answer, a fee that goes back with it, a password for it."""
    return not asks_for_more(occasion) and not is_notice(occasion)


def asks_for_more(occasion: str) -> bool:
    """Whether a letter of this occasion asks for what is missing."""
    return occasion.startswith(_DEFICIENCY)


def is_notice(occasion: str) -> bool:
    """Whether no step of a case waits for the posting of a letter of this occasion."""
    return occasion.startswith((ACKNOWLEDGEMENT, EXTENSION))


def was_released_before(occasion: str) -> bool:
    """Whether a person released a letter of this occasion before it was written; it is never a draft."""
    return occasion.startswith((_DEFICIENCY, EXTENSION))


def reply_occasions() -> frozenset[str]:
    """Every occasion that a letter of the reply may have."""
    kinds = {kind.value for kind in RequestKind}
    return frozenset({*kinds, *map(password_occasion, kinds), FEE})
