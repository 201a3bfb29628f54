"""In whatever order supplements, answers, lapses and deeds come, a case's state and its holds follow."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tasks.case.business_days import Calendar
from tasks.case.clock import Terms, read_clock
from tasks.case.happened import EventKind
from tasks.case.progress import CaseState, Deed, Lapse, Step, Wait, takes_supplements, what_comes_next
from tasks.case.send_back import BACK, CHOICE
from tasks.case.state import state_from
from tasks.store.tables import EventRow
from tests.unit.test_progress import ANSWERS, PACKETS

MORNING = datetime(2026, 11, 20, 1, tzinfo=UTC)
DONE = {
    Deed.WRITE_DEFICIENCY_LETTER: (EventKind.LETTERS_COMPLETE, {"occasion": "deficiency"}),
    Deed.SEARCH_HELD_DATA: (EventKind.HELD_DATA_SEARCHED, {"by_hand": ["paper"]}),
    Deed.WRITE_ORDERS: (EventKind.ORDERS_WRITTEN, {}),
    Deed.WRITE_REPLY: (EventKind.LETTERS_COMPLETE, {"occasion": "reply"}),
    Deed.PUT_OUT: (EventKind.LETTERS_RELEASED, {}),
    Deed.CLOSE: (EventKind.CASE_CLOSED, {}),
}


def holds_from(events):
    """When the clock stood still."""
    day = MORNING.date()
    return read_clock(events, Terms(day, day, 30, None, Calendar(years=frozenset()))).holds


class Life:
    """A case as its events tell it, one a day."""

    def __init__(self, disposition):
        self.events, self.keys, self.asked, self.patience = [], [], [], 4
        self.add(EventKind.CASE_OPENED, disposition=disposition.value)

    def add(self, kind, **facts):
        """One more event."""
        at = MORNING + timedelta(days=len(self.events))
        facts = {"policy": "rococo 2008-10-29"} | facts
        self.events.append(
            EventRow(
                id=len(self.events) + 1, kind=kind.value, actor="kaiji", at=at, facts=facts, previous="", digest=""
            )
        )

    @property
    def state(self) -> CaseState:
        """What follows from the events."""
        return state_from(self.events)

    def look(self) -> Wait | Deed | None:
        """What comes next; each asking is noted once where it follows another one, the question of more time aside."""
        coming = what_comes_next(self.state)
        if isinstance(coming, Wait) and coming.step is not Step.EXTEND_DUE and self.asked[-1:] != [coming.key]:
            self.asked.append(coming.key)
        return coming

    def supplement(self, disposition):
        """Papers join that came the day before."""
        arrived = (MORNING + timedelta(days=len(self.events) - 1)).date().isoformat()  # taken in a day later
        self.add(EventKind.SUPPLEMENT_JOINED, disposition=disposition.value, arrived_on=arrived)

    def answer(self, wait, draw):
        """A person answers, is sent back, or the period ends."""
        self.keys.append(wait.key)
        if self.patience and draw(st.integers(0, 3)) == 3:
            self.patience -= 1
            self.add(EventKind.ANSWER_REFUSED, step=wait.step.value, attempt=wait.attempt, complaints=["x"])
        elif wait.step is Step.AWAIT_REQUESTER and draw(st.booleans()):
            self.add(EventKind.CASE_LAPSED, lapse=draw(st.sampled_from(Lapse)).value)
        else:
            self.add(EventKind.ANSWERED, step=wait.step.value, attempt=wait.attempt, **self.answered(wait.step, draw))

    def answered(self, step, draw):
        """The facts of an accepted answer; now and then it sends the case back."""
        if self.patience and step in BACK and draw(st.integers(0, 3)) == 3:
            self.patience -= 1
            return {"choices": {CHOICE.get(step, "action"): draw(st.sampled_from(sorted(BACK[step])))}}
        if step is Step.AWAIT_RESCAN:
            return {"choices": {"outcome": "not_possible"}}
        return {"choices": draw(ANSWERS[step]), "approval_needed": draw(st.booleans())}

    def disturb(self, draw):
        """Somebody asks for more time, or corrects what was read."""
        if self.patience and not draw(st.integers(0, 5)):
            self.patience -= 1
            self.add(EventKind.EXTENSION_ASKED)
        if self.patience and takes_supplements(self.state) and not draw(st.integers(0, 5)):
            self.patience -= 1
            self.add(EventKind.CHECKED_AGAIN, disposition=draw(st.sampled_from(PACKETS)).value)


def live(draw):
    """A case with at most four supplements, until it is closed; after each event `what_comes_next` has been asked."""
    life, left = Life(draw(st.sampled_from(PACKETS))), 4
    while (coming := life.look()) is not None:
        if left and takes_supplements(life.state) and draw(st.integers(0, 3)) == 3:
            left -= 1
            before = life.state
            life.supplement(draw(st.sampled_from(PACKETS)))
            check_new_round(before, coming, life.state)
        elif isinstance(coming, Wait):
            life.disturb(draw)
            if life.look() == coming:
                life.answer(coming, draw)
        else:
            kind, facts = DONE[coming]
            life.add(kind, **facts)
    return life


def check_new_round(before, asked, after):
    """Nothing of the round before counts, and whoever has its asking open answers another key."""
    assert after.round == before.round + 1
    assert not after.answers
    assert not any((after.searched, after.deficiency_written, after.lapse, after.reply_written, after.released))
    assert what_comes_next(after) != asked or isinstance(asked, Deed)


@given(st.data())
def test_no_key_is_answered_twice_and_every_case_ends(data):
    """An answer belongs to one asking for ever, however many rounds there are; a case closes by a decision or a lapse."""
    life = live(data.draw)
    assert len(life.keys) == len(set(life.keys))
    assert life.state.closed
    assert Step.DECIDE in life.state.answers or life.state.lapse is Lapse.WITHDRAWN


@given(st.data())
def test_what_was_asked_before_something_else_is_never_asked_again_under_its_key(data):
    """Papers, corrections and sendings back lead away from a question; where they lead back to it, it is another one."""
    asked = live(data.draw).asked
    assert len(asked) == len(set(asked))


@given(st.data())
def test_the_clock_stands_still_just_while_it_is_the_requesters_turn(data):
    """Whatever is corrected, looked at anew or asked beside."""
    events = live(data.draw).events
    for known in range(1, len(events) + 1):
        state = state_from(events[:known]).model_copy(update={"extension_asked": False})
        coming = what_comes_next(state)
        theirs = isinstance(coming, Wait) and coming.step is Step.AWAIT_REQUESTER
        assert any(end is None for _, end in holds_from(events[:known])) == theirs


@given(st.data())
def test_a_letter_that_asks_for_more_is_posted_only_as_it_was_released(data):
    """Between the word that it may go out and its posting nothing was corrected, and no papers came."""
    released = False
    for event in live(data.draw).events:
        if event.kind in (EventKind.CHECKED_AGAIN, EventKind.SUPPLEMENT_JOINED):
            released = False
        elif event.kind == EventKind.ANSWERED and event.facts["step"] == Step.RELEASE_DEFICIENCY:
            released = event.facts["choices"] == {"action": "release"}
        elif event.kind == EventKind.ANSWERED and event.facts["step"] == Step.DISPATCH_DEFICIENCY:
            assert released


@given(st.data())
def test_letters_never_go_out_that_nobody_released_after_they_were_written(data):
    """Whatever is sent back, each release of letters follows a person's word on the letters that stand."""
    said = None
    for event in live(data.draw).events:
        if event.kind == EventKind.LETTERS_COMPLETE and event.facts["occasion"] == "reply":
            said = False
        elif event.kind == EventKind.ANSWERED and event.facts["step"] == Step.RELEASE_REPLY:
            said = event.facts["choices"] == {"action": "release"}
        elif event.kind == EventKind.LETTERS_RELEASED:
            assert said
            said = None


