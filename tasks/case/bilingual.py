"""A text in the two languages that people at the desk read."""

from typing import NamedTuple


class Said(NamedTuple):
    """The same thing in English and in Japanese."""

    en: str
    ja: str

    def in_(self, language: str) -> str:
        """The text in `ja` or `en`."""
        return self.ja if language == "ja" else self.en
