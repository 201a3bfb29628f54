"""Tells whose entries on a register stay readable: the person's and the agent's, by name or by birth date."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from tasks.case.era import parse_date
from tasks.case.matching import Match, match_names, normalize_name
from tasks.case.words import Reading
from tasks.engines.glyphs import japanese
from tasks.engines.register_entries import Entry, plain_name

_ALIKE = 0.5  # likeness of a misread name, or given name, beside a birth date that is right
_NAMES = ("person.name", "agent.name", "id.name", "agent_id.name")
_BIRTHS = ("person.birth_date", "id.birth_date", "agent_id.birth_date")


class Parted(NamedTuple):
    """The entries that stay and the others; `rivals`: an entry was left out though its birth date is that of a kept one."""

    own: list[Entry]
    others: list[Entry]
    rivals: bool


def kept_names(reading: Reading) -> list[str]:
    """The names that stay readable: the person's and the agent's, as on the form and on their documents."""
    return [reading.fields[name].value for name in _NAMES if name in reading.fields]


def kept_births(reading: Reading) -> frozenset[str]:
    """The birth dates (ISO) of the person and the agent, as on the form and on their documents."""
    fields = (reading.fields[name] for name in _BIRTHS if name in reading.fields)
    return frozenset(field.normalized for field in fields if field.normalized)


def part(entries: Sequence[Entry], kept: Sequence[str], births: frozenset[str]) -> Parted:
    """Whose entry is whose: by the name first, then by a kept birth date that no name has taken yet, beside a name like it.

    Doubtful: twins have one birth date and names alike, so that of two such entries a person says which stays.
    """
    named = [entry for entry in entries if is_kept(entry.name.text, kept)]
    taken = dates_of(named)
    dated = [entry for entry in entries if entry not in named and dates_of([entry]) & births]
    free = [entry for entry in dated if not dates_of([entry]) & taken and (not kept or is_like(entry, kept))]
    own = [entry for entry in entries if entry in named or entry in free]
    rivals = len(free) > len(dates_of(free)) or len(dated) > len(free)
    return Parted(own, [entry for entry in entries if entry not in own], rivals)


def dates_of(people: Sequence[Entry]) -> frozenset[str]:
    """The birth dates (ISO) of some entries."""
    days = (parse_date(birth.text) for entry in people for birth in entry.births)
    return frozenset(day.isoformat() for day in days if day)


def is_kept(name: str, kept: Sequence[str]) -> bool:
    """Whether a register's name is one of those kept; a family register writes the given name alone."""
    plain = _letters(plain_name(name))
    for each in map(_letters, kept):
        if match_names(plain, each) in {Match.EXACT, Match.VARIANT}:
            return True
        if 1 <= len(plain) <= 3 and len(each) > len(plain) and each.endswith(plain):
            return True
    return False


def is_like(entry: Entry, kept: Sequence[str]) -> bool:
    """Whether an entry's name is much like a kept one, or like its end: on a family register the given name stands alone."""
    name = _letters(plain_name(entry.name.text))
    ends = (end for each in map(_letters, kept) for end in (each, each[-len(name) :]))
    return any(SequenceMatcher(None, name, end, autojunk=False).ratio() >= _ALIKE for end in ends)


def _letters(name: str) -> str:
    """A name's letters for comparing, foreign shapes that a reader wrote made Japanese."""
    return normalize_name(japanese(name))
