"""What held data is called, and what it is used for, as the policy of its case declares it."""

from tasks.case.bilingual import Said
from tasks.case.field_words import FIELDS
from tasks.policy.schema import Policy
from tasks.policy.sources import SourceColumn


def column_of(policy: Policy, source: str, name: str) -> SourceColumn | None:
    """A column of a source; None for data from before sources were declared."""
    declared = policy.source_of(source)
    return next((each for each in declared.column if each.name == name), None) if declared else None


def label_of(policy: Policy, source: str, name: str) -> Said:
    """What a column is called; one that nobody declared by the word for such a field, or by its own name."""
    column = column_of(policy, source, name)
    return Said(column.label_en, column.label_ja) if column else FIELDS.get(f"person.{name}", Said(name, name))


def system_of(policy: Policy, source: str, kept: str) -> Said:
    """What a system is called; `kept` is the name kept with the record."""
    declared = policy.source_of(source)
    return declared.name if declared else Said(kept, kept)


def is_of_third_party(policy: Policy, source: str, name: str) -> bool:
    """Whether a column tells of somebody else."""
    column = column_of(policy, source, name)
    return column is not None and column.third_party
