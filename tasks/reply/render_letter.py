"""Renders a letter to PDF, or refuses: a letter goes out exactly as its words are written, or a person sees to it."""

from collections.abc import Iterator
from pathlib import Path

from jinja2.filters import do_striptags
from markupsafe import Markup
from pydantic import BaseModel

from tasks.case.address_window import WindowLayout, set_window
from tasks.case.errors import AddressTooLong, ForeignFont, GlyphMissing
from tasks.case.letter_basis import asked_for, cited, request_word, suit_articles
from tasks.case.letters import Letter
from tasks.engines.fonts import LETTER_FONTS, covers, family_for, font_file, required_font_file
from tasks.engines.qr_code import qr_modules
from tasks.engines.weasyprint_pdf import embedded_fonts, html_to_pdf
from tasks.reply.letter_filters import DISPLAY, FAMILIES, environment, plain_parts
from tasks.reply.letter_templates import Templates, read_templates
from tasks.reply.template_faults import Broken, faults_told
from tasks.reply.window_check import window_faults


def render_letter(letter: Letter, templates: Templates | None = None) -> bytes:
    """The letter as PDF bytes, the same for the same letter; `templates`: a company's own with ours, or ours alone.

    GlyphMissing, AddressTooLong: a person writes or sends this letter. TemplateBroken, ForeignFont: a person does so until
    the template is mended.
    """
    templates = templates or read_templates(letter.language)
    _check_texts(letter)
    running, display = FAMILIES[letter.language][0], DISPLAY[letter.language]
    html = letter_html(letter, templates)
    if not covers(required_font_file(running), do_striptags(plain_parts(html))):
        raise GlyphMissing(f"{running} cannot print a character that stands in the template of {letter.kind}")
    style = f':root {{ --text: "{running}"; --display: "{display}"; }}\n{templates.style}'
    with faults_told(templates, letter.kind):
        pdf = html_to_pdf(html, style, _fonts(letter.language))
    if foreign := embedded_fonts(pdf) - LETTER_FONTS:
        raise ForeignFont(f"the letter was set in {', '.join(sorted(foreign))}, which letters may not use")
    if templates.changed_for(letter.kind) and (wrong := window_faults(pdf, letter.addressee, templates, letter.kind)):
        raise Broken(*wrong)
    return pdf


def letter_html(letter: Letter, templates: Templates | None = None) -> str:
    """The letter as HTML, all data escaped; TemplateBroken where its template asks for what there is not."""
    templates = templates or read_templates(letter.language)
    with faults_told(templates, letter.kind):
        return environment(templates).get_template(f"{letter.kind}.html").render(template_words(letter))


def template_words(letter: Letter) -> dict[str, object]:
    """What a template is given, by name; AddressTooLong where the address does not fit the window."""
    return {
        "letter": letter,
        "window": _window(letter),
        "asked": asked_for(letter),
        "basis": cited(letter),
        "request_word": request_word(letter),
        "suit": suit_articles(letter),
        "slip_qr": _drawn(letter.slip_code) if letter.slip_code else "",
        "return_qr": _drawn(letter.return_code) if letter.return_code else "",
    }


def _fonts(language: str) -> dict[str, Path]:
    families = (*FAMILIES[language], DISPLAY[language])
    required_font_file(families[0])
    return {family: path for family in families if (path := font_file(family)) is not None}


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