@given(st.data())
def test_holds_lie_one_after_the_other_and_end_with_the_case(data):
    """The clock never stands still twice at once, nor after the case is closed."""
    holds = holds_from(live(data.draw).events)
    days: list[date] = [day for hold in holds for day in hold]
    assert None not in days
    assert days == sorted(days)


def test_what_was_asked_of_the_old_papers_is_asked_anew_of_the_new_ones():
    """A reviewer still had the first papers open when more came: the old form's answer finds no asking."""
    life = Life(PACKETS[1])
    assert what_comes_next(life.state) == Wait(step=Step.CONFIRM_READING, attempt=1)
    life.supplement(PACKETS[1])
    assert what_comes_next(life.state) == Wait(step=Step.CONFIRM_READING, attempt=2)


def test_papers_that_come_while_more_time_is_asked_for_make_the_question_beside_it_another_one():
    """A reviewer had the first papers open when somebody asked for more time, and then more papers came."""
    life = Life(PACKETS[1])
    life.add(EventKind.EXTENSION_ASKED)
    life.supplement(PACKETS[1])
    life.add(EventKind.ANSWERED, step=Step.EXTEND_DUE, attempt=2, choices={"action": "keep"})
    assert what_comes_next(life.state) == Wait(step=Step.CONFIRM_READING, attempt=2)


