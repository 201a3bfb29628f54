"""The fields of a case as the page shows them: in groups, with how sure they are, what they differ from, who edited them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tasks.case.bilingual import Said
from tasks.case.field_words import FIELDS
from tasks.case.words import Field, Finding, Verdict
from tasks.desk.field_choices import CHOICES, GROUPS, OTHER
from tasks.store.account_tables import FieldEdit

_SURE, _FAIR = 0.9, 0.75  # below the second the checks do not rest on one reading alone
_HELD_TOGETHER = ("identity.name", "identity.address", "identity.birth_date", "agent.name")
_SEPARATORS = re.compile(r"[,;]")


@dataclass(frozen=True)
class FieldShown:
    """One field. `words`: what was understood, in words; `understood`: as it is, or "".

    `is_code`: the value is no writing but a code (`seal`), so that its words alone are shown.
    `differs_from`: the names of fields that a check holds against it and that differ.
    """

    field: Field
    words: tuple[Said, ...]
    is_code: bool
    understood: str
    sureness: str  # sure, fair, doubtful, person
    differs_from: tuple[str, ...]
    edit: FieldEdit | None


@dataclass(frozen=True)
class Group:
    """Fields that belong together, in the order of their names' table."""

    code: str
    name: Said
    fields: tuple[FieldShown, ...]


def newest_edits(edits: Iterable[FieldEdit]) -> dict[str, FieldEdit]:
    """Of each field the last change; `edits` are oldest first."""
    return {edit.name: edit for edit in edits}


def grouped(fields: Mapping[str, Field], findings: Sequence[Finding], edits: Mapping[str, FieldEdit]) -> list[Group]:
    """The groups that have a field; a field of no group is shown at the end, under its own name."""
    differing = _differing(findings)
    known = {name: position for position, name in enumerate(FIELDS)}
    ordered = sorted(fields.values(), key=lambda field: (known.get(field.name, len(known)), field.name))
    every = [_shown(field, differing, edits.get(field.name)) for field in ordered]
    groups = [
        Group(code, name, tuple(each for each in every if each.field.name.startswith(prefixes)))
        for code, (name, prefixes) in GROUPS.items()
    ]
    told = {each.field.name for group in groups for each in group.fields}
    rest = Group("other", OTHER, tuple(each for each in every if each.field.name not in told))
    return [group for group in (*groups, rest) if group.fields]


def _differing(findings: Sequence[Finding]) -> dict[str, tuple[str, ...]]:
    """By field, the fields that a check found to differ from it."""
    found: dict[str, tuple[str, ...]] = {}
    for finding in findings:
        if finding.check in _HELD_TOGETHER and finding.verdict is not Verdict.PASS:
            names = [place.field for place in finding.evidence if place.field]
            if len(names) > 1:
                found |= {name: tuple(other for other in names if other != name) for name in names}
    return found


def _shown(field: Field, differing: Mapping[str, tuple[str, ...]], edit: FieldEdit | None) -> FieldShown:
    words = _words(field)
    understood, is_code = "" if words else _understood(field), bool(words) and field.value in CHOICES[field.name][1]
    return FieldShown(field, words, is_code, understood, _sureness(field, edit), differing.get(field.name, ()), edit)


def _sureness(field: Field, edit: FieldEdit | None) -> str:
    if edit is not None:
        return "person"
    return "sure" if field.confidence >= _SURE else "fair" if field.confidence >= _FAIR else "doubtful"


def _words(field: Field) -> tuple[Said, ...]:
    """The words of the codes that a field holds; nothing where it holds none, or one that has no words."""
    known = CHOICES.get(field.name, (False, {}))[1]
    codes = [code.strip() for code in _SEPARATORS.split(field.normalized or field.value) if code.strip()]
    return tuple(dict.fromkeys(known[code] for code in codes)) if codes and all(code in known for code in codes) else ()


def _understood(field: Field) -> str:
    text = field.normalized or ""
    if field.name == "fee.instruments":
        return "\n".join(_order(order) for order in text.split(";") if order)
    if field.name == "fee.total" and text.isdecimal():
        return f"¥{int(text):,}"
    return "" if text == field.value else text


def _order(order: str) -> str:
    serial, yen, day = (*order.split(":"), "", "")[:3]
    return " · ".join(part for part in (serial, f"¥{int(yen):,}" if yen.isdecimal() else "", day) if part)
