"""What a decision makes of a letter: what may be chosen, to whom it goes, and what it must not let out."""

from dataclasses import replace
from typing import Any

import pytest

from tasks.case.act_clauses import ACT_CLAUSES
from tasks.case.errors import AddressUnknown, NotPartlyDisclosed
from tasks.case.letters import Letter, LetterKind
from tasks.case.progress import to_carry_out
from tasks.case.words import Field, RequestKind
from tasks.policy.choosable import choosable
from tasks.reply.case_file import CaseFile
from tasks.reply.deficient import asking_due
from tasks.reply.render_letter import render_letter
from tests.support.cases import BOX
from tests.support.letter_texts import with_fee, words_of, worked_on
from tests.unit.test_replies import INQUIRY, MEMBER, a_file, policy_of, the_letter

NEUTRAL = "情報の存否をお答えすること自体により、第三者の安全が害されるおそれがあるためです。"
TELLING = ("会員データベース", "お調べ", "該当するもの", "確認できません", "別紙", "開示しない項目", "調査の結果")
RIGHTS = [kind for kind in RequestKind if kind is not RequestKind.PURPOSE_NOTICE]


def excluded(kind: str, choice: str, *held: list[list[str]], ground: str = "a") -> Letter:
    """The letter on a request whose data may not even be said to exist."""
    return the_letter(a_file(policy_of("rococo"), *held, reason=NEUTRAL, **{kind: choice, "grounds": [ground]}))


@pytest.mark.parametrize("kind", [kind.value for kind in RIGHTS])
@pytest.mark.parametrize("choice", ["not_target", "refuse"])
def test_where_existence_is_not_told_no_byte_depends_on_what_is_held(kind: str, choice: str) -> None:
    """With two records and with none the file is the same to the byte, whatever was asked and however it is refused."""
    held, none = excluded(kind, choice, MEMBER, INQUIRY), excluded(kind, choice)
    assert render_letter(held) == render_letter(none)
    assert not held.existence_told


@pytest.mark.parametrize("kind", [kind.value for kind in RIGHTS])
@pytest.mark.parametrize("ground", ["a", "b", "c", "d"])
def test_an_exclusion_is_quoted_in_the_policys_words_and_tells_nothing(kind: str, ground: str) -> None:
    """The clause stands with its letter and its original; no word of a search, of data or of none stands beside it."""
    policy = policy_of("rococo")
    (clause,) = [each for each in policy.exclusion if each.letter == ground]
    text = "".join(words_of(excluded(kind, "not_target", MEMBER, ground=ground)))
    assert f"（{ground}）{clause.text_ja}" in text
    assert clause.text in text
    assert "その保有の有無にかかわらず" in text
    assert "保有の有無をお示しするものではありません" in text
    assert [word for word in TELLING if word in text] == []


def test_a_letter_that_discloses_a_part_quotes_no_exclusion() -> None:
    """What is disclosed exists; the clause on what is told of nowhere belongs to another letter."""
    choices = {"disclosure": "disclose_partly", "grounds": ["5", "a"], "withheld": ["phone"]}
    letter = the_letter(a_file(policy_of("rococo"), MEMBER, **choices))
    assert [each.number for each in letter.grounds] == ["5"]


@pytest.mark.parametrize("kind", RequestKind)
def test_no_kind_is_refused_on_a_clause_of_another(kind: RequestKind) -> None:
    """Under a policy that lists no ground for it, each kind is offered the Act's clauses on that kind and no other's."""
    articles = {"purpose_notice": "第32条", "disclosure": "第33条", "tp_records": "第33条", "correction": "第34条"}
    offered = [each for each in choosable(policy_of("toot"), [kind]) if each.of_act_only]
    assert offered
    for each in offered:
        assert each.shown.startswith((f"法{articles.get(kind.value, '第35条')}", "法第37条第1項", "法第16条第4項"))
        assert each.kinds == {kind} & each.kinds != set()


def test_the_act_is_not_offered_where_the_company_says_the_same() -> None:
    """Rococo's 4, 5 and 7 are the three grounds of Art. 33(2), and its 1 and 2 what Art. 37(1) would say."""
    offered = {each.number for each in choosable(policy_of("rococo"), [RequestKind.DISCLOSURE])}
    assert offered == {"1", "2", "3", "4", "5", "6", "7", "a", "b", "c", "d"}
    numbers = [each.number for each in choosable(policy_of("rococo"), RequestKind)]
    assert len(numbers) == len(set(numbers))


def test_every_clause_of_the_act_has_a_number_of_its_own() -> None:
    """A decision keeps the number alone."""
    assert len({each.number for each in ACT_CLAUSES}) == len(ACT_CLAUSES)
    assert all(each.provision.startswith("法第") and each.provision_en.startswith("Article ") for each in ACT_CLAUSES)


def test_a_clause_of_the_act_stands_in_the_letter_with_its_place() -> None:
    """Art. 34(1) where the content was found to be right; the letter then tells the result of the inquiry."""
    letter = the_letter(a_file(policy_of("toot"), correction="refuse", grounds=["34(1)"]))
    assert (letter.kind, letter.existence_told) == (LetterKind.CORRECTION_NOT_DONE, True)
    assert [(each.number, each.of_act) for each in letter.grounds] == [("法第34条第1項", True)]
    formal = the_letter(a_file(policy_of("toot"), correction="refuse", grounds=["37(1)"]))
    assert not formal.existence_told
    assert "調査の結果" not in "".join(words_of(formal))


