"""The passages of a policy that bear on a step, for the person who answers it."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tasks.case.progress import Step
from tasks.case.review_words import Quotation, quotation
from tasks.case.words import RequestKind
from tasks.policy.schema import Policy
from tasks.policy.terms import stated


class _Passage(NamedTuple):
    key: str
    english: str
    japanese: str


def quotations(policy: Policy, step: Step, kinds: Iterable[RequestKind], language: str) -> list[Quotation]:
    """What the policy says about the step and the kinds requested, in the reader's language; empty where it says nothing."""
    asked, published = frozenset(kinds), policy.document.language
    return [quotation(*each, published, language) for each in _passages(policy, step, asked)]


def _passages(policy: Policy, step: Step, kinds: frozenset[RequestKind]) -> Iterator[_Passage]:
    if step in (Step.CONFIRM_READING, Step.DECIDE):
        yield from _conditions(policy, kinds)
    if step in (Step.RELEASE_DEFICIENCY, Step.AWAIT_REQUESTER):
        yield from _texts("requests.lapse_text_ja", "unspecified", policy.requests.lapse_text_ja)
    if step is Step.DECIDE:
        yield from _outside(policy)
    if step in (Step.DECIDE, Step.CARRY_OUT) and kinds & set(policy.requests.consequences_kinds):
        notice = policy.requests
        yield from _texts("requests.consequences_notice", notice.consequences_notice_en, notice.consequences_notice_ja)
    promised = not policy.reply.promise_kinds or bool(kinds & set(policy.reply.promise_kinds))
    if step in (Step.EXTEND_DUE, Step.RELEASE_REPLY, Step.DISPATCH_REPLY) and promised:
        yield from _texts("reply.promise_text", policy.reply.promise_text_en, policy.reply.promise_text_ja)


def _conditions(policy: Policy, kinds: frozenset[RequestKind]) -> Iterator[_Passage]:
    for each in policy.condition:
        if not each.kinds or kinds & set(each.kinds):
            yield _Passage("condition", each.text, each.text_ja)


def _outside(policy: Policy) -> Iterator[_Passage]:
    """What a company answers about data of business partners; whose existence it does not reveal stands among the grounds."""
    if policy.outsourced is not None:
        yield _Passage("outsourced", policy.outsourced.text, policy.outsourced.text_ja)


def _texts(key: str, english: str, japanese: str) -> Iterator[_Passage]:
    """A text as far as it is stated; where one language is silent, the other's words stand for it."""
    said = [each for each in (stated(english), stated(japanese)) if each is not None]
    if said:
        yield _Passage(key, said[0], said[-1])
