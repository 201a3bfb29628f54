"""Holds what the boxes of a prescribed form say against an ordinary reading of the same page.

The boxes say surely whose value stands where; the ordinary reading sees what was written outside them. Where the two stand
against each other nobody is believed and a person looks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rapidfuzz.fuzz import partial_ratio

from tasks.engines.page_layout import squeeze
from tasks.read.found import Found

TO_A_PERSON = 0.7  # below what a check decides on by itself
_SAYS_OTHERWISE = 0.9  # how sure an ordinary reading must be to raise a doubt
_ALIKE = 60  # per cent: two readings of one hand differ in letters, another name or place in all
_OUTSIDE = ("person.name", "person.address", "request.date", "agent.name", "agent.address")  # looked for outside boxes
_SEALED = "seal"


def agreed(fields: list[Found], ordinary: Sequence[Found]) -> list[Found]:
    """The fields, those in doubt that an ordinary reading denies, and what it alone found where nothing is in the box."""
    other = {each.name: each for each in ordinary}
    agreed = [doubted(each) if _denies(other.get(each.name), each) else each for each in fields]
    return agreed + list(_outside({each.name for each in fields}, other))


def _outside(known: set[str], other: dict[str, Found]) -> Iterator[Found]:
    for name, each in other.items():
        seal = name == "form.signature" and each.normalized == _SEALED
        several = name == "request.kinds" and bool(each.normalized)
        if name not in known and (name in _OUTSIDE or seal or several):
            yield doubted(each)


def doubted(each: Found) -> Found:
    """A field that no check may decide on by itself."""
    return replace(each, value=replace(each.value, confidence=min(each.value.confidence, TO_A_PERSON)))


def _denies(other: Found | None, own: Found) -> bool:
    """Whether an ordinary reading surely saw something else: other kinds, another name, another place."""
    if other is None or other.value.confidence < _SAYS_OTHERWISE:
        return False
    if own.name in {"request.kinds", "agent.relation", "request.date", "person.birth_date"}:
        return bool(other.normalized) and other.normalized != own.normalized
    if own.name.endswith((".name", ".address")):
        return partial_ratio(squeeze(other.value.text)[0], squeeze(own.value.text)[0]) < _ALIKE
    return False
