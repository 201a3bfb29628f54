"""Finds the line of every table and key of a TOML text, which the parser of the standard library does not tell."""

import re
from collections.abc import Iterator

Lines = dict[tuple[str, ...], int]

_HEADER = re.compile(r"^\s*(\[\[?)\s*([\w.\-]+)\s*\]\]?")
_KEY = re.compile(r"^\s*([\w\-]+(?:\.[\w\-]+)*)\s*=")
_LONG_QUOTE = re.compile(r'"""|\'\'\'')


def key_lines(text: str) -> Lines:
    """The line of every table and key by its path; entries of an array of tables are numbered from 0."""
    lines: Lines = {}
    table: tuple[str, ...] = ()
    counts: dict[str, int] = {}
    for number, line in _outside_long_texts(text):
        if header := _HEADER.match(line):
            name = header[2]
            if header[1] == "[[":
                counts[name] = counts.get(name, -1) + 1
                counts = {known: n for known, n in counts.items() if not known.startswith(f"{name}.")}
            table = _table_path(name, counts)
            lines.setdefault(table, number)
            lines.setdefault(table[:-1] if table[-1].isdigit() else table, number)
        elif key := _KEY.match(line):
            lines.setdefault((*table, *key[1].split(".")), number)
    return lines


def _outside_long_texts(text: str) -> Iterator[tuple[int, str]]:
    """Lines with their numbers, without those that lie inside a text of several lines."""
    inside = False
    for number, line in enumerate(text.splitlines(), start=1):
        if not inside:
            yield number, line
        inside ^= len(_LONG_QUOTE.findall(line)) % 2 == 1


def _table_path(name: str, counts: dict[str, int]) -> tuple[str, ...]:
    path: list[str] = []
    parts = name.split(".")
    for i, part in enumerate(parts, start=1):
        path.append(part)
        prefix = ".".join(parts[:i])
        if prefix in counts:
            path.append(str(counts[prefix]))
    return tuple(path)


def known_beginning(path: tuple[str, ...], lines: Lines) -> tuple[str, ...]:
    """The longest beginning of `path` that stands in the file."""
    return next((path[:n] for n in range(len(path), 0, -1) if path[:n] in lines), ())


def line_of(path: tuple[str, ...], lines: Lines) -> int:
    """The line of the longest beginning of `path` that stands in the file; 1 where none does."""
    return lines.get(known_beginning(path, lines), 1)
