"""Nobody decides in another's name: what a signing code signs, and what it does not."""

from datetime import timedelta

import pytest
from sqlmodel import select

from tasks.case.happened import EventKind
from tasks.case.progress import Step, Wait
from tasks.case.roles import Duty
from tasks.decide.asking import coming, take_answer
from tasks.decide.held_data import search_held_data
from tasks.desk.signed_in import SignedIn
from tasks.desk.signing_offer import offer_for
from tasks.policy.schema import SeparationRule
from tasks.reply.write_letters import write_letters
from tasks.store.account_tables import SigningCode
from tasks.store.cases import answers_of, case_by_number, complaints_about, state_of
from tasks.store.events import events_of
from tasks.wiring import House
from tests.support.cases import open_case
from tests.support.signing import PEOPLE, account, answer, code_for, signed

DECIDE = Wait(step=Step.DECIDE, attempt=1)
DISCLOSE = {"disclosure": "disclose", "grounds": [], "reason": ""}
REFUSE = {"disclosure": "refuse", "grounds": ["5"], "reason": "業務のため"}


@pytest.fixture
def number(house):
    """A sound case that waits for its decision."""
    opened = open_case(house)
    search_held_data(house, opened)
    return opened


def complaint(house, number, step=Step.DECIDE):
    """Why the last answer at a step was sent back, in English."""
    with house.database.transaction() as session:
        case = case_by_number(session, number)
        return [each.en for each in complaints_about(session, case, Wait(step=step, attempt=1))]


def events(house, number, kind):
    with house.database.transaction() as session:
        return [each for each in events_of(session, case_by_number(session, number).id) if each.kind == kind]


def refused(house, number, code, word, wait=DECIDE):
    """The answer comes back under the next key, with its reason; nothing is decided."""
    assert not take_answer(house, number, wait, DISCLOSE | {"code": code})
    assert coming(house, number) == Wait(step=wait.step, attempt=wait.attempt + 1)
    assert [each for each in complaint(house, number, wait.step) if word in each]


def test_an_answer_names_the_person_whose_code_it_was(house, number):
    """And the evidence that the person saw, by its digest."""
    assert answer(house, number, DECIDE, "sato", **DISCLOSE)
    (event,) = events(house, number, EventKind.ANSWERED)
    (issued,) = events(house, number, EventKind.CODE_ISSUED)
    assert event.actor == issued.actor == "sato"
    assert event.facts["evidence"] == issued.facts["evidence"]
    assert "code" not in event.facts["choices"]


def test_no_code_no_decision(house, number):
    """The reason says where a code is to be had."""
    refused(house, number, "", "Take a signing code")


def test_a_wrong_code_signs_nothing(house, number):
    """Whoever guesses is sent back."""
    refused(house, number, "2222-2222", "wrong")


def test_a_code_may_be_typed_as_people_type(house, number):
    """Small letters, spaces and a missing dash make no difference."""
    code = code_for(house, number, DECIDE).lower().replace("-", " ")
    assert take_answer(house, number, DECIDE, DISCLOSE | {"code": code})


def test_a_used_code_signs_no_second_answer(house, number):
    """Good once: an answer that was sent back used it up."""
    code = code_for(house, number, DECIDE)
    assert not take_answer(house, number, DECIDE, REFUSE | {"grounds": [], "code": code})
    refused(house, number, code, "used before", Wait(step=Step.DECIDE, attempt=2))


def test_an_expired_code_signs_nothing(house, number):
    """Good for minutes."""
    code = code_for(house, number, DECIDE)
    later = house.settings.model_copy(update={"clock_offset_seconds": int(timedelta(minutes=11).total_seconds())})
    refused(House(later, house.database, house.sealed), number, code, "expired")


def test_another_cases_code_signs_nothing(house, number):
    """However good it is there."""
    other = open_case(house, b"other", request__kinds=("訂正", "correction"))
    search_held_data(house, other)
    refused(house, number, code_for(house, other, coming(house, other)), "another case")


def test_a_code_for_another_question_signs_nothing(house, number):
    """A code taken for the decision is none for the approval."""
    stale = code_for(house, number, Wait(step=Step.DECIDE, attempt=2))
    refused(house, number, stale, "another question")


