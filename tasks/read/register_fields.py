"""Reads resident records: whose entry is asked about, where the person lives, and when the paper was issued."""

import re
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from tasks.case.matching import Match, match_names, normalize_name
from tasks.engines.glyphs import japanese
from tasks.engines.label_values import Value, labelled
from tasks.engines.register_entries import Entry, entries, plain_name
from tasks.read import repair
from tasks.read.card_fields import _kind
from tasks.read.found import Found, canonical, found
from tasks.read.upright_pages import ReadPage

_LEAST_NAME = 3  # letters of a name in which one may be misread
_ADDRESS = r"(?:現)?住所"
_ISSUED = r"(?:令和|平成|R)?[\d元]{1,4}年[\d]{1,2}月[\d]{1,2}日$"
_CERTIFIES = re.compile(r"証明|相違|市長|区長|町長|村長|交付|発行|登記官|法務局")


def resident_record_fields(page: ReadPage, role: str, holder: str) -> list[Found]:
    """The fields of a resident record for the entry of `holder`, or for the only entry there is."""
    kinds = _kind(page, role)
    listed = entries(page.layout)
    own = [
        entry for entry in listed if match_names(plain_name(entry.name.text), holder) in {Match.EXACT, Match.VARIANT}
    ]
    own = own or _but_for_a_letter(listed, holder)
    entry = own[0] if own else listed[0] if len(listed) == 1 else None
    fields = [*kinds, *_address(page, role)]
    if entry is None:
        return fields
    clean = replace(entry.name, text=japanese(repair.name(plain_name(entry.name.text))))
    fields += found(f"{role}.name", page, clean)
    if entry.birth is not None:
        fields += canonical(f"{role}.birth_date", page, repair.only_date(entry.birth), repair.day(entry.birth.text))
    return fields


def _but_for_a_letter(listed: list[Entry], holder: str) -> list[Entry]:
    """The only entry whose name is the holder's but for one letter, misread or read into it; else none."""
    name = normalize_name(holder)
    names = [(entry, normalize_name(japanese(plain_name(entry.name.text)))) for entry in listed]
    near = [entry for entry, other in names if len(name) >= _LEAST_NAME and Levenshtein.distance(name, other) == 1]
    return near if len(near) == 1 else []


def _address(page: ReadPage, role: str) -> list[Found]:
    for hit, value in labelled(page.layout, _ADDRESS):
        if re.search(r"[都道府県市区町村郡]", value.text) and "前" not in hit.line.text[: hit.end]:
            return found(f"{role}.address", page, repair.spelled(value))
    return []


def issue_date(page: ReadPage) -> Value | None:
    """The day a certificate was issued: the last date line that stands alone, near the words that certify."""
    lines = page.layout.lines
    certifying = [line.box[1] for line in lines if _CERTIFIES.search(line.text)]
    dates = [hit for hit in page.layout.find(_ISSUED) if repair.day(hit.line.text[hit.begin : hit.end])]
    alone = [hit for hit in dates if (hit.end - hit.begin) >= 0.6 * len(hit.line.text)]
    near = [hit for hit in alone if any(abs(hit.box[1] - y) < 5 * page.layout.letter for y in certifying)]
    best = max(near or alone, key=lambda hit: hit.box[1], default=None)
    return Value(best.line.text[best.begin : best.end], best.box, best.line.confidence) if best else None
