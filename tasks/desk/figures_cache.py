"""Keeps what was made of the figures for as long as it is right: one maker for each key at a time, the oldest goes first."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """At most so many things by key. A key says all that its thing depends on, so that nothing here can be out of date."""

    def __init__(self, at_most: int) -> None:
        self._at_most = at_most
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, Future[T]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The thing of a key, made by the first who asks; the others wait for it, and for its error if it fails."""
        with self._lock:
            found = self._kept.get(key)
            mine = found is None
            if found is None:
                found = self._kept[key] = Future()
                while len(self._kept) > self._at_most:
                    self._kept.popitem(last=False)
            else:
                self._kept.move_to_end(key)
        if mine:
            self._make(key, found, make)
        return found.result()

    def _make(self, key: Hashable, promise: Future[T], make: Callable[[], T]) -> None:
        try:
            promise.set_result(make())
        except BaseException as wrong:  # noqa: BLE001  # whoever waits gets it, the maker too
            with self._lock:
                if self._kept.get(key) is promise:  # whoever comes next tries anew
                    del self._kept[key]
            promise.set_exception(wrong)
