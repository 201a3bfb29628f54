"""Finds the version of a company's policy that is in force on a day: `<code>.toml`, or an older `<code>@<version>.toml`."""

import tomllib
from datetime import date
from pathlib import Path

from tasks.case.errors import PolicyMistake
from tasks.policy.loader import POLICY_FOLDER


def policy_file_in_force(name_or_file: str, day: date, folder: Path | None = None) -> Path:
    """The file that says what the company published for that day (JST): of those that had begun, the last to begin.

    PolicyMistake when there is none, or none had begun.
    """
    given = Path(name_or_file)
    if given.suffix == ".toml" or len(given.parts) > 1:
        return given
    place = folder or POLICY_FOLDER
    files = [*place.glob(f"{name_or_file}.toml"), *place.glob(f"{name_or_file}@*.toml")]
    begun = [(since, file) for file in files if (since := _effective_from(file)) <= day]
    if not begun:
        known = ", ".join(sorted(company_codes(place)))
        raise PolicyMistake(f"There is no policy {name_or_file} in force on {day}; known: {known or 'none'}.")
    return max(begun)[1]


def company_codes(folder: Path | None = None) -> frozenset[str]:
    """The codes of all companies that have a policy in the folder (the samples' by default)."""
    return frozenset(file.stem.partition("@")[0] for file in (folder or POLICY_FOLDER).glob("*.toml"))


def _effective_from(file: Path) -> date:
    try:
        since = tomllib.loads(file.read_text(encoding="utf-8")).get("effective_from")
    except tomllib.TOMLDecodeError as mistake:
        raise PolicyMistake(f"{file.name} is not TOML: {mistake}") from mistake
    return since if isinstance(since, date) else date.max  # a file without a day is in force on none
