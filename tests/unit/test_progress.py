"""What comes next: every way a case can go, and that each comes to an end."""

from hypothesis import given
from hypothesis import strategies as st

from tasks.case.complaints import carries_personal
from tasks.case.progress import CaseState, Deed, Stage, Step, Wait, stage_of, what_comes_next
from tasks.case.reply import letters_due
from tasks.case.words import Disposition, RequestKind

ANSWERS = {
    Step.EXTEND_DUE: st.just({"action": "keep"}),
    Step.CONFIRM_READING: st.sampled_from([{"verdict": "sound"}, {"verdict": "deficient"}]),
    Step.RELEASE_DEFICIENCY: st.sampled_from([{"action": "release"}, {"action": "proceed"}]),
    Step.DISPATCH_DEFICIENCY: st.just({"action": "posted"}),
    Step.AWAIT_REQUESTER: st.sampled_from([{"outcome": "supplied"}, {"outcome": "not_supplied"}]),
    Step.SEARCH_BY_HAND: st.sampled_from([{"outcome": "found"}, {"outcome": "nothing_found"}]),
    Step.DECIDE: st.sampled_from([{"disclosure": "disclose"}, {"correction": "correct"}, {"disclosure": "refuse"}]),
    Step.APPROVE: st.just({"action": "approve"}),
    Step.CARRY_OUT: st.just({"action": "done"}),
    Step.RELEASE_REPLY: st.just({"action": "release"}),
    Step.DISPATCH_REPLY: st.just({"action": "posted"}),
}
DONE = {
    Deed.WRITE_DEFICIENCY_LETTER: {"deficiency_written": True},
    Deed.SEARCH_HELD_DATA: {"searched": True},
    Deed.WRITE_ORDERS: {"orders_written": True},
    Deed.WRITE_REPLY: {"reply_written": True},
    Deed.PUT_OUT: {"released": True},
    Deed.CLOSE: {"closed": True},
}
PACKETS = [Disposition.READY_FOR_DECISION, Disposition.NEEDS_PERSON, Disposition.DEFICIENT]


@given(st.sampled_from(PACKETS), st.booleans(), st.booleans(), st.data())
def test_every_case_comes_to_its_end_through_a_decision(disposition, approval, by_hand, data):
    """Whatever people answer, a case is closed after at most sixteen moves, and a person has decided and released it."""
    state, moves = CaseState(disposition=disposition, approval_needed=approval, by_hand=by_hand), 0
    while (coming := what_comes_next(state)) is not None:
        moves += 1
        if isinstance(coming, Wait):
            given_answer = data.draw(ANSWERS[coming.step])
            state = state.model_copy(update={"answers": {**state.answers, coming.step: given_answer}})
        else:
            state = state.model_copy(update=DONE[coming])
    assert moves <= 16
    assert (Step.SEARCH_BY_HAND in state.answers) == by_hand
    assert {Step.DECIDE, Step.RELEASE_REPLY} <= set(state.answers)
    assert (Step.APPROVE in state.answers) == approval
    assert (Step.CARRY_OUT in state.answers) == ("correction" in state.answers[Step.DECIDE])


@given(st.sampled_from(PACKETS))
def test_an_answer_sent_back_is_asked_again_under_another_key(disposition):
    """No answer to an older asking can be taken for the new one."""
    first = what_comes_next(CaseState(disposition=disposition, searched=True))
    again = what_comes_next(CaseState(disposition=disposition, searched=True, past_askings={first.step: 1}))
    assert (again.step, again.attempt) == (first.step, 2)
    assert again.key != first.key


def test_an_unclear_finding_never_goes_straight_to_a_decision():
    """Uncertainty goes to a person, never to pass."""
    coming = what_comes_next(CaseState(disposition=Disposition.NEEDS_PERSON))
    assert coming == Wait(step=Step.CONFIRM_READING, attempt=1)
    assert stage_of(coming) is Stage.CONFIRMING


def test_one_letter_for_each_kind_decided():
    """A request for two kinds may be granted in one and refused in the other."""
    due = letters_due({"disclosure": "refuse", "correction": "correct", "suspend_erase": "not_requested"})
    assert [(letter.kind.value, letter.answers) for letter in due] == [
        ("refuse", (RequestKind.DISCLOSURE,)),
        ("correction_done", (RequestKind.CORRECTION,)),
    ]


def test_personal_data_is_found_however_it_is_spaced():
    """Half width, full width and spaces make no difference."""
    assert carries_personal("林田　康支様より", ["林田 康支"])
    assert carries_personal("電話０３-１２３４", ["03-1234"])
    assert not carries_personal("審査の基準のため", ["林田 康支", "1"])
