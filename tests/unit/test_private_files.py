"""What the house writes lies open to its own account and group alone."""

import os

import pytest

from tasks import cli
from tasks.packet_files import write_whole


@pytest.fixture
def usual():
    """The umask of most machines, by which anybody may read; as it was, afterwards."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.usefixtures("usual")
def test_nobody_else_may_read_papers_and_letters(tmp_path, monkeypatch):
    """Neither the file nor the folder that a command makes for it."""
    file = tmp_path / "sealed" / "P26-00001" / "redacted.pdf"
    monkeypatch.setattr(cli, "_app", lambda: write_whole(file, b"x"))
    cli.main()
    assert [path.stat().st_mode & 0o007 for path in (file, *file.parents[:2])] == [0, 0, 0]
    assert file.stat().st_mode & 0o600 == 0o600


def test_a_stricter_umask_stays(tmp_path, monkeypatch):
    """What an administrator has closed to the group is not opened again."""
    before = os.umask(0o077)
    try:
        monkeypatch.setattr(cli, "_app", lambda: write_whole(tmp_path / "new" / "x", b"x"))
        cli.main()
        assert (tmp_path / "new" / "x").stat().st_mode & 0o077 == 0
    finally:
        os.umask(before)
