"""What a text reader believes to stand in one line: for each step along it, how likely each letter is.

Readers of the CTC kind (Graves et al. 2006) give for every step a probability for each letter and for none. From these
come the likeliest text, where each letter begins, how sure each is, and how likely any *other* text would be: that tells
a misread letter (an other text is likely too) from a different one (it is not).
"""

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

LEAST = 1e-9  # a letter that the reader did not think of costs much, and not everything
NONE = 0  # the place of "no letter" among the reader's letters
_ROOM = 1.25  # of half the usual way from letter to letter: letters are not all as wide


@dataclass(frozen=True)
class Spelled:
    """The likeliest text: for each letter how sure it is, 0..1, and where it begins along the line, 0..1."""

    text: str
    sure: tuple[float, ...]
    starts: tuple[float, ...]


class Beliefs:
    """The beliefs about one line: `chances` is (steps, letters); `alphabet` names the letters, "none" first."""

    def __init__(self, chances: npt.NDArray[np.float32], alphabet: "Alphabet") -> None:
        self.chances = chances
        self._logs = np.log(np.maximum(chances.astype(np.float64), LEAST))
        self._alphabet = alphabet

    def joined(self, other: "Beliefs") -> "Beliefs":
        """What is believed of this line and the next as one, as where an address goes on in a second row."""
        return Beliefs(np.concatenate([self.chances, other.chances]), self._alphabet)

    @property
    def text(self) -> str:
        """The likeliest letters."""
        return spelled(self.chances, self._alphabet).text

    def likelihood(self, text: str) -> float:
        """Natural logarithm of the probability of `text`; -inf where a letter is none the reader knows."""
        places = [self._alphabet.places.get(letter) for letter in text]
        if not places or any(place is None for place in places):
            return -math.inf
        states = [NONE]
        for place in places:
            states += [place or NONE, NONE]
        skips = np.array([i >= 2 and s not in (NONE, states[i - 2]) for i, s in enumerate(states)])
        logs, gone = self._logs[:, states], np.full(2, -np.inf)
        reached = np.full(len(states), -np.inf)
        reached[:2] = logs[0, :2]
        for step in logs[1:]:
            stay = np.logaddexp(reached, np.concatenate([gone[:1], reached[:-1]]))
            jump = np.where(skips, np.concatenate([gone, reached[:-2]]), -np.inf)
            reached = np.logaddexp(stay, jump) + step
        return float(np.logaddexp(reached[-1], reached[-2]))


class Alphabet:
    """The letters a reader knows, in the order of its output; the first is "no letter"."""

    def __init__(self, letters: list[str]) -> None:
        self.letters = letters
        self.places = {letter: place for place, letter in enumerate(letters)}


def spelled(chances: npt.NDArray[np.float32], alphabet: Alphabet, share: float = 1.0) -> Spelled:
    """The likeliest text of `chances` (steps, letters); `share` of the steps lie on the line, the rest on padding."""
    best = chances.argmax(axis=1)
    sure = chances.max(axis=1)
    begins = np.flatnonzero((best != np.concatenate([[NONE], best[:-1]])) & (best != NONE))
    if not len(begins):
        return Spelled("", (), ())
    ends = [next((e for e in range(b, len(best)) if best[e] != best[b]), len(best)) for b in begins]
    middles = [float(b + e) / 2 for b, e in zip(begins, ends, strict=True)]
    steps = max(1.0, len(best) * share)
    half = _half(middles, steps)
    # A letter begins halfway from the one before; after a gap it begins half a letter before its own middle.
    bounds = [max(0.0, middles[0] - half), *(max((a + b) / 2, b - _ROOM * half) for a, b in pairwise(middles))]
    text = "".join(alphabet.letters[int(best[b])] for b in begins)
    tops = tuple(float(sure[b:e].max()) for b, e in zip(begins, ends, strict=True))
    return Spelled(text, tops, tuple(min(1.0, bound / steps) for bound in bounds))


def _half(middles: list[float], steps: float) -> float:
    """Half the usual way from letter to letter, in steps."""
    ways = sorted(b - a for a, b in pairwise(middles))
    return (ways[len(ways) // 2] if ways else steps) / 2
