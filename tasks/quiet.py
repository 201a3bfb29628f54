"""Keeps what an unexpected error says out of Prefect, whose logs are clear text: only its type and place are told."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from tasks.case.errors import KaijiError


class Broken(KaijiError):
    """Something nobody expected; the message names the error's type and the line of code, never a value."""


def type_and_place(unexpected: BaseException) -> str:
    """An error's type and the line of code where it arose, without its words; errors from a reading process keep none."""
    place = traceback.extract_tb(unexpected.__traceback__)[-1]
    folder, file = place.filename.rsplit("/", 2)[-2:]
    return f"{type(unexpected).__name__} at {folder}/{file}:{place.lineno}"


@contextmanager
def only_place_told() -> Iterator[None]:
    """Passes kaiji's own errors on, whose words are safe, and tells of any other only its type and where it arose."""
    try:
        yield
    except KaijiError:
        raise
    except Exception as unexpected:  # noqa: BLE001  # whatever it is, its words may hold what stands on a paper
        raise Broken(f"{type_and_place(unexpected)}; please report it.") from None
