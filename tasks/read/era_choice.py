"""Reads dates whose era is chosen from a printed list: 大正・昭和・平成・令和 57 年 7 月 17 日, one of them ticked or ringed."""

import re
from dataclasses import replace

from tasks.case.era import ERAS
from tasks.engines.geometry import covered, grown
from tasks.engines.label_values import Value
from tasks.engines.page_layout import Hit, Layout, squeeze
from tasks.read.rings import DRAWN, ring_share
from tasks.read.ticks import RINGED, Option, read_ticks

_ERAS = "|".join(era.name for era in ERAS)
_SHORT = {era.name[0]: era.name for era in ERAS}
_SHORT_LIST = re.compile(r"(?:[明大昭平令][・·.,、/()○〇]*){2,5}(?=[\d元])")
_SURE = 0.7  # below this nobody knows which era was chosen
_CLEARLY = 0.03  # share by which one ring must be drawn more fully than any other
_UNKNOWN = 0.4


def with_chosen_era(layout: Layout, value: Value) -> Value:
    """The date with the one era that is marked in its list; without any era and doubtful where that cannot be told."""
    text = squeeze(value.text)[0]
    listed = re.findall(_ERAS, text)
    short = _SHORT_LIST.search(text)
    if len(listed) < 2 and not short:
        return value
    pattern = _ERAS if len(listed) > 1 else "[明大昭平令]"
    room = grown(value.box, 2 * layout.letter, 0.3 * layout.letter)
    hits = [hit for hit in layout.find(pattern) if covered(hit.box, room) > 0.6]
    chosen = _ringed(layout, hits) or _ticked(layout, hits)
    rest = re.sub(rf"^.*(?:{pattern})[^\d元]*", "", text)
    if len(chosen) != 1 or (sure := next(iter(chosen.values()))) < _SURE:
        return replace(value, text=rest, confidence=min(value.confidence, _UNKNOWN))
    return replace(value, text=f"{next(iter(chosen))}{rest}", confidence=min(value.confidence, sure))


def _ringed(layout: Layout, hits: list[Hit]) -> dict[str, float]:
    """The one era in a ring; of two beside each other the one whose ring is drawn more fully."""
    shares = sorted(((ring_share(layout, hit.box), _era(hit)) for hit in hits), reverse=True)
    if not shares or shares[0][0] < DRAWN or (len(shares) > 1 and shares[1][0] > shares[0][0] - _CLEARLY):
        return {}
    return {shares[0][1]: RINGED}


def _ticked(layout: Layout, hits: list[Hit]) -> dict[str, float]:
    ticks = read_ticks(layout, [Option(_era(hit), hit) for hit in hits], numbered=False)
    return {tick.code: tick.confidence for tick in ticks if tick.ticked}


def _era(hit: Hit) -> str:
    word = squeeze(hit.line.text[hit.begin : hit.end])[0]
    return _SHORT.get(word, word)
