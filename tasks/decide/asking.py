"""What comes next for a case, the form in which a person is asked, and whether an answer can be accepted."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel
from sqlmodel import Session

from tasks.case.approval import needs_approval
from tasks.case.bilingual import Said
from tasks.case.complaints import complaints
from tasks.case.known import Known
from tasks.case.means import has_number
from tasks.case.progress import CaseState, Deed, Step, Wait, what_comes_next
from tasks.case.question_words import in_codes
from tasks.case.questions import Asked, question
from tasks.case.reply import FEE, answers_the_request, deficiency_occasion, reply_occasions
from tasks.case.send_back import SentBack, sent_back
from tasks.case.words import Field, Verdict
from tasks.decide.carrying_out import work_missing
from tasks.decide.signed import signer
from tasks.policy import Policy
from tasks.policy.choosable import choosable
from tasks.policy.held_words import is_of_third_party, label_of, system_of
from tasks.store.account_tables import Account
from tasks.store.cases import (
    accept_answer,
    case_by_number,
    held_items,
    kinds_of,
    letters_of,
    newest_packet_id,
    refuse_answer,
    state_of,
)
from tasks.store.edits import readdressed_by
from tasks.store.events import events_of
from tasks.store.fees import in_hand_of, return_enclosed
from tasks.store.held import brought_by_hand, newest_search
from tasks.store.letters import to_be_posted, unsent_packages, withdraw_letters
from tasks.store.orders import withdraw_orders
from tasks.store.packets import fields_of, findings_of
from tasks.store.signing import evidence_digest
from tasks.store.tables import Case, HeldItem
from tasks.wiring import House

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
        asked = Asked(
            kinds_of(case),
            policy.requests.kinds,
            [ground.number for ground in choosable(policy, kinds_of(case))],
            withholdable(policy, held_items(session, case.id), house.settings.language),
            policy.reply.electronic,
        )
        return question(wait.step, asked, house.settings.language)


def withholdable(policy: Policy, items: Iterable[HeldItem], language: str) -> list[str]:
    """What the columns of the held data are called, from which a person may withhold some; those of third parties always are."""
    shown = (
        label_of(policy, item.source, name).in_(language)
        for item in items
        if item.is_persons
        for name, _ in item.values
        if not is_of_third_party(policy, item.source, name)
    )
    return list(dict.fromkeys(shown))


def take_answer(house: House, case_number: str, wait: Wait, answer: Mapping[str, Any]) -> bool:
    """Accepts an answer, or sends it back with its reasons; False when sent back. An answer is taken once."""
    given = in_codes(answer)
    with house.database.transaction() as session:
        case = case_by_number(session, case_number, lock=True)
        state = state_of(session, case)
        if what_comes_next(state) != wait:
            return True
        evidence = evidence_digest(session, case)
        signed = signer(session, house, case, state, wait, str(given.get("code", "")), evidence)
        found = [signed] if isinstance(signed, Said) else []
        found += complaints(wait.step, given, _known(house, session, case, state, wait.step))
        if isinstance(signed, Said) or found:
            by = None if isinstance(signed, Said) else signed.handle
            refuse_answer(session, case, wait, found, house.now(), by)
            return False
        _accept(house, session, case, state, wait, given, signed, evidence)
        return True


def _accept(
    house: House,
    session: Session,
    case: Case,
    state: CaseState,
    wait: Wait,
    given: Mapping[str, Any],
    signed: Account,
    evidence: str,
) -> None:
    facts: dict[str, Any] = {"evidence": evidence}
    back = sent_back(wait.step, given)
    if wait.step is Step.DECIDE and back is None:
        approvals = house.policy_of(case).approvals
        facts["approval_needed"] = needs_approval(given, approvals, house.settings.second_approval)
    accept_answer(session, case, wait, given, signed.handle, house.now(), **facts)
    if wait.step is Step.HANDLE_RETURN and given["action"] != "keep_returned":
        withdraw_letters(session, case, set(state.returned), house.now(), signed.handle, issued_again=True)
    if back is not None:
        withdraw_letters(session, case, _occasions(back, state), house.now(), signed.handle)
        if Step.CARRY_OUT in back.over:
            withdraw_orders(session, case, house.now(), signed.handle)
    elif wait.step is Step.DISPATCH_REPLY:
        return_enclosed(session, case, signed.handle, house.now())


def _occasions(back: SentBack, state: CaseState) -> set[str]:
    """The occasions of the letters that a send-back undoes.

    A deficiency letter of a round that is over stays what it is, and so does what was posted while another is issued again.
    """
    asked = {deficiency_occasion(state.round)} if back.deficiency else set()
    reply = reply_occasions() if back.reply else frozenset()
    again = reply & set(state.again)
    return asked | (again or reply)


def refuse_malformed(house: House, case_number: str, wait: Wait, fields: list[str]) -> None:
    """Sends back an answer that does not fit its form at all; only the names of the wrong fields are kept."""
    with house.database.transaction() as session:
        case = case_by_number(session, case_number, lock=True)
        if what_comes_next(state_of(session, case)) == wait:
            said = Said(f"Fill in again: {', '.join(fields)}.", f"もう一度ご記入ください：{'、'.join(fields)}")
            refuse_answer(session, case, wait, [said], house.now())


def _known(house: House, session: Session, case: Case, state: CaseState, step: Step) -> Known:
    policy, items, events = house.policy_of(case), held_items(session, case.id), events_of(session, case.id)
    packet_id, grounds = newest_packet_id(session, case), choosable(policy, kinds_of(case))
    search = newest_search(events)
    theirs, decided = [item for item in items if item.is_persons], state.answers.get(Step.DECIDE, {})
    records = sum(policy.holds_provision(item.source) for item in theirs)
    letters = to_be_posted(letters_of(session, case.id), events, step)
    return Known(
        searched=search is None or search.declared,
        failed=tuple(system_of(policy, code, code) for code, _ in search.failed) if search else (),
        held_items=len(theirs) - records,
        records=records,
        near=sum(item.is_open for item in items),
        brought=brought_by_hand(session, case),
        personal=tuple(_personal(fields_of(session, packet_id))),
        grounds={each.number: each.kinds for each in grounds},
        of_act=frozenset(each.number for each in grounds if each.of_act_only),
        exclusions=frozenset(each.number for each in grounds if each.by == "exclusion"),
        decided=decided,
        fails=any(finding.verdict is Verdict.FAIL for finding in findings_of(session, packet_id)),
        due=house.due_on(case, events),
        self_service=bool(policy.requests.self_service),
        language=case.language,
        unsent=bool(unsent_packages(session, case, events)),
        tracked=any(has_number(letter.means) for letter in letters),
        issued_again=any(answers_the_request(occasion) for occasion in state.again),
        fee_away=FEE in state.returned and not in_hand_of(session, case, state.returned[FEE]),
        address_corrected=bool(readdressed_by(events)),
        **work_missing(session, policy, case, decided, theirs, search),
    )


def _personal(fields: Mapping[str, Field]) -> set[str]:
    mine = [field for name, field in fields.items() if name.startswith(_PERSONAL) and name not in _CODES]
    return {value for field in mine for value in (field.value, field.normalized) if value}
