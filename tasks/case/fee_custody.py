"""Decides what is to be done with money that came: cash it, keep it, send it back, return what is too much, or ask a person."""

from enum import StrEnum

from tasks.case.fee import FeeTerms
from tasks.case.findings import NOT_REQUIRED, finding
from tasks.case.words import Finding


class FeeAction(StrEnum):
    """What the desk does with the fee of one packet; the ledger records that it was done."""

    DEPOSIT = "deposit"  # it is the fee due: cash it
    KEEP = "keep"  # hold it uncashed until the rest comes or the case ends
    RETURN = "return"  # send it back as it came
    RETURN_EXCESS = "return_excess"  # cash it and pay back what is too much
    ASK = "ask"  # a person says


_KEEP = ("short", "not_exact")  # the requester will send the rest, or another order
_SOUND = ("ok", "near_expiry")
_BY_AMOUNT = {"ok": FeeAction.DEPOSIT, "over_kept": FeeAction.DEPOSIT, "over_returned": FeeAction.RETURN_EXCESS}


def fee_disposition(amount: str, validity: str, terms: FeeTerms) -> FeeAction:
    """What to do with the money, from the results of `fee.amount` and `fee.validity`; ask only where money came.

    A fee for a free kind goes back (Act Art. 38), and so does an order that cannot be cashed, which the sender can have
    reissued; other means go back where the policy says so (`fee.on_wrong_means`). Doubtful: whatever was unread, was too
    much without a rule, has a serial the desk has had before, or was sent though no policy asked for it.
    """
    if amount == NOT_REQUIRED:
        return FeeAction.RETURN
    if amount == "wrong_means":
        return FeeAction.RETURN if terms.on_wrong_means == "return" else FeeAction.ASK
    if validity in ("expired", "payee_filled"):
        return FeeAction.RETURN
    if validity not in _SOUND:
        return FeeAction.ASK
    return FeeAction.KEEP if amount in _KEEP else _BY_AMOUNT.get(amount, FeeAction.ASK)


_DETAIL = {
    FeeAction.KEEP: "手数料は換金せずに保管してください。",
    FeeAction.RETURN: "手数料は送付者に返却してください。",
    FeeAction.RETURN_EXCESS: "手数料を換金し、超過分を返金してください。",
    FeeAction.ASK: "手数料の扱いを判断してください。",
}


def fee_custody(amount: Finding, validity: Finding, terms: FeeTerms) -> Finding | None:
    """The finding that says what to do with money that came; None where it is simply the fee due, and is deposited."""
    action = fee_disposition(amount.result, validity.result, terms)
    return None if action is FeeAction.DEPOSIT else finding("fee.custody", action, _DETAIL[action])
