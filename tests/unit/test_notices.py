"""Rules of letters beside the answer: when they are due, which money goes back, and what an electronic answer holds."""

import csv
import io
import json
from datetime import date

import pytest
import pyzipper
from hypothesis import given
from hypothesis import strategies as st

from tasks.case.fee_return import WHY, Money, Why, goes_back, instrument_words
from tasks.case.letters import Addressee, AnnexRow, AnnexTable, Letter, LetterKind, Sender
from tasks.case.notices import acknowledges_by_itself, extension_due, papers_are_sound
from tasks.case.progress import CaseState, Step
from tasks.case.questions import Asked, question
from tasks.case.reply import (
    answers_the_request,
    is_notice,
    letters_due,
    reply_occasions,
    was_released_before,
)
from tasks.case.words import Disposition, RequestKind
from tasks.policy.terms import UNSPECIFIED
from tasks.reply.package import make_package, password_of

CHARGED = frozenset({RequestKind.DISCLOSURE, RequestKind.PURPOSE_NOTICE})
READABLE = set("23456789ABCDEFGHJKLMNPQRSTUVWXYZ")
READY = CaseState(disposition=Disposition.READY_FOR_DECISION)
DOUBTED = CaseState(disposition=Disposition.NEEDS_PERSON)


def money(**facts):
    """One order of 1,000 yen in hand that the checks find in order."""
    known = {
        "in_hand": {"1": 1000},
        "expired": frozenset(),
        "amount": "ok",
        "action": "",
        "due_yen": 1000,
        "kept": True,
    }
    return Money(**known | facts)


@pytest.mark.parametrize(("facts", "back"), [
    ({}, {}),
    ({"amount": "not_required", "action": "return"}, {"1": Why.NOT_CHARGED}),
    ({"amount": "wrong_means", "action": "return"}, {"1": Why.WRONG_MEANS}),
    ({"amount": "wrong_means", "action": "ask"}, {}),
    ({"in_hand": {"1": 1000, "2": 1000}, "expired": frozenset({"2"}), "action": "return"}, {"2": Why.EXPIRED}),
    ({"in_hand": {"1": 1000, "2": 500}, "amount": "over_returned", "action": "return_excess"}, {"2": Why.EXCESS}),
    ({"in_hand": {"1": 1000, "2": 300, "3": 200}, "action": "return_excess"}, {"2": Why.EXCESS, "3": Why.EXCESS}),
    ({"in_hand": {"1": 750, "2": 750}, "action": "return_excess"}, {}),
    ({"in_hand": {}, "amount": "not_required", "action": "return"}, {}),
])  # fmt: skip
def test_which_instruments_go_back_with_a_disclosure(facts, back):
    """By what the checks found; what nothing is said of, or what no order makes up, stays in hand."""
    assert goes_back(money(**facts), {"disclosure": "disclose"}, CHARGED) == back


@pytest.mark.parametrize(("kept", "decided", "back"), [
    (False, {"disclosure": "refuse"}, True),
    (False, {"disclosure": "no_data"}, True),
    (False, {"disclosure": "refuse", "purpose_notice": "notify"}, False),
    (False, {"correction": "refuse"}, False),
    (False, {"disclosure": "disclose_partly"}, False),
    (True, {"disclosure": "refuse"}, False),
    (None, {"disclosure": "refuse"}, False),
])  # fmt: skip
def test_the_fee_of_what_is_not_met_goes_back_only_by_the_companys_word(kept, decided, back):
    """Silence is no promise, and one charged kind that is met keeps the fee."""
    assert goes_back(money(kept=kept), decided, CHARGED) == ({"1": Why.NOT_MET} if back else {})


@given(st.dictionaries(st.text("0123456789", min_size=1), st.integers(50, 1000), max_size=5), st.integers(0, 3000))
def test_an_excess_never_returns_the_fee_itself(in_hand, due):
    """What stays is what is due, to the yen, or everything stays."""
    back = goes_back(money(in_hand=in_hand, action="return_excess", due_yen=due), {"disclosure": "disclose"}, CHARGED)
    left = sum(yen for name, yen in in_hand.items() if name not in back)
    assert not back or left == due
    assert not in_hand or len(back) < len(in_hand)


def test_every_reason_has_its_words():
    """In both languages."""
    assert set(WHY) == set(Why)


@pytest.mark.parametrize(("name", "means", "words"), [
    ("12345678901", {"teigaku_kogawase"}, "定額小為替証書（番号 12345678901）"),
    ("12345678901", {"teigaku_kogawase", "futsu_kogawase"}, "郵便為替証書（番号 12345678901）"),
    ("12345678901", None, "郵便為替証書（番号 12345678901）"),
    ("stamps-1", {"stamps"}, "郵便切手"),
    ("envelope", None, "手数料としてお送りいただいたもの"),
])  # fmt: skip
def test_an_instrument_is_called_what_it_surely_is(name, means, words):
    """A 定額小為替 only where the company takes nothing else."""
    assert instrument_words(name, 1000, frozenset(means) if means else None).ja == words


@pytest.mark.parametrize(("policy", "state", "due"), [
    (True, READY, True),
    (False, READY, False),
    (UNSPECIFIED, READY, False),
    (True, DOUBTED, False),
    (True, DOUBTED.model_copy(update={"answers": {Step.CONFIRM_READING: {"verdict": "sound"}}}), True),
    (True, DOUBTED.model_copy(update={"answers": {Step.CONFIRM_READING: {"verdict": "deficient"}}}), False),
    (True, READY.model_copy(update={"reopened": True}), False),
    (True, READY.model_copy(update={"answers": {Step.DECIDE: {"disclosure": "disclose"}}}), False),
    (True, READY.model_copy(update={"closed": True}), False),
    (True, CaseState(disposition=Disposition.DEFICIENT), False),
])  # fmt: skip
def test_when_the_receipt_is_acknowledged_unasked(policy, state, due):
    """Only where the policy says so, of sound papers, before there is an answer."""
    assert acknowledges_by_itself(policy, state) is due


