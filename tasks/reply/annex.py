"""The held data that a letter discloses: all of it, or without what a person decided to withhold.

It is told system by system, in the policy's order, records of provision to third parties last; what tells of somebody else
is masked: its label stands, its value does not.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from tasks.case.errors import NotPartlyDisclosed
from tasks.case.letters import AnnexRow, AnnexTable, Part
from tasks.policy import Policy
from tasks.policy.held_words import is_of_third_party, label_of, system_of
from tasks.policy.sources import HeldSource
from tasks.reply.case_file import CaseFile
from tasks.reply.withheld import names_of, shown_in, unless_repeated
from tasks.store.tables import HeldItem


def whole_annex(file: CaseFile, part: Part = "data") -> tuple[AnnexTable, ...]:
    """Everything held of one part, a table for each record. NotPartlyDisclosed where what is shown repeats a masked value."""
    tables = _tables(file, part, frozenset())
    unless_repeated(file, frozenset(), shown_in(tables))
    return tables


def annex_without(file: CaseFile, withheld: Sequence[str]) -> tuple[AnnexTable, ...]:
    """The held data without these columns, told by label or by name; a record of which nothing is left has no table.

    NotPartlyDisclosed where a column is not held, where nothing is left, or where what is left or the reason repeats a
    withheld or masked value.
    """
    left_out = frozenset(withheld)
    if left_out - {name for item in file.held for key, _ in item.values for name in names_of(file.policy, item, key)}:
        raise NotPartlyDisclosed("A column that was to be withheld is not among the held data; decide again.")
    tables = _tables(file, "data", left_out)
    if all(row.masked for table in tables for row in table.rows):
        raise NotPartlyDisclosed("Everything held was to be withheld; decide again, and refuse.")
    unless_repeated(file, left_out, [*shown_in(tables), file.decision.reason])
    return tables


def labels_of(file: CaseFile, withheld: Sequence[str]) -> tuple[str, ...]:
    """The labels of columns that were told by label or by name, each once, in the letter's language."""
    policy = file.policy
    known = {
        name: label_of(policy, item.source, key).in_(file.language)
        for item in file.held
        for key, _ in item.values
        for name in names_of(policy, item, key)
    }
    return tuple(dict.fromkeys(known.get(name, name) for name in withheld))


def _tables(file: CaseFile, part: Part, withheld: frozenset[str]) -> tuple[AnnexTable, ...]:
    """One table a record, numbered where a system has several; the first of a system tells what its data is used for, but not of records."""
    chosen, policy = file.language, file.policy
    held = [item for item in file.held if policy.holds_provision(item.source) == (part == "provision")]
    shown = [item for item in held if not withheld or any(_rows(policy, item, withheld, chosen))]
    many, number, tables = Counter(item.held_in for item in shown), Counter[str](), []
    for item in sorted(shown, key=lambda item: _place(policy, item)):
        system, source = item.held_in, policy.source_of(item.source)
        number[system] += 1
        title = system_of(policy, item.source, item.system).in_(chosen)
        place = f"（{number[system]}/{many[system]}）" if chosen == "ja" else f" ({number[system]}/{many[system]})"
        tables.append(
            AnnexTable(
                title + (place if many[system] > 1 else ""),
                tuple(_rows(policy, item, withheld, chosen)),
                _purpose(source, withheld, chosen) if source and part == "data" and number[system] == 1 else "",
                part,
            )
        )
    return tuple(tables)


def _place(policy: Policy, item: HeldItem) -> tuple[bool, int, int]:
    codes = [source.code for source in policy.source if source.holds == "data"]
    codes += [source.code for source in policy.source if source.holds != "data"]
    return item.source in codes, codes.index(item.source) if item.source in codes else 0, item.position or 0


def _rows(policy: Policy, item: HeldItem, withheld: frozenset[str], language: str) -> Iterator[AnnexRow]:
    for key, value in item.values:
        if not withheld.intersection(names_of(policy, item, key)):
            masked = is_of_third_party(policy, item.source, key)
            yield AnnexRow(label_of(policy, item.source, key).in_(language), "" if masked else value, masked)


def _purpose(source: HeldSource, withheld: frozenset[str], language: str) -> str:
    """What a system's data is used for, and what single columns of it are where that differs."""
    ja = language == "ja"
    own = [
        (column.label_ja, column.purpose_ja) if ja else (column.label_en, column.purpose_en)
        for column in source.column
        if not withheld & {column.name, column.label_ja, column.label_en}
    ]
    mark, between = ("：", "。") if ja else (": ", ". ")
    told = [f"{label}{mark}{purpose}" for label, purpose in own if purpose]
    return between.join([source.purpose_ja if ja else source.purpose_en, *told])
