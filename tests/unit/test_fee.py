"""The fee and its money orders."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.case.fee import (
    TEIGAKU_YEN,
    FeeTerms,
    Instrument,
    amount_due,
    fee_amount,
    fee_validity,
    last_good_day,
    parse_instruments,
    plain_serial,
    validity_of,
)
from tasks.case.seen import Seen, absent, known, unreadable
from tasks.case.words import RequestKind, Verdict

TERMS = FeeTerms(due_yen=1000, validity_months=6, min_remaining_days=30)
TODAY = date(2026, 11, 20)
NONE: frozenset[str] = frozenset()


def order(
    serial: str = "A1",
    amount: int | None = 1000,
    issued_on: date | None = date(2026, 11, 10),
    *,
    filled: bool | None = False,
) -> Instrument:
    """A sound money order, but for what a test changes."""
    return Instrument(serial, amount, issued_on, filled)


def sent(*orders: Instrument) -> Seen[tuple[Instrument, ...]]:
    """These orders, as read."""
    return known(orders)


@given(st.lists(st.sampled_from(TEIGAKU_YEN), min_size=1, max_size=6))
def test_the_sum_of_the_orders_decides(amounts: list[int]) -> None:
    """Orders of any denominations are added and compared with the fee."""
    orders = [order(serial=str(i), amount=amount) for i, amount in enumerate(amounts)]
    total = sum(amounts)
    expected = "ok" if total == 1000 else "over" if total > 1000 else "short"
    assert fee_amount(sent(*orders), TERMS).result == expected


@given(st.lists(st.tuples(st.text("AB12", min_size=1), st.integers(1, 9999), st.dates()), max_size=5))
def test_instruments_are_read_as_they_were_written(orders: list[tuple[str, int, date]]) -> None:
    """`serial:amount:date;…` and its payees give back the orders in order."""
    line = ";".join(f"{serial}:{amount}:{issued}" for serial, amount, issued in orders)
    read = parse_instruments(line, ";".join("blank" for _ in orders))
    assert read == tuple(Instrument(serial, amount, issued, False) for serial, amount, issued in orders)


def test_what_was_not_read_stays_unknown() -> None:
    """An empty date, amount or serial and payees that do not line up are unknown, never guessed."""
    assert parse_instruments("A1:1000:;:x:2026-11-10", "blank") == (
        Instrument("A1", 1000, None, None),
        Instrument("", None, date(2026, 11, 10), None),
    )


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_six_months_are_counted_conservatively(issued: date) -> None:
    """The last good day lies before the same day of the sixth month, so never more than six months on."""
    last = last_good_day(issued, 6)
    assert timedelta(days=179) <= last - issued <= timedelta(days=183)


def test_month_ends_do_not_overflow() -> None:
    """Six months from 31 August end with February, whatever its length."""
    assert last_good_day(date(2026, 8, 31), 6) == date(2027, 2, 27)
    assert last_good_day(date(2026, 5, 20), 6) == date(2026, 11, 19)


@given(st.dates(date(2026, 1, 1), TODAY))
def test_an_order_only_gets_worse_with_time(issued: date) -> None:
    """Older orders move from ok to near_expiry to expired, and never back."""
    stages = ["ok", "near_expiry", "expired"]
    now, later = (validity_of(order(issued_on=issued), TERMS, TODAY + timedelta(days=i)) for i in (0, 1))
    assert stages.index(now) <= stages.index(later)


def test_the_edges_of_validity() -> None:
    """The last good day still cashes, the day after does not; 30 days left are enough, 29 are not."""
    issued = date(2026, 6, 1)  # good through 2026-11-30
    assert validity_of(order(issued_on=issued), TERMS, date(2026, 11, 30)) == "near_expiry"
    assert validity_of(order(issued_on=issued), TERMS, date(2026, 12, 1)) == "expired"
    assert validity_of(order(issued_on=issued), TERMS, date(2026, 10, 31)) == "ok"
    assert validity_of(order(issued_on=issued), TERMS, date(2026, 11, 1)) == "near_expiry"


def test_no_fee_sent() -> None:
    """A charged request without an order is missing in both checks."""
    assert fee_amount(absent(), TERMS).result == "missing"
    assert fee_validity(absent(), TERMS, TODAY, NONE).result == "missing"


def test_no_fee_due() -> None:
    """A correction is free by law; money sent all the same is to be returned."""
    free = TERMS._replace(due_yen=0)
    assert fee_amount(absent(), free).result == fee_validity(absent(), free, TODAY, NONE).result == "not_required"
    assert "返却" in fee_amount(sent(order()), free).detail


def test_an_unspecified_amount_goes_to_a_person() -> None:
    """A policy that charges a fee without naming it decides nothing."""
    assert fee_amount(sent(order()), TERMS._replace(due_yen=None)).result == "unspecified"


def test_an_unread_amount_neither_passes_nor_fails() -> None:
    """A money order that is there and cannot be read goes to a person."""
    for seen in (unreadable(), sent(order(amount=None)), sent(order(), order("B2", None))):
        found = fee_amount(seen, TERMS)
        assert (found.result, found.verdict) == ("unreadable", Verdict.UNCLEAR)
    assert fee_validity(unreadable(), TERMS, TODAY, NONE).verdict is Verdict.UNCLEAR


def test_other_means_fail() -> None:
    """Stamps where the policy takes postal orders are the wrong means."""
    assert fee_amount(sent(order()), TERMS, means_allowed=False).result == "wrong_means"


def test_an_order_scanned_twice_counts_once() -> None:
    """The same serial twice is one thousand yen, and a duplicate."""
    twice = sent(order(), order())
    assert fee_amount(twice, TERMS).result == "ok"
    assert fee_validity(twice, TERMS, TODAY, NONE).result == "duplicate"


def test_a_serial_is_spent_once() -> None:
    """A serial the desk has taken before is a duplicate, however it was spaced."""
    assert fee_validity(sent(order("A12345")), TERMS, TODAY, frozenset({"a 123-45"})).result == "duplicate"
    assert plain_serial(" a-1 2") == "A12"


@pytest.mark.parametrize(
    ("bad", "result"),
    [
        (order(filled=True), "payee_filled"),
        (order(issued_on=date(2026, 1, 5)), "expired"),
        (order(issued_on=None), "unreadable"),
        (order(issued_on=TODAY + timedelta(days=1)), "unreadable"),
        (order(serial=""), "unreadable"),
        (order(filled=None), "unreadable"),
        (order(issued_on=date(2026, 6, 1)), "near_expiry"),
    ],
)
def test_one_bad_order_spoils_the_lot(bad: Instrument, result: str) -> None:
    """The worst of several orders decides."""
    assert fee_validity(sent(order("Z9"), bad), TERMS, TODAY, NONE).result == result


def test_one_request_is_one_fee() -> None:
    """Both charged kinds on one form cost one fee per request and two per kind; free kinds add nothing."""
    charged = frozenset({RequestKind.PURPOSE_NOTICE, RequestKind.DISCLOSURE})
    both = charged | {RequestKind.CORRECTION}
    assert amount_due(both, charged, 1000, "request") == 1000
    assert amount_due(both, charged, 1000, "kind") == 2000
    assert amount_due({RequestKind.CORRECTION}, charged, 1000, "request") == 0
