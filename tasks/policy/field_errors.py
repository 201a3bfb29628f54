"""Tells what the schema found wrong with single keys: the line, what is wrong, and what may stand there instead."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from tasks.policy.keys import choices_at, keys_at, may_be_unspecified, near
from tasks.policy.mistakes import Mistake
from tasks.policy.terms import UNSPECIFIED
from tasks.policy.toml_lines import Lines, known_beginning, line_of

_SHAPES = {
    "bool": "true or false, without quotes",
    "int": "a whole number, without quotes",
    "date": "a date such as 2026-04-01, without quotes",
    "tuple": "a list in square brackets",
    "string": "a text in quotes",
    "model": "a table of its own",
    "too_short": "a list that names at least one",
}
_CHOICE_ERRORS = ("enum", "literal_error")


class _Wrong(NamedTuple):
    """All that was said of one key, over every branch of its type: the values found there and the other reasons."""

    values: list[str]
    reasons: list[str]


def field_mistakes(wrong: ValidationError, lines: Lines) -> Iterator[Mistake]:
    """One mistake a key, whatever number of branches of its type pydantic tried.

    A table that is wrong only because something inside it is wrong is not told beside it.
    """
    told: dict[tuple[str, ...], _Wrong] = {}
    places: set[tuple[str, ...]] = set()
    for error in wrong.errors():
        path = _without_types(tuple(str(part) for part in error["loc"]))
        if error["type"] in _OF_KEYS:
            places.add(path)
            yield _OF_KEYS[error["type"]](path, lines)
        elif path:  # the whole policy's own error repeats the contradictions, which are told apart
            _note(error, told.setdefault(known_beginning(path, lines), _Wrong([], [])))
    for path, said in told.items():
        if not any(len(other) > len(path) and other[: len(path)] == path for other in places | set(told)):
            yield Mistake(line_of(path, lines), ".".join(path) or "the policy", _says(path, said), _cure(path, said))


def _without_types(path: tuple[str, ...]) -> tuple[str, ...]:
    """A path without the names of types, which pydantic puts in for the branches of a union."""
    return tuple(part for part in path if re.fullmatch(r"[\w\-]+", part) and not part[:1].isupper())


def _missing(path: tuple[str, ...], lines: Lines) -> Mistake:
    known = [choice for choice in choices_at(path) if choice != UNSPECIFIED]
    listed = f"; it may be {', '.join(known)}" if known else ""
    silent = f'; or {path[-1]} = "{UNSPECIFIED}" where the text is silent' if may_be_unspecified(path) else ""
    return Mistake(line_of(path, lines), ".".join(path), "is missing", f"add it{listed}{silent}")


def _unknown_key(path: tuple[str, ...], lines: Lines) -> Mistake:
    known = keys_at(path[:-1])
    meant = near(path[-1], known)
    cure = f"write {meant}" if meant else f"take it out; the keys here are {', '.join(known)}"
    return Mistake(line_of(path, lines), ".".join(path), "is not a key of a policy", cure)


_OF_KEYS = {"missing": _missing, "extra_forbidden": _unknown_key}


def _note(error: ErrorDetails, said: _Wrong) -> None:
    if error["type"] not in _CHOICE_ERRORS:
        kind = error["type"].removesuffix("_type").removesuffix("_parsing").removesuffix("_from_date_inexact")
        said.reasons.append(f"must be {_SHAPES[kind]}" if kind in _SHAPES else _plain(error["msg"]))
    if isinstance(error["input"], str | int | float):
        said.values.append(str(error["input"]))


def _plain(message: str) -> str:
    return message.removeprefix("Value error, ").replace("Input should be", "must be")


def _says(path: tuple[str, ...], said: _Wrong) -> str:
    wrong = ", ".join(f'"{value}"' for value in dict.fromkeys(said.values))
    if choices_at(path) and wrong:
        return f"{wrong} cannot stand here"
    return " or ".join(dict.fromkeys(said.reasons)) or "cannot stand here"


def _cure(path: tuple[str, ...], said: _Wrong) -> str:
    choices = [choice for choice in choices_at(path) if choice != UNSPECIFIED]
    meant = {value: found for value in said.values if value not in choices and (found := near(value, choices))}
    parts = [f'write "{found}" for "{value}"' for value, found in meant.items()]
    parts += [f"it may be {', '.join(choices)}"] if choices else []
    if not choices:
        shaped = [
            reason.removeprefix("must be ") for reason in dict.fromkeys(said.reasons) if reason.startswith("must be ")
        ]
        parts.append(f"write {' or '.join(shaped) or 'what it really is'}")
    silent = path and may_be_unspecified(path) and UNSPECIFIED not in said.values
    parts += [f'{path[-1]} = "{UNSPECIFIED}" where the text is silent'] if silent else []
    return "; or ".join(parts)
