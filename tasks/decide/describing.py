"""What a person reads above the form in Prefect: the question, what was found, what is due when, where the evidence is.

No personal data: Prefect keeps every text for ever, in the clear.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlmodel import Session

from tasks.case.clock import days_left
from tasks.case.deficiency import deficiency_items
from tasks.case.progress import CaseState, Step, Wait
from tasks.case.words import Finding, Verdict
from tasks.decide.asking import withholdable
from tasks.decide.due import due_of
from tasks.decide.lapse import asked_until
from tasks.store.cases import case_by_number, complaints_about, held_items, newest_packet_id, state_of
from tasks.store.letters import standing_letters
from tasks.store.packets import findings_of
from tasks.store.tables import Case
from tasks.wiring import House

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "review"


def describe(house: House, case_number: str, wait: Wait) -> str:
    """The markdown above the form, in the language of the house."""
    with house.database.transaction() as session:
        case = case_by_number(session, case_number)
        return _environment().get_template(f"{wait.step}.md").render(_context(house, session, case, wait))


def _context(house: House, session: Session, case: Case, wait: Wait) -> dict[str, Any]:
    policy, state = house.policy_of(case), state_of(session, case)
    findings = findings_of(session, newest_packet_id(session, case))
    items = held_items(session, case.id)
    due = due_of(house, session, case)
    return {
        "case": case,
        "wait": wait,
        "complaints": [each.in_(house.settings.language) for each in complaints_about(session, case, wait)],
        "findings": findings,
        "open_findings": [finding for finding in findings if finding.verdict is not Verdict.PASS],
        "missing": deficiency_items(findings),
        "due": due,
        "days_left": days_left(house.today(), due),
        "evidence": f"{house.settings.desk_url}/cases/{case.number}",
        "held": sum(item.exact for item in items),
        "near": sum(not item.exact for item in items),
        "withholdable": withholdable(items),
        "grounds": policy.ground,
        "letters": standing_letters(session, case.id),
        "asked_until": asked_until(session, case, state),
        "round": state.round,
        "recommendation": recommendation(state, findings, len([i for i in items if i.exact])),
    }


def recommendation(state: CaseState, findings: Sequence[Finding], held: int) -> str:
    """One sentence of advice; it decides nothing, and says nothing about exemptions, which only a person may weigh."""
    outcome = state.answers.get(Step.AWAIT_REQUESTER, {}).get("outcome")
    if outcome == "not_supplied" or state.lapse is not None:
        return "The requester did not supply what was asked for: consider refusing on the formal ground."
    if not held:
        return "No held data was found for this person: check the search before you answer."
    if all(finding.verdict is Verdict.PASS for finding in findings):
        return "Every check passed: grant unless a ground of refusal applies."
    return "Doubts were settled by a person: grant unless a ground of refusal applies."


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(TEMPLATES)
    return Environment(loader=loader, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)  # noqa: S701  # markdown, and no data from outside
