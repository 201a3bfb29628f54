"""What the evidence page tells of the held data: records by system, what was not searched, what is searched by hand."""

from collections import Counter
from typing import Any, NamedTuple

from tasks.case.bilingual import Said, named
from tasks.case.held import FAILURES
from tasks.case.progress import Step, Wait
from tasks.desk.evidence import Evidence
from tasks.policy import Policy
from tasks.policy.held_words import is_of_third_party, label_of, system_of
from tasks.store.tables import HeldItem


class ShownValue(NamedTuple):
    """One value; `masked`: the letter shows its label only."""

    label: Said
    value: str
    masked: bool


class ShownRecord(NamedTuple):
    """One record as the page has it."""

    item: HeldItem
    system: Said
    values: list[ShownValue]


class ByHand(NamedTuple):
    """One system that a person searches: its columns' labels, and how many records were brought from it."""

    code: str
    system: Said
    labels: list[Said]
    brought: int


def held_words(policy: Policy, evidence: Evidence) -> dict[str, Any]:
    """The names that the page's part has; near matches that nobody has judged come first."""
    search, coming = evidence.search, evidence.coming
    brought = Counter(item.source for item in evidence.held)
    failed, keyless, by_hand = (search.failed, search.keyless, search.by_hand) if search else ((), (), ())
    return {
        "records": [_record(policy, item) for item in sorted(evidence.held, key=lambda item: not item.is_open)],
        "undeclared": search is not None and not search.declared,
        "failed": [(system_of(policy, code, code), named(FAILURES, why)) for code, why in failed],
        "keyless": [system_of(policy, code, code) for code in keyless],
        "by_hand": [_by_hand(policy, code, brought[code]) for code in by_hand],
        "open_records": sum(item.is_open for item in evidence.held),
        "takes_brought": isinstance(coming, Wait) and coming.step is Step.SEARCH_BY_HAND,
    }


def _record(policy: Policy, item: HeldItem) -> ShownRecord:
    values = [
        ShownValue(label_of(policy, item.source, name), value, is_of_third_party(policy, item.source, name))
        for name, value in item.values
    ]
    return ShownRecord(item, system_of(policy, item.source, item.system), values)


def _by_hand(policy: Policy, code: str, brought: int) -> ByHand:
    source = policy.source_of(code)
    labels = [Said(column.label_en, column.label_ja) for column in source.column] if source else []
    return ByHand(code, system_of(policy, code, code), labels, brought)
