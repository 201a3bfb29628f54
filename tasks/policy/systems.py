"""The systems that hold personal data, as a work order speaks of them: what each is called, whose it is, what a column holds."""

from collections.abc import Iterable

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


def systems_to_order(policy: Policy, holding: Iterable[str], failed: Iterable[str]) -> list[str]:
    """The systems that get a work order: those `holding` data of the person and, beside them, those whose search `failed`.

    Not those of records of provision, of which nothing is corrected or stopped. None known: the order goes to all systems.
    """
    holds = [system for system in dict.fromkeys(holding) if not policy.holds_provision(system)]
    return (
        [*holds, *(each for each in failed if each not in holds and not policy.holds_provision(each))] if holds else []
    )


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
