"""Identity documents: kind, validity, name, address."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.case.id_documents import FACTS, LICENCE_ON_CHIP, OFFICIAL_KINDS
from tasks.case.identity import (
    IdentityTerms,
    Sent,
    age_result,
    identity_kind,
    identity_validity,
    principal_unasked,
    validity_result,
)
from tasks.case.sameness import compare_addresses, compare_birth_dates, compare_names
from tasks.case.seen import Seen, absent, known, unreadable
from tasks.case.words import Finding, PageKind, Verdict

TODAY = date(2026, 11, 20)
LISTED = frozenset({PageKind.LICENCE, PageKind.PASSPORT, PageKind.JUKI_CARD, PageKind.HEALTH_INSURANCE})


def judged(kind: Seen[PageKind], text: str = "", number: int | None = 1, **terms) -> Finding:
    """The finding on the kind of the person's document, under a list of four kinds but for what a test changes."""
    return identity_kind(
        "identity.kind", "ご本人", Sent(kind, text, number), IdentityTerms(**{"accepted": LISTED} | terms)
    )


@pytest.mark.parametrize(
    ("kind", "title", "other", "result"),
    [
        (PageKind.LICENCE, "", True, "ok"),
        (PageKind.JUKI_CARD, "", True, "ok"),
        (PageKind.MY_NUMBER_CARD, "", True, "ok"),
        (PageKind.JUMINHYO, "", True, "ok"),
        (PageKind.MY_NUMBER_CARD, "", False, "not_accepted"),
        (PageKind.MY_NUMBER_CARD, "", None, "unspecified"),
        (PageKind.OTHER, "身体障害者手帳", True, "unreadable"),
        (PageKind.OTHER, "社員証", True, "not_accepted"),
        (PageKind.OTHER, "身体障害者手帳", False, "not_accepted"),
        (PageKind.KOSEKI, "", True, "not_accepted"),
        (PageKind.POA, "", True, "not_accepted"),
    ],
)
def test_which_documents_are_taken(kind: PageKind, title: str, other: bool | None, result: str) -> None:
    """Listed kinds pass though abolished, other official ones where the policy takes them, private cards never."""
    assert judged(known(kind), title, other_official=other).result == result


def test_no_document_and_an_unknown_one_differ() -> None:
    """Nothing enclosed fails; something that cannot be recognised goes to a person."""
    assert judged(absent()).result == "missing"
    assert judged(unreadable()).verdict is Verdict.UNCLEAR


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


SEEN_KINDS = st.one_of(st.just(absent()), st.just(unreadable()), st.sampled_from(sorted(PageKind)).map(known))


@given(SEEN_KINDS, st.sampled_from(["", "社員証", "身体障害者手帳", LICENCE_ON_CHIP]), st.sampled_from([None, 1, 2]))
def test_a_silent_policy_fails_no_document(kind: Seen[PageKind], text: str, number: int | None) -> None:
    """Where no document is named, none is missing and none is wrong, and none passes either."""
    assert judged(kind, text, number, accepted=None).result == "unspecified"


@given(SEEN_KINDS, st.sampled_from(["", "社員証"]), st.integers(1, 3))
def test_a_number_left_open_passes_nothing(kind: Seen[PageKind], text: str, number: int) -> None:
    """Where the policy does not say how many documents it wants, one that is listed is still a person's matter."""
    assert judged(kind, text, number, number_needed=None).verdict is not Verdict.PASS


def test_two_documents_where_two_are_needed() -> None:
    """One is too few, two are looked at by a person, and a number nobody knows fails nobody."""
    licence = known(PageKind.LICENCE)
    assert judged(licence, number=1, number_needed=2).result == "too_few"
    assert judged(licence, number=2, number_needed=2).result == "unreadable"
    assert judged(licence, number=None, number_needed=2).verdict is Verdict.UNCLEAR


def test_an_original_is_looked_at_on_paper() -> None:
    """Whether a document is the original no scan can tell, so the detail asks the desk to look."""
    assert "原本" in judged(known(PageKind.LICENCE), original=True).detail
    assert "原本" not in judged(known(PageKind.LICENCE)).detail


