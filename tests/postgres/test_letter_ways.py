"""The ways of a letter on a real PostgreSQL: a draft, released whole or not at all, or withdrawn."""

from datetime import timedelta
from pathlib import Path

import pytest

from tasks.case.happened import EventKind
from tasks.case.letters import LetterKind
from tasks.case.progress import Deed, Step, Wait
from tasks.case.reply import deficiency_occasion
from tasks.case.words import RequestKind
from tasks.decide.held_data import search_held_data
from tasks.letter_places import draft_file, letter_file, was_posted
from tasks.reply import put_out as putting
from tasks.reply import write_letters as writing
from tasks.reply.case_file import case_file
from tasks.reply.close import close_case
from tasks.reply.put_out import put_out
from tasks.reply.withdraw import put_away_withdrawn
from tasks.reply.write_letters import write_letters
from tasks.store.cases import accept_answer, case_by_number, letters_of, state_of
from tasks.store.events import events_of
from tasks.store.letters import standing_letters, withdraw_letters
from tasks.wiring import House
from tests.support.cases import open_case
from tests.support.outbox import lying

TWO = {"request__kinds": ("開示・訂正", "disclosure,correction")}
DECIDED = {"disclosure": "disclose", "correction": "refuse", "grounds": ["5"], "reason": "業務のため"}
SHORT = {"fee__total": ("500", "500"), "fee__instruments": ("", "11111-111111:500:2026-11-10")}


def at(house, **move) -> House:
    """The same house at another time."""
    seconds = int(timedelta(**move).total_seconds())
    return House(house.settings.model_copy(update={"clock_offset_seconds": seconds}), house.database, house.sealed)


def answer(house, number, step, attempt=1, **choices):
    """A person's answer, kept as it is; whether it may be given is shown elsewhere."""
    with house.database.transaction() as session:
        case = case_by_number(session, number, lock=True)
        accept_answer(session, case, Wait(step=step, attempt=attempt), choices, "sato", house.now())


def rows(house, number):
    with house.database.transaction() as session:
        return letters_of(session, case_by_number(session, number).id)


def told(house, number, kind):
    """The facts of a case's events of one kind."""
    with house.database.transaction() as session:
        events = events_of(session, case_by_number(session, number).id)
        return [event.facts for event in events if event.kind == kind]


def withdraw(house, number, occasion):
    """The numbers of the letters withdrawn, as when a case is sent back, and then put away."""
    with house.database.transaction() as session:
        case = case_by_number(session, number, lock=True)
        before = {letter.number for letter in standing_letters(session, case.id)}
        asked = {deficiency_occasion(state_of(session, case).round)}
        withdraw_letters(session, case, asked if occasion == "deficiency" else set(RequestKind), house.now())
        gone = before - {letter.number for letter in standing_letters(session, case.id)}
    put_away_withdrawn(house, number)
    return sorted(gone)


def outbox(house):
    """The files of the outbox, hidden ones too."""
    return [path.name for path in lying(house)]


@pytest.fixture
def written(house, monkeypatch):
    """A case with two letters that answer it, as drafts; what comes next is to put them out until they are out."""
    number = open_case(house, **TWO)
    search_held_data(house, number)
    answer(house, number, Step.DECIDE, **DECIDED)
    write_letters(house, number, "reply")

    def due(_state):
        out = {name for facts in told(house, number, EventKind.LETTERS_RELEASED) for name in facts["letters"]}
        standing = {row.number for row in rows(house, number) if not row.withdrawn and not row.by_hand}
        return None if out and standing <= out else Deed.PUT_OUT

    monkeypatch.setattr(putting, "what_comes_next", due)
    return number


def test_a_reply_is_a_draft_until_it_is_released(house, written):
    """Nothing is in the outbox before; afterwards both letters lie there under the day of release, and no draft stays."""
    letters = rows(house, written)
    assert [letter_file(house, letter) for letter in letters] == [draft_file(house, letter) for letter in letters]
    before = [letter_file(house, letter).read_bytes() for letter in letters]
    assert not outbox(house)
    later = at(house, days=2)
    answer(later, written, Step.RELEASE_REPLY, action="release")
    for _ in range(2):
        put_out(at(house, days=3), written)
    assert [letter_file(house, letter).read_bytes() for letter in letters] == before
    assert {letter_file(house, letter).parent.name for letter in letters} == {later.today().isoformat()}
    assert not list(house.drafts.iterdir())
    numbers = [letter.number for letter in letters]
    facts = [{"letters": numbers, "day": later.today().isoformat(), "means": "ordinary", "policy": "rococo 2008-10-29"}]
    assert told(house, written, EventKind.LETTERS_RELEASED) == facts
    assert letters[0].written_on == house.today()


def test_no_letter_is_written_that_is_not_due(house):
    """The decision was taken back while a run was about to write: nothing is numbered and nothing is called complete."""
    number = open_case(house, **TWO)
    search_held_data(house, number)
    for occasion in ("reply", "deficiency"):
        write_letters(house, number, occasion)
    assert rows(house, number) == []
    assert told(house, number, EventKind.LETTERS_COMPLETE) == []


