"""Versions of a policy: which one held on a day, and dates that are at odds."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.case.errors import PolicyMistake
from tasks.policy import check_policy, list_policies, load_policy, policy_in_force, policy_versions
from tasks.policy.loader import POLICY_FOLDER
from tasks.policy.versions import Span, clashes, holds_on

ROCOCO = (POLICY_FOLDER / "rococo.toml").read_text(encoding="utf-8")


def keep(folder: Path, version: str, *, current: bool, until: str = "", begins: str = "", name: str = "") -> Path:
    """A version of rococo in `folder` that begins on the day of its name."""
    dates = f"effective_from = {begins or version}" + (f"\neffective_until = {until}" if until else "")
    text = ROCOCO.replace('version = "2008-10-29"', f'version = "{version}"', 1)
    file = folder / (name or ("rococo.toml" if current else f"rococo@{version}.toml"))
    file.write_text(text.replace("effective_from = 2008-10-29", dates, 1), encoding="utf-8")
    return file


def keys(file: Path) -> list[tuple[str, bool]]:
    """Keys and kinds of what is found in a file."""
    return [(each.key, each.warning) for each in check_policy(file)]


def test_a_case_keeps_the_version_of_its_day(tmp_path: Path) -> None:
    """Each version holds from its first day to the day before the next one's; before the first none does."""
    for version, current in (("2005-08-10", False), ("2008-10-29", False), ("2026-04-01", True)):
        keep(tmp_path, version, current=current)
    assert [each.version for each in policy_versions("rococo", tmp_path)] == ["2005-08-10", "2008-10-29", "2026-04-01"]
    for day, version in (
        (date(2005, 8, 10), "2005-08-10"),
        (date(2008, 10, 28), "2005-08-10"),
        (date(2008, 10, 29), "2008-10-29"),
        (date(2026, 3, 31), "2008-10-29"),
        (date(2026, 4, 1), "2026-04-01"),
        (date(2050, 1, 1), "2026-04-01"),
    ):
        assert policy_in_force("rococo", day, tmp_path).version == version
    with pytest.raises(PolicyMistake, match="in force on 2005-08-09"):
        policy_in_force("rococo", date(2005, 8, 9), tmp_path)
    assert list_policies(tmp_path) == ["rococo"]
    assert load_policy("rococo", tmp_path).version == "2026-04-01"
    assert load_policy("rococo@2005-08-10", tmp_path).version == "2005-08-10"
    assert not [each for file in tmp_path.iterdir() for each in check_policy(file)]


def test_a_version_that_has_ended_holds_no_more(tmp_path: Path) -> None:
    """`effective_until` is the last day, and the days of a gap have no policy; the gap is a warning."""
    old = keep(tmp_path, "2008-10-29", current=False, until="2025-12-31")
    keep(tmp_path, "2026-04-01", current=True)
    assert policy_in_force("rococo", date(2025, 12, 31), tmp_path).version == "2008-10-29"
    with pytest.raises(PolicyMistake, match="No version"):
        policy_in_force("rococo", date(2026, 1, 1), tmp_path)
    assert keys(old) == [("effective_until", True)]


def test_overlapping_versions_are_mistakes(tmp_path: Path) -> None:
    """A version that ends after the next began, or two that begin on one day, are refused with the cure."""
    old = keep(tmp_path, "2008-10-29", current=False, until="2026-04-01")
    keep(tmp_path, "2026-04-01", current=True)
    (found,) = check_policy(old)
    assert (found.key, "the day before 2026-04-01" in found.cure) == ("effective_until", True)
    with pytest.raises(PolicyMistake, match="overlap"):
        policy_in_force("rococo", date(2026, 5, 1), tmp_path)
    same = keep(tmp_path, "2008-10-29", current=False, begins="2026-04-01")
    assert keys(same) == [("effective_from", False)]


def test_the_newest_version_is_the_file_without_a_date(tmp_path: Path) -> None:
    """A file named as older that begins later is disordered; both names and dates may be at fault."""
    keep(tmp_path, "2026-04-01", current=False)
    (found,) = check_policy(keep(tmp_path, "2008-10-29", current=True))
    assert (found.key, "rename" in found.cure) == ("effective_from", True)


def test_a_version_is_named_by_its_own_version(tmp_path: Path) -> None:
    """`code@version.toml` says what the file says; two files never bear one version."""
    wrong = keep(tmp_path, "2008-10-29", current=False, name="rococo@2005-08-10.toml")
    assert keys(wrong) == [("version", False)]
    keep(tmp_path, "2008-10-29", current=True, begins="2026-04-01")
    assert ("version", False) in keys(keep(tmp_path, "2008-10-29", current=False))


def test_another_version_that_cannot_be_read_does_not_hide_mistakes(tmp_path: Path) -> None:
    """A broken older file is told when it is checked itself, and no policy is in force while it is broken."""
    (tmp_path / "rococo@2005-08-10.toml").write_text("version = ", encoding="utf-8")
    assert keys(keep(tmp_path, "2008-10-29", current=True)) == []
    with pytest.raises(PolicyMistake, match="TOML"):
        policy_in_force("rococo", date(2026, 1, 1), tmp_path)
    with pytest.raises(PolicyMistake, match="known: rococo"):
        policy_versions("nobody", tmp_path)


_DAY = st.dates(min_value=date(2020, 1, 1), max_value=date(2021, 12, 31))


@given(st.lists(st.tuples(_DAY, st.none() | _DAY), min_size=1, max_size=4), _DAY)
def test_versions_without_mistakes_never_hold_twice(dates: list[tuple[date, date | None]], day: date) -> None:
    """Where no clash is found, every day has at most one version by its dates, and that one is in force."""
    newest = max(begins for begins, _until in dates)
    spans = [
        Span("x.toml" if begins == newest else f"x@{i}.toml", str(i), begins, until)
        for i, (begins, until) in enumerate(dates)
    ]
    sound = all(until is None or until >= begins for begins, until in dates)
    found = [each for own in spans for each in clashes(own, [other for other in spans if other is not own])]
    if not sound or [each for each in found if not each.warning]:
        return
    ends = {
        span: min([later.begins - timedelta(days=1) for later in spans if later.begins > span.begins], default=date.max)
        for span in spans
    }
    holding = [span for span in spans if span.begins <= day <= min(span.until or date.max, ends[span])]
    assert len(holding) <= 1
    assert holds_on(day, spans) == (holding[0] if holding else None)
