"""One mistake or warning in a policy file: where it stands, what is wrong, and what to write instead."""

from collections.abc import Iterable
from typing import NamedTuple

from tasks.policy.contradictions import Contradiction
from tasks.policy.toml_lines import Lines, line_of


class Mistake(NamedTuple):
    """`line` counts from 1; `key` is the dotted key; a warning may stand, anything else must be mended."""

    line: int
    key: str
    says: str
    cure: str
    warning: bool = False

    def __str__(self) -> str:
        return f"line {self.line}: {self.key}: {self.says}. Cure: {self.cure}."


def placed(found: Iterable[Contradiction], lines: Lines) -> list[Mistake]:
    """Contradictions with the line they stand on."""
    return [Mistake(line_of(each.path, lines), ".".join(each.path), *each[1:]) for each in found]


def in_order(mistakes: Iterable[Mistake]) -> list[Mistake]:
    """Each mistake once, in the order of the file, warnings last on their line."""
    return sorted(dict.fromkeys(mistakes), key=lambda each: (each.line, each.warning, each.key))
