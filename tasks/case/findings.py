"""Which results each check may have and what each means: one table, so that no rule invents a verdict of its own."""

from tasks.case.words import Finding, Verdict

_PASS, _FAIL, _UNCLEAR = Verdict.PASS, Verdict.FAIL, Verdict.UNCLEAR

_COMPARED = {"exact": _PASS, "variant": _UNCLEAR, "mismatch": _FAIL, "missing": _FAIL}
_MASKED = {"masked_by_sender": _PASS, "masked_by_tool": _PASS, "masked_by_person": _PASS, "unclear": _UNCLEAR}

VERDICTS: dict[str, dict[str, Verdict]] = {
    "form.complete": {"ok": _PASS, "missing_signature": _FAIL, "missing_date": _FAIL, "missing_address": _FAIL},
    "form.kind": {"ok": _PASS, "none": _FAIL},
    "form.channel": {"ok": _PASS},
    "form.person": {"one": _PASS, "several": _UNCLEAR},
    "form.policy": {"another": _UNCLEAR},
    "identity.kind": {"ok": _PASS, "missing": _FAIL, "not_accepted": _FAIL, "too_few": _FAIL},
    "identity.validity": {"ok": _PASS, "expired": _FAIL, "no_longer_valid": _FAIL, "too_old": _FAIL, "missing": _FAIL},
    "identity.name": _COMPARED,
    "identity.address": _COMPARED,
    "identity.birth_date": {"exact": _PASS, "mismatch": _UNCLEAR},
    "agent.authority": {
        "ok": _PASS,
        "missing": _FAIL,
        "wrong_document": _FAIL,
        "wrong_scope": _FAIL,
        "undated": _FAIL,
        "too_old": _FAIL,
    },
    "agent.identity": {
        "ok": _PASS,
        "missing": _FAIL,
        "expired": _FAIL,
        "not_accepted": _FAIL,
        "too_old": _FAIL,
        "too_few": _FAIL,
    },
    "agent.name": _COMPARED,
    "agent.papers": {"named": _PASS, "variant": _UNCLEAR, "not_named": _UNCLEAR},
    "fee.amount": {
        "ok": _PASS,
        "over_kept": _PASS,
        "over_returned": _PASS,
        "over": _UNCLEAR,
        "not_exact": _FAIL,
        "short": _FAIL,
        "missing": _FAIL,
        "wrong_means": _FAIL,
    },
    "fee.validity": {
        "ok": _PASS,
        "near_expiry": _UNCLEAR,
        "expired": _FAIL,
        "payee_filled": _FAIL,
        "duplicate": _FAIL,
        "missing": _FAIL,
    },
    "fee.custody": {"keep": _PASS, "return": _PASS, "return_excess": _PASS, "ask": _UNCLEAR},
    "masking.domicile": _MASKED | {"none": _PASS, "completed": _PASS},
    "masking.my_number": _MASKED,
    "request.repeats": {"none": _PASS, "repeated": _UNCLEAR},
}

# These are told of packets that give occasion for them; every other check is told of every packet.
OCCASIONAL = frozenset(
    {
        "form.channel",  # came by another way than post, or the policy takes no post
        "form.policy",  # a prescribed paper came that was printed for another company
        "form.person",  # more than one request form came
        "identity.birth_date",  # both the form's and the document's were read
        "agent.papers",  # an agent's authority paper came
        "fee.custody",  # money came, and something else than depositing it is to be done
        "masking.my_number",  # a My Number, its code or the back of its card came
        "request.repeats",  # there are earlier requests to hold this one against
    }
)

# Every check may also not apply, or meet something only a person can settle:
NOT_REQUIRED = "not_required"  # the check does not apply to this packet
UNREADABLE = "unreadable"  # something stands there, and it could not be read surely enough
ABSENT = "absent"  # the paper does not show it, and the policy or the kind of paper allows that
UNSPECIFIED = "unspecified"  # the policy is silent
EVERYWHERE = {NOT_REQUIRED: _PASS, UNREADABLE: _UNCLEAR, ABSENT: _UNCLEAR, UNSPECIFIED: _UNCLEAR}


def finding(check: str, result: str, detail: str) -> Finding:
    """The finding of `check` with the verdict that the table gives `result`; KeyError for a result it does not know."""
    return Finding(check=check, result=str(result), verdict=(VERDICTS[check] | EVERYWHERE)[result], detail=detail)


def not_said(found: Finding, silent_about: str) -> Finding:
    """A failure that rests on a demand the policy never made is a question for a person; anything else stands.

    `silent_about` names what the published text does not say. Source: `unspecified` never means "no" (DOMAIN section 1).
    """
    if found.verdict is not Verdict.FAIL:
        return found
    return finding(found.check, UNSPECIFIED, f"{found.detail}ただし、{silent_about}は会社の定めがありません。")
