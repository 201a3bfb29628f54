"""What a reviewer reads: every step's text in both languages, the words of findings, the law, the advice, the quotations."""

import re
from datetime import date
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import get_args

import pytest

from tasks.case.advice import Facts, Recommendation, recommendation
from tasks.case.advice_words import (
    AGREES,
    ALL_PASSED,
    ASK_FOR_IT,
    BAD_SCAN,
    BREAKS_PROMISE,
    COMPARE,
    FAILS_CONFIRM,
    GRANTS_NOTHING,
    LOOK_CLOSELY,
    NEAR_FIRST,
    NO_KIND,
    NO_PROMISE,
    NO_RULE,
    NOT_SUPPLIED,
    NOTHING_HELD,
    OTHER_PAPERS,
    PERSON_FOUND,
    SEARCH_FAILED,
    SETTLED,
    VARIANTS,
    WITHIN_PROMISE,
)
from tasks.case.bilingual import Said
from tasks.case.deficiency import deficiency_items
from tasks.case.finding_words import ANYWHERE, CHECKS, RESULTS, result_words, told
from tasks.case.findings import EVERYWHERE, VERDICTS, finding
from tasks.case.letters import LetterKind
from tasks.case.progress import Lapse, Step
from tasks.case.question_words import KINDS, OPTIONS
from tasks.case.questions import Asked, question
from tasks.case.returned import ASKED_AGAIN
from tasks.case.review_words import (
    ROLES,
    SentBack,
    ToldDecision,
    ToldExtension,
    approval_why,
    decision_words,
    kind_words,
    quotation,
    roles_that_answer,
)
from tasks.case.roles import Role
from tasks.case.step_law import LAW, LAW_OF_KIND, law_at
from tasks.case.words import Finding, RequestKind
from tasks.decide.describing import templates_of
from tasks.decide.told_events import ToldReturn
from tasks.policy import load_policy
from tasks.policy.choosable import Choosable, choosable
from tasks.policy.quotations import quotations
from tasks.store.put_in import Put

FOLDER = Path(__file__).resolve().parents[2] / "templates" / "review"
EVIDENCE = "http://127.0.0.1:4280/cases/K26-00001"
BOTH = pytest.mark.parametrize("language", ["ja", "en"])
EVERY_STEP = pytest.mark.parametrize("step", list(Step))
CHOOSE = (Step.EXTEND_DUE, Step.CONFIRM_READING, Step.RELEASE_DEFICIENCY, Step.DECIDE, Step.APPROVE)
CODES = {
    EVIDENCE,
    f"{EVIDENCE}#orders",
    "K26-00001",
    "K26-00001-W1",
    "K26-00001-W2",
    "K26-00001-L1",
    "K26-00001-L2",
    "rococo",
    "sato",
    "ito",
}
FINDINGS = [
    finding("form.kind", "ok", "請求の種類が選択されています。"),
    finding("identity.name", "variant", "ご本人の氏名は、表記に違いがあります。"),
    finding("identity.kind", "missing", "ご本人の本人確認書類が見当たりません。"),
    finding("agent.name", "not_required", "ご本人による請求のため不要です。"),
]


