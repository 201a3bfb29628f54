"""Which results each check may have and what each means: one table, so that no rule invents a verdict of its own."""

from tasks.case.words import Finding, Verdict

_PASS, _FAIL, _UNCLEAR = Verdict.PASS, Verdict.FAIL, Verdict.UNCLEAR

_COMPARED = {"exact": _PASS, "variant": _UNCLEAR, "mismatch": _FAIL, "missing": _FAIL}

VERDICTS: dict[str, dict[str, Verdict]] = {
    "form.complete": {"ok": _PASS, "missing_signature": _FAIL, "missing_date": _FAIL, "missing_address": _FAIL},
    "form.kind": {"ok": _PASS, "none": _FAIL},
    "identity.kind": {"ok": _PASS, "missing": _FAIL, "not_accepted": _FAIL},
    "identity.validity": {"ok": _PASS, "expired": _FAIL, "no_longer_valid": _FAIL, "missing": _FAIL},
    "identity.name": _COMPARED,
    "identity.address": _COMPARED,
    "agent.name": _COMPARED,
    "agent.authority": {
        "ok": _PASS,
        "missing": _FAIL,
        "wrong_document": _FAIL,
        "wrong_scope": _FAIL,
        "undated": _FAIL,
    },
    "agent.identity": {"ok": _PASS, "missing": _FAIL, "expired": _FAIL, "not_accepted": _FAIL},
    "fee.amount": {"ok": _PASS, "over": _UNCLEAR, "short": _FAIL, "missing": _FAIL, "wrong_means": _FAIL},
    "fee.validity": {
        "ok": _PASS,
        "near_expiry": _UNCLEAR,
        "expired": _FAIL,
        "payee_filled": _FAIL,
        "duplicate": _FAIL,
        "missing": _FAIL,
    },
    "masking.domicile": {
        "none": _PASS,
        "masked_by_sender": _PASS,
        "masked_by_tool": _PASS,
        "completed": _PASS,
        "unclear": _UNCLEAR,
    },
}

# Every check may also not apply, or meet something only a person can settle:
NOT_REQUIRED = "not_required"  # the check does not apply to this packet
UNREADABLE = "unreadable"  # something stands there, and it could not be read surely enough
ABSENT = "absent"  # the paper does not show it, and the policy or the kind of paper allows that
UNSPECIFIED = "unspecified"  # the policy is silent
_EVERYWHERE = {NOT_REQUIRED: _PASS, UNREADABLE: _UNCLEAR, ABSENT: _UNCLEAR, UNSPECIFIED: _UNCLEAR}


def finding(check: str, result: str, detail: str) -> Finding:
    """The finding of `check` with the verdict that the table gives `result`; KeyError for a result it does not know."""
    return Finding(check=check, result=str(result), verdict=(VERDICTS[check] | _EVERYWHERE)[result], detail=detail)
