"""A process that dies at any write, on a real PostgreSQL: the next one finishes the same letters, and nothing lies about twice."""

import re
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tasks.audit.cross_checks import disagreements
from tasks.case.happened import EventKind
from tasks.case.progress import Deed, Step
from tasks.decide.asking import coming
from tasks.desk.notices import fetch_package, send_packages
from tasks.engines import weasyprint_pdf
from tasks.letter_places import outbox_file, package_beside, released_on
from tasks.outbox.bundles import make_bundles
from tasks.reply.notices import release_notice, write_notices
from tasks.reply.withdraw import put_away_withdrawn
from tasks.store.cases import case_by_number, letters_of
from tasks.store.database import Database
from tasks.store.events import events_of, record
from tests.support.cases import open_case
from tests.support.moving import do, move_to
from tests.support.other_policy import house_with
from tests.support.outbox import lying
from tests.support.signing import answer

TRACKING = "123-45-67890-1"
_ITS_OWN = re.compile(r"<svg.*?</svg>|K\d\d-\d{5}", re.DOTALL)  # of a letter: its code and the number of its case
_POINTS, _APART = 200, 7  # one case dies at the first, another at the eighth write of each piece of work, and so on
_DISCLOSE = {"disclosure": "disclose", "delivery": "electronic_pdf", "grounds": [], "send_back": "go_on", "reason": ""}
_RELEASE = (Step.RELEASE_REPLY, "ito", {"action": "release"})
_POST = (Step.DISPATCH_REPLY, "mori", {"action": "posted", "tracking_number": TRACKING})
WAY = (
    (Step.DECIDE, "sato", _DISCLOSE),
    (Step.RELEASE_REPLY, "ito", {"action": "write_again", "reason": "文面の見直し"}),
    _RELEASE,
    (Step.DISPATCH_REPLY, "mori", {"action": "back_to_release", "reason": "封筒の不備"}),
    _RELEASE,
    _POST,
)
AGAIN = ((Step.HANDLE_RETURN, "sato", {"action": "post_again", "reason": "不達のため"}), _RELEASE, _POST)


class Killed(BaseException):
    """As kill -9: nothing of kaiji's catches it."""


class Deaths:
    """Counts every commit, every file that gets its name and every file that goes; dies before or after the nth of them."""

    def __init__(self, monkeypatch):
        self.left = None
        transaction, replace, unlink = Database.transaction, Path.replace, Path.unlink

        @contextmanager
        def dying_transaction(database):
            with transaction(database) as session:
                yield session
                self.point()
            self.point()

        def dying_replace(path, to):
            self.point()
            done = replace(path, to)
            self.point()
            return done

        def dying_unlink(path, missing_ok=False):
            there = path.exists()
            unlink(path, missing_ok=missing_ok)
            if there:
                self.point()

        monkeypatch.setattr(Database, "transaction", dying_transaction)
        monkeypatch.setattr(Path, "replace", dying_replace)
        monkeypatch.setattr(Path, "unlink", dying_unlink)

    def point(self):
        """One of the points at which it may die."""
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                self.left = None
                raise Killed

    def through(self, at, work):
        """Does the work, dies at a point of it, and does it again; whether it died."""
        self.left = at
        try:
            work()
        except Killed:
            work()
            return True
        finally:
            self.left = None
        return False


def letters_alike(monkeypatch):
    """Lets all cases have the letters of the first: what is looked at here is where files lie and what is on record."""
    typeset, known = weasyprint_pdf._typeset, {}

    def once(html, *how):
        words = _ITS_OWN.sub("", html)
        return known.get(words) or known.setdefault(words, typeset(html, *how))

    monkeypatch.setattr(weasyprint_pdf, "_typeset", once)


def drive(house, number):
    """What the case's run does until a person is asked."""
    put_away_withdrawn(house, number)
    write_notices(house, number)
    while isinstance(now := coming(house, number), Deed):
        do(house, number, now)


def case_of(house, place):
    serial = f"{place:011}"
    instrument = f"{serial[:5]}-{serial[5:]}:1000:2026-11-10"
    return open_case(house, f"packet {place}".encode(), fee__instruments=("", instrument))


