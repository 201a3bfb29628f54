"""The annex: system by system with its purpose, in the letter's language, masked where it tells of somebody else."""

from typing import Any

import pytest

from tasks.case.errors import NotPartlyDisclosed
from tasks.case.letters import AnnexRow
from tasks.case.reply import LetterDue, letters_due
from tasks.case.words import RequestKind
from tasks.reply.annex import annex_without, labels_of, whole_annex
from tasks.reply.case_file import CaseFile
from tasks.reply.compose import compose
from tasks.reply.render_letter import letter_html, render_letter
from tasks.store.tables import HeldItem, LetterRow
from tests.support.letter_text import text_of
from tests.unit.test_replies import AT, a_file, inside, policy_of, the_letter

MEMBER = [["number", "M4744854"], ["name", "林田 康支"], ["email", "y@example.jp"]]
PROVIDED = [["provided_on", "2024-02-23"], ["recipient", "架空運輸株式会社"]]
ASKED = [["received_on", "2024-03-06"], ["subject", "配送先の変更"], ["answered_by", "沖田 健吾"]]


def file_of(*held: tuple[str, list[list[str]]], **choices: Any) -> CaseFile:
    """A case file with these records of Rococo's systems, in this order."""
    file = a_file(policy_of("rococo"), **({"disclosure": "disclose"} | choices))
    items = [
        HeldItem(position=at, source=source, system="-", exact=True, values=values)
        for at, (source, values) in enumerate(held)
    ]
    object.__setattr__(file, "held", items)
    return file


def a_row(due: LetterDue) -> LetterRow:
    """The letter of a case that is due."""
    return LetterRow(number="K26-00001-1", written_on=AT.date(), kind=due.kind, occasion=due.occasion)


HELD = (("provisions", PROVIDED), ("inquiries", ASKED), ("members", MEMBER), ("inquiries", ASKED[:2]))


def test_data_is_told_system_by_system() -> None:
    """Whatever order it was found in; several records of a system are numbered, the first tells the purpose."""
    tables = whole_annex(file_of(*HELD))
    assert [(table.title, table.part) for table in tables] == [
        ("会員データベース", "data"),
        ("問い合わせ管理（1/2）", "data"),
        ("問い合わせ管理（2/2）", "data"),
    ]
    assert tables[0].purpose == "会員の登録及びご連絡のため。メールアドレス：ご案内の送付のため"
    assert [bool(table.purpose) for table in tables] == [True, True, False]
    assert tables[0].rows[0] == AnnexRow("会員番号", "M4744854")


def test_records_of_provision_are_told_to_whom_asks_for_them() -> None:
    """Art. 33(5) is a request of its own: they are no part of the data, and the data none of theirs."""
    records = whole_annex(file_of(*HELD), "provision")
    assert [(table.title, table.part) for table in records] == [("第三者提供記録簿", "provision")]
    letter = the_letter(file_of(*HELD, disclosure="not_requested", tp_records="disclose"))
    assert letter.annex == records


def test_labels_and_purposes_are_in_the_language_of_the_letter() -> None:
    """Values stay as held."""
    file = file_of(*HELD)
    file.case.language = "en"
    tables = whole_annex(file)
    assert [table.title for table in tables][:2] == ["Members' database", "Inquiries (1/2)"]
    assert tables[0].rows[0] == AnnexRow("Membership number", "M4744854")
    assert "Telephone" not in tables[0].purpose
    assert "E-mail address: To send announcements" in tables[0].purpose


def test_what_tells_of_somebody_else_is_nowhere_in_the_file() -> None:
    """Its label stands with a note; neither the text nor any byte of the PDF has its value."""
    letter = the_letter(file_of(*HELD))
    assert AnnexRow("応対した者", "", masked=True) in letter.annex[1].rows
    pdf = render_letter(letter)
    text, raw = text_of(pdf), inside(pdf)
    assert "応対した者" in text
    for secret in ("沖田", "健吾"):
        assert secret not in text + letter_html(letter)
        assert [code for code in ("utf-8", "utf-16-be", "shift_jis") if secret.encode(code) in raw] == []


