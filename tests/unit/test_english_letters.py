"""Letters in English: their words, what they quote, and that no Japanese stands in them that need not."""

import io
import re
from itertools import product
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from lxml import html

from tasks.case.era import format_long
from tasks.case.letter_basis import cited, legal_basis, suit_articles
from tasks.case.letters import Clause, Letter, LetterKind, international_phone
from tasks.case.reply import letters_due
from tasks.case.words import RequestKind
from tasks.engines.fonts import LETTER_FONTS
from tasks.engines.weasyprint_pdf import embedded_fonts
from tasks.reply.compose import compose
from tasks.reply.render_letter import letter_html, render_letter
from tasks.store.tables import LetterRow
from tests.support.english_letters import KINDS, PERSON, REASON, a_letter
from tests.support.letter_text import text_of
from tests.unit.test_letters import PT
from tests.unit.test_replies import AT, INQUIRY, MEMBER, a_file, policy_of

APPROVED = Path(__file__).resolve().parents[1] / "support" / "letters"
SAMPLES = ("ito-software", "rakuro", "rococo", "tocaro", "toot")
BLOCKS = ("title", "h1", "h2", "p", "td", "th", "li", "div", "caption")
JAPANESE = re.compile("[々ぁ-ゖァ-ヺー㐀-䶿一-鿿豈-﫿、。「」（）：／　]")
REFUSING = {"disclosure": "refuse"}


def words(letter: Letter) -> list[str]:
    """What a letter says, one block a line, whatever its layout."""
    root = html.fromstring(letter_html(letter))
    for drawing in [*root.iter("svg")]:
        drawing.drop_tree()
    for broken in root.iter("br"):
        broken.tail = f" {broken.tail or ''}"
    leaves = [each for each in root.iter(*BLOCKS) if not any(inner is not each for inner in each.iter(*BLOCKS))]
    mixed = [each for each in root.iter(*BLOCKS) if each not in leaves and (each.text or "").strip()]
    told = (" ".join(each.text_content().split()) for each in root.iter(*BLOCKS) if each in {*leaves, *mixed})
    return [line for line in told if line]


def composed(code: str, *held: Any, language: str = "en", reason: str = REASON, **choices: Any) -> Letter:
    """The letter that answers a decision under a policy, in the words that `compose` finds for it."""
    file = a_file(policy_of(code), *held, reason=reason, **choices)
    file.case.language = language
    (due,) = letters_due(file.decision.choices)
    row = LetterRow(number="K26-00001-1", written_on=AT.date(), kind=due.kind, occasion=due.occasion)
    return compose(file, due, row)


def refusal(code: str, **more: Any) -> Letter:
    """A refusal of disclosure on the first ground that the policy has for it."""
    number = next(g.number for g in policy_of(code).ground if not g.kinds or RequestKind.DISCLOSURE in g.kinds)
    return composed(code, **REFUSING, grounds=[number], **more)


