"""The templates that letters are written with: a company's own first, ours where it has none.

A company puts only what it changes into `<folder>/<policy>/<language>/`, or for all its policies into
`<folder>/<language>/`; the style sheet of all languages lies beside the languages' folders, as ours does. They are read once for each letter, so that the text that was checked is the text that prints, and
the digest of what was used can be kept with the letter.
"""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, TemplateSyntaxError
from jinja2.meta import find_referenced_templates

from tasks.settings import PROJECT
from tasks.wiring import House

OURS = PROJECT / "templates" / "letters"
STYLE = "letter.css"
_READ = frozenset({".html", ".css"})


class TemplateFile(NamedTuple):
    """One template: its name within its language, its text, where it is shown to lie, and whether it is a company's own."""

    name: str
    text: str
    shown: str
    own: bool


class Templates(NamedTuple):
    """All templates of one language as they were at one moment, each name once."""

    language: str
    files: tuple[TemplateFile, ...]

    def file(self, name: str) -> TemplateFile | None:
        """The template of this name."""
        return next((file for file in self.files if file.name == name), None)

    @property
    def style(self) -> str:
        """The style sheet."""
        sheet = self.file(STYLE)
        return sheet.text if sheet else ""

    def used_for(self, kind: str) -> tuple[TemplateFile, ...]:
        """What a letter of this kind is made of, by name: its template, all that those include, and the style sheet."""
        names, waiting = {STYLE}, [f"{kind}.html"]
        while waiting:
            name = waiting.pop()
            file = self.file(name)
            if file and name not in names:
                names.add(name)
                waiting.extend(_referenced(file.text))
        return tuple(file for file in self.files if file.name in names)

    def changed_for(self, kind: str) -> tuple[TemplateFile, ...]:
        """What of it is a company's own."""
        return tuple(file for file in self.used_for(kind) if file.own)

    def digest(self, kind: str) -> str:
        """SHA-256 of all that a letter of this kind is made of: names and texts."""
        whole = hashlib.sha256()
        for file in self.used_for(kind):
            text = file.text.encode()
            whole.update(f"{file.name}\0{len(text)}\0".encode() + text)
        return whole.hexdigest()


def read_templates(language: str, own: Path | None = None, policy: str = "") -> Templates:
    """The templates of a language; `own`: the folder of a company's, `policy`: whose letters are written."""
    read = {file.name: file for file in _beneath(OURS, language, OURS.parents[1], own=False)}
    for folder in own_folders(own, policy):
        read |= {file.name: file for file in _beneath(folder, language, own or folder, own=True)}
    return Templates(language, tuple(read[name] for name in sorted(read)))


def templates_of(house: House, policy: str, language: str) -> Templates:
    """The templates that a house writes letters with."""
    return read_templates(language, house.settings.letter_templates, policy)


def own_folders(own: Path | None, policy: str) -> tuple[Path, ...]:
    """Where a company's own templates lie, those that go before others last; in each a folder for each language."""
    if own is None:
        return ()
    return (own, own / policy) if policy else (own,)


def _beneath(folder: Path, language: str, shown_from: Path, *, own: bool) -> Iterator[TemplateFile]:
    """The style sheet of all languages first: one of the language itself goes before it."""
    for path in (folder / STYLE, *sorted((folder / language).rglob("*"))):
        if path.suffix in _READ and path.is_file() and is_within(path, folder):
            name = STYLE if path.parent == folder else path.relative_to(folder / language).as_posix()
            text = path.read_text(encoding="utf-8", errors="replace")  # what is no UTF-8 has no glyph, and is found so
            yield TemplateFile(name, text, path.relative_to(shown_from).as_posix(), own)


def is_within(path: Path, folder: Path) -> bool:
    """Whether a file truly lies in the folder: a link that leads out of it would let a template show any file."""
    return path.resolve().is_relative_to(folder.resolve())


@cache
def _referenced(text: str) -> tuple[str, ...]:
    """The templates that one includes or extends; none of one that cannot be understood."""
    try:
        tree = Environment().parse(text)  # noqa: S701  # parsed, never rendered
    except TemplateSyntaxError:
        return ()
    return tuple(name for name in find_referenced_templates(tree) if name)
