"""What a reply says: which letter answers which choice, what it quotes, and what it never lets out."""

import io
import re
from datetime import UTC, date, datetime
from itertools import product
from typing import Any

import pikepdf
import pytest

from tasks.case.errors import NotPartlyDisclosed
from tasks.case.letters import AnnexRow, LetterKind, Search
from tasks.case.progress import Step
from tasks.case.reply import LetterDue, answers_the_request, deficiency_due, letters_due
from tasks.case.words import Field, RequestKind
from tasks.engines.holiday_calendar import build_calendar
from tasks.policy import Policy
from tasks.policy.loader import POLICY_FOLDER, read_policy
from tasks.reply.case_file import CaseFile
from tasks.reply.compose import compose
from tasks.reply.render_letter import letter_html, render_letter
from tasks.store.tables import Answer, Case, HeldItem, LetterRow
from tests.support.cases import BOX
from tests.support.letter_text import text_of

AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
SAMPLES = ("ito-software", "rakuro", "rococo", "tocaro", "toot")
OTHERS = POLICY_FOLDER.parents[1] / "tests" / "support" / "policies"
CHOICES = {
    "notify": LetterKind.PURPOSE,
    "other_method": LetterKind.METHOD_CHANGE,
    "substitute": LetterKind.SUSPENSION_NOT_DONE,
    "disclose": LetterKind.DISCLOSE,
    "disclose_partly": LetterKind.PARTIAL,
    "correct": LetterKind.CORRECTION_DONE,
    "suspend": LetterKind.SUSPENSION_DONE,
    "stop": LetterKind.SUSPENSION_DONE,
    "refuse": LetterKind.REFUSE,
    "no_data": LetterKind.NO_DATA,
    "not_target": LetterKind.NOT_TARGET,
    "self_service": LetterKind.SELF_SERVICE,
}
NEW = ("disclose_partly", "no_data", "not_target", "self_service")
MEMBER = [["name", "林田 康支"], ["phone", "03-5712-7085"], ["会員番号", "M4744854"], ["入会日", "2020-02-01"]]
INQUIRY = [["name", "林田 康支"], ["応対記録", "強い口調でのお申出。要注意の区分乙"], ["最終購入日", "2020-02-01"]]
WITHHOLDING = {"disclosure": "disclose_partly", "grounds": ["5"], "withheld": ["phone", "応対記録"]}
REASON = "審査の基準が明らかになり、業務に支障を及ぼすためです。"


def policy_of(code: str) -> Policy:
    file = next(folder / f"{code}.toml" for folder in (POLICY_FOLDER, OTHERS) if (folder / f"{code}.toml").is_file())
    return read_policy(file.read_text(encoding="utf-8"))


def a_file(policy: Policy, *held: list[list[str]], reason: str = REASON, **choices: Any) -> CaseFile:
    """The file of a case on which this was decided."""
    fields = {"person.name": "林田 康支", "person.postcode": "530-0001", "person.address": "大阪府大阪市北区架空1番1号"}
    case = Case(number="K26-00001", received_on=date(2026, 11, 16), by_agent=False, kinds=["disclosure"])
    return CaseFile(
        case=case,
        policy=policy,
        fields={n: Field(name=n, value=v, normalized=None, confidence=1, page=0, poly=BOX) for n, v in fields.items()},
        findings=[],
        answers={Step.DECIDE: Answer(step="decide", person="sato", answered_at=AT, choices=choices, reason=reason)},
        held=[HeldItem(system=f"第{i}システム", exact=True, values=values) for i, values in enumerate(held, 1)],
        search=Search(("会員データベース", "問い合わせ管理"), date(2026, 11, 18)),
        calendar=build_calendar(2023, 2029, policy.contact.closures),
        round=1,
    )


def the_letter(file: CaseFile) -> Any:
    """The one letter that answers the decision."""
    (due,) = letters_due(file.decision.choices)
    row = LetterRow(number="K26-00001-1", written_on=AT.date(), kind=due.kind, occasion=due.occasion)
    return compose(file, due, row)


