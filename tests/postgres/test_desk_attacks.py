"""Attempts against the desk's routes: codes without a look, errors that would speak of a person, files that were swapped."""

import hashlib
import logging

import pytest
from sqlmodel import select

from tasks.case.progress import Step, Wait
from tasks.store.account_tables import SigningCode
from tasks.store.cases import case_by_number
from tasks.store.tables import LetterRow
from tests.postgres.test_evidence import APPROVER, HTML, browser, digest
from tests.support.cases import NAME
from tests.support.desk import Asked, account_of, drawn_case

ASKING = Wait(step=Step.RELEASE_DEFICIENCY, attempt=1).key


@pytest.fixture
def number(house):
    """A case whose names differ: a deficiency letter waits for its release."""
    return drawn_case(house, id__name=("林田 康文", None))


def test_no_code_for_who_has_not_opened_the_evidence(house, number):
    """Its digest stands in the record too; that somebody else, or one oneself at an earlier question, looked is not enough."""
    account_of(house)
    sent = {"asking": ASKING, "evidence": digest(house, number)}
    browser(house, APPROVER).get(f"/cases/{number}", headers=HTML)
    assert browser(house).post(f"/cases/{number}/code", data=sent).status_code == 409
    with house.database.transaction() as session:
        assert session.exec(select(SigningCode)).all() == []
    browser(house).get(f"/cases/{number}", headers=HTML)
    assert browser(house).post(f"/cases/{number}/code", data=sent).status_code == 200


@pytest.mark.parametrize("accept", [HTML, {"accept": "application/json"}])
def test_an_error_that_nobody_expected_is_told_without_its_words(house, number, caplog, accept):
    """Neither the page nor the log repeats a value; the page has the headers of every other."""
    asked = Asked()
    hands = asked.hands()

    def breaks(*_):
        raise ValueError(f"{NAME} cannot be cut")

    object.__setattr__(hands, "edit_field", breaks)
    asked.hands = lambda: hands
    sent = {"name": "person.name", "action": "right", "evidence": digest(house, number)}
    with caplog.at_level(logging.DEBUG):
        answer = browser(house, asked=asked).post(f"/cases/{number}/fields", json=sent, headers=accept)
    assert answer.status_code == 500
    assert NAME not in answer.text + caplog.text
    assert "ValueError" in caplog.text
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_letter_whose_file_was_changed_is_not_shown(house, number):
    """Who releases a letter reads the one that was written, or none."""
    with house.database.transaction() as session:
        case = case_by_number(session, number)
        row = {"case_id": case.id, "kind": "disclosure", "occasion": "disclosure", "sequence": 1}
        digested = {"sha256": hashlib.sha256(b"%PDF-1.7").hexdigest()}
        session.add(LetterRow(**row, **digested, number=f"{number}-1", written_on=house.today()))
    file = house.drafts / f"{number}-1.pdf"
    file.parent.mkdir()
    file.write_bytes(b"%PDF-1.7")
    assert browser(house).get(f"/cases/{number}/letters/{number}-1.pdf").status_code == 200
    file.write_bytes(b"%PDF-1.7 ")
    assert browser(house).get(f"/cases/{number}/letters/{number}-1.pdf").status_code == 422
