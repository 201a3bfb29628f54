"""Tells what stands beside a name without being part of it: its reading in kana above, another field's row below."""

import re
from collections.abc import Sequence

from tasks.engines.geometry import shares_row
from tasks.engines.page_layout import Line, squeeze

_PARTED = 1.5  # heights of a line between a name and the sex that a card prints beside it
_LONGEST_PART = 6  # letters of a name's part in a row of its own


def is_no_name(line: Line, others: Sequence[Line]) -> bool:
    """Whether a line beside a name is none of it: smaller kana above, the sex farther on, or a row below that says something else."""
    tallest = max(others, key=lambda one: one.height)
    if line is tallest:
        return False
    text = squeeze(line.text)[0]
    if text in ("男", "女") and line.box[0] - tallest.box[2] > _PARTED * line.height:
        return True
    above = line.box[1] < tallest.box[1] and shares_row(line.box, tallest.box) < 0.5
    if above and line.height < 0.9 * tallest.height and re.fullmatch(r"[ぁ-んァ-ヺー・()]{3,}", text):
        return True
    below = line.box[1] > tallest.box[3] - 0.4 * line.height
    return below and (len(text) > _LONGEST_PART or bool(re.search(r"\d|[・()。、]", text)))
