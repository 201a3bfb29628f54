"""The bundles of a day on a real PostgreSQL: just the letters that are to be posted, in their order, whole or not at all."""

import csv
import hashlib
import io
import stat

import pikepdf
import pytest
from sqlmodel import select
from typer.testing import CliRunner

from tasks import cli_outbox
from tasks.case.happened import EventKind
from tasks.case.means import Means
from tasks.case.progress import Step
from tasks.case.roles import Role
from tasks.desk.outbox_files import add_outbox
from tasks.outbox import bundles
from tasks.outbox.bundles import make_bundles
from tasks.reply.put_out import put_out
from tasks.reply.withdraw import put_away_withdrawn
from tasks.store.cases import case_by_number
from tasks.store.letters import withdraw_letters
from tasks.store.tables import EventRow
from tests.support.cases import ADDRESS, NAME
from tests.support.letter_text import pages_of
from tests.support.moving import accepted, by, decidable, deficient, move_to, to_dispatch
from tests.support.outbox import bundled, lying
from tests.support.worklist_desk import client_of, worklist_desk

ORDINARY = ["manifest-ordinary.csv", "ordinary.pdf"]


def day_of(house):
    return house.outbox / house.today().isoformat()


def listed(file):
    return list(csv.reader(io.StringIO(file.read_bytes().decode("utf-8-sig"))))


def bookmarks(file):
    with pikepdf.open(file) as opened, opened.open_outline() as outline:
        return [item.title for item in outline.root], len(opened.pages)


def test_a_bundle_holds_the_days_letters_in_order(house):
    """What asks for more and what answers; its pages are the letters' own, and the manifest says what they are."""
    one, short = to_dispatch(house), deficient(house, Step.DISPATCH_DEFICIENCY)
    assert bundled(house) == ORDINARY
    letters = lying(house)
    assert [file.stem for file in letters] == [f"{one}-1", f"{short}-1"]
    pages = [text for file in letters for text in pages_of(file)]
    assert bookmarks(day_of(house) / "ordinary.pdf") == ([f"{one}-1", f"{short}-1"], len(pages))
    assert pages_of(day_of(house) / "ordinary.pdf") == pages
    _, *rows = listed(day_of(house) / "manifest-ordinary.csv")
    assert [row[:2] for row in rows] == [[f"{one}-1", one], [f"{short}-1", short]]
    assert sum(int(row[3]) for row in rows) == len(pages)
    assert [row[5] for row in rows] == [hashlib.sha256(file.read_bytes()).hexdigest() for file in letters]
    assert [row[7:10] for row in rows] == [["ito", "", ""], ["sato", "", ""]]
    assert NAME not in "".join(map("".join, rows))


def test_registered_mail_has_a_list_of_addresses_for_nobody_else(house):
    """As the post office's receipt has its columns; names are in no other list and in no file's name."""
    house = by(house, Means.SIMPLE_REGISTERED)
    number = to_dispatch(house)
    file = day_of(house) / "addresses-simple_registered.csv"
    assert listed(file) == [
        ["通番", "届け先氏名", "郵便番号", "住所", "引受番号", "摘要"],
        ["1", NAME, "530-0001", ADDRESS, "", f"{number}-1"],
    ]
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    accepted(house, number)
    make_bundles(house, house.today())
    assert listed(file)[1][4] == "123-45-67890-1"
    assert listed(day_of(house) / "manifest-simple_registered.csv")[1][8:10] == ["123-45-67890-1", str(house.today())]


def test_whoever_releases_may_choose_another_post(house):
    """The choice wins over the house's habit, and stands on the letter."""
    number = decidable(house)
    move_to(house, number, Step.RELEASE_REPLY)
    accepted(house, number, means="restricted")
    put_out(house, number)
    assert bundled(house) == ["addresses-restricted.csv", "manifest-restricted.csv", "restricted.pdf"]


def test_a_withdrawn_letter_leaves_the_bundle(house):
    """The one left is bundled anew; when none is left there is no bundle."""
    one, two = to_dispatch(house, b"one"), to_dispatch(house, b"two")
    for number, left in ((one, [f"{two}-1"]), (two, None)):
        withdraw(house, number)
        put_away_withdrawn(house, number)
        file = day_of(house) / "ordinary.pdf"
        assert (bookmarks(file)[0] if file.is_file() else None) == left
    assert bundled(house) == []


