"""Keeps what an unexpected error says out of Prefect, whose logs are clear text: only its type and place are told."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from tasks.case.errors import KaijiError


class Broken(KaijiError):
    """Something nobody expected; the message names the error's type and the line of code, never a value."""


@contextmanager
def only_place_told() -> Iterator[None]:
    """Passes kaiji's own errors on, whose words are safe, and tells of any other only its type and where it arose."""
    try:
        yield
    except KaijiError:
        raise
    except Exception as unexpected:  # noqa: BLE001  # whatever it is, its words may hold what stands on a paper
        place = traceback.extract_tb(unexpected.__traceback__)[-1]
        where = f"{place.filename.rsplit('/', 2)[-2]}/{place.filename.rsplit('/', 1)[-1]}:{place.lineno}"
        raise Broken(f"{type(unexpected).__name__} at {where}; please report it.") from None