def context(step: Step, language: str, findings: list[Finding] | None = None, **more: object) -> dict[str, object]:
    """All that a text is given, with something in every place."""
    rococo, shown = load_policy("rococo"), told(FINDINGS if findings is None else findings, language)
    kinds = [RequestKind.DISCLOSURE, RequestKind.CORRECTION]
    letter = {
        "place": "outbox/2026-01-05/K26-00001-L1.pdf",
        "by_hand": "",
        "replaces": "K26-00001-L0",
        "package": "",
        "encloses": (Put(Said("postal order", "定額小為替"), 1000),),
    }
    advice = recommendation(step, FINDINGS, Facts(kinds=tuple(kinds)))
    decided = {"disclosure": "disclose_partly", "correction": "correct"}
    return {
        "case": SimpleNamespace(
            number="K26-00001", kinds=kinds, by_agent=True, received_on=date(2026, 1, 5), policy="rococo"
        ),
        "company": rococo.company.name_ja if language == "ja" else rococo.company.name_en,
        "wait": SimpleNamespace(step=step, attempt=2),
        "complaints": ["理由をご記入ください。" if language == "ja" else "Give the reason."],
        "findings": shown,
        "open_findings": [each for each in shown if each.verdict != "pass"],
        "missing": deficiency_items(FINDINGS),
        "due": date(2026, 1, 19),
        "days_left": 3,
        "evidence": EVIDENCE,
        "searched": True,
        "failed": [
            "受注管理（制限時間内に応答がありませんでした）" if language == "ja" else "Orders (no answer in time)"
        ],
        "keyless": ["配信" if language == "ja" else "Newsletter"],
        "by_hand": ["紙の記録" if language == "ja" else "Paper records"],
        "held": 41,
        "near": 52,
        "withholdable": ["購入履歴"],
        "grounds": choosable(rococo, RequestKind),
        "document_language": rococo.document.language,
        "letters": [
            SimpleNamespace(number="K26-00001-L1", kind="disclose", **letter),
            SimpleNamespace(number="K26-00001-L2", kind="deficiency", **letter | {"by_hand": "A name cannot be set."}),
        ],
        "returned": [ToldReturn("K26-00001-L1", "disclose", date(2026, 1, 12), ASKED_AGAIN["lost"], "ito")],
        "asked_until": date(2026, 1, 20),
        "round": 2,
        "recommendation": advice.in_(language) if advice else None,
        "decision": ToldDecision("sato", "2026-01-06 10:15", decision_words(decided, language), ("4",), ("購入履歴",)),
        "tells_extension": True,
        "extension": ToldExtension("ito", date(2026, 1, 6), date(2026, 2, 2)),
        "approval_why": "一部開示のため、承認が必要です。" if language == "ja" else "A disclosure in part is approved.",
        "carry_out": kind_words([RequestKind.CORRECTION], language),
        "orders": [
            (SimpleNamespace(number="K26-00001-W1", due_on=date(2026, 1, 16), is_open=True), "会員台帳"),
            (SimpleNamespace(number="K26-00001-W2", due_on=date(2026, 1, 16), is_open=False), "問合せ管理"),
        ],
        "roles": roles_that_answer(step, language),
        "law": law_at(step, kinds, language, by_agent=True),
        "policy_says": quotations(rococo, step, kinds, language),
        "sent_back": SentBack("ito", date(2026, 1, 6), "承認" if language == "ja" else "Approval"),
    } | more


def rendered(step: Step, language: str, **more: object) -> str:
    """The text of a step as Prefect gets it."""
    return templates_of(language).get_template(f"{step}.md").render(context(step, language, **more))


def no_more(step: Step, language: str) -> str:
    """The text of a step when everything that may be lacking is lacking."""
    return rendered(
        step, language, findings=[], open_findings=[], complaints=[], missing=[], withholdable=[], grounds=(), failed=[], keyless=[], by_hand=[],
        letters=[], asked_until=None, round=1, recommendation=None, decision=None, extension=None, carry_out=[], law=[],
        policy_says=[], sent_back=None, returned=[],
    )  # fmt: skip


@BOTH
@EVERY_STEP
def test_every_text_begins_with_question_due_day_link_and_code(step: Step, language: str) -> None:
    """The first lines hold all that a person needs to know whether and where to look."""
    text = rendered(step, language, complaints=[], sent_back=None)
    top = "\n".join(text.strip().splitlines()[:14])
    assert re.match(r"\*\*[^*]+\*\*\n", text.lstrip())
    assert f"]({EVIDENCE})" in top
    assert "2026-01-19" in top
    assert ("署名コードを発行" if language == "ja" else "take a signing code there") in top
    assert all(role in top for role in roles_that_answer(step, language))
    assert (("推奨：" if language == "ja" else "Recommended:") in top) == (step in CHOOSE)


