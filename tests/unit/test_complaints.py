"""What makes an answer unacceptable, and what each form offers."""

from datetime import date

import pytest
from pydantic import ValidationError

from tasks.case.bilingual import Said
from tasks.case.complaints import complaints
from tasks.case.deficiency import deficiency_codes
from tasks.case.known import Known
from tasks.case.progress import Step
from tasks.case.question_words import DECISIONS, OPTIONS, deficiency_said, in_codes
from tasks.case.questions import Asked, question
from tasks.case.send_back import BACK, CHOICE
from tasks.case.words import RequestKind

DISCLOSURE, CORRECTION = frozenset({RequestKind.DISCLOSURE}), frozenset({RequestKind.CORRECTION})
KNOWN = Known(
    held_items=1,
    personal=("林田 康支",),
    grounds={"1": frozenset(RequestKind), "2": DISCLOSURE, "3": CORRECTION},
    due=date(2026, 12, 1),
)
REFUSED = {"disclosure": "refuse", "reason": "業務のため", "send_back": "go_on"}
ASKED = Asked((RequestKind.DISCLOSURE,), tuple(RequestKind), ("1", "2"), ("氏名", "電話番号"))


def said(step=Step.DECIDE, known=KNOWN, **answer):
    whole = REFUSED | answer if step is Step.DECIDE else answer
    return [each.en for each in complaints(step, whole, known)]


def test_a_ground_for_the_kind_refused_stands():
    """So does one that the policy has for every kind."""
    assert said(grounds=["2"]) == []
    assert said(grounds=["1"]) == []


def test_a_ground_that_the_policy_has_for_another_kind_is_sent_back():
    """The letter would quote words that do not speak of this request."""
    assert any("Ground 3" in each for each in said(grounds=["2", "3"]))


def test_every_kind_refused_needs_a_ground_of_its_own():
    """Two kinds refused with a ground for one of them."""
    both = said(correction="refuse", grounds=["2"])
    assert [each for each in both if "correction" in each]
    assert said(correction="refuse", grounds=["2", "3"]) == []


def test_a_kind_for_which_the_policy_lists_no_ground_is_refused_by_the_reason_alone():
    """No form offers a ground that could be chosen, so that the case could come to no other decision than to grant it."""
    known = KNOWN.model_copy(update={"grounds": {"2": DISCLOSURE}})
    refusal = {"correction": "refuse", "reason": "事実に相違がないため"}
    assert complaints(Step.DECIDE, refusal, known) == []
    assert complaints(Step.DECIDE, refusal | {"grounds": ["2"]}, known) != []
    assert complaints(Step.DECIDE, refusal | {"reason": ""}, known) != []
    assert complaints(Step.DECIDE, refusal | {"disclosure": "refuse"}, known) != []


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        ({"disclosure": "undecided", "reason": ""}, "Decide every kind"),
        ({"disclosure": "not_requested", "reason": ""}, "at least for one kind"),
        ({"disclosure": "disclose_partly", "grounds": ["2"]}, "which items"),
        ({"disclosure": "disclose", "withheld": ["氏名"], "reason": ""}, "nothing is disclosed in part"),
        ({"disclosure": "no_data"}, "Held data was found"),
        ({"disclosure": "self_service"}, "do alone"),
        ({"disclosure": "no_data", "unsearched": True}, "Nothing was searched"),
        ({"disclosure": "refuse", "grounds": ["2"], "reason": " "}, "Art. 36"),
        ({"disclosure": "disclose", "grounds": ["2"], "reason": ""}, "nothing is refused"),
        ({"send_back": "back_to_reading", "reason": ""}, "say why"),
        ({"disclosure": "refuse", "grounds": ["2"], "reason": "林田　康支様"}, "personal data"),
    ],
)
def test_a_decision_that_cannot_stand_is_sent_back(answer, complaint):
    """Each with the sentence that says what to do."""
    known = KNOWN.model_copy(update={"searched": not answer.pop("unsearched", False)})
    assert any(complaint in each for each in said(known=known, **answer))


def test_nothing_is_decided_by_an_answer_that_sends_the_case_back():
    """Its choices may be as they were drawn: only the reason is asked for."""
    assert said(disclosure="undecided", send_back="back_to_reading", reason="生年月日が読めていない") == []


