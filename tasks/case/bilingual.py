"""A text in the two languages that people at the desk read, and codes told by tables of such texts."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Said(NamedTuple):
    """The same thing in English and in Japanese."""

    en: str
    ja: str

    def in_(self, language: str) -> str:
        """The text in `ja` or `en`."""
        return self.ja if language == "ja" else self.en


def named(names: Mapping[str, Said], code: str) -> Said:
    """One thing by its code; a code that has no name stands for itself."""
    return names.get(code, Said(code, code))


def listed(names: Mapping[str, Said], codes: Iterable[str]) -> Said:
    """Several things by their codes, in one line."""
    found = [named(names, code) for code in codes]
    return Said(", ".join(each.en for each in found), "、".join(each.ja for each in found))
