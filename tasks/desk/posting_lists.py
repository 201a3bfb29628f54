"""Reads lists of tracking numbers, as people paste them and as the post's own programs write them; records nothing.

A list may have any columns in any order: the number of the post is found by its heading, or by its shape; the letter or
case by its number, wherever it stands in the line. Names and addresses in it are passed over.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

from tasks.case.codes_text import is_case_number
from tasks.case.errors import KaijiError
from tasks.case.questions import TRACKING
from tasks.case.tracking import check_fits, plain_tracking
from tasks.desk.dispatch import ToPost
from tasks.store.worklist import cases_of_letters
from tasks.wiring import House

_HEADINGS = (
    "引受番号",
    "問い合わせ番号",
    "問合せ番号",
    "問合番号",
    "追跡番号",
    "送り状番号",
    "伝票番号",
    "tracking",
    "barcode",
)
_OURS = re.compile(r"(?<![A-Z0-9])[A-Z][0-9]{2}-[0-9]{5,}(?:-[0-9]+)?(?![0-9])")
_SEARCHED = 10  # lines in which the heading may stand below a title


class Matched(NamedTuple):
    """A line that says something: which letter or case it names, of which case, and whether its check digit does not fit."""

    line: int
    named: str
    case: str
    tracking: str
    doubtful: bool


@dataclass(frozen=True)
class Pasted:
    """What a list says: the number by case, each line that was matched, and the lines that say nothing (line, code)."""

    tracking: dict[str, str] = field(default_factory=dict)
    unread: list[tuple[int, str]] = field(default_factory=list)
    matched: list[Matched] = field(default_factory=list)


class _Line(NamedTuple):
    line: int
    named: tuple[str, ...]
    tracking: str
    has_digits: bool


def read_list(house: House, text: str, to_post: Sequence[ToPost]) -> Pasted:
    """Matches each line with what waits to be posted; duplicates and strangers are told by line."""
    lines = list(_lines(text))
    with house.database.transaction() as session:
        letters = cases_of_letters(session, {number for line in lines for number in line.named})
    waiting = {each.item.number: {letter.number for letter in each.letters} for each in to_post}
    read = Pasted()
    for line in lines:
        cases = {letters.get(number, number if is_case_number(number) else "") for number in line.named}
        case = cases.pop() if len(cases) == 1 else ""
        why = "two_cases" if cases else _wrong(case, line, waiting, read.tracking)
        if why is None:
            read.tracking[case] = line.tracking
            doubtful = check_fits(line.tracking) is False
            read.matched.append(Matched(line.line, line.named[0], case, line.tracking, doubtful))
        elif line.line > 1 or line.has_digits:  # else a heading that we do not know
            read.unread.append((line.line, why))
    return read


def _wrong(case: str, line: _Line, waiting: dict[str, set[str]], known: dict[str, str]) -> str | None:
    if not case:
        return "unknown_letter"
    if case not in waiting or not all(is_case_number(each) or each in waiting[case] for each in line.named):
        return "not_waiting"
    if not re.fullmatch(TRACKING, line.tracking):
        return "no_tracking_number"
    if case in known:
        return "line_again" if known[case] == line.tracking else "two_numbers"
    return "number_above" if line.tracking in known.values() else None


def _lines(text: str) -> Iterable[_Line]:
    """Each line that says something: the numbers of ours that it names, and the number of the post."""
    rows = [(line, row) for line, row in enumerate(_rows(text), start=1) if any(cell.strip() for cell in row)]
    heading, column = _heading(rows)
    for line, row in rows:
        if line <= heading:
            continue
        plain = [plain_tracking(cell) for cell in row]
        ours = [_OURS.findall(cell) for cell in plain]
        named = tuple(dict.fromkeys(number for found in ours for number in found))
        at = column if column is not None else _shaped(plain, ours)
        tracking = plain[at] if at is not None and at < len(plain) else ""
        yield _Line(line, named, tracking, any(letter.isdigit() for letter in row[0]))


def _rows(text: str) -> list[list[str]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = "\t" if "\t" in text else ";" if ";" in first and "," not in first else ","
    try:
        return list(csv.reader(text.splitlines(), delimiter=delimiter))
    except csv.Error:  # a cell without end
        raise KaijiError("The file is no text; save the list as CSV.") from None


def _heading(rows: Sequence[tuple[int, list[str]]]) -> tuple[int, int | None]:
    """In which line the heading stands (0: there is none) and which column has the number of the post."""
    for line, row in rows[:_SEARCHED]:
        for column, cell in enumerate(row):
            name = re.sub(r"\s", "", unicodedata.normalize("NFKC", cell)).lower().removeprefix("お")
            if any(heading in name for heading in _HEADINGS) and not _OURS.search(cell):
                return line, column
    return 0, None


def _shaped(plain: Sequence[str], ours: Sequence[list[str]]) -> int | None:
    """The cell that looks most like a number of the post: its check digit fits, or it is long enough, or it could be one."""
    cells = [place for place, cell in enumerate(plain) if not ours[place] and re.fullmatch(TRACKING, cell)]
    ranked = sorted(cells, key=lambda place: (check_fits(plain[place]) is not True, len(plain[place]) < 11, place))
    return ranked[0] if ranked else None


def text_of_file(content: bytes) -> str:
    """The text of an uploaded list: UTF-8 or UTF-16, or Shift_JIS as Excel writes it in Japan; KaijiError for anything else."""
    known = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp932")
    for encoding in known:
        with suppress(UnicodeDecodeError):
            text = content.decode(encoding)
            if "\0" not in text:
                return text
    raise KaijiError("The file is no text; save the list as CSV.")
