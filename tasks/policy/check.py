"""Checks a policy file and says every mistake at once: where it stands, what is wrong, and its cure."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from tasks.policy.cautions import cautions
from tasks.policy.contradictions import Contradiction, contradictions, tables, words
from tasks.policy.field_errors import field_mistakes
from tasks.policy.keys import all_keys, is_key, near
from tasks.policy.mistakes import Mistake, in_order, placed
from tasks.policy.schema import Policy
from tasks.policy.source_mistakes import source_mistakes
from tasks.policy.toml_lines import Lines, key_lines, line_of
from tasks.policy.versions import Span, clashes, span_of, version_files, wrong_name

_KEPT = 64  # texts; a house has a few companies, each with a few versions


def check_policy(file: Path, *, named: bool = True) -> list[Mistake]:
    """Every mistake and warning in one policy file, in its order, with those against its other versions beside it.

    `named`: whether the file must be named by its code, as in a folder of policies.
    """
    try:
        text = file.read_text(encoding="utf-8")
        raw = _table_of(text)
    except UnicodeDecodeError:
        return [Mistake(1, "the file", "is not text in UTF-8", "save it as UTF-8")]
    except tomllib.TOMLDecodeError as mistake:
        return [_not_toml(mistake, text)]
    beside = list(_beside_others(file, raw)) if named else []
    return in_order([*_own_mistakes(text), *(placed(beside, key_lines(text)) if beside else ())])


@lru_cache(maxsize=_KEPT)
def _table_of(text: str) -> Mapping[str, Any]:
    """What a TOML text says, read once; nobody may change it."""
    return MappingProxyType(tomllib.loads(text))


@lru_cache(maxsize=_KEPT)
def _own_mistakes(text: str) -> tuple[Mistake, ...]:
    """Those of the text alone, found once: each packet asks which version of its policy is in force."""
    return tuple(check_table(dict(_table_of(text)), key_lines(text)))


def _not_toml(mistake: tomllib.TOMLDecodeError, text: str) -> Mistake:
    says, place = re.fullmatch(r"(.*?)(?: \(at (.*)\))?", str(mistake), re.DOTALL).groups()  # type: ignore[union-attr]
    number = re.search(r"line (\d+)", place or "")
    line = int(number[1]) if number else max(1, len(text.splitlines()))
    return Mistake(line, "the file", f"is not TOML: {says}", "mend this line; nothing after it was read")


def check_table(raw: dict[str, Any], lines: Lines) -> list[Mistake]:
    """Every mistake and warning in a policy's table, whatever shape its values have."""
    found = [*_wrong_fields(raw, lines), *_unknown_open_keys(raw, lines)]
    at_odds = (*contradictions(raw), *source_mistakes(raw), *cautions(raw))
    return in_order([*found, *placed(at_odds, lines)])


def _wrong_fields(raw: dict[str, Any], lines: Lines) -> Iterator[Mistake]:
    try:
        Policy.model_validate(raw)
    except ValidationError as wrong:
        found = list(field_mistakes(wrong, lines))
        yield from found
        if not found and not [
            *contradictions(raw),
            *source_mistakes(raw),
        ]:  # at odds only once spaces at the ends of texts are gone
            says = str(wrong.errors()[0]["msg"]).removeprefix("Value error, ")
            yield Mistake(1, "the policy", says, "mend the entries named, and take out spaces at the ends of texts")


def _beside_others(file: Path, raw: Mapping[str, Any]) -> Iterator[Contradiction]:
    yield from wrong_name(file.stem, raw)
    own = span_of(file.name, raw)
    code = file.stem.partition("@")[0]
    others = [span for other in version_files(code, file.parent) if other.name != file.name for span in _spans(other)]
    yield from clashes(own, others) if own else ()


def _spans(file: Path) -> Iterator[Span]:
    """The span of another version's file; a file that cannot be read tells its own mistakes when it is checked."""
    try:
        span = span_of(file.name, _table_of(file.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
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
                yield Mistake(line_of(path, lines), ".".join(path), f'"{key}" is not a key of a policy', cure)
