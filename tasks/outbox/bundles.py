"""Makes the bundles of a day anew: whole or not at all, never one that is out of date, however often and by whomever.

A bundle is spoiled before the letters of its day change, and made when they have. Its manifest is written last, so that a
manifest which says what the record says now stands beside a print file of just those letters. One process makes at a time.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from tasks.case.means import NUMBERED, Means
from tasks.letter_places import bundle_files, outbox_file, spoil_bundles
from tasks.outbox.letters_of_day import Out, letters_of_day
from tasks.outbox.lists import addresses, manifest
from tasks.outbox.print_file import is_readable, print_file
from tasks.packet_files import write_whole
from tasks.store.letters import hold_outbox
from tasks.wiring import House

_MODE = 0o640  # names and addresses are for the mail room alone


class Bundle(NamedTuple):
    """One day's letters by one means. `left_out`: the numbers of those whose file is gone or was changed; they are not printed."""

    day: date
    means: str
    outs: tuple[Out, ...]
    left_out: tuple[str, ...]

    @property
    def unposted(self) -> int:
        """How many nobody has confirmed as posted."""
        return sum(out.posted is None for out in self.outs)

    @property
    def files(self) -> tuple[str, ...]:
        """What there is to take: a print file for what is printed, addresses for what the post gives a number."""
        printed, listed, told = (f"{self.means}.pdf", f"addresses-{self.means}.csv", f"manifest-{self.means}.csv")
        wanted = (self.means != Means.ELECTRONIC, self.means in NUMBERED, True)
        return tuple(name for name, is_there in zip((printed, listed, told), wanted, strict=True) if is_there)


def make_bundles_of(house: House, days: Iterable[date]) -> None:
    """The same for several days."""
    for day in sorted(days):
        make_bundles(house, day)


def make_bundles(house: House, day: date, *, anew: bool = False) -> list[Bundle]:
    """Every bundle of a day, made anew where the record says something else now; none where nothing was released.

    `anew`: whatever is there, as after the house's settings changed.
    """
    with house.database.transaction() as session:
        hold_outbox(session)
        if anew:
            spoil_bundles(house.outbox / day.isoformat())
        outs = letters_of_day(session, day)
        by_means = {means: tuple(out for out in outs if out.means == means) for means in Means}
        return [made for means, mine in by_means.items() if (made := _make(house, day, means, mine)).outs]


def _make(house: House, day: date, means: Means, outs: tuple[Out, ...]) -> Bundle:
    files = bundle_files(house.outbox / day.isoformat(), means)
    found = [(out.letter.number, _file_of(house, out, day)) for out in outs]
    bundle = Bundle(day, means.value, outs, tuple(number for number, pdf in found if pdf is None))
    told = manifest(outs, house.settings.language) if outs else b""
    if not _is_current(bundle, files, told):
        for file in reversed(files):  # the manifest first: without it nothing is taken for done
            file.unlink(missing_ok=True)
        _write(house, bundle, files, [(number, pdf) for number, pdf in found if pdf is not None], told)
    return bundle


def _is_current(bundle: Bundle, files: Sequence[Path], told: bytes) -> bool:
    """Whether the files say what the record says; where a letter's file is not as it was written they are not trusted."""
    wanted = [file for file in files if file.name in bundle.files]
    there = bool(bundle.outs) and not bundle.left_out and all(file.is_file() for file in wanted)
    return there and files[-1].read_bytes() == told


def _write(
    house: House, bundle: Bundle, files: Sequence[Path], letters: Sequence[tuple[str, bytes]], told: bytes
) -> None:
    printed, listed, manifest_file = files
    if letters and printed.name in bundle.files:
        write_whole(printed, print_file(letters, duplex=house.settings.duplex), _MODE)
    if bundle.outs and listed.name in bundle.files:
        write_whole(listed, addresses(bundle.outs), _MODE)
    if bundle.outs:
        write_whole(manifest_file, told, _MODE)


def _file_of(house: House, out: Out, day: date) -> bytes | None:
    """The letter as it was written; None where it is gone or is another."""
    file = outbox_file(house, out.letter, day)
    content = file.read_bytes() if file.is_file() else b""
    same = hashlib.sha256(content).hexdigest() == out.letter.sha256
    return content if same and is_readable(content) else None
