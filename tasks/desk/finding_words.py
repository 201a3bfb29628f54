"""The checks and their results in plain English words; the `.po` files beside the templates have the Japanese of each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tasks.case.deficiency import deficiency_codes, deficiency_words
from tasks.case.words import Finding, Verdict

CHECKS: dict[str, str] = {
    "form.complete": "Request form complete",
    "form.kind": "What is asked for",
    "form.channel": "Way it came",
    "form.person": "Whose request form",
    "form.policy": "Company of the form",
    "identity.kind": "Identity document",
    "identity.validity": "Validity of the identity document",
    "identity.name": "Name on form and identity document",
    "identity.address": "Address on form and identity document",
    "identity.birth_date": "Birth date on form and identity document",
    "agent.authority": "Paper of authority",
    "agent.identity": "Agent's identity document",
    "agent.name": "Agent's name on form and identity document",
    "agent.papers": "People named in the paper of authority",
    "fee.amount": "Amount of the fee",
    "fee.validity": "Money orders",
    "fee.custody": "What to do with the fee",
    "masking.domicile": "Masking of the registered domicile",
    "masking.my_number": "Masking of the My Number",
    "request.repeats": "Earlier requests of the same person",
}
RESULTS: dict[str, str] = {
    "ok": "in order",
    "missing_signature": "signature or seal missing",
    "missing_date": "date missing",
    "missing_address": "address missing",
    "none": "none found",
    "one": "one person",
    "several": "several people",
    "another": "printed for another company",
    "missing": "missing",
    "not_accepted": "not accepted by the policy",
    "too_few": "too few",
    "expired": "expired",
    "no_longer_valid": "no longer valid",
    "too_old": "issued too long ago",
    "exact": "the same",
    "variant": "written differently",
    "mismatch": "not the same",
    "wrong_document": "wrong kind of paper",
    "wrong_scope": "does not cover this request",
    "undated": "undated",
    "named": "named",
    "not_named": "not named",
    "over_kept": "too much, and kept",
    "over_returned": "too much, the excess returned",
    "over": "too much",
    "not_exact": "not the exact amount",
    "short": "too little",
    "wrong_means": "wrong means of payment",
    "near_expiry": "expires soon",
    "payee_filled": "payee filled in",
    "duplicate": "came before",
    "keep": "keep it",
    "return": "return it",
    "return_excess": "return the excess",
    "ask": "a person decides",
    "masked_by_sender": "masked by the sender",
    "masked_by_tool": "masked by kaiji",
    "masked_by_person": "masking checked by a person",
    "completed": "masking completed by kaiji",
    "unclear": "doubtful",
    "repeated": "asked before",
    "not_required": "not required",
    "unreadable": "could not be read surely",
    "absent": "not on the paper",
    "unspecified": "not settled by the policy",
}
_ORDER = (Verdict.FAIL, Verdict.UNCLEAR, Verdict.PASS)
_NUMBER = re.compile(r"(K\d{2}-\d{5,})")
_SAID = frozenset(deficiency_codes())


@dataclass(frozen=True)
class FindingShown:
    """One finding as the page tells it: `english` is the sentence of the deficiency where it has one, or "".

    `detail`: its sentence in parts, each with whether it is the number of a case.
    """

    finding: Finding
    check: str
    result: str
    detail: tuple[tuple[str, bool], ...]
    english: str
    cure_ja: str
    cure_en: str


def shown(findings: Sequence[Finding]) -> list[FindingShown]:
    """The findings, the bad ones first, otherwise in the order of the checks."""
    return [_shown(each) for verdict in _ORDER for each in findings if each.verdict is verdict]


def _shown(found: Finding) -> FindingShown:
    code = f"{found.check}/{found.result}"
    words = deficiency_words(code) if found.verdict is Verdict.FAIL and code in _SAID else None
    check, result = CHECKS.get(found.check, found.check), RESULTS.get(found.result, found.result)
    told = (words.what_en, words.cure_ja, words.cure_en) if words else ("", "", "")
    parts = tuple((part, bool(_NUMBER.fullmatch(part))) for part in _NUMBER.split(found.detail) if part)
    return FindingShown(found, check, result, parts, *told)
