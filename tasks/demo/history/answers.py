"""What people answer in made-up cases, and how long it takes them: by chance, in the forms' own codes."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

from tasks.case.business_days import next_business_day
from tasks.case.deficiency import deficiency_codes
from tasks.case.grounds import RefusalGround
from tasks.case.progress import Lapse, Step
from tasks.case.words import RequestKind, Verdict
from tasks.demo.history.told_case import ToldCase
from tasks.policy.choosable import choosable

REVIEWERS, APPROVERS, OPERATORS = "reviewers", "approvers", "operators"
TEAM_OF: dict[Step, str] = {
    Step.CONFIRM_READING: REVIEWERS, Step.RELEASE_DEFICIENCY: REVIEWERS, Step.DECIDE: REVIEWERS,
    Step.AWAIT_REQUESTER: REVIEWERS, Step.HANDLE_RETURN: REVIEWERS, Step.APPROVE: APPROVERS,
    Step.RELEASE_REPLY: APPROVERS, Step.EXTEND_DUE: APPROVERS, Step.AWAIT_RESCAN: OPERATORS,
    Step.SEARCH_BY_HAND: OPERATORS, Step.CARRY_OUT: OPERATORS, Step.DISPATCH_DEFICIENCY: OPERATORS,
    Step.DISPATCH_REPLY: OPERATORS,
}  # fmt: skip
MINUTES: dict[Step, float] = {  # of work, where half of the cases take less
    Step.CONFIRM_READING: 9, Step.RELEASE_DEFICIENCY: 6, Step.DECIDE: 24, Step.AWAIT_REQUESTER: 5,
    Step.HANDLE_RETURN: 8, Step.APPROVE: 9, Step.RELEASE_REPLY: 6, Step.EXTEND_DUE: 3, Step.AWAIT_RESCAN: 5,
    Step.SEARCH_BY_HAND: 25, Step.CARRY_OUT: 20, Step.DISPATCH_DEFICIENCY: 3, Step.DISPATCH_REPLY: 3,
}  # fmt: skip
OFTEN: dict[Step, float] = {  # how often it is asked of a case, near enough to say how many people are needed
    Step.CONFIRM_READING: 0.65, Step.RELEASE_DEFICIENCY: 0.3, Step.DECIDE: 1.1, Step.AWAIT_REQUESTER: 0.02,
    Step.HANDLE_RETURN: 0.05, Step.APPROVE: 0.4, Step.RELEASE_REPLY: 1.1, Step.EXTEND_DUE: 0.05, Step.AWAIT_RESCAN: 0.02,
    Step.SEARCH_BY_HAND: 0.15, Step.CARRY_OUT: 0.2, Step.DISPATCH_DEFICIENCY: 0.27, Step.DISPATCH_REPLY: 1.05,
}  # fmt: skip
SPREAD = 0.7  # of the minutes' logarithm
# Who else is asked first: how often, and after how many business days half of them have answered.
_OTHERS: dict[Step, tuple[float, float]] = {
    Step.CONFIRM_READING: (0.1, 1.0), Step.DECIDE: (0.55, 2.8), Step.APPROVE: (0.6, 0.6), Step.SEARCH_BY_HAND: (0.8, 1.2),
    Step.CARRY_OUT: (0.9, 1.8), Step.RELEASE_REPLY: (0.3, 0.4), Step.HANDLE_RETURN: (0.3, 1.5),
    Step.AWAIT_RESCAN: (0.5, 0.5),
}  # fmt: skip
_OTHERS_SPREAD, _LONGEST = 0.75, 22.0  # business days
_HARDER = {RequestKind.CORRECTION: 1.25, RequestKind.SUSPEND_ERASE: 1.35, RequestKind.STOP_PROVISION: 1.2}

_GRANTED = {
    RequestKind.PURPOSE_NOTICE: "notify", RequestKind.DISCLOSURE: "disclose", RequestKind.TP_RECORDS: "disclose",
    RequestKind.CORRECTION: "correct", RequestKind.SUSPEND_ERASE: "suspend", RequestKind.STOP_PROVISION: "stop",
}  # fmt: skip
_OTHERWISE: dict[RequestKind, tuple[tuple[str, int], ...]] = {  # with their shares of a hundred
    RequestKind.PURPOSE_NOTICE: (("refuse", 6), ("no_data", 6)),
    RequestKind.DISCLOSURE: (("disclose_partly", 9), ("refuse", 5), ("no_data", 14), ("not_target", 3)),
    RequestKind.TP_RECORDS: (("refuse", 5), ("no_data", 35)),
    RequestKind.CORRECTION: (("refuse", 17), ("no_data", 9)),
    RequestKind.SUSPEND_ERASE: (("substitute", 6), ("refuse", 14), ("no_data", 8)),
    RequestKind.STOP_PROVISION: (("substitute", 5), ("refuse", 9), ("no_data", 10)),
}
_NEED_GROUND = ("refuse", "disclose_partly", "not_target")
_EDITED = {  # fields that people correct, with their shares
    "person.address": 30, "person.name": 14, "person.kana": 10, "person.birth_date": 8, "person.customer_number": 9,
    "person.phone": 7, "id.address": 9, "id.expires_on": 5, "request.date": 4, "fee.total": 4,
}  # fmt: skip


def minutes_of(case: ToldCase, step: Step) -> float:
    """Working minutes that a person needs for it."""
    harder = max((_HARDER.get(kind, 1.0) for kind in case.request.kinds), default=1.0)
    return MINUTES[step] * harder * case.chance.lognormvariate(0, SPREAD)


def days_for_others(case: ToldCase, step: Step) -> float:
    """Business days until those who must be asked first have answered; 0 where nobody is."""
    often, half = _OTHERS.get(step, (0.0, 1.0))
    if case.chance.random() >= often:
        return 0.0
    return min(half * case.chance.lognormvariate(0, _OTHERS_SPREAD), _LONGEST)


def choices_for(case: ToldCase, step: Step) -> dict[str, Any]:
    """The codes of an answer to a step."""
    return _CHOICES[step](case)


def edited_fields(case: ToldCase) -> list[str]:
    """The fields that whoever confirms the reading puts right."""
    count = case.chance.choices((0, 1, 2, 3), (50, 33, 12, 5))[0]
    return case.chance.choices(list(_EDITED), list(_EDITED.values()), k=count)


def edits_marks(case: ToldCase) -> bool:
    """Whether they change a redaction too."""
    doubted = any(flaw.check == "masking.domicile" for flaw in case.flaws)
    return case.chance.random() < (0.6 if doubted else 0.06)


def _one_of(name: str, shares: dict[str, int], **more: Any) -> Callable[[ToldCase], dict[str, Any]]:
    return lambda case: {name: _pick(case.chance, shares), **more}


def _pick(chance: Random, shares: dict[str, int]) -> str:
    return chance.choices(list(shares), list(shares.values()))[0]


def _confirm(case: ToldCase) -> dict[str, Any]:
    verdict = _pick(case.chance, {"sound": 82, "deficient": 14, "scan_again": 4})
    return {"verdict": verdict, "deficiencies": [_deficiency(case)] if verdict == "deficient" else []}


def _deficiency(case: ToldCase) -> str:
    wrong = {flaw.check for flaw in case.flaws if flaw.verdict is Verdict.UNCLEAR}
    about = [code for code in deficiency_codes() if code.partition("/")[0] in wrong]
    return case.chance.choice(about or ["form.complete/missing_signature", "identity.kind/missing"])


def _decide(case: ToldCase) -> dict[str, Any]:
    kinds = {kind: _decided(case, kind) for kind in case.request.kinds}
    choices: dict[str, Any] = {kind.value: choice for kind, choice in kinds.items()}
    refused = {kind for kind, choice in kinds.items() if choice in _NEED_GROUND}
    choices["grounds"] = _grounds(case, refused) if refused else []
    choices["send_back"] = _pick(case.chance, {"go_on": 96, "back_to_reading": 2, "search_again": 2})
    return choices


def _decided(case: ToldCase, kind: RequestKind) -> str:
    if case.lapse is not None or case.is_short:
        return "refuse"
    shares = dict(_OTHERWISE[kind])
    return _pick(case.chance, {_GRANTED[kind]: 100 - sum(shares.values())} | shares)


def _grounds(case: ToldCase, refused: set[RequestKind]) -> list[str]:
    """Numbers of the company's list, or of the Act, that are grounds for what is refused; none where there is none."""
    listed = [each for each in choosable(case.request.policy, refused) if each.kinds & refused]
    formal = (RefusalGround.FORMAL_DEFECT, RefusalGround.IDENTITY_UNCONFIRMED)
    if case.lapse is not None or case.is_short:
        listed = [each for each in listed if each.code in formal] or listed
    own = [each for each in listed if each.by != "exclusion"]
    return [case.chance.choice(own).number] if own else []


