"""The fee and its money orders."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.case.fee import (
    ORDERS,
    TEIGAKU_YEN,
    FeeTerms,
    Instrument,
    fee_validity,
    last_good_day,
    parse_instruments,
    plain_serial,
    validity_of,
)
from tasks.case.fee_amount import amount_due, fee_amount
from tasks.case.fee_custody import FeeAction, fee_custody, fee_disposition
from tasks.case.findings import EVERYWHERE, VERDICTS, finding
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
    assert fee_amount(sent(order()), TERMS, frozenset({"stamps"})).result == "wrong_means"


def test_orders_where_none_are_taken_do_not_pass() -> None:
    """An order whose kind nobody told pays no fee that is to be paid in stamps."""
    stamps = TERMS._replace(means=frozenset({"stamps"}))
    assert fee_amount(sent(order()), stamps, NONE).result == "unreadable"
    assert fee_amount(sent(order()), TERMS, NONE).result == "ok"


def test_an_order_scanned_twice_counts_once() -> None:
    """The same serial twice is one thousand yen, and a duplicate."""
    twice = sent(order(), order())
    assert fee_amount(twice, TERMS).result == "ok"
    assert fee_validity(twice, TERMS, TODAY, NONE).result == "duplicate"


def test_one_order_has_one_amount() -> None:
    """The same serial with two amounts was misread once, and nobody knows which time."""
    for amounts in ((500, 1000), (1000, 500), (1000, None), (None, 1000)):
        twice = sent(*(order("A1", amount) for amount in amounts))
        assert fee_amount(twice, TERMS).result == "unreadable"


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


SILENT = (TERMS._replace(due_yen=None), TERMS._replace(means=None), TERMS._replace(due_yen=None, means=None))
PAID = st.lists(
    st.builds(
        Instrument,
        st.sampled_from(["", "A1", "B2", "C3"]),
        st.sampled_from([None, *TEIGAKU_YEN]),
        st.one_of(st.none(), st.dates(date(2025, 1, 1), date(2027, 1, 1))),
        st.sampled_from([None, True, False]),
    ),
    max_size=4,
)


@given(PAID, st.sampled_from(SILENT))
def test_a_silent_policy_fails_no_fee(orders: list[Instrument], terms: FeeTerms) -> None:
    """Where the amount, the kinds or the means are unsaid nothing is missing, short or wrong, and nothing passes as paid."""
    seen = known(tuple(orders)) if orders else absent()
    amount = fee_amount(seen, terms)
    assert amount.verdict is Verdict.UNCLEAR
    assert fee_validity(seen, terms, TODAY, frozenset({"A1"})).verdict is not Verdict.FAIL


@given(PAID)
def test_one_more_order_never_makes_a_short_fee_missing(orders: list[Instrument]) -> None:
    """Adding an order can only move a fee from missing or short towards enough."""
    before = fee_amount(known(tuple(orders)) if orders else absent(), TERMS).result
    after = fee_amount(known((*orders, order("Z9", 500))), TERMS).result
    assert after != "missing"
    assert before not in ("ok", "over") or after == "over"


@given(PAID)
def test_what_is_unread_never_passes(orders: list[Instrument]) -> None:
    """A fee passes only when every serial's amount, and every order's date, serial and payee were read."""
    seen = known(tuple(orders)) if orders else absent()
    if fee_amount(seen, TERMS).verdict is Verdict.PASS:
        assert all(each.amount for each in orders)
    if fee_validity(seen, TERMS, TODAY, NONE).verdict is Verdict.PASS:
        assert all(each.serial and each.issued_on and each.payee_filled is False for each in orders)


def test_no_order_has_an_impossible_amount() -> None:
    """A 定額小為替 of 600 yen does not exist, so it was misread; an ordinary order may have any amount."""
    orders = sent(order("A1", 600), order("B2", 400))
    assert fee_amount(orders, TERMS).result == "unreadable"
    assert fee_amount(orders, TERMS, frozenset({"futsu_kogawase"})).result == "ok"
    assert fee_amount(sent(order("A1", 800)), TERMS, ORDERS).result == "short"


def test_what_a_scan_does_not_show_is_not_missing() -> None:
    """Where stamps or a transfer will do, no order in the packet is no missing fee: a person looks."""
    for means in ("stamps", "cash", "transfer"):
        terms = TERMS._replace(means=ORDERS | {means})
        assert fee_amount(absent(), terms).verdict is Verdict.UNCLEAR
        assert fee_validity(absent(), terms, TODAY, NONE).verdict is Verdict.UNCLEAR


@pytest.mark.parametrize(
    ("rule", "result", "verdict"),
    [
        ("keep", "over_kept", Verdict.PASS),
        ("return_excess", "over_returned", Verdict.PASS),
        ("ask_exact", "not_exact", Verdict.FAIL),
        (None, "over", Verdict.UNCLEAR),
    ],
)
def test_too_much_is_what_the_policy_says(rule: str | None, result: str, verdict: Verdict) -> None:
    """Kept, paid back or sent again: only where the policy says so, and else a person decides."""
    found = fee_amount(sent(order(), order("B2", 500)), TERMS._replace(on_over=rule))
    assert (found.result, found.verdict) == (result, verdict)
    assert "500円" in found.detail


CUSTODY = [
    ("ok", "ok", {}, None),
    ("ok", "near_expiry", {}, None),
    ("over_kept", "ok", {}, None),
    ("over_returned", "ok", {}, "return_excess"),
    ("not_required", "not_required", {}, "return"),
    ("wrong_means", "ok", {"on_wrong_means": "return"}, "return"),
    ("wrong_means", "ok", {}, "ask"),
    ("ok", "expired", {}, "return"),
    ("ok", "payee_filled", {}, "return"),
    ("ok", "duplicate", {}, "ask"),
    ("short", "ok", {}, "keep"),
    ("not_exact", "ok", {}, "keep"),
    ("over", "ok", {}, "ask"),
    ("unspecified", "ok", {}, "ask"),
    ("ok", "unreadable", {}, "ask"),
    ("unreadable", "unreadable", {}, "ask"),
]


@pytest.mark.parametrize(("amount", "validity", "rules", "result"), CUSTODY)
def test_what_becomes_of_money_that_came(amount: str, validity: str, rules: dict[str, str], result: str | None) -> None:
    """The fee due is deposited without a word; a fee for a free kind and a bad order go back; doubts are asked."""
    told = fee_custody(
        finding("fee.amount", amount, ""), finding("fee.validity", validity, ""), TERMS._replace(**rules)
    )
    assert (told.result if told else None) == result


@pytest.mark.parametrize("amount", sorted(VERDICTS["fee.amount"] | EVERYWHERE))
@pytest.mark.parametrize("validity", sorted(VERDICTS["fee.validity"] | EVERYWHERE))
def test_money_is_deposited_only_when_nothing_is_wrong(amount: str, validity: str) -> None:
    """No pair of results leads to a deposit unless the amount suffices and the order can be cashed."""
    if fee_disposition(amount, validity, TERMS) is FeeAction.DEPOSIT:
        assert VERDICTS["fee.amount"][amount] is Verdict.PASS
        assert validity in ("ok", "near_expiry")
