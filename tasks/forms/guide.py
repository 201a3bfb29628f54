"""What a policy says to somebody who fills in its forms; what it leaves open is None, and the paper then says to ask."""

from datetime import date
from typing import Any, NamedTuple

from tasks.case.codes_text import AGENT_SUPPLEMENT
from tasks.case.identity import LAST_VALID
from tasks.case.letters import domestic_phone
from tasks.case.words import AgentRelation, PageKind, RedactionReason, RequestKind
from tasks.forms.wording import COPY, DOCUMENTS, MASKED, MEANS, NATIONAL_INSURANCE, WORDS, Words
from tasks.policy import Policy
from tasks.policy.money import FREE_BY_LAW
from tasks.policy.terms import stated


class DocumentLine(NamedTuple):
    """One document of a list: its name, as original or copy, and the day from which it is no longer valid by law."""

    name: Words
    form: Words
    ended_on: date | None = None


class Fee(NamedTuple):
    """What a request costs: `amount` in yen (0 for nothing), None where the policy does not say."""

    amount: int | None
    means: tuple[Words, ...]
    kinds: tuple[Words, ...]
    postage_included: bool
    kept: bool


class Guide(NamedTuple):
    """Everything that the pages of instructions tell."""

    company: Words
    desk: Words | None
    postcode: str | None
    address: Words | None
    phone: str | None
    email: str | None
    hours: str | None
    by_post: bool
    documents: tuple[DocumentLine, ...] | None
    number_needed: int | None
    other_official: bool
    shows_address: bool
    copies: bool
    hide_domicile: bool
    hidden: tuple[Words, ...]
    fee: Fee
    agents: bool | None
    authority: dict[str, tuple[DocumentLine, ...]] | None
    agent_documents: tuple[DocumentLine, ...] | None
    agent_number_needed: int | None
    principal_id: str | None
    promise: Words | None


def guide_of(policy: Policy, kinds: tuple[RequestKind, ...], form: str) -> Guide:
    """What to tell on the instructions of one form for these kinds of request."""
    identity, agent, contact = policy.identity, policy.agent, policy.contact
    agent_identity = stated(agent.identity)
    for_agent = form == AGENT_SUPPLEMENT
    channels = stated(policy.requests.channels)
    return Guide(
        company=Words(policy.company.name_ja, policy.company.name_en),
        desk=_both(contact.desk_ja, contact.desk_en),
        postcode=stated(contact.postcode),
        address=_both(contact.address_ja, contact.address_en),
        phone=domestic_phone(contact.phone) if stated(contact.phone) else None,
        email=stated(contact.email),
        hours=stated(contact.hours),
        by_post=channels is None or "post" in channels,
        documents=_documents(identity),
        number_needed=_number(identity),
        other_official=identity.other_official is True,
        shows_address=identity.shows_current_address is True,
        copies=identity.form == "copy",
        hide_domicile=RedactionReason.DOMICILE in _asked_to_hide(policy),
        hidden=tuple(MASKED[reason.value] for reason in RedactionReason if _is_listed(policy, reason)),
        fee=_fee(policy, kinds),
        agents=stated(agent.allowed),
        authority=_authority(policy) if for_agent else None,
        agent_documents=_documents(agent_identity),
        agent_number_needed=_number(agent_identity),
        principal_id=stated(agent.principal_id),
        promise=_promise(policy, kinds),
    )


def _both(ja: str, en: str) -> Words | None:
    """A text in both languages; where one is missing the other stands for it."""
    texts = [text for text in (stated(ja), stated(en)) if text]
    return Words(stated(ja) or texts[0], stated(en) or texts[0]) if texts else None


def _number(rule: Any) -> int | None:
    return stated(rule.number_needed) if rule else None


def _documents(rule: Any) -> tuple[DocumentLine, ...] | None:
    """The listed documents; the law's own end of a kind of card is told, lest somebody sends it in vain."""
    accepted = stated(rule.accepted) if rule else None
    if not accepted:
        return None
    form = COPY[rule.form]
    return tuple(
        DocumentLine(
            NATIONAL_INSURANCE
            if rule.only_national_insurance and kind is PageKind.HEALTH_INSURANCE
            else DOCUMENTS[kind],
            form,
            LAST_VALID.get(kind),
        )
        for kind in accepted
    )


def _authority(policy: Policy) -> dict[str, tuple[DocumentLine, ...]] | None:
    authority = stated(policy.agent.authority)
    if not authority:
        return None
    return {
        relation.value: tuple(
            DocumentLine(Words(paper.title_ja, DOCUMENTS[paper.kind].en), COPY[paper.form]) for paper in papers
        )
        for relation in AgentRelation
        if (papers := authority.get(relation))
    }


def _asked_to_hide(policy: Policy) -> frozenset[RedactionReason]:
    """What a requester is asked to black out: what the company's text or a law demands, not what kaiji paints besides."""
    return frozenset(rule.reason for rule in policy.masking if rule.by in {"policy", "law"})


def _is_listed(policy: Policy, reason: RedactionReason) -> bool:
    return reason in _asked_to_hide(policy) and reason.value in MASKED


def _promise(policy: Policy, kinds: tuple[RequestKind, ...]) -> Words | None:
    """What the policy promises about the answer, where that holds for every kind of the form."""
    about = set(getattr(policy.reply, "promise_kinds", ()))
    return (
        _both(policy.reply.promise_text_ja, policy.reply.promise_text_en) if not about or about >= set(kinds) else None
    )


def _fee(policy: Policy, kinds: tuple[RequestKind, ...]) -> Fee:
    """The fee for one form; nothing is owed only where the law forbids a fee or the policy lists what it charges for."""
    fee = policy.fee
    listed, amount = stated(fee.kinds), stated(fee.amount_yen)
    charged = tuple(kind for kind in kinds if listed and kind in listed)
    perhaps = set(kinds) & set(fee.possible_kinds)
    free = bool(kinds) and (set(kinds) <= FREE_BY_LAW or (bool(listed) and not charged and not perhaps))
    means = tuple(MEANS[each] for each in stated(fee.means) or ())
    names = tuple(WORDS[f"request.kinds.{kind.value}"] for kind in charged)
    owed = 0 if free else amount if charged and not perhaps else None
    return Fee(owed, means, names, fee.includes_reply_postage is True, fee.kept_on_refusal is True)
