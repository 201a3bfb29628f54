"""Letters beside the answer on a real PostgreSQL: written once, released by a person, posted once, and no case waits for them."""

from datetime import timedelta

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from tasks.audit.cross_checks import disagreements
from tasks.case.errors import KaijiError, LetterLost
from tasks.case.happened import EventKind
from tasks.case.letters import LetterKind
from tasks.case.progress import Step, Wait
from tasks.case.roles import Role
from tasks.decide.asking import coming
from tasks.decide.describing import describe
from tasks.desk.notices import post_notices, read_notices
from tasks.desk.signed_in import SignedIn
from tasks.letter_places import draft_file, letter_file, was_posted
from tasks.reply import notices as noticing
from tasks.reply import write_letters as writing
from tasks.reply.close import close_case
from tasks.reply.notices import acknowledge, discard_notice, release_notice, write_notices
from tasks.store.cases import case_by_number, letters_of, state_of
from tasks.store.events import events_of, record
from tasks.store.signing import evidence_digest
from tasks.store.tables import EventRow
from tests.support.cases import ADDRESS, NAME, open_case
from tests.support.desk import Asked, account_of, desk_of
from tests.support.moving import SHORT, move_to
from tests.support.other_policy import house_with
from tests.support.outbox import lying
from tests.support.signing import answer

TRACKING = "123-45-67890-1"
ACKNOWLEDGES = "acknowledge = true"
SAID_NOTHING = {EventKind.LETTERS_RELEASED, EventKind.LETTERS_COMPLETE}


@pytest.fixture
def acknowledging(house, tmp_path):
    """A house whose policy has the receipt acknowledged."""
    return house_with(house, tmp_path / "policies", ACKNOWLEDGES)


def letters(house, number):
    with house.database.transaction() as session:
        return [each for each in letters_of(session, case_by_number(session, number).id) if not each.withdrawn]


def told(house, number, kind):
    """The facts of a case's events of one kind."""
    with house.database.transaction() as session:
        events = events_of(session, case_by_number(session, number).id)
        return [event.facts for event in events if event.kind == kind]


def state(house, number):
    with house.database.transaction() as session:
        return state_of(session, case_by_number(session, number))


def ask_for_time(house, number, person="sato"):
    with house.database.transaction() as session:
        case = case_by_number(session, number)
        record(session, EventKind.EXTENSION_ASKED, house.now(), actor=person, case_id=case.id)


def until(house):
    return (house.today() + timedelta(days=60)).isoformat()


def extend(house, number, reason="調査に時間を要するため"):
    """An approver grants more time, as they do in Prefect."""
    ask_for_time(house, number)
    assert answer(house, number, coming(house, number), "ito", action="extend", until=until(house), reason=reason)


def outbox(house):
    return [path.name for path in lying(house)]


def test_an_acknowledgement_is_a_draft_then_released_then_posted(acknowledging):
    """Each by a person, each told by an event; the case has waited for none of it."""
    house, number = acknowledging, open_case(acknowledging)
    before = coming(house, number)
    write_notices(house, number)
    (letter,) = letters(house, number)
    assert (letter.kind, letter.number) == (LetterKind.ACKNOWLEDGEMENT, f"{number}-1")
    assert letter_file(house, letter) == draft_file(house, letter)
    assert [each.letter.number for each in read_notices(house).to_release] == [letter.number]
    assert not outbox(house)
    content = draft_file(house, letter).read_bytes()
    release_notice(house, letter.number, "ito")
    assert letter_file(house, letter).read_bytes() == content
    assert not list(house.drafts.iterdir())
    assert [each.letter.number for each in read_notices(house).to_post] == [letter.number]
    assert not any(each.problem for each in post_notices(house, "mori", [(letter.number, "１２３−４５−６７８９０−１")]))
    with house.database.transaction() as session:
        assert was_posted(session, letter)
    assert told(house, number, EventKind.NOTICE_POSTED)[0]["tracking_number"] == TRACKING
    waiting = read_notices(house)
    assert (waiting.to_release, waiting.to_post) == ([], [])
    assert coming(house, number) == before
    assert not any(told(house, number, kind) for kind in SAID_NOTHING)
    with house.database.transaction() as session:
        assert list(disagreements(house, session)) == []


def test_nothing_is_acknowledged_where_the_policy_is_silent(house):
    """Unspecified means: only when a person asks, and then once."""
    number = open_case(house)
    write_notices(house, number)
    assert letters(house, number) == []
    acknowledge(house, number, "sato")
    write_notices(house, number)
    assert [each.kind for each in letters(house, number)] == [LetterKind.ACKNOWLEDGEMENT]
    with pytest.raises(KaijiError, match="written already"):
        acknowledge(house, number, "sato")


