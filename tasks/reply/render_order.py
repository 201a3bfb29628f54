"""Renders a work order to PDF, always: a character that no font has is printed as its code, and never left out unseen."""

import re
from functools import cache
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from tasks.case.era import format_era
from tasks.engines.fonts import GOTHIC, MINCHO, REGISTER_MINCHO, covers, font_file, mincho_for, required_font_file
from tasks.engines.weasyprint_pdf import html_to_pdf
from tasks.reply.order_sheet import OrderSheet

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "orders"

_CLUSTER = re.compile("[^\n][\ufe00-\ufe0f\U000e0100-\U000e01ef]?")


def render_order(sheet: OrderSheet) -> bytes:
    """The order as PDF bytes, the same for the same words."""
    html = _environment(sheet.language).get_template("order.html").render(sheet=sheet)
    mincho = mincho_for(html) or (REGISTER_MINCHO if font_file(REGISTER_MINCHO) else MINCHO)
    fonts = {family: required_font_file(family) for family in (mincho, GOTHIC)}
    style = f':root {{ --mincho: "{mincho}"; }}\n' + (TEMPLATES / "order.css").read_text(encoding="utf-8")
    return html_to_pdf(_printable(html, fonts[mincho]), style, fonts)


def _printable(html: str, font: Path) -> str:
    """Each character with its variation selector as it is, where the font has it; else by its codes, behind its plain form."""
    return html if covers(font, html) else _CLUSTER.sub(lambda found: _told(found[0], font), html)


def _told(cluster: str, font: Path) -> str:
    if covers(font, cluster):
        return cluster
    plain = cluster[0] if len(cluster) > 1 and covers(font, cluster[0]) else ""
    return f"{plain}〔{' '.join(f'U+{ord(char):04X}' for char in cluster)}〕"


@cache
def _environment(language: str) -> ImmutableSandboxedEnvironment:
    made = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(TEMPLATES / language), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    made.filters["era"] = format_era
    return made
