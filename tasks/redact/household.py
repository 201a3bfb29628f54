"""Marks, on registers, the people who have no part in the request: their names and birth dates."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from tasks.case.era import parse_date
from tasks.case.matching import Match, match_names, normalize_name
from tasks.case.words import PageKind, Reading, RedactionReason, RedactionSource
from tasks.engines.geometry import Box, around, covered
from tasks.engines.label_values import labelled
from tasks.engines.page_layout import squeeze
from tasks.engines.register_entries import Entry, entries, plain_name
from tasks.redact.sheets import Sheet

K = PageKind
REASON = RedactionReason.HOUSEHOLD_MEMBER
_HEADS = r"(?:世帯主|筆頭者)(?:の?氏名)?|氏名"


def mark_household(sheets: Sequence[Sheet], reading: Reading) -> None:
    """Marks every entry that is neither the person's nor the agent's; asks a person where no entry is either's."""
    kept = kept_names(reading)
    for kind in (K.JUMINHYO, K.KOSEKI):
        pages = [sheet for sheet in sheets if sheet.kind is kind]
        listed = [(sheet, entry) for sheet in pages for entry in entries(sheet.layout)]
        if not pages:
            continue
        births = kept_births(reading)
        own = [entry for _, entry in listed if _is_own(entry, kept, births)]
        if len(listed) > 1 and not own:
            pages[0].doubts.append(
                "この書類のどの記載が請求者のものか判別できません。ほかの世帯員の記載を確認してください。"
            )
            continue
        others = [(sheet, entry) for sheet, entry in listed if not _is_own(entry, kept, births)]
        if len(listed) > 1 or own:
            _mark(pages, others, kept, _surnames(own, kept))
            _mark_dates(pages, [entry for _, entry in others], births | _dates(own))
        if kind is K.KOSEKI and _vertical(pages[0]):
            pages[0].doubts.append("縦書きの戸籍です。請求に関係のない方の記載が残っていないか確認してください。")


def kept_names(reading: Reading) -> list[str]:
    """The names that stay readable: the person's and the agent's, as on the form and on their documents."""
    names = ("person.name", "agent.name", "id.name", "agent_id.name")
    return [reading.fields[name].value for name in names if name in reading.fields]


def kept_births(reading: Reading) -> frozenset[str]:
    """The birth dates (ISO) of the person and the agent, as on the form and on their documents."""
    names = ("person.birth_date", "id.birth_date", "agent_id.birth_date")
    fields = (reading.fields[name] for name in names if name in reading.fields)
    return frozenset(field.normalized for field in fields if field.normalized)


def _is_own(entry: Entry, kept: Sequence[str], births: frozenset[str]) -> bool:
    """Whether an entry is the person's or the agent's: by the name, or by the birth date beside a name much like it."""
    if is_kept(entry.name.text, kept):
        return True
    dates = _dates([entry])
    name = normalize_name(plain_name(entry.name.text))
    alike = any(SequenceMatcher(None, name, normalize_name(each)).ratio() >= 0.5 for each in kept)
    return bool(dates & births) and (alike or not kept)


def _dates(people: Sequence[Entry]) -> frozenset[str]:
    """The birth dates (ISO) of some entries."""
    days = (parse_date(birth.text) for entry in people for birth in entry.births)
    return frozenset(day.isoformat() for day in days if day)


def is_kept(name: str, kept: Sequence[str]) -> bool:
    """Whether a register's name is one of those kept; a family register writes the given name alone."""
    plain = normalize_name(plain_name(name))
    for each in kept:
        if match_names(plain, each) in {Match.EXACT, Match.VARIANT}:
            return True
        if 1 <= len(plain) <= 3 and len(normalize_name(each)) > len(plain) and normalize_name(each).endswith(plain):
            return True
    return False


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
