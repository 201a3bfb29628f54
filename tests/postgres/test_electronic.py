"""An electronic answer on a real PostgreSQL: it opens with the password of its letter, and holds what the letter says, no more."""

import io
import json

import pikepdf
import pytest
import pyzipper
from sqlmodel import select
from starlette.testclient import TestClient

from tasks.audit.cross_checks import disagreements
from tasks.case.errors import KaijiError
from tasks.case.letters import LetterKind
from tasks.case.progress import Step
from tasks.case.roles import Role
from tasks.decide.asking import coming, form_of
from tasks.decide.describing import describe
from tasks.decide.held_data import search_held_data
from tasks.desk.dispatch import read_to_post
from tasks.desk.notices import fetch_package, read_notices, send_packages
from tasks.desk.signed_in import SignedIn
from tasks.letter_places import draft_file, letter_file, package_beside
from tasks.reply import write_letters as writing
from tasks.reply.package import password_of
from tasks.reply.put_out import put_out
from tasks.reply.withdraw import put_away_withdrawn
from tasks.reply.write_letters import write_letters
from tasks.store.cases import case_by_number, held_items, letters_of
from tasks.store.events import events_of
from tasks.store.tables import EventRow
from tests.support.cases import ADDRESS, NAME, open_case
from tests.support.desk import account_of, desk_of
from tests.support.letter_text import text_of
from tests.support.other_policy import house_with
from tests.support.outbox import lying
from tests.support.signing import answer, approve_and_release

TRACKING = "123-45-67890-1"
WITHHELD = "電話番号"


@pytest.fixture
def offering(house, tmp_path):
    """A house whose policy offers every format."""
    return house_with(house, tmp_path / "policies", 'electronic = ["pdf", "csv", "json"]')


def decided(house, form, **choices):
    """A disclosure, decided to go out in this form; its letters are due."""
    number = open_case(house)
    search_held_data(house, number)
    chosen = {"disclosure": "disclose", "grounds": [], "send_back": "go_on", "reason": ""} | choices
    assert answer(house, number, coming(house, number), "sato", delivery=form, **chosen)
    while getattr(now := coming(house, number), "step", None) is Step.APPROVE:
        assert answer(house, number, now, "ito", action="approve")
    return number


def written(house, form, **choices):
    number = decided(house, form, **choices)
    write_letters(house, number, "reply")
    return number


def standing(house, number):
    with house.database.transaction() as session:
        return [each for each in letters_of(session, case_by_number(session, number).id) if not each.withdrawn]


def package(house, letter):
    return package_beside(letter_file(house, letter), letter).read_bytes()


def opened(content, password):
    """The files of an archive."""
    with pyzipper.AESZipFile(io.BytesIO(content)) as archive:
        archive.setpassword(password.encode())
        return {name: archive.read(name) for name in archive.namelist()}


def printed_password(house, letter):
    """The password as the letter prints it."""
    text = text_of(letter_file(house, letter))
    number = letter.number.rpartition("-")[0]
    derived = password_of(house.key("packages"), f"{number}-1")
    assert derived in text
    return derived


def test_a_pdf_opens_with_the_password_of_its_letter_and_not_without(offering):
    """AES-256; the letter that bears the password is another one, and is what goes by post."""
    number = written(offering, "electronic_pdf")
    letter, password = standing(offering, number)
    assert (letter.kind, password.kind) == (LetterKind.DISCLOSE, LetterKind.PASSWORD)
    content, word = package(offering, letter), printed_password(offering, password)
    for wrong in ("", word.lower(), word.replace("-", "")):
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(io.BytesIO(content), password=wrong)
    with pikepdf.open(io.BytesIO(content), password=word) as pdf:
        assert pdf.encryption.R == 6
        assert len(pdf.pages) == len(pikepdf.open(draft_file(offering, letter)).pages)