def extended(house, number):
    with house.database.transaction() as session:
        case = case_by_number(session, number)
        record(session, EventKind.EXTENSION_ASKED, house.now(), actor="sato", case_id=case.id)
    until = house.today().replace(year=house.today().year + 1).isoformat()
    assert answer(house, number, coming(house, number), "ito", action="extend", until=until, reason="調査のため")


def check(house, number, replaced):
    """One number in circulation for each letter, each with its file, its event and nothing beside it."""
    with house.database.transaction() as session:
        case = case_by_number(session, number)
        letters, events = letters_of(session, case.id), events_of(session, case.id)
        places = {each.number: (each, released_on(session, each)) for each in letters}
        assert list(disagreements(house, session)) == []
    standing = [each for each in letters if not each.withdrawn]
    assert len({each.occasion for each in standing}) == len(standing)
    assert [each.sequence for each in letters] == list(range(1, len(letters) + 1))
    written = [each.facts["letter"] for each in events if each.kind == EventKind.LETTER_WRITTEN]
    assert sorted(written) == sorted(each.number for each in letters)
    out = {number for number, (each, _) in places.items() if not each.withdrawn or number in replaced}
    files = {outbox_file(house, *places[each]) for each in out}
    files |= {
        package_beside(outbox_file(house, *places[each]), places[each][0]) for each in out if places[each][0].package
    }
    here = {*lying(house), *(path for path in house.electronic.rglob("*") if path.is_file())}
    assert {path for path in here if number in path.name} == files
    assert not [path for path in house.drafts.rglob("*") if number in path.name]
    for bundle in make_bundles(house, house.today()):
        assert bundle.left_out == ()
    told = {out.letter.number for bundle in make_bundles(house, house.today()) for out in bundle.outs}
    assert {each for each in told if each.startswith(number)} == out


def test_whatever_kills_a_process_each_letter_goes_out_once(house, tmp_path, monkeypatch):
    """A package with its password, an acknowledgement and an extension; sent back, released, posted and issued again."""
    letters_alike(monkeypatch)
    house = house_with(house, tmp_path / "policies", 'electronic = ["pdf"]', "acknowledge = true")
    deaths = Deaths(monkeypatch)
    for place in range(0, _POINTS, _APART):
        number = case_of(house, place)
        move_to(house, number, Step.DECIDE)
        extended(house, number)
        died = [deaths.through(place, partial(drive, house, number))]
        release_notice(house, standing(house, number)["acknowledgement"].number, "ito")
        for step, person, choices in WAY:
            assert coming(house, number).step is step
            if step is Step.DISPATCH_REPLY and choices["action"] == "posted":
                send(house, number)
            assert answer(house, number, coming(house, number), person, **choices)
            died.append(deaths.through(place, partial(drive, house, number)))
        password = standing(house, number)["password-disclosure"]
        ask_again(house, number, password)
        for step, person, choices in AGAIN:
            assert coming(house, number).step is step
            assert answer(house, number, coming(house, number), person, **choices)
            died.append(deaths.through(place, partial(drive, house, number)))
        check(house, number, {password.number})
        if not any(died):
            return
    raise AssertionError("there are more points than were tried")


def send(house, number):
    """The package is fetched and sent."""
    package = standing(house, number)["disclosure"].number
    fetch_package(house, package, "mori")
    assert [each.problem for each in send_packages(house, "mori", [package], "email")] == [""]


def ask_again(house, number, letter):
    """Somebody wants a posted letter once more."""
    with house.database.transaction() as session:
        case = case_by_number(session, number)
        told = {"letter": letter.number, "occasion": letter.occasion, "why": "lost"}
        record(session, EventKind.REISSUE_ASKED, house.now(), actor="sato", case_id=case.id, **told)


def standing(house, number):
    """The letters that stand, by occasion."""
    with house.database.transaction() as session:
        letters = letters_of(session, case_by_number(session, number).id)
    return {each.occasion: each for each in letters if not each.withdrawn}
