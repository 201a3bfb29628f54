"""What a case's letters may not tell, however it came into their words: one letter must not say what another withholds.

Masked values, those of withheld columns, and all that is held where its disclosure was refused or left open.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain

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

    What the requester wrote on the form is told to nobody who does not know it.
    """
    records = [table for table in letter.annex if table.part == "provision"]
    changed = chain.from_iterable((each.item, each.before, each.after) for each in letter.changes)
    texts = [letter.reason, letter.corrected, letter.measure, *changed, *shown_in(records)]
    known = {_folded(field.value) for field in file.fields.values()}
    _unless_in(set(_hidden_by_decision(file)) - known, list(filter(None, texts)))


def _unless_in(hidden: Iterator[str] | AbstractSet[str], texts: Sequence[str]) -> None:
    folded = [_folded(text) for text in texts]
    if any(value in text for value in hidden for text in folded):
        raise NotPartlyDisclosed(
            "What is disclosed, or the reason, repeats a withheld value; write this letter by hand."
        )


def _hidden_by_decision(file: CaseFile) -> Iterator[str]:
    answer = file.answers.get(Step.DECIDE)
    choices = answer.choices if answer else {}
    yield from _hidden(file, frozenset(map(str, choices.get("withheld") or ())))
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
