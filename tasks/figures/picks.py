"""Picks: by which cases a figure was counted, as a word in an address; whoever clicks a number sees just its cases.

A pick is `name` or `name:argument`; several together mean all of them. Each page adds its own to `PICKS`; a number on a page
and the list behind it come from the same expression, so that they cannot disagree.
"""

from collections.abc import Callable, Iterable

import polars as pl

from tasks.case.errors import KaijiError
from tasks.figures.frames import Frames

Pick = Callable[[Frames, str], pl.Expr]
PICKS: dict[str, Pick] = {
    "open": lambda _, __: pl.col("open"),
    "late": lambda _, __: pl.col("open") & pl.col("late"),
    "soon": lambda _, __: pl.col("soon"),
    "held": lambda _, __: pl.col("open") & pl.col("held"),
    "stage": lambda _, stage: pl.col("open") & (pl.col("stage") == stage),
    "waits": lambda _, who: pl.col("open") & (pl.col("waits_for") == who),
}


def picked(frames: Frames, picks: Iterable[str]) -> pl.Expr:
    """The cases for which all of these picks hold; KaijiError for one that nobody knows."""
    chosen = pl.lit(value=True)
    for pick in picks:
        name, _, argument = pick.partition(":")
        if name not in PICKS:
            raise KaijiError(
                "This address asks for cases by a figure that is not known; start from the page of figures."
            )
        chosen = chosen & PICKS[name](frames, argument)
    return chosen