@pytest.mark.parametrize("name", ["沖田 健吾", "林 豊", "王"])
def test_a_masked_name_that_stands_elsewhere_goes_to_a_person(name: str) -> None:
    """No program takes it out of a sentence; one letter alone may be any word's."""
    asked = [["subject", f"担当{name.replace(' ', '　')}より回答済み"], ["answered_by", name]]
    file = file_of(("inquiries", asked))
    if len(name) == 1:
        assert whole_annex(file)
        return
    with pytest.raises(NotPartlyDisclosed):
        whole_annex(file)


@pytest.mark.parametrize("said", ["会員番号", "Membership number", "number"])
def test_a_column_may_be_withheld_by_either_label(said: str) -> None:
    """The form offers the language of the house, the letter tells its own."""
    file = file_of(*HELD, disclosure="disclose_partly", grounds=["5"], withheld=[said])
    tables = annex_without(file, [said])
    assert "M4744854" not in str(tables)
    assert labels_of(file, [said])[0] in ("会員番号", "問い合わせ番号")


def test_where_only_masked_columns_are_left_nothing_is_disclosed() -> None:
    """That is a refusal, and a person says so."""
    file = file_of(("inquiries", ASKED), disclosure="disclose_partly", grounds=["5"])
    with pytest.raises(NotPartlyDisclosed, match="Everything held"):
        annex_without(file, ["received_on", "subject"])


@pytest.mark.parametrize(
    ("choices", "reason"),
    [
        ({"disclosure": "refuse", "grounds": ["5"]}, "会員番号Ｍ4744-854の業務のため"),
        ({"disclosure": "not_target", "grounds": ["5"]}, "登録先 y@example.jp について"),
        ({"disclosure": "refuse", "grounds": ["5"]}, "沖田健吾が応対したため"),
        ({"disclosure": "not_requested", "tp_records": "refuse", "grounds": ["5"]}, "架空運輸株式会社との契約のため"),
        ({"disclosure": "disclose_partly", "withheld": ["email"], "correction": "refuse", "grounds": ["5"]},
         "y@example.jp は正しいため"),
    ],
)  # fmt: skip
def test_no_reason_of_a_refusal_tells_what_is_held(choices: dict[str, Any], reason: str) -> None:
    """Whatever letter of the case it stands in; a person writes that letter."""
    file = file_of(*HELD, **choices, reason=reason)
    for due in letters_due(file.decision.choices):
        with pytest.raises(NotPartlyDisclosed):
            compose(file, due, a_row(due))


def test_records_of_provision_tell_nothing_that_the_disclosure_withholds() -> None:
    """The two are asked for alone, and decided together."""
    told = ("provisions", [*PROVIDED, ["items", "メールアドレス y@example.jp"]])
    partly = {"disclosure": "disclose_partly", "withheld": ["email"], "tp_records": "disclose", "grounds": ["5"]}
    file = file_of(told, HELD[2], **partly, reason="業務のため")
    records = next(due for due in letters_due(file.decision.choices) if due.answers == (RequestKind.TP_RECORDS,))
    with pytest.raises(NotPartlyDisclosed):
        compose(file, records, a_row(records))


def test_what_the_requester_wrote_is_withheld_from_nobody() -> None:
    """The person's own name stands in the records of provision, though the data is not disclosed."""
    told = ("provisions", [*PROVIDED, ["items", "林田 康支"]])
    refused = {"disclosure": "refuse", "tp_records": "disclose", "grounds": ["5"]}
    file = file_of(told, HELD[2], **refused, reason="業務のため")
    file.fields["person.name"] = file.fields["person.name"].model_copy(update={"value": "林田康支"})
    records = next(due for due in letters_due(file.decision.choices) if due.answers == (RequestKind.TP_RECORDS,))
    assert compose(file, records, a_row(records)).annex