def inside(pdf: bytes) -> bytes:
    """All bytes of a PDF as they lie, and all its streams unpacked."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return pdf + b"".join(each.read_bytes() for each in document.objects if isinstance(each, pikepdf.Stream))


@pytest.mark.parametrize("choice", CHOICES)
def test_each_choice_has_its_letter(choice: str) -> None:
    """Whatever a person may choose, one letter is due, and it is the one for that choice."""
    assert [due.kind for due in letters_due({"disclosure": choice, "correction": "not_requested"})] == [CHOICES[choice]]


def test_an_unknown_choice_grants_nothing() -> None:
    """A word that no letter is known for stops the writing."""
    with pytest.raises(KeyError):
        letters_due({"disclosure": "undecided"})


def test_letters_that_ask_are_told_from_letters_that_answer() -> None:
    """Whatever the round, the letter that asks for what is missing is none of the reply."""
    asking = [due.occasion for of_round in (1, 2, 11) for due in deficiency_due((), of_round)]
    assert [answers_the_request(each) for each in [*asking, *RequestKind]] == [False] * 3 + [True] * len(RequestKind)


@pytest.mark.parametrize(("code", "choice"), [*product(SAMPLES, NEW)])
def test_each_policy_prints_each_new_letter(code: str, choice: str) -> None:
    """Under every sample policy each new letter is printed whole: no word is missing, none is a program's."""
    policy = policy_of(code)
    ground = next(each.number for each in policy.ground if not each.kinds or RequestKind.DISCLOSURE in each.kinds)
    choices = {"disclosure": choice, "grounds": [ground], "withheld": ["応対記録"]}
    text = text_of(render_letter(the_letter(a_file(policy, MEMBER, INQUIRY, **choices))))
    assert "".join(policy.company.name_ja.split()) in text
    assert not re.search(r"None|unspecified|\{|（）|「」|、、|。。|の規定の規定", text)
    assert ("お返し" in text) is (code == "rococo" and choice != "disclose_partly")


def test_self_service_lists_what_the_company_has_published() -> None:
    """Each published step stands in the letter, and that the request may be made again."""
    policy = policy_of("tocaro")
    letter = the_letter(a_file(policy, correction="self_service"))
    text = text_of(render_letter(letter))
    assert policy.requests.self_service_ja
    assert [each for each in policy.requests.self_service_ja if "".join(each.split()) not in text] == []
    assert "あらためてご請求いただけます" in text
    assert letter.fee_kept is None


def test_no_data_names_every_system_searched() -> None:
    """The scope is that of the search as it was recorded, not only the systems where something lay."""
    text = text_of(render_letter(the_letter(a_file(policy_of("rococo"), disclosure="no_data"))))
    for words in (
        "会員データベース",
        "問い合わせ管理",
        "令和8年11月18日",
        "該当するものは確認できませんでした",
        REASON,
    ):
        assert words in text


@pytest.mark.parametrize("withheld", [["phone", "応対記録"], ["電話番号", "応対記録"]])
def test_what_is_withheld_is_nowhere_in_the_file(withheld: list[str]) -> None:
    """Neither the text nor any byte of the PDF holds a withheld value; the labels stand in the letter."""
    letter = the_letter(a_file(policy_of("rococo"), MEMBER, INQUIRY, **WITHHOLDING | {"withheld": withheld}))
    pdf = render_letter(letter)
    text, raw = text_of(pdf), inside(pdf)
    assert letter.withheld == ("電話番号", "応対記録")
    assert [shown for shown in ("電話番号、応対記録", "M4744854", "（5）", REASON) if shown not in text] == []
    for secret in ("5712", "7085", "強い口調", "要注意", "区分乙"):
        assert secret not in text
        assert secret not in letter_html(letter)
        assert [code for code in ("utf-8", "utf-16-be", "shift_jis") if secret.encode(code) in raw] == []


