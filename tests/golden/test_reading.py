"""Every sample packet, read and redacted for real: kinds, turns, fields, what must be gone and what must stay."""

import tomllib
from pathlib import Path

import pytest

from tasks.case.errors import UnreadablePacket
from tasks.case.words import disposition_of
from tasks.check.check_packet import check_packet
from tasks.engines.pdf import pictures_of_pdf
from tasks.engines.pool import reading_pool
from tasks.inspect_packet import read_and_redact
from tasks.policy import load_policy
from tests.support.answers import same_value, share_painted

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "packets"
PACKETS = sorted(file.parent for file in SAMPLES.glob("*/expected.toml"))
POLICY = load_policy("rococo")
HIDDEN = 0.90  # share of a mark that must be painted
pytestmark = pytest.mark.skipif(not PACKETS, reason="no sample packets in this tree")


def scan_of(folder):
    """The packet itself, without the answers beside it."""
    files = [
        file for file in sorted(folder.iterdir()) if file.name != "expected.toml" and not file.name.startswith(".")
    ]
    return files[0] if len(files) == 1 else folder


def result_of(job):
    """What became of a packet; the refusal itself where it could not be opened."""
    try:
        return job.result()
    except UnreadablePacket as refused:
        return refused


@pytest.fixture(scope="session")
def inspected():
    """Every packet, read once."""
    with reading_pool(2) as pool:
        jobs = {
            folder.name: pool.submit(read_and_redact, scan_of(folder), POLICY.redaction_reasons) for folder in PACKETS
        }
        return {name: result_of(job) for name, job in jobs.items()}


@pytest.fixture(params=[folder.name for folder in PACKETS])
def packet(request, inspected):
    """(expected, redacted) of one sample."""
    expected = tomllib.loads((SAMPLES / request.param / "expected.toml").read_text(encoding="utf-8"))
    return expected, inspected[request.param]


def opened(packet):
    expected, redacted = packet
    if expected["intake"]["disposition"] == ["quarantined"]:
        assert isinstance(redacted, UnreadablePacket)
        pytest.skip("quarantined, as it should be")
    assert not isinstance(redacted, UnreadablePacket), redacted
    return expected, redacted


def test_pages_are_told_apart_and_turned_upright(packet):
    """Each page has its kind and the turn that makes it upright."""
    expected, redacted = opened(packet)
    pages = [(page.kind.value, page.rotation) for page in redacted.reading.pages]
    wanted = [(page["kind"], page.get("rotation", 0)) for page in expected["pages"]]
    assert [kind for kind, _ in pages] == [kind for kind, _ in wanted]
    assert [turn for _, turn in pages] == [turn for _, turn in wanted]


def test_fields_hold_what_is_written(packet):
    """Every field of the answer sheet was read, and read right."""
    expected, redacted = opened(packet)
    fields = redacted.reading.fields
    wrong = {
        name: (wanted, fields[name].value if name in fields else None)
        for name, wanted in expected.get("fields", {}).items()
        if wanted not in {"", None} and not (name in fields and same_value(name, fields[name], wanted))
    }
    assert wrong == {}


def test_nothing_sensitive_is_left(packet):
    """Nine tenths of every sensitive mark are painted, however small the mark."""
    expected, redacted = opened(packet)
    pictures = [found[0] for found in pictures_of_pdf(redacted.pdf)]
    left = [
        (mark["page"], mark["reason"], round(share_painted(pictures[mark["page"]], mark["poly"]), 2))
        for mark in expected.get("sensitive", [])
        if share_painted(pictures[mark["page"]], mark["poly"]) < HIDDEN
    ]
    assert left == []


def test_what_must_stay_can_be_read(packet):
    """Names, addresses, dates and amounts are not painted over."""
    expected, redacted = opened(packet)
    pictures = [found[0] for found in pictures_of_pdf(redacted.pdf)]
    lost = [
        (mark["page"], round(share_painted(pictures[mark["page"]], mark["poly"]), 2))
        for mark in expected.get("readable", [])
        if share_painted(pictures[mark["page"]], mark["poly"]) > 0.5
    ]
    assert lost == []


def test_findings_and_disposition(packet):
    """The checks come to the answer sheet's findings, or to a person; never to a pass that should not be."""
    expected, redacted = opened(packet)
    findings = check_packet(redacted.reading, POLICY, expected["received_on"], redacted.finding)
    results = {each.check: each.result for each in findings}
    wanted = expected["intake"]["findings"]
    assert {check: results[check] for check, allowed in wanted.items() if results[check] not in allowed} == {}
    assert disposition_of(findings).value in expected["intake"]["disposition"]