def test_who_found_something_missing_is_asked_again_when_the_reading_is_corrected():
    """A letter that asks for nothing would go out otherwise, where the correction mended all that was named."""
    life = Life(PACKETS[2])
    life.add(EventKind.CHECKED_AGAIN, disposition=PACKETS[1].value)
    life.add(EventKind.ANSWERED, step=Step.CONFIRM_READING, attempt=1, choices={"verdict": "deficient"})
    life.add(EventKind.CHECKED_AGAIN, disposition=PACKETS[0].value)
    assert what_comes_next(life.state) == Wait(step=Step.CONFIRM_READING, attempt=2)


def asked_for_more(life, posted=True):
    """A letter that asks for more was released and written, and posted."""
    life.add(EventKind.ANSWERED, step=Step.RELEASE_DEFICIENCY, attempt=1, choices={"action": "release"})
    life.add(EventKind.LETTERS_COMPLETE, occasion="deficiency")
    if posted:
        life.add(EventKind.ANSWERED, step=Step.DISPATCH_DEFICIENCY, attempt=1, choices={"action": "posted"})


def test_a_correction_that_leaves_the_requester_the_turn_does_not_start_the_clock():
    """A person found something missing; the reading of another paper is corrected while the requester is asked for it."""
    life = Life(PACKETS[1])
    life.add(EventKind.ANSWERED, step=Step.CONFIRM_READING, attempt=1, choices={"verdict": "deficient"})
    asked_for_more(life)
    life.add(EventKind.CHECKED_AGAIN, disposition=PACKETS[1].value)
    assert what_comes_next(life.state) == Wait(step=Step.AWAIT_REQUESTER, attempt=1)
    ((_, until),) = holds_from(life.events)
    assert until is None


def test_the_clock_stops_again_when_the_turn_comes_back_to_the_requester():
    """A correction raised a doubt, a person looked, and what was asked for is still missing."""
    life = Life(PACKETS[2])
    asked_for_more(life)
    life.add(EventKind.CHECKED_AGAIN, disposition=PACKETS[1].value)
    life.add(EventKind.ANSWERED, step=Step.CONFIRM_READING, attempt=1, choices={"verdict": "deficient"})
    assert what_comes_next(life.state) == Wait(step=Step.AWAIT_REQUESTER, attempt=2)
    assert [until is None for _, until in holds_from(life.events)] == [False, True]


def test_a_letter_that_asks_for_more_is_released_anew_when_the_reading_is_corrected_before_its_posting():
    """What it asks for may not be missing any more, or something else is."""
    life = Life(PACKETS[2])
    asked_for_more(life, posted=False)
    assert what_comes_next(life.state) == Wait(step=Step.DISPATCH_DEFICIENCY, attempt=1)
    life.add(EventKind.CHECKED_AGAIN, disposition=PACKETS[2].value)
    assert what_comes_next(life.state) == Wait(step=Step.RELEASE_DEFICIENCY, attempt=2)
    life.add(EventKind.CHECKED_AGAIN, disposition=PACKETS[0].value)
    assert what_comes_next(life.state) is Deed.SEARCH_HELD_DATA


def test_an_asking_that_lapsed_is_never_asked_again_under_its_key():
    """Papers that came after the period, before the case was closed, begin a round whose askings are its own."""
    life = Life(PACKETS[2])
    for step, choices in ((Step.RELEASE_DEFICIENCY, {"action": "release"}), (Step.DISPATCH_DEFICIENCY, {})):
        life.add(EventKind.ANSWERED, step=step.value, attempt=1, choices=choices)
        if step is Step.RELEASE_DEFICIENCY:
            life.add(EventKind.LETTERS_COMPLETE, occasion="deficiency")
    assert what_comes_next(life.state) == Wait(step=Step.AWAIT_REQUESTER, attempt=1)
    life.add(EventKind.CASE_LAPSED, lapse=Lapse.WITHDRAWN.value)
    life.supplement(PACKETS[2])
    for step, choices in ((Step.RELEASE_DEFICIENCY, {"action": "release"}), (Step.DISPATCH_DEFICIENCY, {})):
        life.add(EventKind.ANSWERED, step=step.value, attempt=2, choices=choices)
    life.add(EventKind.LETTERS_COMPLETE, occasion="deficiency")
    assert what_comes_next(life.state) == Wait(step=Step.AWAIT_REQUESTER, attempt=2)