def test_papers_that_lack_something_are_not_acknowledged(acknowledging):
    """The letter would say that nothing is missing."""
    number = open_case(acknowledging, **SHORT)
    write_notices(acknowledging, number)
    assert letters(acknowledging, number) == []


@pytest.mark.parametrize("dies_at", ["write_whole", "record"])
def test_a_notice_is_written_once_though_it_was_killed(acknowledging, monkeypatch, dies_at):
    """Between the number and the file, or the file and its event: the next call finishes the same letter."""
    number = open_case(acknowledging)

    def die(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(writing, dies_at, die)
        with pytest.raises(KeyboardInterrupt):
            write_notices(acknowledging, number)
    for _ in range(2):
        write_notices(acknowledging, number)
    (letter,) = letters(acknowledging, number)
    assert letter.number == f"{number}-1"
    assert len(told(acknowledging, number, EventKind.LETTER_WRITTEN)) == 1


def test_a_release_that_was_killed_is_finished_and_told_once(acknowledging, monkeypatch):
    """Its event stands before its file: whoever comes next puts the letter into the outbox, under the day of its release."""
    house, number = acknowledging, open_case(acknowledging)
    write_notices(house, number)
    (letter,) = letters(house, number)
    with monkeypatch.context() as killed:
        killed.setattr(noticing, "copy_all", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            release_notice(house, letter.number, "ito")
    assert not outbox(house)
    with pytest.raises(KaijiError, match="any more"):
        release_notice(house, letter.number, "sato")
    write_notices(house, number)
    assert outbox(house) == [f"{letter.number}.pdf"]
    assert len(told(house, number, EventKind.NOTICE_RELEASED)) == 1


def test_a_draft_that_was_changed_is_never_released(acknowledging):
    """Another is written under a number of its own, and waits for its release."""
    house, number = acknowledging, open_case(acknowledging)
    write_notices(house, number)
    (letter,) = letters(house, number)
    draft_file(house, letter).write_bytes(b"%PDF-other")
    with pytest.raises(LetterLost):
        release_notice(house, letter.number, "ito")
    (anew,) = letters(house, number)
    assert anew.number == f"{number}-2"
    assert not outbox(house)
    assert not draft_file(house, letter).exists()


def test_what_was_thrown_away_comes_again_only_when_asked_for(acknowledging):
    """The policy's wish was met once; a person's word counts from then on."""
    house, number = acknowledging, open_case(acknowledging)
    write_notices(house, number)
    discard_notice(house, f"{number}-1", "ito")
    write_notices(house, number)
    assert letters(house, number) == []
    assert not list(house.drafts.iterdir())
    acknowledge(house, number, "sato")
    assert [each.number for each in letters(house, number)] == [f"{number}-2"]


def test_a_notice_takes_nobodys_code_away(acknowledging):
    """It is no evidence of the case: what a reviewer has seen is what there is."""
    house, number = acknowledging, open_case(acknowledging)

    def digest():
        with house.database.transaction() as session:
            return evidence_digest(session, case_by_number(session, number))

    before = digest()
    write_notices(house, number)
    assert letters(house, number)
    assert digest() == before


def test_an_extension_is_told_by_a_letter_that_its_answer_releases(house):
    """It lies in the outbox at once, with the new day and the reason; a second call writes no other."""
    number = open_case(house)
    extend(house, number)
    for _ in range(2):
        write_notices(house, number)
    (letter,) = letters(house, number)
    assert (letter.kind, letter.occasion) == (LetterKind.EXTENSION, "extension-1")
    assert outbox(house) == [f"{letter.number}.pdf"]
    assert [each.letter.number for each in read_notices(house).to_post] == [letter.number]
    assert not told(house, number, EventKind.NOTICE_RELEASED)


def test_an_extension_is_written_once_though_it_was_killed(house, monkeypatch):
    """The process dies when the file lies there and nothing of it is recorded."""
    number = open_case(house)
    extend(house, number)
    with monkeypatch.context() as killed:
        killed.setattr(writing, "record", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            write_notices(house, number)
    assert outbox(house) == [f"{number}-1.pdf"]
    write_notices(house, number)
    assert outbox(house) == [f"{number}-1.pdf"]
    assert len(told(house, number, EventKind.LETTER_WRITTEN)) == 1


def test_each_extension_has_its_own_letter(house):
    """The second names the later day."""
    number = open_case(house)
    extend(house, number)
    write_notices(house, number)
    ask_for_time(house, number)
    later = (house.today() + timedelta(days=90)).isoformat()
    assert answer(house, number, coming(house, number), "ito", action="extend", until=later, reason="なお調査中のため")
    write_notices(house, number)
    assert [each.occasion for each in letters(house, number)] == ["extension-1", "extension-2"]


@pytest.mark.parametrize(
    ("line", "told_by_letter"), [("tell_extension = false", False), ("tell_extension = true", True)]
)
def test_whether_an_extension_is_told_is_the_policys_before_the_houses(house, tmp_path, line, told_by_letter):
    """The form says whether the answer releases a letter, and no letter is written where it says that none is."""
    told_house = house_with(house, tmp_path / "policies", line)
    number = open_case(told_house)
    ask_for_time(told_house, number)
    text = describe(told_house, number, Wait(step=Step.EXTEND_DUE, attempt=1))
    assert ("お知らせの発送も承認したことになります" in text) is told_by_letter
    assert answer(
        told_house, number, coming(told_house, number), "ito", action="extend", until=until(house), reason="調査のため"
    )
    write_notices(told_house, number)
    assert bool(letters(told_house, number)) is told_by_letter


def test_a_due_day_that_is_kept_is_told_to_nobody(house):
    """Only an extension is."""
    number = open_case(house)
    ask_for_time(house, number)
    assert answer(house, number, coming(house, number), "ito", action="keep", reason="")
    write_notices(house, number)
    assert letters(house, number) == []


def test_a_draft_that_nobody_released_ends_with_its_case(acknowledging):
    """The answer has gone out and says more; what was released before stays to be posted."""
    house, number = acknowledging, open_case(acknowledging)
    write_notices(house, number)
    extend(house, number)
    write_notices(house, number)
    move_to(house, number, Step.DISPATCH_REPLY)
    assert answer(house, number, coming(house, number), "mori", action="posted", tracking_number=TRACKING)
    close_case(house, number)
    assert state(house, number).closed
    waiting = read_notices(house)
    assert [each.letter.occasion for each in waiting.to_post] == ["extension-1"]
    assert not waiting.to_release
    assert not draft_file(house, letters(house, number)[0]).exists()


def test_a_number_is_entered_once_and_no_letter_is_posted_twice(acknowledging):
    """A tracking number at two letters is a slip; a second confirmation changes nothing."""
    numbers = [open_case(acknowledging, content, person__name=(f"{NAME}{n}", None), id__name=(f"{NAME}{n}", None),
               fee__instruments=("", f"12345-67890{n}:1000:2026-11-10")) for n, content in enumerate((b"a", b"b"))]  # fmt: skip
    for number in numbers:
        write_notices(acknowledging, number)
        release_notice(acknowledging, f"{number}-1", "ito")
    both = [(f"{number}-1", TRACKING) for number in numbers]
    assert all(each.problem for each in post_notices(acknowledging, "mori", both))
    ordinary = [(f"{number}-1", "") for number in numbers]
    assert not any(each.problem for each in post_notices(acknowledging, "mori", ordinary))
    assert all(each.problem for each in post_notices(acknowledging, "mori", ordinary))
    assert len(told(acknowledging, numbers[0], EventKind.NOTICE_POSTED)) == 1


def test_the_page_asks_the_stages_and_shows_what_waits(acknowledging):
    """Each role sees what is theirs; a click asks for the release of what was ticked, in that person's name."""
    house, number = acknowledging, open_case(acknowledging)
    write_notices(house, number)
    approver = SignedIn("ito", frozenset({Role.APPROVER}), "ja", "token-of-ito")
    operator = SignedIn("mori", frozenset({Role.OPERATOR}), "en", "token-of-mori")
    asked = Asked()
    for person in (approver, operator):
        account_of(house, person)
    with TestClient(desk_of(house, approver, asked), base_url="http://127.0.0.1") as client:
        assert "発送の承認待ち" in client.get("/notices").text
        client.post("/notices/release", data={"letter": [f"{number}-1"], "csrf": approver.csrf})
        client.post(f"/cases/{number}/acknowledge", data={"csrf": approver.csrf}, follow_redirects=False)
    assert asked.calls == [("release_notice", f"{number}-1", "ito"), ("acknowledge", number, "ito")]
    release_notice(house, f"{number}-1", "ito")
    with TestClient(desk_of(house, operator, asked), base_url="http://127.0.0.1") as client:
        assert f"tracking:{number}-1" in client.get("/notices").text
        done = client.post("/notices/posted", data={"letter": f"{number}-1", "csrf": operator.csrf})
        assert "✓" in done.text
    assert told(house, number, EventKind.NOTICE_POSTED)


def test_no_event_of_a_notice_holds_what_is_anybodys_own(acknowledging):
    """Numbers and codes only, and not the reason that a person wrote."""
    house, number = acknowledging, open_case(acknowledging)
    extend(house, number, reason="特別の事情のため")
    write_notices(house, number)
    acknowledgement = next(each for each in letters(house, number) if each.kind == LetterKind.ACKNOWLEDGEMENT)
    release_notice(house, acknowledgement.number, "ito")
    with house.database.transaction() as session:
        facts = str([event.facts for event in session.exec(select(EventRow))])
    assert not any(word in facts for word in (NAME, ADDRESS, "特別の事情"))
