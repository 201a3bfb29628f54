"""What comes later joins its case, once, and the case goes on: the deficiency loop on a real PostgreSQL."""

import logging
import shutil
from datetime import timedelta

import numpy as np
import pytest
from PIL import Image
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from tasks.case.batch import Mark
from tasks.case.due import reply_by
from tasks.case.edits import FieldChange
from tasks.case.errors import KaijiError, PolicyMistake, UnreadablePacket
from tasks.case.happened import EventKind
from tasks.case.letters import LetterKind
from tasks.case.progress import Deed, Step, Wait
from tasks.case.reply import LetterDue
from tasks.check.earlier import earlier_requests
from tasks.check.edit_field import edit_field
from tasks.check.join_cases import join_cases
from tasks.decide.asking import coming
from tasks.decide.describing import describe
from tasks.decide.held_data import search_held_data
from tasks.decide.lapse import let_lapse
from tasks.engines.image_files import PageImage
from tasks.letter_places import letter_file
from tasks.pages import load_pages
from tasks.policy.loader import POLICY_FOLDER
from tasks.receive import inbox
from tasks.receive.batches import part_batch
from tasks.receive.open_packet import open_packet
from tasks.receive.steps import take_inbox
from tasks.reply.case_file import case_file
from tasks.reply.compose import compose
from tasks.reply.withdraw import put_away_withdrawn
from tasks.reply.write_letters import write_letters
from tasks.store.cases import case_by_number, held_items, letters_of, packets_of, state_of
from tasks.store.events import events_of, record
from tasks.store.packets import packet_by_number
from tasks.store.sealed import REDACTION
from tasks.store.tables import Case, Packet, PacketStatus
from tasks.wiring import House
from tests.support.cases import NAME, open_case
from tests.support.outbox import lying
from tests.support.signing import answer

SHORT = {"fee__total": ("500", "500"), "fee__instruments": ("", "11111-111111:500:2026-11-10")}
REST = {"fee__total": ("500", "500"), "fee__instruments": ("", "22222-222222:500:2026-11-10")}
ALONE = {"request__kinds": None, "request__date": None, "form__signature": None}  # no form of its own


def wait(step, attempt=1):
    return Wait(step=step, attempt=attempt)


def ask_for_more(house, number, attempt=1):
    """The deficiency letter goes out and is posted."""
    assert answer(house, number, wait(Step.RELEASE_DEFICIENCY, attempt), action="release")
    write_letters(house, number, "deficiency")
    posted = {"action": "posted", "tracking_number": "123-45-67890-1"}
    assert answer(house, number, wait(Step.DISPATCH_DEFICIENCY, attempt), "mori", **posted)


def supplement(house, content=b"more", slip=None, **changes):
    """A later packet of the same person without a form, or with a return slip."""
    named = {"slip__case": (slip, slip)} if slip else {}
    return open_case(house, content, **(ALONE | named | changes))


def at(house, **move) -> House:
    """The same house at another time."""
    seconds = int(timedelta(**move).total_seconds())
    return House(house.settings.model_copy(update={"clock_offset_seconds": seconds}), house.database, house.sealed)


def cases(house):
    with house.database.transaction() as session:
        return [case.number for case in session.exec(select(Case).order_by(Case.id))]


@pytest.fixture
def deficient(house):
    """A case whose requester was asked for the other half of the fee."""
    number = open_case(house, **SHORT)
    ask_for_more(house, number)
    assert coming(house, number) == wait(Step.AWAIT_REQUESTER)
    return number


def test_the_letter_says_what_is_due_and_how_and_until_when(house, deficient):
    """The shortage in yen, the fee, the means the company takes, and the day that is kept with the letter."""
    with house.database.transaction() as session:
        case = case_by_number(session, deficient)
        file = case_file(house, session, case)
        (row,) = letters_of(session, case.id)
    letter = compose(file, LetterDue(LetterKind.DEFICIENCY, "deficiency", ()), row)
    (item,) = letter.deficiencies
    assert "500円不足" in item.what
    assert "1,000円" in item.cure
    assert "定額小為替又は普通為替" in item.cure
    assert letter.reply_by == row.reply_by == reply_by(row.written_on, 14, file.calendar)
    assert letter.slip_code == f"KAIJI:SLIP:{deficient}:1"


