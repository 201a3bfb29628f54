"""A case is checked as one: each document on the day it came, and on what all papers say now."""

from datetime import timedelta

from tasks.case.words import PageKind, Verdict
from tasks.check.check_packet import check_packet
from tasks.check.whole_case import each_on_its_day
from tests.support.readings import AGENT, MASKING, POA_LINES, ROCOCO, SOUND, TODAY, page, reading

POA = (page(PageKind.REQUEST_FORM), page(PageKind.POA, *POA_LINES))
LATER = TODAY + timedelta(days=40)


def whole(came=TODAY, **changes):
    """The findings 40 days later on an agent's papers that came today, after a new form changed some fields."""
    fields = {name.replace("__", "."): (value, value) for name, value in changes.items()}
    papers = reading(SOUND | AGENT | fields, POA)
    days = dict.fromkeys(("id.", "agent_id.", "authority."), came)
    found = each_on_its_day(lambda day: check_packet(papers, ROCOCO, day, MASKING), LATER, days)
    return {each.check: each for each in found}


def test_a_document_that_was_valid_when_it_came_does_not_expire_while_the_case_waits():
    """The agent's licence ends before the supplement comes; had it come only then, it would be expired."""
    soon = (TODAY + timedelta(days=10)).isoformat()
    assert whole(agent_id__expires_on=soon)["agent.identity"].verdict is Verdict.PASS
    assert whole(LATER, agent_id__expires_on=soon)["agent.identity"].verdict is Verdict.FAIL


def test_authority_is_judged_on_what_a_later_form_says():
    """A mandate that passed does not prove what a new form claims: a mother, not a mandatary."""
    assert whole()["agent.authority"].verdict is Verdict.PASS
    assert whole(agent__relation="minor")["agent.authority"].verdict is not Verdict.PASS
