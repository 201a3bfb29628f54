"""Picks: by which cases a figure was counted, as a word in an address; whoever clicks a number sees just its cases.

A pick is `name` or `name:argument`; several together mean all of them. Each page adds its own to `PICKS`; a number on a page
and the list behind it come from the same expression, so that they cannot disagree. `Pick` also says it in words, as the
heading of that list: `PICKS["open"] = Pick(expression, Said("open", "未完了"))`. A plain function counts as well; what it
is called stands in `tasks.figures.pick_words`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from tasks.case.bilingual import Said
from tasks.case.errors import KaijiError
from tasks.case.review_words import STAGES, WAITERS
from tasks.figures.frames import Frames
from tasks.figures.pick_words import WORDS, filled

Expression = Callable[[Frames, str], pl.Expr]


@dataclass(frozen=True)
class Pick:
    """A pick that says what it is. `expression`: of which cases it holds, by the frames and the pick's argument.

    `words`: one text, in which `{}` stands for the argument, or a function of the argument; `names`: what arguments are
    called, where it is one text.
    """

    expression: Expression
    words: Said | Callable[[str], Said]
    names: Mapping[str, Said] | None = None

    def __call__(self, frames: Frames, argument: str) -> pl.Expr:
        """Of which cases it holds."""
        return self.expression(frames, argument)

    def told(self, argument: str) -> Said:
        """The pick in words."""
        return self.words(argument) if callable(self.words) else filled(self.words, self.names)(argument)


PICKS: dict[str, Expression] = {
    "open": Pick(lambda _, __: pl.col("open"), Said("open", "未完了")),
    "held": Pick(lambda _, __: pl.col("open") & pl.col("held"), Said("clock stands still", "期間停止中")),
    "stage": Pick(
        lambda _, stage: pl.col("open") & (pl.col("stage") == stage),
        Said("stands at: {}", "段階：{}"),
        STAGES,
    ),
    "waits": Pick(
        lambda _, who: pl.col("open") & (pl.col("waits_for") == who),
        Said("waits for: {}", "対応待ち：{}"),
        WAITERS,
    ),
    "policy": Pick(lambda _, policy: pl.col("policy") == policy, Said("company: {}", "会社：{}")),
}
_ALL = Said("All cases", "すべての案件")


def picked(frames: Frames, picks: Iterable[str]) -> pl.Expr:
    """The cases for which all of these picks hold; KaijiError for one that nobody knows."""
    chosen = pl.lit(value=True)
    for rule, argument in map(_known, picks):
        chosen = chosen & rule(frames, argument)
    return chosen


def picks_told(picks: Iterable[str], otherwise: Said | None = None) -> Said:
    """These picks in words, as the heading of the list of their cases; KaijiError for one that nobody knows.

    `otherwise`: what a pick without words is called, such as the title of the table it stands in; its own name where nothing
    is given.
    """
    told = [_words(pick, otherwise) for pick in picks]
    if not told:
        return _ALL
    return Said("; ".join(each.en for each in told), "・".join(each.ja for each in told))


def _words(pick: str, otherwise: Said | None) -> Said:
    (rule, argument), name = _known(pick), pick.partition(":")[0]
    if isinstance(rule, Pick):
        return rule.told(argument)
    return WORDS[name](argument) if name in WORDS else otherwise or Said(pick, pick)


def _known(pick: str) -> tuple[Expression, str]:
    name, _, argument = pick.partition(":")
    if name not in PICKS:
        raise _unknown()
    return PICKS[name], argument


def _unknown() -> KaijiError:
    return KaijiError("This address asks for cases by a figure that is not known; start from the page of figures.")
