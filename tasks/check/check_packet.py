"""Holds what was read of a packet against the policy: one finding per check, all collected, nothing stops at the first.

The rules are pure and live in `tasks/case`; here each gets the values it asks for. A value that stands on the paper and
was not read surely enough is `unreadable` and goes to a person: it never passes, and it fails nobody. Where the policy is
silent, nothing fails either.
"""

from collections.abc import Sequence
from datetime import date

from tasks.case.form import POST
from tasks.case.repeats import EarlierRequest, Requester, request_repeats
from tasks.case.words import Finding, Reading
from tasks.check.agent_checks import by_agent, check_agent
from tasks.check.evidence import AGREEING, Papers
from tasks.check.fee_checks import check_fee
from tasks.check.form_checks import check_form
from tasks.check.identity_checks import check_identity
from tasks.check.where_to_look import with_evidence
from tasks.policy import Policy


def check_packet(
    reading: Reading,
    policy: Policy,
    received_on: date,
    masking: Finding | Sequence[Finding],
    seen_serials: frozenset[str] = frozenset(),
    *,
    channel: str = POST,
    earlier: Sequence[EarlierRequest] = (),
    withdrawn: frozenset[str] = frozenset(),
) -> list[Finding]:
    """Every finding of the packet on the day it was received (JST), each with the places a person should look at.

    `masking`: the redaction stage's own finding, or all of them, passed on. `seen_serials`: the serials of money orders that
    the desk has taken before. `channel`: post, email, web or counter. `earlier`: requests to hold this one against.
    `withdrawn`: fields of which a person said that they stand nowhere.
    """
    papers = Papers(reading, withdrawn)
    acting = by_agent(papers)
    found = [
        *check_form(papers, policy, received_on, channel),
        *check_identity(papers, policy, received_on, acting),
        *check_agent(papers, policy, received_on, acting),
        *check_fee(papers, policy, received_on, seen_serials),
        *([masking] if isinstance(masking, Finding) else masking),
        *_check_repeats(papers, earlier),
    ]
    return [with_evidence(each, reading) for each in found]


def _check_repeats(papers: Papers, earlier: Sequence[EarlierRequest]) -> list[Finding]:
    if not earlier:
        return []
    now = Requester(
        papers.text("person.name", AGREEING), papers.text("person.address", AGREEING), papers.day("person.birth_date")
    )
    return [request_repeats(now, papers.kinds(), earlier)]
