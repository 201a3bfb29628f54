"""By which post a letter goes out: as the policy fixes it, as the person who releases it chooses, or as the house is used to."""

from collections.abc import Mapping
from enum import StrEnum


class Means(StrEnum):
    """A way of delivery; the outbox has one print file for each."""

    ORDINARY = "ordinary"  # 普通郵便: a sealed letter without a number
    SIMPLE_REGISTERED = "simple_registered"  # 簡易書留
    REGISTERED = "registered"  # 一般書留
    RESTRICTED = "restricted"  # 本人限定受取: handed over to the person alone
    ELECTRONIC = "electronic"  # nothing is printed


BY_POST = (Means.ORDINARY, Means.SIMPLE_REGISTERED, Means.REGISTERED, Means.RESTRICTED)
NUMBERED = frozenset({Means.SIMPLE_REGISTERED, Means.REGISTERED, Means.RESTRICTED})
_FIXED: Mapping[str, Means] = {"registered_letter": Means.SIMPLE_REGISTERED, "email": Means.ELECTRONIC}


def means_of(chosen: object, method: str, usual: Means) -> Means:
    """The way of one letter.

    `chosen`: what the person who released it chose, or nothing; `method`: policy `reply.method`, which fixes the way only
    where it says registered or e-mail, since every other letter is sealed too; `usual`: the house's setting `means`.
    """
    if chosen in set(BY_POST):
        return Means(str(chosen))
    return _FIXED.get(method, usual)


def has_number(means: str) -> bool:
    """Whether the post gives such a letter a number; of a letter from before ways were kept it always did."""
    return not means or Means(means) in NUMBERED
