"""Work orders: which are written, by when they are due, what stands in them, and when a record of the work can stand."""

import io
from dataclasses import replace
from datetime import date
from functools import partial

import pypdfium2
import pytest

from tasks.case.orders import (
    ALL_SYSTEMS,
    Entry,
    OrderDue,
    differences,
    found_by,
    kinds_undone,
    order_due,
    orders_due,
    record_fault,
)
from tasks.case.reply import letters_due
from tasks.case.words import Field
from tasks.engines.holiday_calendar import build_calendar
from tasks.policy.loader import POLICY_FOLDER, load_policy
from tasks.policy.systems import systems_to_order
from tasks.reply.carried_out import measures
from tasks.reply.case_file import Done
from tasks.reply.order_sheet import OrderSheet
from tasks.reply.render_order import render_order
from tasks.store.order_tables import WorkDone, WorkOrder
from tasks.store.tables import LetterRow
from tests.support.cases import BOX
from tests.unit.test_replies import a_file

CALENDAR = build_calendar(2025, 2027, ())
RECEIVED, TODAY = date(2026, 11, 16), date(2026, 11, 27)
HELD = [
    ("name", "林田 康支"),
    ("address", "大阪府大阪市北区梅田3-22-12"),
    ("phone", "0311112222"),
    ("birth_date", "1986-02-11"),
    ("会員番号", "M4744854"),
    ("最終購入日", "2026-05-08"),
]


def field(name, value, normalized=None):
    return Field(name=name, value=value, normalized=normalized, confidence=0.9, page=0, poly=BOX)


def test_each_system_gets_an_order_for_each_kind_that_means_work():
    """What is refused, disclosed or notified is nobody's work; a substitute is."""
    decided = {
        "disclosure": "disclose",
        "correction": "correct",
        "suspend_erase": "substitute",
        "stop_provision": "refuse",
    }
    assert orders_due(decided, ["A", "B", "A"], set()) == [
        OrderDue("correction", "correct", "A"),
        OrderDue("correction", "correct", "B"),
        OrderDue("suspend_erase", "substitute", "A"),
        OrderDue("suspend_erase", "substitute", "B"),
    ]
    assert orders_due({"purpose_notice": "notify"}, ["A"], set()) == []


def test_where_no_system_is_known_one_order_goes_to_all():
    """Somebody must look whether there is such data; a kind that has orders gets no more."""
    assert orders_due({"correction": "correct"}, [], set()) == [OrderDue("correction", "correct", ALL_SYSTEMS)]
    assert orders_due({"correction": "correct"}, ["A"], {("correction", ALL_SYSTEMS)}) == []
    assert orders_due({"correction": "correct"}, [], {("correction", "A")}) == []


def test_a_system_that_came_to_light_later_gets_its_order():
    """Beside those that are ordered already, and for each kind by itself."""
    both = {"correction": "correct", "suspend_erase": "suspend"}
    assert orders_due(both, ["A", "B"], {("correction", "A"), ("suspend_erase", "A"), ("suspend_erase", "B")}) == [
        OrderDue("correction", "correct", "B")
    ]


def test_a_kind_is_undone_when_no_system_had_anything_to_change():
    """Not while an owner has not reported yet, nor where one system had; what is not granted is nobody's work."""
    both = {"correction": "correct", "suspend_erase": "suspend", "disclosure": "disclose"}
    assert kinds_undone(both, [("correction", 0), ("suspend_erase", 0), ("suspend_erase", 2)]) == ["correction"]
    assert kinds_undone(both, [("correction", 0), ("correction", None)]) == []
    assert kinds_undone(both, []) == []


def test_a_system_that_could_not_be_searched_is_worked_on_too():
    """Beside those that hold data, once each; where none is known to hold any, nothing is said of any. Records of provision stay."""
    policy = load_policy(POLICY_FOLDER / "rococo.toml")
    order = partial(systems_to_order, policy)
    assert order(["members", "provisions", "members"], ["orders", "members"]) == ["members", "orders"]
    assert order(["provisions"], ["orders"]) == []


@pytest.mark.parametrize(
    ("language", "measure"), [("ja", "会員台帳　登録の全部：消去"), ("en", "会員台帳, 登録の全部: 消去")]
)
def test_a_measure_is_set_apart_as_the_language_of_the_letter_does(language, measure):
    """No full-width mark among English words; a system whose owner had nothing to change is not named."""
    policy = load_policy(POLICY_FOLDER / "rococo.toml")
    file = a_file(policy, suspend_erase="suspend")
    file.case.language = language
    order = WorkOrder(kind="suspend_erase", choice="suspend", system="会員台帳")
    idle = WorkOrder(kind="suspend_erase", choice="suspend", system="orders")
    file = replace(
        file, done=[Done(order, (WorkDone(item="登録の全部", measure="消去", done_on=TODAY),)), Done(idle, ())]
    )
    (due,) = letters_due(file.decision.choices)
    told = measures(file, due, LetterRow(written_on=RECEIVED))
    assert told == {"measure": measure, "done_on": TODAY}


