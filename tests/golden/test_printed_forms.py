"""Prescribed forms as printed: words, fields, marks and codes, and what they leave unsaid."""

import io
import json
import re
import unicodedata

import pikepdf
import pytest

from tasks.case.authority import poa_scope
from tasks.case.codes_text import (
    AGENT_SUPPLEMENT,
    GENERAL_REQUEST,
    LAYOUT_VERSION,
    POWER_OF_ATTORNEY,
    RETURN_SLIP,
    FormCode,
    FormLanguage,
    read_form_code,
)
from tasks.case.words import RequestKind
from tasks.engines.april_tags import find_tags
from tasks.engines.pdf import render_pdf
from tasks.forms.boxes import BoxKind
from tasks.forms.render import print_form, print_separator
from tasks.forms.wording import WORDS
from tasks.forms.write_forms import forms_of, geometry, return_slip, write_forms
from tasks.policy import load_policy
from tasks.read.prescribed import code_texts
from tests.support.letter_text import text_of

ROCOCO = load_policy("rococo")
KINDS = [tuple(RequestKind)[:n] for n in range(1, 7)]


def code(form, kinds=(), language=FormLanguage.JAPANESE):
    return FormCode(LAYOUT_VERSION, "rococo", form, language, kinds, 1)


@pytest.fixture(scope="module")
def disclosure():
    """Rococo's disclosure form in both languages."""
    title, kinds = next((title, kinds) for name, title, kinds in forms_of(ROCOCO) if name == "disclosure")
    return print_form(ROCOCO, code("disclosure", kinds, FormLanguage.BILINGUAL), title)


def words_of(pdf):
    """All words of a form, in one width."""
    return unicodedata.normalize("NFKC", text_of(pdf))


def test_the_instructions_say_what_the_policy_says(disclosure):
    """Identity documents, the domicile, fee and means, a blank payee, the address and the hours."""
    words = words_of(disclosure.pdf)
    for part in (
        "運転免許証", "パスポート", "本籍", "塗りつぶしてください", "1,000円", "定額小為替", "受取人", "お返ししません",
        "542-0086", "2丁目1番5号", "個人情報センター", "09:00〜18:00", "03-6214-3655", "driver'slicence", "1,000yen",
    ):  # fmt: skip
        assert part in words, part


def test_the_same_form_gives_the_same_bytes_and_can_be_filled_in(disclosure):
    """Every box but the signature is a field, empty; a row of digits takes one digit a cell."""
    again = print_form(ROCOCO, disclosure.code, disclosure.title)
    assert again.pdf == disclosure.pdf
    with pikepdf.open(io.BytesIO(disclosure.pdf)) as document:
        fields = {str(field.T): field for field in document.Root.AcroForm.Fields}
    wanted = {box.key for box in disclosure.layout.boxes if box.kind not in {BoxKind.MARK, BoxKind.STATED}}
    assert set(fields) == wanted
    assert int(fields["person.postcode.1"].MaxLen) == 3
    assert int(fields["person.postcode.1"].Ff) & (1 << 24)
    assert not [name for name, field in fields.items() if str(field.get("/V", "")) not in {"", "/Off"}]


def test_marks_and_codes_are_where_the_geometry_says(disclosure):
    """Each page bears its code; on the page to be sent in the marks' corners are found where the file puts them."""
    pages = list(render_pdf(disclosure.pdf, 9))
    told = geometry(disclosure)
    assert [code_texts(picture) for picture, _ in pages] == [[text] for text in told["codes"]]
    assert read_form_code(told["codes"][2]) == disclosure.code._replace(page=3)
    picture, dpi = pages[2]
    found = find_tags(picture.min(axis=2))
    assert {str(number) for number in found} == set(told["tags"]["mm"])
    for number, corners in found.items():
        left, top, right, bottom = told["tags"]["mm"][str(number)]
        wanted = [(left, top), (right, top), (right, bottom), (left, bottom)]
        assert abs(corners * 25.4 / dpi - wanted).max() < 0.2


