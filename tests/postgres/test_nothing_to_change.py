"""Systems in which nothing had to be changed, and systems without an order, on a real PostgreSQL: page, record, answer, letter."""

import json

import pytest

from tasks.audit.cross_checks import Disagreement
from tasks.audit.sentences import sentence
from tasks.case.happened import EventKind
from tasks.case.orders import Entry
from tasks.case.progress import Deed, Step, Wait
from tasks.decide.asking import coming
from tasks.decide.held_data import search_held_data
from tasks.letter_places import draft_file, order_file
from tasks.reply.work_orders import write_orders
from tasks.reply.write_letters import write_letters
from tasks.store.cases import case_by_number, held_items
from tasks.store.events import record
from tasks.store.held import Found, keep_found
from tasks.store.letters import standing_letters
from tasks.store.order_tables import WorkDone
from tasks.store.orders import record_work, work_done
from tests.postgres.test_audit_verify import tamper, wrong
from tests.postgres.test_evidence import HTML, JAPANESE, OPERATOR, browser, digest, seen
from tests.postgres.test_held_sources import BY_HAND, MINE, a_csv, house_of, refusal, told
from tests.postgres.test_work_orders import ASKS, CARRY_OUT, CORRECT, PHONE, done, granted, orders, words
from tests.support.cases import NAME, open_case
from tests.support.desk import REVIEWER
from tests.support.signing import answer, record_all

SAID, JA = "Nothing had to be changed in this system", "このシステムでは変更の必要がありませんでした"


ROW_DOUBLED = """INSERT INTO work_done (order_id, position, item, before, after, measure, done_on, person, at)
SELECT order_id, 9, item, before, after, measure, done_on, person, at FROM work_done"""


@pytest.fixture
def number(house):
    """A correction that was granted, with orders to three systems."""
    number = granted(house)
    write_orders(house, number)
    return number


def nothing(house, number, order, person=OPERATOR, **form):
    """What the button of an order sends; the answer."""
    sent = {"evidence": digest(house, number)} | form
    return browser(house, person).post(f"/cases/{number}/orders/{order.number}/nothing", data=sent)


def rows(house, order):
    with house.database.transaction() as session:
        return work_done(session, order)


def test_an_owner_who_had_nothing_to_change_is_on_record_and_not_in_the_letter(house, number):
    """By whom and when, on the page, in the record and on the sheet; the letter tells of the systems where something was done."""
    first, second, third = orders(house, number)
    assert done(house, number, **PHONE).status_code == 303
    before = digest(house, number)
    assert nothing(house, number, second).status_code == 303
    assert digest(house, number) != before
    assert nothing(house, number, third).status_code == 303
    assert [(each.done_by, bool(each.done_at), len(rows(house, each))) for each in orders(house, number)] == [
        ("mori", True, 1),
        ("mori", True, 0),
        ("mori", True, 0),
    ]
    unneeded = seen(house, number, EventKind.ORDER_UNNEEDED)
    assert unneeded == [("mori", {"order": second.number}), ("mori", {"order": third.number})]
    event, _ = told(house, number, EventKind.ORDER_UNNEEDED)
    assert (
        sentence(event, "en")
        == f"mori recorded for work order {second.number}: nothing had to be changed in this system."
    )
    for person, said in ((REVIEWER, SAID), (JAPANESE, JA)):
        page = browser(house, person).get(f"/cases/{number}", headers=HTML).text
        assert page.count(f"<p>{said} <span") == 2
    assert JA in words(order_file(house, second).read_bytes())
    assert not wrong(house)
    assert answer(house, number, CARRY_OUT, "mori", action="done")
    write_letters(house, number, "reply")
    with house.database.transaction() as session:
        letter, _ = standing_letters(session, case_by_number(session, number).id)
    text = words(draft_file(house, letter).read_bytes())
    assert "会員データベース" in text
    assert "受注管理" not in text
    assert "問い合わせ管理" not in text
    assert nothing(house, number, first).status_code == 409


def test_work_of_which_nothing_was_done_anywhere_cannot_be_confirmed(house, number):
    """The letter would tell nothing; once one system has something on record, it can."""
    for order in orders(house, number):
        assert nothing(house, number, order).status_code == 303
    assert not answer(house, number, CARRY_OUT, "mori", action="done")
    assert "Nothing was changed in any system for: correction" in refusal(house, number)
    assert done(house, number, **PHONE).status_code == 303
    assert answer(house, number, coming(house, number), "mori", action="done")
    assert coming(house, number) is Deed.WRITE_REPLY


