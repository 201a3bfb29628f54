"""Loads a policy file and, when it is wrong, says every mistake at once: where it stands, what is wrong, and its cure."""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tasks.case.errors import PolicyMistake
from tasks.policy.cautions import cautions
from tasks.policy.contradictions import Contradiction, contradictions, tables, words
from tasks.policy.field_errors import field_mistakes
from tasks.policy.keys import all_keys, is_key, near
from tasks.policy.mistakes import Mistake, in_order, placed
from tasks.policy.schema import Policy
from tasks.policy.toml_lines import Lines, key_lines
from tasks.policy.versions import Span, clashes, holds_on, span_of, version_files, wrong_name

POLICY_FOLDER = Path(__file__).resolve().parents[2] / "samples" / "policies"


def list_policies(folder: Path | None = None) -> list[str]:
    """The names of the policies in `folder` (the samples' by default), in order; older versions are not listed."""
    return sorted(file.stem for file in (folder or POLICY_FOLDER).glob("*.toml") if "@" not in file.stem)


def load_policy(name_or_file: str | Path, folder: Path | None = None) -> Policy:
    """The policy of that name in `folder` (the samples' by default), or in that file when it is a path.

    Raises PolicyMistake, listing every mistake with its line, or the known names when there is no such policy. A draft
    given by its path may have any file name; a policy looked up by name has that name for its code.
    """
    return _load(find_policy(name_or_file, folder), named=not _is_path(name_or_file))


def _load(file: Path, *, named: bool) -> Policy:
    mistakes = [mistake for mistake in check_policy(file, named=named) if not mistake.warning]
    if mistakes:
        listed = "\n".join(f"  - {mistake}" for mistake in mistakes)
        raise PolicyMistake(f"{file.name} needs {len(mistakes)} correction(s):\n{listed}")
    return Policy.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))


def find_policy(name_or_file: str | Path, folder: Path | None = None) -> Path:
    """The file of a policy; PolicyMistake names the known ones when there is none."""
    file = Path(name_or_file) if _is_path(name_or_file) else (folder or POLICY_FOLDER) / f"{name_or_file}.toml"
    if not file.is_file():
        raise PolicyMistake(f"There is no policy {name_or_file}; known: {', '.join(list_policies(folder)) or 'none'}.")
    return file


def _is_path(name_or_file: str | Path) -> bool:
    return Path(name_or_file).suffix == ".toml" or len(Path(name_or_file).parts) > 1


def check_policy(file: Path, *, named: bool = True) -> list[Mistake]:
    """Every mistake and warning in one policy file, in its order, with those against its other versions beside it.

    `named`: whether the file must be named by its code, as in a folder of policies.
    """
    text = file.read_text(encoding="utf-8")
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as mistake:
        found = str(mistake).partition(" (at line ")
        line = int("".join(c for c in found[2].partition(",")[0] if c.isdigit()) or 1)
        return [Mistake(line, "the file", f"is not TOML: {found[0]}", "mend this line; nothing else was read")]
    lines = key_lines(text)
    at_odds = (*contradictions(raw), *cautions(raw), *(_beside_others(file, raw) if named else ()))
    return in_order([*_wrong_fields(raw, lines), *placed(at_odds, lines), *_unknown_open_keys(raw, lines)])


def _wrong_fields(raw: dict[str, Any], lines: Lines) -> Iterator[Mistake]:
    try:
        Policy.model_validate(raw)
    except ValidationError as wrong:
        yield from field_mistakes(wrong, lines)


def _beside_others(file: Path, raw: dict[str, Any]) -> Iterator[Contradiction]:
    yield from wrong_name(file.stem, raw)
    own = span_of(file.name, raw)
    code = file.stem.partition("@")[0]
    others = [span for other in version_files(code, file.parent) if other.name != file.name for span in _spans(other)]
    yield from clashes(own, others) if own else ()


def _spans(file: Path) -> Iterator[Span]:
    """The span of another version's file; a file that cannot be read tells its own mistakes when it is checked."""
    try:
        span = span_of(file.name, tomllib.loads(file.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError:
        return
    if span:
        yield span


def _unknown_open_keys(raw: dict[str, Any], lines: Lines) -> Iterator[Mistake]:
    """A missing document leaves keys open that a policy has."""
    for index, document in enumerate(tables(raw, "missing_document")):
        path = ("missing_document", str(index), "leaves_open")
        for key in words(document.get("leaves_open")):
            if not is_key(key.split(".")):
                meant = near(key, all_keys())
                cure = f'write "{meant}"' if meant else "write a key such as requests.channels"
                yield Mistake(lines.get(path, 1), ".".join(path), f'"{key}" is not a key of a policy', cure)


def policy_versions(code: str, folder: Path | None = None) -> tuple[Policy, ...]:
    """Every version of a policy, the oldest first; PolicyMistake when one is wrong or two overlap."""
    files = version_files(code, folder or POLICY_FOLDER)
    if not files:
        raise PolicyMistake(f"There is no policy {code}; known: {', '.join(list_policies(folder)) or 'none'}.")
    return tuple(sorted((_load(file, named=True) for file in files), key=lambda policy: policy.effective_from))


def policy_in_force(code: str, day: date, folder: Path | None = None) -> Policy:
    """The version of a policy that holds on `day`; PolicyMistake when none does."""
    versions = policy_versions(code, folder)
    spans = {Span(code, each.version, each.effective_from, each.effective_until): each for each in versions}
    held = holds_on(day, list(spans))
    if held is None:
        known = ", ".join(f"{each.version} from {each.effective_from}" for each in versions)
        raise PolicyMistake(f"No version of the policy {code} is in force on {day}; known: {known}.")
    return spans[held]
