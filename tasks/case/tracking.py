"""Numbers that the post gives to a letter: one way to write them, and whether their check digit fits."""

import re
import unicodedata

_DASHES = re.compile(r"[‐‑‒–—―−ーｰ]")
_INTERNATIONAL = re.compile(r"[A-Z]{2}([0-9]{8})([0-9])[A-Z]{2}")
_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_DOMESTIC = (11, 12)  # digits: 書留・特定記録 and ゆうパック


def plain_tracking(text: str) -> str:
    """A number as the form wants it: half-width capitals, digits and hyphens, however it was typed, copied or exported."""
    folded = _DASHES.sub("-", unicodedata.normalize("NFKC", text)).strip().strip("=\"'")
    return re.sub(r"\s", "", folded).upper()


def check_fits(number: str) -> bool | None:
    """Whether the check digit fits; None for a number of a kind that has none.

    Japan Post: the last of 11 or 12 digits is the rest of those before it by 7. An international number such as
    RR123456785JP (UPU S10) has eight digits and a check by 11. A misfit is a warning and no more: the receipt counts.
    """
    plain = number.replace("-", "")
    if found := _INTERNATIONAL.fullmatch(plain):
        rest = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, found[1], strict=True)) % 11
        return int(found[2]) == {0: 5, 1: 0}.get(rest, 11 - rest)
    if not plain.isdecimal() or len(plain) not in _DOMESTIC:
        return None
    return int(plain[:-1]) % 7 == int(plain[-1])