@pytest.mark.parametrize("form", ["csv", "json"])
def test_an_archive_opens_with_the_password_of_its_letter_and_not_without(offering, form):
    """It holds the letter as it was written, and the annex as data."""
    number = written(offering, f"electronic_{form}")
    letter, password = standing(offering, number)
    content, word = package(offering, letter), printed_password(offering, password)
    with pytest.raises(RuntimeError):
        opened(content, "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA")
    files = opened(content, word)
    assert set(files) == {f"{letter.number}.pdf", f"annex.{form}"}
    assert files[f"{letter.number}.pdf"] == draft_file(offering, letter).read_bytes()
    assert NAME.replace(" ", "") in files[f"annex.{form}"].decode("utf-8-sig").replace(" ", "")
    assert not any(part in content for part in (NAME.encode(), ADDRESS.encode()))


def test_what_is_withheld_is_in_no_file_of_the_package(offering):
    """Neither in the annex nor in the letter; its name is told, never its value."""
    number = written(
        offering,
        "electronic_json",
        disclosure="disclose_partly",
        withheld=[WITHHELD],
        grounds=["5"],
        reason="業務のため",
    )
    letter, _ = standing(offering, number)
    assert (letter.kind, letter.by_hand) == (LetterKind.PARTIAL, "")
    with offering.database.transaction() as session:
        items = held_items(session, case_by_number(session, number).id)
        phones = [value for item in items for key, value in item.values if key == "phone"]
    assert phones
    files = opened(package(offering, letter), password_of(offering.key("packages"), letter.number))
    told = json.loads(files["annex.json"])
    assert told["withheld"] == [WITHHELD]
    assert told["format"] == "kaiji-annex-1"
    assert all(set(each) == {"system", "part", "purpose", "items"} for each in told["systems"])
    everything = files["annex.json"].decode() + text_of(io.BytesIO(files[f"{letter.number}.pdf"]))
    assert not any(phone in everything for phone in phones)


def test_a_package_is_released_with_its_letter_fetched_and_sent_before_the_case_closes(offering):
    """Nothing of it is printed; who posts the password cannot close the case while the file was not sent."""
    house, number = offering, written(offering, "electronic_csv")
    letter, password = standing(house, number)
    assert "パスワード付きの電子データ" in describe(house, number, coming(house, number))
    assert not read_notices(house).to_send
    approve_and_release(house, number)
    assert [path.name for path in lying(house)] == [f"{password.number}.pdf"]
    assert not list(house.drafts.iterdir())
    (row,) = read_to_post(house)
    assert [each.number for each in row.letters] == [password.number]
    operator = SignedIn("mori", frozenset({Role.OPERATOR}), "en", "token-of-mori")
    refused = coming(house, number)
    assert not answer(house, number, refused, "mori", action="posted", tracking_number=TRACKING)
    assert [each.problem for each in send_packages(house, "mori", [letter.number], "email")] != [""]
    with TestClient(desk_of(house, operator), base_url="http://127.0.0.1") as client:
        got = client.get(f"/notices/{letter.number}/package")
        assert got.content == package(house, letter)
        assert f'filename="{letter.number}-package.zip"' in got.headers["content-disposition"]
        assert "fetched" in client.get("/notices").text
        sent = client.post("/notices/sent", data={"letter": letter.number, "means": "email", "csrf": operator.csrf})
        assert "✓" in sent.text
    assert [each.problem for each in send_packages(house, "mori", [letter.number], "email")] != [""]
    assert not read_notices(house).to_send
    assert answer(house, number, coming(house, number), "mori", action="posted", tracking_number=TRACKING)
    with house.database.transaction() as session:
        kinds = [each.kind for each in events_of(session, case_by_number(session, number).id)]
        assert (kinds.count("package_fetched"), kinds.count("package_sent")) == (1, 1)
        assert list(disagreements(house, session)) == []


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.APPROVER, Role.AUDITOR, Role.MANAGER])
def test_only_who_sends_it_may_fetch_a_package(offering, role):
    """And nobody before it is released."""
    number = written(offering, "electronic_pdf")
    person = SignedIn("someone", frozenset({role}), "en", "token")
    account_of(offering, person)
    with TestClient(desk_of(offering, person), base_url="http://127.0.0.1") as client:
        assert client.get(f"/notices/{number}-1/package").status_code == 403
    operator = SignedIn("mori", frozenset({Role.OPERATOR}), "en", "token-of-mori")
    with TestClient(desk_of(offering, operator), base_url="http://127.0.0.1") as client:
        assert client.get(f"/notices/{number}-1/package").status_code == 404


