"""Tells which people a policy wants: whose approval goes before an outcome, and which duties are not one person's."""

from tasks.case.bilingual import Said, listed, named
from tasks.policy.schema import ApprovalRule, Policy
from tasks.policy.statements import Silence, Statement, say
from tasks.policy.tell_asking import Parts
from tasks.policy.wording import DUTIES, OUTCOMES


def tell_approvals(policy: Policy) -> Parts:
    """Who approves what before it goes out."""
    if isinstance(policy.approval, str):
        yield Silence("whether a second person approves an answer", "回答前の承認の要否")
        return
    if not policy.approval:
        yield Statement("No second person's approval is needed.", "承認は要しない。", "the policy file")
    for rule in policy.approval:
        yield say(*_approval(rule), rule)


def _approval(rule: ApprovalRule) -> Said:
    if rule.of == "extension":
        return Said(f"Before the due day is moved, {rule.by} approves it.", f"期限の延長の前に{rule.by}が承認する。")
    outcome = named(OUTCOMES, rule.of)
    return Said(f"Before {outcome.en} goes out, {rule.by} approves it.", f"{outcome.ja}の前に{rule.by}が承認する。")


def tell_separation(policy: Policy) -> Parts:
    """Which duties lie with different people, the one rule of our own among them."""
    if isinstance(policy.separation, str):
        yield Silence("which duties lie with different people", "異なる者が担う職務")
    elif not policy.separation:
        yield Statement("The company parts no duties.", "会社の定めにより分ける職務はない。", "the policy file")
    else:
        for rule in policy.separation:
            duties = listed(DUTIES, rule.duties)
            yield say(
                f"With different people in each case: {duties.en}.",
                f"同一の事案において異なる者が担う職務：{duties.ja}。",
                rule,
                with_note=True,
            )
    yield Statement(
        "Nobody approves their own decision.",
        "決定をした者は、その決定を承認することができない。",
        "ours: an approval by whoever decided would be none",
    )
