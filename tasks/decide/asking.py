"""What a person is asked about a case, and whether an answer can be accepted."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic import BaseModel
from sqlmodel import Session

from tasks.case.clock import days_left
from tasks.case.deficiency import deficiency_items
from tasks.case.due import current_due
from tasks.case.progress import CaseState, Deed, Step, Wait, what_comes_next
from tasks.case.questions import Known, complaints, question
from tasks.case.words import Field, Finding, RequestKind, Verdict
from tasks.decide.lapse import asked_until
from tasks.policy import Policy
from tasks.store.cases import (
    accept_answer,
    case_by_number,
    complaints_about,
    held_items,
    kinds_of,
    letters_of,
    newest_packet_id,
    refuse_answer,
    state_of,
)
from tasks.store.events import events_of
from tasks.store.packets import fields_of, findings_of
from tasks.store.state import holds_from
from tasks.store.tables import Case
from tasks.wiring import House

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "review"
_PERSONAL = ("person.", "agent.", "id.name", "id.address", "id.birth_date", "agent_id.name", "agent_id.address")
_CODES = ("agent.relation",)


def coming(house: House, case_number: str) -> Wait | Deed | None:
    """What comes next for a case: a wait, a deed, or None."""
    with house.database.transaction() as session:
        return what_comes_next(state_of(session, case_by_number(session, case_number)))


def form_of(house: House, case_number: str, wait: Wait) -> type[BaseModel]:
    """The form of one asking."""
    with house.database.transaction() as session:
        case = case_by_number(session, case_number)
        policy = house.policy_of(case)
        grounds = [ground.number for ground in policy.ground]
        return question(wait.step, kinds_of(case), grounds, policy.requests.kinds)


def describe(house: House, case_number: str, wait: Wait) -> str:
    """The markdown above the form: what was found, what is due when, where the evidence is. No personal data."""
    with house.database.transaction() as session:
        case = case_by_number(session, case_number)
        return _environment().get_template(f"{wait.step}.md").render(_context(house, session, case, wait))


def _context(house: House, session: Session, case: Case, wait: Wait) -> dict[str, Any]:
    policy, state = house.policy_of(case), state_of(session, case)
    findings = findings_of(session, newest_packet_id(session, case))
    items = held_items(session, case.id)
    due = _due(house, session, case)
    return {
        "case": case,
        "wait": wait,
        "complaints": complaints_about(session, case, wait),
        "findings": findings,
        "open_findings": [finding for finding in findings if finding.verdict is not Verdict.PASS],
        "missing": deficiency_items(findings),
        "due": due,
        "days_left": days_left(house.today(), due),
        "evidence": f"{house.settings.desk_url}/cases/{case.number}",
        "held": sum(item.exact for item in items),
        "near": sum(not item.exact for item in items),
        "grounds": policy.ground,
        "letters": letters_of(session, case.id),
        "asked_until": asked_until(session, case, state),
        "round": state.round,
        "recommendation": recommendation(state, findings, len([i for i in items if i.exact])),
    }


def _due(house: House, session: Session, case: Case) -> date:
    policy = house.policy_of(case)
    days = policy.reply.internal_target_days
    return current_due(
        case.effective_on, days, holds_from(events_of(session, case.id)), house.today(), house.calendar(policy)
    )


def recommendation(state: CaseState, findings: list[Finding], held: int) -> str:
    """One sentence of advice; it decides nothing, and says nothing about exemptions, which only a person may weigh."""
    outcome = state.answers.get(Step.AWAIT_REQUESTER, {}).get("outcome")
    if outcome == "not_supplied" or state.lapse is not None:
        return "The requester did not supply what was asked for: consider refusing on the formal ground."
    if not held:
        return "No held data was found for this person: check the search before you answer."
    if all(finding.verdict is Verdict.PASS for finding in findings):
        return "Every check passed: grant unless a ground of refusal applies."
    return "Doubts were settled by a person: grant unless a ground of refusal applies."


def take_answer(house: House, case_number: str, wait: Wait, answer: Mapping[str, Any]) -> bool:
    """Accepts an answer, or sends it back with its reasons; False when sent back. An answer is taken once."""
    with house.database.transaction() as session:
        case = case_by_number(session, case_number, lock=True)
        if what_comes_next(state_of(session, case)) != wait:
            return True
        found = complaints(wait.step, answer, _known(session, case, house.policy_of(case)))
        if found:
            refuse_answer(session, case, wait, found, house.now())
        else:
            accept_answer(session, case, wait, answer, house.now())
        return not found


def refuse_malformed(house: House, case_number: str, wait: Wait, fields: list[str]) -> None:
    """Sends back an answer that does not fit its form at all; only the names of the wrong fields are kept."""
    with house.database.transaction() as session:
        case = case_by_number(session, case_number, lock=True)
        if what_comes_next(state_of(session, case)) == wait:
            refuse_answer(session, case, wait, [f"Fill in again: {', '.join(fields)}."], house.now())


def _known(session: Session, case: Case, policy: Policy) -> Known:
    return Known(
        held_items=sum(item.exact for item in held_items(session, case.id)),
        correction_recorded=bool(case.corrected),
        personal=tuple(_personal(fields_of(session, newest_packet_id(session, case)))),
        grounds={each.number: frozenset(each.kinds or RequestKind) for each in policy.ground},
    )


def _personal(fields: Mapping[str, Field]) -> set[str]:
    mine = [field for name, field in fields.items() if name.startswith(_PERSONAL) and name not in _CODES]
    return {value for field in mine for value in (field.value, field.normalized) if value}


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(TEMPLATES)
    return Environment(loader=loader, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)  # noqa: S701  # markdown, and no data from outside
