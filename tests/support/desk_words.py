"""Every English sentence of the desk's own pages, as the templates, scripts and errors have them."""

import ast
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment

from tasks.desk import error_pages, signing_page
from tasks.desk.pages import TEMPLATES
from tasks.desk.script_words import WORDS
from tasks.desk.worklist_words import WHY_NOT

_ROOT = Path(error_pages.__file__).parents[2]
_ERRORS = "KaijiError", "HTTPException"
_STAGES = (
    "case/brought.py",
    "case/canonical.py",
    "check/edit_field.py",
    "decide/runs.py",
    "figures/ageing.py",
    "figures/case_list.py",
    "figures/periods.py",
    "figures/picks.py",
    "figures/quality_picks.py",
    "figures/report.py",
    "receive/open_packet.py",
    "redact/drawn_marks.py",
    "redact/edit_marks.py",
    "redact/remark.py",
    "redact/unmask.py",
    "reply/notices.py",
    "reply/work_orders.py",
    "serve_desk.py",
    "store/cases.py",
    "store/edits.py",
    "store/held.py",
)
_AT_THE_TERMINAL = "history.py", "oidc.py"  # what only whoever starts kaiji is told


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
    sources = [*(_ROOT / "tasks" / "desk").glob("*.py"), *(_ROOT / "tasks" / each for each in _STAGES)]
    files = [file for file in sources if file.name not in _AT_THE_TERMINAL]
    return {text for file in files for text in _raised(ast.parse(file.read_text(encoding="utf-8")))}


def _raised(module: ast.Module) -> Iterator[str]:
    """The sentences of a module's KaijiErrors and HTTPExceptions; `{}` stands for what is put into one."""
    constants = {
        target.id: each.value
        for each in module.body
        if isinstance(each, ast.Assign)
        for target in each.targets
        if isinstance(target, ast.Name)
    }
    for call in ast.walk(module):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in _ERRORS and call.args:
            said = call.args[-1]
            yield from _text(constants.get(said.id, said) if isinstance(said, ast.Name) else said)


def _text(said: ast.expr) -> Iterator[str]:
    if isinstance(said, ast.Constant) and isinstance(said.value, str):
        yield said.value
    if isinstance(said, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in said.values)


def every_text() -> set[str]:
    """All of them."""
    return in_templates() | in_tables() | in_errors()