def test_a_licence_on_a_chip_is_no_licence_copy() -> None:
    """What the chip of a My Number card says of a licence is not taken for a licence."""
    assert judged(known(PageKind.LICENCE), LICENCE_ON_CHIP + "確認書").verdict is Verdict.UNCLEAR


@given(st.sampled_from(sorted(OFFICIAL_KINDS)), st.dates(date(2024, 1, 1), date(2028, 1, 1)), st.integers(0, 400))
def test_what_is_valid_today_was_valid_before(kind: PageKind, day: date, before: int) -> None:
    """A document good on a day was good on every earlier day on which its expiry was believable."""
    expires_on = known(day + timedelta(days=200))
    if validity_result(known(kind), expires_on, day) == "ok":
        assert validity_result(known(kind), expires_on, day - timedelta(days=before)) in ("ok", "unreadable")


@given(st.dates(date(2020, 1, 1), TODAY), st.integers(1, 400), st.integers(0, 400))
def test_a_paper_young_enough_today_was_so_before(issued: date, limit: int, before: int) -> None:
    """A snapshot of a register only grows older: since its issue there is no earlier day on which it was too old."""
    earlier = max(issued, TODAY - timedelta(days=before))
    if age_result(known(issued), TODAY, limit) == "ok":
        assert age_result(known(issued), earlier, limit) == "ok"


def test_the_age_of_a_resident_record() -> None:
    """Ninety days are counted from issue; an unread or future date goes to a person; no limit asks for no date."""

    def result(issued: Seen[date], limit: int | None) -> str:
        return validity_result(known(PageKind.JUMINHYO), absent(), TODAY, issued, limit)

    assert result(known(TODAY - timedelta(days=90)), 90) == "ok"
    assert result(known(TODAY - timedelta(days=91)), 90) == "too_old"
    assert result(absent(), 90) == result(known(TODAY + timedelta(days=1)), 90) == "unreadable"
    assert result(absent(), None) == "ok"
    assert validity_result(known(PageKind.LICENCE), known(TODAY), TODAY, absent(), 90) == "ok"


def test_no_card_is_good_for_ever() -> None:
    """An end of validity farther off than any such card is good for was misread: five years for a 資格確認書."""
    kind = known(PageKind.SHIKAKU_KAKUNINSHO)
    assert validity_result(kind, known(date(2031, 11, 30)), TODAY) == "ok"
    assert validity_result(kind, known(date(2033, 1, 1)), TODAY) == "unreadable"


def test_every_document_says_where_its_facts_come_from() -> None:
    """A fact without a source could not be checked by a privacy officer; every kind of identity page has a row."""
    assert all(facts.source for facts in FACTS.values())
    assert {PageKind.LICENCE, PageKind.JUMINHYO} <= OFFICIAL_KINDS
    assert not {PageKind.KOSEKI, PageKind.KOKEN_TOKI, PageKind.POA, PageKind.OTHER} & OFFICIAL_KINDS


def test_whether_the_current_address_must_be_shown() -> None:
    """Where the policy does not ask for it none is needed; where it is silent, another address fails nobody."""
    form, other, licence = known("大阪市中央区西心斎橋2-1-5"), known("京都市北区紫野1-2"), known(PageKind.LICENCE)
    assert compare_addresses(form, other, kind=licence).result == "mismatch"
    assert "裏面" in compare_addresses(form, other, kind=licence).detail
    assert "裏面" not in compare_addresses(form, other, kind=known(PageKind.JUMINHYO)).detail
    for must_show in (False, None):
        assert compare_addresses(form, other, kind=licence, must_show=must_show).result == "unspecified"
        assert compare_addresses(form, form, kind=licence, must_show=must_show).result == "exact"
    assert compare_addresses(form, absent(), kind=licence, must_show=False).result == "not_required"
    assert compare_addresses(form, absent(), kind=licence, must_show=None).verdict is Verdict.UNCLEAR


def test_birth_dates_are_compared_when_both_were_read() -> None:
    """Equal dates pass, others go to a person, and nothing is said of one date alone."""
    born = known(date(1980, 4, 1))
    assert compare_birth_dates(born, born).result == "exact"
    assert compare_birth_dates(born, known(date(1980, 4, 2))).verdict is Verdict.UNCLEAR
    assert compare_birth_dates(born, absent()) is None
    assert compare_birth_dates(unreadable(), born) is None
