"""Repairs names and addresses by what is known besides: the same person on another paper, and the places there are.

A repair needs evidence on the paper itself. The reader is asked again how likely the other writing is in the very line: a
misread letter is likely there too, another letter is not. On ten fonts a true other letter (太/大, 2/3, 寝屋川/寝星川) had a
likelihood of e^-8 to e^-20 against the one that was written, a misread one e^-0.1 to e^-4. Between the two borders below
nobody knows: both readings lose their confidence and a person looks.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from tasks.case.variants import FOLD
from tasks.engines.beliefs import Beliefs
from tasks.engines.gazetteer import Place, nearest_places, places_of, same_writing
from tasks.engines.rapidocr_reader import beliefs_of
from tasks.read.found import Found
from tasks.read.rare_letters import as_written
from tasks.read.seals import without_red

_MISREAD = -4.5  # a writing likelier than e to this, against the one read, may have been misread
_DIGITS_MISREAD = -2.5  # in numbers nothing but the line itself tells which is meant
_NO_SUCH_PLACE = -7.0  # where the place that was read does not exist
_DOUBTFUL = -8.0  # between this and _MISREAD the two writings cannot be told apart
_UNSURE = 0.6  # the confidence of a reading that another paper contradicts doubtfully
_LONGEST_REPAIR = 3  # letters
_SAME_PERSON = (
    ("person.name", "id.name"),
    ("agent.name", "agent_id.name"),
    ("person.address", "id.address"),
    ("agent.address", "agent_id.address"),
)


def repaired(fields: dict[str, Found]) -> dict[str, Found]:
    """The fields with their names and addresses repaired."""
    asked = _Asked()
    done = dict(fields)
    for name, one in fields.items():
        if name.endswith(".name") and _in_kanji(one.value.text):
            done[name] = _with(one, as_written(asked.about(one), one.value.text))
    postcode = fields["person.postcode"].normalized if "person.postcode" in fields else None
    for name in [name for name in fields if name.endswith(".address")]:
        done[name] = _placed(
            done[name], asked.about(done[name]), postcode if name in ("person.address", "id.address") else None
        )
    for first, second in _SAME_PERSON:
        if first in done and second in done:
            done[first], done[second] = _agreed(done[first], done[second], asked)
    return done


class _Asked:
    """The reader's beliefs about each field's own lines, asked once."""

    def __init__(self) -> None:
        self._known: dict[str, Beliefs] = {}

    def goes_on(self, one: Found, longer: str) -> bool:
        """Whether a line, looked at a little farther and without red, may write a longer name."""
        x0, y0, x1, y1 = one.value.box
        letters = _letters(longer)
        room = (x0, y0, x1 + 1.6 * (y1 - y0) * (len(letters) - len(_letters(one.value.text))), y1)
        beliefs = beliefs_of(without_red(one.page.upright.crop(room, pad=2)))
        likely = max(beliefs.likelihood(longer), beliefs.likelihood(letters))
        return likely - beliefs.likelihood(beliefs.text) > _NO_SUCH_PLACE

    def about(self, one: Found) -> Beliefs:
        if one.name not in self._known:
            rows = one.value.rows or (one.value.box,)
            crops = (one.page.upright.crop(row, pad=2) for row in rows)
            joined: Beliefs | None = None
            for beliefs in map(beliefs_of, crops):
                joined = joined.joined(beliefs) if joined else beliefs
            assert joined is not None  # noqa: S101 (a value has at least one row)
            self._known[one.name] = joined
        return self._known[one.name]


def _letters(text: str) -> str:
    """A text without the spaces, which come and go between surname and given name."""
    return re.sub(r"\s", "", text)


def _in_kanji(text: str) -> bool:
    return bool(re.search(r"[一-鿿々]", text))


def _with(one: Found, text: str) -> Found:
    return replace(one, value=replace(one.value, text=text)) if text != one.value.text else one


def _placed(one: Found, beliefs: Beliefs, postcode: str | None) -> Found:
    """An address in which the place's name is one that exists, where the line bears that out."""
    text = one.value.text
    near = nearest_places(text)
    if not near or same_writing(near[0][0], near[0][1].name):
        return one
    coded = {place.name.removeprefix(place.prefecture) for place in places_of(postcode)} if postcode else set()
    weighed = [
        (beliefs.likelihood(place.name + text[len(written) :]) + (2.0 if _coded(place, coded) else 0.0), written, place)
        for written, place in near
    ]
    likelihood, written, place = max(weighed, key=lambda one: one[0])
    if likelihood - beliefs.likelihood(text) < _NO_SUCH_PLACE:
        return one
    return _with(one, place.name + text[len(written) :])


