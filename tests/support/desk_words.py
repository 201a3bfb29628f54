"""Every English sentence of the desk's own pages, as the templates, scripts and errors have them."""

import re
from pathlib import Path

from jinja2 import Environment

from tasks.desk import error_pages, signing_page
from tasks.desk.evidence_edits import STALE
from tasks.desk.pages import TEMPLATES
from tasks.desk.script_words import WORDS
from tasks.desk.worklist_words import WHY_NOT


def in_templates() -> set[str]:
    """What the templates say by `_("…")` and `{% trans %}`; of what differs with number, the singular."""
    reader = Environment(extensions=["jinja2.ext.i18n"], autoescape=True, trim_blocks=True, lstrip_blocks=True)
    found = (reader.extract_translations(file.read_text(encoding="utf-8")) for file in TEMPLATES.rglob("*.html"))
    said = (text if isinstance(text, str) else (text or (None,))[0] for each in found for _, _, text in each)
    return {text for text in said if text is not None}  # a text that a table names


def in_tables() -> set[str]:
    """What scripts say, and why something was not done."""
    return {*WORDS.values(), *WHY_NOT.values(), signing_page.GOOD, *error_pages.BY_STATUS.values()}


def in_errors() -> set[str]:
    """What the routes say when something cannot be done."""
    sources = [file.read_text(encoding="utf-8") for file in Path(error_pages.__file__).parent.glob("*.py")]
    return {text for source in sources for text in re.findall(r'HTTPException\(\s*\d+, "([^"]+)"', source)} | {STALE}


def every_text() -> set[str]:
    """All of them."""
    return in_templates() | in_tables() | in_errors()
