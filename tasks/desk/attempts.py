"""How often somebody may try to sign in: counted by address and by handle, in memory, over a moving window."""

import math
import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

_BY_ADDRESS = RateLimitItemPerMinute(60, 5)  # an office may have one address
_BY_HANDLE = RateLimitItemPerMinute(10, 5)


class Attempts:
    """The tries of the last five minutes."""

    def __init__(self) -> None:
        self._window = MovingWindowRateLimiter(MemoryStorage())

    def seconds_to_wait(self, address: str, handle: str = "") -> int:
        """Counts one try; 0 where it may be made, else how long to wait. `handle` "": it is not known yet."""
        keys = [(_BY_ADDRESS, f"address:{address}")]
        if handle:
            keys.append((_BY_HANDLE, f"handle:{handle}"))
        full = [(item, key) for item, key in keys if not self._window.hit(item, key)]
        if not full:
            return 0
        return max(1, *(math.ceil(self._window.get_window_stats(*each).reset_time - time.time()) for each in full))

    def succeeded(self, handle: str) -> None:
        """Forgets the tries of a handle whose owner is in."""
        self._window.clear(_BY_HANDLE, f"handle:{handle}")
