"""What `kaiji doctor` shows of the settings holds no secret."""

import traceback

import pytest

from tasks.case.errors import KaijiError
from tasks.doctor import shown_settings
from tasks.settings import Settings, load_settings


def test_of_reminders_addresses_only_the_kind_is_shown():
    """Most hold a token or a password; a role before it may be shown."""
    shown = shown_settings(Settings(remind=("mailto://desk:hunter2@example.jp", "reviewer=slack://TOKEN/B/C")))
    assert shown["KAIJI_REMIND"] == "['mailto://…', 'reviewer=slack://…']"


@pytest.mark.parametrize("said", ['{"crm": "postgresql://u:hunter2@db/crm"', "postgresql://u:hunter2@db", '"hunter2"'])
def test_an_address_that_is_no_table_is_told_by_the_settings_name(monkeypatch, said):
    """As one sentence, without what was set."""
    monkeypatch.setenv("KAIJI_SOURCES", said)
    with pytest.raises(KaijiError, match="KAIJI_SOURCES") as told:
        load_settings()
    assert "hunter2" not in "".join(traceback.format_exception(told.value))


def test_a_broken_settings_file_is_told_by_its_line(monkeypatch, tmp_path):
    """And nothing of what stands in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kaiji.toml").write_text('[sources]\ncrm = "postgresql://u:hunter2@db\n', encoding="utf-8")
    with pytest.raises(KaijiError, match=r"kaiji\.toml .*line 2") as told:
        load_settings()
    assert "hunter2" not in "".join(traceback.format_exception(told.value))
