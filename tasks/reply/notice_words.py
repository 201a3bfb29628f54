"""The words of letters beside the answer: a later day, a fee that goes back, the password of an electronic answer."""

from datetime import date
from typing import Any

from tasks.case.bilingual import Said
from tasks.case.errors import PackageMissing
from tasks.case.fee_return import WHY, instrument_words
from tasks.case.letters import ReturnedItem
from tasks.case.reply import LetterDue, answer_of_password
from tasks.letter_places import package_name
from tasks.policy.terms import stated
from tasks.reply.case_file import CaseFile
from tasks.store.tables import LetterRow


def extending(file: CaseFile, due: LetterDue, _letter: LetterRow) -> dict[str, Any]:
    """The new day and the reason, as the person who granted the extension gave them."""
    granted = file.extensions[due.occasion]
    return {"until": date.fromisoformat(str(granted.choices["until"])), "reason": granted.reason}


def returning(file: CaseFile, _due: LetterDue, letter: LetterRow) -> dict[str, Any]:
    """Each instrument with its yen, and why it goes back."""
    enclosed = [each for each in file.enclosures if each.letter_id == letter.id]
    taken = stated(file.policy.fee.means)
    means = None if taken is None else frozenset(map(str, taken))
    words = [instrument_words(each.instrument, each.amount_yen, means).in_(file.language) for each in enclosed]
    reasons = dict.fromkeys(WHY[each.why].in_(file.language) for each in enclosed)
    return {
        "returned": tuple(ReturnedItem(what, each.amount_yen) for what, each in zip(words, enclosed, strict=True)),
        "reason": "\n".join(reasons),
        "enclosures": tuple(
            _with_yen(what, each.amount_yen, file.language) for what, each in zip(words, enclosed, strict=True)
        ),
    }


def _with_yen(what: str, yen: int, language: str) -> str:
    return Said(f"{what}, {yen:,} yen", f"{what}　{yen:,}円").in_(language)


def opening(file: CaseFile, due: LetterDue, _letter: LetterRow) -> dict[str, Any]:
    """The name of the package and its password; PackageMissing where a person must make the package by hand."""
    answer = file.letters[answer_of_password(due.occasion)]
    if answer.by_hand:
        raise PackageMissing("The electronic answer could not be made; send the answer on paper, without this letter.")
    return {"package": package_name(answer), "password": file.password_of(answer.number)}
