"""A value as seen on paper: absent, present but unreadable, or known. Rules take these and so never guess."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Seen(Generic[T]):
    """One value: `present` says that something stands there, `value` what it is when it could be read surely enough."""

    present: bool = False
    value: T | None = None

    @property
    def unreadable(self) -> bool:
        """Whether something stands there that could not be read."""
        return self.present and self.value is None


def known(value: T) -> Seen[T]:
    """A value that was read."""
    return Seen(present=True, value=value)


def unreadable() -> Seen[T]:
    """Something is there, and nobody can say what."""
    return Seen(present=True)


def absent() -> Seen[T]:
    """Nothing is there."""
    return Seen()