@pytest.mark.parametrize(
    ("step", "answer", "complaint"),
    [
        (Step.CONFIRM_READING, {"verdict": "deficient"}, "choose at least one"),
        (Step.CONFIRM_READING, {"verdict": "sound", "deficiencies": ["form.kind/none"]}, "cannot be sound"),
        (Step.RELEASE_DEFICIENCY, {"action": "proceed"}, "say why"),
        (Step.DISPATCH_REPLY, {"action": "posted", "tracking_number": ""}, "tracking number"),
        (Step.EXTEND_DUE, {"action": "extend", "until": "2026-12-01", "reason": "照会のため"}, "later than"),
        (Step.EXTEND_DUE, {"action": "extend", "until": "2026-02-30", "reason": "照会のため"}, "later than"),
        (Step.EXTEND_DUE, {"action": "extend", "until": "2026-12-20", "reason": ""}, "say why"),
        (
            Step.EXTEND_DUE,
            {"action": "extend", "until": "2026-12-20", "reason": "登録があり、確認するため"},
            "tells whether",
        ),
    ],
)
def test_every_other_answer_has_its_rules_too(step, answer, complaint):
    """Each with the sentence that says what to do."""
    assert any(complaint in each for each in said(step, **answer))


def test_calling_papers_sound_against_a_failed_check_needs_a_reason():
    """A person may know better than a check, and says why."""
    failing = KNOWN.model_copy(update={"fails": True})
    assert said(Step.CONFIRM_READING, failing, verdict="sound")
    assert not said(Step.CONFIRM_READING, failing, verdict="sound", reason="窓口で確認済み")


def test_work_is_confirmed_only_once_each_order_has_its_record():
    """The letter must say what was done (Act Arts. 34(3), 35(7)); the sentence names the orders that lack it."""
    (why,) = said(Step.CARRY_OUT, KNOWN.model_copy(update={"orders_open": ("K26-00001-W2",)}), action="done")
    assert "K26-00001-W2" in why
    assert not said(Step.CARRY_OUT, action="done")


def test_work_is_not_done_where_a_system_has_no_order_or_nothing_was_done():
    """Each with its sentence; sending the case back stays possible."""
    known = KNOWN.model_copy(update={"unordered": (Said("crm", "顧客管理"),), "undone": ("correction",)})
    no_order, nothing = said(Step.CARRY_OUT, known, action="done")
    assert "crm" in no_order
    assert "Nothing was changed in any system for: correction" in nothing
    assert not said(Step.CARRY_OUT, known, action="back_to_decision", reason="再検索")


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("step", list(Step))
def test_what_a_form_offers_comes_back_as_codes(step, language):
    """Every option of every form, in both languages, is one code; nothing else may be sent."""
    form = question(step, ASKED, language)
    for name, field in form.model_json_schema()["properties"].items():
        offered = field.get("enum") or field.get("items", {}).get("enum") or []
        if name not in ("grounds", "withheld"):
            codes = in_codes({name: list(offered)})[name]
            assert all(code in OPTIONS or code in deficiency_codes() for code in codes)
            assert len(set(codes)) == len(codes)
    assert {"reason", "code"} <= set(form.model_fields)
    with pytest.raises(ValidationError):
        form(send="x")


def test_every_way_back_is_offered_in_its_form():
    """Sending back is always possible, except where the due day is asked about, and of a letter that came back."""
    assert set(BACK) == set(Step) - {Step.EXTEND_DUE, Step.HANDLE_RETURN}
    for step, ways in BACK.items():
        field = question(step, ASKED, "en").model_json_schema()["properties"][CHOICE.get(step, "action")]
        options = field.get("enum") or [field["const"]]
        assert set(ways) <= {in_codes({"x": each})["x"] for each in options}


def test_no_two_options_share_their_words():
    """A word must lead back to one code, whatever the form."""
    words = [OPTIONS[code].in_(lang) for lang in ("ja", "en") for code in OPTIONS]
    words += [deficiency_said(code).in_(lang) for lang in ("ja", "en") for code in deficiency_codes()]
    shared = {word for word in words if words.count(word) > 1 and word not in OPTIONS}
    assert not shared
    assert set(DECISIONS) == set(RequestKind)