@BOTH
@EVERY_STEP
def test_no_template_stumbles_over_what_is_lacking(step: Step, language: str) -> None:
    """Nothing prints a None, an empty list or a code of Python's."""
    for text in (rendered(step, language), no_more(step, language)):
        assert not re.search(r"None|\[\]|\{\{|Undefined|SimpleNamespace|<[a-z]", text)
    assert len(no_more(step, language)) < len(rendered(step, language))


@BOTH
@EVERY_STEP
def test_tables_and_lists_stand_apart(step: Step, language: str) -> None:
    """Markdown takes a table or a list for one only after an empty line, and text after it for another row or item."""
    for text in (rendered(step, language), no_more(step, language)):
        marks = [line[:2] if line.startswith(("| ", "- ", "|-")) else line for line in text.splitlines()]
        marks = ["| " if mark == "|-" else mark for mark in marks]
        pairs = {(one, two) for one, two in pairwise(marks) if one != two and one and two}
        assert not pairs


@EVERY_STEP
def test_the_japanese_text_has_no_english_words(step: Step) -> None:
    """Codes, numbers, addresses, file names and the policy's keys apart, a Japanese text is Japanese."""
    text = rendered(step, "ja", policy_says=[quotation("key", "English", "公表文", "en", "ja")])
    for known in sorted(CODES, key=len, reverse=True):
        text = text.replace(known, "")
    text = re.sub(r"outbox/\S+|（key）|株式会社\S+", "", text)
    assert re.findall(r"[A-Za-z]{2,}", text) == []


@pytest.mark.parametrize("said", [*OPTIONS.values(), *(s for laws in LAW.values() for s in laws)])
def test_the_japanese_words_are_japanese(said: object) -> None:
    """Options and the Act's sentences carry no English word into a Japanese text, but for the names of formats."""
    assert not re.search(r"[A-Za-z]{2,}", re.sub(r"PDF|CSV|JSON|ZIP", "", said.ja))


@BOTH
@pytest.mark.parametrize("step", [step for step in Step if step is not Step.DECIDE])
def test_a_text_explains_each_choice_in_the_words_of_its_form(step: Step, language: str) -> None:
    """What can be chosen below stands above with its consequence; a decision's choices speak for themselves."""
    fields = question(step, Asked(), language).model_fields
    choices = get_args(next(fields[name] for name in ("verdict", "outcome", "action") if name in fields).annotation)
    text = rendered(step, language)
    assert len(choices) > 1
    assert all(f"**{choice}**" in text for choice in choices)


@BOTH
def test_what_matters_stands_in_the_table_and_what_passed_in_one_line(language: str) -> None:
    """A failure comes before a doubt; passes are counted and named once."""
    text = rendered(Step.CONFIRM_READING, language)
    rows = [line for line in text.splitlines() if line.startswith("| ") and "---" not in line][1:]
    failed, doubted, passed, unneeded = (CHECKS[each].in_(language) for each in
        ("identity.kind", "identity.name", "form.kind", "agent.name"))  # fmt: skip
    assert [row.split(" | ")[0] for row in rows] == [f"| {failed}", f"| {doubted}"]
    one = {
        "ja": ("適合 1件：", "この請求では不要 1件："),
        "en": ("1 check(s) passed: ", "1 not needed for this request: "),
    }
    assert one[language][0] + passed in text
    assert one[language][1] + unneeded in text


def test_details_are_japanese_and_stay_so() -> None:
    """A reader of Japanese gets the sentence of the finding, a reader of English the words of its result."""
    assert "ご本人の氏名は、表記に違いがあります。" in rendered(Step.CONFIRM_READING, "ja")
    english = rendered(Step.CONFIRM_READING, "en")
    assert "written differently" in english
    assert not re.search(r"[ぁ-ん一-龥]", english.replace("購入履歴", ""))