def test_nothing_is_put_out_before_it_is_due(house, written, monkeypatch):
    """A call without a release changes nothing."""
    monkeypatch.setattr(putting, "what_comes_next", lambda _: Wait(step=Step.RELEASE_REPLY, attempt=1))
    put_out(house, written)
    assert not outbox(house)
    assert not told(house, written, EventKind.LETTERS_RELEASED)


@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_a_draft_that_is_not_what_was_written_puts_nothing_out(house, written, harm):
    """One bad draft holds back the other letter too; both are to be written, and released, anew."""
    file = draft_file(house, rows(house, written)[1])
    file.write_bytes(file.read_bytes() + b"\n") if harm == "changed" else file.unlink()
    put_out(house, written)
    assert not outbox(house)
    assert not told(house, written, EventKind.LETTERS_RELEASED)
    assert all(row.withdrawn for row in rows(house, written))
    assert all(facts["lost"] for facts in told(house, written, EventKind.LETTER_WITHDRAWN))


def test_a_disk_that_fills_up_leaves_no_letter_in_the_outbox(house, written, monkeypatch):
    """All or none: an error at the second letter takes back the first, and the next call puts out both."""
    names = []

    def full(self, target):
        names.append(target)
        if len(names) == 2:
            raise OSError("the disk is full")
        return real(self, target)

    real = Path.replace
    with monkeypatch.context() as broken:
        broken.setattr(Path, "replace", full)
        with pytest.raises(OSError, match="full"):
            put_out(house, written)
    assert not outbox(house)
    put_out(house, written)
    assert len(outbox(house)) == 2


def test_a_run_that_dies_between_two_letters_is_taken_up(house, written, monkeypatch):
    """Killed when the first letter lay in the outbox: the next call, on another day, finds it and adds the second."""
    answer(house, written, Step.RELEASE_REPLY, action="release")
    real, moved = Path.replace, []

    def die_at_second(self, target):
        moved.append(target)
        return real(self, target) if len(moved) == 1 else (_ for _ in ()).throw(KeyboardInterrupt)

    with monkeypatch.context() as broken:
        broken.setattr(Path, "replace", die_at_second)
        broken.setattr(putting.ExitStack, "callback", lambda *_, **__: None)
        with pytest.raises(KeyboardInterrupt):
            put_out(house, written)
    assert outbox(house) == [f".{written}-2.pdf.unfinished", f"{written}-1.pdf"]
    put_out(at(house, days=1), written)
    assert outbox(house) == [f"{written}-1.pdf", f"{written}-2.pdf"]


