"""The ways in which one name, kana or number may be written in a database, so that a query can ask for all of them."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice, permutations, product

from tasks.case.held import SearchKey
from tasks.case.variants import GROUPS

_MOST = 200  # forms of one name; a database takes them as one list
_MOST_LETTERS = 40  # combinations of letters in another shape
_SELECTORS = re.compile(r"[\u200b-\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_SHAPES = {shape: group for group in GROUPS for shape in group}
_MOST_WORDS = 3  # of a Latin name, whose orders are asked for
# By key, what a query may ask for: the value by the key's own name and, where it is written in several ways, their list.
SEVERAL: dict[SearchKey, str] = {
    SearchKey.NAME: "names",
    SearchKey.KANA: "kanas",
    SearchKey.PHONE: "phones",
    SearchKey.POSTCODE: "postcodes",
}


def written_forms(name: str) -> list[str]:
    """A name as written and in every other likely writing: kanji in another shape, spaces, the order of Latin words."""
    words = _SELECTORS.sub("", name).split()
    letters = "".join(words)
    orders = permutations(words) if letters.isascii() and len(words) <= _MOST_WORDS else [tuple(words)]
    forms = (gap.join(each) for order in orders for each in _in_shapes(order) for gap in (" ", "　", ""))
    both = (form for each in forms for form in dict.fromkeys((each, each.upper())))
    return list(dict.fromkeys([name, *islice(both, _MOST)]))


def _in_shapes(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The words with each kanji in each of its shapes; the first is as given."""
    text = " ".join(words)
    shapes = ([letter, *(each for each in _SHAPES.get(letter, "") if each != letter)] for letter in text)
    return (tuple("".join(each).split(" ")) for each in islice(product(*shapes), _MOST_LETTERS))


def parameters(person: Mapping[SearchKey, str]) -> dict[str, str | list[str] | None]:
    """What a query may ask for, by the names of `parameter_names`; None, or no form at all, where nothing is known."""
    given: dict[str, str | list[str] | None] = {key.value: person.get(key) for key in SearchKey}
    return given | {several: _forms(key, person.get(key)) for key, several in SEVERAL.items()}


def parameter_names(key: str) -> list[str]:
    """What a query may call a search key: itself, and its list where it has one."""
    return [key, *([SEVERAL[SearchKey(key)]] if key in SEVERAL else [])]


def _forms(key: SearchKey, value: str | None) -> list[str]:
    if not value:
        return []
    if key in (SearchKey.NAME, SearchKey.KANA):
        return written_forms(value)
    digits = re.sub(r"\D", "", value)
    hyphens = [f"{digits[:3]}-{digits[3:]}"] if key is SearchKey.POSTCODE else []
    return list(dict.fromkeys([value, digits, *hyphens]))
