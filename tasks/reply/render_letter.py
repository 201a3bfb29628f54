"""Renders a letter to PDF, or refuses: a letter goes out exactly as its words are written, or a person sees to it."""

from collections.abc import Iterator
from pathlib import Path

from jinja2.filters import do_striptags
from markupsafe import Markup
from pydantic import BaseModel

from tasks.case.errors import ForeignFont, GlyphMissing
from tasks.case.letter_basis import asked_for, cited, masked_under, request_word, suit_articles
from tasks.case.letters import Letter
from tasks.engines.fonts import LETTER_FONTS, covers, family_for, font_file, required_font_file
from tasks.engines.qr_code import qr_svg
from tasks.engines.weasyprint_pdf import embedded_fonts, html_to_pdf
from tasks.reply.letter_filters import DISPLAY, FAMILIES, environment, plain_parts
from tasks.reply.letter_templates import Templates, read_templates
from tasks.reply.letter_window import prove_address, window_of
from tasks.reply.metadata_check import metadata_faults
from tasks.reply.template_faults import Broken, faults_told
from tasks.reply.unsaid import unsaid_faults
from tasks.reply.window_check import window_faults

_QR_READ_OUT = {"ja": "受付番号 {} のQRコード", "en": "QR code of case number {}"}

_CLOSER = ("close", "closer")  # how letter.css sets a letter whose last page would else hold a few lines, in steps


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
        pdf = html_to_pdf(html, style, _fonts(letter.language), closer=_CLOSER)
    if foreign := embedded_fonts(pdf) - LETTER_FONTS:
        raise ForeignFont(f"the letter was set in {', '.join(sorted(foreign))}, which letters may not use")
    if templates.changed_for(letter.kind):
        _prove_changed(letter, html, pdf, templates)
    prove_address(letter, window_of(letter), pdf)
    return pdf


def _prove_changed(letter: Letter, html: str, pdf: bytes, templates: Templates) -> None:
    """TemplateBroken where a company's own template left out what the letter must say, or put its addressee where none may stand."""
    kind, texts = letter.kind, [*_texts("", letter), ("masked_under", masked_under(letter))]
    wrong = [
        *unsaid_faults(texts, html, letter_html(letter), templates, kind),
        *metadata_faults(pdf, letter, templates, kind),
        *window_faults(pdf, letter.addressee, templates, kind),
    ]
    if wrong:
        raise Broken(*wrong)


def letter_html(letter: Letter, templates: Templates | None = None) -> str:
    """The letter as HTML, all data escaped; TemplateBroken where its template asks for what there is not."""
    templates = templates or read_templates(letter.language)
    with faults_told(templates, letter.kind):
        return environment(templates).get_template(f"{letter.kind}.html").render(template_words(letter))


def template_words(letter: Letter) -> dict[str, object]:
    """What a template is given, by name; AddressTooLong where the address does not fit the window."""
    return {
        "letter": letter,
        "window": window_of(letter),
        "asked": asked_for(letter),
        "basis": cited(letter),
        "request_word": request_word(letter),
        "suit": suit_articles(letter),
        "masked_under": masked_under(letter),
        "slip_qr": _qr(letter.slip_code, letter),
        "return_qr": _qr(letter.return_code, letter),
    }


def _qr(code: str, letter: Letter) -> Markup:
    title = _QR_READ_OUT[letter.language].format(letter.case_number)
    return Markup(qr_svg(code, title) if code else "")  # noqa: S704  # the drawing is ours, and escapes its title


def _fonts(language: str) -> dict[str, Path]:
    families = (*FAMILIES[language], DISPLAY[language])
    required_font_file(families[0])
    return {family: path for family in families if (path := font_file(family)) is not None}


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
