"""Papers that a person wants scanned again: the new scan joins its case and stands in the place of the bad one."""

import pytest

from tasks.case.progress import Deed, Step, Wait
from tasks.check.join_cases import join_cases
from tasks.decide.asking import coming
from tasks.store.cases import case_by_number, newest_packet_id
from tasks.store.fees import ledger
from tasks.store.packets import fields_of, findings_of
from tests.support.cases import NAME, open_case
from tests.support.signing import answer

BAD = {"person__name": ("森田 広史", None), "id__name": ("株田 産支", None), "fee__payees": ("", "filled")}


@pytest.fixture
def scanned(house):
    """A case whose names were misread; a reviewer waits for another scan."""
    number = open_case(house, **BAD)
    assert answer(house, number, coming(house, number), action="back_to_reading", reason="読取りの誤り")
    assert answer(house, number, coming(house, number), verdict="scan_again", reason="読取りの誤り")
    assert coming(house, number) == Wait(step=Step.AWAIT_RESCAN, attempt=1)
    return number


def newest(house, number, of):
    with house.database.transaction() as session:
        return of(session, newest_packet_id(session, case_by_number(session, number)))


def doubts(house, number):
    return {each.check: each.result for each in newest(house, number, findings_of) if each.verdict != "pass"}


def test_a_new_scan_joins_whatever_names_the_bad_one_gave(house, scanned):
    """With the return slip on top; a person compares the names, and nothing else of the bad scan is left."""
    assert open_case(house, b"again", slip__case=(scanned, scanned)) == scanned
    assert doubts(house, scanned) == {"form.person": "several"}
    assert newest(house, scanned, fields_of)["person.name"].value == NAME
    assert newest(house, scanned, fields_of)["fee.total"].normalized == "1000"
    wait = coming(house, scanned)
    assert wait == Wait(step=Step.CONFIRM_READING, attempt=2)
    assert answer(house, scanned, wait, verdict="sound")
    assert coming(house, scanned) is Deed.SEARCH_HELD_DATA
    with house.database.transaction() as session:
        assert len(ledger(session, case_id=case_by_number(session, scanned).id)) == 1


def test_a_new_scan_without_its_slip_is_joined_at_a_persons_word(house, scanned):
    """It had opened a case of its own, and its money order was there before."""
    stray = open_case(house, b"again")
    assert stray != scanned
    join_cases(house, stray, scanned, "sato")
    assert doubts(house, scanned) == {"form.person": "several"}


def test_a_paper_scanned_again_later_is_counted_once(house):
    """A slip with the same money order, when nobody waited for a scan: it is one order, neither two nor a used one."""
    number = open_case(house, person__birth_date=None, form__signature=None)
    alone = {"request__kinds": None, "request__date": None, "form__signature": None}
    open_case(house, b"again", slip__case=(number, number), **alone)
    assert newest(house, number, fields_of)["fee.total"].normalized == "1000"
    assert not {check for check in doubts(house, number) if check.startswith("fee.")}


def test_papers_for_another_person_that_bear_the_number_go_to_a_person(house, scanned):
    """Whoever laid the wrong slip on top finds the names beside each other."""
    other = {"person__name": ("鈴木 一郎", None), "id__name": ("鈴木 一郎", None)}
    assert open_case(house, b"other", slip__case=(scanned, scanned), **other) == scanned
    assert coming(house, scanned).step is Step.CONFIRM_READING
    assert doubts(house, scanned)["form.person"] == "several"
