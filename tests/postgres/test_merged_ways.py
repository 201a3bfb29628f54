"""Where one way of a letter crosses another, on a real PostgreSQL: packages, fees, notices and letters that come back."""

from uuid import UUID, uuid4

import pytest

from tasks.audit.cross_checks import disagreements
from tasks.case.errors import KaijiError, NotReturned
from tasks.case.happened import EventKind
from tasks.case.ledger import Entry, Move, Place, custody
from tasks.case.letters import LetterKind
from tasks.case.means import Means
from tasks.case.progress import Deed, Step
from tasks.case.roles import Role
from tasks.decide import runs
from tasks.decide.asking import coming, take_answer
from tasks.decide.describing import describe
from tasks.decide.held_data import search_held_data
from tasks.decide.runs import ensure_run, open_cases
from tasks.desk.dispatch import read_to_post
from tasks.desk.notices import fetch_package, post_notices, read_notices, send_packages
from tasks.desk.reissue import add_reissue
from tasks.engines.prefect_runs import CaseRun, Whereabouts
from tasks.letter_places import draft_file, letter_file, outbox_file, package_beside
from tasks.outbox import bundles
from tasks.outbox.letters_of_day import days_to_post
from tasks.reply import notices as noticing
from tasks.reply import write_letters as writing
from tasks.reply.close import close_case
from tasks.reply.notices import acknowledge, discard_notice, release_notice, write_notices
from tasks.reply.package import password_of
from tasks.reply.withdraw import put_away_withdrawn
from tasks.reply.write_letters import write_letters
from tasks.store.cases import case_by_number, letters_of
from tasks.store.events import events_of, record
from tasks.store.fees import enter, ledger
from tasks.store.letters import change_language
from tests.postgres.test_returned import came_back
from tests.postgres.test_runs import FakePrefect
from tests.support.cases import open_case
from tests.support.letter_text import text_of
from tests.support.moving import SHORT, at, by, closed, move_to
from tests.support.other_policy import house_with
from tests.support.signing import answer, approve_and_release, code_for
from tests.support.worklist_desk import FakeHands, client_of, worklist_desk

TRACKING = "123-45-67890-1"
LONG = "大阪府大阪市北区梅田" + "一二三四五六七八九十" * 30


def letters(house, number):
    with house.database.transaction() as session:
        return letters_of(session, case_by_number(session, number).id)


def standing(house, number):
    return [each for each in letters(house, number) if not each.withdrawn]


def told(house, number, kind):
    with house.database.transaction() as session:
        return [each for each in events_of(session, case_by_number(session, number).id) if each.kind == kind]


def sound(house):
    with house.database.transaction() as session:
        return list(disagreements(house, session)) == []


def decided(house, number, **choices):
    search_held_data(house, number)
    chosen = {"grounds": [], "send_back": "go_on", "reason": "調査の結果による。"} | choices
    assert answer(house, number, coming(house, number), "sato", **chosen)


def posted(house, number, **more):
    return answer(house, number, coming(house, number), "mori", action="posted", tracking_number=TRACKING, **more)


def send(house, letter):
    fetch_package(house, letter, "mori")
    assert [each.problem for each in send_packages(house, "mori", [letter], "email")] == [""]


def again(house, number, letter, why="lost"):
    desk = worklist_desk(house)
    add_reissue(desk, house, FakeHands().hands())
    path = f"/cases/{number}/letters/{letter}/again"
    return client_of(desk, "sato", Role.REVIEWER).post(path, data={"why": why}).status_code


@pytest.fixture
def offering(house, tmp_path):
    """A house whose policy offers every format."""
    return house_with(house, tmp_path / "policies", 'electronic = ["pdf", "csv", "json"]')


@pytest.fixture
def acknowledging(house, tmp_path):
    """A house whose policy has the receipt acknowledged."""
    return house_with(house, tmp_path / "policies", "acknowledge = true")


def released_package(house):
    """A disclosure as a package, with the letter of its password in the outbox."""
    number = open_case(house)
    decided(house, number, disclosure="disclose", delivery="electronic_pdf")
    approve_and_release(house, number)
    return number


def test_a_package_that_is_issued_again_has_its_new_password_told_by_a_new_letter(offering):
    """The letter with the old password opens nothing any more; both are asked about, written and sent together."""
    house, number = offering, released_package(offering)
    send(house, f"{number}-1")
    assert posted(house, number)
    close_case(house, number)
    assert again(house, number, f"{number}-1") == 303
    wait = coming(house, number)
    assert all(f"{number}-{n}" in describe(house, number, wait) for n in (1, 2))
    assert answer(house, number, wait, action="post_again", reason="不達のため")
    approve_and_release(house, number)
    package, password = standing(house, number)
    assert [package.replaces, password.replaces] == [f"{number}-1", f"{number}-2"]
    assert password_of(house.key("packages"), package.number) in text_of(letter_file(house, password))
    assert not posted(house, number)
    send(house, package.number)
    assert posted(house, number)
    assert sound(house)


