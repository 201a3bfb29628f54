"""Prints prescribed forms: a policy's words and a layout's millimetres become a PDF that can also be filled in on a screen."""

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.filters import do_striptags
from jinja2.sandbox import ImmutableSandboxedEnvironment

from tasks.case.codes_text import (
    AGENT_SUPPLEMENT,
    POWER_OF_ATTORNEY,
    RETURN_SLIP,
    SEPARATOR,
    FormCode,
    FormLanguage,
    write_form_code,
    write_slip_code,
)
from tasks.case.errors import FormDoesNotFit, GlyphMissing
from tasks.engines.april_tags import tag_modules
from tasks.engines.fonts import GOTHIC, covers, required_font_file, width
from tasks.engines.qr_code import qr_modules
from tasks.engines.weasyprint_pdf import html_to_pdf, pages_needed
from tasks.forms.boxes import CODE, TAGS, FormLayout, Rect
from tasks.forms.guide import guide_of
from tasks.forms.layout import layout_of
from tasks.forms.wording import MEANS, WORDS, Words
from tasks.policy import Policy

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "forms"
TITLE = Rect(25.0, 12.0, 160.0, 31.0)
SLIP_CODE = Rect(163.0, 40.0, 181.0, 58.0)
_GUIDE_CODE = Rect(156.0, 0.0, 174.0, 18.0)  # within the page of instructions, whose margins are 18 and 15 mm
_GUIDE_SIZES = (12, 11.25, 10.5)  # points: instructions are set in the largest in which they fit one page
_SIZES = (20, 18, 16, 14, 12)  # points: titles are set in the largest in which they fit
_PT_MM = 25.4 / 72
_SMALL = 10.5


class PrintedForm(NamedTuple):
    """One form as printed: its code with the number of its last page, its title, its geometry, its PDF."""

    code: FormCode
    title: Words
    layout: FormLayout
    pdf: bytes


def print_form(policy: Policy, code: FormCode, title: Words, slip: tuple[str, int] | None = None) -> PrintedForm:
    """One form of a policy; `slip` is the case number and round that a return slip is for, where it is for one.

    GlyphMissing: the form's font lacks a character of the policy. FormDoesNotFit: a title or a list is too long.
    """
    layout = layout_of(code)
    if layout is None:
        raise FormDoesNotFit(f"This kaiji draws no forms of layout version {code.version}.")
    font = required_font_file(GOTHIC)
    for size in _GUIDE_SIZES:
        html = _html(policy, code, title, layout, slip, size)
        if not covers(font, do_striptags(html).replace("\n", "")):
            raise GlyphMissing(f"{GOTHIC} cannot print a character that the policy {policy.code} wants on {code.form}")
        if pages_needed(html, _style(), {GOTHIC: font}) == layout.pages:
            return PrintedForm(code, title, layout, html_to_pdf(html, _style(), {GOTHIC: font}, fillable=True))
    raise FormDoesNotFit(f"What {policy.code} tells on {code.form} does not fit one page of instructions; shorten it.")


def print_separator() -> bytes:
    """The sheet that parts two envelopes in one batch scan, as PDF."""
    rects = (Rect(85, 100, 125, 140), Rect(85, 145, 125, 185))
    html = _environment().get_template("separator.html").render(code=qr_modules(SEPARATOR), rects=rects, words=WORDS)
    return html_to_pdf(html, _style(), {GOTHIC: required_font_file(GOTHIC)})


def _style() -> str:
    return (TEMPLATES / "form.css").read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )


def _html(
    policy: Policy, code: FormCode, title: Words, layout: FormLayout, slip: tuple[str, int] | None, size: float
) -> str:
    bilingual = code.language is FormLanguage.BILINGUAL
    guide = guide_of(policy, code.kinds, code.form)
    orders = {MEANS["teigaku_kogawase"], MEANS["futsu_kogawase"]}
    return (
        _environment()
        .get_template("form.html")
        .render(
            guide_size=size,
            words=WORDS,
            lines=_lines(guide.company),
            bilingual=bilingual,
            guide=guide,
            title=title,
            title_size=_title_size(title, bilingual=bilingual),
            title_rect=TITLE,
            layout=layout,
            pages=_pages(code, layout),
            tags=[{"modules": tag_modules(number), "rect": rect} for number, rect in TAGS.items()],
            code_rect=CODE,
            guide_code_rect=_GUIDE_CODE,
            slip_code=qr_modules(write_slip_code(*slip)) if slip else None,
            slip_rect=SLIP_CODE,
            stated=_stated(code),
            agent_form=code.form == AGENT_SUPPLEMENT,
            kinds_count=len(code.kinds),
            by_money_order=bool(orders & set(guide.fee.means)),
            foot=_foot(code),
        )
    )


def _pages(code: FormCode, layout: FormLayout) -> list[dict[str, Any]]:
    numbers = range(1, layout.pages + 1)
    return [{"number": n, "code": qr_modules(write_form_code(code._replace(page=n)))} for n in numbers]


def _lines(company: Words) -> dict[str, Words]:
    """Sentences that name the company.

    A power of attorney names no kind of request and no personal data but in its list: what is ticked there is its scope.
    """
    says = Words(
        f"私は、下の代理人に、{company.ja}への次のご請求をおまかせします（委任します）。",
        f"I ask the agent below to make these requests to {company.en} for me.",
    )
    return {"poa.says": says}


def _stated(code: FormCode) -> Words:
    """The sentence of a form that serves one kind of request only."""
    words = WORDS[f"request.kinds.{code.kinds[0].value}"] if len(code.kinds) == 1 else Words("", "")
    return Words(f"私は、個人情報の{words.ja}を請求します。", f"I request: {words.en.lower()}.")


def _foot(code: FormCode) -> Words | None:
    if code.form in {RETURN_SLIP, POWER_OF_ATTORNEY}:
        return None
    return Words(
        "四すみの印と右上の四角い模様には、書きこまないでください。", "Please do not write on the square marks."
    )


def _title_size(title: Words, *, bilingual: bool) -> int:
    """The largest size in points at which a title fits its room."""
    font, (left, top, right, bottom) = required_font_file(GOTHIC), TITLE
    below = _rows(width(font, title.en), _SMALL, right - left) * _SMALL * _PT_MM * 1.15 + 0.6 if bilingual else 0.0
    for size in _SIZES:
        rows = _rows(width(font, title.ja), size, right - left)
        if rows * size * _PT_MM * 1.15 + below <= bottom - top and (rows == 1 or size < 16):
            return size
    raise FormDoesNotFit(f"The title {title.ja} is too long for a form; shorten it in the policy.")


def _rows(ems: float, size: float, room: float) -> int:
    return -(-int(ems * size * _PT_MM * 1.05) // int(room))