def test_a_code_signs_only_what_was_seen(house, number):
    """Somebody changed the evidence after the code was taken: look again."""
    code = code_for(house, number, DECIDE)
    with house.database.transaction() as session:
        case_by_number(session, number, lock=True).kinds = ["disclosure", "correction"]
    refused(house, number, code, "evidence has changed")


def test_a_disabled_accounts_code_signs_nothing(house, number):
    """Who has left decides nothing any more."""
    code = code_for(house, number, DECIDE)
    with house.database.transaction() as session:
        account(session, house, "sato").disabled_at = house.now()
    refused(house, number, code, "disabled")


def test_a_role_that_may_not_decide_decides_nothing(house, number):
    """The mail room's code is refused where a reviewer is asked."""
    refused(house, number, code_for(house, number, DECIDE, "mori"), "no role")


def test_a_refusal_waits_for_a_second_person(house, number):
    """Nobody approves their own decision, whatever roles they have; another approver does."""
    assert answer(house, number, DECIDE, "abe", **REFUSE)
    wait = coming(house, number)
    assert wait.step is Step.APPROVE
    assert not answer(house, number, wait, "abe", action="approve")
    assert [each for each in complaint(house, number, Step.APPROVE) if "Somebody else" in each]
    again = coming(house, number)
    assert (again.step, again.attempt) == (Step.APPROVE, 2)
    assert answer(house, number, again, "ito", action="approve")


def test_an_approver_may_send_the_decision_back(house, number):
    """The decision is asked anew under another key, and the approval after it too."""
    assert answer(house, number, DECIDE, **REFUSE)
    assert answer(house, number, coming(house, number), "ito", action="back_to_decision", reason="根拠が異なる")
    assert coming(house, number) == Wait(step=Step.DECIDE, attempt=2)
    assert answer(house, number, coming(house, number), **REFUSE)
    assert coming(house, number) == Wait(step=Step.APPROVE, attempt=2)


def offered(house, number, handle):
    """Whether the desk gives this person a code for what is asked now."""
    with house.database.transaction() as session:
        account(session, house, handle)
        person = SignedIn(handle, frozenset(PEOPLE[handle]), "en", "token")
        case = case_by_number(session, number)
        return offer_for(house, session, case, state_of(session, case), person).may


def test_a_code_for_the_approval_is_offered_to_just_those_whose_answer_is_taken(house, number):
    """Also after another decision was sent back: what the page offers and what is accepted are one rule."""
    assert answer(house, number, DECIDE, "abe", **REFUSE)
    assert not offered(house, number, "abe")
    assert answer(house, number, coming(house, number), "ito", action="back_to_decision", reason="根拠が異なる")
    assert answer(house, number, coming(house, number), "sato", **REFUSE)
    assert offered(house, number, "ito")
    assert offered(house, number, "abe") == answer(house, number, coming(house, number), "abe", action="approve")


def test_no_code_is_offered_whose_answer_would_be_sent_back(house, number, monkeypatch):
    """Where the policy parts the duties, or who asked for more time may not grant it, the page says so beforehand."""
    parted = house.policy_of(open_case_of(house, number)).model_copy(
        update={
            "separation": (SeparationRule.model_construct(duties=(Duty.DECISION, Duty.RELEASE)),),
            "approval": "unspecified",
        }
    )
    monkeypatch.setattr(House, "policy_of", lambda *_: parted)
    assert answer(house, number, DECIDE, "abe", **DISCLOSE)
    write_letters(house, number, "reply")
    assert coming(house, number).step is Step.RELEASE_REPLY
    assert not offered(house, number, "abe")
    assert offered(house, number, "ito")


def open_case_of(house, number):
    with house.database.transaction() as session:
        return case_by_number(session, number)


def test_codes_are_kept_only_as_digests(house, number):
    """Who reads the table can sign nothing."""
    code = code_for(house, number, DECIDE)
    with house.database.transaction() as session:
        (row,) = session.exec(select(SigningCode)).all()
    assert code.replace("-", "") not in row.model_dump_json()


def test_of_two_answers_at_once_one_is_taken(house, number):
    """A run resumed twice decides once."""
    first, second = signed(house, number, DECIDE, **DISCLOSE), signed(house, number, DECIDE, **REFUSE)
    assert take_answer(house, number, DECIDE, first)
    assert take_answer(house, number, DECIDE, second)
    with house.database.transaction() as session:
        assert len(answers_of(session, case_by_number(session, number).id)) == 1
