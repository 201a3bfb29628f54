"""Identity documents: kind, validity, name, address."""

from datetime import date

import pytest

from tasks.case.identity import (
    compare_addresses,
    compare_names,
    identity_kind,
    identity_validity,
    principal_unasked,
    validity_result,
)
from tasks.case.seen import absent, known, unreadable
from tasks.case.words import PageKind, Verdict

TODAY = date(2026, 11, 20)
LISTED = frozenset({PageKind.LICENCE, PageKind.PASSPORT, PageKind.JUKI_CARD, PageKind.HEALTH_INSURANCE})


@pytest.mark.parametrize(
    ("kind", "title", "other", "result"),
    [
        (PageKind.LICENCE, "", True, "ok"),
        (PageKind.JUKI_CARD, "", True, "ok"),
        (PageKind.MY_NUMBER_CARD, "", True, "ok"),
        (PageKind.JUMINHYO, "", True, "ok"),
        (PageKind.MY_NUMBER_CARD, "", False, "not_accepted"),
        (PageKind.MY_NUMBER_CARD, "", "unspecified", "unspecified"),
        (PageKind.OTHER, "身体障害者手帳", True, "unreadable"),
        (PageKind.OTHER, "社員証", True, "not_accepted"),
        (PageKind.OTHER, "身体障害者手帳", False, "not_accepted"),
        (PageKind.KOSEKI, "", True, "not_accepted"),
        (PageKind.POA, "", True, "not_accepted"),
    ],
)
def test_which_documents_are_taken(kind: PageKind, title: str, other: bool | str, result: str) -> None:
    """Listed kinds pass though abolished, other official ones where the policy takes them, private cards never."""
    assert identity_kind(known(kind), title, LISTED, other).result == result


def test_no_document_and_an_unknown_one_differ() -> None:
    """Nothing enclosed fails; something that cannot be recognised goes to a person."""
    assert identity_kind(absent(), "", LISTED, True).result == "missing"
    assert identity_kind(unreadable(), "", LISTED, True).verdict is Verdict.UNCLEAR


@pytest.mark.parametrize(
    ("kind", "expires_on", "on", "result"),
    [
        (PageKind.LICENCE, TODAY, TODAY, "ok"),
        (PageKind.LICENCE, date(2026, 11, 19), TODAY, "expired"),
        (PageKind.LICENCE, None, TODAY, "unreadable"),
        (PageKind.HEALTH_INSURANCE, None, date(2025, 12, 1), "ok"),
        (PageKind.HEALTH_INSURANCE, None, date(2025, 12, 2), "no_longer_valid"),
        (PageKind.HEALTH_INSURANCE, date(2027, 3, 31), TODAY, "no_longer_valid"),
        (PageKind.JUKI_CARD, date(2025, 12, 28), date(2025, 12, 28), "ok"),
        (PageKind.JUKI_CARD, date(2026, 12, 28), date(2025, 12, 29), "no_longer_valid"),
        (PageKind.PENSION_BOOK, None, TODAY, "unspecified"),
        (PageKind.JUMINHYO, None, TODAY, "ok"),
        (PageKind.OTHER, None, TODAY, "unreadable"),
    ],
)
def test_validity_on_the_day(kind: PageKind, expires_on: date | None, on: date, result: str) -> None:
    """Valid through the last day printed, and not after the day the law ended the kind."""
    assert validity_result(known(kind), known(expires_on) if expires_on else absent(), on) == result


def test_an_unread_expiry_never_passes() -> None:
    """A date that is there and cannot be read is no proof of validity."""
    assert validity_result(known(PageKind.JUMINHYO), unreadable(), TODAY) == "unreadable"


def test_a_document_not_accepted_is_not_examined_further() -> None:
    """Its validity is left open, so that the letter asks for one thing only; a missing one is missing."""
    expired = identity_validity(known(PageKind.KOSEKI), known(date(2020, 1, 1)), TODAY, accepted=False)
    assert expired.verdict is Verdict.UNCLEAR
    assert identity_validity(absent(), absent(), TODAY, accepted=False).result == "missing"


def test_names_are_compared() -> None:
    """Equal names pass, an unread one goes to a person, no document fails."""
    check = "identity.name"
    assert compare_names(check, "ご本人", known("山田太郎"), known("山田　太郎"), has_document=True).result == "exact"
    assert compare_names(check, "ご本人", known("山田太郎"), absent(), has_document=True).result == "unreadable"
    assert compare_names(check, "ご本人", known("山田太郎"), absent(), has_document=False).result == "missing"


def test_a_new_passport_shows_no_address() -> None:
    """An address is absent from a passport and unreadable on a licence; with no document at all it is missing."""
    form = known("大阪市中央区西心斎橋2-1-5")
    assert compare_addresses(form, absent(), kind=known(PageKind.PASSPORT)).result == "absent"
    assert compare_addresses(form, absent(), kind=known(PageKind.LICENCE)).result == "unreadable"
    assert compare_addresses(form, absent(), kind=absent()).result == "missing"
    assert compare_addresses(form, form, kind=known(PageKind.PASSPORT)).result == "exact"


def test_details_hold_no_personal_data() -> None:
    """Neither name nor address of form or document stands in a detail."""
    found = compare_names("identity.name", "ご本人", known("山田太郎"), known("鈴木花子"), has_document=True)
    assert not any(part in found.detail for part in ("山田", "鈴木", "太郎", "花子"))


def test_the_persons_own_id_beside_an_agents() -> None:
    """Unspecified goes to a person under every check; not required passes."""
    checks = ("identity.kind", "identity.name")
    assert {each.verdict for each in principal_unasked(checks, "unspecified")} == {Verdict.UNCLEAR}
    assert {each.result for each in principal_unasked(checks, "not_required")} == {"not_required"}
