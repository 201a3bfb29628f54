"""Loads a policy file and, when it is wrong, says every mistake at once with the line it stands on."""

import re
import tomllib
from pathlib import Path

from pydantic import ValidationError

from tasks.case.errors import PolicyMistake
from tasks.policy.schema import Policy

POLICY_FOLDER = Path(__file__).resolve().parents[2] / "samples" / "policies"
_HEADER = re.compile(r"^\s*(\[\[?)\s*([\w.\-]+)\s*\]\]?")
_KEY = re.compile(r"^\s*([\w\-]+)\s*=")


def list_policies(folder: Path | None = None) -> list[str]:
    """The names of the policies in `folder` (the samples' by default), in order."""
    return sorted(file.stem for file in (folder or POLICY_FOLDER).glob("*.toml"))


def load_policy(name_or_file: str | Path, folder: Path | None = None) -> Policy:
    """The policy of that name in `folder` (the samples' by default), or in that file when it is a path.

    Raises PolicyMistake, listing every mistake with its line, or the known names when there is no such policy.
    """
    file = _find(name_or_file, folder)
    return read_policy(file.read_text(encoding="utf-8"), file.name)


def read_policy(text: str, name: str) -> Policy:
    """The policy that a TOML text says; PolicyMistake lists every mistake with its line, under `name`."""
    try:
        return Policy.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as mistake:
        raise PolicyMistake(f"{name} is not TOML: {mistake}") from mistake
    except ValidationError as wrong:
        mistakes = explain_mistakes(wrong, text)
        listed = "\n".join(f"  - {mistake}" for mistake in mistakes)
        raise PolicyMistake(f"{name} needs {len(mistakes)} correction(s):\n{listed}") from wrong


def _find(name_or_file: str | Path, folder: Path | None) -> Path:
    given = Path(name_or_file)
    named = (folder or POLICY_FOLDER) / f"{given.name}.toml"
    file = given if given.suffix == ".toml" or len(given.parts) > 1 else named
    if not file.is_file():
        raise PolicyMistake(f"There is no policy {name_or_file}; known: {', '.join(list_policies(folder)) or 'none'}.")
    return file


def explain_mistakes(wrong: ValidationError, text: str) -> list[str]:
    """One sentence per mistake, in the order of the file: line, key, what is wrong."""
    lines = key_lines(text)
    found: dict[tuple[int, str], list[str]] = {}
    for error in wrong.errors():
        line, key = _place(error["loc"], lines, missing=error["type"] == "missing")
        found.setdefault((line, key), []).append(_plain(error["type"], error["msg"]))
    return [f"line {line}: {key}: {' / '.join(dict.fromkeys(said))}" for (line, key), said in sorted(found.items())]


def _plain(kind: str, message: str) -> str:
    if kind == "missing":
        return "is missing; write unspecified where the source is silent and the key allows it"
    if kind == "extra_forbidden":
        return "is not a key of a policy"
    return message.removeprefix("Value error, ")


def _place(loc: tuple[int | str, ...], lines: dict[tuple[str, ...], int], *, missing: bool) -> tuple[int, str]:
    """The line of the longest beginning of `loc` that stands in the file, and the dotted name of the key meant.

    What follows that beginning is the branch of a union pydantic tried, unless the key itself is missing.
    """
    path = tuple(str(part) for part in loc)
    known = next((path[:n] for n in range(len(path), 0, -1) if path[:n] in lines), ())
    return lines.get(known, 1), ".".join(path if missing else known) or "the policy"


def key_lines(text: str) -> dict[tuple[str, ...], int]:
    """The line of every table and key of a TOML text, by its path; entries of an array of tables are numbered from 0."""
    lines: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    counts: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            name = header[2]
            if header[1] == "[[":
                counts[name] = counts.get(name, -1) + 1
            table = _table_path(name, counts)
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            lines.setdefault((*table, key[1]), number)
    return lines


def _table_path(name: str, counts: dict[str, int]) -> tuple[str, ...]:
    path: list[str] = []
    parts = name.split(".")
    for i, part in enumerate(parts, start=1):
        path.append(part)
        prefix = ".".join(parts[:i])
        if prefix in counts:
            path.append(str(counts[prefix]))
    return tuple(path)
