"""What was computed of frames, kept beside them while it stays true, so that a page does not compute it for each reader."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

_T = TypeVar("_T")
_MOST = 256  # figures, each of one filter


class _Kept:
    """One figure of one filter: what it was made of, and what it is."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.stamp: Hashable = object()
        self.made: Any = None


class Memo:
    """A small store: of each figure and filter, what was computed last and of what it was computed.

    So many of them at most; the longest unused is forgotten.
    """

    def __init__(self, at_most: int = _MOST) -> None:
        self._at_most = at_most
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()

    def kept(self, figure: str, of: Hashable, stamp: Hashable, make: Callable[[], _T]) -> _T:
        """What `make` gives for this figure and filter, made once as long as the stamp stays the same.

        One makes it while others wait who ask for the same; `make` may ask for other figures. An error is not kept.
        """
        with self._lock:
            mine = self._kept.setdefault((figure, of), _Kept())
            self._kept.move_to_end((figure, of))
            while len(self._kept) > self._at_most:
                self._kept.popitem(last=False)
        with mine.lock:
            if mine.stamp != stamp:
                mine.made = make()
                mine.stamp = stamp
            made: _T = mine.made
            return made
