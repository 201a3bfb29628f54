"""Holds what was read of a packet against the policy: one finding per check, all collected, nothing stops at the first.

The rules are pure and live in `tasks/case`; here each gets the values it asks for. A value that stands on the paper and
was not read surely enough is `unreadable` and goes to a person: it never passes, and it fails nobody.
"""

from collections.abc import Callable
from datetime import date

from tasks.case.authority import AuthorityPaper, agent_authority, agent_identity, not_by_agent
from tasks.case.fee import FeeTerms, amount_due, fee_amount, fee_validity
from tasks.case.findings import UNREADABLE, finding
from tasks.case.form import form_complete, form_kind
from tasks.case.identity import (
    compare_addresses,
    compare_names,
    identity_kind,
    identity_validity,
    principal_unasked,
)
from tasks.case.seen import Seen
from tasks.case.words import AgentRelation, Finding, PageKind, Reading, RequestKind, Verdict
from tasks.check.evidence import AGREEING, DOUBTFUL, Evidence
from tasks.policy import Policy

AGENT_SIGNS = ("agent.relation", "agent.name", "agent_id.kind", "agent_id.name", "authority.kind")
_IDENTITY = ("identity.kind", "identity.validity", "identity.name", "identity.address")
_AGENT = ("agent.authority", "agent.identity", "agent.name")


def check_packet(
    reading: Reading,
    policy: Policy,
    received_on: date,
    masking: Finding,
    seen_serials: frozenset[str] = frozenset(),
) -> list[Finding]:
    """Every finding of the packet on the day it was received (JST).

    `masking` is the redaction stage's own finding, passed on; `seen_serials` are the serials of money orders that the
    desk has taken before.
    """
    evidence = Evidence(reading)
    by_agent = _by_agent(evidence)
    return [
        *_check_form(evidence, policy, received_on),
        *_check_identity(evidence, policy, received_on, by_agent),
        *_check_agent(evidence, policy, received_on, by_agent),
        *_check_fee(evidence, policy, received_on, seen_serials),
        masking,
    ]


def _by_agent(evidence: Evidence) -> Seen[bool]:
    """Whether an agent acts: a sign on the form or a paper that only agents send; unreadable when the signs are doubtful."""
    if evidence.has_page(PageKind.POA, PageKind.KOKEN_TOKI):
        return Seen(present=True, value=True)
    return evidence.any_of(AGENT_SIGNS)


def _check_form(evidence: Evidence, policy: Policy, received_on: date) -> list[Finding]:
    complete = form_complete(
        evidence.text("form.signature"),
        evidence.day("request.date"),
        evidence.text("person.address", AGREEING),
        evidence.text("person.name", AGREEING),
        received_on,
    )
    return [complete, form_kind(evidence.kinds(), frozenset(policy.requests.kinds))]


def _check_identity(evidence: Evidence, policy: Policy, received_on: date, by_agent: Seen[bool]) -> list[Finding]:
    kind = evidence.identity_kind(alone=not by_agent.present)
    if not kind.present and by_agent.present and policy.agent.principal_id != "required":
        return principal_unasked(_IDENTITY, policy.agent.principal_id)
    rule = policy.identity
    title = evidence.written("id.kind")
    listed = identity_kind(
        kind, title + evidence.page_text(PageKind.OTHER), frozenset(rule.accepted), rule.other_official
    )
    accepted = listed.verdict is Verdict.PASS
    expires_on = evidence.day("id.expires_on")
    return [
        listed,
        identity_validity(kind, expires_on, received_on, accepted=accepted),
        _compare_names(evidence, "identity.name", "ご本人", "person.name", "id.name", has_document=kind.present),
        _surely(
            lambda level: compare_addresses(
                evidence.text("person.address", level), evidence.text("id.address", level), kind=kind
            )
        ),
    ]


def _surely(compare: Callable[[float], Finding]) -> Finding:
    """Two papers that agree pass on a modest reading; that they differ is said only of two sure readings."""
    found = compare(AGREEING)
    return compare(DOUBTFUL) if found.verdict is Verdict.FAIL else found


def _compare_names(
    evidence: Evidence, check: str, who: str, form: str, document: str, *, has_document: bool
) -> Finding:
    return _surely(
        lambda level: compare_names(
            check, who, evidence.text(form, level), evidence.text(document, level), has_document=has_document
        )
    )


def _check_agent(evidence: Evidence, policy: Policy, received_on: date, by_agent: Seen[bool]) -> list[Finding]:
    if not by_agent.present:
        return [not_by_agent(check) for check in _AGENT]
    if by_agent.unreadable:
        return [finding(check, UNREADABLE, "代理人による請求かどうかを判別できません。") for check in _AGENT]
    kind = evidence.code("agent_id.kind", PageKind)
    return [
        _check_authority(evidence, policy, received_on),
        agent_identity(
            kind,
            evidence.day("agent_id.expires_on"),
            frozenset(policy.agent.identity.accepted),
            received_on,
            national_insurance=evidence.national_insurance() if policy.agent.identity.only_national_insurance else True,
        ),
        _compare_names(evidence, "agent.name", "代理人", "agent.name", "agent_id.name", has_document=kind.present),
    ]


def _check_authority(evidence: Evidence, policy: Policy, received_on: date) -> Finding:
    kind = evidence.authority_kind()
    born = evidence.day("person.birth_date")
    return agent_authority(
        evidence.code("agent.relation", AgentRelation),
        AuthorityPaper(kind, evidence.day("authority.date"), evidence.page_text(kind.value)),
        {relation: frozenset(paper.kind for paper in papers) for relation, papers in policy.agent.authority.items()},
        evidence.kinds().value or frozenset(),
        born if born.value else evidence.day("id.birth_date"),
        received_on,
    )


def _check_fee(evidence: Evidence, policy: Policy, received_on: date, seen_serials: frozenset[str]) -> list[Finding]:
    kinds = evidence.kinds()
    if kinds.unreadable:
        detail = "請求の種類が読み取れないため、手数料の要否を判断できません。"
        return [finding(check, UNREADABLE, detail) for check in ("fee.amount", "fee.validity")]
    instruments = evidence.instruments()
    terms = _fee_terms(policy, kinds.value or frozenset(), sent=instruments.present)
    return [
        fee_amount(instruments, terms, evidence.means(frozenset(policy.fee.means))),
        fee_validity(instruments, terms, received_on, seen_serials),
    ]


def _fee_terms(policy: Policy, kinds: frozenset[RequestKind], *, sent: bool) -> FeeTerms:
    """What is due. While no kind is ticked nothing is due yet; a fee sent all the same is held against one fee."""
    fee = policy.fee
    charged = frozenset(fee.kinds)
    asked = kinds or (charged if sent else frozenset())
    if not asked & charged:
        due: int | None = 0
    elif fee.amount_yen == "unspecified":
        due = None
    else:
        due = amount_due(asked, charged, fee.amount_yen, fee.per if kinds else "request")
    return FeeTerms(due, fee.validity_months, fee.min_remaining_days)
