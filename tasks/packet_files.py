"""The files of a packet, what the packet is known by, and writing that leaves a file whole or not at all."""

import hashlib
import os
from pathlib import Path


def packet_files(packet: Path) -> list[Path]:
    """The files of a packet in page order: the file itself, or every file of the folder by its path; no dot files."""
    if packet.is_file():
        return [packet]
    inside = (file for file in packet.rglob("*") if file.is_file() and not _hidden(file.relative_to(packet)))
    return sorted(inside, key=lambda file: file.relative_to(packet).as_posix())


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def write_whole(file: Path, content: bytes, mode: int = 0o666) -> None:
    """Writes a file so that it is there whole or not at all, whatever happens in between; `mode` as far as the umask lets it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f".{file.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode)
    unfinished.write_bytes(content)
    to_disk(unfinished)
    unfinished.replace(file)
    to_disk(file.parent)


def to_disk(path: Path) -> None:
    """Has a file, or a folder's list of files, written to the disk itself."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def packet_sha256(packet: Path) -> str:
    """The SHA-256 a packet is known by: of its one file, or over its files' SHA-256s in page order.

    Names do not count, bytes do: a scan is the same packet alone and in a folder of its own.
    """
    digests = [_digest(file) for file in packet_files(packet)]
    return (digests[0] if len(digests) == 1 else hashlib.sha256(b"".join(digests)).digest()).hex()


def _digest(file: Path) -> bytes:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").digest()
