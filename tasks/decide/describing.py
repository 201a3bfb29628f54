"""What a person reads above the form in Prefect: the question, what was found, what is due when, where the evidence is.

No personal data: Prefect keeps every text for ever, in the clear.
"""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlmodel import Session

from tasks.case.advice import Facts, recommendation
from tasks.case.approval import needs_approval
from tasks.case.bilingual import listed
from tasks.case.business_days import days_left
from tasks.case.deficiency import deficiency_items
from tasks.case.finding_words import told
from tasks.case.progress import CaseState, Step, Wait, to_carry_out
from tasks.case.question_words import KINDS
from tasks.case.review_words import LETTERS, approval_why, kind_words, roles_that_answer
from tasks.case.state import state_from
from tasks.case.step_law import law_at
from tasks.case.words import Finding, Verdict
from tasks.decide.asking import withholdable
from tasks.decide.lapse import asked_until
from tasks.decide.told_events import told_decision, told_extension, told_letters, told_returns, told_sent_back
from tasks.decide.told_search import failed_words, system_words
from tasks.policy import Policy
from tasks.policy.choosable import choosable
from tasks.policy.quotations import quotations
from tasks.policy.systems import system_said
from tasks.store.cases import case_by_number, complaints_about, held_items, kinds_of, letters_of, newest_packet_id
from tasks.store.events import events_of
from tasks.store.held import ToldSearch, newest_search
from tasks.store.letters import posted_letters, standing_letters
from tasks.store.orders import standing_orders
from tasks.store.packets import findings_of
from tasks.store.put_in import puts_by_letter
from tasks.store.tables import Case, EventRow, HeldItem, LetterRow
from tasks.wiring import House

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "review"


class _Seen(NamedTuple):
    """What the texts are told of a case, each read once."""

    house: House
    case: Case
    policy: Policy
    events: list[EventRow]
    state: CaseState
    findings: list[Finding]
    held: list[HeldItem]
    due: date

    @property
    def exact(self) -> int:
        """Records that are the person's, surely or by a person's word."""
        return sum(item.is_persons for item in self.held)

    @property
    def near(self) -> int:
        """Records that perhaps are: nobody has said yet."""
        return sum(item.is_open for item in self.held)

    @property
    def search(self) -> ToldSearch:
        """The newest search; before there was one, nothing failed."""
        return newest_search(self.events) or ToldSearch(self.case.opened_at, declared=True)


def _see(house: House, session: Session, case: Case) -> _Seen:
    events = events_of(session, case.id)
    return _Seen(
        house,
        case,
        house.policy_of(case),
        events,
        state_from(events),
        findings_of(session, newest_packet_id(session, case)),
        held_items(session, case.id),
        house.due_on(case, events),
    )


def describe(house: House, case_number: str, wait: Wait) -> str:
    """The markdown above the form, in the language of the house."""
    with house.database.transaction() as session:
        case = case_by_number(session, case_number)
        seen = _see(house, session, case)
        template = templates_of(house.settings.language).get_template(f"{wait.step}.md")
        return template.render(_of_case(session, seen, wait) | _of_step(session, seen, wait))


def _of_case(session: Session, seen: _Seen, wait: Wait) -> dict[str, Any]:
    """What is told of the case whatever the step: its papers, its data, its days, its company."""
    case, policy, house = seen.case, seen.policy, seen.house
    language = house.settings.language
    findings, letters = told(seen.findings, language), _to_go_out(session, seen)
    return {
        "case": case,
        "company": policy.company.name_ja if language == "ja" else policy.company.name_en,
        "wait": wait,
        "findings": findings,
        "open_findings": [each for each in findings if each.verdict != Verdict.PASS],
        "missing": deficiency_items(seen.findings),
        "due": seen.due,
        "days_left": days_left(house.today(), seen.due),
        "evidence": f"{house.settings.desk_url}/cases/{case.number}",
        "searched": seen.search.declared,
        "failed": failed_words(policy, seen.search, language),
        "keyless": system_words(policy, seen.search.keyless, language),
        "by_hand": system_words(policy, seen.search.by_hand, language),
        "held": seen.exact,
        "near": seen.near,
        "withholdable": withholdable(policy, seen.held, language),
        "grounds": choosable(policy, kinds_of(case)),
        "document_language": policy.document.language,
        "letters": told_letters(letters, seen.events, puts_by_letter(session, letters)),
    }


def _of_step(session: Session, seen: _Seen, wait: Wait) -> dict[str, Any]:
    """What is told because of the step: who may answer, what was decided or asked, what the law and the policy say."""
    case, policy, state, events = seen.case, seen.policy, seen.state, seen.events
    language, step = seen.house.settings.language, wait.step
    decided = state.answers.get(Step.DECIDE, {})
    granted = to_carry_out(decided)
    kinds = [kind for kind in kinds_of(case) if step is not Step.CARRY_OUT or kind in granted]
    advice = recommendation(step, seen.findings, _facts(seen))
    return {
        "complaints": [each.in_(language) for each in complaints_about(session, case, wait)],
        "sent_back": told_sent_back(events, step, language),
        "roles": roles_that_answer(step, language),
        "asked_until": asked_until(session, case, state),
        "round": state.round,
        "recommendation": advice.in_(language) if advice else None,
        "decision": told_decision(events, language),
        "extension": told_extension(events),
        "tells_extension": seen.house.tells_extension(case),
        "approval_why": approval_why(_approvers(policy, decided), language),
        "carry_out": kind_words(granted, language),
        "orders": [
            (order, system_said(policy, order.system).in_(language)) for order in standing_orders(session, case.id)
        ],
        "returned": told_returns(state.returned, letters_of(session, case.id), events),
        "law": law_at(step, kinds, language, by_agent=case.by_agent),
        "policy_says": quotations(policy, step, kinds, language),
    }


def _to_go_out(session: Session, seen: _Seen) -> list[LetterRow]:
    """The letters that stand, without any that is out already, as while another is issued again."""
    letters = standing_letters(session, seen.case.id)
    out = posted_letters(letters, seen.events)
    return [letter for letter in letters if letter.number not in out]


def _facts(seen: _Seen) -> Facts:
    extension = told_extension(seen.events)
    outcome = seen.state.answers.get(Step.AWAIT_REQUESTER, {}).get("outcome")
    return Facts(
        kinds=kinds_of(seen.case),
        searched=seen.search.declared,
        failed=len(seen.search.failed),
        held=seen.exact,
        near=seen.near,
        lapse=seen.state.lapse,
        outcome=str(outcome) if outcome else None,
        decided=seen.state.answers.get(Step.DECIDE, {}),
        until=extension.until if extension else None,
        promised=seen.house.clock_of(seen.case, seen.events).promised_on(seen.house.today()),
        days_left=days_left(seen.house.today(), seen.due),
    )


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
        "language": language,
    }
    made.filters["cell"] = lambda text: text.replace("|", "\\|").replace("\n", " ")
    return made
