"""Puts new rows in the place of old ones in a large frame that is ordered by case, without copying what stays."""

from collections.abc import Sequence

import polars as pl

_FEW = 64  # cases that are replaced one by one
_PIECES = 256  # of which a frame may consist before it is laid together again


def replaced(old: pl.DataFrame, new: pl.DataFrame, case_ids: Sequence[int], few: int = _FEW) -> pl.DataFrame:
    """`old` without the rows of these cases, and with all of `new`, which are theirs; all three in the order of the ids."""
    if len(case_ids) > few:
        kept = old.filter(~pl.col("case_id").is_in(list(case_ids)))
        return pl.concat([kept, new]).sort("case_id", maintain_order=True)
    pieces, at = [], 0
    for case_id in case_ids:
        first, last = (old["case_id"].search_sorted(case_id, side=side) for side in ("left", "right"))
        pieces += [old[at:first], new.filter(pl.col("case_id") == case_id)]
        at = last
    whole = pl.concat([piece for piece in [*pieces, old[at:]] if not piece.is_empty()] or [old.clear()], rechunk=False)
    return whole.rechunk() if whole.n_chunks() > _PIECES else whole
