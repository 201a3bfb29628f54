"""Asks the fee rules: is it the fee due, can it be cashed, and what is to be done with money that came."""

from datetime import date

from tasks.case.fee import FeeTerms, fee_validity
from tasks.case.fee_amount import amount_due, fee_amount
from tasks.case.fee_custody import fee_custody
from tasks.case.findings import UNREADABLE, finding
from tasks.case.words import Finding, RequestKind
from tasks.check.evidence import Papers
from tasks.policy import Policy
from tasks.policy.money import FREE_BY_LAW, FeeRule
from tasks.policy.terms import stated


def check_fee(papers: Papers, policy: Policy, received_on: date, seen_serials: frozenset[str]) -> list[Finding]:
    """The findings on the fee; `fee.custody` only where money came and is not simply to be deposited."""
    kinds = papers.kinds()
    if kinds.unreadable:
        detail = "請求の種類が読み取れないため、手数料の要否を判断できません。"
        return [finding(check, UNREADABLE, detail) for check in ("fee.amount", "fee.validity")]
    instruments = papers.instruments()
    terms = fee_terms(policy.fee, kinds.value or frozenset(), sent=instruments.present)
    amount = fee_amount(instruments, terms, papers.means())
    validity = fee_validity(instruments, terms, received_on, seen_serials)
    custody = fee_custody(amount, validity, terms) if instruments.present else None
    return [amount, validity, *([custody] if custody else [])]


def fee_terms(fee: FeeRule, kinds: frozenset[RequestKind], *, sent: bool) -> FeeTerms:
    """What this request costs under the policy, with silence as None."""
    means = stated(fee.means)
    return FeeTerms(
        due_yen=_due(fee, kinds, sent=sent),
        validity_months=fee.validity_months,
        min_remaining_days=fee.min_remaining_days,
        means=None if means is None else frozenset(means),
        on_over=stated(fee.on_over),
        on_wrong_means=stated(fee.on_wrong_means),
    )


def _due(fee: FeeRule, kinds: frozenset[RequestKind], *, sent: bool) -> int | None:
    """Yen due; None where the policy leaves it open, or counts names, which only a person can.

    The Act makes correction, suspension and stop of provision free (Art. 38), whatever a policy leaves unsaid. While no kind
    is ticked nothing is due yet; a fee sent all the same is held against one fee. A kind for which a fee may be asked
    (`fee.possible_kinds`) leaves the whole amount open.
    """
    if kinds and kinds <= FREE_BY_LAW:
        return 0
    charged = fee.charged
    if charged is None or kinds & frozenset(fee.possible_kinds):
        return None
    asked = kinds or (charged if sent else frozenset())
    if not asked & charged:
        return 0
    amount, per = stated(fee.amount_yen), stated(fee.per) if kinds else "request"
    return None if amount is None or per is None or per == "name" else amount_due(asked, charged, amount, per)
