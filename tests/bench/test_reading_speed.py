"""How long a packet takes, against its peer: bare RapidOCR on the same pages in the same run (the limit of any reader)."""

import time
from pathlib import Path

from tasks.engines.rapidocr_reader import read_lines
from tasks.policy import load_policy
from tasks.read.read_packet import read_packet
from tasks.receive.page_images import open_pages
from tasks.redact.redact_packet import redact_packet

PACKET = Path(__file__).resolve().parents[2] / "samples" / "packets" / "01-disclosure-complete" / "scan.pdf"
ROUNDS = 3


def seconds(work) -> float:
    """The shortest of a few rounds, since other work on the machine only ever makes a round longer."""
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return min(taken)


def test_reading_and_redacting_against_bare_ocr():
    """Prints seconds a page and ratios; fails only when something does not run at all."""
    pages = open_pages(PACKET)
    read_lines(pages[0].image)  # the models are loaded once
    peer = seconds(lambda: [read_lines(page.image) for page in pages])
    reading = read_packet(pages)
    read = seconds(lambda: read_packet(pages))
    reasons = load_policy("rococo").redaction_reasons
    redact = seconds(lambda: redact_packet(pages, reading, reasons))
    for _name, _taken in (("bare RapidOCR", peer), ("read", read), ("redact and verify", redact)):
        pass