def test_a_supplement_that_cures_lets_the_case_go_on(house, deficient):
    """The other half comes: one case, two packets, and the search for held data is next."""
    assert supplement(house, slip=deficient, **REST) == deficient
    assert cases(house) == [deficient]
    assert coming(house, deficient) is Deed.SEARCH_HELD_DATA
    with house.database.transaction() as session:
        packets = packets_of(session, case_by_number(session, deficient))
        assert [packet.status for packet in packets] == [PacketStatus.CHECKED] * 2


def test_a_supplement_that_does_not_cure_begins_another_round(house, deficient):
    """A second letter under its own number; the first stays as it was, and no answer of the first round counts."""
    supplement(house, slip=deficient, fee__total=("200", "200"), fee__instruments=("", "33333-333333:200:2026-11-10"))
    assert coming(house, deficient) == wait(Step.RELEASE_DEFICIENCY, 2)
    ask_for_more(house, deficient, 2)
    assert coming(house, deficient) == wait(Step.AWAIT_REQUESTER, 2)
    with house.database.transaction() as session:
        letters = letters_of(session, case_by_number(session, deficient).id)
        assert [letter.occasion for letter in letters] == ["deficiency", "deficiency-2"]
        assert all(letter_file(house, letter).is_file() for letter in letters)
    supplement(house, b"last", slip=deficient, fee__instruments=("", "44444-444444:300:2026-11-10"))
    assert coming(house, deficient) is Deed.SEARCH_HELD_DATA


def test_a_packet_joins_once_however_often_it_is_tried(house, deficient):
    """A run that was killed after the packet joined finds it joined."""
    supplement(house, slip=deficient, **REST)
    with house.database.transaction() as session:
        packet = packets_of(session, case_by_number(session, deficient))[-1]
    file = house.settings.inbox / "again.pdf"
    file.write_bytes(b"more")
    assert inbox.take_packet(house, file) is None
    assert packet.status == PacketStatus.CHECKED


def test_the_clock_stands_still_until_the_day_the_supplement_arrived(house, deficient):
    """And runs again from then on; a second round stops it again."""
    supplement(at(house, days=5), slip=deficient, fee__instruments=("", "33333-333333:200:2026-11-10"))
    ask_for_more(at(house, days=7), deficient, 2)
    with house.database.transaction() as session:
        case = case_by_number(session, deficient)
        holds = house.clock_of(case, events_of(session, case.id)).holds
    first, second = holds
    assert (first[1] - first[0]).days == 5
    assert ((second[0] - first[0]).days, second[1]) == (7, None)


def test_a_second_round_searches_the_held_data_anew(house, deficient):
    """What was found for a name that was misread must not answer the request."""
    supplement(house, slip=deficient, **REST)
    search_held_data(house, deficient)
    with house.database.transaction() as session:
        found = len(held_items(session, case_by_number(session, deficient).id))
    supplement(house, b"more again", slip=deficient, fee__instruments=None, fee__total=None, fee__payees=None)
    assert coming(house, deficient) is Deed.SEARCH_HELD_DATA
    search_held_data(house, deficient)
    with house.database.transaction() as session:
        assert len(held_items(session, case_by_number(session, deficient).id)) == found


def test_after_the_decision_papers_are_a_case_of_their_own(house, deficient):
    """Nothing decided is opened again by a packet."""
    supplement(house, slip=deficient, **REST)
    search_held_data(house, deficient)
    chosen = {"disclosure": "refuse", "grounds": ["5"], "reason": "業務のため"}
    assert answer(house, deficient, wait(Step.DECIDE), **chosen)
    assert supplement(house, b"late", slip=deficient) != deficient


