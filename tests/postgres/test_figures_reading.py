"""The figures of a house are those of its record: whatever happens, whoever dies in between, whoever reads at once."""

import random
import threading
from contextlib import suppress
from datetime import timedelta

import pytest
from polars.testing import assert_frame_equal
from pydantic import ValidationError
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tasks.case.business_days import previous_business_day
from tasks.case.edits import FieldChange
from tasks.case.errors import KaijiError
from tasks.case.happened import EventKind
from tasks.case.ledger import Entry, Move
from tasks.case.progress import Step, Wait
from tasks.case.send_back import BACK, CHOICE
from tasks.check.edit_field import edit_field
from tasks.check.join_cases import join_cases
from tasks.decide.asking import coming
from tasks.decide.lapse import let_lapse
from tasks.figures import keeping, reading
from tasks.figures.forecast_cases import forecast_of
from tasks.figures.forecast_past import past_forecasts
from tasks.figures.frames import frames_of
from tasks.figures.keeping import catch_up, drifted, made_by
from tasks.figures.reading import read_frames
from tasks.figures.rows import rows_of
from tasks.figures.today_next import next_table
from tasks.store.cases import all_cases, case_by_number, letters_of
from tasks.store.events import record
from tasks.store.fees import enter
from tests.support.cases import NAME, open_case
from tests.support.moving import ANSWERS, SHORT, accepted, at, closed, deficient, do, sent_back, to_dispatch

ALONE = {"request__kinds": None, "request__date": None, "form__signature": None}  # no form of its own
LAST_DIGIT = 1e-14


class Killed(BaseException):
    """The process was killed here."""


def as_recorded(house, now, version):
    """The frames the plain way: every row made of the record, from scratch."""
    with house.database.transaction() as session:
        rows = list(rows_of(house, session, [case.id for case in all_cases(session)]))
    return frames_of(rows, now, keeping.calendar_of(house), version=version)


def check(house):
    """What is read is what the record says, row by row and column by column."""
    frames = read_frames(house)
    plain = as_recorded(house, frames.now, frames.version)
    assert_frame_equal(frames.cases, plain.cases)
    assert_frame_equal(frames.stays, plain.stays, rel_tol=LAST_DIGIT)
    assert drifted(house) == []
    return frames