def test_sound_is_what_a_person_said_before_what_the_checks_say():
    """A reading that was confirmed needs no second look."""
    confirmed = CaseState(
        disposition=Disposition.DEFICIENT, answers={Step.CONFIRM_READING: {"verdict": "sound"}}, reopened=True
    )
    assert papers_are_sound(confirmed)


def test_each_occasion_is_of_one_sort():
    """A letter is posted by exactly one step, or by none."""
    for occasion in reply_occasions():
        assert answers_the_request(occasion)
        assert not is_notice(occasion)
        assert not was_released_before(occasion)
    assert not answers_the_request("deficiency-2")
    assert was_released_before("deficiency-2")
    for due in (extension_due((), 2), extension_due((), 1)):
        assert is_notice(due.occasion)
        assert was_released_before(due.occasion)
        assert not answers_the_request(due.occasion)
    assert is_notice("acknowledgement")
    assert not was_released_before("acknowledgement")


def test_only_what_is_disclosed_goes_out_as_a_file():
    """A refusal beside it is on paper; each file has a letter with its password."""
    decided = {"disclosure": "disclose", "tp_records": "refuse", "correction": "correct", "delivery": "electronic_csv"}
    dues = letters_due(decided)
    assert [(due.occasion, due.package) for due in dues] == [
        ("disclosure", "csv"), ("tp_records", ""), ("correction", ""), ("password-disclosure", ""),
    ]  # fmt: skip
    assert dues[-1].kind is LetterKind.PASSWORD
    assert all(due.occasion in reply_occasions() for due in dues)
    assert not any(due.package for due in letters_due(decided | {"delivery": "paper"}))
    assert not any(due.package for due in letters_due({"disclosure": "disclose"}))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_form_offers_what_the_company_offers(language):
    """Paper always; a format that is not offered is no choice; a correction alone asks nothing."""
    asked = Asked((RequestKind.DISCLOSURE,), electronic=("csv",))
    schema = question(Step.DECIDE, asked, language).model_json_schema()["properties"]["delivery"]
    assert len(schema["enum"]) == 2
    fields = question(Step.DECIDE, Asked((RequestKind.CORRECTION,), electronic=("csv",)), language).model_fields
    assert "delivery" not in fields


@given(st.binary(min_size=32, max_size=32), st.integers(1, 9))
def test_a_password_is_long_readable_and_its_letters_own(key, n):
    """Six groups of four, none of which looks like another; the same each time, another for another letter or house."""
    word = password_of(key, f"K26-00001-{n}")
    assert [len(group) for group in word.split("-")] == [4] * 6
    assert set(word.replace("-", "")) <= READABLE
    assert word == password_of(key, f"K26-00001-{n}")
    assert word != password_of(key, f"K26-00001-{n + 1}")
    assert word != password_of(key[::-1] + b"x", f"K26-00001-{n}")


def letter(*rows):
    """A disclosure whose annex has these rows."""
    return Letter(
        kind=LetterKind.DISCLOSE,
        number="K26-00001-1",
        case_number="K26-00001",
        written_on=date(2026, 11, 20),
        sender=Sender(company="架空商事", department="相談室", responsible="部長"),
        addressee=Addressee(postcode=None, address="石川県金沢市架空町5丁目181番地", name="佐藤 花子"),
        request_kinds=(RequestKind.DISCLOSURE,),
        request_date=None,
        received_on=date(2026, 11, 16),
        annex=(AnnexTable("顧客管理", rows),),
    )


def annex_of(form, *rows):
    """The annex of a package in one format."""
    with pyzipper.AESZipFile(io.BytesIO(make_package(letter(*rows), b"%PDF-", form, "AAAA"))) as archive:
        archive.setpassword(b"AAAA")
        return archive.read(f"annex.{form}")


def test_a_spreadsheet_carries_nothing_out_that_is_in_an_annex():
    """A value that begins like a formula begins with an apostrophe; the file says that it is UTF-8."""
    content = annex_of("csv", ("備考", '=HYPERLINK("http://x")'), ("電話", "+81-3"), ("氏名", "髙﨑"))
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0] == ["システム", "項目", "内容"]
    assert [row[2] for row in rows[1:]] == ['\'=HYPERLINK("http://x")', "'+81-3", "髙﨑"]


def test_data_keeps_its_values_as_they_are_held():
    """JSON is read by programs, which carry nothing out."""
    told = json.loads(annex_of("json", ("備考", "=1+1"), ("氏名", "髙﨑")))
    assert told == {
        "format": "kaiji-annex-1",
        "letter": "K26-00001-1",
        "written_on": "2026-11-20",
        "language": "ja",
        "systems": [
            {
                "system": "顧客管理",
                "part": "data",
                "purpose": "",
                "items": [{"item": "備考", "value": "=1+1"}, {"item": "氏名", "value": "髙﨑"}],
            }
        ],
        "purposes": [],
        "withheld": [],
    }


@pytest.mark.parametrize("form", ["csv", "json"])
def test_what_tells_of_somebody_else_is_masked_in_every_file(form):
    """The label stands there, its value nowhere."""
    content = annex_of(form, AnnexRow("紹介者", "山田 太郎", masked=True)).decode("utf-8-sig")
    assert "紹介者" in content
    assert "山田" not in content
