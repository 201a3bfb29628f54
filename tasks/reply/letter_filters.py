"""What templates of letters may use: filters that break paragraphs, and the font in which each text can be printed whole.

Japanese paragraphs come finished from typeset.py; Latin ones are broken by WeasyPrint, at spaces. Every value that a
template prints passes through `as_written`, whether the template names it or not.
"""

import re
from functools import lru_cache, partial
from typing import Any

from markupsafe import Markup

from tasks.case.era import format_era, format_long
from tasks.case.errors import GlyphMissing
from tasks.case.fee_words import yen
from tasks.case.letters import domestic_phone, international_phone
from tasks.engines.fonts import (
    GOTHIC,
    MINCHO,
    REGISTER_MINCHO,
    SERIF,
    SERIF_BOLD,
    family_for,
    required_font_file,
    width,
)
from tasks.reply.letter_templates import Templates
from tasks.reply.sandbox import LetterSandbox
from tasks.reply.typeset import lines

# In which a text may be printed, by the letter's language: the font of its running text first.
FAMILIES = {"ja": (MINCHO, REGISTER_MINCHO, SERIF), "en": (SERIF, MINCHO, REGISTER_MINCHO)}
DISPLAY = {"ja": GOTHIC, "en": SERIF_BOLD}
_PT_MM = 25.4 / 72
_EM_MM, _CELL_EM_MM = 10.5 * _PT_MM, 9.5 * _PT_MM  # running text, tables
# How long a Japanese line is, in ems; each is a filter of the templates, and a width of letter.css.
MEASURES = {
    "body": 162 / _EM_MM,
    "item": 156 / _EM_MM,
    "listed": 156 / _EM_MM - 1,
    "fact": 124 / _EM_MM,
    "clause": 38.0,
    "deficiency": 57 / _CELL_EM_MM,
    "cure": 80 / _CELL_EM_MM,
    "category": 47 / _CELL_EM_MM,
    "purpose": 99 / _CELL_EM_MM - 1,
    "value": 113 / _CELL_EM_MM,
}
_SPAN = re.compile(r'<span class="as-written"[^>]*>(.*?)</span>', re.DOTALL)
_KANA_KANJI = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@lru_cache(16)
def environment(templates: Templates) -> LetterSandbox:
    """The sandbox of a language's templates, with the filters that they may use."""
    language = templates.language
    made = LetterSandbox(templates, finalize=partial(as_written, language=language))
    paragraphs = {name: partial(_paragraphs, measure=ems, language=language) for name, ems in MEASURES.items()}
    made.filters.update(paragraphs)
    made.filters.update(
        era=format_era, domestic=domestic_phone, longdate=format_long, intl=international_phone, yen=yen
    )
    made.filters["as_written"] = partial(as_written, language=language)
    return made


def as_written(value: Any, whole: str | None = None, *, language: str) -> Any:
    """A text in the first font that has all of it; what is no text, or is markup already, stays as it is.

    A line of a text is set in the font of the `whole`. GlyphMissing where no font has it; nothing is ever borrowed for one
    character inside a text.
    """
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    family = family_of(whole or value, language)
    if family == FAMILIES[language][0]:
        return value
    spoken = Markup(' lang="ja"') if language != "ja" and _KANA_KANJI.search(value) else ""
    return Markup('<span class="as-written"{} style="font-family: {}">{}</span>').format(spoken, family, value)


def plain_parts(html: str) -> str:
    """The page without the texts that `as_written` set in a font of their own."""
    return _SPAN.sub("", html)


def family_of(text: str, language: str) -> str:
    """The font in which the whole of a text is printed in a letter of this language, or GlyphMissing.

    A Latin text with more than ASCII (O’Brien, Müller) is set in the Latin serif in a Japanese letter too: the Mincho
    fonts give an apostrophe the width of a kanji.
    """
    family = family_for(text, (SERIF, *FAMILIES[language]) if _is_latin(text) else FAMILIES[language])
    if family is None:
        raise GlyphMissing("no letter font can print a text of this letter as written; write this letter by hand")
    return family


def _is_latin(text: str) -> bool:
    return not text.isascii() and any(map(str.isalpha, text)) and not _KANA_KANJI.search(text)


def _paragraphs(text: str, measure: float, language: str) -> Markup:
    """One `<p>` for each line of data; a filtered block of a template is one paragraph, in one font."""
    plain = _one_line(text, "" if language == "ja" else " ") if isinstance(text, Markup) else text
    paragraph = partial(_set, measure=measure) if language == "ja" else _flowing
    return Markup("").join(paragraph(each, language=language) for each in plain.splitlines() if each.strip())


def _one_line(filtered: Markup, space: str) -> str:
    bare = _SPAN.sub(r"\1", filtered)
    return Markup(bare).unescape().replace("\n", space)  # noqa: S704  # of markup, only our own tags are gone


def _flowing(text: str, language: str) -> Markup:
    return Markup("<p>{}</p>").format(as_written(" ".join(text.split()), language=language))


def _set(text: str, measure: float, language: str) -> Markup:
    family = family_of(text, language)
    spans = (
        Markup('<span style="letter-spacing: {:.4f}em; margin-left: {:.1f}em">{}</span>').format(
            line.spacing, -line.hang, line.text
        )
        for line in lines(text, measure, partial(width, required_font_file(family)))
    )
    font = "" if family == FAMILIES[language][0] else Markup(' style="font-family: {}"').format(family)
    return Markup('<p class="set"{}>{}</p>').format(font, Markup("<br>").join(spans))