def withdraw(house, number):
    with house.database.transaction() as session:
        case = case_by_number(session, number, lock=True)
        withdraw_letters(session, case, {"disclosure"}, house.now())


def test_no_bundle_of_before_outlives_a_death(house, monkeypatch):
    """Killed after a letter was withdrawn and before the bundle is made: there is none, and the next call makes it."""
    one, two = to_dispatch(house, b"one"), to_dispatch(house, b"two")
    withdraw(house, one)
    with monkeypatch.context() as dying:
        dying.setattr("tasks.reply.withdraw.make_bundles_of", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            put_away_withdrawn(house, one)
    assert bundled(house) == []
    make_bundles(house, house.today())
    assert bookmarks(day_of(house) / "ordinary.pdf")[0] == [f"{two}-1"]


@pytest.mark.parametrize("written", [0, 1, 2])
def test_a_death_between_two_files_is_mended(house, monkeypatch, written):
    """However many of a bundle's files were there when it died, what is made next is right; nothing hidden is left."""
    house = by(house, Means.SIMPLE_REGISTERED)
    to_dispatch(house, b"one")
    real, done = bundles.write_whole, []

    def dies(*told):
        if len(done) == written:
            raise KeyboardInterrupt
        done.append(told)
        real(*told)

    with monkeypatch.context() as dying:
        dying.setattr(bundles, "write_whole", dies)
        with pytest.raises(KeyboardInterrupt):
            to_dispatch(house, b"two")
    assert "manifest-simple_registered.csv" not in bundled(house)
    make_bundles(house, house.today())
    first, second = (file.stem for file in lying(house))
    assert bookmarks(day_of(house) / "simple_registered.pdf")[0] == [first, second]
    assert [row[0] for row in listed(day_of(house) / "manifest-simple_registered.csv")[1:]] == [first, second]


def test_made_again_a_bundle_is_the_same_and_is_not_written(house):
    """The same bytes, and the file is left alone."""
    to_dispatch(house)
    file = day_of(house) / "ordinary.pdf"
    before, content = file.stat().st_ino, file.read_bytes()
    make_bundles(house, house.today())
    assert file.stat().st_ino == before
    file.unlink()
    make_bundles(house, house.today())
    assert file.read_bytes() == content


def test_a_letter_that_was_changed_is_not_printed(house, monkeypatch):
    """It is named instead, by the command too, which then fails."""
    one, two = to_dispatch(house, b"one"), to_dispatch(house, b"two")
    (day_of(house) / f"{one}-1.pdf").write_bytes(b"%PDF another")
    monkeypatch.setattr(cli_outbox, "open_house", lambda _: house)
    command = cli_outbox.typer.Typer()
    command.command()(cli_outbox.outbox)
    told = CliRunner().invoke(command, [])
    assert told.exit_code == 1
    assert f"gone or changed: {one}-1" in told.output
    assert bookmarks(day_of(house) / "ordinary.pdf")[0] == [f"{two}-1"]


def test_the_mail_room_takes_the_files_and_that_is_recorded(house):
    """By name, for operators; nothing else of the outbox can be had."""
    number = to_dispatch(house)
    desk = worklist_desk(house)
    add_outbox(desk, house)
    browser = client_of(desk, "mori", Role.OPERATOR)
    assert f"/dispatch/files/{house.today()}/ordinary.pdf" in browser.get("/dispatch").text
    taken = browser.get(f"/dispatch/files/{house.today()}/ordinary.pdf")
    assert taken.content == (day_of(house) / "ordinary.pdf").read_bytes()
    for wrong in (
        f"{house.today()}/{number}-1.pdf",
        f"{house.today()}/addresses-ordinary.csv",
        "2026-13-99/ordinary.pdf",
    ):
        assert browser.get(f"/dispatch/files/{wrong}").status_code == 404
    with house.database.transaction() as session:
        (seen,) = session.exec(select(EventRow).where(EventRow.kind == EventKind.OUTBOX_SEEN.value)).all()
    assert (seen.actor, seen.facts["file"], seen.facts["letters"]) == ("mori", "ordinary.pdf", [f"{number}-1"])
    stranger = client_of(desk, "sato", Role.REVIEWER, Role.AUDITOR)
    assert stranger.get(f"/dispatch/files/{house.today()}/ordinary.pdf").status_code == 403
