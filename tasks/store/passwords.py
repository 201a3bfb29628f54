"""Passwords of local accounts: the rule they must keep, and their argon2 hashes.

The rule is NIST SP 800-63B's: length counts, mixtures of signs do not; the same characters typed in another width are the
same password.
"""

import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from tasks.case.errors import KaijiError

SHORTEST, LONGEST = 12, 256  # characters
_HASHER = PasswordHasher()
_AT_ONCE = threading.BoundedSemaphore(2)  # each check takes 64 MB for its moment


def hash_password(password: str, handle: str) -> str:
    """The hash to keep; KaijiError where the password is too short or long, or is the handle."""
    plain = _plain(password)
    if not SHORTEST <= len(plain) <= LONGEST:
        raise KaijiError(
            f"A password has {SHORTEST} to {LONGEST} characters; choose another, such as four random words."
        )
    if not plain.casefold().replace(handle, ""):
        raise KaijiError("A password may not be the handle; choose another, such as four random words.")
    with _AT_ONCE:
        return _HASHER.hash(plain)


def is_password(kept: str, password: str) -> bool:
    """Whether this is the password; takes the same time where no hash is kept, so that nobody can tell accounts by it."""
    if len(password) > LONGEST:
        password = ""
    with _AT_ONCE:
        try:
            return _HASHER.verify(kept or _nobodys(), _plain(password)) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with other parameters than argon2-cffi recommends today."""
    return _HASHER.check_needs_rehash(kept)


def _plain(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


@cache
def _nobodys() -> str:
    return _HASHER.hash("nobody has this password, and nobody gets in with it")
