"""The answer sheet of a packet: what a reader should find, what must be gone, and how the case should end, as TOML."""

import json
from collections.abc import Sequence
from typing import Any

from maker import scanner
from maker.packet import RECEIVED_ON, Packet

Scan = tuple[scanner.Picture, Any]


def expected(packet: Packet, scans: Sequence[Scan]) -> str:
    """The whole sheet; a batch has one `[[parts]]` for each packet in it, with pages counted from that packet's first."""
    lines = [f"policy = {toml(packet.policy)}", f"received_on = {RECEIVED_ON.isoformat()}", *_arrival(packet)]
    if not packet.parts:
        lines += _contents(packet, scans, "")
        return "\n".join(lines) + "\n"
    first = 0
    for part in packet.parts:
        own = scans[first : first + len(part.sheets)]
        lines += ["", "[[parts]]", f"first_page = {first}", *_contents(part, own, "parts.")]
        first += len(part.sheets) + 1  # the separator sheet
    return "\n".join(lines) + "\n"


def _arrival(packet: Packet) -> list[str]:
    lines = [] if packet.channel == "post" else [f"channel = {toml(packet.channel)}"]
    lines += [f"after = {toml(packet.after)}", "supplement = true"] if packet.after else []
    return lines + ([f"wave = {packet.wave}"] if packet.wave > 1 else [])


def _contents(packet: Packet, scans: Sequence[Scan], prefix: str) -> list[str]:
    lines = ["", f"[{prefix}intake]", f"disposition = {toml(packet.disposition)}"]
    lines += [f"findings = {toml(packet.findings)}"]
    if packet.shape != "locked":
        lines += _pages(packet, prefix) + _marks(packet, scans, prefix)
    lines += ["", f"[{prefix}fields]", *(f"{toml(name)} = {toml(value)}" for name, value in packet.fields.items())]
    for table, values in (("people", packet.people), ("end", packet.end)):
        plain = {name: value for name, value in values.items() if not isinstance(value, dict)}
        lines += ["", f"[{prefix}{table}]", *(f"{name} = {toml(value)}" for name, value in plain.items())]
        for name, inner in values.items():
            if isinstance(inner, dict):
                lines += ["", f"[{prefix}{table}.{name}]", *(f"{key} = {toml(value)}" for key, value in inner.items())]
    return lines


def _pages(packet: Packet, prefix: str) -> list[str]:
    lines = ["", f"[[{prefix}pages]]", 'kind = "request_form"', "rotation = 0"] if packet.message else []
    for i, sheet in enumerate(packet.sheets):
        lines += ["", f"[[{prefix}pages]]", f'kind = "{sheet.kind}"', f"rotation = {packet.turns.get(i, 0)}"]
    return lines


def _marks(packet: Packet, scans: Sequence[Scan], prefix: str) -> list[str]:
    """Every value that must be painted, and every one that must stay readable, where it lies on the scan."""
    lines: list[str] = []
    before = 1 if packet.message else 0
    for i, (sheet, (picture, matrix)) in enumerate(zip(packet.sheets, scans, strict=True)):
        for mark in sheet.marks:
            corners = scanner.carried(mark.corners, matrix, picture)
            table = "readable" if mark.purpose == "readable" else "sensitive"
            lines += ["", f"[[{prefix}{table}]]", f"page = {before + i}"]
            lines += [] if mark.purpose == "readable" else [f'reason = "{mark.purpose}"']
            lines += [f"text = {toml(mark.text)}", f"poly = {corners}"]
    return lines


def toml(value: Any) -> str:
    """A text, number, list or table of them as TOML."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{toml(key)} = {toml(inner)}" for key, inner in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)