def test_a_measure_in_the_place_of_a_suspension_is_work_and_is_told() -> None:
    """It is carried out like a suspension, and its letter says what was done instead, when, and why."""
    decided = {"suspend_erase": "substitute", "grounds": ["35(2)-2"]}
    letter = the_letter(worked_on(a_file(policy_of("rococo"), MEMBER, **decided)))
    assert to_carry_out(decided) == ["suspend_erase"]
    assert letter.kind is LetterKind.SUSPENSION_NOT_DONE
    assert letter.measure
    assert letter.done_on
    assert [each.number for each in letter.grounds] == ["法第35条第2項ただし書"]


def test_a_suspension_that_is_refused_names_no_measure() -> None:
    """Nothing was done instead, and whether anything is held stays open."""
    letter = the_letter(a_file(policy_of("rococo"), suspend_erase="refuse", grounds=["5"]))
    text = "".join(words_of(letter))
    assert "代替措置" not in text
    assert "保有の有無をお示しするものではありません" in text


def test_another_method_is_told_in_words() -> None:
    """The code that was chosen is a method in the letter, with the paragraph that wants the notice."""
    decided = {"disclosure": "other_method", "offered_method": "by_inspection"}
    text = "".join(words_of(the_letter(a_file(policy_of("rococo"), MEMBER, **decided))))
    assert "当社の事業所における閲覧による方法" in text
    assert "法第33条第3項の規定によりその旨を通知" in text


def test_held_data_is_never_taken_for_records_of_provision() -> None:
    """Where no record is told apart as one, a person writes the letter."""
    with pytest.raises(NotPartlyDisclosed):
        the_letter(a_file(policy_of("rococo"), MEMBER, tp_records="disclose"))


def sent_to(to: str, *, by_agent: bool = False, sure: float = 1, **more: str) -> CaseFile:
    """A disclosure under a policy that answers to this address."""
    policy = policy_of("rococo")
    policy = policy.model_copy(update={"reply": policy.reply.model_copy(update={"to": to})})
    file = a_file(policy, MEMBER, disclosure="disclose")
    file.case.by_agent = by_agent
    fields = {name.replace("__", "."): value for name, value in more.items()}
    read: dict[str, Any] = {"normalized": None, "confidence": sure, "page": 0, "poly": BOX}
    return replace(file, fields=file.fields | {n: Field(name=n, value=v, **read) for n, v in fields.items()})


AGENT = {"agent__name": "山田 太郎", "agent__address": "東京都千代田区架空町1番1号"}


@pytest.mark.parametrize("to", ["person_address_on_form", "unspecified"])
def test_an_agents_request_is_answered_to_the_person(to: str) -> None:
    """By Rococo's rule, and where a text is silent; the letter says through whom the request came."""
    letter = the_letter(sent_to(to, by_agent=True, **AGENT))
    assert letter.addressee.name == "林田 康支"
    assert "代理人の方を通じて" in "".join(words_of(letter))


def test_only_a_policy_that_answers_the_requester_answers_the_agent() -> None:
    """The letter then names in whose name the agent asked; without an agent the person is the requester."""
    letter = the_letter(sent_to("requester", by_agent=True, **AGENT))
    assert (letter.addressee.name, letter.principal) == ("山田 太郎", "林田 康支")
    assert "林田 康支様の代理人としていただきました" in "".join(words_of(letter))
    alone = the_letter(sent_to("requester", **AGENT))
    assert (alone.addressee.name, alone.principal) == ("林田 康支", "")
    with pytest.raises(AddressUnknown):
        the_letter(sent_to("requester", by_agent=True))


def test_the_address_on_the_identity_document_must_be_surely_read() -> None:
    """Then the letter goes there, with the form's postcode only where both are one address; else a person sees to it."""
    same = the_letter(sent_to("person_address_on_id", id__address="大阪府大阪市北区架空1-1"))
    assert (same.addressee.address, same.addressee.postcode) == ("大阪府大阪市北区架空1-1", "530-0001")
    other = the_letter(sent_to("person_address_on_id", id__address="京都府京都市北区架空2番"))
    assert (other.addressee.address, other.addressee.postcode) == ("京都府京都市北区架空2番", None)
    for file in (sent_to("person_address_on_id"), sent_to("person_address_on_id", sure=0.5, id__address="京都府")):
        with pytest.raises(AddressUnknown):
            the_letter(file)


def test_only_where_too_little_came_and_nothing_else_is_wrong_is_the_letter_on_the_fee() -> None:
    """Another failure, or an amount that was not read, makes it the letter that asks for what is missing."""
    file = with_fee(policy_of("rococo"), 700)
    unread = replace(file, fields={n: f for n, f in file.fields.items() if not n.startswith("fee.")})
    also = [*file.findings, file.findings[0].model_copy(update={"check": "form.kind", "result": "none"})]
    assert [due.kind for due in asking_due(file)] == [LetterKind.FEE_SHORT]
    assert [due.kind for due in asking_due(unread)] == [LetterKind.DEFICIENCY]
    assert [due.kind for due in asking_due(replace(file, findings=also))] == [LetterKind.DEFICIENCY]
    assert {due.occasion for each in (file, unread) for due in asking_due(each)} == {"deficiency"}
