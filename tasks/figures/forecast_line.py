"""The lines that lie before people: how much longer they made stays, and so how much longer stays will take than they took.

The pace of the months before knows nothing of what came in yesterday. A line that is longer than it was then makes stays
longer at once: by as much as longer lines did in the last year, seen within each stage, so that slow work is not taken for
a line.
"""

from typing import NamedTuple

import numpy as np

from tasks.figures.forecast_history import PEOPLE, STAGES, WHOM, Chances, Codes, History, stage_of

YEAR = 365  # calendar days in which lines were long and short
_LATELY = 90  # calendar days that tell how many stays end in a day
_FEWEST = 20  # stays that ended
_SHORTEST, _LONGEST = 0.4, 3.0  # to which parts of themselves stays may shrink or grow
_SHORT = 0.1  # business days: a shorter stay is not divided by


class Lines(NamedTuple):
    """What lines do to stays. `each`: of each of `PEOPLE`, business days longer for each piece more that lies there.

    `stretch`: of each stage, to which part of what they took stays will grow or shrink by the line of that morning.
    """

    each: Chances
    stretch: Chances


def lines_as_of(history: History, day: int, spans: tuple[int, ...]) -> Lines:
    """The lines as they were known on the morning of a day; `spans`: the days of the pace that they stretch."""
    some = (history.until < day) & (history.since >= day - YEAR)
    stage, took, lay = stage_of(history.node[some]), history.took[some], history.lay[some]
    each = np.minimum(_slopes(stage, took, lay), _most(history, day))
    many, stayed, line = np.zeros((3, len(STAGES)))
    until = history.until[some]
    for days in spans:
        mine = until >= day - days
        many += _sums(stage[mine]) * spans[-1] / days
        stayed += _sums(stage[mine], took[mine]) * spans[-1] / days
        line += _sums(stage[mine], lay[mine]) * spans[-1] / days
    stayed, line = stayed / np.maximum(many, 1), line / np.maximum(many, 1)
    longer = np.append(each, 0.0)[WHOM] * (history.lying(day)[WHOM] - line)
    stretch = np.clip((stayed + longer) / np.maximum(stayed, _SHORT), _SHORTEST, _LONGEST)
    return Lines(each, np.where(longer == 0, 1.0, stretch) * (many > 0) + (many == 0))


def _sums(stage: Codes, what: Codes | None = None) -> Chances:
    return np.bincount(stage, what, minlength=len(STAGES)).astype(np.float64)


def _slopes(stage: Codes, took: Codes, lay: Codes) -> Chances:
    """Of each of `PEOPLE`: by how much a stay is longer for each piece that lay there, by least squares within stages."""
    many = _sums(stage)
    mean_took, mean_lay = (_sums(stage, each) / np.maximum(many, 1) for each in (took, lay))
    apart_took, apart_lay = took - mean_took[stage], lay - mean_lay[stage]
    whom = WHOM[stage]
    both, spread, enough = (
        np.bincount(whom, each, minlength=len(PEOPLE) + 1)[:-1] for each in (apart_took * apart_lay, apart_lay**2, None)
    )
    known = (enough >= _FEWEST) & (spread > 0.5)
    return np.where(known, np.maximum(both, 0) / np.where(known, spread, 1), 0.0)


def _most(history: History, day: int) -> Chances:
    """The business days that one piece takes where they are done one after another."""
    some = (history.until < day) & (history.until >= day - _LATELY)
    done = np.bincount(WHOM[stage_of(history.node[some])], minlength=len(PEOPLE) + 1)[:-1]
    return max(history.working.between(day - _LATELY, day - 1), default=0) / np.maximum(done, 1)
