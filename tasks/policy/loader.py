"""Finds and loads policies, by name, by file, or the version that held on a day; a wrong policy is never loaded."""

import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path

from tasks.case.errors import PolicyMistake
from tasks.policy.check import check_policy
from tasks.policy.schema import Policy
from tasks.policy.versions import Span, holds_on, version_files

_KEPT = 64  # texts; a house has a few companies, each with a few versions
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
    return read_policy(file.read_text(encoding="utf-8"))


@lru_cache(maxsize=_KEPT)
def read_policy(text: str) -> Policy:
    """The policy that a TOML text says which was in order when it was kept; ValidationError where it is not any more.

    A text is read once, since each packet asks which version is in force.
    """
    return Policy.model_validate(tomllib.loads(text))


def find_policy(name_or_file: str | Path, folder: Path | None = None) -> Path:
    """The file of a policy; PolicyMistake names the known ones when there is none."""
    file = Path(name_or_file) if _is_path(name_or_file) else (folder or POLICY_FOLDER) / f"{name_or_file}.toml"
    if not file.is_file():
        raise _unknown(str(name_or_file), folder)
    return file


def _unknown(name: str, folder: Path | None) -> PolicyMistake:
    return PolicyMistake(f"There is no policy {name}; known: {', '.join(list_policies(folder)) or 'none'}.")


def _is_path(name_or_file: str | Path) -> bool:
    return Path(name_or_file).suffix == ".toml" or len(Path(name_or_file).parts) > 1


def policy_versions(code: str, folder: Path | None = None) -> tuple[Policy, ...]:
    """Every version of a policy, the oldest first; PolicyMistake when there is none, one is wrong, or two overlap."""
    files = version_files(code, folder or POLICY_FOLDER)
    if not files:
        raise _unknown(code, folder)
    return tuple(sorted((_load(file, named=True) for file in files), key=lambda policy: policy.effective_from))


def policy_in_force(code: str, day: date, folder: Path | None = None) -> Policy:
    """The version of a policy that holds on `day`; PolicyMistake when none does."""
    return policy_file_in_force(code, day, folder)[1]


def policy_file_in_force(name_or_file: str, day: date, folder: Path | None = None) -> tuple[Path, Policy]:
    """The file and the version of a policy that holds on `day`, or the file itself where a path is given."""
    if _is_path(name_or_file):
        return find_policy(name_or_file), load_policy(name_or_file)
    versions = policy_versions(name_or_file, folder)
    spans = {Span(name_or_file, each.version, each.effective_from, each.effective_until): each for each in versions}
    held = holds_on(day, list(spans))
    if held is None:
        known = ", ".join(f"{each.version} from {each.effective_from}" for each in versions)
        raise PolicyMistake(f"No version of the policy {name_or_file} is in force on {day}; known: {known}.")
    file = next(
        file
        for file in version_files(name_or_file, folder or POLICY_FOLDER)
        if read_policy(file.read_text(encoding="utf-8")).version == held.version
    )
    return file, spans[held]


def policy_file_of(code: str, version: str, folder: Path | None, followed: str) -> Path:
    """The file that says this version of a policy, for what arrived before texts were kept; PolicyMistake where none does.

    `followed` is the policy that the desk follows, which may be a file outside the folder.
    """
    files = version_files(code, folder or POLICY_FOLDER)
    files += [find_policy(followed)] if _is_path(followed) else []
    for file in files:
        policy = read_policy(file.read_text(encoding="utf-8"))
        if (policy.code, policy.version) == (code, version):
            return file
    raise PolicyMistake(
        f"No file says version {version} of the policy {code}, and cases stand under it; put it back as {code}@{version}.toml."
    )
