"""Asks the form rules: complete, of which kind, by which way it came, of one person, and on whose paper."""

from datetime import date

from tasks.case.findings import not_said
from tasks.case.form import form_channel, form_complete, form_kind, form_person, form_policy
from tasks.case.words import Finding
from tasks.check.beyond_fields import form_is_whole
from tasks.check.evidence import AGREEING, Papers
from tasks.policy import Policy
from tasks.policy.terms import stated


def check_form(papers: Papers, policy: Policy, received_on: date, channel: str) -> list[Finding]:
    """The findings on the form. Where the policy prescribes none, or is silent, what a letter lacks is a person's matter."""
    whole = form_is_whole(papers)
    found = [
        form_complete(
            papers.text("form.signature"),
            papers.day("request.date"),
            papers.text("person.address", AGREEING),
            papers.text("person.name", AGREEING),
            received_on,
            channel,
            whole=whole or _nothing_else_is_missing(papers),
        ),
        form_kind(papers.kinds(), frozenset(policy.requests.kinds), whole=whole or "request.kinds" in papers.withdrawn),
    ]
    if stated(policy.requests.prescribed_form_needed) is not True:
        found = [not_said(each, "請求の書面に何を記載すべきか") for each in found]
    channels = stated(policy.requests.channels)
    occasional = (
        form_channel(channel, None if channels is None else frozenset(channels)),
        form_person(papers.text("person.name"), papers.text("form.other_name")),
        form_policy(papers.text("form.policy"), policy.code),
    )
    return [*found, *(each for each in occasional if each)]


def _nothing_else_is_missing(papers: Papers) -> bool:
    """Whether a person said of all that seems to be missing that it stands nowhere: what was badly read is then no matter."""
    told = {"form.signature": papers.text("form.signature"), "person.address": papers.text("person.address", AGREEING)}
    missing = {name for name, seen in told.items() if not seen.present}
    missing |= set() if papers.day("request.date").present else {"request.date"}
    return missing <= papers.withdrawn
