"""Renders a work order to PDF, always: a character that no font has is printed as its code, and never left out unseen."""

from functools import cache
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from tasks.case.era import format_era
from tasks.engines.fonts import GOTHIC, MINCHO, covers, mincho_for, required_font_file
from tasks.engines.weasyprint_pdf import html_to_pdf
from tasks.reply.order_sheet import OrderSheet

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "orders"


def render_order(sheet: OrderSheet) -> bytes:
    """The order as PDF bytes, the same for the same words."""
    html = _environment(sheet.language).get_template("order.html").render(sheet=sheet)
    mincho = mincho_for(html) or MINCHO
    fonts = {family: required_font_file(family) for family in (mincho, GOTHIC)}
    style = f':root {{ --mincho: "{mincho}"; }}\n' + (TEMPLATES / "order.css").read_text(encoding="utf-8")
    return html_to_pdf(_printable(html, fonts[mincho]), style, fonts)


def _printable(html: str, font: Path) -> str:
    return html if covers(font, html) else "".join(c if covers(font, c) else f"〔U+{ord(c):04X}〕" for c in html)


@cache
def _environment(language: str) -> ImmutableSandboxedEnvironment:
    made = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(TEMPLATES / language), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    made.filters["era"] = format_era
    return made