def test_the_button_takes_the_place_of_what_was_recorded(house, number):
    """And a record that of the button; neither on a page that is out of date, or of no order of the case."""
    first, *_ = orders(house, number)
    assert done(house, number, **PHONE).status_code == 303
    assert nothing(house, number, first, evidence="0" * 64).status_code == 409
    assert len(rows(house, first)) == 1
    assert nothing(house, number, first).status_code == 303
    assert rows(house, first) == []
    page = browser(house).get(f"/cases/{number}", headers=HTML).text
    assert f"/orders/{first.number}/nothing" not in page
    assert f"/orders/{first.number}/instruction" not in page
    assert done(house, number, **PHONE).status_code == 303
    assert len(rows(house, first)) == 1
    assert not wrong(house)
    first.number = f"{number}-W9"
    assert nothing(house, number, first).status_code == 404


def test_a_system_that_is_found_after_the_orders_holds_up_the_answer(house, number):
    """Sent back to the decision, it gets its order too, and what was done elsewhere is proposed again."""
    record_all(house, number, Entry("電話番号", "03-5712-7085", "03-9999-2222"))
    with house.database.transaction() as session:
        case = case_by_number(session, number, lock=True)
        kept = [Found(item.source, item.system, item.exact, item.values) for item in held_items(session, case.id)]
        late = Found("newsletter", "メール配信", exact=True, values=[("name", NAME)])
        keep_found(session, case, [*kept, late], house.now(), (), source=True)
    assert not answer(house, number, CARRY_OUT, "mori", action="done")
    assert "No work order went to" in refusal(house, number)
    wait = coming(house, number)
    assert answer(house, number, wait, "mori", action="back_to_decision", reason="対象の追加")
    assert answer(house, number, coming(house, number), "sato", **CORRECT)
    write_orders(house, number)
    assert [each.system for each in orders(house, number) if not each.withdrawn] == [
        "members",
        "orders",
        "inquiries",
        "newsletter",
    ]


def test_a_system_searched_by_hand_and_one_that_could_not_be_searched_have_orders(house, tmp_path, monkeypatch):
    """The one with what was brought; the other looks first whether it holds anything, and may have had nothing to change."""
    three = (("crm", "顧客管理", "csv"), ("shop", "通販", "csv"), ("paper", "紙の記録", "by_hand"))
    here = house_of(house, tmp_path, monkeypatch, *three, crm=a_csv(tmp_path, "crm", MINE))
    number = open_case(here, **ASKS)
    search_held_data(here, number)
    brought = browser(here).post(
        f"/cases/{number}/brought/paper", files={"file": ("a.json", json.dumps([{"name": NAME}]))}
    )
    assert brought.status_code == 303
    assert answer(here, number, BY_HAND, "mori", outcome="found")
    assert answer(here, number, Wait(step=Step.DECIDE, attempt=1), "sato", **CORRECT)
    write_orders(here, number)
    mine = {each.system: each for each in orders(here, number)}
    assert list(mine) == ["crm", "paper", "shop"]
    first = "pleaselookfirst"
    assert [first in words(order_file(here, each).read_bytes()) for each in mine.values()] == [False, False, True]
    with here.database.transaction() as session:
        for system in ("crm", "paper"):
            record_work(session, mine[system], [Entry("電話番号", "旧", "新")], here.today(), "mori", here.now())
    assert not answer(here, number, CARRY_OUT, "mori", action="done")
    assert nothing(here, number, mine["shop"]).status_code == 303
    assert answer(here, number, coming(here, number), "mori", action="done")


@pytest.mark.parametrize(
    "forgery",
    [
        "DELETE FROM work_done",
        ROW_DOUBLED,
        "UPDATE work_order SET done_by = 'ito' WHERE done_at IS NOT NULL",
        "UPDATE work_order SET done_at = now() WHERE sequence = 2",
        "UPDATE work_order SET done_at = NULL, done_by = '' WHERE sequence = 2",
        "UPDATE work_order SET done_at = now(), done_by = 'mori' WHERE sequence = 3",
        "DELETE FROM work_order WHERE sequence = 2",
    ],
)
def test_what_was_done_is_held_against_the_record(house, number, forgery):
    """How many things, by whom and when, also where nothing was; an order that nobody has reported is no fault."""
    _, second, _ = orders(house, number)
    assert done(house, number, **PHONE).status_code == 303
    assert nothing(house, number, second).status_code == 303
    assert not wrong(house)
    tamper(house, forgery)
    assert wrong(house) == {Disagreement.WORK_DISAGREES}


def test_what_was_recorded_before_there_were_orders_is_no_fault(house, number):
    """Such a correction has its own event, and its order none."""
    first, *_ = orders(house, number)
    with house.database.transaction() as session:
        case, at = case_by_number(session, number), house.now()
        record(session, EventKind.CORRECTION_RECORDED, at, actor="sato", case_id=case.id)
        session.add(WorkDone(order_id=first.id, position=0, item="訂正", done_on=at.date(), person="sato", at=at))
        order = session.merge(first)
        order.done_at, order.done_by = at, "sato"
    assert not wrong(house)
