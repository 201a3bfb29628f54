"""What `kaiji doctor` shows of the settings holds no secret."""

from tasks.doctor import shown_settings
from tasks.settings import Settings


def test_of_reminders_addresses_only_the_kind_is_shown():
    """Most hold a token or a password; a role before it may be shown."""
    shown = shown_settings(Settings(remind=("mailto://desk:hunter2@example.jp", "reviewer=slack://TOKEN/B/C")))
    assert shown["KAIJI_REMIND"] == "['mailto://…', 'reviewer=slack://…']"
