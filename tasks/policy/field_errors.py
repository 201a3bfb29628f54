"""Tells what the schema found wrong with single keys: the line, what is wrong, and what may stand there instead."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from tasks.policy.keys import keys_at, may_be_unspecified, near
from tasks.policy.mistakes import Mistake
from tasks.policy.terms import UNSPECIFIED
from tasks.policy.toml_lines import Lines, known_beginning, line_of

_CHOICE = re.compile(r"'([^']*)'")
_NEEDED = {"bool": "true or false", "int": "a whole number, without quotes", "date": "a date such as 2026-04-01"}


class _Wrong(NamedTuple):
    """All that was said of one key, over every branch of its type: the values found, the choices, the other reasons."""

    values: list[object]
    choices: list[str]
    reasons: list[str]


def field_mistakes(wrong: ValidationError, lines: Lines) -> Iterator[Mistake]:
    """One mistake a key, whatever number of branches of its type pydantic tried."""
    told: dict[tuple[str, ...], _Wrong] = {}
    for error in wrong.errors():
        path = tuple(str(part) for part in error["loc"])
        if error["type"] == "missing":
            yield _missing(_real(path), lines)
        elif error["type"] == "extra_forbidden":
            yield _unknown_key(_real(path), lines)
        elif path:  # the whole policy's own error repeats the contradictions, which are told apart
            _note(error, told.setdefault(known_beginning(path, lines), _Wrong([], [], [])))
    for path, said in told.items():
        yield Mistake(line_of(path, lines), ".".join(path) or "the policy", _says(said), _cure(path, said))


def _real(path: tuple[str, ...]) -> tuple[str, ...]:
    """A path without the names of types, which pydantic puts in for the branches of a union."""
    return tuple(part for part in path if re.fullmatch(r"[\w\-]+", part) and not part[:1].isupper())


def _missing(path: tuple[str, ...], lines: Lines) -> Mistake:
    silent = f', or {path[-1]} = "{UNSPECIFIED}" where the text is silent' if may_be_unspecified(path) else ""
    return Mistake(line_of(path, lines), ".".join(path), "is missing", f"add it{silent}")


def _unknown_key(path: tuple[str, ...], lines: Lines) -> Mistake:
    known = keys_at(path[:-1])
    meant = near(path[-1], known)
    cure = f"write {meant}" if meant else f"take it out; the keys here are {', '.join(known)}"
    return Mistake(line_of(path, lines), ".".join(path), "is not a key of a policy", cure)


def _note(error: ErrorDetails, said: _Wrong) -> None:
    value = error["input"]
    expected = error.get("ctx", {}).get("expected")
    if error["type"] in ("enum", "literal_error") and isinstance(expected, str):
        said.choices.extend(_CHOICE.findall(expected))
    else:
        said.reasons.append(_reason(error))
    if isinstance(value, str | int | float):
        said.values.append(value)


def _reason(error: ErrorDetails) -> str:
    kind = error["type"].removesuffix("_type").removesuffix("_parsing")
    if kind in _NEEDED:
        return f"must be {_NEEDED[kind]}"
    if kind == "tuple":
        return "must be a list in square brackets"
    if kind == "too_short":
        return "must name at least one"
    return error["msg"].removeprefix("Value error, ").removeprefix("Input should be ")


def _says(said: _Wrong) -> str:
    values = list(
        dict.fromkeys(f'"{value}"' if isinstance(value, str) else str(value).lower() for value in said.values)
    )
    if set(said.choices) - {UNSPECIFIED} and values:
        return f"{', '.join(values)} is not known here"
    reasons = [reason for reason in dict.fromkeys(said.reasons) if "valid string" not in reason] or [
        "cannot stand here"
    ]
    return " or ".join(reasons)


def _cure(path: tuple[str, ...], said: _Wrong) -> str:
    choices = list(dict.fromkeys(said.choices))
    named = [choice for choice in choices if choice != UNSPECIFIED]
    texts = [value for value in said.values if isinstance(value, str)]
    meant = next((found for value in texts if (found := near(value, named))), None)
    silent = f'{path[-1] if path else "it"} = "{UNSPECIFIED}" where the text is silent'
    parts = [f'write "{meant}"'] if meant else []
    parts += [f"it may be {', '.join(named)}"] if named else []
    parts += [silent] if UNSPECIFIED in choices or (path and may_be_unspecified(path)) else []
    return "; or ".join(parts) or "write it as the reason says"
