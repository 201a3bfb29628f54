"""Keeps what was made of the figures: one maker at a time for each thing, and what was made last stays at hand."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

from tasks.quiet import type_and_place

T = TypeVar("T")
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
    """Makes things behind the scenes, one at a time; of what cannot be begun soon nothing is remembered."""

    def __init__(self, at_most: int = 20) -> None:
        self._at_most = at_most
        self._lock = threading.Lock()
        self._asked: set[Hashable] = set()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="figures")

    def make(self, place: Hashable, make: Callable[[], object]) -> None:
        """Has it made, unless it is being made, or too much waits already."""
        with self._lock:
            if place in self._asked or len(self._asked) >= self._at_most:
                return
            self._asked.add(place)
        self._worker.submit(self._do, place, make)

    def _do(self, place: Hashable, make: Callable[[], object]) -> None:
        try:
            make()
        except Exception as unexpected:  # noqa: BLE001  # whoever opens the page next meets it, and is told
            _LOG.warning("A page of figures could not be made anew: %s", type_and_place(unexpected))
        finally:
            with self._lock:
                self._asked.discard(place)