@BOTH
def test_days_left_are_told_in_words(language: str) -> None:
    """The last day and a day that has passed are not told as 0 and as a negative number."""
    said = {"ja": ("**本日**", "**2日超過**"), "en": ("**today**", "**2 day(s) late**")}[language]
    assert said[0] in rendered(Step.DECIDE, language, days_left=0)
    assert said[1] in rendered(Step.DECIDE, language, days_left=-2)


@BOTH
def test_the_grounds_are_quoted_in_the_companys_own_words(language: str) -> None:
    """Rococo published English: its words stand in the English text, and our Japanese says that it is ours."""
    text, ground = rendered(Step.DECIDE, language), load_policy("rococo").ground[3]
    assert (ground.text_ja if language == "ja" else ground.text) in text
    assert ("当方による訳" in text, "our rendering" in text) == (language == "ja", False)
    confined = choosable(load_policy("toot"), [RequestKind.DISCLOSURE])
    excluded = load_policy("rococo").exclusion[0]
    assert f"| a | {excluded.text_ja if language == 'ja' else excluded.text}" in text
    assert {"ja": "存否を明らかにしない情報", "en": "existence is not told"}[language] in text
    only = {"ja": "（開示の請求のみ）", "en": "(for disclosure only)"}[language]
    assert only in rendered(Step.DECIDE, language, grounds=confined)
    barred = [Choosable("1", frozenset(RequestKind), "a|b\nc", "a|b\nc", "law", "")]
    assert "| 1 | a\\|b c" in rendered(Step.DECIDE, language, grounds=barred)


@BOTH
def test_every_letter_and_kind_has_a_name(language: str) -> None:
    """No code of a letter or of a kind of request is shown to a person."""
    letters = [
        SimpleNamespace(number="x", kind=kind.value, place="", by_hand="", replaces="", package="", encloses=())
        for kind in LetterKind
    ]
    text = rendered(Step.DISPATCH_REPLY, language, letters=letters)
    assert not any(f"| {kind.value} |" in text for kind in LetterKind)
    case = SimpleNamespace(number="x", kinds=list(RequestKind), by_agent=False, received_on="", policy="")
    text = rendered(Step.DISPATCH_REPLY, language, case=case)
    assert ("、" if language == "ja" else ", ").join(kind_words(RequestKind, language)) in text
    case.kinds = []
    assert ("選択なし" if language == "ja" else "no kind ticked") in rendered(Step.DECIDE, language, case=case)


def test_every_check_and_result_has_words() -> None:
    """A new check or result without words would break a reviewer's page."""
    assert set(CHECKS) == set(VERDICTS)
    assert {check: set(words) for check, words in RESULTS.items()} == {c: set(r) for c, r in VERDICTS.items()}
    assert set(ANYWHERE) == set(EVERYWHERE)
    for check, results in VERDICTS.items():
        assert all(result_words(check, result).en and result_words(check, result).ja for result in results)
    assert set(ROLES) == set(Role)
    assert set(KINDS) == set(LAW_OF_KIND) == set(RequestKind)


def test_the_act_is_quoted_with_its_articles() -> None:
    """Every step has its sentences; a decision those of the kinds in question and of no other; agents theirs."""
    assert set(LAW) == set(Step)
    said = [*(s for each in LAW.values() for s in each), *(s for each in LAW_OF_KIND.values() for s in each)]
    assert all(re.match(r"Arts?\. 3[2-9]", each.en) and re.match(r"法第3[2-9]条", each.ja) for each in said)
    assert any("33(2)" in each for each in law_at(Step.DECIDE, [RequestKind.DISCLOSURE], "en"))
    assert not any("34(2)" in each for each in law_at(Step.DECIDE, [RequestKind.DISCLOSURE], "en"))
    assert any("36" in each for each in law_at(Step.APPROVE, [], "ja"))
    assert ["37(3)" in "".join(law_at(Step.CONFIRM_READING, [], "en", by_agent=agent)) for agent in (True, False)] == [
        True,
        False,
    ]


