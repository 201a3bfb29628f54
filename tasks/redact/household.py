"""Marks, on registers, the people who have no part in the request: their names and birth dates."""

import re
from collections.abc import Sequence
from dataclasses import replace

from tasks.case.era import parse_date
from tasks.case.matching import normalize_name
from tasks.case.words import PageKind, Reading, RedactionReason, RedactionSource
from tasks.engines.geometry import Box, around, covered
from tasks.engines.label_values import labelled
from tasks.engines.page_layout import squeeze
from tasks.engines.register_entries import Entry, entries, plain_name
from tasks.redact.kept_people import Parted, dates_of, is_kept, kept_births, kept_names, part
from tasks.redact.sheets import Sheet

K = PageKind
REASON = RedactionReason.HOUSEHOLD_MEMBER
_NOBODYS = "この書類のどの記載が請求者のものか判別できません。ほかの世帯員の記載を確認してください。"
_SAME_DAY = "請求者と同じ生年月日の記載が複数あります。どの方の記載を残すか確認してください。"
_NO_BIRTH = "ほかの世帯員の生年月日を特定できません。黒塗りされずに残っていないか確認してください。"
_NO_NAME = "氏名を特定できない方の生年月日があります。その方の記載が残っていないか確認してください。"
_HEADS = r"(?:世帯主|筆頭者)(?:の?氏名)?|氏名"


def mark_household(sheets: Sequence[Sheet], reading: Reading) -> None:
    """Marks every entry that is neither the person's nor the agent's; asks a person where it cannot be told whose is whose."""
    kept = kept_names(reading)
    for kind in (K.JUMINHYO, K.KOSEKI):
        pages = [sheet for sheet in sheets if sheet.kind is kind]
        if not pages:
            continue
        listed = [(sheet, entry) for sheet in pages for entry in entries(sheet.layout)]
        births = kept_births(reading)
        parted = part([entry for _, entry in listed], kept, births)
        if len(listed) > 1 and not parted.own:
            pages[0].doubts.append(_NOBODYS)
            continue
        if len(listed) > 1 or parted.own:
            others = [(sheet, entry) for sheet, entry in listed if entry in parted.others]
            _mark(pages, others, kept, _surnames(parted.own, kept))
            _mark_dates(pages, parted.others, births | dates_of(parted.own))
        _doubt(pages, listed, parted)
        _mark_strays(listed, parted.own, births)
        if kind is K.KOSEKI and _vertical(pages[0]):
            pages[0].doubts.append("縦書きの戸籍です。請求に関係のない方の記載が残っていないか確認してください。")


def _doubt(pages: Sequence[Sheet], listed: Sequence[tuple[Sheet, Entry]], parted: Parted) -> None:
    """Asks a person about entries with one birth date, and about a member whose birth date was not found anywhere."""
    if parted.rivals:
        pages[0].doubts.append(_SAME_DAY)
    dated = {_plain(entry) for _, entry in listed if entry.births}
    for sheet, entry in listed:
        heading = any(_plain(entry).endswith(name) for name in dated)  # a register's head gives the name alone
        if entry in parted.others and not entry.births and not heading:
            sheet.doubts.append(_NO_BIRTH)


def _mark_strays(listed: Sequence[tuple[Sheet, Entry]], own: Sequence[Entry], births: frozenset[str]) -> None:
    """Another birth date within a kept entry is somebody's whose name was not found: it is marked, and a person looks."""
    for sheet, entry in listed:
        if entry not in own or not dates_of([entry]) & births:
            continue
        strays = [birth for birth in entry.births if dates_of([replace(entry, births=(birth,))]) - births]
        if strays:
            sheet.add([_whole(sheet, birth.box) for birth in strays], REASON, RedactionSource.LABEL, inline=True)
            sheet.doubts.append(_NO_NAME)


def _plain(entry: Entry) -> str:
    return normalize_name(plain_name(entry.name.text))


def _surnames(own: Sequence[Entry], kept: Sequence[str]) -> set[str]:
    """The family names of a register whose entries give the given name alone."""
    given = {normalize_name(plain_name(entry.name.text)) for entry in own}
    full = {normalize_name(each) for each in kept}
    return {each.removesuffix(name) for each in full for name in given if each.endswith(name) and len(each) > len(name)}


def _mark(
    pages: Sequence[Sheet], others: Sequence[tuple[Sheet, Entry]], kept: Sequence[str], surnames: set[str]
) -> None:
    for sheet, entry in others:
        boxes = [_whole(sheet, box) for box in (entry.name.box, *(birth.box for birth in entry.births))]
        sheet.add(boxes, REASON, RedactionSource.LABEL, inline=True)
    names = {normalize_name(plain_name(entry.name.text)) for _, entry in others}
    for sheet in pages:
        for _, value in labelled(sheet.layout, _HEADS):
            if normalize_name(plain_name(value.text)) in names and not is_kept(value.text, kept):
                sheet.add([value.box], REASON, RedactionSource.LABEL, inline=True)
        whole = {surname + name for surname in surnames for name in names}
        _mark_named(sheet, whole | {name for name in names if len(name) >= 3})


def _whole(sheet: Sheet, box: Box) -> Box:
    """A value with the ends of its lines that its room, found too narrow, cut off."""
    cut = (line.box for line in sheet.layout.lines if covered(line.box, box) > 0.5)
    return around([box, *cut])


def _mark_dates(pages: Sequence[Sheet], others: Sequence[Entry], kept: frozenset[str]) -> None:
    """A member's birth date wherever else the record writes it: who was born there became a resident that day."""
    texts = {
        squeeze(birth.text)[0]
        for entry in others
        for birth in entry.births
        if (day := parse_date(birth.text)) and day.isoformat() not in kept
    }
    for sheet in pages:
        _mark_named(sheet, texts)


def _mark_named(sheet: Sheet, names: set[str]) -> None:
    """The same full names elsewhere on the register."""
    for line in sheet.layout.lines:
        text, places = squeeze(line.text)
        for name in names:
            for found in re.finditer(re.escape(name), text):
                sheet.add(
                    [line.span(places[found.start()], places[found.end() - 1] + 1)], REASON, RedactionSource.VALUE_MATCH
                )


def _vertical(sheet: Sheet) -> bool:
    return sum(line.vertical for line in sheet.layout.lines) > len(sheet.layout.lines) / 2
