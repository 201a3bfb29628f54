"""The house's own secrets, each a file in `keys/` that only its owner may read; made when first asked for."""

import os
import secrets
from pathlib import Path

_LENGTH = 32


def house_key(folder: Path, name: str) -> bytes:
    """The 32 random bytes of that name; two processes that ask at the same time get the same."""
    file = folder / f"{name}.key"
    if not file.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = folder / f".{name}.{os.getpid()}.{secrets.token_hex(4)}"
        unfinished.touch(mode=0o600)
        unfinished.write_bytes(secrets.token_bytes(_LENGTH))
        try:
            os.link(unfinished, file)  # fails where another process was first, whose key then counts
        except FileExistsError:
            pass
        finally:
            unfinished.unlink()
    return file.read_bytes()
