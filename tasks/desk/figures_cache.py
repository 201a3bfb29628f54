"""Keeps what was made of the figures: one maker at a time for each thing, and what was made last stays at hand."""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Generic, TypeVar

from tasks.quiet import type_and_place

T = TypeVar("T")
_LONGEST_REST = 1.0  # seconds
_LOG = logging.getLogger(__name__)


class Kept(Generic[T]):
    """At most so many things by key. A key says all that its thing depends on, so that nothing here can be out of date."""

    def __init__(self, at_most: int) -> None:
        self._kept: Last[Future[T]] = Last(at_most)
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The thing of a key, made by the first who asks; the others wait for it, and for its error if it fails."""
        with self._lock:
            found = self._kept.get(key)
            mine = found is None
            if found is None:
                found = Future()
                self._kept.put(key, found)
        if mine:
            self._make(key, found, make)
        return found.result()

    def at_hand(self, key: Hashable) -> T | None:
        """The thing of a key where it has been made; nobody waits."""
        found = self._kept.get(key)
        return found.result() if found and found.done() and not found.exception() else None

    def _make(self, key: Hashable, promise: Future[T], make: Callable[[], T]) -> None:
        try:
            promise.set_result(make())
        except BaseException as wrong:  # noqa: BLE001  # whoever waits gets it, the maker too
            self._kept.drop(key)  # whoever comes next tries anew
            promise.set_exception(wrong)


class Last(Generic[T]):
    """At most so many things by place, each as it was put there last; what nobody asked for the longest goes first."""

    def __init__(self, at_most: int) -> None:
        self._at_most = at_most
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, T] = OrderedDict()

    def get(self, place: Hashable) -> T | None:
        """What lies there; None for nothing."""
        with self._lock:
            found = self._kept.get(place)
            if found is not None:
                self._kept.move_to_end(place)
            return found

    def put(self, place: Hashable, thing: T) -> T:
        """Puts it there in place of what was, and gives it back."""
        with self._lock:
            self._kept[place] = thing
            self._kept.move_to_end(place)
            while len(self._kept) > self._at_most:
                self._kept.popitem(last=False)
        return thing

    def drop(self, place: Hashable) -> None:
        """Takes away what lies there, if anything."""
        with self._lock:
            self._kept.pop(place, None)


class Behind:
    """Makes things behind the scenes, few at a time, each place once; what could not be begun soon is not even noted down.

    `rest`: how long a maker rests after each thing, in times of what it took, so that nobody has to wait for it.
    """

    def __init__(self, makers: int, rest: float = 0.0, at_most: int = 20) -> None:
        self._at_most, self._rest = at_most, rest
        self._lock = threading.Lock()
        self._asked: dict[Hashable, Future[Any]] = {}
        self._makers = ThreadPoolExecutor(makers, thread_name_prefix="figures")

    def make(self, place: Hashable, make: Callable[[], T]) -> "Future[T] | None":
        """Has it made; what is being made already is not begun again. None where too much waits."""
        with self._lock:
            if place not in self._asked:
                if len(self._asked) >= self._at_most:
                    return None
                self._asked[place] = self._makers.submit(self._do, place, make)
            return self._asked[place]

    def _do(self, place: Hashable, make: Callable[[], T]) -> T:
        began = time.monotonic()
        try:
            return make()
        except Exception as unexpected:
            _LOG.warning("A page of figures could not be made: %s", type_and_place(unexpected))
            raise
        finally:
            with self._lock:
                self._asked.pop(place, None)
            if self._rest:
                time.sleep(min(self._rest * (time.monotonic() - began), _LONGEST_REST))