def test_an_answer_to_the_first_round_is_not_taken_for_the_second(house, deficient):
    """Somebody had the old form open when the supplement came."""
    supplement(house, slip=deficient, **REST)
    assert answer(house, deficient, wait(Step.AWAIT_REQUESTER), outcome="not_supplied")
    assert coming(house, deficient) is Deed.SEARCH_HELD_DATA


def test_silence_hands_the_case_to_a_person(house, deficient):
    """The policy publishes no lapse: after the period, and the days that the post takes, a person decides."""
    assert not let_lapse(at(house, days=14), deficient)
    assert let_lapse(at(house, days=25), deficient)
    assert not let_lapse(at(house, days=26), deficient)
    search_held_data(house, deficient)
    assert coming(house, deficient) == wait(Step.DECIDE)
    assert "求めた補正がされていません" in describe(house, deficient, wait(Step.DECIDE))


def test_a_case_closes_by_silence_only_where_the_policy_publishes_that(house, tmp_path):
    """A requester who was told that silence withdraws the request."""
    text = (POLICY_FOLDER / "rococo.toml").read_text(encoding="utf-8")
    text = text.replace('on_lapse = "unspecified"', 'on_lapse = "withdrawn"')
    told = 'lapse_text_ja = "期限までにお返事がないときは、取り下げられたものとします。"'
    text = text.replace('lapse_text_ja = "unspecified"', told)
    folder = tmp_path / "policies"
    folder.mkdir()
    (folder / "rococo.toml").write_text(text, encoding="utf-8")
    strict = House(house.settings.model_copy(update={"policies": folder}), house.database, house.sealed)
    number = open_case(strict, **SHORT)
    ask_for_more(strict, number)
    assert let_lapse(at(strict, days=25), number)
    assert coming(strict, number) is Deed.CLOSE


def test_a_case_keeps_the_policy_under_which_it_arrived(house, tmp_path):
    """The company changes its fee: the old case is held to the old text, a new one to the new."""
    folder = tmp_path / "policies"
    shutil.copytree(POLICY_FOLDER, folder)
    moved = House(house.settings.model_copy(update={"policies": folder}), house.database, house.sealed)
    old = open_case(moved)
    file = folder / "rococo.toml"
    text = file.read_text(encoding="utf-8")
    file.rename(folder / "rococo@2008-10-29.toml")
    newer = text.replace('version = "2008-10-29"', 'version = "2026"').replace(
        "effective_from = 2008-10-29", "effective_from = 2026-01-01"
    )
    file.write_text(newer.replace("amount_yen = 1000", "amount_yen = 1500"), encoding="utf-8")
    new = open_case(moved, b"another", person__name=("別の 人", None), id__name=("別の 人", None))
    with house.database.transaction() as session:
        fees = [moved.policy_of(case_by_number(session, number)).fee.amount_yen for number in (old, new)]
        assert fees == [1000, 1500]
        assert state_of(session, case_by_number(session, new)).disposition == "deficient"


def test_a_policy_changed_under_its_old_version_takes_no_packet(house, tmp_path):
    """The envelope stays in the inbox and the desk hears what to do; other companies' packets go on."""
    folder = tmp_path / "policies"
    shutil.copytree(POLICY_FOLDER, folder)
    moved = House(house.settings.model_copy(update={"policies": folder}), house.database, house.sealed)
    open_case(moved)
    file = folder / "rococo.toml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("amount_yen = 1000", "amount_yen = 1500"), encoding="utf-8"
    )
    envelope = house.settings.inbox / "b.pdf"
    envelope.write_bytes(b"b")
    complaints = []
    assert list(inbox.take_inbox(moved, house.settings.inbox, complaints.append)) == []
    assert envelope.exists()
    assert "version" in complaints[0]
    with pytest.raises(PolicyMistake), house.database.transaction() as session:
        moved.policy_for(session, "no-such-company", house.now())