def test_a_package_that_was_killed_half_written_has_the_same_password(offering, monkeypatch):
    """The file lies there, its digest is recorded nowhere: another is written over it, and one password is in circulation."""
    house, number = offering, decided(offering, "electronic_pdf")
    with monkeypatch.context() as killed:
        killed.setattr(writing, "record", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            write_letters(house, number, "reply")
    (half,) = house.drafts.glob("*-package.pdf")
    before = half.read_bytes()
    write_letters(house, number, "reply")
    letter, password = standing(house, number)
    assert package(house, letter) != before
    for content in (before, package(house, letter)):
        with pikepdf.open(io.BytesIO(content), password=printed_password(house, password)):
            pass
    with house.database.transaction() as session:
        assert list(disagreements(house, session)) == []


def test_a_package_that_was_changed_is_not_put_out_and_shows(offering):
    """The record tells it, and nothing of the answer goes out."""
    house, number = offering, written(offering, "electronic_pdf")
    letter, _ = standing(house, number)
    file = package_beside(draft_file(house, letter), letter)
    file.write_bytes(file.read_bytes() + b"\n")
    with house.database.transaction() as session:
        assert [each.where for each in disagreements(house, session)] == [letter.number]
    assert answer(house, number, coming(house, number), "ito", action="release")
    put_out(house, number)
    assert not lying(house)
    assert not list(house.electronic.rglob("*.pdf"))
    assert standing(house, number) == []


def test_a_package_that_was_changed_in_the_outbox_is_handed_to_nobody(offering):
    """Whoever sends it must send what was released; that somebody fetched it is not recorded either."""
    house, number = offering, written(offering, "electronic_pdf")
    letter, _ = standing(house, number)
    approve_and_release(house, number)
    file = package_beside(letter_file(house, letter), letter)
    file.write_bytes(file.read_bytes() + b"\n")
    with pytest.raises(KaijiError, match="not the one that was written"):
        fetch_package(house, letter.number, "mori")
    with house.database.transaction() as session:
        assert "package_fetched" not in {each.kind for each in session.exec(select(EventRow))}


def test_what_was_sent_back_leaves_no_package_and_another_password(offering):
    """The letter that is written again has a number of its own."""
    house, number = offering, written(offering, "electronic_pdf")
    first, _ = standing(house, number)
    assert answer(house, number, coming(house, number), "ito", action="write_again", reason="文面の見直し")
    put_away_withdrawn(house, number)
    assert not list(house.drafts.iterdir())
    write_letters(house, number, "reply")
    second, _ = standing(house, number)
    key = house.key("packages")
    assert password_of(key, second.number) != password_of(key, first.number)


def form_fields(house):
    """The fields of the form in which a disclosure is decided."""
    number = open_case(house)
    search_held_data(house, number)
    return form_of(house, number, coming(house, number)).model_fields


def test_no_form_asks_how_it_goes_out_where_the_company_offers_nothing_else(house):
    """What a policy does not promise is not offered by anybody's click."""
    assert "delivery" not in form_fields(house)


def test_paper_is_chosen_at_first_where_the_company_offers_more(offering):
    """Somebody who looks away sends a letter."""
    assert form_fields(offering)["delivery"].default == "書面（郵送）"


def test_no_event_holds_a_password_or_what_is_in_a_package(offering):
    """Numbers, codes and digests only."""
    house, number = offering, written(offering, "electronic_json")
    approve_and_release(house, number)
    fetch_package(house, f"{number}-1", "mori")
    word = password_of(house.key("packages"), f"{number}-1")
    with house.database.transaction() as session:
        facts = str([event.facts for event in session.exec(select(EventRow))])
    assert not any(part in facts for part in (word, word.replace("-", ""), NAME, ADDRESS))