def test_a_policy_that_says_little_prints_little():
    """Where a policy is silent the paper says to ask; it never prints the word, and never a rule that nobody made."""
    silent = ROCOCO.model_copy(
        update={
            "forms": (),
            "identity": ROCOCO.identity.model_copy(update={"accepted": "unspecified", "other_official": "unspecified", "shows_current_address": "unspecified"}),
            "agent": ROCOCO.agent.model_copy(update={"allowed": "unspecified", "authority": "unspecified", "identity": "unspecified"}),
            "fee": ROCOCO.fee.model_copy(update={"kinds": "unspecified", "amount_yen": "unspecified", "means": "unspecified", "kept_on_refusal": "unspecified"}),
            "contact": ROCOCO.contact.model_copy(update=dict.fromkeys(("desk_ja", "desk_en", "postcode", "address_ja", "address_en", "phone", "email", "hours"), "unspecified")),
            "requests": ROCOCO.requests.model_copy(update={"channels": "unspecified"}),
            "reply": ROCOCO.reply.model_copy(update={"promise_text_ja": "unspecified", "promise_text_en": "unspecified"}),
        }
    )  # fmt: skip
    assert [name for name, _, _ in forms_of(silent)] == [
        GENERAL_REQUEST,
        AGENT_SUPPLEMENT,
        POWER_OF_ATTORNEY,
        RETURN_SLIP,
    ]
    for name, title, kinds in forms_of(silent):
        words = words_of(print_form(silent, code(name, kinds, FormLanguage.BILINGUAL), title).pdf)
        assert "unspecified" not in words.lower()
        assert "None" not in words
        assert not re.search(r"\d円|\dyen|運転免許証|受取人|お返しし", words)
        assert name in {POWER_OF_ATTORNEY, RETURN_SLIP} or "窓口にお尋ねください" in words


def test_an_unfilled_power_of_attorney_grants_nothing():
    """Without the words of its list the printed text names no request and no personal data, whatever the company's name."""
    title, kinds = next((title, kinds) for name, title, kinds in forms_of(ROCOCO) if name == POWER_OF_ATTORNEY)
    words = words_of(print_form(ROCOCO, code(POWER_OF_ATTORNEY, kinds), title).pdf)
    for kind in kinds:
        words = words.replace(WORDS[f"authority.scope.{kind.value}"].ja, "")
    assert "委任" in words
    assert poa_scope(words) == frozenset()


def test_all_papers_of_a_policy_are_written_with_their_geometry(tmp_path):
    """One PDF and one geometry file a form and language, and a separator sheet whose code can be read."""
    slim = ROCOCO.model_copy(
        update={"forms": ROCOCO.forms[:1], "agent": ROCOCO.agent.model_copy(update={"allowed": False})}
    )
    names = {file.name for file in write_forms(slim, tmp_path, (FormLanguage.JAPANESE,))}
    assert names == {
        "purpose_notice-ja.pdf", "purpose_notice-ja.json", "return_slip-ja.pdf", "return_slip-ja.json", "separator.pdf",
    }  # fmt: skip
    told = json.loads((tmp_path / "purpose_notice-ja.json").read_text(encoding="utf-8"))
    assert (told["pages"], told["form_pages"], told["page_mm"]) == (2, [2], [210.0, 297.0])
    separator = next(iter(render_pdf(print_separator(), 1)))[0]
    assert set(code_texts(separator)) == {"KAIJI:SEPARATOR"}


def test_a_letters_slip_bears_its_case(tmp_path):
    """The slip that goes with a letter carries the form's code and the case's."""
    picture = next(iter(render_pdf(return_slip(ROCOCO, FormLanguage.JAPANESE, "K26-00107", 2), 1)))[0]
    assert set(code_texts(picture)) == {"KAIJI:F:1:ROCOCO:RETURN.SLIP:J::1", "KAIJI:SLIP:K26-00107:2"}
