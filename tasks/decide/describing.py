"""What a person reads above the form in Prefect: the question, what was found, what is due when, where the evidence is.

No personal data: Prefect keeps every text for ever, in the clear. Reasons that people wrote stand on the evidence page.
"""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlmodel import Session

from tasks.case.advice import Facts, recommendation
from tasks.case.clock import days_left
from tasks.case.deficiency import deficiency_items
from tasks.case.finding_words import told
from tasks.case.progress import CaseState, Step, Wait, to_carry_out
from tasks.case.review_words import approval_why, kind_words, roles_that_answer
from tasks.case.step_law import law_at
from tasks.case.words import Verdict
from tasks.decide.asking import withholdable
from tasks.decide.due import due_of
from tasks.decide.earlier_words import decision_told, extension_told, last_sent_back
from tasks.decide.lapse import asked_until
from tasks.policy import Policy
from tasks.policy.quotations import quotations
from tasks.store.cases import case_by_number, complaints_about, held_items, kinds_of, newest_packet_id, state_of
from tasks.store.events import events_of
from tasks.store.letters import standing_letters
from tasks.store.packets import findings_of
from tasks.store.tables import Case
from tasks.wiring import House

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "review"


def describe(house: House, case_number: str, wait: Wait) -> str:
    """The markdown above the form, in the language of the house."""
    with house.database.transaction() as session:
        case = case_by_number(session, case_number)
        template = _environment(house.settings.language).get_template(f"{wait.step}.md")
        return template.render(_of_case(house, session, case, wait) | _of_step(house, session, case, wait))


def _of_case(house: House, session: Session, case: Case, wait: Wait) -> dict[str, Any]:
    """What every text needs of the case."""
    policy, language, due = house.policy_of(case), house.settings.language, due_of(house, session, case)
    findings = told(findings_of(session, newest_packet_id(session, case)), language)
    items = held_items(session, case.id)
    return {
        "case": case,
        "company": policy.company.name_ja if language == "ja" else policy.company.name_en,
        "wait": wait,
        "complaints": [each.in_(language) for each in complaints_about(session, case, wait)],
        "findings": findings,
        "open_findings": [each for each in findings if each.verdict != Verdict.PASS],
        "missing": deficiency_items(findings_of(session, newest_packet_id(session, case))),
        "due": due,
        "days_left": days_left(house.today(), due),
        "evidence": f"{house.settings.desk_url}/cases/{case.number}",
        "held": sum(item.exact for item in items),
        "near": sum(not item.exact for item in items),
        "withholdable": withholdable(items),
        "grounds": policy.ground,
        "document_language": policy.document.language,
        "letters": standing_letters(session, case.id),
        "roles": roles_that_answer(wait.step, language),
        "law": law_at(wait.step, kinds_of(case), language, by_agent=case.by_agent),
        "policy_says": quotations(policy, wait.step, kinds_of(case), language),
    }


def _of_step(house: House, session: Session, case: Case, wait: Wait) -> dict[str, Any]:
    """What the texts need of what happened before, and the advice."""
    state, policy, language = state_of(session, case), house.policy_of(case), house.settings.language
    events = events_of(session, case.id)
    advice = recommendation(
        wait.step,
        findings_of(session, newest_packet_id(session, case)),
        _facts(house, session, case, state),
    )
    return {
        "asked_until": asked_until(session, case, state),
        "round": state.round,
        "recommendation": advice.in_(language) if advice else None,
        "decision": decision_told(events, state, language),
        "extension": extension_told(events, state),
        "approval_why": approval_why(_approvers(policy), language),
        "carry_out": kind_words(to_carry_out(state.answers.get(Step.DECIDE, {})), language),
        "sent_back": last_sent_back(events, language),
    }


def _facts(house: House, session: Session, case: Case, state: CaseState) -> Facts:
    items = held_items(session, case.id)
    outcome = state.answers.get(Step.AWAIT_REQUESTER, {}).get("outcome")
    return Facts(
        kinds=kinds_of(case),
        held=sum(item.exact for item in items),
        near=sum(not item.exact for item in items),
        lapse=state.lapse,
        outcome=None if outcome is None else str(outcome),
        decided=state.answers.get(Step.DECIDE, {}),
        days_left=days_left(house.today(), due_of(house, session, case)),
    )


def _approvers(policy: Policy) -> list[str] | None:
    """Who approves by the policy's words; None where it leaves approvals open."""
    return None if isinstance(policy.approval, str) else [rule.by for rule in policy.approval]


@cache
def _environment(language: str) -> Environment:
    loader = FileSystemLoader(TEMPLATES / language)
    return Environment(loader=loader, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)  # noqa: S701  # markdown, and no data from outside
