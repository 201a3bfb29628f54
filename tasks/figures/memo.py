"""What was computed of frames, kept beside them while it stays true, so that a page does not compute it for each reader."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

_T = TypeVar("_T")
_MOST = 64  # filters that are remembered for all figures together


class Memo:
    """A small store: of each figure and filter, what was computed last and of what it was computed."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._kept: OrderedDict[Hashable, tuple[Hashable, Any]] = OrderedDict()

    def kept(self, figure: str, of: Hashable, stamp: Hashable, make: Callable[[], _T]) -> _T:
        """What `make` gives for this figure and filter, made once as long as the stamp stays the same.

        One makes it while others wait, since all of them would compute the same.
        """
        with self._lock:
            known = self._kept.get((figure, of))
            if known is None or known[0] != stamp:
                known = stamp, make()
            self._kept[figure, of] = known
            self._kept.move_to_end((figure, of))
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)
            made: _T = known[1]
            return made
