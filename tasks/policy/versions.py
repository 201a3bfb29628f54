"""Knows the versions of one company's policy: their files, their order, and which of them held on a day.

The file of the version in force is `code.toml`; older ones are `code@version.toml`. A case keeps the version under which
it arrived, so versions may neither overlap nor change their order.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from tasks.policy.contradictions import Contradiction


class Span(NamedTuple):
    """From when to when one file says that it holds; `until` None: until the next version."""

    file: str
    version: str
    begins: date
    until: date | None

    @property
    def current(self) -> bool:
        """Whether this is the file of the newest version."""
        return "@" not in self.file


def version_files(code: str, folder: Path) -> list[Path]:
    """The files of every version of this policy, the newest first."""
    current = folder / f"{code}.toml"
    return [file for file in (current, *sorted(folder.glob(f"{code}@*.toml"), reverse=True)) if file.is_file()]


def span_of(file: str, raw: Mapping[str, Any]) -> Span | None:
    """The span that a file states; None where its dates are wrong, which the schema tells."""
    begins, until, version = raw.get("effective_from"), raw.get("effective_until"), raw.get("version")
    if not isinstance(begins, date) or not isinstance(version, str) or not isinstance(until, date | None):
        return None
    return Span(file, version, begins, until)


def wrong_name(stem: str, raw: Mapping[str, Any]) -> Iterator[Contradiction]:
    """A file is named by its code, an older version's by code and version; by this a case finds its policy again."""
    code, version = raw.get("code"), raw.get("version")
    named, _, dated = stem.partition("@")
    if isinstance(code, str) and code != named:
        cure = f'name the file {code}.toml, or write code = "{named}"'
        yield Contradiction(("code",), f"the code is {code}, the file's name is {stem}.toml", cure)
    if dated and isinstance(version, str) and version != dated:
        cure = f"name the file {named}@{version}.toml, or correct the version"
        yield Contradiction(("version",), f"the version is {version}, the file's name says {dated}", cure)


def clashes(own: Span, others: Sequence[Span]) -> Iterator[Contradiction]:
    """Where this version's dates are at odds with those of the others of the same code."""
    for other in others:
        if own.version == other.version:
            says = f"{other.file} is version {own.version} as well"
            yield Contradiction(("version",), says, "give each version a name of its own, such as its date")
        if own.begins == other.begins:
            says = f"{other.file} holds from {own.begins} as well: two versions in force on one day"
            yield Contradiction(("effective_from",), says, "correct one of the two dates")
        elif own.begins < other.begins:
            yield from _overlap(own, other)
    yield from _gap(own, [other.begins for other in others if other.begins > own.begins])


def _overlap(own: Span, later: Span) -> Iterator[Contradiction]:
    if own.current:
        says = f"it holds from {own.begins}, but {later.file}, which is named as older, from {later.begins}"
        cure = "the newest version is the file without @: rename the two files, or correct the dates"
        yield Contradiction(("effective_from",), says, cure)
    if own.until is not None and own.until >= later.begins:
        says = f"it holds until {own.until}, and {later.file} from {later.begins}: they overlap"
        cure = f"write effective_until = the day before {later.begins}, or leave it out"
        yield Contradiction(("effective_until",), says, cure)


def _gap(own: Span, later: Sequence[date]) -> Iterator[Contradiction]:
    if own.until is not None and later and (min(later) - own.until).days > 1:
        says = f"no version holds between {own.until} and {min(later)}"
        yield Contradiction(
            ("effective_until",), says, "leave it out where the version held until the next", warning=True
        )


def holds_on(day: date, spans: Sequence[Span]) -> Span | None:
    """The version in force on `day`: the last one begun, unless it has ended."""
    begun = [span for span in spans if span.begins <= day]
    if not begun:
        return None
    last = max(begun, key=lambda span: span.begins)
    return None if last.until is not None and last.until < day else last