def test_a_decision_is_told_without_what_was_not_requested() -> None:
    """In the order of the Act, in words, and nothing else of the answer."""
    answer = {"correction": "refuse", "purpose_notice": "notify", "disclosure": "not_requested", "grounds": ["1"]}
    assert decision_words(answer, "en") == (("notice of purpose", "notify"), ("correction", "refuse"))


def test_why_a_second_person_is_asked() -> None:
    """The policy's own approver is named; where the policy is silent it is the house that asks."""
    assert "部長" in approval_why(["部長"], "ja")
    assert "by the setting of this house" in approval_why(None, "en")


def test_a_passage_says_whose_words_it_is() -> None:
    """Published words are the company's; the other language's are ours."""
    assert quotation("k", "a", "あ", "en", "en") == ("k", "a", False)
    assert quotation("k", "a", "あ", "en", "ja") == ("k", "あ", True)
    assert quotation("k", "a", "あ", "ja", "ja").rendering is False


def test_the_passages_of_a_step() -> None:
    """Data of business partners when deciding, consequences for the kinds they are said of, a promise for its kinds, silence as nothing."""
    rococo, ito, toot = (load_policy(name) for name in ("rococo", "ito-software", "toot"))
    keys = [each.key for each in quotations(rococo, Step.DECIDE, [], "en") if each.key != "condition"]
    assert keys == ["outsourced"]
    assert quotations(rococo, Step.RELEASE_DEFICIENCY, list(RequestKind), "ja") == []
    notice = [
        quotations(ito, Step.CARRY_OUT, [kind], "en") for kind in (RequestKind.SUSPEND_ERASE, RequestKind.CORRECTION)
    ]
    assert (notice[0][0].text, notice[1]) == (ito.requests.consequences_notice_en, [])
    assert quotations(toot, Step.DISPATCH_REPLY, [RequestKind.DISCLOSURE], "en") == []
    assert quotations(toot, Step.DISPATCH_REPLY, [RequestKind.CORRECTION], "ja")[0].rendering


def found(**results: str) -> list[Finding]:
    """Findings by check (with __ for its dot) and result."""
    return [finding(check.replace("__", "."), result, "") for check, result in results.items()]


UNREAD = found(
    form__kind="unreadable", form__complete="unreadable", identity__name="unreadable", identity__kind="unreadable"
)
PASSED = found(form__kind="ok", identity__name="exact")
KINDS_ASKED = (RequestKind.DISCLOSURE,)


@pytest.mark.parametrize(
    ("findings", "says"),
    [
        (UNREAD, BAD_SCAN),
        (UNREAD[:3], COMPARE),
        ([*UNREAD, *found(form__person="several")], OTHER_PAPERS),
        (found(identity__name="variant"), VARIANTS),
        (found(identity__kind="unspecified"), NO_RULE),
        (found(identity__name="variant", identity__kind="unspecified"), COMPARE),
        (found(identity__name="variant", identity__kind="missing"), FAILS_CONFIRM),
    ],
)
def test_advice_on_a_reading(findings: list[Finding], says: object) -> None:
    """Strangers' papers first, then a bad scan, then what kind of doubt it is; the reasons count the doubts."""
    advice = recommendation(Step.CONFIRM_READING, findings, Facts())
    assert isinstance(advice, Recommendation)
    assert advice.says is says
    assert advice.because