def test_a_folder_named_after_a_company_holds_its_packets(house, tmp_path):
    """Everything else in the inbox is for the desk's own policy."""
    folder = tmp_path / "policies"
    shutil.copytree(POLICY_FOLDER, folder)
    other = (folder / "rococo.toml").read_text(encoding="utf-8").replace('code = "rococo"', 'code = "other-company"')
    (folder / "other-company.toml").write_text(other, encoding="utf-8")
    moved = House(house.settings.model_copy(update={"policies": folder}), house.database, house.sealed)
    theirs = house.settings.inbox / "other-company"
    theirs.mkdir()
    (theirs / "a.eml").write_bytes(b"theirs")
    (house.settings.inbox / "b.pdf").write_bytes(b"ours")
    assert len(list(inbox.take_inbox(moved, house.settings.inbox))) == 2
    with house.database.transaction() as session:
        found = session.exec(select(Packet.policy, Packet.channel).order_by(Packet.policy)).all()
    assert found == [("other-company", "email"), ("rococo", "post")]
    assert theirs.is_dir()


def test_a_batch_scan_is_parted_once(house, monkeypatch):
    """Killed in the middle, the parts that were sealed are kept and the others follow; none is doubled."""
    envelope = house.settings.inbox / "batch.pdf"
    envelope.write_bytes(b"many")
    number = inbox.take_packet(house, envelope)
    white = np.full((60, 40, 3), 255, np.uint8)
    parts = [[PageImage(0, "a#1", white, 200)], [PageImage(1, "a#2", white, 200), PageImage(2, "a#3", white, 200)]]
    seal = type(house.sealed).seal
    with monkeypatch.context() as broken:
        broken.setattr(type(house.sealed), "seal", lambda self, n, p: seal(self, n, p) if n.endswith("2") else 1 / 0)
        with pytest.raises(ZeroDivisionError):
            part_batch(house, number, parts)
    part_batch(house, number, parts)
    with house.database.transaction() as session:
        packets = session.exec(select(Packet).order_by(Packet.id)).all()
        assert [(p.status, p.batch) for p in packets] == [("split", ""), ("sealed", number), ("sealed", number)]
        assert packet_by_number(session, number).received_at == packets[1].received_at
    with house.sealed.original(packets[2].number) as folder:
        assert len(list(folder.iterdir())) == 2


def test_a_stray_case_is_joined_at_a_persons_word(house, deficient):
    """A money order in a plain envelope: nothing on it told whose it was, so it had opened a case of its own."""
    nobody = dict.fromkeys(["person__name", "person__address", "person__birth_date", "id__name", "id__address"])
    stray = supplement(house, **(nobody | {"id__kind": None, "id__birth_date": None, "id__expires_on": None} | REST))
    assert stray != deficient
    join_cases(house, stray, deficient, "sato")
    assert coming(house, stray) is None
    assert coming(house, deficient) is Deed.SEARCH_HELD_DATA
    with pytest.raises(KaijiError, match="closed"):
        join_cases(house, stray, deficient, "sato")


def test_a_packet_that_joined_is_not_taken_from_its_case_by_what_breaks_afterwards(house, deficient, monkeypatch):
    """Its sealed papers are the case's, and the next packet of the case is checked with them."""

    def full(*_):
        raise OSError("the disk is full")

    monkeypatch.setattr("tasks.check.open_case.drop_pages", full)
    with pytest.raises(OSError, match="full"):
        supplement(house, slip=deficient, **REST)
    with house.database.transaction() as session:
        number = packets_of(session, case_by_number(session, deficient))[-1].number
    house.quarantine.put(number, "broken", house.now())
    assert house.sealed.has(number, REDACTION)
    assert not house.quarantine.holds(number)
    with house.database.transaction() as session:
        assert packet_by_number(session, number).status == PacketStatus.CHECKED


