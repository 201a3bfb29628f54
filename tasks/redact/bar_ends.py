"""Finishes what a sender began: where a bar ends within an address, the rest of the address is painted as well.

A sender's pen stops early (…■■■番地5) or begins late (京都府京都市■■■). What follows the bar in the same row or column and
reads like the end of an address, or comes before it and reads like the beginning of one, belongs to what was masked.
Rest of a current address is left alone: that one stays readable.
"""

import re

from tasks.case.address import PREFECTURES
from tasks.case.words import PageKind, RedactionReason, RedactionSource
from tasks.engines.geometry import Box, overlap, shares_row
from tasks.engines.page_layout import Line, squeeze
from tasks.redact.bars import bars_of
from tasks.redact.labelled_marks import touches
from tasks.redact.sheets import Sheet

K = PageKind
_CARRYING = frozenset({K.LICENCE, K.JUMINHYO, K.KOSEKI, K.KOKEN_TOKI, K.REQUEST_FORM, K.ENVELOPE, K.OTHER, K.POA})
_BARRED = frozenset({K.LICENCE, K.KOSEKI})  # on which senders mask little else
_NUMERAL = r"[\d一二三四五六七八九十百千〇]"
_END = re.compile(
    rf"^[^\d、。年月日]{{0,8}}?(?:{_NUMERAL}+(?:丁目|番地?の?|番|号|[\-の])+)+{_NUMERAL}*(?:番地?|号)?|^(?:丁目|番地?の?|号|[\-の])+{_NUMERAL}+(?:番地?の?|号|[\-の]|{_NUMERAL})*|^(?:番地?|号)$"
)
_BEGINNING = re.compile(
    rf"(?:{'|'.join(PREFECTURES)})[^\d、。]{{0,16}}$|[^\d、。\s]{{1,5}}[市区町村郡][^\d、。]{{0,8}}$"
)
_PLAIN = 0.85  # how sure the reader is of what nothing covers
_REACH = 0.9  # letters between a bar and what belongs to it


def mark_bar_ends(sheet: Sheet) -> list[str]:
    """Marks the address that goes on beyond a bar; the texts that were marked."""
    if sheet.kind not in _CARRYING:
        return []
    texts = []
    for bar in bars_of(sheet.upright.image):
        if sheet.kind in _BARRED and _is_over_words(sheet, bar.box) and not _is_printed_band(sheet, bar.box):
            sheet.add([bar.box], RedactionReason.DOMICILE, RedactionSource.LAYOUT)  # however thin the pen was
        for line in sheet.layout.lines:
            if any(touches(line.box, kept) for kept in sheet.kept):
                continue
            for begin, end in _spans(line, bar.box):
                sheet.add([line.span(begin, end)], RedactionReason.DOMICILE, RedactionSource.LAYOUT, inline=True)
                texts.append(line.text[begin:end])
    return texts


def _is_over_words(sheet: Sheet, bar: Box) -> bool:
    """Whether a bar is as thick as a row and several letters long; a portrait is thicker."""
    short, long = sorted((bar[2] - bar[0], bar[3] - bar[1]))
    return 0.6 * sheet.layout.letter < short < 3 * sheet.layout.letter and long > 4 * sheet.layout.letter


def _is_printed_band(sheet: Sheet, bar: Box) -> bool:
    """Whether a dark band carries a date in plain view, as a licence's does that says until when it is good."""
    inside = [line for line in sheet.layout.lines if touches(line.box, bar) and shares_row(line.box, bar) > 0.5]
    return any(line.confidence > _PLAIN and re.search(r"\d年.*月.*日|有効", line.text) for line in inside)


def _spans(line: Line, bar: Box) -> list[tuple[int, int]]:
    """The characters of a line that go on with what a bar covers: after it, and before it."""
    axis = 1 if line.vertical else 0
    common = overlap(line.box, bar)
    across = common[3 - axis] - common[1 - axis]
    if across < 0.5 * line.height:
        return []
    reach = _REACH * line.height
    text, places = squeeze(line.text)
    begins = [line.span(place, place + 1)[axis] for place in places]
    ends = [line.span(place, place + 1)[axis + 2] for place in places]
    found = []
    after = next((i for i, at in enumerate(begins) if at >= bar[axis + 2] - 0.5 * line.height), None)
    if after is not None and begins[after] - bar[axis + 2] < reach and (hit := _END.match(text[after:])):
        found.append((places[after], places[after + hit.end() - 1] + 1))
    before = [i for i, at in enumerate(ends) if at <= bar[axis] + 0.5 * line.height]
    if before and bar[axis] - ends[before[-1]] < reach and (hit := _BEGINNING.search(text[: before[-1] + 1])):
        found.append((places[hit.start()], places[before[-1]] + 1))
    return found
