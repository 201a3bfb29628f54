"""What a case's letters may not tell, however it came into their words: one letter must not say what another withholds.

Masked values, those of withheld columns, and all that is held where its disclosure was refused or left open.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain
from typing import Any

from tasks.case.era import iso_day
from tasks.case.errors import NotPartlyDisclosed
from tasks.case.letters import AnnexTable, Letter
from tasks.case.matching import fold_text
from tasks.case.progress import Step
from tasks.case.words import RequestKind
from tasks.policy import Policy
from tasks.policy.held_words import is_of_third_party, label_of
from tasks.reply.case_file import CaseFile
from tasks.store.tables import HeldItem

_TELLING = 4  # characters: a shorter value stands in other texts by chance
_TELLING_NAME = 2  # of what is masked, where it is no number: somebody's name may be that short
_CLOSED = frozenset({"refuse", "not_target"})


def names_of(policy: Policy, item: HeldItem, key: str) -> tuple[str, ...]:
    """All by which a person may have named a column."""
    return (key, *label_of(policy, item.source, key))


def shown_in(tables: Sequence[AnnexTable]) -> list[str]:
    """The values that an annex shows."""
    return [row.value for table in tables for row in table.rows]


def unless_repeated(file: CaseFile, withheld: AbstractSet[str], texts: Sequence[str]) -> None:
    """NotPartlyDisclosed where a hidden value stands in one of the texts, however its widths and spaces are written.

    A mere date may be the date of anything, and a text that holds it does not tell whose it is.
    """
    _unless_in(_hidden(file, withheld), texts)


def unless_told(file: CaseFile, letter: Letter) -> None:
    """The same for what people wrote into a letter, and for the records of provision in it, by the whole decision of the case.

    What the requester wrote, or is told or may be told of the data, is hidden from nobody, though it be masked elsewhere.
    """
    records = [table for table in letter.annex if table.part == "provision"]
    texts = [letter.reason, letter.corrected, letter.measure, *shown_in(records)]
    known = {_folded(field.value) for field in file.fields.values()} | set(_open_values(file))
    _unless_in(set(_hidden_by_decision(file)) - known, texts)
    changed = list(chain.from_iterable((each.item, each.before, each.after) for each in letter.changes))
    # what was corrected the Act wants told (Art. 34(3)), though the whole is not disclosed; what is withheld alone is not
    _unless_in(set(_hidden(file, _withheld(_choices(file)))) - known, changed)


def _unless_in(hidden: Iterator[str] | AbstractSet[str], texts: Sequence[str]) -> None:
    folded = [_folded(text) for text in texts]
    if any(value in text for value in hidden for text in folded):
        raise NotPartlyDisclosed(
            "What is disclosed, or the reason, repeats a withheld value; write this letter by hand."
        )


def _open_values(file: CaseFile) -> Iterator[str]:
    """The person's own data that nothing in the decision hides."""
    choices = _choices(file)
    withheld = _withheld(choices)
    for item in file.held:
        if not file.policy.holds_provision(item.source) and choices.get(RequestKind.DISCLOSURE.value) not in _CLOSED:
            for key, value in item.values:
                masked = is_of_third_party(file.policy, item.source, key)
                if not masked and withheld.isdisjoint(names_of(file.policy, item, key)):
                    yield _folded(value)


def _withheld(choices: Mapping[str, Any]) -> frozenset[str]:
    partly = choices.get(RequestKind.DISCLOSURE.value) == "disclose_partly"
    return frozenset(map(str, choices.get("withheld") or ())) if partly else frozenset()


def _choices(file: CaseFile) -> Mapping[str, Any]:
    """What was decided; nothing before that."""
    answer = file.answers.get(Step.DECIDE)
    return answer.choices if answer else {}


def _hidden_by_decision(file: CaseFile) -> Iterator[str]:
    choices = _choices(file)
    yield from _hidden(file, _withheld(choices))
    for item in file.held:
        records = file.policy.holds_provision(item.source)
        kind = RequestKind.TP_RECORDS if records else RequestKind.DISCLOSURE
        if choices.get(kind.value) in _CLOSED:
            yield from (folded for _, value in item.values if _tells(value, folded := _folded(value), _TELLING))


def _hidden(file: CaseFile, withheld: AbstractSet[str]) -> Iterator[str]:
    for item in file.held:
        for key, value in item.values:
            masked, folded = is_of_third_party(file.policy, item.source, key), _folded(value)
            least = _TELLING_NAME if masked and not folded.isdecimal() else _TELLING
            hidden = masked or not withheld.isdisjoint(names_of(file.policy, item, key))
            if hidden and _tells(value, folded, least):
                yield folded


def _tells(value: str, folded: str, least: int) -> bool:
    return len(folded) >= least and iso_day(value) is None


def _folded(text: str) -> str:
    return fold_text(text).replace("-", "")
