"""Makes packets, has them inspected, and prints the figures."""

import argparse
import json
import random
import resource
import time
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from tasks.engines.pdf import pictures_of_pdf
from tasks.inspect_packet import inspect_many
from tests.bench.reading.packets import RECEIVED_ON, SEEDS, Packet, make_packet
from tests.bench.reading.peers import compare
from tests.bench.reading.render import browser_page, draw
from tests.bench.reading.scan import Scan, scanned
from tests.bench.reading.score import Score, Truth, carried, judge, solid


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", choices=sorted(SEEDS), default="tune")
    parser.add_argument("--packets", type=int, default=40)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--out", type=Path, default=Path("build/reading"))
    parser.add_argument("--peers", type=int, default=24, help="pages that each peer is given; 0 for none")
    parser.add_argument("--show", action="store_true", help="list what went wrong (made-up people only)")
    chosen = parser.parse_args()
    folder = chosen.out / chosen.set
    truths = make(chosen.set, range(chosen.first, chosen.first + chosen.packets), folder)
    score, wall, pages = inspect(truths, folder)
    report(score, wall, pages)
    print("\n".join(compare(truths, folder, wall, pages, chosen.peers)))
    if chosen.show:
        print("\n".join(score.wrong))


def make(which: str, numbers: range, folder: Path) -> list[Truth]:
    """Draws and scans the packets as files below `folder`/packets."""
    truths = []
    with browser_page() as page:
        for number in numbers:
            packet = make_packet(which, number)
            dice = random.Random(SEEDS[which] * 3 + number)
            clean = [draw(page, document) for document in packet.documents]
            behind = np.full_like(clean[0][0], 255)
            scans = [
                scanned(picture, dice, which == "report", paper.turn, clean[i - 1][0] if i else behind)
                for i, (paper, (picture, _)) in enumerate(zip(packet.papers, clean, strict=True))
            ]
            spots = [
                [(spot, carried(spot, scan)) for spot in found] for (_, found), scan in zip(clean, scans, strict=True)
            ]
            inks = [ink_on(picture, scan) for (picture, _), scan in zip(clean, scans, strict=True)]
            save(folder / "packets" / packet.name, packet, [scan.picture for scan in scans], dice)
            truths.append(Truth(packet, [paper.turn for paper in packet.papers], spots, inks))
    return truths


def ink_on(picture: np.ndarray, scan: Scan) -> np.ndarray:
    """Where letters lie on the scan; what a sender blackened is none."""
    letters = (picture.min(axis=2) < 140) & ~cv2.dilate(
        solid(picture).astype(np.uint8), np.ones((9, 9), np.uint8)
    ).astype(bool)
    return cv2.warpPerspective(letters.astype(np.uint8), scan.matrix, scan.picture.shape[1::-1]).astype(bool)


def save(path: Path, packet: Packet, pictures: list[np.ndarray], dice: random.Random) -> None:
    """One packet as a folder of JPEGs or PNGs, or a folder with one PDF or TIFF."""
    path.mkdir(parents=True, exist_ok=True)
    for old in path.iterdir():
        old.unlink()
    images = [Image.fromarray(np.ascontiguousarray(picture[:, :, ::-1])) for picture in pictures]
    shape = dice.choice(("jpg", "pdf", "tiff", "png", "webp"))
    if shape == "pdf":
        images[0].save(path / "scan.pdf", save_all=True, append_images=images[1:], resolution=200, quality=72)
    elif shape == "tiff":
        images[0].save(
            path / "scan.tiff", save_all=True, append_images=images[1:], compression="tiff_lzw", dpi=(200, 200)
        )
    else:
        for i, image in enumerate(images):
            image.save(path / f"{i:02}.{shape}", quality=75, dpi=(200, 200))


def inspect(truths: list[Truth], folder: Path) -> tuple[Score, float, int]:
    """Inspects the packets as a user would and judges the files that come out; with the wall time and number of pages."""
    began = time.perf_counter()
    inspect_many([folder / "packets" / truth.packet.name for truth in truths], "rococo", RECEIVED_ON, folder / "out")
    wall = time.perf_counter() - began
    score = Score()
    for truth in truths:
        out = folder / "out" / truth.packet.name
        pdf = out / "redacted.pdf"
        redacted = [found[0] for found in pictures_of_pdf(pdf.read_bytes())] if pdf.exists() else []
        judge(score, truth, json.loads((out / "report.json").read_text()), redacted)
    return score, wall, sum(len(truth.turns) for truth in truths)


def report(score: Score, wall: float, pages: int) -> None:
    """Prints the figures."""
    counts = score.counts
    print(f"packets {counts['packets']}, pages {counts['pages']}")
    print(f"kinds {score.share('kinds', 'pages'):.2f} %, rotations {score.share('rotations', 'pages'):.2f} %")
    print(
        f"domicile pages {counts['domicile pages']}, leaked {counts['domicile leaked']}, of these not sent to a person {counts['domicile leaked, not referred']}"
    )
    print(
        f"sensitive marks covered {counts['covered']}/{counts['sensitive']} = {score.share('covered', 'sensitive'):.2f} %"
    )
    print(
        f"readable marks covered {counts['lost']}/{counts['readable']}; other ink painted {score.share('other ink painted', 'other ink'):.3f} %"
    )
    for group, found in sorted(score.errors.items(), key=lambda each: (each[0] not in ("hand", "print"), each[0])):
        print(
            f"  {group:22} exact {found['exact']}/{found['fields']} = {100 * found['exact'] / found['fields']:.1f} %  CER {100 * found['edits'] / max(1, found['letters']):.2f} %"
        )
    for low, high in ((0, 0.5), (0.5, 0.8), (0.8, 0.95), (0.95, 0.99), (0.99, 1.01)):
        band = [right for confidence, right in score.calibration if low <= confidence < high]
        print(
            f"  confidence {low:.2f}..{min(1, high):.2f}: {len(band)} fields, right {100 * sum(band) / max(1, len(band)):.1f} %"
        )
    print(
        f"false passes {counts['false passes']}; sound packets referred {counts['needless']}/{counts['sound']} = {score.share('needless', 'sound'):.1f} %"
    )
    print(
        "needless by check: "
        + ", ".join(
            f"{key[9:]} {value}/{counts['check ' + key[9:]]}"
            for key, value in sorted(counts.items())
            if key.startswith("needless ")
        )
    )
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{wall:.0f} s for {pages} pages: {wall / pages:.2f} s a page, {60 * pages / wall:.0f} pages a minute")
    print(f"largest process {memory:.0f} MB")


if __name__ == "__main__":
    main()
