"""Decides whether two names, or two addresses, are the same: exact, a variant, a mismatch, or unreadable.

Only `exact` passes by itself; a `variant` (髙/高, an omitted building) goes to a person (DOMAIN section 3).
"""

import re
import unicodedata
from enum import StrEnum
from itertools import permutations

from tasks.case.address import Address, same_block, same_building, split_address
from tasks.case.variants import FOLD, LOOKALIKES

_DROPPED = re.compile(r"[\s\u200b-\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_KANJI = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々]")
_KANA = re.compile(r"[\u3041-\u30ff]")
_MOST_WORDS = 5  # of a Latin name, whose orders are tried
_LETTER = re.compile(r"[^\W\d_]")  # a postal mark or a dash names no place


class Match(StrEnum):
    """How two writings of one thing compare; everything but `exact` goes to a person or fails."""

    EXACT = "exact"
    VARIANT = "variant"
    MISMATCH = "mismatch"
    UNREADABLE = "unreadable"


def fold_text(text: str) -> str:
    """A text for finding one writing inside another: NFKC, capitals, without spaces and variation selectors."""
    return unicodedata.normalize("NFKC", _DROPPED.sub("", text)).upper()


def normalize_name(name: str) -> str:
    """The letters of a name: NFKC, capitals, without spaces, variation selectors, dots and a closing 様 or 印."""
    letters = _DROPPED.sub("", re.sub(r"[・･.,,、。'’]", "", fold_text(name)))
    return re.sub(r"(?<=..)(?:様|殿|[㊞印])$", "", re.sub(r"[()\[\]]", "", letters))


def normalize_address(address: str) -> str:
    """One canonical line per address: 丁目・番地・号 as hyphens, one width, arabic numerals, no spaces, the building last."""
    return str(split_address(address))


def match_names(a: str | None, b: str | None) -> Match:
    """Compares two names as written; None or an empty name is unreadable.

    Variants: a kanji in another shape, the same Latin words in another order or run together, and two scripts that cannot be compared
    (Latin or kana letters against kanji, as in a passport or a furigana line). Shapes that print alike (ニ/二) are equal.
    """
    left, right = (normalize_name(name or "").translate(LOOKALIKES) for name in (a, b))
    if not left or not right:
        return Match.UNREADABLE
    if left == right:
        return Match.EXACT
    alike = left.translate(FOLD) == right.translate(FOLD)
    return Match.VARIANT if alike or _other_script(a, b) or _other_order(a, b) else Match.MISMATCH


def _script(name: str) -> str:
    letters = normalize_name(name)
    return "kanji" if _KANJI.search(letters) else "kana" if _KANA.search(letters) else "latin"


def _other_script(a: str | None, b: str | None) -> bool:
    return _script(a or "") != _script(b or "")


def _other_order(a: str | None, b: str | None) -> bool:
    """Whether two names are the same Latin words in another order, also where the words were written or read run together."""
    left, right = (re.findall(r"[A-Z]+", unicodedata.normalize("NFKC", name or "").upper()) for name in (a, b))
    if _script(a or "") != "latin" or _script(b or "") != "latin" or max(len(left), len(right)) > _MOST_WORDS:
        return False
    glued, words = sorted((left, right), key=len)
    letters = "".join(glued)
    turned = len(letters) == len("".join(words)) and letters in "".join(words) * 2  # both run together
    return turned or any("".join(order) == letters for order in permutations(words))


def match_addresses(a: str | None, b: str | None) -> Match:
    """Compares two addresses as written; None or an address without a word is unreadable.

    Exact: equal after unifying 丁目・番地・号 with hyphens, widths, numerals, ヶ/ケ/が, 大字, and an omitted prefecture.
    Variant: one leaves out the building, the room, the city or the last number, or writes 澤 for 沢.
    Doubtful: the same lot under two building names; a building can be renamed, so this is a variant and not a mismatch.
    """
    left, right = split_address(a or ""), split_address(b or "")
    if not _LETTER.search(left.area) or not _LETTER.search(right.area):
        return Match.UNREADABLE
    if left.prefecture and right.prefecture and left.prefecture != right.prefecture:
        return Match.MISMATCH
    return min_match(_match_areas(left, right), Match(same_block(left, right)), Match(same_building(left, right)))


def _match_areas(left: Address, right: Address) -> Match:
    if left.area == right.area:
        return Match.EXACT
    folded = sorted((side.area.translate(FOLD) for side in (left, right)), key=len)
    shorter, longer = folded
    omitted = len(shorter) >= 3 and longer.endswith(shorter)
    return Match.VARIANT if shorter == longer or omitted else Match.MISMATCH


def min_match(*matches: Match) -> Match:
    """The worst of several comparisons: a mismatch before an unreadable part, before a variant."""
    order = (Match.MISMATCH, Match.UNREADABLE, Match.VARIANT, Match.EXACT)
    return min(matches, key=order.index)
