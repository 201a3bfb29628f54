"""Mail that comes back on a real PostgreSQL: told by its code, given to a person, issued again once under a new number."""

import cv2
import numpy as np
import pytest
from sqlmodel import select

from tasks.audit.cross_checks import disagreements
from tasks.audit.outcome import outcome_of
from tasks.case.codes_text import FormCode, FormLanguage, write_form_code, write_letter_code, write_slip_code
from tasks.case.edits import FieldChange
from tasks.case.errors import KaijiError, NotReturned
from tasks.case.happened import EventKind
from tasks.case.progress import Deed, Step, Wait
from tasks.case.roles import Role
from tasks.check.edit_field import edit_field
from tasks.decide.asking import coming
from tasks.decide.describing import describe
from tasks.decide.runs import open_cases
from tasks.desk.reissue import add_reissue
from tasks.desk.retention import keeping_over
from tasks.engines.qr_code import qr_modules
from tasks.figures.reading import read_frames
from tasks.outbox.bundles import make_bundles
from tasks.receive.inbox import take_packet
from tasks.receive.open_packet import open_packet
from tasks.receive.summary import intake_summary, intake_told
from tasks.reply.write_letters import write_letters
from tasks.store.cases import case_by_number, letters_of
from tasks.store.events import events_of
from tasks.store.packets import packet_by_number
from tasks.store.tables import PacketStatus
from tests.support.cases import ADDRESS
from tests.support.moving import accepted, at, closed, deficient, do, move_to, to_dispatch
from tests.support.outbox import lying
from tests.support.signing import answer
from tests.support.worklist_desk import FakeHands, client_of, worklist_desk

BACK = Wait(step=Step.HANDLE_RETURN, attempt=1)
FORM = write_form_code(FormCode(1, "rococo", "request", FormLanguage.JAPANESE, (), 1))


def scan(house, *pages, name="back"):
    """Puts a scan into the inbox, each page with the codes named, and opens it; the packet's number."""
    folder = house.settings.inbox / name
    folder.mkdir()
    for place, texts in enumerate(pages):
        picture = np.full((1169, 827, 3), 255, np.uint8)
        cv2.putText(picture, f"{name} {place}", (60, 1000), cv2.FONT_HERSHEY_SIMPLEX, 1, (0, 0, 0), 2)
        for column, text in enumerate(texts):
            code = np.kron(np.array(qr_modules(text), np.uint8), np.ones((5, 5), np.uint8))
            left = 60 + 350 * column
            picture[80 : 80 + len(code), left : left + len(code)] = 255 * (1 - code)[..., None]
        cv2.imwrite(str(folder / f"{place:03}.png"), picture)
    number = take_packet(house, folder)
    open_packet(house, number)
    return number


def came_back(house, letter, *more, name="back"):
    return scan(house, [write_letter_code(letter, house.key("packages"))], *more, name=name)


def letters(house, number):
    with house.database.transaction() as session:
        return letters_of(session, case_by_number(session, number).id)


def told(house, number, kind=None):
    with house.database.transaction() as session:
        events = events_of(session, case_by_number(session, number).id)
    return [event for event in events if kind in (None, event.kind)]


def sound(house):
    with house.database.transaction() as session:
        return list(disagreements(house, session))


def issued_again(house, number, action="post_again"):
    """A person says so, and everything follows until the case is closed again."""
    assert answer(house, number, coming(house, number), action=action, reason="転居のため")
    while (now := coming(house, number)) is not None:
        accepted(house, number) if isinstance(now, Wait) else do(house, number, now)


def test_a_letter_that_comes_back_opens_its_closed_case(house):
    """With its envelope or alone; the packet is kept, is no case of its own, and the case is in every list again."""
    number = closed(house)
    assert open_cases(house) == []
    packet = came_back(house, f"{number}-1", [], [])
    with house.database.transaction() as session:
        assert packet_by_number(session, packet).status == PacketStatus.RETURNED_MAIL
    assert house.sealed.original(packet)
    assert (coming(house, number), open_cases(house)) == (BACK, [number])
    (event,) = told(house, number, EventKind.LETTER_RETURNED)
    assert (event.facts["letter"], event.facts["packet"]) == (f"{number}-1", packet)
    assert f"{number}-1" in describe(house, number, BACK)
    (said,) = intake_told(house, [packet])
    assert (said["処理状況"], said["点検の結果"]) == ("返戻された当社の書類", "返戻された当社の書類")
    (row,) = intake_summary(house, [packet])
    assert (row["case"], row["disposition"]) == (number, "returned_mail")


