"""Knows which keys a policy may have at any place, from the schema itself, so that a misspelt key gets its near match."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from tasks.case.words import AgentRelation
from tasks.policy.documents import NOT_PAPERS
from tasks.policy.schema import Policy
from tasks.policy.terms import UNSPECIFIED


def keys_at(path: Sequence[str]) -> list[str]:
    """The keys that the table at `path` may have; numbers of entries may stand in it or not."""
    return sorted({key for model in _models_at(path) for key in model.model_fields})


def is_key(path: Sequence[str]) -> bool:
    """Whether a policy may have this key."""
    return bool(path) and path[-1] in keys_at(path[:-1])


def may_be_unspecified(path: Sequence[str]) -> bool:
    """Whether the key at `path` may say `unspecified`."""
    return UNSPECIFIED in _words_at(path)


def choices_at(path: Sequence[str]) -> list[str]:
    """The words that the key at `path` may say, in the schema's order; empty where it is free text or a number."""
    said = list(_words_at(path))
    return [] if set(said) <= {UNSPECIFIED} else [word for word in dict.fromkeys(said) if word not in NOT_PAPERS]


def _words_at(path: Sequence[str]) -> Iterator[str]:
    """Every word of the enumerations and literals in the key's type; pages that are no papers stand in none of ours."""
    for model in _models_at(path[:-1]) if path else ():
        field = model.model_fields.get(path[-1])
        for part in _parts(field.annotation) if field else ():
            if isinstance(part, type) and issubclass(part, StrEnum):
                yield from part
            elif get_origin(part) is Literal:
                yield from get_args(part)


def near(word: str, known: Sequence[str]) -> str | None:
    """The word of `known` that was probably meant."""
    found = get_close_matches(word.lower(), known, n=1, cutoff=0.55)
    return found[0] if found else None


def all_keys() -> list[str]:
    """Every key of a table of a policy with a dot, and every key of the policy itself."""
    top = keys_at(())
    return top + [f"{key}.{inner}" for key in top for inner in keys_at((key,))]


def _models_at(path: Sequence[str]) -> list[type[BaseModel]]:
    """The tables that may stand at `path`; an agent's relation is data and leads to the papers it maps to."""
    models: list[type[BaseModel]] = [Policy]
    for key in path:
        if not key.isdigit() and key not in set(AgentRelation):
            inner = [model.model_fields[key].annotation for model in models if key in model.model_fields]
            models = [part for annotation in inner for part in _parts(annotation) if _is_model(part)]
    return models


def _is_model(part: Any) -> bool:
    return isinstance(part, type) and issubclass(part, BaseModel)


def _parts(annotation: Any) -> Iterator[Any]:
    """An annotation and everything inside it: the members of unions, what lists and maps hold."""
    yield annotation
    for part in get_args(annotation):
        yield from _parts(part)
