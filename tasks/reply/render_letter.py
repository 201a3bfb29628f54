"""Renders a letter to PDF, or refuses: a letter goes out exactly as its words are written, or a person sees to it."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from jinja2.filters import do_striptags
from markupsafe import Markup
from pydantic import BaseModel

from tasks.case.errors import ForeignFont, GlyphMissing
from tasks.case.letter_basis import asked_for, legal_basis, request_word
from tasks.case.letters import Letter
from tasks.engines.fonts import LETTER_FONTS, covers, family_for, font_file, required_font_file
from tasks.engines.qr_code import qr_svg
from tasks.engines.weasyprint_pdf import embedded_fonts, html_to_pdf
from tasks.reply.letter_filters import DISPLAY, FAMILIES, environment, plain_parts
from tasks.reply.letter_window import prove_address, window_of

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "letters"
_QR_READ_OUT = {"ja": "受付番号 {} のQRコード", "en": "QR code of case number {}"}


def render_letter(letter: Letter, templates: Path = TEMPLATES) -> bytes:
    """The letter as PDF bytes, the same for the same letter, by the templates of its language and one letter.css.

    GlyphMissing, AddressTooLong: a person writes or sends this letter. ForeignFont: the template needs mending.
    """
    _check_texts(letter)
    running, display = FAMILIES[letter.language][0], DISPLAY[letter.language]
    html = letter_html(letter, templates)
    if not covers(required_font_file(running), do_striptags(plain_parts(html))):
        raise GlyphMissing(f"{running} cannot print a character that stands in the template of {letter.kind}")
    style = f':root {{ --text: "{running}"; --display: "{display}"; }}\n' + _style(templates)
    pdf = html_to_pdf(html, style, _fonts(letter.language))
    if foreign := embedded_fonts(pdf) - LETTER_FONTS:
        raise ForeignFont(f"the letter was set in {', '.join(sorted(foreign))}, which letters may not use")
    prove_address(letter, window_of(letter), pdf)
    return pdf


def letter_html(letter: Letter, templates: Path = TEMPLATES) -> str:
    """The letter as HTML; a name that its template does not know is an error, and all data is escaped."""
    return (
        environment(templates / letter.language, letter.language)
        .get_template(f"{letter.kind}.html")
        .render(
            letter=letter,
            window=window_of(letter),
            asked=asked_for(letter),
            basis=f"法{legal_basis(letter)}",
            request_word=request_word(letter),
            slip_qr=_qr(letter.slip_code, letter),
            return_qr=_qr(letter.return_code, letter),
        )
    )


def _qr(code: str, letter: Letter) -> Markup:
    title = _QR_READ_OUT[letter.language].format(letter.case_number)
    return Markup(qr_svg(code, title) if code else "")  # noqa: S704  # the drawing is ours, and escapes its title


def _fonts(language: str) -> dict[str, Path]:
    families = (*FAMILIES[language], DISPLAY[language])
    required_font_file(families[0])
    return {family: path for family in families if (path := font_file(family)) is not None}


@cache
def _style(templates: Path) -> str:
    return (templates / "letter.css").read_text(encoding="utf-8")


def _check_texts(letter: Letter) -> None:
    """GlyphMissing names the fields that no font can print, never their text."""
    families = FAMILIES[letter.language]
    places = dict.fromkeys(place for place, text in _texts("", letter) if family_for(text, families) is None)
    if places:
        raise GlyphMissing(f"no letter font can print {', '.join(places)} as written; write this letter by hand")


def _texts(place: str, value: object) -> Iterator[tuple[str, str]]:
    """Every text of a letter with the field where it stands, so that an error can name the field and not the text."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _texts(f"{place}.{name}".lstrip("."), getattr(value, name))
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(place, each)