def _extend(case: ToldCase) -> dict[str, Any]:
    until = case.due_on + timedelta(days=case.chance.choice((7, 7, 10, 14, 14, 21, 30)))
    if case.chance.random() < 0.1:
        return {"action": "keep", "until": ""}
    return {"action": "extend", "until": next_business_day(until, case.calendar).isoformat()}


_CHOICES: dict[Step, Callable[[ToldCase], dict[str, Any]]] = {
    Step.EXTEND_DUE: _extend,
    Step.CONFIRM_READING: _confirm,
    Step.AWAIT_RESCAN: _one_of("outcome", {"not_needed": 70, "not_possible": 30}),
    Step.RELEASE_DEFICIENCY: _one_of("action", {"release": 93, "proceed": 3, "back_to_reading": 4}, means="as_set"),
    Step.DISPATCH_DEFICIENCY: _one_of("action", {"posted": 1}, tracking_number=""),
    Step.AWAIT_REQUESTER: _one_of("outcome", {"supplied": 55, "not_supplied": 45}),
    Step.SEARCH_BY_HAND: _one_of("outcome", {"found": 55, "nothing_found": 43, "search_again": 2}),
    Step.DECIDE: _decide,
    Step.APPROVE: _one_of("action", {"approve": 92, "back_to_decision": 8}),
    Step.CARRY_OUT: _one_of("action", {"done": 99, "back_to_decision": 1}),
    Step.RELEASE_REPLY: _one_of("action", {"release": 95, "write_again": 4, "back_to_decision": 1}, means="as_set"),
    Step.DISPATCH_REPLY: _one_of("action", {"posted": 1}, tracking_number=""),
    Step.HANDLE_RETURN: _one_of("action", {"post_again": 50, "post_to_new_address": 22, "keep_returned": 28}),
}
LAPSES = {"withdrawn": Lapse.WITHDRAWN}  # by the policy's `on_lapse`; anything else leaves it to a person
