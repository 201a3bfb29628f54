"""What was computed of frames, kept beside them while it stays true, so that a page does not compute it for each reader."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

_T = TypeVar("_T")
_MOST = 128  # filters that are remembered for all figures together


class _Place:
    """What is known of one figure and filter, and who makes it now."""

    def __init__(self) -> None:
        self.lock = threading.RLock()  # of another place what is made may ask meanwhile
        self.known: tuple[Hashable, Any] | None = None


class Memo:
    """A small store: of each figure and filter, what was computed last and of what it was computed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, _Place] = OrderedDict()

    def kept(self, figure: str, of: Hashable, stamp: Hashable, make: Callable[[], _T]) -> _T:
        """What `make` gives for this figure and filter, made once as long as the stamp stays the same.

        One makes it while those who want the same wait, since all of them would compute it; others do not.
        """
        place = self._place(figure, of)
        with place.lock:
            if place.known is None or place.known[0] != stamp:
                place.known = stamp, make()
            made: _T = place.known[1]
            return made

    def _place(self, figure: str, of: Hashable) -> _Place:
        with self._lock:
            place = self._kept.setdefault((figure, of), _Place())
            self._kept.move_to_end((figure, of))
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)
            return place