class Desk:
    """People at a desk who do anything that may be done, in any order."""

    def __init__(self, house, seed):
        self.house, self.chance, self.days, self.numbers = house, random.Random(seed), 0, []  # noqa: S311  # deeds by chance

    def act(self):
        """Some days pass, and somebody does something."""
        self.days += self.chance.choice([0, 0, 0, 1, 3, 20])
        self.now = at(self.house, days=self.days)
        deeds = [
            self.come,
            self.come,
            self.come,
            self.go_on,
            self.go_on,
            self.go_on,
            self.edit,
            self.supplement,
            self.ask,
            self.refuse,
        ]
        deed = self.chance.choice(
            [*deeds, self.pay, self.look, self.lapse, self.join, self.again] if self.numbers else [self.come]
        )
        with suppress(
            KaijiError, ValidationError
        ):  # it may not be done now, or an answer by chance lacks its letter's annex
            deed()

    @property
    def number(self):
        """One of the cases so far."""
        return self.chance.choice(self.numbers)

    def content(self):
        """Some bytes of a packet."""
        return self.chance.randbytes(8)

    def come(self):
        """A packet becomes a case; now and then something is missing."""
        more = self.chance.choice([{}, SHORT, {"form__signature": None}])
        name = (f"{NAME}{self.chance.randrange(20)}", None)  # what one person sends twice may join a case that waits
        more = more | {"person__name": name, "id__name": name}
        self.numbers.append(open_case(self.now, self.content(), **more))

    def supplement(self):
        """What was missing comes."""
        slip = self.number
        serial = f"{self.chance.randrange(10**11):011}"
        open_case(self.now, self.content(), slip__case=(slip, slip), **ALONE,
            fee__instruments=("", f"{serial[:5]}-{serial[5:]}:500:2026-11-10"))  # fmt: skip

    def go_on(self):
        """A case goes on by a step or a few."""
        number = self.number
        for _ in range(self.chance.choice([1, 3])):
            now = coming(self.now, number)
            if now is None:
                return
            if isinstance(now, Wait):
                accepted(self.now, number, **self.answer(now.step))
            else:
                do(self.now, number, now)

    def answer(self, step):
        """What a person might answer at this step."""
        if step is Step.EXTEND_DUE:
            until = (self.now.today() + timedelta(days=self.chance.randrange(1, 40))).isoformat()
            return self.chance.choice([{"action": "extend", "until": until}, {"action": "keep"}]) | {"person": "ito"}
        if step is Step.HANDLE_RETURN:
            return {"action": self.chance.choice(["post_again", "keep_returned"]), "person": "ito"}
        sends_back = step is Step.AWAIT_RESCAN or self.chance.randrange(5) == 0  # papers answer that, and no person
        if sends_back and step in BACK:
            return {CHOICE.get(step, "action"): self.chance.choice(sorted(BACK[step])), "person": "ito"}
        return {} if step in ANSWERS else {CHOICE.get(step, "action"): "supplied", "person": "ito"}

    def edit(self):
        """A field is corrected, or confirmed."""
        edit_field(
            self.now,
            self.number,
            FieldChange("person.name", self.chance.choice([NAME, "林田 泰史"]), None, None, "sato"),
        )

    def ask(self):
        """More time is asked for."""
        self.note(EventKind.EXTENSION_ASKED)

    def look(self):
        """Somebody looks at the papers."""
        self.note(EventKind.EVIDENCE_SEEN, what="case", step="")

    def refuse(self):
        """A step is sent back."""
        number = self.number
        if isinstance(coming(self.now, number), Wait):
            sent_back(self.now, number)

    def pay(self):
        """Money moves."""
        number = self.number
        with self.now.database.transaction() as session:
            move = self.chance.choice([Move.RECEIVED, Move.DEPOSITED, Move.RETURNED])
            entry = Entry(number, f"cash {number}", move, 500, self.now.today(), "mori")
            enter(session, case_by_number(session, number), entry, self.now.now())

    def lapse(self):
        """Two months later whatever waits for requesters lapses."""
        for number in self.numbers:
            let_lapse(at(self.house, days=self.days + 60), number)
        self.days += 60

    def join(self):
        """A case is joined to another, or to itself, which is refused."""
        join_cases(self.now, self.number, self.number, "sato")

    def again(self):
        """A posted letter of a closed case is asked for once more."""
        number = self.number
        with self.now.database.transaction() as session:
            letters = letters_of(session, case_by_number(session, number).id)
        if coming(self.now, number) is None and letters:
            letter = letters[-1]
            self.note(EventKind.REISSUE_ASKED, number, letter=letter.number, occasion=letter.occasion, why="lost")

    def note(self, kind, number=None, **facts):
        """Something that no other deed tells."""
        with self.now.database.transaction() as session:
            case = case_by_number(session, number or self.number)
            record(session, kind, self.now.now(), actor="sato", case_id=case.id, **facts)


@pytest.mark.parametrize("seed", range(3))
def test_nothing_drifts_whatever_happens_and_whoever_dies_in_between(house, monkeypatch, seed):
    """After every few deeds the rows are kept by somebody who may be killed before or after, and still say what the record says."""
    desk, chance, keep = Desk(house, seed), random.Random(seed), keeping.keep_lines  # noqa: S311  # deaths by chance
    monkeypatch.setattr(keeping, "_AT_A_TIME", 2)

    def dying(session, lines, by):
        if chance.randrange(3) == 0:
            raise Killed
        keep(session, lines, by)
        if chance.randrange(3) == 0:
            raise Killed

    for place in range(36):
        desk.act()
        if place % 4 == 3:
            monkeypatch.setattr(keeping, "keep_lines", dying)
            with suppress(Killed):
                catch_up(desk.now)
            with suppress(Killed):
                read_frames(desk.now)
            monkeypatch.setattr(keeping, "keep_lines", keep)
            check(desk.now)
    monkeypatch.setattr(reading, "_MEMORY", {})  # another process
    check(desk.now)
    assert len(desk.numbers) > 2


def test_only_what_happened_to_is_made_anew(house):
    """A second look makes nothing; something that happened to one case makes one row, and to a packet alone none."""
    closed(house)
    number = to_dispatch(house, b"two")
    assert (catch_up(house), catch_up(house)) == (2, 0)
    accepted(house, number)
    assert (catch_up(house), catch_up(house)) == (1, 0)
    with house.database.transaction() as session:
        packet = case_by_number(session, number).packet_id
        record(session, EventKind.MY_NUMBER_DESTROYED, house.now(), packet_id=packet, packet="P26-00001")
    assert catch_up(house) == 0
    check(house)


