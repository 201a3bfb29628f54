"""Moves cases of the store as people and time do; what people answer stands here and nowhere else."""

from datetime import timedelta

from tasks.case.happened import EventKind
from tasks.case.progress import Deed, Step, Wait
from tasks.decide.asking import coming
from tasks.decide.held_data import search_held_data
from tasks.reply.close import close_case
from tasks.reply.put_out import put_out
from tasks.reply.work_orders import write_orders
from tasks.reply.write_letters import write_letters
from tasks.store.cases import case_by_number
from tasks.store.events import record
from tasks.store.tables import Answer
from tasks.wiring import House
from tests.support.cases import open_case

TRACKING = "123-45-67890-1"
SHORT = {"fee__total": ("500", "500"), "fee__instruments": ("", "11111-111111:500:2026-11-10")}
ANSWERS = {
    Step.CONFIRM_READING: {"verdict": "sound", "person": "sato"},
    Step.RELEASE_DEFICIENCY: {"action": "release", "person": "sato"},
    Step.DISPATCH_DEFICIENCY: {"action": "posted", "tracking_number": TRACKING, "person": "mori"},
    Step.DECIDE: {"disclosure": "disclose", "grounds": [], "person": "sato"},
    Step.APPROVE: {"action": "approve", "person": "ito"},
    Step.CARRY_OUT: {"action": "done", "person": "mori"},
    Step.RELEASE_REPLY: {"action": "release", "person": "ito"},
    Step.DISPATCH_REPLY: {"action": "posted", "tracking_number": TRACKING, "person": "mori"},
}


def at(house, **move) -> House:
    """The same house at another time."""
    seconds = int(timedelta(**move).total_seconds())
    return House(house.settings.model_copy(update={"clock_offset_seconds": seconds}), house.database, house.sealed)


def accepted(house, number, **more) -> None:
    """The asking of a case is answered, with what is chosen besides; nothing checks the answer."""
    now = coming(house, number)
    choices = dict(ANSWERS.get(now.step, {})) | more
    person, at = choices.pop("person"), house.now()
    with house.database.transaction() as session:
        case = case_by_number(session, number)
        asked = {"step": now.step.value, "attempt": now.attempt, "choices": choices}
        session.add(Answer(case_id=case.id, person=person, answered_at=at, reason="", **asked))
        record(session, EventKind.ANSWERED, at, actor=person, case_id=case.id, **asked)


def sent_back(house, number, en="Enter the number again.", ja="番号を入力し直してください。") -> None:
    """The answer to the asking of a case was not accepted."""
    now = coming(house, number)
    with house.database.transaction() as session:
        facts = {"step": now.step.value, "attempt": now.attempt, "complaints": [[en, ja]]}
        record(session, EventKind.ANSWER_REFUSED, house.now(), case_id=case_by_number(session, number).id, **facts)


def move_to(house, number, step) -> None:
    """Answers and does all until the case waits at this step."""
    while not (isinstance(now := coming(house, number), Wait) and now.step is step):
        if isinstance(now, Wait):
            accepted(house, number)
        else:
            do(house, number, now)


def do(house, number, deed) -> None:
    """What the case's run would do."""
    if deed is Deed.SEARCH_HELD_DATA:
        search_held_data(house, number)
    elif deed is Deed.WRITE_ORDERS:
        write_orders(house, number)
    elif deed is Deed.PUT_OUT:
        put_out(house, number)
    elif deed is Deed.CLOSE:
        close_case(house, number)
    else:
        write_letters(house, number, {Deed.WRITE_DEFICIENCY_LETTER: "deficiency", Deed.WRITE_REPLY: "reply"}[deed])


def by(house, means, **more) -> House:
    """The same house, which usually posts by these means."""
    return House(house.settings.model_copy(update={"means": means} | more), house.database, house.sealed)


def closed(house, content=b"one") -> str:
    """A case whose answer was posted."""
    number = to_dispatch(house, content)
    accepted(house, number)
    do(house, number, Deed.CLOSE)
    return number


def decidable(house, content=b"one") -> str:
    """A sound case that waits for its decision, with a money order of its own."""
    serial = f"{int.from_bytes(content):011}"[-11:]
    number = open_case(house, content, fee__instruments=("", f"{serial[:5]}-{serial[5:]}:1000:2026-11-10"))
    move_to(house, number, Step.DECIDE)
    return number


def to_dispatch(house, content=b"one") -> str:
    """A case whose answer lies in the outbox."""
    number = decidable(house, content)
    move_to(house, number, Step.DISPATCH_REPLY)
    return number


def deficient(house, step, content=b"short") -> str:
    """A case that lacks half of its fee and waits at this step."""
    number = open_case(house, content, **SHORT)
    move_to(house, number, step)
    return number