def test_it_is_posted_again_under_a_new_number_exactly_once(house):
    """The new letter says which one it replaces; both stay on record and on file, and the record is sound."""
    number = closed(house)
    came_back(house, f"{number}-1")
    issued_again(house, number)
    old, new = letters(house, number)
    assert (old.withdrawn, new.withdrawn, new.replaces, new.occasion) == (True, False, old.number, old.occasion)
    assert [file.stem for file in lying(house)] == [old.number, new.number]
    assert old.sha256 != new.sha256
    assert open_cases(house) == []
    write_letters(house, number, "reply")
    assert len(letters(house, number)) == 2
    assert sound(house) == []
    (bundle,) = make_bundles(house, house.today())
    assert [out.letter.number for out in bundle.outs] == [old.number, new.number]
    assert bundle.unposted == 0


def test_the_day_of_the_answer_stays_the_first_posting(house):
    """Ten days later it is posted again; until then the case has a due day of its own, and is not kept too long or too short."""
    number = closed(house)
    (first,) = [event.at.date() for event in told(house, number, EventKind.CASE_CLOSED)]
    later = at(house, days=60)
    came_back(later, f"{number}-1")
    (waiting,) = read_frames(later).cases.filter("open").iter_rows(named=True)
    assert (waiting["number"], waiting["stage"], waiting["late"]) == (number, "returned", False)
    with later.database.transaction() as session:
        assert later.due_on(case_by_number(session, number), told(later, number)) > later.today()
    assert not any(row["case"] == number and "closed" in str(row) for row in keeping_over(later))
    issued_again(later, number)
    outcome = outcome_of(told(house, number))
    assert (outcome.answered_on, outcome.closed_on) == (first, first)


def test_kept_at_the_desk_the_case_closes_and_nothing_is_written(house):
    """A reason is asked for; another return asks again."""
    number = closed(house)
    came_back(house, f"{number}-1")
    assert not answer(house, number, BACK, action="keep_returned")
    second = Wait(step=Step.HANDLE_RETURN, attempt=2)
    assert answer(house, number, second, action="keep_returned", reason="宛所不明のため")
    assert coming(house, number) is Deed.CLOSE
    do(house, number, Deed.CLOSE)
    assert len(letters(house, number)) == 1
    came_back(house, f"{number}-1", name="again")
    assert coming(house, number).step is Step.HANDLE_RETURN


def test_a_new_address_is_corrected_first(house):
    """On the evidence page, though the case is decided; nothing else may be corrected there, and what was decided stands."""
    number = closed(house)
    with pytest.raises(KaijiError):
        edit_field(house, number, FieldChange("person.address", "京都府京都市北区1", 0, None, "sato"))
    came_back(house, f"{number}-1")
    assert not answer(house, number, BACK, action="post_to_new_address", reason="転居のため")
    with pytest.raises(KaijiError):
        edit_field(house, number, FieldChange("person.birth_date", "1986-02-12", 0, None, "sato"))
    moved = "大阪府大阪市北区梅田1丁目1番1号"
    edit_field(house, number, FieldChange("person.address", moved, 0, None, "abe"))
    assert coming(house, number).step is Step.HANDLE_RETURN
    issued_again(house, number, "post_to_new_address")
    assert [letter.addressed_to[1] for letter in letters(house, number)] == [ADDRESS, moved]


def test_who_corrects_the_address_does_not_release_the_letter_to_it(house):
    """Nothing holds the new address against the identity document, so one person alone sends nobody's data elsewhere."""
    number = closed(house)
    came_back(house, f"{number}-1")
    edit_field(house, number, FieldChange("person.address", "大阪府大阪市北区梅田1丁目1番1号", 0, None, "ito"))
    assert answer(house, number, BACK, "ito", action="post_again", reason="転居のため")
    do(house, number, Deed.WRITE_REPLY)
    assert not answer(house, number, coming(house, number), "ito", action="release")
    assert answer(house, number, coming(house, number), "sato", action="release")


def test_a_letter_that_asks_for_more_comes_back_while_the_case_is_open(house):
    """The clock runs again until it is posted anew; then it is the requester's turn once more."""
    number = deficient(house, Step.AWAIT_REQUESTER)
    came_back(house, f"{number}-1")
    assert coming(house, number) == BACK
    assert answer(house, number, BACK, action="post_again", reason="不在のため")
    move_to(house, number, Step.AWAIT_REQUESTER)
    assert coming(house, number) == Wait(step=Step.AWAIT_REQUESTER, attempt=2)
    assert [letter.replaces for letter in letters(house, number)] == ["", f"{number}-1"]
    assert sound(house) == []


