"""Writes a policy's explanation as a page to sign: markdown for the terminal, HTML, or PDF, from one policy file."""

import hashlib
import re
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.filters import do_striptags
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from tasks.case.bilingual import Said
from tasks.case.errors import GlyphMissing, PolicyMistake
from tasks.engines.fonts import GOTHIC, LETTER_FONTS, MINCHO, covers, required_font_file
from tasks.engines.weasyprint_pdf import embedded_fonts, html_to_pdf
from tasks.policy import load_policy
from tasks.policy.explain import Explanation, Language, explain_policy, to_markdown
from tasks.policy.loader import find_policy
from tasks.policy.wording import NONE

TEMPLATES = Path(__file__).resolve().parents[1] / "templates" / "policy"
TITLE = Said("How requests for personal data are handled, for signing", "個人情報の開示等の請求の取扱い（確認書）")
LABELS = {
    "version": Said("Version", "版"),
    "holds": Said("In force", "適用期間"),
    "document": Said("Published text", "公表文"),
    "declaration": Said(
        "I have compared this page with the published text and approve it as the rules of this desk.",
        "本書を公表文と照合し、当窓口の取扱いとして承認します。",
    ),
    "date": Said("Date", "年月日"),
    "name": Said("Privacy officer's name", "個人情報保護管理者 氏名"),
    "seal": Said("Signature or seal", "署名又は押印"),
}


def explain_file(name_or_file: str | Path, folder: Path | None = None) -> Explanation:
    """The explanation of a policy, with the SHA-256 of the very file it was read from; PolicyMistake when it is wrong."""
    policy, file = load_policy(name_or_file, folder), find_policy(name_or_file, folder)
    return explain_policy(policy, file.name, hashlib.sha256(file.read_bytes()).hexdigest())


def write_page(told: Explanation, language: Language, out: Path) -> None:
    """Writes the page to `out` in the form that its suffix names: .pdf, .html or .md."""
    forms = {".pdf": page_pdf, ".html": _html_bytes, ".md": _markdown_bytes}
    if out.suffix not in forms:
        raise PolicyMistake(f"{out.name}: write the page to a file that ends in {', '.join(forms)}.")
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(forms[out.suffix](told, language))


def page_html(told: Explanation, language: Language) -> str:
    """The page as HTML; everything that comes from the policy is escaped."""
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters["western"] = _western
    return environment.get_template("page.html").render(
        told=told, language=language, title=TITLE, labels=LABELS, nothing=NONE
    )


def _western(text: str) -> Markup:
    """English text whose quotation marks stand as close as the style sheet puts them."""
    opened = re.sub("([“‘])", r'<span class="opening">\1</span>', str(escape(text)))
    return Markup(re.sub("([”’])", r'<span class="ending">\1</span>', opened))  # noqa: S704  # escaped above


def page_pdf(told: Explanation, language: Language) -> bytes:
    """The page as PDF; GlyphMissing when the fonts lack a character of the policy, which must not print as a box."""
    html, fonts = page_html(told, language), {family: required_font_file(family) for family in (MINCHO, GOTHIC)}
    plain = do_striptags(html)
    for family, file in fonts.items():
        if not covers(file, plain):
            raise GlyphMissing(f"{family} cannot print a character of {told.file}; write the page as .html instead")
    pdf = html_to_pdf(html, (TEMPLATES / "page.css").read_text(encoding="utf-8"), fonts)
    if foreign := embedded_fonts(pdf) - LETTER_FONTS:
        raise GlyphMissing(f"{', '.join(sorted(foreign))} had to stand in for a character of {told.file}")
    return pdf


def _html_bytes(told: Explanation, language: Language) -> bytes:
    style = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    return page_html(told, language).replace("</head>", f"<style>{style}</style></head>", 1).encode()


def _markdown_bytes(told: Explanation, language: Language) -> bytes:
    return to_markdown(told, language).encode()