OPEN = KNOWN.model_copy(
    update={
        "grounds": KNOWN.grounds | {"a": frozenset(RequestKind), "34(1)": CORRECTION, "32(2)-1": {"purpose_notice"}},
        "of_act": frozenset({"34(1)", "32(2)-1"}),
        "exclusions": frozenset({"a"}),
    }
)
NEUTRAL = "保有しているか否かをお答えすること自体が支障となるためです。"


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        ({"disclosure": "not_target", "reason": NEUTRAL}, None),
        ({"disclosure": "not_target", "reason": "登録の有無にかかわらず、法に定める対象に該当しないためです。"}, None),
        ({"disclosure": "not_target", "reason": "該当する記録は見当たりません。"}, "tells whether data is held"),
        ({"disclosure": "not_target", "reason": "保有していないためです。"}, "tells whether data is held"),
        ({"disclosure": "not_target", "reason": "該当データはありません。"}, "tells whether data is held"),
        ({"disclosure": "not_target", "reason": "We hold no data on you."}, "tells whether data is held"),
        ({"disclosure": "disclose_partly", "withheld": ["氏名"], "reason": NEUTRAL}, "existence is not told"),
        ({"disclosure": "not_target", "correction": "no_data", "reason": NEUTRAL}, "existence is not told"),
    ],
)
def test_data_whose_existence_is_not_told_is_answered_in_neutral_words_only(answer, complaint):
    """Neither the reason nor another answer beside it may say whether there is any."""
    found = said(known=OPEN, **answer, grounds=["a"])
    assert any(complaint in each for each in found) if complaint else found == []


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        ({"disclosure": "other_method", "offered_method": "on_paper"}, None),
        ({"disclosure": "other_method"}, "which method"),
        ({"disclosure": "other_method", "offered_method": "on_paper", "reason": ""}, "Art. 36"),
        ({"disclosure": "disclose", "offered_method": "on_paper"}, "no other method"),
        ({"disclosure": "not_requested", "suspend_erase": "substitute"}, None),
        ({"disclosure": "not_requested", "suspend_erase": "substitute", "reason": ""}, "Art. 36"),
        ({"disclosure": "not_requested", "suspend_erase": "substitute", "grounds": ["3"]}, "Ground 3"),
    ],
)
def test_what_is_done_instead_is_explained(answer, complaint):
    """Another method needs the method and a reason, another measure a reason; a ground may be quoted and must fit."""
    found = said(**answer)
    assert any(complaint in each for each in found) if complaint else found == []


def test_another_method_needs_something_to_disclose():
    """Nothing can be offered of data that was not found."""
    none = KNOWN.model_copy(update={"held_items": 0})
    assert any("no held data" in each for each in said(known=none, disclosure="other_method", offered_method="on_disc"))


def test_a_letter_that_cannot_do_without_a_ground_gets_one_of_the_act():
    """A purpose notice is refused by Art. 32(2) where the company lists nothing; a correction may rest on the reason alone."""
    known = OPEN.model_copy(update={"grounds": {n: OPEN.grounds[n] for n in OPEN.of_act}})
    alone = {"disclosure": "not_requested", "reason": "公表しているためです。"}
    assert said(known=known, **alone, purpose_notice="refuse")
    assert said(known=known, **alone, purpose_notice="refuse", grounds=["32(2)-1"]) == []
    assert said(known=known, **alone, correction="refuse") == []
    assert said(known=known, **alone, correction="refuse", grounds=["32(2)-1"])


@pytest.mark.parametrize(
    ("choices", "refused"),
    [
        ({"reason": "審査に支障があるためです。"}, True),
        ({"reason": "It would hinder the fair examination of later applications (審査)."}, False),
        ({"disclosure": "disclose", "grounds": [], "reason": "念のための控え"}, False),  # printed nowhere
    ],
)
def test_a_reason_is_written_in_the_language_of_the_letter_that_prints_it(choices, refused):
    """An English letter is not sent with a Japanese reason; a Japanese one may have any."""
    english = KNOWN.model_copy(update={"language": "en"})
    about = "letters of this case are in English"
    assert any(about in each for each in said(known=english, **({"grounds": ["1"]} | choices))) is refused
    assert not any(about in each for each in said(**({"grounds": ["1"]} | choices)))
    longer = {"action": "extend", "until": "2026-12-28"}
    assert any(about in each for each in said(Step.EXTEND_DUE, english, **longer, reason="調査のため"))


@pytest.mark.parametrize("choice", ["disclose", "disclose_partly", "no_data", "correct", "suspend"])
def test_near_matches_are_judged_before_anything_is_done_to_them(choice):
    """Whose a record is, a person says before it is told, denied, corrected or erased."""
    kind = {"correct": "correction", "suspend": "suspend_erase"}.get(choice, "disclosure")
    answer = {kind: choice, "grounds": [], "withheld": [], "reason": "理由", "send_back": "go_on"}
    said = " ".join(each.en for each in complaints(Step.DECIDE, answer, Known(held_items=1, near=2)))
    assert "whose the near matches are (2)" in said
    assert "near matches" not in " ".join(e.en for e in complaints(Step.DECIDE, answer, Known(held_items=1)))
