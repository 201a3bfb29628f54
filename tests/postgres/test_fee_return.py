"""A fee that goes back with the answer: the letter names it, the ledger says returned once, and not before it was posted."""

import pytest

from tasks.audit.cross_checks import disagreements
from tasks.case.errors import KaijiError
from tasks.case.ledger import Entry, Move, Place, custody
from tasks.case.letters import LetterKind
from tasks.case.progress import Deed, Step, Wait
from tasks.decide.asking import coming
from tasks.decide.describing import describe
from tasks.decide.held_data import search_held_data
from tasks.desk.dispatch import read_to_post
from tasks.letter_places import letter_file
from tasks.reply import write_letters as writing
from tasks.reply.close import close_case
from tasks.reply.work_orders import write_orders
from tasks.reply.write_letters import write_letters
from tasks.store.cases import case_by_number, letters_of
from tasks.store.events import events_of
from tasks.store.fees import enter, ledger
from tests.support.cases import open_case
from tests.support.letter_text import text_of
from tests.support.other_policy import house_with
from tests.support.signing import answer, approve_and_release, record_all

TRACKING = "123-45-67890-1"
SERIAL = "12345678901"
FREE = {"request__kinds": ("利用停止", "suspend_erase")}  # Art. 38: never a fee
ORDERS = {  # 1,500 yen, of which 500 are too much
    "fee__total": ("1500", "1500"),
    "fee__instruments": ("", "12345-678901:1000:2026-11-10;22222-222222:500:2026-11-10"),
    "fee__payees": ("", "blank;blank"),
}


def held(house):
    with house.database.transaction() as session:
        return {name: each.place for name, each in custody(ledger(session)).items()}


def returns(house, number):
    """How often the record says that something of this case was returned."""
    with house.database.transaction() as session:
        events = events_of(session, case_by_number(session, number).id)
        return sum(each.kind == "fee_moved" and each.facts["move"] == "returned" for each in events)


def standing(house, number):
    with house.database.transaction() as session:
        return [each for each in letters_of(session, case_by_number(session, number).id) if not each.withdrawn]


def decided(house, number, **choices):
    search_held_data(house, number)
    assert answer(
        house, number, coming(house, number), "sato", send_back="go_on", reason="調査の結果による。", **choices
    )


def to_writing(house, number):
    """Until the letters are to be written."""
    while (now := coming(house, number)) is not Deed.WRITE_REPLY:
        if now is Deed.WRITE_ORDERS:
            write_orders(house, number)
        elif now.step is Step.APPROVE:
            assert answer(house, number, now, "ito", action="approve")
        else:
            record_all(house, number)
            assert answer(house, number, now, "mori", action="done")


def posted(house, number):
    return answer(house, number, coming(house, number), "mori", action="posted", tracking_number=TRACKING)


@pytest.fixture
def free(house):
    """A request that costs nothing, with a money order, decided."""
    number = open_case(house, **FREE)
    decided(house, number, suspend_erase="suspend")
    return number


def test_a_fee_for_a_free_request_goes_back_with_the_answer(house, free):
    """The letter names number and yen; whoever releases and posts reads what to enclose; the ledger follows the posting."""
    to_writing(house, free)
    write_letters(house, free, "reply")
    answering, returning = standing(house, free)
    assert (answering.kind, returning.kind) == (LetterKind.SUSPENSION_DONE, LetterKind.FEE_RETURN)
    text = text_of(letter_file(house, returning))
    assert SERIAL in text
    assert "1,000円" in text
    review = describe(house, free, coming(house, free))
    assert "定額小為替 1,000円" in review
    assert SERIAL not in review
    approve_and_release(house, free)
    (row,) = read_to_post(house)
    assert [put.in_("ja") for put in row.encloses] == ["定額小為替 1,000円"]
    assert held(house) == {SERIAL: Place.IN_HAND}
    assert posted(house, free)
    assert held(house) == {SERIAL: Place.RETURNED}
    close_case(house, free)
    assert returns(house, free) == 1
    with house.database.transaction() as session:
        assert list(disagreements(house, session)) == []


def test_a_fee_is_returned_once_though_the_writing_was_killed(house, free, monkeypatch):
    """The letter is numbered and nothing else; what goes back was settled with its number."""
    to_writing(house, free)
    with monkeypatch.context() as killed:
        killed.setattr(writing, "render_letter", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            write_letters(house, free, "reply")
    write_letters(house, free, "reply")
    assert [each.number for each in standing(house, free)] == [f"{free}-1", f"{free}-2"]
    approve_and_release(house, free)
    wait = coming(house, free)
    assert posted(house, free)
    assert answer(house, free, wait, "mori", action="posted", tracking_number=TRACKING)
    assert returns(house, free) == 1


def test_what_lies_in_an_envelope_is_neither_cashed_nor_returned_by_hand(house, free):
    """The ledger never says returned before the letter was posted; a letter that was withdrawn lets go of it."""
    to_writing(house, free)
    write_letters(house, free, "reply")

    def move(what):
        with house.database.transaction() as session:
            case = case_by_number(session, free, lock=True)
            enter(session, case, Entry(free, SERIAL, what, 1000, house.today(), "mori"), house.now())

    for what in (Move.DEPOSITED, Move.RETURNED):
        with pytest.raises(KaijiError, match="goes back with letter"):
            move(what)
    assert answer(house, free, coming(house, free), "ito", action="back_to_decision", reason="見直し")
    move(Move.DEPOSITED)
    decided(house, free, suspend_erase="suspend")
    to_writing(house, free)
    write_letters(house, free, "reply")
    assert [each.kind for each in standing(house, free)] == [LetterKind.SUSPENSION_DONE]


@pytest.mark.parametrize(("line", "kinds"), [
    ("kept_on_refusal = false", [LetterKind.REFUSE, LetterKind.FEE_RETURN]),
    ("kept_on_refusal = true", [LetterKind.REFUSE]),
])  # fmt: skip
def test_whether_the_fee_of_a_refusal_goes_back_is_the_policys(house, tmp_path, line, kinds):
    """As published; where it is kept no letter returns it."""
    other = house_with(house, tmp_path / "policies", line)
    number = open_case(other)
    decided(other, number, disclosure="refuse", grounds=["5"])
    to_writing(other, number)
    write_letters(other, number, "reply")
    assert [each.kind for each in standing(other, number)] == kinds


def test_only_the_order_that_is_too_much_goes_back(house, tmp_path):
    """Where the policy returns the excess and one of the orders is just that; the fee itself stays."""
    other = house_with(house, tmp_path / "policies", 'on_over = "return_excess"')
    number = open_case(other, **ORDERS)
    assert isinstance(coming(other, number), Wait | Deed)
    while isinstance(now := coming(other, number), Wait) and now.step is Step.CONFIRM_READING:
        assert answer(other, number, now, "sato", verdict="sound", deficiencies=[], reason="確認済み")
    decided(other, number, disclosure="disclose")
    to_writing(other, number)
    write_letters(other, number, "reply")
    approve_and_release(other, number)
    assert posted(other, number)
    assert held(other) == {SERIAL: Place.IN_HAND, "22222222222": Place.RETURNED}