def test_a_row_that_was_lost_or_made_by_other_rules_is_made_anew(house, monkeypatch):
    """By whoever comes next; until then it is not taken for what it is not."""
    closed(house)
    to_dispatch(house, b"two")
    check(house)
    with house.database.transaction() as session:
        session.execute(text("DELETE FROM case_figures WHERE case_id = 1"))
        session.execute(text("UPDATE case_figures SET made_by = 'other', line = '{}' WHERE case_id = 2"))
    monkeypatch.setattr(reading, "_MEMORY", {})
    assert check(house).cases.height == 2
    with house.database.transaction() as session:
        assert session.execute(text("SELECT made_by FROM case_figures")).scalars().all() == [made_by()] * 2


def test_a_row_that_says_something_else_than_the_record_is_found(house):
    """By its case's number, whether it is settled or not; nothing is changed by looking."""
    one, two = closed(house), to_dispatch(house, b"two")
    catch_up(house)
    for case_id, number in ((1, one), (2, two)):
        with house.database.transaction() as session:
            tampered = "UPDATE case_figures SET line = replace(line, 'disclosure', 'correction') WHERE case_id = :id"
            session.execute(text(tampered), {"id": case_id})
        assert number in drifted(house)
    assert drifted(house) == [one, two]


def test_two_who_make_the_rows_at_once_make_the_same(house, monkeypatch):
    """Neither waits for ever, neither breaks, and no older row is put over a newer one."""
    for content in (b"one", b"two", b"three"):
        open_case(house, content)
    monkeypatch.setattr(keeping, "_AT_A_TIME", 1)
    broken = []

    def read():
        try:
            for _ in range(5):
                catch_up(house)
                read_frames(house)
        except Exception as error:  # noqa: BLE001
            broken.append(error)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in ("K26-00001", "K26-00002", "K26-00003"):
        with suppress(KaijiError):
            edit_field(house, number, FieldChange("person.name", "林田 泰史", None, None, "sato"))
    for thread in threads:
        thread.join()
    assert broken == []
    check(house)


def test_a_period_that_ends_is_watched_for(house):
    """Until when the requester may post is what their letter says, and it is told to operations as that day comes near."""
    number = deficient(house, Step.AWAIT_REQUESTER)
    with house.database.transaction() as session:
        (letter,) = letters_of(session, case_by_number(session, number).id)
    (until,) = check(house).cases["asked_until"]
    assert until == letter.reply_by
    with house.database.transaction() as session:
        first, calendar = until, house.calendar(house.policy_of(case_by_number(session, number)))
    for _ in range(3):
        first = previous_business_day(first, calendar)
    before = (until - first).days
    for days, cases in ((before + 1, 0), (before, 1), (0, 1)):
        frames = check(at(house, days=(until - house.today()).days - days))
        assert [row[2].value for row in next_of(frames) if row[0].code == "period_ends"] == [1] * cases
    accepted(house, number, outcome="supplied", person="sato")
    assert check(house).cases["asked_until"].to_list() == [None]


def test_the_fee_of_a_case_that_was_joined_counts_for_the_other(house):
    """The joined case counts nowhere, but its money is in the house: it is told of, also when it is cashed later."""
    nobody = ("person__name", "person__address", "person__birth_date", "id__name", "id__address", "id__kind")
    plain = ALONE | dict.fromkeys((*nobody, "id__birth_date", "id__expires_on"))
    into = deficient(house, Step.AWAIT_REQUESTER)
    stray = open_case(house, b"stray", **plain, fee__instruments=("", "22222-222222:500:2026-11-10"))
    assert stray != into
    check(house)
    join_cases(house, stray, into, "sato")
    assert check(house).cases["fee_open"].to_list() == [1000]
    with house.database.transaction() as session:
        entry = Entry(stray, "22222222222", Move.DEPOSITED, 500, house.today(), "mori")
        enter(session, case_by_number(session, stray), entry, house.now())
    assert check(house).cases["fee_open"].to_list() == [500]
    assert catch_up(house) == 0


def next_of(frames):
    """The rows of the table of what to do next."""
    return next_table(frames, frames.cases.filter("open")).rows


def test_who_comes_while_another_refreshes_gets_the_frames_of_before(house, monkeypatch):
    """Nobody waits for long; who waits for nothing gets the newest."""
    monkeypatch.setattr(reading, "_PATIENCE", 0.01)
    closed(house)
    before = read_frames(house)
    assert read_frames(house) is before
    open_case(house, b"two")
    memory = reading._MEMORY[house.settings.case_database]
    with memory.lock:
        assert read_frames(house) is before
    assert read_frames(house).cases.height == 2


