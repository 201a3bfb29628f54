"""Renders a letter to PDF, or refuses: a letter goes out exactly as its words are written, or a person sees to it."""

from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.filters import do_striptags
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup
from pydantic import BaseModel

from tasks.case.address_window import WindowLayout, set_window
from tasks.case.era import format_era
from tasks.case.errors import AddressTooLong, ForeignFont, GlyphMissing
from tasks.case.fee_words import yen
from tasks.case.letter_basis import asked_for, legal_basis, request_word, suit_articles
from tasks.case.letters import Letter, domestic_phone
from tasks.engines.fonts import GOTHIC, LETTER_FONTS, covers, mincho_for, required_font_file, width
from tasks.engines.qr_code import qr_modules
from tasks.engines.weasyprint_pdf import embedded_fonts, html_to_pdf
from tasks.reply.typeset import lines

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "letters"
_PT_MM = 25.4 / 72
_EM_MM, _CELL_EM_MM = 10.5 * _PT_MM, 9.5 * _PT_MM  # running text, tables
# How long a line is, in ems; each is a filter of the templates, and a width of letter.css.
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


def render_letter(letter: Letter, templates: Path = TEMPLATES / "ja") -> bytes:
    """The letter as PDF bytes, the same for the same letter.

    GlyphMissing, AddressTooLong: a person writes or sends this letter. ForeignFont: the template needs mending.
    """
    mincho = _mincho(letter)
    html = letter_html(letter, mincho, templates)
    fonts = {family: required_font_file(family) for family in (mincho, GOTHIC)}
    if not covers(fonts[mincho], do_striptags(html)):
        raise GlyphMissing(f"{mincho} cannot print a character that stands in the template of {letter.kind}")
    style = f':root {{ --mincho: "{mincho}"; }}\n' + (templates / "letter.css").read_text(encoding="utf-8")
    pdf = html_to_pdf(html, style, fonts)
    if foreign := embedded_fonts(pdf) - LETTER_FONTS:
        raise ForeignFont(f"the letter was set in {', '.join(sorted(foreign))}, which letters may not use")
    return pdf


def letter_html(letter: Letter, mincho: str, templates: Path = TEMPLATES / "ja") -> str:
    """The letter as HTML; a name that its template does not know is an error, and all data is escaped."""
    return (
        _environment(templates, mincho)
        .get_template(f"{letter.kind}.html")
        .render(
            letter=letter,
            window=_window(letter),
            asked=asked_for(letter),
            basis=f"法{legal_basis(letter)}",
            request_word=request_word(letter),
            suit=suit_articles(letter),
            slip_qr=_drawn(letter.slip_code) if letter.slip_code else "",
        )
    )


def _drawn(code: str) -> Markup:
    """A QR code as a drawing within the page, with its quiet zone of four modules."""
    modules = qr_modules(code)
    dark = "".join(f"M{x},{y}h1v1h-1z" for y, row in enumerate(modules, 4) for x, on in enumerate(row, 4) if on)
    side = len(modules) + 8
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {0}"><path d="{1}" fill="#000"/></svg>'
    return Markup(drawing).format(side, Markup(dark))  # noqa: S704  # numbers only


@cache
def _environment(templates: Path, mincho: str) -> Environment:
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(templates), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    font = required_font_file(mincho)
    environment.filters.update(era=format_era, domestic=domestic_phone, yen=yen)
    environment.filters.update({name: partial(_paragraphs, measure=ems, font=font) for name, ems in MEASURES.items()})
    return environment


def _paragraphs(text: str, measure: float, font: Path) -> Markup:
    """One `<p>` of finished lines for each line of data; a filtered block of a template is one paragraph."""
    plain = text.unescape().replace("\n", "") if isinstance(text, Markup) else text
    return Markup("").join(_paragraph(each, measure, font) for each in plain.splitlines() if each.strip())


def _paragraph(text: str, measure: float, font: Path) -> Markup:
    spans = (
        Markup('<span style="letter-spacing: {:.4f}em; margin-left: {:.1f}em">{}</span>').format(
            line.spacing, -line.hang, line.text
        )
        for line in lines(text, measure, partial(width, font))
    )
    return Markup('<p class="set">{}</p>').format(Markup("<br>").join(spans))


def _window(letter: Letter) -> WindowLayout:
    to = letter.addressee
    layout = set_window(to.address, to.name, has_postcode=to.postcode is not None)
    if layout is None:
        raise AddressTooLong("the address does not fit the envelope's window; send this letter another way")
    return layout


def _mincho(letter: Letter) -> str:
    """The family in which the whole letter is set; GlyphMissing names the field that none can print, not its text."""
    texts = list(_texts("", letter))
    family = mincho_for("".join(text for _place, text in texts))
    if family is None:
        places = dict.fromkeys(place for place, text in texts if mincho_for(text) is None)
        raise GlyphMissing(f"no letter font can print {', '.join(places)} as written; write this letter by hand")
    return family


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
