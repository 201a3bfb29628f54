"""Sealed files: the originals as they came and what was made of them, each packet under its number.

Nothing but this module knows where they lie. A name from outside is never kept, because names of files hold names of
people; only the order of pages is. What is written appears whole or not at all.
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tasks.packet_files import packet_files, to_disk, write_whole

_ORIGINAL = "original"
_ENDING = re.compile(r"\.[a-z0-9]{1,5}")
_MASKED = "0001-masked.pdf"
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
                copy = unfinished / _ORIGINAL / f"{position:04}{_ending(file)}"
                shutil.copyfile(file, copy)
                to_disk(copy)
            to_disk(unfinished / _ORIGINAL)

    @contextmanager
    def original(self, number: str) -> Iterator[Path]:
        """A folder with the packet's files in their order, to be read and not changed while the context lasts."""
        yield self._home(number) / _ORIGINAL

    def replace_original(self, number: str, content: bytes) -> None:
        """Puts a PDF in the place of the files that came, which may not be kept; done again after a break, it is done once."""
        folder = self._home(number) / _ORIGINAL
        write_whole(folder / _MASKED, content)
        for file in folder.iterdir():
            if file.name != _MASKED:
                file.unlink()
        to_disk(folder)

    def drop_original(self, number: str) -> None:
        """Forgets the files that came, where every page of them is kept under other numbers."""
        shutil.rmtree(self._home(number) / _ORIGINAL, ignore_errors=True)

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


def _ending(file: Path) -> str:
    """The ending of a name, where it looks like one; what follows the last stop may be a person's name as well."""
    ending = file.suffix.lower()
    return ending if _ENDING.fullmatch(ending) else ""


@contextmanager
def _whole(folder: Path) -> Iterator[Path]:
    """A folder that gets its name only when it is complete."""
    unfinished = folder.with_name(f".{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    yield unfinished
    unfinished.rename(folder)
    to_disk(folder.parent)
