"""Work orders on a real PostgreSQL: written once, taken and recorded at the desk, withdrawn with the decision, told in the letter."""

import io
from datetime import timedelta

import pypdfium2
import pytest
from sqlmodel import select

from tasks.case.happened import EventKind
from tasks.case.held import HeldVerdict
from tasks.case.orders import Entry
from tasks.case.progress import Deed, Step, Wait
from tasks.decide.asking import coming
from tasks.decide.describing import describe
from tasks.decide.held_data import search_held_data
from tasks.demo.at_desk import AtDesk
from tasks.letter_places import draft_file, order_file
from tasks.reply import work_orders
from tasks.reply.withdraw import put_away_withdrawn
from tasks.reply.work_orders import instruct, write_orders
from tasks.reply.write_letters import write_letters
from tasks.store.cases import case_by_number, held_items
from tasks.store.held import judge_record
from tasks.store.letters import standing_letters
from tasks.store.order_tables import WorkDone
from tasks.store.orders import orders_of
from tests.postgres.test_evidence import APPROVER, AUDITOR, HTML, JAPANESE, OPERATOR, browser, digest, seen
from tests.support.cases import ADDRESS, NAME, open_case
from tests.support.desk import REVIEWER, Asked, drawn_case
from tests.support.signing import answer, record_all

DECIDE, CARRY_OUT = Wait(step=Step.DECIDE, attempt=1), Wait(step=Step.CARRY_OUT, attempt=1)
ASKS = {"request__kinds": ("訂正", "correction"), "person__phone": ("03-9999-2222", "03-9999-2222")}
CORRECT = {"correction": "correct", "grounds": [], "send_back": "go_on", "reason": ""}
ERASE = {"suspend_erase": "suspend", "grounds": [], "send_back": "go_on", "reason": ""}


def orders(house, number):
    with house.database.transaction() as session:
        return orders_of(session, case_by_number(session, number).id)


def granted(house, decision=CORRECT, case=open_case, **asks):
    """A case in which this was granted; what comes next is to write the orders."""
    number = case(house, **(asks or ASKS))
    search_held_data(house, number)
    none_of_theirs(house, number)
    assert answer(house, number, coming(house, number), "sato", **decision)
    return number


def none_of_theirs(house, number):
    """A person says of every near match that it is somebody else's."""
    with house.database.transaction() as session:
        case = case_by_number(session, number, lock=True)
        for item in held_items(session, case.id):
            if item.is_open:
                judge_record(session, case, item.position, HeldVerdict.OTHERS, "sato", house.now())


@pytest.fixture
def number(house):
    """A correction that was granted, of somebody whose telephone number is held otherwise; its order is written."""
    number = granted(house)
    write_orders(house, number)
    return number


def killing(_sheet):
    """A process that is killed while a sheet is printed."""
    raise KeyboardInterrupt


