"""Tells rare forms of a name's letters (髙 𠮷 﨑) from the common ones, which the reader takes them for.

The reader hardly knows them: it reads 高 for 髙 and has no 𠮷 or 﨑 at all. But it believes in other letters then: next to 高
it thinks of 髙 by a factor of e^-6 to e^-0.6, and for a true 高 of e^-9 to e^-7. So the likelihood of a stand-in against
that of the common letter tells the two apart, at a border measured for each pair on names in eleven fonts (Gothic, Mincho, four
like handwriting), at 20 to 45 pixels a letter, blurred and with noise. There 98 % of the common letters and 75 % of the
rare ones (43 % of 﨑) were told rightly; the border favours the common form, which is the likelier one. Of 穗 and 薰, which
the reader likes better than the common forms whatever is written, none is told: there the border only mends the reader.
"""

from typing import NamedTuple

from tasks.engines.beliefs import Beliefs


class _Pair(NamedTuple):
    """`rare` is written where one of `stand_ins` is likelier than `common` times e^`border`."""

    common: str
    rare: str
    stand_ins: str
    border: float


_PAIRS = (
    _Pair("高", "髙", "髙", -6.7),
    _Pair("吉", "𠮷", "告", -7.6),
    _Pair("崎", "﨑", "嶂崃喑嘀崞峿岣", -9.4),
    _Pair("恵", "惠", "惠", 6.0),
    _Pair("徳", "德", "德", 6.0),
    _Pair("真", "眞", "眞", -3.6),
    _Pair("富", "冨", "冨", -3.0),
    _Pair("瀬", "瀨", "瀨", 0.0),
    _Pair("桑", "桒", "桒", -11.0),
    _Pair("黒", "黑", "黑", 5.0),
    _Pair("穂", "穗", "穗", 8.0),
    _Pair("薫", "薰", "薰", 9.2),
)


def as_written(beliefs: Beliefs, name: str) -> str:
    """The name with each letter of the pairs above in the form that is written."""
    for pair in _PAIRS:
        for place, letter in enumerate(name):
            if letter in (pair.common, pair.rare):
                name = name[:place] + _form(beliefs, name, place, pair) + name[place + 1 :]
    return name


def _form(beliefs: Beliefs, name: str, place: int, pair: _Pair) -> str:
    def likelihood(letter: str) -> float:
        return beliefs.likelihood((name[:place] + letter + name[place + 1 :]).replace(pair.rare, pair.stand_ins[0]))

    rare = max(likelihood(letter) for letter in pair.stand_ins)
    return pair.rare if rare - likelihood(pair.common) > pair.border else pair.common
