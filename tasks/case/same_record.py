"""Decides whether a record of the held data is the person's: surely, perhaps, or not; a person settles what is perhaps."""

from collections.abc import Mapping
from enum import StrEnum

from tasks.case.held import SearchKey
from tasks.case.matching import Match, fold_text, match_addresses, match_names
from tasks.case.written import day, digits

_ALIKE = (Match.EXACT, Match.VARIANT)


class Likeness(StrEnum):
    """How a record stands to the person; only what is exact is disclosed without a person's word."""

    EXACT = "exact"
    NEAR = "near"
    NONE = "none"


def likeness(person: Mapping[SearchKey, str], record: Mapping[SearchKey, str]) -> Likeness:
    """Compares a record with the person by what both have.

    Exact: the same name with the same address, with the same birth date at a variant of the address, or with the same
    customer number. Near: the name or a variant of it with any of birth date, address, e-mail, telephone or customer number; the
    same customer number or e-mail address alone; another name with the same birth date at the same address (a marriage).
    """
    name, address = _name(person, record), match_addresses(*_both(person, record, SearchKey.ADDRESS))
    number, email = (_same(person, record, key) for key in (SearchKey.CUSTOMER_NUMBER, SearchKey.EMAIL))
    born, phone = _born(person, record), _same_digits(person, record)
    if name is Match.EXACT and (address is Match.EXACT or (born and address is Match.VARIANT) or number):
        return Likeness.EXACT
    if number or email or (born and address in _ALIKE):
        return Likeness.NEAR
    return Likeness.NEAR if name in _ALIKE and (born or phone or address in _ALIKE) else Likeness.NONE


def _both(person: Mapping[SearchKey, str], record: Mapping[SearchKey, str], key: SearchKey) -> tuple[str, str]:
    return person.get(key, ""), record.get(key, "")


def _name(person: Mapping[SearchKey, str], record: Mapping[SearchKey, str]) -> Match:
    """By the name; by kana a record that is written otherwise, or in kana only, is a variant at best."""
    found = match_names(*_both(person, record, SearchKey.NAME))
    by_kana = match_names(*_both(person, record, SearchKey.KANA))
    return Match.VARIANT if found not in _ALIKE and by_kana is Match.EXACT else found


def _same(person: Mapping[SearchKey, str], record: Mapping[SearchKey, str], key: SearchKey) -> bool:
    mine, theirs = map(fold_text, _both(person, record, key))
    return bool(mine) and mine == theirs


def _born(person: Mapping[SearchKey, str], record: Mapping[SearchKey, str]) -> bool:
    mine, theirs = (day(value) or value for value in _both(person, record, SearchKey.BIRTH_DATE))
    return bool(mine) and mine == theirs


def _same_digits(person: Mapping[SearchKey, str], record: Mapping[SearchKey, str]) -> bool:
    mine, theirs = map(digits, _both(person, record, SearchKey.PHONE))
    return bool(mine) and mine == theirs