def approved(name: str) -> list[str]:
    return (APPROVED / f"{name}.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_is_as_it_was_approved(kind: LetterKind) -> None:
    """Whoever changes a template changes the text beside it on purpose."""
    assert words(a_letter(kind)) == approved(f"en-{kind}")


@pytest.mark.parametrize("code", SAMPLES)
def test_each_policy_refuses_in_its_own_english(code: str) -> None:
    """Ground, number, fee and desk are those that the company has published, word for word."""
    assert words(refusal(code)) == approved(f"en-refuse-{code}")


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_is_printed(kind: LetterKind) -> None:
    """What the template says stands on the pages, in fonts of ours."""
    pdf = render_letter(a_letter(kind))
    printed = text_of(pdf)
    said = {word for line in words(a_letter(kind)) for word in re.findall(r"[\w@.]{4,}", line)}
    assert sorted(word for word in said if word not in printed) == []
    assert embedded_fonts(pdf) <= LETTER_FONTS


@pytest.mark.parametrize("kind", KINDS)
def test_no_japanese_stands_in_an_english_letter(kind: LetterKind) -> None:
    """But for addresses, and for terms in brackets that a reader finds on the paper."""
    text = "\n".join(words(a_letter(kind))).replace(PERSON.address, "").replace("(本籍)", "")
    assert JAPANESE.findall(text) == []


@pytest.mark.parametrize(("code", "choice"), [*product(SAMPLES, ("refuse", "not_target", "no_data", "disclose"))])
def test_no_japanese_comes_from_a_policy(code: str, choice: str) -> None:
    """Whatever a policy leaves open: labels, desks, grounds and purposes are English ones."""
    policy = policy_of(code)
    number = next(g.number for g in policy.ground if not g.kinds or RequestKind.DISCLOSURE in g.kinds)
    held = ([["name", "Daniel Whitfield"], ["phone", "03-0000-0000"]],) if choice == "disclose" else ()
    letter = composed(code, *held, disclosure=choice, grounds=[number])
    values = (letter.addressee.name, letter.addressee.address, "第1システム", "会員データベース", "問い合わせ管理")
    text = "\n".join(words(letter))
    for value in values:
        text = text.replace(value, "")
    assert JAPANESE.findall(text) == []
    assert not re.search(r"None|unspecified|\{|\(\)", text)


def test_labels_of_held_data_are_english_and_its_own_columns_stay() -> None:
    """A column that kaiji knows has an English label, in the annex and among what is withheld; any other keeps its name."""
    withheld = ["電話番号", "応対記録"]
    letter = composed("rococo", MEMBER, INQUIRY, disclosure="disclose_partly", grounds=["5"], withheld=withheld)
    assert letter.withheld == ("Telephone", "応対記録")
    assert [row.label for row in letter.annex[0].rows] == ["Name", "会員番号", "入会日"]


def test_the_published_language_is_quoted_first_hand() -> None:
    """English under an English text has no Japanese; a rendering stands above the original; the Act's own needs none."""
    assert refusal("rococo").grounds[0].text_ja == ""
    assert refusal("rococo", language="ja").grounds[0].text != ""
    own = Clause("2", "業務に支障がある場合", "hindrance to business")
    said = words(a_letter(LetterKind.REFUSE, grounds=(own,)))
    assert "“hindrance to business” 業務に支障がある場合" in said
    assert any("Our published rules are in Japanese." in line for line in said)
    of_law = composed("jres", disclosure="refuse", grounds=["D2"]).grounds
    assert [(each.number, each.text_ja) for each in of_law] == [("Article 33, paragraph (2), item (ii) of the Act", "")]
    assert refusal("jres", language="ja").grounds[0].text == ""


def test_only_a_policy_that_says_so_lets_its_other_language_prevail() -> None:
    """TOOT's Japanese text goes before the English one; of the others nothing is said, nor in a Japanese letter."""
    sentence = "the Japanese text prevails"
    assert {code: any(sentence in line for line in words(refusal(code))) for code in SAMPLES} == {
        code: code == "toot" for code in SAMPLES
    }
    assert composed("toot", language="ja", disclosure="refuse", grounds=["1"]).prevails == ""


@pytest.mark.parametrize("kind", [LetterKind.REFUSE, LetterKind.NOT_TARGET, LetterKind.CORRECTION_NOT_DONE])
def test_a_refusal_leaves_open_whether_data_is_held(kind: LetterKind) -> None:
    """The sentence stands in each, and what is no target reads the same with and without data."""
    assert any("does not indicate whether or not we hold any data" in line for line in words(a_letter(kind)))
    decided = {"disclosure": "not_target", "grounds": ["3"]}
    held, none = (composed("rococo", *items, **decided) for items in ((MEMBER, INQUIRY), ()))
    assert words(held) == words(none)


def test_what_is_withheld_is_nowhere_in_the_letter() -> None:
    """Not even in the words of a template or a label."""
    letter = composed(
        "rococo", MEMBER, INQUIRY, disclosure="disclose_partly", grounds=["5"], withheld=["phone", "応対記録"]
    )
    text = "\n".join(words(letter))
    assert not [secret for secret in ("5712", "7085", "強い口調", "区分乙") if secret in text]


def test_how_a_request_came_is_said() -> None:
    """By its own day or, where it bore none, by the day it came; and that an agent made it."""
    said = [
        next(line for line in words(a_letter(LetterKind.DISCLOSE, **told)) if line.startswith("We refer"))
        for told in ({}, {"by_agent": True}, {"request_date": None}, {"request_date": None, "by_agent": True})
    ]
    assert [line.split(" under the Act")[0].removeprefix("We refer to ") for line in said] == [
        "your request dated 17 November 2026",
        "your request dated 17 November 2026, made through your agent,",
        "the request that we received from you on 20 November 2026",
        "the request that we received from you through your agent on 20 November 2026",
    ]


def test_a_letter_issued_again_says_so() -> None:
    """With the number of the letter in whose place it stands."""
    said = words(a_letter(LetterKind.DISCLOSE, replaces="K26-00123-0"))
    assert "This letter is issued again in place of our earlier letter No. K26-00123-0." in said
    assert not any("issued again" in line for line in words(a_letter(LetterKind.DISCLOSE)))


def test_articles_are_cited_as_the_published_translation_does() -> None:
    """Paragraphs in brackets, several with and, and applied paragraphs by the one that applies them."""
    cites = {
        (LetterKind.DISCLOSE, RequestKind.DISCLOSURE): "Article 33, paragraph (2) of the Act",
        (LetterKind.PARTIAL, RequestKind.DISCLOSURE): "Article 33, paragraphs (2) and (3) of the Act",
        (LetterKind.REFUSE, RequestKind.TP_RECORDS): (
            "Article 33, paragraph (3) of the Act, as applied mutatis mutandis pursuant to paragraph (5) of that Article"
        ),
        (LetterKind.REFUSE, RequestKind.STOP_PROVISION): "Article 35, paragraph (7) of the Act",
    }
    for (kind, asked), words_of_act in cites.items():
        assert cited(a_letter(kind, request_kinds=(asked,), fee_kept=None)) == words_of_act
    both = (RequestKind.CORRECTION, RequestKind.PURPOSE_NOTICE)
    assert legal_basis(a_letter(LetterKind.REFUSE, request_kinds=both, fee_kept=None)) == (
        "Article 32, paragraph (3) of the Act and Article 34, paragraph (3) of the Act"
    )


@pytest.mark.parametrize("asked", RequestKind)
def test_a_refusal_tells_of_a_suit_where_the_act_knows_one(asked: RequestKind) -> None:
    """Art. 39 is about Arts. 33 to 35; a notice of purposes (Art. 32) has no such suit, and what was granted needs none."""
    letter = a_letter(LetterKind.REFUSE, request_kinds=(asked,), fee_kept=None)
    told = any("Article 39, paragraph (1) of the Act" in line for line in words(letter))
    assert told is bool(suit_articles(letter)) is (asked is not RequestKind.PURPOSE_NOTICE)
    assert suit_articles(a_letter(LetterKind.DISCLOSE)) == ""


def test_only_the_address_stands_behind_the_window() -> None:
    """Address and name lie in x 22-87, y 12-36 mm, and nothing else is printed in x <= 112, y <= 57 mm."""
    with pdfplumber.open(io.BytesIO(render_letter(a_letter(LetterKind.REFUSE)))) as document:
        near = [char for char in document.pages[0].chars if char["x0"] <= 112 * PT and char["top"] <= 57 * PT]
    shown = "".join(char["text"] for char in near).replace(" ", "")
    assert shown == f"〒{PERSON.postcode}{PERSON.address}{PERSON.name}".replace(" ", "")
    assert all(char["x0"] >= 22 * PT and char["x1"] <= 87 * PT for char in near)
    assert all(char["top"] >= 12 * PT and char["bottom"] <= 36 * PT for char in near)


def test_data_is_never_markup() -> None:
    """Angle brackets in data are printed as they stand."""
    odd = "<b>&amp;</b>"
    made = letter_html(a_letter(LetterKind.CORRECTION_DONE, corrected=odd, enclosures=(odd,)))
    assert odd not in made
    assert made.count("&lt;b&gt;&amp;amp;&lt;/b&gt;") == 2


@pytest.mark.parametrize(
    ("number", "abroad"),
    [
        ("+81-3-0000-0000", "+81-3-0000-0000"),
        ("03-0000-0000", "+81-3-0000-0000"),
        ("090-0000-0000", "+81-90-0000-0000"),
        ("0120-000-000", "0120-000-000"),
    ],
)
def test_numbers_are_printed_as_dialled_from_anywhere(number: str, abroad: str) -> None:
    """A toll-free number has no international form."""
    assert international_phone(number) == abroad


def test_days_are_written_out() -> None:
    """Whatever the machine's locale."""
    assert format_long(AT.date()) == "20 November 2026"


def write_approved() -> None:
    """Writes the approved texts anew, to be read before they are committed."""
    texts = {f"en-{kind}": a_letter(kind) for kind in KINDS} | {f"en-refuse-{code}": refusal(code) for code in SAMPLES}
    for name, letter in texts.items():
        (APPROVED / f"{name}.txt").write_text("\n".join(words(letter)) + "\n", encoding="utf-8")
