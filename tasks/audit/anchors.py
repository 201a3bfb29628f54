"""Notes outside of the database how far the chain of events had come, so that events cut off its end are missed.

`<home>/audit/anchors.csv` is only ever added to: time, event, digest, and a code made with the house's own key over them
and the line before. Whoever can write to the database alone cannot make a shortened or rewritten chain agree with it.
Copies of the file kept elsewhere (or a head digest written down) tell of a change by somebody who has the key as well.
"""

import csv
import hashlib
import hmac
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock

from tasks.store.events import newest_link
from tasks.wiring import House

_TITLES = ("time", "event", "digest", "hmac")
_NOTHING_BEFORE = ""


class Anchor(NamedTuple):
    """One line: at that time (ISO, Japanese), the newest event was this one and had this digest."""

    time: str
    event: str
    digest: str
    hmac: str


def anchors_file(house: House) -> Path:
    """Where the anchors lie."""
    return house.settings.root / "audit" / "anchors.csv"


def anchor(house: House) -> Anchor | None:
    """Notes the newest event; once for each, however often it is called. None before anything happened."""
    file = anchors_file(house)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with FileLock(file.with_suffix(".lock")):
        with house.database.transaction() as session:
            newest = newest_link(session)
        if newest is None:
            return None
        last = next(reversed(read_anchors(house)), None)
        event, digest = str(newest[0]), newest[1]
        if last is not None and (last.event, last.digest) == (event, digest):
            return last
        time = house.now().isoformat(timespec="seconds")
        before = last.hmac if last else _NOTHING_BEFORE
        made = Anchor(time, event, digest, _code(house, before, time, event, digest))
        _add(file, made)
        return made


def _add(file: Path, made: Anchor) -> None:
    whole = not file.exists() or not (content := file.read_bytes()) or content.endswith(b"\n")
    with file.open("a", encoding="utf-8", newline="") as opened:
        if not whole:  # a line that a dying process left half; what follows must stand on a line of its own
            opened.write("\n")
        rows = csv.writer(opened, lineterminator="\n")
        if opened.tell() == 0:
            rows.writerow(_TITLES)
        rows.writerow(made)
        opened.flush()
        os.fsync(opened.fileno())


def read_anchors(house: House) -> list[Anchor]:
    """Every line that looks like an anchor, oldest first; a line that does not is `forged_lines`' matter."""
    return [Anchor(*row) for _, row in _rows(house) if len(row) == len(_TITLES)]


def forged_lines(house: House) -> Iterator[int]:
    """The lines (from 1) that nobody with the house's key wrote in this place: changed, slipped in, or after one taken out."""
    before = _NOTHING_BEFORE
    for line, row in _rows(house):
        if len(row) != len(_TITLES) or not row[1].isdecimal():
            yield line
            continue
        found = Anchor(*row)
        if not hmac.compare_digest(found.hmac.encode(), _code(house, before, *found[:3]).encode()):
            yield line
        before = found.hmac


def _rows(house: House) -> Iterator[tuple[int, list[str]]]:
    file = anchors_file(house)
    if not file.exists():
        return
    with file.open(encoding="utf-8", errors="replace", newline="") as opened:
        for line, row in enumerate(csv.reader(opened), start=1):
            if line > 1:
                yield line, row


def _code(house: House, before: str, time: str, event: str, digest: str) -> str:
    """By a key of its own: what the key `audit` signs are values that people type, and nobody may type an anchor."""
    said = f"{before}\n{time}\n{event}\n{digest}".encode()
    return hmac.new(house.key("anchors"), said, hashlib.sha256).hexdigest()
