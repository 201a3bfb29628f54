"""Reads, redacts and checks packets without server or database, and writes what INSPECT.md asks for."""

import json
import os
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, as_completed
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tasks.case.errors import KaijiError, MissingTool
from tasks.case.words import Disposition, Finding, Page, Reading, RedactionReason, disposition_of
from tasks.check.check_packet import check_packet
from tasks.engines.pool import reading_pool
from tasks.packet_files import packet_sha256, write_whole
from tasks.policy import Policy, load_policy
from tasks.read.read_packet import read_packet
from tasks.receive.channels import channel_of
from tasks.receive.page_images import open_pages
from tasks.redact.redact_packet import RedactedPacket, redact_packet

SCHEMA = 1
READERS = 2


@dataclass(frozen=True)
class Inspected:
    """What became of one packet: its disposition, its findings, and why it was put in quarantine, if it was."""

    packet: str
    disposition: Disposition
    findings: tuple[Finding, ...]
    reason: str = ""


def read_and_redact(path: Path, reasons: frozenset[RedactionReason]) -> RedactedPacket:
    """Opens, reads and redacts one packet in this process; UnreadablePacket when it cannot be opened."""
    pages = open_pages(path)
    return redact_packet(pages, read_packet(pages), reasons)


def inspect_one(
    path: Path,
    policy: Policy,
    received_on: date,
    out_dir: Path,
    *,
    name: str | None = None,
    policy_name: str | None = None,
) -> Inspected:
    """Inspects one packet and writes its report; whatever goes wrong becomes a quarantined report without page text."""
    began = time.perf_counter()
    packet = name or packet_name(path)
    folder = out_dir / packet
    folder.mkdir(parents=True, exist_ok=True)
    head = {"schema": SCHEMA, "packet": packet, "sha256": _sha256(path), "policy": policy_name or policy.code}
    try:
        redacted = read_and_redact(path, policy.redaction_reasons)
        findings = check_packet(redacted.reading, policy, received_on, redacted.findings, channel=channel_of(path))
        report = head | report_body(redacted.reading, findings)
        write_whole(folder / "redacted.pdf", redacted.pdf)
        done = Inspected(packet, disposition_of(findings), tuple(findings))
    except MissingTool:
        raise  # no packet's fault, and the same for all
    except Exception as wrong:  # noqa: BLE001 (one bad packet must not stop the others; only its type is told)
        done = _quarantined(folder, packet, wrong)
        report = head | {
            "pages": [],
            "fields": {},
            "findings": [],
            "disposition": done.disposition,
            "reason": done.reason,
        }
    write_whole(folder / "report.json", _json(report))
    write_whole(folder / "timing.json", _json({"seconds": round(time.perf_counter() - began, 3)}))
    return done


def _quarantined(folder: Path, packet: str, wrong: Exception) -> Inspected:
    (folder / "redacted.pdf").unlink(missing_ok=True)
    reason = str(wrong) if isinstance(wrong, KaijiError) else f"Unexpected {type(wrong).__name__}; please report it."
    return Inspected(packet, Disposition.QUARANTINED, (), reason)


def report_body(reading: Reading, findings: Sequence[Finding]) -> dict[str, Any]:
    """Pages, fields, findings and disposition as INSPECT.md writes them."""
    return {
        "pages": [_page(page) for page in reading.pages],
        "fields": {name: field.model_dump(mode="json", exclude={"name"}) for name, field in reading.fields.items()},
        "findings": [each.model_dump(mode="json") for each in findings],
        "disposition": disposition_of(list(findings)).value,
    }


def _page(page: Page) -> dict[str, Any]:
    return page.model_dump(
        mode="json", include={"index", "source", "kind", "confidence", "rotation", "redactions", "doubts"}
    )


def inspect_many(
    paths: Iterable[Path],
    policy_name_or_file: str | Path,
    received_on: date,
    out_dir: Path,
    progress: Callable[[str], None] | None = None,
) -> list[Inspected]:
    """Inspects packets side by side in warm processes; `progress` hears each packet's name when it is done."""
    began = time.perf_counter()
    policy, packets = load_policy(policy_name_or_file), list(paths)
    workers = max(1, min(READERS, os.cpu_count() or 1, len(packets)))
    done: list[Inspected] = []
    with reading_pool(workers) as pool:
        jobs = {}
        for name, path in zip(distinct_names(packets), packets, strict=True):
            job = pool.submit(
                inspect_one, path, policy, received_on, out_dir, name=name, policy_name=str(policy_name_or_file)
            )
            jobs[job] = (name, path)
        for job in as_completed(jobs):
            done.append(_result(job, *jobs[job], str(policy_name_or_file), out_dir))
            if progress:
                progress(done[-1].packet)
    wall = {"wall_seconds": round(time.perf_counter() - began, 3), "processes": workers}
    write_whole(out_dir / "timing.json", _json(wall))
    return sorted(done, key=lambda each: each.packet)


def _result(job: Future[Inspected], name: str, path: Path, policy_name: str, out_dir: Path) -> Inspected:
    """A job's result; a packet whose process died is quarantined like any other that went wrong."""
    try:
        return job.result()
    except MissingTool:
        raise
    except Exception as wrong:  # noqa: BLE001 (as in inspect_one; here the process itself was lost)
        done = _quarantined(out_dir / name, name, wrong)
        head = {"schema": SCHEMA, "packet": name, "sha256": _sha256(path), "policy": policy_name}
        body = {"pages": [], "fields": {}, "findings": [], "disposition": done.disposition, "reason": done.reason}
        write_whole(out_dir / name / "report.json", _json(head | body))
        return done


def packet_name(path: Path) -> str:
    """What a packet's folder of results is called: the folder's name, or the file's without its ending."""
    return path.name if path.is_dir() else path.stem


def distinct_names(paths: Sequence[Path]) -> list[str]:
    """A name for each packet; of packets with one name the later ones get a number."""
    names: list[str] = []
    for path in paths:
        name, number = packet_name(path.resolve()), 2
        while name in names:
            name, number = f"{packet_name(path.resolve())}-{number}", number + 1
        names.append(name)
    return names


def _sha256(path: Path) -> str:
    try:
        return packet_sha256(path)
    except OSError:
        return ""


def _json(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