def test_another_day_makes_what_is_owed_due_in_fewer_days(house):
    """Also a day before, for a house whose clock is put back; what is settled stays as it is."""
    closed(house)
    to_dispatch(house, b"two")
    deficient(house, Step.AWAIT_REQUESTER)
    for days in (0, 1, 40, 2):
        frames = check(at(house, days=days))
        assert frames.today == at(house, days=days).today()
    assert frames.cases["late"].to_list() == [False, False, False]
    assert check(at(house, days=90)).cases["late"].to_list() == [False, True, False]


def test_what_was_computed_of_a_day_outlives_an_event_and_companies_bring_their_calendars(house):
    """The back-test of the day is not made anew each time somebody does something; a forecast is of the newest record."""
    closed(house)
    before = read_frames(house)
    assert before.calendars.keys() == {*before.cases["policy"]}
    past = past_forecasts(before)
    number = to_dispatch(house, b"two")
    after = read_frames(house)
    assert after.version > before.version
    assert past_forecasts(after) is past
    assert len(forecast_of(after)) == 1
    accepted(house, number)
    assert len(forecast_of(read_frames(house))) == 0


def test_the_mail_of_the_day_is_told_by_what_became_of_it(house):
    """What came another day is not of today; what lies in quarantine is counted of all days."""
    house.quarantine.put(_registered(house, b"spoiled"), "It cannot be opened.", house.now())
    open_case(house, b"one")
    tomorrow = at(house, days=1)
    assert (read_frames(house).mail.today, read_frames(house).mail.quarantined) == ({"checked": 1, "quarantined": 1}, 1)
    open_case(tomorrow, b"two")
    mail = read_frames(tomorrow).mail
    assert (mail.today, mail.quarantined) == ({"checked": 1}, 1)


def _registered(house, content):
    from tasks.receive.inbox import take_packet

    envelope = house.settings.inbox / "scan.pdf"
    envelope.write_bytes(content)
    return take_packet(house, envelope)


def test_sample_data_is_told_of(house):
    """Once somebody has made cases up here, every page says so."""
    closed(house)
    assert not read_frames(house).sample
    with house.database.transaction() as session:
        record(session, EventKind.SAMPLE_DATA_MADE, house.now(), cases=1)
    assert read_frames(house).sample


def test_a_case_whose_record_cannot_be_read_takes_no_others_figures_away(house, caplog):
    """It is left out, and told by its place in the database alone."""
    closed(house)
    open_case(house, b"two")
    with house.database.transaction() as session:
        session.execute(text("SET LOCAL session_replication_role = replica"))
        session.execute(text("DELETE FROM event WHERE case_id = 2 AND kind = 'case_opened'"))
    assert read_frames(house).cases["number"].to_list() == ["K26-00001"]
    assert "the case with id 2" in caplog.text


def test_a_database_that_does_not_answer_is_no_fault_of_a_case(house, monkeypatch):
    """It is told as what it is, and the rows that are kept stay."""
    closed(house)
    number = to_dispatch(house, b"two")
    assert catch_up(house) == 2
    accepted(house, number)

    def lost(session, case_ids):
        session.execute(text("SELECT 1 / 0"))

    with monkeypatch.context() as broken:
        broken.setattr("tasks.figures.rows.reply_days", lost)
        with pytest.raises(DBAPIError):
            read_frames(house)
    with house.database.transaction() as session:
        assert session.execute(text("SELECT count(*) FROM case_figures")).scalar_one() == 2
    assert check(house).cases.height == 2


def test_a_row_that_was_made_before_its_record_broke_is_left_out_too(house, monkeypatch):
    """What was known of the case before is not told as if it still held, neither now nor to another process."""
    closed(house)
    number = to_dispatch(house, b"two")
    assert read_frames(house).cases.height == 2
    with house.database.transaction() as session:
        session.execute(text("SET LOCAL session_replication_role = replica"))
        session.execute(text("DELETE FROM event WHERE case_id = 2 AND kind = 'case_opened'"))
        record(session, EventKind.EVIDENCE_SEEN, house.now(), case_id=case_by_number(session, number).id)
    assert read_frames(house).cases["number"].to_list() == ["K26-00001"]
    monkeypatch.setattr(reading, "_MEMORY", {})
    assert read_frames(house).cases["number"].to_list() == ["K26-00001"]
