"""Work orders: which are written, by when they are due, what stands in them, and when a record of the work can stand."""

from datetime import date

import pytest

from tasks.case.orders import (
    ALL_SYSTEMS,
    Entry,
    OrderDue,
    differences,
    found_by,
    order_due,
    orders_due,
    record_fault,
)
from tasks.case.words import Field
from tasks.engines.holiday_calendar import build_calendar
from tests.support.cases import BOX

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
    assert orders_due({"correction": "correct"}, ["A"], {"correction"}) == []


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