@pytest.mark.parametrize(
    ("facts", "findings", "says"),
    [
        (Facts(), PASSED, NO_KIND),
        (Facts(kinds=KINDS_ASKED, outcome="not_supplied", held=1), PASSED, NOT_SUPPLIED),
        (Facts(kinds=KINDS_ASKED, lapse=Lapse.TO_A_PERSON, held=1), PASSED, NOT_SUPPLIED),
        (Facts(kinds=KINDS_ASKED), PASSED, NOTHING_HELD),
        (Facts(kinds=KINDS_ASKED, near=2), PASSED, NEAR_FIRST),
        (Facts(kinds=KINDS_ASKED, held=1, near=2), PASSED, NEAR_FIRST),
        (Facts(kinds=KINDS_ASKED, held=1, failed=1), PASSED, SEARCH_FAILED),
        (Facts(kinds=KINDS_ASKED, held=1), PASSED, ALL_PASSED),
        (Facts(kinds=KINDS_ASKED, held=1), found(identity__name="variant"), SETTLED),
    ],
)
def test_advice_on_a_decision(facts: Facts, findings: list[Finding], says: object) -> None:
    """Nothing supplied, nothing held, all passed, doubts settled: each has its advice, and none names an exemption."""
    advice = recommendation(Step.DECIDE, findings, facts)
    assert advice is not None
    assert advice.says is says
    assert not re.search(r"33\(2\)|第33条第2項", "".join(each for said in advice for each in str(said)))


def test_advice_to_grant_leaves_the_grounds_to_a_person() -> None:
    """Whoever is told to grant is told in the same breath that a ground may apply."""
    assert all("ground of refusal" in said.en and "応じない理由" in said.ja for said in (ALL_PASSED, SETTLED))


@pytest.mark.parametrize(
    ("choice", "facts", "findings", "fits"),
    [
        ("disclose", {"held": 1}, PASSED, True),
        ("disclose", {"held": 0}, PASSED, False),
        ("disclose", {"held": 1, "lapse": Lapse.TO_A_PERSON}, PASSED, False),
        ("disclose", {"held": 1}, found(identity__kind="missing"), False),
        ("no_data", {"held": 0}, PASSED, True),
        ("no_data", {"near": 1}, PASSED, False),
        ("refuse", {"held": 1}, PASSED, False),
        ("refuse", {"held": 1}, found(identity__kind="missing"), True),
    ],
)
def test_advice_on_an_approval(choice: str, facts: dict[str, object], findings: list[Finding], fits: bool) -> None:
    """A decision that does not fit what is recorded is pointed at; any other is left to the approver."""
    advice = recommendation(Step.APPROVE, findings, Facts(decided={"disclosure": choice}, **facts))
    assert advice is not None
    assert (advice.says, bool(advice.because)) == ((AGREES, False) if fits else (LOOK_CLOSELY, True))
    assert (GRANTS_NOTHING in advice.because) == (choice == "disclose" and facts["held"] == 0)


def test_advice_on_more_time() -> None:
    """A published promise is not to be broken; without one the law's "without delay" is all there is."""
    asked = date(2026, 2, 2)
    cases = {NO_PROMISE: None, WITHIN_PROMISE: asked, BREAKS_PROMISE: date(2026, 2, 1)}
    for says, promised in cases.items():
        advice = recommendation(Step.EXTEND_DUE, PASSED, Facts(until=asked, promised=promised, days_left=-1))
        assert advice is not None
        assert advice.says is says
        assert len(advice.because) == 1 + (promised is not None)


def test_advice_on_a_deficiency_letter_names_what_is_missing() -> None:
    """Each failure is a reason; where only a person found something, that is said."""
    advice = recommendation(Step.RELEASE_DEFICIENCY, FINDINGS, Facts())
    assert advice is not None
    assert advice.says is ASK_FOR_IT
    assert advice.in_("ja").because == ["本人確認書類の種類・点数：同封なし"]
    assert recommendation(Step.RELEASE_DEFICIENCY, PASSED, Facts()) == Recommendation(PERSON_FOUND)


def test_where_nothing_is_chosen_nothing_is_advised() -> None:
    """Posting, waiting, scanning and carrying out are done, not weighed."""
    assert {step for step in Step if recommendation(step, PASSED, Facts(kinds=KINDS_ASKED)) is not None} == set(CHOOSE)