def test_a_package_is_not_issued_again_while_its_password_is_under_way(offering):
    """The letter under way tells the password of the package that stands."""
    house, number = offering, released_package(offering)
    send(house, f"{number}-1")
    assert posted(house, number)
    came_back(house, f"{number}-2")
    assert answer(house, number, coming(house, number), action="post_again", reason="不在のため")
    assert again(house, number, f"{number}-1") == 409
    approve_and_release(house, number)
    (package, password) = standing(house, number)
    assert password_of(house.key("packages"), package.number) in text_of(letter_file(house, password))


def test_a_package_that_was_sent_stays_on_file_though_its_case_is_sent_back(offering):
    """The requester has it; the one that is made anew has another number and says which it replaces."""
    house, number = offering, released_package(offering)
    (first, _) = standing(house, number)
    file = package_beside(letter_file(house, first), first)
    send(house, first.number)
    assert answer(house, number, coming(house, number), "mori", action="back_to_release", reason="封筒の不備")
    put_away_withdrawn(house, number)
    assert file.is_file()
    write_letters(house, number, "reply")
    assert [each.replaces for each in standing(house, number)] == [first.number, ""]
    assert sound(house)


def test_a_print_of_a_package_is_no_returned_mail(offering):
    """It never went by post."""
    house, number = offering, released_package(offering)
    send(house, f"{number}-1")
    assert posted(house, number)
    close_case(house, number)
    with pytest.raises(NotReturned, match="electronic"):
        came_back(house, f"{number}-1")
    assert open_cases(house) == []


def test_a_package_that_was_changed_since_its_release_is_given_to_nobody(offering):
    """Its digest is on record."""
    house, number = offering, released_package(offering)
    (first, _) = standing(house, number)
    file = package_beside(letter_file(house, first), first)
    file.write_bytes(file.read_bytes() + b"\n")
    with pytest.raises(KaijiError, match="not the one that was written"):
        fetch_package(house, first.number, "mori")