def _coded(place: Place, coded: set[str]) -> bool:
    return any(place.name.removeprefix(place.prefecture).startswith(name) for name in coded)


def _agreed(a: Found, b: Found, asked: _Asked) -> tuple[Found, Found]:
    """Two readings of one person's name or address, each with the letters repaired in which the other is borne out."""
    first, second, doubtful = _without_seal(a.value.text, b.value.text), b.value.text, False
    if _is_longer(second, first) and asked.goes_on(a, second):
        first = second
    for mine, yours in list(_differences(first, second)):
        if mine.translate(FOLD) == yours.translate(FOLD):
            continue  # 斎 and 斉: forms of one letter, which the families keep apart
        to_yours = _likelihood_of(asked.about(a), first, mine, yours)
        to_mine = _likelihood_of(asked.about(b), second, yours, mine) if len(mine) == len(yours) else -math.inf
        least = _DIGITS_MISREAD if re.search(r"[\d一二三四五六七八九十]", mine + yours) else _MISREAD
        if max(to_yours, to_mine) < least:
            doubtful |= max(to_yours, to_mine) > _DOUBTFUL
        elif to_yours >= to_mine:
            first = _exchanged(first, mine, yours)
        else:
            second = _exchanged(second, yours, mine)
    done = _with(a, first), _with(b, second)
    return (_unsure(done[0]), _unsure(done[1])) if doubtful else done


def _without_seal(written: str, printed: str) -> str:
    """A name on a form without letters behind it that repeat its own: those of the seal beside it."""
    longer, name = _letters(written), _letters(printed)
    more = longer.removeprefix(name)
    return printed if longer.startswith(name) and more and set(more) <= set(name) else written


def _is_longer(longer: str, name: str) -> bool:
    """Whether a name is another with one or two letters more at its end, which a seal may cover."""
    long, short = _letters(longer), _letters(name)
    return long.startswith(short) and 1 <= len(long) - len(short) <= 2 and len(short) >= 2


def _differences(a: str, b: str) -> Iterator[tuple[str, str]]:
    """The letters in which two writings differ, each with the letter before them, longest common parts aside."""
    left, right = _letters(a), _letters(b)
    for what, i, j, m, n in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if what != "equal" and max(j - i, n - m) <= _LONGEST_REPAIR:
            before = 1 if i and m and what != "replace" else 0
            yield left[i - before : j], right[m - before : n]


def _likelihood_of(beliefs: Beliefs, text: str, part: str, other: str) -> float:
    """How much likelier the line is with `other` in the place of `part`, as a logarithm; 0 or less, as a rule."""
    return beliefs.likelihood(_exchanged(text, part, other)) - beliefs.likelihood(text)


def _exchanged(text: str, part: str, other: str) -> str:
    """`text` with the first `part` as `other`; spaces between its letters do not count."""
    pattern = r"\s*".join(re.escape(letter) for letter in part)
    return re.sub(pattern, other.replace("\\", r"\\"), text, count=1)


def _unsure(one: Found) -> Found:
    return replace(one, value=replace(one.value, confidence=min(one.value.confidence, _UNSURE)))