def test_a_withheld_value_changes_no_byte_of_the_letter() -> None:
    """Whatever the withheld columns hold, the file is the same; so no trace of them can be in it."""
    others = [[key, "別の記録の内容" if key in ("phone", "応対記録") else value] for key, value in INQUIRY]
    policy = policy_of("rococo")
    pdfs = {render_letter(the_letter(a_file(policy, MEMBER, each, **WITHHOLDING))) for each in (INQUIRY, others)}
    disclosed = {render_letter(the_letter(a_file(policy, each, disclosure="disclose"))) for each in (INQUIRY, others)}
    assert (len(pdfs), len(disclosed)) == (1, 2)


def test_a_record_of_which_nothing_is_left_is_not_shown_as_empty() -> None:
    """（登録なし） would be untrue of what is withheld."""
    choices = {"disclosure": "disclose_partly", "grounds": ["5"], "withheld": ["応対記録"]}
    letter = the_letter(a_file(policy_of("rococo"), MEMBER, [["応対記録", "苦情の詳細な経過"]], **choices))
    assert [table.title for table in letter.annex] == ["第1システム"]


@pytest.mark.parametrize(
    ("held", "withheld", "reason"),
    [
        (MEMBER, ["応対記録"], REASON),
        (MEMBER, ["name", "phone", "会員番号", "入会日"], REASON),
        ([*MEMBER, ["備考", "連絡先 ０３－５７１２－７０８５ へ"]], ["phone"], REASON),
        (MEMBER, ["会員番号"], "会員番号M4744854の審査に支障があるためです。"),
    ],
)
def test_what_cannot_be_withheld_as_decided_goes_to_a_person(held: Any, withheld: list[str], reason: str) -> None:
    """A column that is not held, everything held, and a withheld value told elsewhere are no partial disclosure."""
    choices = {"disclosure": "disclose_partly", "grounds": ["5"], "withheld": withheld}
    with pytest.raises(NotPartlyDisclosed) as error:
        the_letter(a_file(policy_of("rococo"), held, reason=reason, **choices))
    assert not re.search("5712|M4744854|林田", str(error.value))


def test_a_date_that_two_columns_share_may_stay() -> None:
    """Two things may happen on one day, and a date does not say of what it is."""
    choices = {"disclosure": "disclose_partly", "grounds": ["5"], "withheld": ["入会日"]}
    letter = the_letter(a_file(policy_of("rococo"), MEMBER, INQUIRY, **choices))
    assert AnnexRow("最終購入日", "2020-02-01") in letter.annex[1].rows


def test_a_ground_of_the_act_is_quoted_with_its_provision() -> None:
    """A company that lists no ground refuses on the Act's, by its place in the Act where that is of disclosure."""
    policy = policy_of("jres")
    refused = the_letter(a_file(policy, disclosure="refuse", grounds=["D2"]))
    assert [(each.number, each.of_act) for each in refused.grounds] == [("法第33条第2項第2号", True)]
    other = the_letter(a_file(policy, correction="refuse", grounds=["C1"]))
    assert [(each.number, each.of_act) for each in other.grounds] == [("", True)]
    assert "当社の定め" not in letter_html(other)


def test_what_is_no_target_does_not_quote_the_ground_of_another_refusal() -> None:
    """One decision has one list of grounds: the letter on what is no target quotes the ground that says so."""
    file = a_file(policy_of("rococo"), disclosure="not_target", correction="refuse", grounds=["3", "5"])
    row = LetterRow(number="K26-00001-1", written_on=AT.date(), kind="not_target", occasion="disclosure")
    letter = compose(file, letters_due(file.decision.choices)[0], row)
    assert [each.number for each in letter.grounds] == ["3"]


def test_what_is_no_target_reads_the_same_whether_or_not_data_is_held() -> None:
    """Found data changes nothing in the letter that must not say whether there is any."""
    decided = {"disclosure": "not_target", "grounds": ["3"]}
    held, none = (the_letter(a_file(policy_of("rococo"), *items, **decided)) for items in ((MEMBER, INQUIRY), ()))
    assert render_letter(held) == render_letter(none)


def test_a_refusal_keeps_its_kind() -> None:
    """A letter due names the kind it answers and no other."""
    assert letters_due({"correction": "no_data"}) == [
        LetterDue(LetterKind.NO_DATA, "correction", (RequestKind.CORRECTION,))
    ]
