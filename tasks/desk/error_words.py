"""What a stage says when something cannot be done, in the reader's language.

The stages say it in English; a `{}` in a `.po` file's English stands for what differs (a case number, a count), and the
Japanese has it at its own `{}`, in the same order.
"""

import re
from functools import cache

from tasks.desk.pages import translations


def in_language(language: str, sentence: str) -> str:
    """The sentence in a language, with what differs put in its place; as it is where no translation stands."""
    words = translations(language)
    if sentence in words:
        return words[sentence]
    for pattern, text in _with_places(language):
        if (found := pattern.fullmatch(sentence)) is not None:
            return text.format(*found.groups())
    return sentence


@cache
def _with_places(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    pairs = sorted((english, text) for english, text in translations(language).items() if "{}" in english)
    return tuple((re.compile("(.+)".join(map(re.escape, english.split("{}")))), text) for english, text in pairs)