def words(pdf):
    """What stands in a PDF, without its spaces."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in document)


def done(house, number, person=OPERATOR, **form):
    """What the form of the first order sends; the status of the answer."""
    (first, *_) = orders(house, number)
    sent = {"evidence": digest(house, number), "done_on": house.today().isoformat()} | form
    return browser(house, person).post(f"/cases/{number}/orders/{first.number}/done", data=sent)


PHONE = {"item": ["電話番号", ""], "before": ["03-5712-7085", ""], "after": ["03-9999-2222", ""]}


def test_an_order_goes_to_the_system_that_holds_the_data(house, number):
    """With what is needed to find the record and what is to be done; never the birth date or anything of a document.

    Each system has one, however many records it holds; the records of provision have none.
    """
    mine = orders(house, number)
    assert [(each.number, each.system) for each in mine] == [
        (f"{number}-W1", "members"),
        (f"{number}-W2", "orders"),
        (f"{number}-W3", "inquiries"),
    ]
    assert all(order_file(house, each).is_file() for each in mine)
    order, twice, _ = mine
    assert words(order_file(house, twice).read_bytes()).count(NAME.replace(" ", "")) == 1  # two purchases of one person
    assert order.due_on < house.today() + timedelta(days=60)
    text = words(order_file(house, order).read_bytes())
    for told in (order.number, "会員データベース", "M4744854", NAME, ADDRESS, "03-5712-7085", "03-9999-2222"):
        assert "".join(told.split()) in text
    for untold in ("1986", "昭和61", "運転免許証", "2026-05-08", "user838", "M8078673"):
        assert untold not in text
    files = {f"{each.number}.pdf": each.sha256 for each in mine}
    facts = {"orders": [each.number for each in mine], "files": files}
    assert seen(house, number, EventKind.ORDERS_WRITTEN) == [("kaiji", facts)]
    assert not list(house.outbox.rglob("*.pdf"))


def test_orders_are_written_once_after_a_kill(house, monkeypatch):
    """A process that dies while the sheet is printed leaves a number; the next one writes that, the same bytes, and is asked next."""
    number = granted(house)
    with monkeypatch.context() as killed:
        killed.setattr(work_orders, "render_order", killing)
        with pytest.raises(KeyboardInterrupt):
            write_orders(house, number)
    assert coming(house, number) is Deed.WRITE_ORDERS
    write_orders(house, number)
    before = order_file(house, orders(house, number)[0]).read_bytes()
    write_orders(house, number)
    assert [each.number for each in orders(house, number)] == [f"{number}-W{n}" for n in (1, 2, 3)]
    assert order_file(house, orders(house, number)[0]).read_bytes() == before
    assert len(seen(house, number, EventKind.ORDERS_WRITTEN)) == 1
    assert coming(house, number) == CARRY_OUT


def test_a_purpose_notice_has_no_order(house):
    """Nothing is done to the data; the case goes straight to its letter."""
    number = granted(house, {"purpose_notice": "notify", "grounds": [], "send_back": "go_on", "reason": ""},
                     request__kinds=("利用目的の通知", "purpose_notice"))  # fmt: skip
    assert coming(house, number) is Deed.WRITE_REPLY
    write_orders(house, number)
    assert orders(house, number) == []


def test_nobody_known_to_hold_data_means_all_systems(house):
    """The order says to look first, and finds the person by what the request says."""
    number = granted(house, ERASE, request__kinds=("利用停止", "suspend_erase"), person__name=("山本 花", None),
                     id__name=("山本 花", None))  # fmt: skip
    write_orders(house, number)
    (order,) = orders(house, number)
    text = words(order_file(house, order).read_bytes())
    assert order.system == ""
    assert "全システム" in text or "Allsystems" in text
    assert "山本花" in text


def test_done_is_refused_until_each_order_has_its_record(house, number):
    """The sentence names the order; once somebody has recorded what was done, the answer stands."""
    assert not answer(house, number, CARRY_OUT, "mori", action="done")
    told = describe(house, number, coming(house, number))
    assert f"{number}-W1" in told
    assert "03-" not in told
    assert done(house, number, **PHONE).status_code == 303
    record_all(house, number, Entry("電話番号", "03-5712-7085", "03-9999-2222"))
    assert answer(house, number, coming(house, number), "mori", action="done")
    assert coming(house, number) is Deed.WRITE_REPLY


def test_the_letter_tells_before_after_and_the_day(house, number):
    """As recorded (Act Art. 34(3)), on the day of the record and not of the letter."""
    day = house.today().isoformat()
    assert done(house, number, **PHONE, done_on=day).status_code == 303
    record_all(house, number, Entry("住所", "大阪府", ""))
    assert answer(house, number, coming(house, number), "mori", action="done")
    write_letters(house, number, "reply")
    with house.database.transaction() as session:
        letter, fee = standing_letters(session, case_by_number(session, number).id)
    assert fee.kind == "fee_return"  # nobody pays for this
    text = words(draft_file(house, letter).read_bytes())
    assert letter.kind == "correction_done"
    for told in ("電話番号", "03-5712-7085", "03-9999-2222", "会員データベース"):
        assert told in text
    assert done(house, number, **PHONE).status_code == 409


def test_a_measure_goes_into_the_letter_on_a_suspension(house):
    """What was done to what (Act Art. 35(7))."""
    number = granted(house, ERASE, request__kinds=("利用停止", "suspend_erase"))
    write_orders(house, number)
    sent = {"item": ["会員登録の全部"], "measure": ["消去いたしました"]}
    assert done(house, number, **sent).status_code == 303
    record_all(house, number, Entry("問合せの記録", measure="利用を停止いたしました"))
    assert answer(house, number, coming(house, number), "mori", action="done")
    write_letters(house, number, "reply")
    with house.database.transaction() as session:
        letter, fee = standing_letters(session, case_by_number(session, number).id)
    assert fee.kind == "fee_return"  # nobody pays for this
    assert "消去いたしました" in words(draft_file(house, letter).read_bytes())


def test_a_decision_that_is_sent_back_takes_its_orders_along(house, number):
    """Nobody finds the sheet any more; the next decision has orders of its own, and the old one cannot be recorded."""
    old = orders(house, number)[0]
    assert answer(house, number, CARRY_OUT, "mori", action="back_to_decision", reason="対象が異なるため")
    put_away_withdrawn(house, number)
    assert orders(house, number)[0].withdrawn
    assert not order_file(house, old).exists()
    assert done(house, number, **PHONE).status_code == 409
    assert answer(house, number, coming(house, number), "sato", **CORRECT)
    assert coming(house, number) is Deed.WRITE_ORDERS
    write_orders(house, number)
    assert [(each.number, each.withdrawn) for each in orders(house, number)] == [
        (f"{number}-W{n}", n <= 3) for n in range(1, 7)
    ]
    assert coming(house, number) == Wait(step=Step.CARRY_OUT, attempt=2)


def test_what_was_done_for_an_order_that_was_withdrawn_is_proposed_again(house, number):
    """The work was done; only the decision was written anew. Its sheet stays on file."""
    record_all(house, number, Entry("氏名のフリガナ", "旧の記録", "新の記録"))
    assert answer(house, number, CARRY_OUT, "mori", action="back_to_decision", reason="理由の訂正")
    put_away_withdrawn(house, number)
    assert order_file(house, orders(house, number)[0]).exists()
    assert answer(house, number, coming(house, number), "sato", **CORRECT)
    write_orders(house, number)
    assert not answer(house, number, coming(house, number), "mori", action="done")
    with house.database.transaction() as session:
        assert len(session.exec(select(WorkDone)).all()) == 3
    page = browser(house).get(f"/cases/{number}", headers=HTML).text
    assert page.count('value="氏名のフリガナ"') == 3  # in the forms of all new orders


def test_a_letter_written_again_leaves_the_orders_standing(house, number):
    """Only what comes after the work is done anew; the record may be mended before."""
    assert done(house, number, **PHONE).status_code == 303
    record_all(house, number, Entry("電話番号", "03-5712-7085", "03-9999-2222"))
    assert answer(house, number, coming(house, number), "mori", action="done")
    write_letters(house, number, "reply")
    assert answer(house, number, coming(house, number), "ito", action="write_again", reason="記録の誤り")
    assert coming(house, number) is Deed.WRITE_REPLY
    assert not orders(house, number)[0].withdrawn
    assert done(house, number, **PHONE | {"after": ["03-9999-2223"]}).status_code == 303


def test_an_instruction_is_printed_on_the_order(house, number):
    """Under the same number, as long as nothing is recorded as done."""
    before = orders(house, number)[0]
    instruct(house, number, before.number, "旧番号は履歴にも残さないでください。", "sato")
    after = orders(house, number)[0]
    assert after.sha256 != before.sha256
    assert "旧番号は履歴にも残さないでください" in words(order_file(house, after).read_bytes())
    assert seen(house, number, EventKind.ORDER_CHANGED) == [("sato", {"order": before.number, "sha256": after.sha256})]
    assert done(house, number, **PHONE).status_code == 303
    with pytest.raises(work_orders.KaijiError):
        instruct(house, number, before.number, "x", "sato")


def test_the_desk_gives_the_order_out_and_notes_who_took_it(house, number):
    """To whoever carries out; not what was changed on the disk; no order of another case."""
    order = orders(house, number)[0]
    path = f"/cases/{number}/orders/{order.number}.pdf"
    assert browser(house, OPERATOR).get(path).content == order_file(house, order).read_bytes()
    assert seen(house, number, EventKind.ORDER_SEEN) == [("mori", {"order": order.number})]
    for person in (APPROVER, AUDITOR):
        assert browser(house, person).get(path).status_code == 403
    assert browser(house).get(f"/cases/{number}/orders/K26-00009-W1.pdf").status_code == 404
    order_file(house, order).write_bytes(b"%PDF-1.7")
    assert browser(house).get(path).status_code == 422


def test_a_record_is_held_against_the_rule_and_against_what_was_seen(house, number):
    """A sentence in the reader's language; nothing is kept of what was refused."""
    refused = done(house, number, JAPANESE, item=["電話番号"])
    assert refused.status_code == 422
    assert "訂正前又は訂正後" in refused.json()["error"]
    assert done(house, number, **PHONE, evidence="0" * 64).status_code == 409
    assert done(house, number, **PHONE, done_on="2099-01-01").status_code == 422
    assert orders(house, number)[0].done_at is None
    assert seen(house, number, EventKind.ORDER_DONE) == []


