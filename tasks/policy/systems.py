"""The systems that hold personal data, as a work order speaks of them: what each is called, whose it is, what a column holds."""

from tasks.case.bilingual import Said
from tasks.case.field_words import FIELD_LABELS
from tasks.case.orders import ALL_SYSTEMS
from tasks.policy.held_words import column_of, system_of
from tasks.policy.schema import Policy

_EVERY = Said("all systems", "全システム")
_OWNERS = Said("the owners of the systems that hold personal data", "保有個人データを取り扱うシステムのご担当部署")
_FIELD_OF = {label: name for name, label in FIELD_LABELS.items()}


def system_said(policy: Policy, system: str) -> Said:
    """What a system is called: by its declaration, or by its own name where none is left of it."""
    return _EVERY if system == ALL_SYSTEMS else system_of(policy, system, system)


def owner_said(policy: Policy, system: str) -> Said:
    """To whom an order goes: the system's owner where the policy names one, else whoever runs the system."""
    if system == ALL_SYSTEMS:
        return _OWNERS
    declared = policy.source_of(system)
    return Said(declared.owner, declared.owner) if declared else system_said(policy, system)


def field_of(policy: Policy, system: str, column: str) -> str:
    """Which field of a person (`phone`) a column of a system holds; the column's own name where it holds none."""
    declared = column_of(policy, system, column)
    return str(declared.key) if declared and declared.key else _FIELD_OF.get(column, column)
