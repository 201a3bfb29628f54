"""What a person reads above the form in Prefect: the question, what was found, what is due when, where the evidence is.

No personal data: Prefect keeps every text for ever, in the clear.
"""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlmodel import Session

from tasks.case.advice import Facts, recommendation
from tasks.case.approval import needs_approval
from tasks.case.bilingual import listed
from tasks.case.clock import days_left
from tasks.case.deficiency import deficiency_items
from tasks.case.due import current_due
from tasks.case.finding_words import told
from tasks.case.progress import CaseState, Step, Wait, to_carry_out
from tasks.case.question_words import KINDS
from tasks.case.review_words import LETTERS, approval_why, kind_words, roles_that_answer
from tasks.case.step_law import law_at
from tasks.case.words import Verdict
from tasks.decide.asking import withholdable
from tasks.decide.due import due_of
from tasks.decide.lapse import asked_until
from tasks.decide.told_events import told_decision, told_extension, told_letters, told_sent_back
from tasks.policy import Policy
from tasks.policy.quotations import quotations
from tasks.store.cases import case_by_number, complaints_about, held_items, kinds_of, newest_packet_id, state_of
from tasks.store.events import events_of
from tasks.store.holds import holds_from
from tasks.store.letters import standing_letters
from tasks.store.packets import findings_of
from tasks.store.state import was_searched
from tasks.store.tables import Case
from tasks.wiring import House

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "review"


def describe(house: House, case_number: str, wait: Wait) -> str:
    """The markdown above the form, in the language of the house."""
    with house.database.transaction() as session:
        case = case_by_number(session, case_number)
        template = templates_of(house.settings.language).get_template(f"{wait.step}.md")
        return template.render(_of_case(house, session, case, wait) | _of_step(house, session, case, wait))


def _of_case(house: House, session: Session, case: Case, wait: Wait) -> dict[str, Any]:
    """What is told of the case whatever the step: its papers, its data, its days, its company."""
    policy, language = house.policy_of(case), house.settings.language
    findings = findings_of(session, newest_packet_id(session, case))
    items = held_items(session, case.id)
    due = due_of(house, session, case)
    return {
        "case": case,
        "company": policy.company.name_ja if language == "ja" else policy.company.name_en,
        "wait": wait,
        "findings": told(findings, language),
        "open_findings": told([each for each in findings if each.verdict is not Verdict.PASS], language),
        "missing": deficiency_items(findings),
        "due": due,
        "days_left": days_left(house.today(), due),
        "evidence": f"{house.settings.desk_url}/cases/{case.number}",
        "searched": was_searched(events_of(session, case.id)),
        "held": sum(item.exact for item in items),
        "near": sum(not item.exact for item in items),
        "withholdable": withholdable(items),
        "grounds": policy.ground,
        "document_language": policy.document.language,
        "letters": told_letters(standing_letters(session, case.id), events_of(session, case.id)),
    }


def _of_step(house: House, session: Session, case: Case, wait: Wait) -> dict[str, Any]:
    """What is told because of the step: who may answer, what was decided or asked, what the law and the policy say."""
    policy, language, step = house.policy_of(case), house.settings.language, wait.step
    state, events = state_of(session, case), events_of(session, case.id)
    decided = state.answers.get(Step.DECIDE, {})
    granted = to_carry_out(decided)
    kinds = [kind for kind in kinds_of(case) if step is not Step.CARRY_OUT or kind in granted]
    advice = recommendation(
        step, findings_of(session, newest_packet_id(session, case)), _facts(house, session, case, state)
    )
    return {
        "complaints": [each.in_(language) for each in complaints_about(session, case, wait)],
        "sent_back": told_sent_back(events, step, language),
        "roles": roles_that_answer(step, language),
        "asked_until": asked_until(session, case, state),
        "round": state.round,
        "recommendation": advice.in_(language) if advice else None,
        "decision": told_decision(events, language),
        "extension": told_extension(events),
        "approval_why": approval_why(_approvers(policy, decided), language),
        "carry_out": kind_words(granted, language),
        "law": law_at(step, kinds, language, by_agent=case.by_agent),
        "policy_says": quotations(policy, step, kinds, language),
    }


def _facts(house: House, session: Session, case: Case, state: CaseState) -> Facts:
    items, extension = held_items(session, case.id), told_extension(events_of(session, case.id))
    outcome = state.answers.get(Step.AWAIT_REQUESTER, {}).get("outcome")
    return Facts(
        kinds=kinds_of(case),
        searched=was_searched(events_of(session, case.id)),
        held=sum(item.exact for item in items),
        near=sum(not item.exact for item in items),
        lapse=state.lapse,
        outcome=str(outcome) if outcome else None,
        decided=state.answers.get(Step.DECIDE, {}),
        until=extension.until if extension else None,
        promised=_promised(house, session, case),
        days_left=days_left(house.today(), due_of(house, session, case)),
    )


def _promised(house: House, session: Session, case: Case) -> date | None:
    """The last day that the company's published promise allows; None where it promises none for what was requested."""
    policy = house.policy_of(case)
    days, kinds = policy.reply.promise_days, policy.reply.promise_kinds
    if isinstance(days, str) or (kinds and not set(kinds) & set(kinds_of(case))):
        return None
    holds = holds_from(events_of(session, case.id))
    return current_due(case.effective_on, days, holds, house.today(), house.calendar(policy))


def _approvers(policy: Policy, decided: Any) -> list[str] | None:
    """Whom the policy names for this decision; None where it leaves approvals to the house."""
    if isinstance(policy.approval, str):
        return None
    return [rule.by for rule in policy.approval if needs_approval(decided, [rule.of], "none")]


@cache
def templates_of(language: str) -> Environment:
    """The texts of one language, with the tables of words that they name codes by."""
    loader = FileSystemLoader(TEMPLATES / language)
    made = Environment(loader=loader, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)  # noqa: S701  # markdown, and no data from outside
    made.globals |= {
        "KINDS": KINDS,
        "LETTERS": LETTERS,
        "listed": lambda names, codes: listed(names, codes).in_(language),
    }
    made.filters["cell"] = lambda text: text.replace("|", "\\|").replace("\n", " ")
    return made
