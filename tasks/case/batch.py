"""Decides where one envelope ends and the next begins in a scan of many: at separator sheets, or where a form begins."""

from collections.abc import Sequence
from enum import StrEnum

from tasks.case.codes_text import is_case_number


class Mark(StrEnum):
    """What the code on a page says of its place in a batch."""

    NONE = ""
    SEPARATOR = "separator"  # the sheet that the desk lays between two envelopes
    START = "start"  # a page of a prescribed request form, or a return slip
    RETURNED = "returned"  # the first page of a letter of ours that came back


def envelopes(marks: Sequence[tuple[Mark, str]]) -> list[list[int]]:
    """The page positions of each envelope, in order; separator sheets belong to none. A mark's text: `form:page`.

    Where the desk laid separator sheets, nothing else parts. Else a form or slip begins an envelope when the one before
    has other papers already, or the same page of the same form; two different forms one after the other stay together,
    since one person may ask for two things. A letter that came back is an envelope of its own.
    """
    by_sheet = any(mark is Mark.SEPARATOR for mark, _ in marks)
    parts: list[list[int]] = [[]]
    begun: set[str] = set()
    for position, (mark, page) in enumerate(marks):
        begins = mark in _BEGIN
        if mark is Mark.SEPARATOR or (not by_sheet and begins and _ends(parts[-1], marks, begun, position)):
            parts.append([])
            begun = set()
        if begins:
            begun.add(page)
        if mark is not Mark.SEPARATOR:
            parts[-1].append(position)
    return [part for part in parts if part]


_BEGIN = (Mark.START, Mark.RETURNED)


def _ends(part: Sequence[int], marks: Sequence[tuple[Mark, str]], begun: set[str], position: int) -> bool:
    """Whether the envelope before ends where this page of a form or letter lies: only an envelope that has one can."""
    mark, page = marks[position]
    form = page.rpartition("-" if mark is Mark.RETURNED else ":")[0]
    if any(each.rpartition("-" if mark is Mark.START else ":")[0] == form for each in begun if is_case_number(form)):
        return False  # a letter and the slip of its case: a person says who sent them
    if mark is Mark.RETURNED:
        return bool(begun)
    if page in begun:
        return not is_case_number(form)  # a case's slip laid on top of papers with its slip parts nothing
    of_it = any(each.rpartition(":")[0] == form for each in begun)
    return bool(begun) and not of_it and marks[part[-1]][0] is not Mark.START
