"""Asks the rules about an agent: authority, own identity document, and names alike across the papers."""

from datetime import date

from tasks.case.agent import agent_identity, agent_papers
from tasks.case.authority import AcceptedPaper, AcceptedPapers, AuthorityPaper, agent_authority, not_by_agent
from tasks.case.findings import UNREADABLE, UNSPECIFIED, finding, not_said
from tasks.case.seen import Seen
from tasks.case.words import AgentRelation, Finding, PageKind
from tasks.check.beyond_fields import issued_on
from tasks.check.comparing import compare_papers
from tasks.check.evidence import AGREEING, Papers
from tasks.check.identity_checks import identity_terms, sent_as
from tasks.policy import Policy
from tasks.policy.documents import AgentRule, DocumentForm
from tasks.policy.terms import stated

AGENT_SIGNS = ("agent.relation", "agent.name", "agent_id.kind", "agent_id.name", "authority.kind")
_CHECKS = ("agent.authority", "agent.identity", "agent.name")


def by_agent(papers: Papers) -> Seen[bool]:
    """Whether an agent acts: a sign on the form or a paper that only agents send; unreadable when the signs are doubtful."""
    if papers.has_page(PageKind.POA, PageKind.KOKEN_TOKI):
        return Seen(present=True, value=True)
    return papers.any_of(AGENT_SIGNS)


def check_agent(papers: Papers, policy: Policy, received_on: date, acting: Seen[bool]) -> list[Finding]:
    """The findings on the agent.

    The Act lets agents ask (Art. 37(3)), so where the policy forbids them or does not mention them (`agent.allowed`) a
    person says what holds, and nothing that an agent failed to send fails.
    """
    if not acting.present:
        return [not_by_agent(check) for check in _CHECKS]
    if acting.unreadable:
        return [finding(check, UNREADABLE, "代理人による請求かどうかを判別できません。") for check in _CHECKS]
    rule = policy.agent
    found = [
        _authority(papers, rule, received_on),
        _identity(papers, rule, received_on),
        _name(papers, rule),
        *_named_on_paper(papers),
    ]
    return found if rule.allowed is True else _agents_unasked(found, rule)


def _agents_unasked(found: list[Finding], rule: AgentRule) -> list[Finding]:
    told = (
        "代理人による請求を認めるかどうか"
        if rule.allowed == "unspecified"
        else "代理人を認めない定めと法第37条第3項との関係"
    )
    detail = f"{told}を判断してください。{found[0].detail}"
    return [
        finding("agent.authority", UNSPECIFIED, detail),
        *(not_said(each, "代理人の提出書類") for each in found[1:]),
    ]


def _authority(papers: Papers, rule: AgentRule, received_on: date) -> Finding:
    kind = papers.authority_kind()
    born = papers.day("person.birth_date")
    return agent_authority(
        papers.code("agent.relation", AgentRelation),
        AuthorityPaper(
            kind, papers.day("authority.date"), papers.page_text(kind.value), papers.text("authority.scope")
        ),
        _accepted(rule),
        papers.kinds().value or frozenset(),
        born if born.value else papers.day("id.birth_date"),
        received_on,
    )


def _accepted(rule: AgentRule) -> AcceptedPapers | None:
    listed = stated(rule.authority)
    if listed is None:
        return None
    return {
        relation: [
            AcceptedPaper(paper.kind, paper.form is DocumentForm.ORIGINAL, stated(paper.max_age_days))
            for paper in papers
        ]
        for relation, papers in listed.items()
    }


def _identity(papers: Papers, rule: AgentRule, received_on: date) -> Finding:
    terms = identity_terms(rule.identity)
    only_national = not isinstance(rule.identity, str) and rule.identity.only_national_insurance
    kind = papers.code("agent_id.kind", PageKind)
    return agent_identity(
        sent_as(papers, "agent_id", kind, by_agent=True),
        terms,
        papers.day("agent_id.expires_on"),
        received_on,
        issued_on=issued_on(papers, "agent_id", received_on, terms.max_age_days),
        national_insurance=papers.national_insurance() if only_national else True,
    )


def _name(papers: Papers, rule: AgentRule) -> Finding:
    has_document = papers.code("agent_id.kind", PageKind).present
    found = compare_papers(papers, "agent.name", "代理人", "agent.name", "agent_id.name", has_document=has_document)
    return not_said(found, "代理人の本人確認書類") if identity_terms(rule.identity).accepted is None else found


def _named_on_paper(papers: Papers) -> list[Finding]:
    kind = papers.authority_kind()
    if kind.value is None or kind.value is PageKind.OTHER:
        return []
    person, agent = papers.text("person.name", AGREEING), papers.text("agent.name", AGREEING)
    return [agent_papers(kind, papers.page_text(kind.value), person, agent)]
