"""The request form."""

from datetime import date

import pytest

from tasks.case.form import form_complete, form_kind, form_policy
from tasks.case.seen import Seen, absent, known, unreadable
from tasks.case.words import RequestKind, Verdict

DAY = date(2026, 11, 20)
SIGNED, DATED, ADDRESS, NAME = known("seal"), known(DAY), known("住所"), known("氏名")


def test_a_complete_form_passes() -> None:
    """Seal, date and address make a form complete."""
    assert form_complete(SIGNED, DATED, ADDRESS, NAME, DAY).verdict is Verdict.PASS


def test_all_that_is_missing_is_told_at_once() -> None:
    """The result names the first thing missing, the detail every one."""
    found = form_complete(absent(), absent(), absent(), NAME, DAY)
    assert found.result == "missing_signature"
    assert all(word in found.detail for word in ("署名", "請求日", "住所"))


def test_each_missing_part_has_its_code() -> None:
    """Date and address fail under their own codes."""
    assert form_complete(SIGNED, absent(), ADDRESS, NAME, DAY).result == "missing_date"
    assert form_complete(SIGNED, DATED, absent(), NAME, DAY).result == "missing_address"


@pytest.mark.parametrize(
    ("signature", "dated", "name"),
    [
        (unreadable(), DATED, NAME),
        (SIGNED, unreadable(), NAME),
        (SIGNED, DATED, absent()),
        (SIGNED, known(date(2026, 11, 21)), NAME),
    ],
)
def test_doubts_go_to_a_person(signature: Seen[str], dated: Seen[date], name: Seen[str]) -> None:
    """An unread part, a blank name and a date after receipt neither pass nor fail."""
    assert form_complete(signature, dated, ADDRESS, name, DAY).verdict is Verdict.UNCLEAR


def test_several_ticks_are_legal() -> None:
    """Any number of accepted kinds is fine; none at all fails."""
    kinds = frozenset(RequestKind)
    assert form_kind(known(kinds), kinds).result == "ok"
    assert form_kind(absent(), kinds).result == form_kind(known(frozenset()), kinds).result == "none"


def test_an_unlisted_or_unread_kind_goes_to_a_person() -> None:
    """The Act grants what a policy forgets, and a smudge is no tick."""
    accepted = frozenset({RequestKind.DISCLOSURE})
    assert form_kind(known(frozenset({RequestKind.CORRECTION})), accepted).verdict is Verdict.UNCLEAR
    assert form_kind(unreadable(), accepted).verdict is Verdict.UNCLEAR


def test_on_a_form_not_read_as_a_whole_nothing_is_missing() -> None:
    """What cannot be seen on a form that can hardly be read, or goes on elsewhere, goes to a person; what was read counts."""
    assert form_complete(absent(), DATED, ADDRESS, NAME, DAY, whole=False).verdict is Verdict.UNCLEAR
    assert form_complete(SIGNED, DATED, ADDRESS, NAME, DAY, whole=False).result == "ok"
    kinds = frozenset(RequestKind)
    assert form_kind(absent(), kinds, whole=False).verdict is Verdict.UNCLEAR
    assert form_kind(known(kinds), kinds, whole=False).result == "ok"


def test_what_an_electronic_form_lacks_beside_a_signature_is_missing() -> None:
    """A mail without a date fails as paper does, and tells of the date only; unread parts come before the signature."""
    found = form_complete(absent(), absent(), ADDRESS, NAME, DAY, "email")
    assert found.result == "missing_date"
    assert "署名" not in found.detail
    assert form_complete(absent(), unreadable(), ADDRESS, NAME, DAY, "email").result == "unreadable"
    assert form_complete(absent(), DATED, ADDRESS, NAME, DAY, "web").result == "unspecified"


def test_a_form_printed_for_another_company_goes_to_a_person() -> None:
    """Our own paper and anybody's without a code say nothing; another company's, alone or beside ours, or an unread one asks."""
    assert form_policy(absent(), "rococo") is None
    assert form_policy(known("rococo"), "rococo") is None
    for told in (known("toot"), known("rococo,toot"), unreadable()):
        found = form_policy(told, "rococo")
        assert found is not None
        assert (found.result, found.verdict) == ("another", Verdict.UNCLEAR)
