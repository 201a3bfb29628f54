"""A few warm processes that read pages: models are loaded once, one thread each, and none outlives its parent."""

import atexit
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

import cv2

P = ParamSpec("P")
R = TypeVar("R")

MOST_WORKERS = 16
_WATCH_SECONDS = 0.5
_ONE_THREAD = ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@contextmanager
def reading_pool(workers: int = 2) -> Iterator[ProcessPoolExecutor]:
    """A pool of reading processes for as long as the context lasts; what was submitted and not begun is given up after."""
    pool = open_pool(workers)
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def open_pool(workers: int = 2) -> ProcessPoolExecutor:
    """Starts a pool of at most as many processes as the machine has cores; whoever opens it shuts it down."""
    count = max(1, min(workers, MOST_WORKERS, os.cpu_count() or 1))
    return ProcessPoolExecutor(
        count, mp_context=multiprocessing.get_context("spawn"), initializer=_begin, initargs=(os.getpid(),)
    )


def _begin(parent: int) -> None:
    """Runs first in each process. Ctrl-C is the parent's to answer; a parent that dies takes its readers with it.

    The kernel's death signal would not do: it comes when the *thread* that started the process ends.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with, args=(parent,), daemon=True).start()
    for name in _ONE_THREAD:
        os.environ[name] = "1"
    os.environ.setdefault("KAIJI_READER_THREADS", "1")
    cv2.setNumThreads(1)


def _leave_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


class _Shared:
    """The pool that all threads of this process share, opened at its first use and again after it broke."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        atexit.register(self.close)

    def pool(self, workers: int) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is None:
                self._pool = open_pool(workers)
            return self._pool

    def close(self, broken: ProcessPoolExecutor | None = None) -> None:
        """Gives the pool up; of several threads whose jobs broke with one pool only the first does."""
        with self._lock:
            pool = self._pool if broken is None or broken is self._pool else None
            self._pool = None if pool is not None else self._pool
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)


_shared = _Shared()


def close_pool() -> None:
    """Ends the shared reading processes; the next job starts new ones."""
    _shared.close()


def run_in_pool(workers: int, job: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Runs `job` in this process's shared reading pool and waits for its result; job, arguments and result are pickled.

    A reader that dies (out of memory, killed) breaks the pool; the job is tried once more in a fresh one.
    """
    pool = _shared.pool(workers)
    try:
        return pool.submit(job, *args, **kwargs).result()
    except BrokenProcessPool:
        _shared.close(pool)
        return _shared.pool(workers).submit(job, *args, **kwargs).result()
