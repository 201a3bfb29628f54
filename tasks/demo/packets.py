"""The sample packets of the demonstration: what lies in each, in which wave it arrives, and where it goes in the inbox."""

import hashlib
import shutil
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tasks.packet_files import packet_sha256
from tasks.settings import PROJECT

SAMPLES = PROJECT / "samples"


class Sample(NamedTuple):
    """One sample packet: its name, its scan, and its expected.toml."""

    name: str
    scan: Path
    expected: dict[str, Any]

    @property
    def wave(self) -> int:
        """The intake in which it arrives; a supplement comes after the request that it belongs to."""
        return int(self.expected.get("wave", 1))

    @property
    def envelopes(self) -> "list[Envelope]":
        """What becomes a case of its own, or joins one: the packet, or each part of a batch scan."""
        digest = packet_sha256(self.scan)
        parts = self.expected.get("parts")
        if parts is None:
            return [Envelope(self.name, digest, self.expected)]
        return [
            Envelope(f"{self.name}, part {n}", hashlib.sha256(f"{digest}:{n}".encode()).hexdigest(), part)
            for n, part in enumerate(parts, start=1)
        ]


class Envelope(NamedTuple):
    """One envelope of a sample: the SHA-256 its packet is known by, and how it should end."""

    name: str
    sha256: str
    expected: dict[str, Any]

    @property
    def follows(self) -> str:
        """The sample whose case it joins, or ""."""
        return str(self.expected["after"]) if self.expected.get("supplement") else ""


def samples(only: Sequence[str] = ()) -> Iterator[Sample]:
    """The sample packets, or those named."""
    for folder in sorted((SAMPLES / "packets").iterdir()):
        scan = next((path for path in folder.iterdir() if path.stem == "scan"), None)
        if scan and (not only or folder.name in only):
            yield Sample(folder.name, scan, tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8")))


def put(sample: Sample, inbox: Path, own_policy: str) -> None:
    """Lays a sample into the inbox, or into the folder there of the company that it is addressed to."""
    policy = sample.expected["policy"]
    folder = inbox if policy == own_policy else inbox / policy
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{sample.name}{sample.scan.suffix}"
    if sample.scan.is_dir():
        shutil.copytree(sample.scan, target)
    else:
        shutil.copyfile(sample.scan, target)