@pytest.mark.parametrize(
    ("due", "today", "by"),
    [
        (date(2026, 12, 15), TODAY, date(2026, 12, 14)),
        (date(2026, 12, 14), TODAY, date(2026, 12, 11)),  # a Monday: the Friday before
        (date(2026, 11, 24), date(2026, 11, 19), date(2026, 11, 20)),  # the 23rd is a holiday
        (date(2026, 11, 27), TODAY, TODAY),  # due today: at once
        (date(2026, 11, 2), date(2026, 11, 28), date(2026, 11, 30)),  # late, and closed today
    ],
)
def test_an_order_is_due_a_business_day_before_its_case(due, today, by):
    """So that the letter can still be written; never on a day that is over."""
    assert order_due(due, today, CALENDAR) == by


def test_an_owner_is_told_how_to_find_the_record_and_no_more():
    """No birth date, no purchase: the number first, then name and address."""
    assert found_by(HELD, "ja") == [
        ("会員番号", "M4744854"),
        ("氏名", "林田 康支"),
        ("住所", "大阪府大阪市北区梅田3-22-12"),
    ]
    assert [label for label, _ in found_by(HELD, "en")] == ["会員番号", "Name", "Address"]


def test_what_differs_from_the_request_is_probably_to_be_corrected():
    """An address or a number that is only written in another way does not differ; what no form asks for is not compared."""
    fields = {
        "person.name": field("person.name", "林田 康支"),
        "person.address": field("person.address", "大阪府大阪市北区梅田3丁目22番12号"),
        "person.phone": field("person.phone", "０３－９９９９－２２２２", "03-9999-2222"),
        "person.birth_date": field("person.birth_date", "昭和61年2月11日", "1986-02-11"),
    }
    assert list(differences(HELD, fields, "ja")) == [Entry("電話番号", "0311112222", "03-9999-2222")]
    same = fields | {"person.phone": field("person.phone", "03-1111-2222", "03-1111-2222")}
    assert list(differences(HELD, same, "ja")) == []


@pytest.mark.parametrize(
    ("choice", "entries", "day", "word"),
    [
        ("correct", [Entry("住所", "旧", "新")], TODAY, ""),
        ("correct", [Entry("住所", "", "新"), Entry("電話番号", "旧", "")], TODAY, ""),  # an addition and a deletion
        ("correct", [], TODAY, "at least one"),
        ("correct", [Entry("住所", "旧", "新"), Entry("電話番号")], TODAY, "before"),
        ("correct", [Entry("", "旧", "新")], TODAY, "names its item"),
        ("correct", [Entry("住所", "同", "同")], TODAY, "the same"),
        ("correct", [Entry("住所", "旧", "新")], date(2026, 11, 28), "today"),
        ("correct", [Entry("住所", "旧", "新")], date(2026, 11, 15), "receipt"),
        ("suspend", [Entry("登録の全部", measure="消去")], TODAY, ""),
        ("suspend", [Entry("登録の全部")], TODAY, "what was done"),
        ("substitute", [Entry("", measure="配信の停止")], TODAY, "what it concerned"),
    ],
)
def test_a_record_stands_when_the_letter_can_tell_from_it(choice, entries, day, word):
    """The content of a correction (Art. 34(3)), what was done to what of anything else (35(7)), on a day that can be."""
    fault = record_fault(choice, entries, day, RECEIVED, TODAY)
    assert (fault is None) is (word == "")
    assert fault is None or (word in fault.en and fault.ja)


SHEET = OrderSheet(
    language="ja",
    number="K26-00001-W1",
    case_number="K26-00001",
    company="株式会社ロココ",
    desk="個人情報センター",
    system="会員データベース",
    owner="会員システム部",
    looks_first=False,
    asked="訂正等",
    decided="訂正等を行う",
    choice="correct",
    corrects=True,
    written_on=date(2026, 11, 20),
    due_on=date(2026, 12, 15),
    records=[[("氏名", "山﨑 一郎")]],
    changes=[Entry("住所", "大阪府", "東京都")],
    instruction="",
)


def words(sheet):
    pages = pypdfium2.PdfDocument(io.BytesIO(render_order(sheet)))
    return len(pages), "".join("".join(page.get_textpage().get_text_range().split()) for page in pages)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("choice", ["correct", "suspend", "substitute"])
def test_an_order_is_one_page_the_same_each_time(language, choice):
    """With its number, owner, system and day, and room for what is written back."""
    sheet = replace(SHEET, language=language, choice=choice, corrects=choice == "correct")
    pages, text = words(sheet)
    assert pages == 1
    day = "令和8年12月15日" if language == "ja" else "2026-12-15"
    assert all(told in text for told in ("K26-00001-W1", "会員システム部", "会員データベース", day))
    assert ("大阪府" in text) is (choice == "correct")
    assert render_order(sheet) == render_order(sheet)


def test_a_character_that_cannot_be_printed_is_told_by_its_code():
    """An owner who reads a name without it would look for somebody else; an order is never held up by it."""
    _, text = words(replace(SHEET, records=[[("氏名", "邊\U000e01ef😀一郎")]]))
    assert "邊〔U+908AU+E01EF〕〔U+1F600〕一郎" in text


def test_what_people_wrote_is_no_markup():
    """It is printed as written."""
    _, text = words(replace(SHEET, instruction="<b>旧番号</b>&{{ sheet }}"))
    assert "<b>旧番号</b>&{{sheet}}" in text
