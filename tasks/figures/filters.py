"""What a reader narrows the figures to: companies, kinds of request, and a period."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import polars as pl

from tasks.figures.frames import Frames

DEFAULT_DAYS = 90
MOST = 50  # rows of a list of cases on a page; the rest is behind the table's picks


@dataclass(frozen=True)
class Filter:
    """`policies`, `kinds`: codes, empty for all. `first` to `last`: the period in Japanese days, both included.

    A case counts for a kind when it asks for it, also among others. `most`: rows of each list of cases, None for all of them, as
    files have them.
    """

    first: date
    last: date
    policies: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    most: int | None = MOST

    def narrowed(self, frames: Frames) -> Frames:
        """The frames with the cases of these companies and kinds only; the period is applied by each figure."""
        if not (self.policies or self.kinds):
            return frames
        whole = frames.whole
        if whole is None:
            return frames.part((self.policies, self.kinds), lambda: self._of(frames))
        return replace(self._of(frames), whole=lambda: self.narrowed(whole()))

    def _of(self, frames: Frames) -> Frames:
        cases = frames.cases
        if self.policies:
            cases = cases.filter(pl.col("policy").is_in(self.policies))
        if self.kinds:
            cases = cases.filter(pl.col("kinds").list.eval(pl.element().is_in(self.kinds)).list.any())
        chosen = tuple(sorted(self.policies)), tuple(sorted(self.kinds))
        return replace(frames.only(cases), chosen=chosen)

    @property
    def with_all_rows(self) -> "Filter":
        """The same with whole lists."""
        return replace(self, most=None)

    def within(self, day: str) -> pl.Expr:
        """Whether a column of days lies in the period."""
        return pl.col(day).is_between(self.first, self.last)


def last_days(today: date, days: int = DEFAULT_DAYS) -> Filter:
    """The period of so many days that ends today."""
    return Filter(today - timedelta(days=days - 1), today)
