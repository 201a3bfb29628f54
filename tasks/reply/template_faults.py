"""Says what is wrong with a letter's template: in which file, in which line, in one sentence."""

import re
import traceback
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from weasyprint.urls import FatalURLFetchingError

from tasks.case.errors import KaijiError, TemplateBroken
from tasks.reply.letter_templates import TemplateFile, Templates
from tasks.reply.sandbox import NotText

OUTSIDE = "asks for something from outside the letter; put a drawing into the template as SVG, or take it out"
_OUTSIDE = re.compile(r"@import|url\(|\b(?:src|href|data)\s*=\s*[\"']?(?!#)", re.IGNORECASE)


class Fault(NamedTuple):
    """One thing to mend: the template, its line from 1, and what is wrong; `detail` may repeat what stands in the letter."""

    file: str
    line: int
    says: str
    detail: str = ""

    def __str__(self) -> str:
        """As editors understand it."""
        return f"{self.file}:{self.line}: {self.says}"

    @property
    def in_full(self) -> str:
        """The same with its detail: of sample letters only, since it may repeat a value."""
        return f"{self}: {self.detail}" if self.detail else str(self)


class Broken(TemplateBroken):
    """A template that cannot be used, with its faults; the message holds no value of the letter."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = faults


@contextmanager
def faults_told(templates: Templates, kind: str) -> Iterator[None]:
    """Whatever a template does wrong while it is rendered becomes Broken; the engine's own words are not passed on."""
    try:
        yield
    except KaijiError:
        raise
    except FatalURLFetchingError:
        raise Broken(*from_outside(templates, kind)) from None
    except Exception as wrong:  # noqa: BLE001  # a template may fail in any way: none may stop a case
        raise Broken(fault_of(wrong, templates, kind)) from None


def fault_of(wrong: Exception, templates: Templates, kind: str) -> Fault:
    """Where and how a template failed."""
    file, line = _place(wrong, templates, kind)
    if isinstance(wrong, TemplateSyntaxError):
        return Fault(file, line, f"cannot be understood: {_sentence(wrong.message or '')}")
    if isinstance(wrong, TemplateNotFound):
        return Fault(file, line, f"includes {wrong.name}, which is not there")
    if isinstance(wrong, SecurityError):
        return Fault(file, line, "does what a template may not", _sentence(str(wrong)))
    if isinstance(wrong, NotText):
        return Fault(file, line, "prints what is no text: a list, a part, a yes or no, or nothing")
    if isinstance(wrong, UndefinedError):
        return Fault(file, line, "uses a name that the letter does not have", _sentence(str(wrong)))
    return Fault(file, line, f"fails with {type(wrong).__name__}", _sentence(str(wrong)))


def from_outside(templates: Templates, kind: str) -> tuple[Fault, ...]:
    """Every line that asks for something from outside."""
    used = templates.used_for(kind)
    found = [Fault(file.shown, line, OUTSIDE) for file in used for line, _ in lines_with(file, _OUTSIDE)]
    return tuple(found) or (Fault(_first(templates, kind), 1, OUTSIDE),)


def lines_with(
    file: TemplateFile, pattern: re.Pattern[str], besides: Collection[str] = ()
) -> Iterator[tuple[int, str]]:
    """The lines, from 1, in which a pattern is found, and what it found; lines that stand in `besides` are passed over."""
    for number, line in enumerate(file.text.splitlines(), 1):
        if line not in besides and (found := pattern.search(line)):
            yield number, found[0]


def _place(wrong: Exception, templates: Templates, kind: str) -> tuple[str, int]:
    """The innermost line of a template that was at work."""
    if isinstance(wrong, TemplateSyntaxError):
        return wrong.filename or _first(templates, kind), wrong.lineno
    shown = {file.shown for file in templates.files}
    frames = [each for each in traceback.extract_tb(wrong.__traceback__) if each.filename in shown]
    return (frames[-1].filename, frames[-1].lineno or 1) if frames else (_first(templates, kind), 1)


def _first(templates: Templates, kind: str) -> str:
    """A file to look into where no line is known: a company's own before ours."""
    files = templates.changed_for(kind) or templates.used_for(kind)
    return files[0].shown if files else f"{templates.language}/{kind}.html"


def _sentence(text: str) -> str:
    return " ".join(text.split()).rstrip(".")
