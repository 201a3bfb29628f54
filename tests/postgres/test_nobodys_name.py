"""Attempts to decide alone, in another's name, or in another's way: duties that lie apart, and codes that others spoil."""

from datetime import timedelta

import pytest

from tasks.case.happened import EventKind
from tasks.case.progress import Deed, Step, Wait
from tasks.case.roles import Duty
from tasks.decide.asking import coming, take_answer
from tasks.decide.held_data import search_held_data
from tasks.policy import Policy
from tasks.store.accounts import account_of, set_password, set_roles
from tasks.store.cases import case_by_number, complaints_about
from tasks.store.duties import duties_had
from tasks.store.events import record
from tasks.store.packets import pages_of
from tasks.store.signing import evidence_digest
from tasks.store.tables import LedgerEntry
from tests.support.cases import open_case
from tests.support.moving import SHORT, move_to
from tests.support.signing import PEOPLE, account, answer, code_for

DECIDE = Wait(step=Step.DECIDE, attempt=1)
DISCLOSE = {"disclosure": "disclose", "grounds": [], "reason": ""}
REFUSE = {"disclosure": "refuse", "grounds": ["5"], "reason": "業務のため"}
BACK = {"action": "back_to_decision", "reason": "根拠が異なる"}


@pytest.fixture
def number(house):
    """A sound case that waits for its decision."""
    opened = open_case(house)
    search_held_data(house, opened)
    return opened


@pytest.fixture
def parted(monkeypatch):
    """The policy parts the decision from the release of letters."""
    monkeypatch.setattr(Policy, "parted_duties", (frozenset({Duty.DECISION, Duty.RELEASE}),))


def told(house, number, step):
    """Why the last answer at a step was sent back, in English."""
    with house.database.transaction() as session:
        case = case_by_number(session, number)
        return " ".join(each.en for each in complaints_about(session, case, Wait(step=step, attempt=1)))


def test_who_decided_does_not_approve_what_a_second_person_decided_after_a_send_back(house, number):
    """A decision that was sent back was still made: it cannot be approved by way of somebody who only repeats it."""
    assert answer(house, number, DECIDE, "abe", **REFUSE)
    assert answer(house, number, coming(house, number), "ito", **BACK)
    assert answer(house, number, coming(house, number), "sato", **REFUSE)
    assert not answer(house, number, coming(house, number), "abe", action="approve")
    assert "abe has had the decision" in told(house, number, Step.APPROVE)
    assert answer(house, number, coming(house, number), "ito", action="approve")


def test_who_sends_a_decision_back_has_approved_nothing(house, number):
    """So a desk of two can go on: the approver may decide it, and somebody else approves."""
    assert answer(house, number, DECIDE, "sato", **REFUSE)
    assert answer(house, number, coming(house, number), "ito", **BACK)
    assert answer(house, number, coming(house, number), "ito", **REFUSE)
    assert answer(house, number, coming(house, number), "abe", action="approve")


@pytest.mark.usefixtures("parted")
def test_duties_of_an_earlier_round_still_lie_apart(house):
    """Who released the letter that asked for more does not decide once the papers have come."""
    number = open_case(house, **SHORT)
    move_to(house, number, Step.AWAIT_REQUESTER)
    with house.database.transaction() as session:
        case = case_by_number(session, number)
        facts = {"packet": "P", "disposition": "ready_for_decision", "arrived_on": house.today().isoformat()}
        record(session, EventKind.SUPPLEMENT_JOINED, house.now(), case_id=case.id, **facts)
    search_held_data(house, number)
    wait = coming(house, number)
    assert wait.step is Step.DECIDE
    with house.database.transaction() as session:
        assert duties_had(session, case_by_number(session, number).id)[Duty.RELEASE] == {"sato"}
    assert not answer(house, number, wait, "sato", **REFUSE)
    assert "sato has had the release" in told(house, number, Step.DECIDE)
    assert answer(house, number, coming(house, number), "abe", **REFUSE)


def test_somebody_elses_wrong_answers_take_nobodys_code_away(house, number):
    """Whoever reaches Prefect may guess; the reviewer who took a code before that still decides with it."""
    code = code_for(house, number, DECIDE)
    for attempt in (1, 2):
        assert not take_answer(house, number, Wait(step=Step.DECIDE, attempt=attempt), DISCLOSE | {"code": "2222-2222"})
    assert take_answer(house, number, coming(house, number), DISCLOSE | {"code": code})
    assert coming(house, number) is Deed.WRITE_REPLY


def test_a_code_from_before_a_send_back_signs_nothing(house, number):
    """The question came again for another reason than a wrong answer; who answers it must know that."""
    stale = code_for(house, number, DECIDE, "abe")
    assert answer(house, number, DECIDE, **REFUSE)
    assert answer(house, number, coming(house, number), "ito", **BACK)
    again = coming(house, number)
    assert again == Wait(step=Step.DECIDE, attempt=2)
    assert not take_answer(house, number, again, DISCLOSE | {"code": stale})
    assert "another question" in told(house, number, Step.DECIDE)


@pytest.mark.parametrize("change", ["password", "roles"])
def test_codes_end_with_the_sessions_of_their_person(house, number, change):
    """A password is changed, or a role taken and given back, because somebody else was in: what they took is worth nothing."""
    code = code_for(house, number, DECIDE)
    with house.database.transaction() as session:
        person = account_of(session, "sato")
        if change == "password":
            set_password(session, person, "another long password", house.now(), "root")
        else:
            set_roles(session, person, PEOPLE["sato"], house.now(), "root")
    assert not take_answer(house, number, DECIDE, DISCLOSE | {"code": code})
    assert "expired" in told(house, number, Step.DECIDE)


def test_a_role_taken_away_between_code_and_answer_decides_nothing(house, number):
    """Roles are those of the moment of the answer, however the account was changed."""
    code = code_for(house, number, DECIDE)
    with house.database.transaction() as session:
        account(session, house, "sato").roles = ["operator"]
    assert not take_answer(house, number, DECIDE, DISCLOSE | {"code": code})
    assert "no role" in told(house, number, Step.DECIDE)


def test_doubts_of_a_page_are_part_of_the_evidence(house, number):
    """A page that is in doubt is other evidence than one that somebody has looked at."""
    with house.database.transaction() as session:
        case = case_by_number(session, number)
        before = evidence_digest(session, case)
        pages_of(session, case.packet_id)[0].doubts = ["x"]
        session.flush()
        assert evidence_digest(session, case) != before


def test_fees_are_part_of_the_evidence(house, number):
    """A money order that is returned after the code was taken is other evidence."""
    with house.database.transaction() as session:
        case = case_by_number(session, number)
        before = evidence_digest(session, case)
        more = {"move": "returned", "amount_yen": 1, "on": house.today() + timedelta(days=1), "by": "mori"}
        session.add(LedgerEntry(case_id=case.id, instrument="1", **more))
        session.flush()
        assert evidence_digest(session, case) != before