@pytest.mark.parametrize("place", ["_copied", "to_disk", "record", "clear_drafts"])
def test_a_run_that_dies_anywhere_is_taken_up(house, written, monkeypatch, place):
    """Killed before, between or after: in the end both letters lie in the outbox once, and one event says so."""
    letters = rows(house, written)
    answer(house, written, Step.RELEASE_REPLY, action="release")
    with monkeypatch.context() as broken:
        broken.setattr(putting, place, lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        broken.setattr(putting.ExitStack, "callback", lambda *_, **__: None)  # a process that dies takes nothing back
        with pytest.raises(KeyboardInterrupt):
            put_out(house, written)
    put_out(at(house, days=1), written)
    assert outbox(house) == [f"{letter.number}.pdf" for letter in letters]
    assert {letter_file(house, letter).parent.name for letter in letters} == {house.today().isoformat()}
    assert len(told(house, written, EventKind.LETTERS_RELEASED)) == 1
    assert not list(house.drafts.iterdir())


def test_closing_clears_away_what_a_run_that_died_left(house, written, monkeypatch):
    """Killed after the letters were out and before the drafts were gone, and nobody puts them out again."""
    with monkeypatch.context() as broken:
        broken.setattr(putting, "clear_drafts", lambda *_: None)
        put_out(house, written)
    assert len(list(house.drafts.iterdir())) == 2
    close_case(house, written)
    assert not list(house.drafts.iterdir())
    assert len(outbox(house)) == 2


def test_withdrawn_letters_go_and_others_take_new_numbers(house, written):
    """Sent back: the drafts are gone, the numbers stay used, and the same decision is written under the next ones."""
    assert withdraw(house, written, "reply") == [f"{written}-1", f"{written}-2"]
    assert not list(house.drafts.iterdir())
    again(house, written)
    letters = rows(house, written)
    assert [(row.number[-2:], row.withdrawn) for row in letters] == [
        ("-1", True),
        ("-2", True),
        ("-3", False),
        ("-4", False),
    ]
    assert [facts["letter"] for facts in told(house, written, EventKind.LETTER_WITHDRAWN)] == [
        f"{written}-1",
        f"{written}-2",
    ]
    put_out(house, written)
    assert outbox(house) == [f"{written}-3.pdf", f"{written}-4.pdf"]


def again(house, number, occasion="reply"):
    """Writes letters again, as after a sending back: its state then says that none is written."""
    real = writing.state_of
    with pytest.MonkeyPatch.context() as sent_back:
        unwritten = {"reply_written": False, "deficiency_written": False}
        sent_back.setattr(writing, "state_of", lambda *of: real(*of).model_copy(update=unwritten))
        write_letters(house, number, occasion)


def test_released_letters_can_be_withdrawn_and_others_released(house, written):
    """Found wrong on the way to the post: the outbox loses them, and a second release names the new ones only."""
    put_out(house, written)
    withdraw(house, written, "reply")
    assert not outbox(house)
    again(house, written)
    put_out(house, written)
    assert outbox(house) == [f"{written}-3.pdf", f"{written}-4.pdf"]
    released = told(house, written, EventKind.LETTERS_RELEASED)
    assert [facts["letters"] for facts in released] == [[f"{written}-{n}" for n in pair] for pair in ((1, 2), (3, 4))]


def test_files_of_withdrawn_letters_that_a_death_left_go_before_new_ones_are_put_out(house, written, monkeypatch):
    """The process died between the commit and the removal."""
    put_out(house, written)
    with monkeypatch.context() as dying:
        dying.setattr("tasks.reply.withdraw.remove_files", lambda *_: set())
        withdraw(house, written, "reply")
    assert len(outbox(house)) == 2
    again(house, written)
    assert not outbox(house)
    put_out(house, written)
    assert outbox(house) == [f"{written}-3.pdf", f"{written}-4.pdf"]


def test_only_the_deficiency_letter_of_the_round_is_withdrawn(house):
    """It lies in the outbox from the start; withdrawn before it is posted, it goes, and the reply's are not meant."""
    number = open_case(house, **SHORT)
    answer(house, number, Step.RELEASE_DEFICIENCY, action="release")
    write_letters(house, number, "deficiency")
    assert outbox(house) == [f"{number}-1.pdf"]
    assert withdraw(house, number, "reply") == []
    assert withdraw(house, number, "deficiency") == [f"{number}-1"]
    assert not outbox(house)


def test_a_posted_letter_that_another_replaces_stays_on_file(house):
    """What the requester has in hand can be looked up, though it no longer stands."""
    number = open_case(house, **SHORT)
    answer(house, number, Step.RELEASE_DEFICIENCY, action="release")
    write_letters(house, number, "deficiency")
    answer(house, number, Step.DISPATCH_DEFICIENCY, tracking_number="123-45-67890-1")
    assert withdraw(house, number, "deficiency") == [f"{number}-1"]
    (letter,) = rows(house, number)
    assert letter.withdrawn
    assert letter_file(house, letter).is_file()


def test_what_cannot_be_withheld_becomes_a_letter_by_hand(house, monkeypatch):
    """The other letters of the case are written and put out; the one that a person must write is named and is no file."""
    number = open_case(house, **TWO)
    search_held_data(house, number)
    decided = DECIDED | {"disclosure": "disclose_partly", "withheld": ["no such column"]}
    answer(house, number, Step.DECIDE, **decided)
    write_letters(house, number, "reply")
    partial, refusal = rows(house, number)
    assert (partial.kind, bool(partial.by_hand), refusal.by_hand) == (LetterKind.PARTIAL, True, "")
    monkeypatch.setattr(putting, "what_comes_next", lambda _: Deed.PUT_OUT)
    put_out(house, number)
    assert outbox(house) == [f"{refusal.number}.pdf"]


def test_the_search_says_which_systems_it_went_through(house):
    """The letter that nothing was found names them."""
    number = open_case(house)
    search_held_data(house, number)
    (facts,) = told(house, number, EventKind.HELD_DATA_SEARCHED)
    assert facts["searched"] == ["members", "orders", "inquiries", "provisions"]
    assert (facts["keyless"], facts["failed"]) == (["newsletter"], {})  # its only key, an e-mail address, is not known
    with house.database.transaction() as session:
        search = case_file(house, session, case_by_number(session, number)).search
    assert search.systems == ("会員データベース", "受注管理", "問い合わせ管理", "第三者提供記録簿")
    answer(house, number, Step.DECIDE, disclosure="no_data", reason="登録がないため")
    write_letters(house, number, "reply")
    assert [row.kind for row in rows(house, number)] == [LetterKind.NO_DATA]


def test_what_is_posted_later_is_not_the_letter_withdrawn_before(house):
    """The first letter was never posted, its successor was; only the successor's file outlives its withdrawal."""
    number = open_case(house, **SHORT)
    answer(house, number, Step.RELEASE_DEFICIENCY, action="release")
    write_letters(house, number, "deficiency")
    withdraw(house, number, "deficiency")
    again(house, number, "deficiency")
    answer(house, number, Step.DISPATCH_DEFICIENCY, action="posted", tracking_number="123-45-67890-1")
    withdraw(house, number, "deficiency")
    with house.database.transaction() as session:
        assert [was_posted(session, row) for row in rows(house, number)] == [False, True]
    assert outbox(house) == [f"{number}-2.pdf"]