def test_an_event_of_a_case_can_be_added_while_another_holds_the_case(house, deficient):
    """Else one who holds the case and waits for the chain of events would wait for one who waits for the case."""
    with house.database.transaction() as holding, house.database.transaction() as adding:
        case = case_by_number(holding, deficient, lock=True)
        adding.execute(text("SET LOCAL lock_timeout = '2s'"))
        record(adding, EventKind.EVIDENCE_SEEN, house.now(), actor="sato", case_id=case.id)
    with house.database.transaction() as holding, house.database.transaction() as other:
        case_by_number(holding, deficient, lock=True)
        other.execute(text("SET LOCAL lock_timeout = '200ms'"))
        with pytest.raises(OperationalError):
            case_by_number(other, deficient, lock=True)


def test_a_case_that_is_held_is_read_as_it_is_then(house, deficient):
    """Another packet joined between the look at all cases and the hold on one."""
    with house.database.transaction() as session:
        seen = case_by_number(session, deficient)
        supplement(house, slip=deficient, **REST)
        assert case_by_number(session, deficient, lock=True).disposition == "ready_for_decision"
        assert seen.disposition == "ready_for_decision"


def test_a_stray_case_that_was_joined_is_no_earlier_request(house, deficient):
    """Papers do not repeat themselves, in whatever round."""
    stray = open_case(house, b"stray", **(REST | {"request__kinds": ("訂正", "correction")}))
    assert stray != deficient
    join_cases(house, stray, deficient, "sato")
    with house.database.transaction() as session:
        case = case_by_number(session, deficient)
        assert stray not in {each.number for each in earlier_requests(session, "rococo", house.today())}
        assert case.kinds == ["correction", "disclosure"]
        assert state_of(session, case).disposition == "needs_person"


def test_an_answer_about_the_old_papers_is_not_taken_for_the_new_ones(house):
    """The reviewer had the first papers' asking open when others came for the same doubt."""
    number = open_case(house, **SHORT)
    first = coming(house, number)
    assert supplement(house, slip=number, fee__instruments=None, fee__total=None, fee__payees=None) == number
    assert coming(house, number).step is first.step
    assert coming(house, number) != first
    assert answer(house, number, first, action="release")
    with house.database.transaction() as session:
        assert not state_of(session, case_by_number(session, number)).answers


def test_what_sheets_kept_together_is_not_parted_again(house, monkeypatch):
    """Two forms of one family between two sheets are one envelope, also when that envelope is opened by itself."""
    envelope = house.settings.inbox / "batch.pdf"
    envelope.write_bytes(b"many")
    number = inbox.take_packet(house, envelope)
    white = np.full((600, 400, 3), 255, np.uint8)
    part_batch(house, number, [[PageImage(i, f"a#{i}", white, 200) for i in (0, 1)], [PageImage(2, "a#3", white, 200)]])
    monkeypatch.setattr("tasks.receive.batches._mark", lambda _: (Mark.START, "request:1"))
    with house.database.transaction() as session:
        part = session.exec(select(Packet).where(Packet.batch == number).order_by(Packet.id)).first()
    open_packet(house, part.number)
    assert [page.index for page in load_pages(house.sealed, part.number)] == [0, 1]
    with house.database.transaction() as session:
        assert len(session.exec(select(Packet)).all()) == 3


def test_a_scan_of_nothing_but_sheets_is_refused(house, monkeypatch):
    """With what to do, and not as a fault of the program."""
    envelope = house.settings.inbox / "sheets"
    envelope.mkdir()
    for name in ("1.png", "2.png"):
        Image.new("RGB", (600, 400), "white").save(envelope / name)
    number = inbox.take_packet(house, envelope)
    monkeypatch.setattr("tasks.receive.batches._mark", lambda _: (Mark.SEPARATOR, ""))
    with pytest.raises(UnreadablePacket, match="separator"):
        open_packet(house, number)


