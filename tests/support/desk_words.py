"""Every English text of the desk's own pages, as the templates and the tables of words have them."""

import re
from pathlib import Path

from jinja2 import Environment

from tasks.desk import answer_words, case_words, error_pages, field_words, finding_words, history_words, signing_page
from tasks.desk.evidence_edits import STALE
from tasks.desk.pages import TEMPLATES
from tasks.desk.script_words import WORDS

OURS = ("page.html", "case.html", "code.html", "error.html", "sla.html")


def in_templates() -> set[str]:
    """What the templates say by `_("…")`."""
    reader = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    files = [TEMPLATES / name for name in OURS] + sorted((TEMPLATES / "case").glob("*.html"))
    found = (reader.extract_translations(file.read_text(encoding="utf-8")) for file in files)
    said = (text if isinstance(text, str) else (text or (None,))[0] for each in found for _, _, text in each)
    return {text for text in said if text is not None}  # a name is translated by its table


def in_tables() -> set[str]:
    """What the tables of words say by code."""
    modules = (answer_words, case_words, field_words, finding_words, history_words)
    tables = [table for module in modules for name, table in vars(module).items() if name.isupper()]
    plain = {text for table in tables if isinstance(table, dict) for text in table.values() if isinstance(text, str)}
    groups = {name for name, _ in field_words.GROUPS.values()} | {"Other"}
    choices = {text for _, options in field_words.CHOICES.values() for text in options.values()}
    return plain | groups | choices | set(WORDS.values()) | {signing_page.GOOD} | set(error_pages.BY_STATUS.values())


def in_errors() -> set[str]:
    """What the routes say when something cannot be done."""
    sources = [file.read_text(encoding="utf-8") for file in Path(error_pages.__file__).parent.glob("*.py")]
    return {text for source in sources for text in re.findall(r'HTTPException\(\s*\d+, "([^"]+)"', source)} | {STALE}


def every_text() -> list[str]:
    """All of them, in order."""
    return sorted(in_templates() | in_tables() | in_errors())
