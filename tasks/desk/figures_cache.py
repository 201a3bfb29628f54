"""Keeps what was made of the figures: one maker at a time for each thing, and nobody waits long while something newer is made."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLong
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

T = TypeVar("T")
STILL_GOOD = timedelta(minutes=2)  # how far the former may lie behind while the newer is made
_MAKERS = 2  # pages made at a time: as many as leave the desk's other requests room


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


@dataclass(frozen=True)
class _Making(Generic[T]):
    """What is made, or was: as of `at`; `former`: what stood there before."""

    at: datetime
    mark: Hashable
    coming: "Future[T]"
    former: "_Making[T] | None"


class Newest(Generic[T]):
    """At most so many things by place, each as new as it can be had: whoever asks early gets the former."""

    def __init__(self, at_most: int) -> None:
        self._at_most = at_most
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, _Making[T]] = OrderedDict()
        self._makers = ThreadPoolExecutor(_MAKERS, thread_name_prefix="figures")

    def get(self, place: Hashable, at: datetime, mark: Hashable, make: Callable[[], T], patience: float | None) -> T:
        """The thing of a place as of `at`; `mark` says which of that moment.

        While it is made by somebody, its reader waits for `patience` seconds (None: until it is there) and then gets the
        former, if that is of the same day and lies less than two minutes behind.
        """
        making = self._begun(place, at, mark, make)
        former = making.former
        good = former is not None and former.at.date() == at.date() and abs(at - former.at) < STILL_GOOD
        try:
            return making.coming.result(patience if good else None)
        except TooLong:
            if former is None or making.coming.done():
                raise
            return former.coming.result()

    def _begun(self, place: Hashable, at: datetime, mark: Hashable, make: Callable[[], T]) -> _Making[T]:
        with self._lock:
            found = self._kept.get(place)
            if found is None or (found.mark != mark and found.coming.done()) or _failed(found):
                former = found if found and not _failed(found) else found.former if found else None
                kept = _Making(former.at, former.mark, former.coming, None) if former else None
                found = self._kept[place] = _Making(at, mark, self._makers.submit(make), kept)
                while len(self._kept) > self._at_most:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(place)
            return found


def _failed(making: _Making[T]) -> bool:
    return making.coming.done() and making.coming.exception() is not None
