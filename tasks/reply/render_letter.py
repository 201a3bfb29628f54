"""Renders a letter to PDF, or refuses: a letter goes out exactly as its words are written, or a person sees to it."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from jinja2.filters import do_striptags
from markupsafe import Markup
from pydantic import BaseModel

from tasks.case.address_window import WindowLayout, set_window
from tasks.case.errors import AddressTooLong, ForeignFont, GlyphMissing
from tasks.case.letter_basis import asked_for, legal_basis, request_word
from tasks.case.letters import Letter
from tasks.engines.fonts import LETTER_FONTS, covers, family_for, font_file, glyphs, required_font_file
from tasks.engines.printed_glyphs import printed_glyphs, stands
from tasks.engines.qr_code import qr_modules
from tasks.engines.weasyprint_pdf import embedded_fonts, html_to_pdf
from tasks.reply.letter_filters import DISPLAY, FAMILIES, environment, family_of, plain_parts

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "letters"


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
    _prove_address(letter, pdf)
    return pdf


def letter_html(letter: Letter, templates: Path = TEMPLATES) -> str:
    """The letter as HTML; a name that its template does not know is an error, and all data is escaped."""
    return (
        environment(templates / letter.language, letter.language)
        .get_template(f"{letter.kind}.html")
        .render(
            letter=letter,
            window=_window(letter),
            asked=asked_for(letter),
            basis=f"法{legal_basis(letter)}",
            request_word=request_word(letter),
            slip_qr=_drawn(letter.slip_code) if letter.slip_code else "",
            return_qr=_drawn(letter.return_code) if letter.return_code else "",
        )
    )


def _prove_address(letter: Letter, pdf: bytes) -> None:
    """GlyphMissing unless the first page has address and name in the very glyphs that their font gives for them."""
    printed, window, to = printed_glyphs(pdf), _window(letter), letter.addressee
    for lines, whole in ((window.address, to.address), (window.name, to.name)):
        family = family_of(whole, letter.language)
        for line in lines:
            numbers = glyphs(required_font_file(family), line)
            if numbers is None or not stands(printed, family, numbers):
                raise GlyphMissing("name or address did not print letter by letter; write this letter by hand")


def _fonts(language: str) -> dict[str, Path]:
    families = (*FAMILIES[language], DISPLAY[language])
    required_font_file(families[0])
    return {family: path for family in families if (path := font_file(family)) is not None}


@cache
def _style(templates: Path) -> str:
    return (templates / "letter.css").read_text(encoding="utf-8")


def _drawn(code: str) -> Markup:
    """A QR code as a drawing within the page, with its quiet zone of four modules."""
    modules = qr_modules(code)
    dark = "".join(f"M{x},{y}h1v1h-1z" for y, row in enumerate(modules, 4) for x, on in enumerate(row, 4) if on)
    side = len(modules) + 8
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {0}"><path d="{1}" fill="#000"/></svg>'
    return Markup(drawing).format(side, Markup(dark))  # noqa: S704  # numbers only


def _window(letter: Letter) -> WindowLayout:
    to = letter.addressee
    layout = set_window(to.address, to.name, has_postcode=to.postcode is not None)
    if layout is None:
        raise AddressTooLong("the address does not fit the envelope's window; send this letter another way")
    return layout


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
