"""Finds one domicile's text inside other lines: by place names with a few misread letters, and by the same numbers."""

import re
import unicodedata
from typing import NamedTuple

from tasks.case.address import PREFECTURES
from tasks.case.era import KANJI_NUMERALS, kanji_number
from tasks.case.variants import FOLD, LOOKALIKES

_UNIT = re.compile(r"丁目|番地の|番地|番|号|[-‐‑‒–—―−─－ｰー一~]|の(?=\d)|ノ(?=\d)")
_PREFECTURE = re.compile("|".join(PREFECTURES))
_LEAST = 4  # letters of place name without the prefecture; less would match by chance


class Unified(NamedTuple):
    """A text with one writing for numbers and units, and for each of its characters its place in the original."""

    text: str
    places: tuple[int, ...]


def unify(text: str) -> Unified:
    """`text` without spaces, in one width and shape, numerals in digits, units as hyphens."""
    kept: list[tuple[str, int]] = []
    for place, char in enumerate(text):
        letters = unicodedata.normalize("NFKC", char).translate(FOLD).upper()
        kept += [(c, place) for c in letters if not c.isspace() and c not in "大字、,・"]  # 大字 comes and goes
    plain = "".join(c for c, _ in kept)
    out: list[tuple[str, int]] = []
    i = 0
    while i < len(plain):
        unit, run = _UNIT.match(plain, i), re.compile(rf"[{KANJI_NUMERALS}]+").match(plain, i)
        if run and _numeral_here(plain, run):
            out += [(d, kept[i][1]) for d in str(kanji_number(run[0]))]
            i = run.end()
        elif unit and i > 0 and (out and out[-1][0].isdigit()):
            out.append(("-", kept[i][1]))
            i = unit.end()
        else:
            out.append((plain[i].translate(LOOKALIKES), kept[i][1]))
            i += 1
    return Unified("".join(c for c, _ in out), tuple(p for _, p in out))


def _numeral_here(plain: str, run: re.Match[str]) -> bool:
    """Whether kanji numerals count here: before a unit, or at the end; 四日市 and 三田 keep theirs."""
    after = plain[run.end() : run.end() + 2]
    return after == "" or bool(re.match(r"丁目|番|号|[-－ー]|[のノ]?\d", after))


class Domicile(NamedTuple):
    """What to look for: place names without the prefecture, and the numbers after them."""

    area: str
    numbers: tuple[str, ...]


def domicile_of(text: str) -> Domicile | None:
    """The domicile a value writes; None where it is too little to be looked for elsewhere."""
    plain = unify(text).text
    plain = _PREFECTURE.sub("", plain, count=1)
    found = re.match(r"(?P<area>\D{2,24}?)(?P<numbers>\d[\d\-]*)", plain)
    if found is None:
        area = re.match(r"\D{6,24}", plain)
        return Domicile(area[0].strip("-"), ()) if area and re.search(r"[市区町村郡]", area[0]) else None
    area_text = found["area"].strip("-")
    return Domicile(area_text, tuple(re.findall(r"\d+", found["numbers"]))) if len(area_text) >= _LEAST else None


def same_place(a: Domicile, b: Domicile) -> bool:
    """Whether two texts write one place: as when the domicile is also where the person lives."""
    shorter, longer = sorted((a.area, b.area), key=len)
    count = min(len(a.numbers), len(b.numbers))
    return longer.endswith(shorter) and a.numbers[:count] == b.numbers[:count]


def find_domicile(line: str, wanted: Domicile) -> tuple[int, int] | None:
    """Characters `begin` to `end` of `line` that write the wanted domicile, its prefecture included; None for none."""
    unified = unify(line)
    match = _nearest(unified.text, wanted.area)
    if match is None:
        return None
    begin, end = match
    numbers = re.match(r"[^\d]{0,1}(\d[\d\-]*)", unified.text[end:])
    if wanted.numbers:
        written = re.findall(r"\d+", numbers[1]) if numbers else []
        count = min(len(written), len(wanted.numbers))
        if count == 0 or tuple(written[:count]) != wanted.numbers[:count]:
            return None
        end += numbers.end() if numbers else 0
    prefecture = next((m for m in _PREFECTURE.finditer(unified.text) if 0 <= begin - m.end() <= 1), None)
    begin = prefecture.start() if prefecture else begin
    last = unified.places[end - 1]
    return unified.places[begin], _through_units(line, last + 1)


def _through_units(line: str, end: int) -> int:
    tail = re.match(r"(?:地の?|目)?[\s　]*(?:番地の?|番|号|丁目)?[\d０-９]*(?:号)?", line[end:])
    return end + (tail.end() if tail else 0)


def _nearest(text: str, wanted: str) -> tuple[int, int] | None:
    """The part of `text` nearest to `wanted`, with at most one letter in five misread; None for none."""
    allowed = len(wanted) // 5
    exact = text.find(wanted)
    if exact >= 0:
        return exact, exact + len(wanted)
    if allowed == 0:
        return None
    row = [(0, j) for j in range(len(text) + 1)]  # (errors, where the part begins)
    for i, char in enumerate(wanted, start=1):
        new = [(i, 0)]
        for j in range(1, len(text) + 1):
            steps = (
                (row[j - 1][0] + (text[j - 1] != char), row[j - 1][1]),
                (row[j][0] + 1, row[j][1]),
                (new[j - 1][0] + 1, new[j - 1][1]),
            )
            new.append(min(steps))
        row = new
    errors, end = min((cost[0], j) for j, cost in enumerate(row))
    return (row[end][1], end) if errors <= allowed and end > row[end][1] else None
