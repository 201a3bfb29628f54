"""The held data that a letter discloses: all of it, or without what a person decided to withhold."""

from collections.abc import Iterator, Sequence

from tasks.case.era import iso_day
from tasks.case.errors import NotPartlyDisclosed
from tasks.case.field_words import held_label
from tasks.case.letters import AnnexTable
from tasks.case.matching import fold_text
from tasks.reply.case_file import CaseFile
from tasks.store.tables import HeldItem

_TELLING = 4  # characters: a shorter value stands in other texts by chance


def whole_annex(file: CaseFile) -> tuple[AnnexTable, ...]:
    """Everything held, one table for each record."""
    return tuple(_table(item, frozenset(), file.language) for item in file.held)


def annex_without(file: CaseFile, withheld: Sequence[str]) -> tuple[AnnexTable, ...]:
    """The held data without these columns, told by label or by name; a record of which nothing is left has no table.

    NotPartlyDisclosed where a column is not held, where nothing is left, or where what is left or the reason repeats a
    withheld value.
    """
    left_out = frozenset(withheld)
    if left_out - {name for item in file.held for key, _ in item.values for name in (key, held_label(key, "ja"))}:
        raise NotPartlyDisclosed("A column that was to be withheld is not among the held data; decide again.")
    tables = tuple(table for item in file.held if (table := _table(item, left_out, file.language)).rows)
    if not tables:
        raise NotPartlyDisclosed("Everything held was to be withheld; decide again, and refuse.")
    shown = [value for table in tables for _, value in table.rows]
    if _repeated(file, left_out, [*shown, file.decision.reason]):
        raise NotPartlyDisclosed(
            "What is disclosed, or the reason, repeats a withheld value; write this letter by hand."
        )
    return tables


def labels_of(file: CaseFile, withheld: Sequence[str]) -> tuple[str, ...]:
    """The labels of columns that were chosen by label or by name, each once, in the letter's language."""
    names = {held_label(key, "ja"): key for item in file.held for key, _ in item.values}
    return tuple(dict.fromkeys(held_label(names.get(each, each), file.language) for each in withheld))


def _is_withheld(key: str, withheld: frozenset[str]) -> bool:
    return key in withheld or held_label(key, "ja") in withheld


def _table(item: HeldItem, withheld: frozenset[str], language: str) -> AnnexTable:
    rows = ((held_label(key, language), value) for key, value in item.values if not _is_withheld(key, withheld))
    return AnnexTable(item.system, tuple(rows))


def _repeated(file: CaseFile, withheld: frozenset[str], texts: Sequence[str]) -> bool:
    """Whether a withheld value stands in one of the texts, however its widths and spaces are written.

    A mere date may be the date of anything, and a text that holds it does not tell whose it is.
    """
    folded = [_folded(text) for text in texts]
    return any(value in text for value in _values(file, withheld) for text in folded)


def _values(file: CaseFile, withheld: frozenset[str]) -> Iterator[str]:
    for item in file.held:
        for key, value in item.values:
            telling = len(_folded(value)) >= _TELLING and iso_day(value) is None
            if _is_withheld(key, withheld) and telling:
                yield _folded(value)


def _folded(text: str) -> str:
    return fold_text(text).replace("-", "")