def test_what_breaks_in_the_inbox_names_no_file(house, monkeypatch):
    """A file's name may be a person's, and Prefect's logs are clear text."""
    (house.settings.inbox / "見本花子.pdf").write_bytes(b"a")
    monkeypatch.setattr("tasks.receive.steps.open_house", lambda: house)
    monkeypatch.setattr("tasks.receive.steps.get_run_logger", logging.getLogger)

    def locked(path):
        raise PermissionError(13, "denied", str(path))

    monkeypatch.setattr(inbox, "_remove", locked)
    with pytest.raises(KaijiError) as told:
        take_inbox.fn()
    assert "見本" not in str(told.value)
    assert told.value.__cause__ is None


def test_a_strangers_papers_are_joined_at_nobodys_word(house, deficient):
    """A slip of the finger in a case's number must not send one person's answer to another."""
    other = open_case(house, b"theirs", person__name=("別の 人", None), id__name=("別の 人", None), **SHORT)
    with pytest.raises(KaijiError, match="somebody else"):
        join_cases(house, other, deficient, "sato")
    assert coming(house, other) is not None


def test_a_folder_with_a_mistyped_company_stays_in_the_inbox(house):
    """Its papers must not be answered on another company's letterhead; a folder with any other name is an envelope."""
    for name in ("rocco", "envelope-1"):
        (house.settings.inbox / name).mkdir()
        (house.settings.inbox / name / "a.pdf").write_bytes(name.encode())
    complaints = []
    assert len(list(inbox.take_inbox(house, house.settings.inbox, complaints.append))) == 1
    assert [path.name for path in house.settings.inbox.iterdir()] == ["rocco"]
    assert "rococo" in complaints[0]


@pytest.fixture
def unposted(house):
    """A case whose deficiency letter lies in the outbox and was not posted yet."""
    number = open_case(house, **SHORT)
    assert answer(house, number, wait(Step.RELEASE_DEFICIENCY), action="release")
    write_letters(house, number, "deficiency")
    assert coming(house, number) == wait(Step.DISPATCH_DEFICIENCY)
    return number


def letters_left(house, number):
    """Whether each letter of a case was withdrawn, and the names of what lies in the outbox."""
    put_away_withdrawn(house, number)
    with house.database.transaction() as session:
        letters = letters_of(session, case_by_number(session, number).id)
    return [letter.withdrawn for letter in letters], [file.stem for file in lying(house)]


def test_a_letter_is_not_posted_that_asks_for_what_has_come(house, unposted):
    """The rest of the fee came before the mail room had posted the letter: it is withdrawn and leaves the outbox."""
    supplement(house, slip=unposted, **REST)
    assert letters_left(house, unposted) == ([True], [])
    assert coming(house, unposted) is Deed.SEARCH_HELD_DATA


def test_a_letter_is_not_posted_whose_reading_was_corrected(house, unposted):
    """It may ask for what is not missing; a person releases another one."""
    edit_field(house, unposted, FieldChange("person.name", NAME, None, None, "sato"))
    assert letters_left(house, unposted) == ([True], [])
    assert coming(house, unposted) == wait(Step.RELEASE_DEFICIENCY, 2)
    ask_for_more(house, unposted, 2)
    assert letters_left(house, unposted) == ([True, False], [f"{unposted}-2"])


def test_a_letter_of_a_case_that_joins_another_is_not_posted(house, deficient):
    """The stray case had asked for its own form; nobody needs to send it."""
    nobody = dict.fromkeys(["person__name", "person__address", "person__birth_date", "id__name", "id__address"])
    stray = supplement(house, **(nobody | {"id__kind": None, "id__birth_date": None, "id__expires_on": None} | REST))
    if coming(house, stray).step is Step.CONFIRM_READING:
        assert answer(house, stray, coming(house, stray), verdict="deficient", deficiencies=["form.kind"])
    assert answer(house, stray, coming(house, stray), action="release")
    write_letters(house, stray, "deficiency")
    join_cases(house, stray, deficient, "sato")
    assert letters_left(house, stray)[0] == [True]


def test_a_letter_that_was_posted_stands_whatever_comes(house, deficient):
    """The requester has it in hand."""
    supplement(house, slip=deficient, **REST)
    assert letters_left(house, deficient) == ([False], [f"{deficient}-1"])
