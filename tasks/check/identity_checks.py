"""Asks the identity rules about the person's document: its kind, validity, name, address and birth date."""

from datetime import date

from tasks.case.findings import not_said
from tasks.case.identity import IdentityTerms, Sent, identity_kind, identity_validity, principal_unasked
from tasks.case.sameness import compare_addresses, compare_birth_dates
from tasks.case.seen import Seen
from tasks.case.words import Finding, PageKind
from tasks.check.beyond_fields import documents_sent, issued_on
from tasks.check.comparing import compare_papers, surely
from tasks.check.evidence import Papers
from tasks.policy import Policy
from tasks.policy.documents import DocumentForm, IdentityRule
from tasks.policy.terms import stated

_CHECKS = ("identity.kind", "identity.validity", "identity.name", "identity.address")


def check_identity(papers: Papers, policy: Policy, received_on: date, by_agent: Seen[bool]) -> list[Finding]:
    """The findings on the person's document. Where the policy names none, what is wrong with one fails nobody."""
    kind = papers.identity_kind(alone=not by_agent.present)
    if not kind.present and by_agent.present and policy.agent.principal_id != "required":
        return principal_unasked(_CHECKS, policy.agent.principal_id, sure=not by_agent.unreadable)
    terms = identity_terms(policy.identity)
    sent = sent_as(papers, "id", kind, by_agent=by_agent.present)
    listed = identity_kind("identity.kind", "ご本人", sent, terms)
    born = compare_birth_dates(papers.day("person.birth_date"), papers.day("id.birth_date"))
    found = [
        listed,
        _validity(papers, terms, kind, received_on, listed),
        compare_papers(papers, "identity.name", "ご本人", "person.name", "id.name", has_document=kind.present),
        _address(papers, policy.identity, kind),
        *([born] if born else []),
    ]
    return [not_said(each, "どの本人確認書類を要するか") for each in found] if terms.accepted is None else found


def _validity(
    papers: Papers, terms: IdentityTerms, kind: Seen[PageKind], received_on: date, listed: Finding
) -> Finding:
    return identity_validity(
        kind,
        papers.day("id.expires_on"),
        received_on,
        accepted=terms.accepted is None or kind.value in terms.accepted or listed.result == "ok",
        issued_on=issued_on(papers, "id", received_on, terms.max_age_days),
        max_age_days=terms.max_age_days,
    )


def _address(papers: Papers, rule: IdentityRule, kind: Seen[PageKind]) -> Finding:
    must_show = stated(rule.shows_current_address)
    return surely(
        lambda level: compare_addresses(
            papers.text("person.address", level), papers.text("id.address", level), kind=kind, must_show=must_show
        )
    )


def sent_as(papers: Papers, role: str, kind: Seen[PageKind], *, by_agent: bool) -> Sent:
    """What came as the document of a role (`id`, `agent_id`), with the words by which an unknown card is told."""
    shown = papers.page_text(PageKind.LICENCE) if kind.value is PageKind.LICENCE else papers.titles(PageKind.OTHER)
    words = papers.written(f"{role}.kind") + shown
    return Sent(kind, words, documents_sent(papers, by_agent=by_agent))


def identity_terms(rule: IdentityRule | str) -> IdentityTerms:
    """A policy's rule in the words of the pure rules, where silence is None."""
    if isinstance(rule, str):
        return IdentityTerms(accepted=None)
    accepted = stated(rule.accepted)
    return IdentityTerms(
        accepted=None if accepted is None else frozenset(accepted),
        other_official=stated(rule.other_official),
        number_needed=stated(rule.number_needed),
        max_age_days=stated(rule.max_age_days),
        original=rule.form is DocumentForm.ORIGINAL,
    )
