"""Holds a report and a redacted file against the truth of a packet."""

import difflib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from tests.bench.reading.packets import Packet
from tests.bench.reading.render import Spot
from tests.bench.reading.scan import Scan
from tests.support.answers import DARK, plain, same_value, share_painted

HIDDEN, COVERED = (
    0.9,
    0.3,
)  # share of a sensitive value that must be painted; of a readable one from which it counts as lost
PASSING = {"ok", "not_required", "exact"}
HAND = ("request.", "person.", "agent.", "authority.date")


@dataclass
class Truth:
    """A packet with the scans of its pages, and every spot as corners in fractions of its scan."""

    packet: Packet
    turns: list[int]
    spots: list[list[tuple[Spot, list[list[float]]]]]
    inks: list[npt.NDArray[np.bool_]]


@dataclass
class Score:
    """Figures of many packets; `wrong` lists what to look at."""

    counts: Counter[str] = field(default_factory=Counter)
    errors: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    calibration: list[tuple[float, bool]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def share(self, part: str, whole: str) -> float:
        """A part of a whole in per cent."""
        return 100 * self.counts[part] / max(1, self.counts[whole])


def carried(spot: Spot, scan: Scan) -> list[list[float]]:
    """A spot's corners as fractions of the scan."""
    x0, y0, x1, y1 = spot.box
    moved = cv2.perspectiveTransform(np.array([[[x0, y0], [x1, y0], [x1, y1], [x0, y1]]], np.float64), scan.matrix)[0]
    height, width = scan.picture.shape[:2]
    return [[float(x) / width, float(y) / height] for x, y in moved]


def judge(score: Score, truth: Truth, report: dict[str, Any], redacted: list[npt.NDArray[np.uint8]]) -> None:
    """Adds one packet to the score."""
    name = truth.packet.name
    score.counts["packets"] += 1
    if not redacted:
        score.wrong.append(f"{name} quarantined: {report.get('reason')}")
        return
    results = {each["check"]: each for each in report["findings"]}
    referred = results.get("masking.domicile", {}).get("verdict") == "unclear"
    for i, (paper, page) in enumerate(zip(truth.packet.papers, report["pages"], strict=True)):
        _judge_page(score, f"{name} p{i} {paper.kind}", page, paper.kind, -truth.turns[i] % 360)
        _judge_marks(score, f"{name} p{i} {paper.kind}", redacted[i], truth.spots[i], truth.inks[i], referred=referred)
    _judge_fields(score, name, truth.packet.fields, report["fields"])
    _judge_findings(score, truth.packet, results, report["disposition"])


def _judge_page(score: Score, name: str, page: dict[str, Any], kind: str, rotation: int) -> None:
    score.counts["pages"] += 1
    if page["kind"] == kind:
        score.counts["kinds"] += 1
    else:
        score.wrong.append(f"{name}: kind {page['kind']}")
    if page["rotation"] == rotation or kind == "blank":
        score.counts["rotations"] += 1
    else:
        score.wrong.append(f"{name}: rotation {page['rotation']} for {rotation}")


def _judge_marks(score: Score, name: str, picture: npt.NDArray[np.uint8], spots: list[tuple[Spot, list[list[float]]]], ink: npt.NDArray[np.bool_], *, referred: bool) -> None:  # fmt: skip
    height, width = picture.shape[:2]
    secret = np.zeros((height, width), np.uint8)
    leaked = False
    black = solid(picture)
    flat = np.where(black[..., None], 0, 255).astype(np.uint8) * np.ones((1, 1, 3), np.uint8)
    for spot, poly in spots:
        corners = np.array([[x * width, y * height] for x, y in poly], np.int32)
        if spot.purpose != "readable":
            cv2.fillPoly(secret, [corners], 255)
            painted = share_painted(picture, poly)
            score.counts["sensitive"] += 1
            if painted >= HIDDEN:
                score.counts["covered"] += 1
            else:
                score.wrong.append(
                    f"{name}: {spot.purpose} {spot.text} painted {painted:.2f}{' (referred)' if referred else ''}"
                )
                leaked |= spot.purpose == "domicile"
        else:
            score.counts["readable"] += 1
            painted = share_painted(flat, poly)
            if painted > COVERED:
                score.counts["lost"] += 1
                score.wrong.append(f"{name}: readable {spot.text} painted {painted:.2f}")
    if any(spot.purpose == "domicile" for spot, _ in spots):
        score.counts["domicile pages"] += 1
        score.counts["domicile leaked"] += leaked
        score.counts["domicile leaked, not referred"] += leaked and not referred
    around = cv2.dilate(secret, np.ones((25, 25), np.uint8))
    other = cv2.resize(ink.astype(np.uint8), (width, height), interpolation=cv2.INTER_NEAREST).astype(bool) & (
        around == 0
    )
    score.counts["other ink"] += int(other.sum())
    score.counts["other ink painted"] += int((other & black).sum())


def solid(picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    """Pixels in the middle of solid black, wider than any letter's stroke."""
    black = (picture.max(axis=2) < DARK).astype(np.uint8)
    return cv2.morphologyEx(black, cv2.MORPH_OPEN, np.ones((15, 15), np.uint8)).astype(bool)


def _judge_fields(score: Score, name: str, wanted: dict[str, str], found: dict[str, Any]) -> None:
    for key, value in wanted.items():
        if not value:
            continue
        got = found.get(key, {"value": "", "normalized": None, "confidence": 0.0})
        right = same_value(key, SimpleNamespace(value=got["value"], normalized=got["normalized"]), value)
        style = "hand" if key.startswith(HAND) else "print"
        for group in (style, key):
            score.errors[group]["fields"] += 1
            score.errors[group]["exact"] += right
            score.errors[group]["letters"] += len(plain(value))
            score.errors[group]["edits"] += (
                0 if right else _edits(plain(got["normalized"] or got["value"]), plain(value))
            )
        if got["value"]:
            score.calibration.append((float(got["confidence"]), right))
        if not right:
            score.wrong.append(
                f"{name}: {key} {got['value']!r} {got['normalized']!r} {got['confidence']:.2f} for {value!r}"
            )


def _edits(got: str, wanted: str) -> int:
    same = sum(block.size for block in difflib.SequenceMatcher(None, got, wanted, autojunk=False).get_matching_blocks())
    return max(len(got), len(wanted)) - same


def _judge_findings(score: Score, packet: Packet, results: dict[str, Any], disposition: str) -> None:
    for check, wanted in packet.findings.items():
        got = results.get(check, {"result": "", "verdict": ""})
        score.counts[f"check {check}"] += 1
        if got["verdict"] == "pass" and wanted not in PASSING:
            score.counts["false passes"] += 1
            score.wrong.append(f"{packet.name}: FALSE PASS {check} for {wanted}")
        if wanted in PASSING and got["verdict"] != "pass":
            score.counts[f"needless {check}"] += 1
            score.wrong.append(f"{packet.name}: {check} {got['result']} for {wanted}")
    if packet.sound:
        score.counts["sound"] += 1
        if disposition != "ready_for_decision":
            score.counts["needless"] += 1
            unclear = [f"{check} {each['result']}" for check, each in results.items() if each["verdict"] != "pass"]
            score.wrong.append(f"{packet.name}: needless {disposition}: {', '.join(unclear)}")
