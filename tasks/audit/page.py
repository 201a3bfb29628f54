"""Sets an auditor's page: a title, facts, notices and tables, as PDF; every page is made of these four."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.filters import do_striptags
from jinja2.sandbox import ImmutableSandboxedEnvironment

from tasks.audit.words import Language
from tasks.case.errors import GlyphMissing
from tasks.engines.fonts import GOTHIC, LETTER_FONTS, mincho_for, required_font_file
from tasks.engines.weasyprint_pdf import embedded_fonts, html_to_pdf

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "audit"
Style = Literal["record", "ledger"]


class Notice(NamedTuple):
    """A sentence above everything else; an alarm is set so that nobody overlooks it."""

    text: str
    alarm: bool = False


class Section(NamedTuple):
    """One table. `name` is its class in the style sheet, `columns` are (class, title), `empty` stands where no row is."""

    name: str
    title: str
    columns: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[str]]
    empty: str


class Page(NamedTuple):
    """Everything on a page; `facts` are (label, text), `running` stands at the foot of each sheet."""

    title: str
    heading: str
    running: str
    facts: Sequence[tuple[str, str]]
    notices: Sequence[Notice]
    sections: Sequence[Section]


def page_html(page: Page, language: Language) -> str:
    """The page as HTML; everything is escaped."""
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("page.html").render(page=page, language=language)


def page_pdf(page: Page, language: Language, style: Style) -> bytes:
    """The page as PDF; GlyphMissing where no font has one of its characters, which must not print as a box."""
    html = page_html(page, language)
    mincho = mincho_for(do_striptags(html))
    if mincho is None:
        raise GlyphMissing("No font can print a character of this record; export it with --format csv.")
    css = f':root {{ --mincho: "{mincho}"; }}\n' + (TEMPLATES / "page.css").read_text(encoding="utf-8")
    css += (TEMPLATES / f"{style}.css").read_text(encoding="utf-8")
    pdf = html_to_pdf(html, css, {family: required_font_file(family) for family in (mincho, GOTHIC)})
    if foreign := embedded_fonts(pdf) - LETTER_FONTS:
        raise GlyphMissing(
            f"{', '.join(sorted(foreign))} had to stand in for a character; export it with --format csv."
        )
    return pdf
