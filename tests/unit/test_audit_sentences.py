"""Every event can be told in a sentence, in both languages, whatever its facts lack or have more."""

from datetime import datetime

import pytest

from tasks.audit.event_words import NAMES, SENTENCES
from tasks.audit.sentences import choices_said, digests, sentence
from tasks.case.business_days import JST
from tasks.case.happened import EventKind
from tasks.store.tables import EventRow

DIGEST = "a" * 64


def event(kind, **facts):
    """An event of that kind by sato."""
    return EventRow(kind=kind, actor="sato", at=datetime(2026, 4, 1, 9, tzinfo=JST), facts=facts)


@pytest.mark.parametrize("kind", EventKind)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_kind_of_event_has_a_sentence_and_a_name(kind, language):
    """A kind that is added without its words would be found here; nothing of the sentence is left open."""
    assert getattr(NAMES[kind], language)
    told = sentence(event(kind), language)
    assert told.endswith("。" if language == "ja" else ".")
    assert not set("{}") & set(told)
    assert "_" not in told


def test_the_two_languages_ask_for_the_same_facts():
    """A fact that only one of the two tells would be missing from the other's record."""
    for kind, words in SENTENCES.items():
        parts = [{part.split("}")[0] for part in text.split("{")[1:]} for text in words]
        assert parts[0] - {"who"} == parts[1] - {"who"}, kind


def test_a_decision_is_told_kind_by_kind():
    """Who decided what, on which grounds; the policy and the evidence stand beside the sentence, not in it."""
    choices = {"disclosure": "refuse", "correction": "correct", "grounds": ["1", "4"]}
    decided = event("answered", step="decide", attempt=1, choices=choices, evidence=DIGEST, policy="rococo 1")
    assert sentence(decided, "en") == (
        "sato answered at 'Decide the request': disclosure: refuse; correction: correct; grounds: 1, 4."
    )
    assert sentence(decided, "ja") == (
        "sato が「請求の決定」に回答しました：開示＝応じない、訂正等＝訂正等を行う、理由番号＝1、4。"
    )
    assert digests(decided) == [("evidence", DIGEST)]


def test_what_a_sentence_does_not_know_is_added_behind_it():
    """A newer event's fact is told, by its name where it has one."""
    assert sentence(event("signed_in", method="password"), "ja") == "sato がサインインしました（方法 password）。"
    assert sentence(event("signed_in", moon="full"), "en") == "sato signed in (moon full)."
    assert "token" not in sentence(event("redaction_edited", page=0, change="token"), "en")
    assert "disabled" in sentence(event("account_changed", handle="ito", change="disabled"), "en")
    assert "a new kind" in sentence(event("a new kind"), "en")


def test_pages_are_counted_from_one_and_askings_by_their_time():
    """As people count: page 0 of the record is page 1, and a second asking says so."""
    assert "page 1 of packet P26-00001 " in sentence(event("unmasked", page=0, packet="P26-00001"), "en")
    assert sentence(event("evidence_seen", what="page", page=0), "ja") == "sato が証拠の頁を閲覧しました（頁 1）。"
    assert "「請求の決定（2回目）」" in sentence(event("code_issued", asking="decide-2", evidence=DIGEST), "ja")


def test_no_code_is_left_in_the_words():
    """What was missing, whether a second person approves, and of which asking a letter was looked at."""
    confirmed = event("answered", step="confirm", choices={"deficiencies": ["fee.amount/wrong_means"]})
    assert "手数料の額・納付方法（会社の定める納付方法でない）" in sentence(confirmed, "ja")
    assert "Fee: amount and means (paid by means the company does not take)" in sentence(confirmed, "en")
    decided = event("answered", step="decide", choices={"disclosure": "disclose"}, approval_needed=False)
    assert "（二人目の承認 不要）" in sentence(decided, "ja")
    assert "(approval by a second person needed)" in sentence(
        event("answered", step="decide", choices={"disclosure": "refuse"}, approval_needed=True), "en"
    )
    seen = sentence(event("letter_seen", letter="preview", step="decide-1"), "ja")
    assert seen == "sato が書面 （下書き） を閲覧しました（手続 請求の決定）。"


def test_an_empty_choice_is_a_dash_and_a_yes_is_a_word():
    """Nothing chosen is not a blank, and no value is told by its code in Python."""
    assert choices_said({"grounds": []}, "en") == "–"
    assert choices_said({"done": True}, "ja") == "done＝はい"
