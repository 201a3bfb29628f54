"""Sealed files: the originals as they came and what was made of them, each packet under its number.

Nothing but this module knows where they lie. A name from outside is never kept, because names of files hold names of
people; only the order of pages is. What is written appears whole or not at all.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_ORIGINAL = "original"
READING, REDACTION, REDACTED = "reading.json", "redaction.json", "redacted.pdf"  # what stages keep beside it


class Sealed:
    """The sealed files of all packets below one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def seal(self, number: str, packet: Path) -> None:
        """Copies a packet (a file, or a folder of page files) under `number`; does nothing when it is sealed."""
        if self._home(number).exists():
            return
        with _whole(self._home(number)) as unfinished:
            (unfinished / _ORIGINAL).mkdir(parents=True)
            for position, file in enumerate(packet_files(packet), start=1):
                copy = unfinished / _ORIGINAL / f"{position:04}{file.suffix.lower()}"
                shutil.copyfile(file, copy)
                _to_disk(copy)
            _to_disk(unfinished / _ORIGINAL)

    @contextmanager
    def original(self, number: str) -> Iterator[Path]:
        """A folder with the packet's files in their order, to be read and not changed while the context lasts."""
        yield self._home(number) / _ORIGINAL

    def put(self, number: str, name: str, content: bytes) -> None:
        """Keeps something made of the packet, such as `redacted.pdf`; an older one of that name is replaced."""
        write_whole(self._home(number) / name, content)

    def get(self, number: str, name: str) -> bytes:
        """What `put` kept; FileNotFoundError when there is none."""
        return (self._home(number) / name).read_bytes()

    def has(self, number: str, name: str) -> bool:
        """Whether `put` kept something of that name."""
        return (self._home(number) / name).is_file()

    def drop(self, number: str, name: str) -> None:
        """Forgets something that `put` kept and that has served its purpose."""
        (self._home(number) / name).unlink(missing_ok=True)

    def move_out(self, number: str, target: Path) -> None:
        """Moves all files of a packet to `target`, in place of what lies there; does nothing when they are gone."""
        if self._home(number).exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(target, ignore_errors=True)
            shutil.move(self._home(number), target)

    def _home(self, number: str) -> Path:
        return self._folder / number


def packet_files(packet: Path) -> list[Path]:
    """The files of a packet in page order: the file itself, or every file of the folder by its path; no dot files."""
    if packet.is_file():
        return [packet]
    inside = (file for file in packet.rglob("*") if file.is_file() and not _hidden(file.relative_to(packet)))
    return sorted(inside, key=lambda file: file.relative_to(packet).as_posix())


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def write_whole(file: Path, content: bytes) -> None:
    """Writes a file so that it is there whole or not at all, whatever happens in between."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f".{file.name}.unfinished")
    unfinished.write_bytes(content)
    _to_disk(unfinished)
    unfinished.replace(file)
    _to_disk(file.parent)


@contextmanager
def _whole(folder: Path) -> Iterator[Path]:
    """A folder that gets its name only when it is complete."""
    unfinished = folder.with_name(f".{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    yield unfinished
    unfinished.rename(folder)
    _to_disk(folder.parent)


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def content_digest(packet: Path) -> str:
    """What a packet is known by: SHA-256 over its files' SHA-256s in page order. Names do not count, bytes do."""
    whole = hashlib.sha256()
    for file in packet_files(packet):
        with file.open("rb") as opened:
            whole.update(hashlib.file_digest(opened, "sha256").digest())
    return whole.hexdigest()