def test_kept_it_waits_for_the_requester_as_before(house):
    """Nothing is written, and the same question is asked."""
    number = deficient(house, Step.AWAIT_REQUESTER)
    came_back(house, f"{number}-1")
    assert answer(house, number, BACK, action="keep_returned", reason="電話で連絡済みのため")
    assert coming(house, number) == Wait(step=Step.AWAIT_REQUESTER, attempt=1)


def test_what_was_decided_is_not_decided_again(house):
    """While a posted answer is issued again it can be written anew, and not sent back to the decision."""
    number = closed(house)
    came_back(house, f"{number}-1")
    assert answer(house, number, BACK, action="post_again", reason="転居のため")
    do(house, number, Deed.WRITE_REPLY)
    release = coming(house, number)
    assert release.step is Step.RELEASE_REPLY
    assert not answer(house, number, release, "ito", action="back_to_decision", reason="誤り")
    assert answer(house, number, coming(house, number), "ito", action="write_again", reason="書式の誤り")
    do(house, number, Deed.WRITE_REPLY)
    assert [(each.withdrawn, each.replaces) for each in letters(house, number)] == [
        (True, ""),
        (True, f"{number}-1"),
        (False, f"{number}-1"),
    ]


def test_what_nothing_can_be_done_about_goes_to_a_person(house):
    """Unknown, not posted, replaced: each with its reason, and no case is touched."""
    waiting = to_dispatch(house, b"two")
    replaced = closed(house, b"one")
    came_back(house, f"{replaced}-1")
    issued_again(house, replaced)
    for name, letter, why in (
        ("a", "K26-09999-1", "has written none"),
        ("b", f"{waiting}-1", "nobody has confirmed"),
        ("c", f"{replaced}-1", f"{replaced}-2 took its place"),
    ):
        with pytest.raises(NotReturned, match=why):
            came_back(house, letter, name=name)
    assert open_cases(house) == [waiting]


def test_a_code_that_somebody_printed_themselves_opens_no_case(house):
    """Numbers follow each other, so one's own tells those of others; the seal of a code is nobody's to guess."""
    number = closed(house)
    with pytest.raises(NotReturned, match="has not printed"):
        scan(house, [write_letter_code(f"{number}-1", b"another key")], name="forged")
    assert open_cases(house) == []


def test_papers_of_a_requester_are_no_returned_mail(house):
    """A form beside the letter is a request; a slip, or pages too many, are for a person to tell."""
    number = closed(house)
    letter = [write_letter_code(f"{number}-1", house.key("packages"))]
    scan(house, [FORM, *letter], name="form")
    for name, pages in (("slip", [letter, [write_slip_code(number, 1)]]), ("many", [letter, [], [], [], [], [], []])):
        with pytest.raises(NotReturned):
            scan(house, *pages, name=name)
    assert open_cases(house) == []


def test_a_batch_of_returned_letters_is_parted(house):
    """Each letter is a packet of its own, and goes to its own case."""
    one, two = closed(house, b"one"), closed(house, b"two")
    key = house.key("packages")
    batch = scan(house, [write_letter_code(f"{one}-1", key)], [], [write_letter_code(f"{two}-1", key)])
    with house.database.transaction() as session:
        assert packet_by_number(session, batch).status == PacketStatus.SPLIT
    (split,) = [e for e in _all(house) if e.kind == EventKind.PACKET_SPLIT]
    for part in split.facts["parts"]:
        open_packet(house, part)
    assert {coming(house, number) for number in (one, two)} == {BACK}


def _all(house):
    from tasks.store.tables import EventRow

    with house.database.transaction() as session:
        return list(session.exec(select(EventRow)))


def test_a_lost_letter_is_issued_again_on_demand(house):
    """From the case's page by who may decide, with a reason; not twice, and not of a case whose answer is under way."""
    number, open_still = closed(house, b"one"), to_dispatch(house, b"two")
    desk = worklist_desk(house)
    add_reissue(desk, house, FakeHands().hands())
    browser = client_of(desk, "sato", Role.REVIEWER)
    path = f"/cases/{number}/letters/{number}-1/again"
    assert client_of(desk, "mori", Role.OPERATOR).post(path, data={"why": "lost"}).status_code == 403
    assert browser.post(path, data={"why": "whatever"}).status_code == 422
    assert browser.post(path.replace(number, open_still), data={"why": "lost"}).status_code == 409
    assert open_cases(house) == [open_still]
    assert browser.post(path, data={"why": "lost"}).status_code == 303
    assert browser.post(path, data={"why": "lost"}).status_code == 409
    assert "不着・紛失" in describe(house, number, coming(house, number))
    issued_again(house, number)
    assert [letter.replaces for letter in letters(house, number)] == ["", f"{number}-1"]
