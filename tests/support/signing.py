"""The people of the tests, and the codes with which they sign their answers."""

from sqlmodel import select

from tasks.case.orders import Entry
from tasks.case.progress import Deed, Step
from tasks.case.roles import Role
from tasks.decide.asking import coming, take_answer
from tasks.reply.put_out import put_out
from tasks.reply.work_orders import write_orders
from tasks.reply.write_letters import write_letters
from tasks.store.account_tables import Account
from tasks.store.cases import case_by_number
from tasks.store.orders import record_work, standing_orders
from tasks.store.signing import evidence_digest, issue_code

PEOPLE = {
    "sato": [Role.REVIEWER],
    "ito": [Role.APPROVER],
    "mori": [Role.OPERATOR],
    "abe": [Role.REVIEWER, Role.APPROVER, Role.OPERATOR, Role.MANAGER],
    "ueda": [Role.AUDITOR],
}


def account(session, house, handle):
    """The account of one of the people; made when first asked for."""
    found = session.exec(select(Account).where(Account.handle == handle)).first()
    if found is None:
        found = Account(handle=handle, roles=[role.value for role in PEOPLE[handle]], created_at=house.now())
        session.add(found)
        session.flush()
    return found


def code_for(house, number, wait, handle="sato"):
    """A code that signs one answer, as the evidence page gives it out."""
    with house.database.transaction() as session:
        case = case_by_number(session, number)
        evidence = evidence_digest(session, case)
        person = account(session, house, handle)
        return issue_code(session, house.key("signing"), person, case, wait.key, evidence, house.now(), 10)


def signed(house, number, wait, handle="sato", **answer):
    """An answer to one asking, signed."""
    return answer | {"code": code_for(house, number, wait, handle)}


def answer(house, number, wait, handle="sato", **choices):
    """Gives a signed answer; whether it was accepted (or was no longer awaited)."""
    return take_answer(house, number, wait, signed(house, number, wait, handle, **choices))


def record_all(house, number, *entries, day=None):
    """Writes down what was done for every order that has no record yet."""
    with house.database.transaction() as session:
        case = case_by_number(session, number, lock=True)
        for order in standing_orders(session, case.id):
            if order.done_at is None:
                work = entries or (Entry("住所", "大阪府", "東京都"),)
                record_work(session, order, work, day or house.today(), "mori", house.now())


def approve_and_release(house, number):
    """From a decision to letters in the outbox: approval and carrying out where they are asked for, writing, release."""
    while (now := coming(house, number)) not in (Deed.PUT_OUT, None) and getattr(
        now, "step", ""
    ) != Step.DISPATCH_REPLY:
        if now is Deed.WRITE_REPLY:
            write_letters(house, number, "reply")
        elif now is Deed.WRITE_ORDERS:
            write_orders(house, number)
        elif now.step is Step.APPROVE:
            assert answer(house, number, now, "ito", action="approve")
        elif now.step is Step.CARRY_OUT:
            record_all(house, number)
            assert answer(house, number, now, "mori", action="done")
        elif now.step is Step.RELEASE_REPLY:
            assert answer(house, number, now, "ito", action="release")
        else:
            raise AssertionError(now)
    put_out(house, number)
