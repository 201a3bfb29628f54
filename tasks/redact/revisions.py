"""Finds earlier revisions, kept in a PDF before its last changes, that show what is covered now."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from tasks.engines.image_files import Picture
from tasks.engines.pdf_layers import revisions_of
from tasks.redact.doubts import Doubt, DoubtReason

_CELL = 6  # pixels, which are points here: half a letter
_PLAIN, _WRITTEN = 24, 90  # levels within a cell: nothing stands there, something does
_LEAST = 3  # cells


def revision_doubts(path: Path) -> Iterator[Doubt]:
    """A doubt for every page on which an earlier revision has writing where there is a plain ground now.

    Signatures and filled-in forms only add, so a file that was merely saved again passes.
    """
    *earlier, last = revisions_of(path)
    told = set()
    for pages in earlier:
        for number, (before, now) in enumerate(zip(pages, last, strict=False), start=1):
            gone = _gone(before, now)
            if number not in told and gone is not None and int(gone.sum()) >= _LEAST:
                told.add(number)
                yield Doubt(number, _around(gone), DoubtReason.EARLIER_REVISION)


def _gone(before: Picture, now: Picture) -> npt.NDArray[np.bool_] | None:
    """The cells in which writing went; None where the page has another size now."""
    if before.shape != now.shape:
        return None
    written: npt.NDArray[np.bool_] = (_spread(before) > _WRITTEN) & (_spread(now) < _PLAIN)
    return written


def _spread(page: Picture) -> npt.NDArray[np.int16]:
    grey = cv2.cvtColor(page, cv2.COLOR_BGR2GRAY).astype(np.int16)
    rows, columns = grey.shape[0] // _CELL, grey.shape[1] // _CELL
    cells = grey[: rows * _CELL, : columns * _CELL].reshape(rows, _CELL, columns, _CELL)
    spread: npt.NDArray[np.int16] = cells.max(axis=(1, 3)) - cells.min(axis=(1, 3))
    return spread


def _around(cells: npt.NDArray[np.bool_]) -> tuple[float, float, float, float]:
    ys, xs = np.nonzero(cells)
    height, width = cells.shape
    return xs.min() / width, ys.min() / height, (xs.max() + 1) / width, (ys.max() + 1) / height
