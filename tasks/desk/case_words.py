"""A case's codes in plain English words; the `.po` files beside the templates have the Japanese of each."""

from tasks.case.ledger import Place
from tasks.case.letters import LetterKind
from tasks.case.progress import Stage, Step
from tasks.case.roles import Duty, Role
from tasks.case.words import PageKind, RedactionReason, RequestKind, Verdict

KINDS: dict[str, str] = {
    RequestKind.PURPOSE_NOTICE: "notice of purpose",
    RequestKind.DISCLOSURE: "disclosure",
    RequestKind.CORRECTION: "correction",
    RequestKind.SUSPEND_ERASE: "suspension or erasure",
    RequestKind.STOP_PROVISION: "stop of provision to third parties",
}
STEPS: dict[str, str] = {
    Step.EXTEND_DUE: "Extend the due day",
    Step.CONFIRM_READING: "Confirm the reading",
    Step.AWAIT_RESCAN: "Scan again",
    Step.RELEASE_DEFICIENCY: "Release the deficiency letter",
    Step.DISPATCH_DEFICIENCY: "Confirm dispatch of the deficiency letter",
    Step.AWAIT_REQUESTER: "Requester's answer",
    Step.DECIDE: "Decide the request",
    Step.APPROVE: "Approve the decision",
    Step.CARRY_OUT: "Confirm what was carried out",
    Step.RELEASE_REPLY: "Release the letters",
    Step.DISPATCH_REPLY: "Confirm dispatch of the answer",
}
STAGES: dict[str, str] = {
    Stage.CONFIRMING: "confirming the reading",
    Stage.DEFICIENT: "deficient",
    Stage.AWAITING_REQUESTER: "awaiting the requester",
    Stage.DECIDING: "deciding",
    Stage.APPROVING: "approving",
    Stage.CARRYING_OUT: "carrying out",
    Stage.RELEASING: "releasing",
    Stage.MOVING: "moving by itself",
    Stage.DISPATCHING: "dispatching",
    Stage.CLOSED: "closed",
}
WAITS_FOR: dict[str, str] = {
    word: word for word in ("reviewer", "mail room", "requester", "approver", "operator", "kaiji", "nobody")
}
ROLES: dict[str, str] = {role: role.value for role in Role}
DUTIES: dict[str, str] = {
    Duty.INTAKE: "confirmed the reading",
    Duty.DECISION: "decided",
    Duty.APPROVAL: "approved",
    Duty.RELEASE: "released",
    Duty.DISPATCH: "dispatched",
}
PAGES: dict[str, str] = {
    PageKind.REQUEST_FORM: "request form",
    PageKind.LICENCE: "driving licence",
    PageKind.PASSPORT: "passport",
    PageKind.JUKI_CARD: "basic resident register card",
    PageKind.HEALTH_INSURANCE: "health insurance card",
    PageKind.SHIKAKU_KAKUNINSHO: "certificate of insurance eligibility",
    PageKind.MY_NUMBER_CARD: "My Number card",
    PageKind.JUMINHYO: "resident record",
    PageKind.ZAIRYU: "residence card",
    PageKind.TOKUBETSU_EIJU: "special permanent resident certificate",
    PageKind.PENSION_BOOK: "pension book",
    PageKind.KOSEKI: "family register",
    PageKind.KOKEN_TOKI: "guardianship register certificate",
    PageKind.POA: "power of attorney",
    PageKind.MONEY_ORDER: "money order",
    PageKind.ENVELOPE: "envelope",
    PageKind.BLANK: "blank page",
    PageKind.OTHER: "other paper",
}
REASONS: dict[str, str] = {
    RedactionReason.DOMICILE: "registered domicile",
    RedactionReason.MY_NUMBER: "My Number",
    RedactionReason.MY_NUMBER_QR: "My Number code",
    RedactionReason.INSURER_NUMBER: "insurer number",
    RedactionReason.INSURANCE_SYMBOL_NUMBER: "insurance symbol and number",
    RedactionReason.INSURANCE_QR: "insurance code",
    RedactionReason.PENSION_NUMBER: "basic pension number",
    RedactionReason.ORGAN_DONOR: "organ donor box",
    RedactionReason.HOUSEHOLD_MEMBER: "household member",
}
VERDICTS: dict[str, str] = {Verdict.FAIL: "not in order", Verdict.UNCLEAR: "doubtful", Verdict.PASS: "in order"}
LETTERS: dict[str, str] = {
    LetterKind.DISCLOSE: "letter of disclosure",
    LetterKind.REFUSE: "letter of refusal",
    LetterKind.PURPOSE: "notice of the purpose of use",
    LetterKind.CORRECTION_DONE: "notice of correction",
    LetterKind.SUSPENSION_DONE: "notice of suspension",
    LetterKind.DEFICIENCY: "deficiency letter",
}
PLACES: dict[str, str] = {Place.IN_HAND: "in hand", Place.DEPOSITED: "deposited", Place.RETURNED: "returned"}
