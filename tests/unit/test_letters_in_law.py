"""What the Act wants told: what is left out for others' sake, the method of disclosure, the return rule, what is enclosed."""

import re

import pytest

from tasks.case.letter_basis import legal_basis, masked_under, suit_articles
from tasks.case.letters import AnnexRow, AnnexTable, Letter, LetterKind
from tasks.case.reply import LetterDue, letters_due
from tasks.case.words import RequestKind
from tasks.policy import load_policy
from tasks.reply import sample_data
from tasks.reply.compose import compose
from tasks.reply.render_letter import letter_html
from tasks.reply.sample_case import letter_row, sample_case
from tasks.reply.sample_letters import sample_letter
from tests.support import english_letters
from tests.unit import test_letters

ROCOCO = load_policy("rococo")
OF_SOMEBODY_ELSE = (AnnexTable("会員", (AnnexRow("氏名", "見本"), AnnexRow("紹介者", "", masked=True))),)
DISCLOSING = (LetterKind.DISCLOSE, LetterKind.PARTIAL, LetterKind.PROVISION_RECORDS)


def a_letter(kind: LetterKind, language: str, **changes: object) -> Letter:
    """A whole letter of a kind in a language."""
    return (test_letters if language == "ja" else english_letters).a_letter(kind, **changes)


@pytest.mark.parametrize("kind", DISCLOSING)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_is_masked_is_told_with_its_ground(kind: LetterKind, language: str) -> None:
    """Something is left out: the letter cites the provision, explains it (Art. 33(3), 36) and tells of the suit (Art. 39)."""
    letter = a_letter(kind, language, annex=OF_SOMEBODY_ELSE)
    told = masked_under(letter)
    html = " ".join(re.sub(r"<[^>]+>", "", letter_html(letter)).split())
    assert told in html
    assert ("法第36条の趣旨" if language == "ja" else "Article 36 of the Act") in html
    assert suit_articles(letter) in html
    assert "33" in suit_articles(letter)
    assert ("第3項" if language == "ja" else "(3)") in legal_basis(letter)
    records = kind is LetterKind.PROVISION_RECORDS
    assert (("準用する同条第2項第1号" if language == "ja" else "pursuant to paragraph (5)") in told) is records


@pytest.mark.parametrize("kind", DISCLOSING)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_where_nothing_is_masked_nothing_is_said_of_others(kind: LetterKind, language: str) -> None:
    """A full disclosure refuses nothing, and tells of no suit."""
    letter = a_letter(kind, language)
    html = letter_html(letter)
    assert masked_under(letter) == ""
    assert "第三者の情報" not in html
    assert "Other persons" not in html
    assert bool(suit_articles(letter)) is (kind is LetterKind.PARTIAL)


def disclosed(package: str) -> Letter:
    """A disclosure on paper, or as a file of that format."""
    choices: dict[str, object] = {"disclosure": "disclose", "delivery": f"electronic_{package}" if package else "paper"}
    due = letters_due(choices)[0]
    return compose(sample_case(ROCOCO, due, choices, "ja", sample_data.PEOPLE["ja"]), due, letter_row(due))


def test_the_method_told_is_the_one_that_is_taken() -> None:
    """An electronic answer says that it is one (Art. 33(2)), and that nothing is enclosed; one on paper says the other."""
    paper, file = letter_html(disclosed("")), letter_html(disclosed("csv"))
    assert "書面の交付" in paper
    assert "同封書類" in paper
    assert "書面の交付" not in file
    assert "電磁的記録の提供" in file
    assert "X00-00000-1-package.zip" in file
    assert "同封書類" not in file


@pytest.mark.parametrize("kind", [LetterKind.DEFICIENCY, LetterKind.FEE_SHORT])
def test_a_letter_that_asks_for_more_tells_what_becomes_of_the_fee(kind: LetterKind) -> None:
    """Rococo keeps the fee of a request whose documents stay wanting; that is said before, with the slip that is enclosed."""
    html = letter_html(sample_letter(ROCOCO, kind))
    assert "お返しいたしません" in html
    assert "ご返送票" in html.split("同封書類")[1][:60]
    assert ("本人確認書類の写しは" in html) is (kind is LetterKind.DEFICIENCY)


def test_no_fee_is_told_of_where_none_is_charged() -> None:
    """TOOT states no fee, and no letter may tell of one for a correction (Art. 38)."""
    assert "手数料の取扱い" not in letter_html(sample_letter(load_policy("toot"), LetterKind.DEFICIENCY))
    due = LetterDue(LetterKind.DEFICIENCY, "deficiency", (RequestKind.CORRECTION,))
    file = sample_case(ROCOCO, due, {}, "ja", sample_data.PEOPLE["ja"])
    assert compose(file, due, letter_row(due)).fee_kept is None


def test_an_english_letter_has_no_japanese_punctuation() -> None:
    """What was done is told in English signs too."""
    letter = sample_letter(ROCOCO, LetterKind.SUSPENSION_DONE, "en")
    assert not re.search("[\u3000-\u303f\uff01-\uff5e]", letter.measure)


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        (RequestKind.SUSPEND_ERASE, "保有個人データの利用の停止又は消去について（通知）"),
        (RequestKind.STOP_PROVISION, "保有個人データの第三者への提供の停止について（通知）"),
    ],
)
@pytest.mark.parametrize("letter", [LetterKind.SUSPENSION_DONE, LetterKind.SUSPENSION_NOT_DONE])
def test_a_title_names_what_was_asked_for(letter: LetterKind, kind: RequestKind, title: str) -> None:
    """利用停止等 is the Act's word for Art. 35(1) only; the stop of a provision is another request."""
    assert f"<h1>{title}</h1>" in letter_html(test_letters.a_letter(letter, request_kinds=(kind,)))


@pytest.mark.parametrize("code", ["tocaro", "toot", "ito-software"])
def test_what_is_no_retained_data_has_a_ground_in_the_act(code: str) -> None:
    """A company that lists no such ground quotes the Act's definition, and not a ground of data that is held."""
    (ground,) = sample_letter(load_policy(code), LetterKind.NOT_TARGET).grounds
    assert (ground.number, ground.of_act) == ("法第16条第4項", True)


def test_a_sample_of_each_notice_is_composed_as_a_real_one() -> None:
    """The fee that goes back, the password and the records come by the way that real ones come."""
    returned = sample_letter(ROCOCO, LetterKind.FEE_RETURN)
    assert RequestKind.DISCLOSURE not in returned.request_kinds
    assert returned.enclosures[0].startswith(returned.returned[0].what)
    password = sample_letter(ROCOCO, LetterKind.PASSWORD)
    assert (password.package, len(password.password)) == ("X00-00000-1-package.pdf", 29)
    both = frozenset({*ROCOCO.requests.kinds, RequestKind.TP_RECORDS})
    asked = ROCOCO.model_copy(update={"requests": ROCOCO.requests.model_copy(update={"kinds": both})})
    records = sample_letter(asked, LetterKind.PROVISION_RECORDS)
    assert [(table.part, table.purpose) for table in records.annex] == [("provision", "")]