def test_a_package_that_was_half_removed_is_removed_by_the_next_run(offering, monkeypatch):
    """The process dies between the two files of a withdrawn letter."""
    house, number = offering, released_package(offering)
    assert answer(house, number, coming(house, number), "mori", action="back_to_release", reason="封筒の不備")
    unlink, gone = type(house.outbox).unlink, []

    def die_at_the_second(path, missing_ok=False):
        if house.electronic in path.parents and path.exists():
            gone.append(path)
            if len(gone) == 2:
                raise KeyboardInterrupt
        unlink(path, missing_ok=missing_ok)

    with monkeypatch.context() as killed:
        killed.setattr(type(house.outbox), "unlink", die_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            put_away_withdrawn(house, number)
    put_away_withdrawn(house, number)
    assert not [path for path in house.electronic.rglob("*") if path.is_file()]


@pytest.fixture
def returned_fee(house):
    """A closed case: its answer, and the letter with which its money order went back."""
    number = open_case(house, request__kinds=("利用停止", "suspend_erase"))
    decided(house, number, suspend_erase="suspend")
    approve_and_release(house, number)
    assert posted(house, number)
    close_case(house, number)
    return number


def place(house):
    with house.database.transaction() as session:
        (holding,) = custody(ledger(session)).values()
    return holding.place


def test_a_fee_that_came_back_goes_out_again_with_the_new_letter(house, returned_fee):
    """The ledger has it in hand from the day it came back, and as returned again when the new letter is posted."""
    number = returned_fee
    assert place(house) is Place.RETURNED
    came_back(house, f"{number}-2")
    assert place(house) is Place.IN_HAND
    assert answer(house, number, coming(house, number), action="post_again", reason="不在のため")
    write_letters(house, number, "reply")
    (anew,) = [each for each in standing(house, number) if each.kind == LetterKind.FEE_RETURN]
    assert (anew.number, anew.replaces) == (f"{number}-3", f"{number}-2")
    assert "1,000円" in text_of(letter_file(house, anew))
    approve_and_release(house, number)
    (row,) = read_to_post(house)
    assert [put.in_("ja") for put in row.encloses] == ["定額小為替 1,000円"]
    assert posted(house, number)
    assert place(house) is Place.RETURNED
    close_case(house, number)
    assert sound(house)


def test_a_fee_that_came_back_and_is_kept_is_in_hand(house, returned_fee):
    """Scanned twice it came back once."""
    number = returned_fee
    came_back(house, f"{number}-2")
    came_back(house, f"{number}-2", name="twice")
    assert answer(house, number, coming(house, number), action="keep_returned", reason="宛所不明のため")
    assert place(house) is Place.IN_HAND
    assert sum(each.facts["move"] == "received" for each in told(house, number, EventKind.FEE_MOVED)) == 2


def test_a_fee_letter_is_not_issued_again_without_its_fee(house, returned_fee):
    """What was lost with it cannot be put in; once somebody enters it as received it can."""
    number = returned_fee
    assert again(house, number, f"{number}-2", why="incomplete") == 303
    assert not answer(house, number, coming(house, number), action="post_again", reason="同封漏れのため")
    with house.database.transaction() as session:
        case = case_by_number(session, number, lock=True)
        (name,) = custody(ledger(session))
        enter(session, case, Entry(number, name, Move.RECEIVED, 1000, house.today(), "mori"), house.now())
    assert answer(house, number, coming(house, number), action="post_again", reason="同封漏れのため")
    approve_and_release(house, number)
    assert posted(house, number)
    assert place(house) is Place.RETURNED


def test_beside_an_answer_that_is_issued_again_nobody_is_told_to_send_the_fee_again(house, returned_fee):
    """Neither who releases it nor who posts it; it went with a letter of its own."""
    number = returned_fee
    came_back(house, f"{number}-1")
    assert answer(house, number, coming(house, number), action="post_again", reason="不在のため")
    write_letters(house, number, "reply")
    review = describe(house, number, coming(house, number))
    assert f"| {number}-3 |" in review
    assert f"| {number}-2 |" not in review
    assert "定額小為替" not in review
    approve_and_release(house, number)
    (row,) = read_to_post(house)
    assert ([each.number for each in row.letters], list(row.encloses)) == ([f"{number}-3"], [])


def test_a_second_letter_that_comes_back_while_the_first_is_under_way_is_issued_again_too(house, returned_fee):
    """At whatever step the first is; each has one new letter, and both are posted before the case closes."""
    number = returned_fee
    came_back(house, f"{number}-1", name="one")
    assert answer(house, number, coming(house, number), action="post_again", reason="不在のため")
    approve_and_release(house, number)
    first = coming(house, number)
    came_back(house, f"{number}-2", name="two")
    assert coming(house, number).step is Step.HANDLE_RETURN
    assert answer(house, number, coming(house, number), action="post_again", reason="不在のため")
    write_letters(house, number, "reply")
    assert [each.replaces for each in standing(house, number)] == [f"{number}-1", f"{number}-2"]
    approve_and_release(house, number)
    assert coming(house, number).attempt > first.attempt
    assert sorted(path.stem for path in house.outbox.glob("*/K*.pdf")) == [f"{number}-{n}" for n in (1, 2, 3, 4)]
    assert posted(house, number)
    close_case(house, number)
    assert open_cases(house) == []
    assert sound(house)


def test_a_draft_of_a_notice_is_written_anew_in_the_language_of_the_case(acknowledging):
    """Under a number of its own; one that was released stays what it is."""
    house, number = acknowledging, open_case(acknowledging)
    write_notices(house, number)
    with house.database.transaction() as session:
        change_language(session, case_by_number(session, number, lock=True), "en", "sato", house.now())
    write_notices(house, number)
    (letter,) = standing(house, number)
    assert letter.number == f"{number}-2"
    assert "acknowledge" in text_of(draft_file(house, letter)).lower()
    release_notice(house, letter.number, "ito")
    with house.database.transaction() as session:
        change_language(session, case_by_number(session, number, lock=True), "ja", "sato", house.now())
    write_notices(house, number)
    assert [each.number for each in standing(house, number)] == [letter.number]


def test_notices_hold_the_outbox_before_the_chain(acknowledging, monkeypatch):
    """Another process that puts letters out holds them in that order; the other way round both would wait for ever."""
    house, number = acknowledging, open_case(acknowledging)
    with house.database.transaction() as session:
        record(
            session, EventKind.EXTENSION_ASKED, house.now(), actor="sato", case_id=case_by_number(session, number).id
        )
    until = house.today().replace(year=house.today().year + 1).isoformat()
    assert answer(house, number, coming(house, number), "ito", action="extend", until=until, reason="調査のため")
    held = []
    hold, tell = writing.hold_outbox, writing.record
    for module in (writing, noticing):
        monkeypatch.setattr(module, "hold_outbox", lambda session: (held.append("outbox"), hold(session)))
    monkeypatch.setattr(writing, "record", lambda *a, **k: (held.append("chain"), tell(*a, **k)))
    write_notices(house, number)
    assert len(standing(house, number)) == 2
    assert held.index("outbox") < held.index("chain")


def test_a_notice_whose_putting_out_was_killed_keeps_its_means(acknowledging, monkeypatch):
    """The files were moved and nothing was recorded of it: the next run says by which post it goes."""
    house = by(acknowledging, Means.REGISTERED)
    number = open_case(house)
    write_notices(house, number)

    remove = noticing.remove_letter

    def die(*what):
        remove(*what)
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(noticing, "remove_letter", die)
        with pytest.raises(KeyboardInterrupt):
            release_notice(house, f"{number}-1", "ito")
    write_notices(house, number)
    (letter,) = standing(house, number)
    assert letter.means == Means.REGISTERED
    assert not list(house.drafts.iterdir())
    assert [each.means for each in bundles.make_bundles(house, house.today())] == [Means.REGISTERED]


def test_a_notice_that_was_released_before_its_case_closed_is_put_out(acknowledging, monkeypatch):
    """The process that released it died; nobody looks after a closed case."""
    house, number = acknowledging, open_case(acknowledging)
    write_notices(house, number)
    with monkeypatch.context() as killed:
        killed.setattr(noticing, "copy_all", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            release_notice(house, f"{number}-1", "ito")
    move_to(house, number, Step.DISPATCH_REPLY)
    assert posted(house, number)
    close_case(house, number)
    (listed,) = read_notices(house).to_post
    assert outbox_file(house, listed.letter, listed.released_on).is_file()


def test_a_letter_written_by_hand_goes_by_the_post_that_was_chosen(house):
    """Who releases what asks for more chose ordinary mail: no number is asked for."""
    house = by(house, Means.ORDINARY)
    number = open_case(house, **SHORT, person__address=(LONG, None), id__address=(LONG, None))
    move_to(house, number, Step.DISPATCH_DEFICIENCY)
    (letter,) = standing(house, number)
    assert letter.by_hand
    assert letter.means == Means.ORDINARY
    assert answer(house, number, coming(house, number), "mori", action="posted", tracking_number="")


def test_a_notice_that_is_not_posted_when_its_case_closes_is_still_to_be_printed(acknowledging):
    """Its day is listed until somebody says that it was posted."""
    house, number = acknowledging, open_case(acknowledging)
    write_notices(house, number)
    release_notice(house, f"{number}-1", "ito")
    later = at(house, days=1)
    move_to(later, number, Step.DISPATCH_REPLY)
    assert posted(later, number)
    close_case(later, number)
    with house.database.transaction() as session:
        assert days_to_post(session) == [house.today()]
    assert not any(each.problem for each in post_notices(later, "mori", [(f"{number}-1", "")]))
    with house.database.transaction() as session:
        assert days_to_post(session) == []


def test_a_notice_between_two_askings_of_a_question_takes_nobodys_code_away(house):
    """Somebody else's answer was sent back, and an acknowledgement written and thrown away meanwhile."""
    number = open_case(house)
    move_to(house, number, Step.DECIDE)
    choices = {"disclosure": "disclose", "grounds": [], "send_back": "go_on", "reason": ""}
    code = code_for(house, number, coming(house, number))
    assert not answer(house, number, coming(house, number), "abe", **choices | {"disclosure": "refuse"})
    acknowledge(house, number, "abe")
    discard_notice(house, f"{number}-1", "ito")
    assert take_answer(house, number, coming(house, number), choices | {"code": code})
    assert coming(house, number) is Deed.WRITE_REPLY


def test_a_case_that_is_open_again_gets_one_run_more(house, monkeypatch):
    """The old one has completed; the next look finds the new one."""
    number, fake = closed(house), FakePrefect()
    monkeypatch.setattr(runs, "prefect_runs", fake)
    with house.database.transaction() as session:
        case = case_by_number(session, number)
        record(session, EventKind.RUN_CREATED, house.now(), case_id=case.id, run=str(uuid4()), generation=1)
    (old,) = [each.facts["run"] for each in told(house, number, EventKind.RUN_CREATED)]
    fake.runs[old] = CaseRun(UUID(old), Whereabouts.ENDED)
    assert not ensure_run(house, None, number)
    came_back(house, f"{number}-1")
    assert [ensure_run(house, None, number) for _ in range(2)] == [True, False]
    assert [each for each in fake.done if each[0] in ("waiting", "started")] == [("waiting", "handle-return-1", 2)]