def test_a_line_keeps_who_wrote_it_when_another_is_added(house, number):
    """And no value goes into an event."""
    assert done(house, number, OPERATOR, **PHONE).status_code == 303
    more = {
        "item": ["電話番号", "メールアドレス"],
        "before": ["03-5712-7085", "a@example.jp"],
        "after": ["03-9999-2222", ""],
    }
    assert done(house, number, REVIEWER, **more).status_code == 303
    with house.database.transaction() as session:
        kept = session.exec(select(WorkDone).order_by(WorkDone.position)).all()
    assert [(each.item, each.person) for each in kept] == [("電話番号", "mori"), ("メールアドレス", "sato")]
    day = house.today().isoformat()
    facts = [{"order": f"{number}-W1", "items": n, "done_on": day} for n in (1, 2)]
    assert seen(house, number, EventKind.ORDER_DONE) == [("mori", facts[0]), ("sato", facts[1])]


def test_a_record_changes_the_evidence(house, number):
    """A code taken before it signs nothing after it."""
    before = digest(house, number)
    assert done(house, number, **PHONE).status_code == 303
    assert digest(house, number) != before


@pytest.mark.parametrize(("person", "words"), [(REVIEWER, "Record what was done"), (JAPANESE, "実施内容を記録する")])
def test_the_page_proposes_what_differs(house, person, words):
    """The form begins with it, and says nothing of it once it is recorded otherwise."""
    number = granted(house, case=drawn_case, request__kinds=("訂正", "correction"))
    write_orders(house, number)
    page = browser(house, person, Asked()).get(f"/cases/{number}", headers=HTML).text
    assert words in page
    assert f"/cases/{number}/orders/{number}-W1.pdf" in page
    assert done(house, number, **PHONE).status_code == 303
    page = browser(house, person).get(f"/cases/{number}", headers=HTML).text
    assert "<td>03-5712-7085</td><td>03-9999-2222</td>" in page


def test_the_people_of_the_demonstration_record_every_order(house, number):
    """As a browser sends it; then the work can be confirmed."""
    person = AtDesk.__new__(AtDesk)
    person._http = browser(house, OPERATOR)
    person._http.follow_redirects = True
    person.record_work(number, [Entry("電話番号", "03-5712-7085", "03-9999-2222")])
    assert all(order.done_by == "mori" for order in orders(house, number))
    assert answer(house, number, CARRY_OUT, "mori", action="done")
