"""Reads a CSV file of what a company holds, row by row, as Japanese offices save them: UTF-8, or Shift_JIS from Excel."""

import csv
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tasks.case.held import Failure, SourceFailed

_ROWS = 500  # between two looks at the clock
_LOOK = 1 << 16  # bytes by which the encoding is told


def read_csv(file: Path, columns: Sequence[str], seconds: int) -> Iterator[dict[str, str]]:
    """Every row with the text of these columns; SourceFailed where the file, a column or time is wanting."""
    until = time.monotonic() + seconds
    try:
        with file.open(encoding=_encoding(file), newline="") as opened:
            rows = csv.DictReader(opened)
            if set(columns) - set(rows.fieldnames or ()):
                raise SourceFailed(Failure.MISSING_COLUMN)
            for number, row in enumerate(rows):
                if number % _ROWS == 0 and time.monotonic() > until:
                    raise SourceFailed(Failure.TIMEOUT)
                yield {name: (row[name] or "").strip() for name in columns}
    except OSError:
        raise SourceFailed(Failure.UNREACHABLE) from None
    except (UnicodeDecodeError, csv.Error):
        raise SourceFailed(Failure.NOT_UNDERSTOOD) from None


def _encoding(file: Path) -> str:
    with file.open("rb") as opened:
        start = opened.read(_LOOK).rpartition(b"\n")[0]  # never half a letter
    try:
        start.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "cp932"
    return "utf-8-sig"
