"""Reads what a person brings from a system that is searched by hand: a CSV with headings, or a JSON list of objects."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from tasks.case.errors import KaijiError
from tasks.case.held import is_text

LARGEST = 1024 * 1024  # bytes of a file
MOST = 500  # records in it
Record = tuple[tuple[str, str], ...]


class Column(NamedTuple):
    """One column that a system has, and what else its heading may say."""

    name: str
    labels: tuple[str, ...] = ()


def read_brought(content: bytes, columns: Sequence[Column]) -> list[Record]:
    """The records of a file, each as pairs of column and text; what is empty is left out.

    KaijiError, which never repeats what the file says, since its first row may be a person's and no heading.
    """
    if len(content) > LARGEST:
        raise KaijiError("The file is larger than 1 MB; bring the records of this person only.")
    text = _text(content)
    is_json = text.lstrip()[:1] in ("[", "{")
    records = [record for row in (_of_json if is_json else _of_csv)(text, _named(columns)) if (record := _record(row))]
    if not records:
        raise KaijiError("The file holds no record; say “nothing was found” where nothing is there.")
    if len(records) > MOST:
        raise KaijiError("The file holds more than 500 records; bring those of this person only.")
    return records


def _named(columns: Sequence[Column]) -> dict[str, str]:
    return {word.strip(): column.name for column in columns for word in (*column.labels, column.name)}


def _record(row: Mapping[str, str]) -> Record:
    return tuple((name, value.strip()) for name, value in row.items() if value.strip())


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise KaijiError("The file is neither UTF-8 nor Shift_JIS text; save it as CSV.")


def _of_csv(text: str, named: Mapping[str, str]) -> Iterator[dict[str, str]]:
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        raise KaijiError("The file is not CSV; save it as CSV with a first row of headings.") from None
    names = _headings([heading.strip() for heading in rows[0]] if rows else [], named)
    for number, row in enumerate(rows[1:], start=2):
        if len(row) > len(names):
            raise KaijiError(f"Row {number} has more cells than there are headings; put it right.")
        yield dict(zip(names, row, strict=False))


def _headings(said: Sequence[str], named: Mapping[str, str]) -> list[str]:
    for number, heading in enumerate(said, start=1):
        if heading not in named:
            raise KaijiError(f"Heading {number} is none of this system's columns: {', '.join(named)}.")
    names = [named[heading] for heading in said]
    if len(set(names)) < len(names):
        raise KaijiError("Two headings mean the same column; keep one of them.")
    return names


def _of_json(text: str, named: Mapping[str, str]) -> Iterator[dict[str, str]]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise KaijiError("The file is not JSON; write a list of objects, one for each record.") from None
    for each in told if isinstance(told, list) else [None]:
        if not isinstance(each, dict):
            raise KaijiError("The file is not JSON; write a list of objects, one for each record.")
        yield dict(zip(_headings([*each], named), map(_plain, each.values()), strict=True))


def _plain(value: Any) -> str:
    if isinstance(value, dict | list):
        raise KaijiError("A value of a record is a text or a number; put it right.")
    if not is_text(said := "" if value is None else str(value)):
        raise KaijiError("A value of a record holds half a letter; save the file anew.")
    return said
