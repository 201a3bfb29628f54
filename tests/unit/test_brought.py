"""What a person brings from a system searched by hand: read whole, or refused with a sentence that repeats nothing of it."""

import pytest

from tasks.case.brought import Column, read_brought
from tasks.case.errors import KaijiError

COLUMNS = [Column("received_on", ("受付日", "Received on")), Column("content", ("内容", "What was said"))]


@pytest.mark.parametrize(
    "content",
    [
        "受付日,内容\r\n2026-01-02,返品のご相談\r\n\r\n".encode("cp932"),
        "received_on,What was said\n2026-01-02,返品のご相談\n".encode(),
        "\ufeff内容,受付日\n返品のご相談,2026-01-02\n".encode(),
        '[{"受付日": "2026-01-02", "content": "返品のご相談"}]'.encode(),
    ],
)
def test_headings_may_be_names_or_labels(content):
    """In any order, as CSV of either encoding or as JSON; an empty row is none."""
    (record,) = read_brought(content, COLUMNS)
    assert dict(record) == {"received_on": "2026-01-02", "content": "返品のご相談"}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("受付日,林田 康支\n2026-01-02,x\n".encode(), "Heading 2 is none of this system's columns: 受付日"),
        ("林田 康支,返品\n".encode(), "Heading 1"),
        ("受付日,Received on\na,b\n".encode(), "same column"),
        ("受付日\n2026-01-02,林田\n".encode(), "Row 2 has more cells"),
        ("受付日,内容\n".encode(), "holds no record"),
        (b"", "holds no record"),
        (b"\x81", "neither UTF-8"),
        (b'[{"content": {"a": 1}}]', "a text or a number"),
        (b'{"content": "x"}', "list of objects"),
        (b"[1", "not JSON"),
        (b"[" * 200_000, "not JSON"),
        (b'[{"content": "\\ud83d"}]', "half a letter"),
        (b"x" * (1024 * 1024 + 1), "1 MB"),
        ("受付日\n".encode() + b"2026-01-02\n" * 501, "500 records"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_without_repeating_it(content, says):
    """Its first row may be a person's."""
    with pytest.raises(KaijiError) as wrong:
        read_brought(content, COLUMNS)
    assert says in str(wrong.value)
    assert "林田" not in str(wrong.value)
