"""The ledger of fees: custody, impossible moves, and that the sums agree."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.case.ledger import Balance, Entry, Move, Place, custody, reconcile, reconcile_cases, why_not

DAY = date(2026, 11, 20)
R, D, B, P = Move.RECEIVED, Move.DEPOSITED, Move.RETURNED, Move.REFUNDED


def entry(move: Move, yen: int = 1000, *, instrument: str = "A1", case: str = "K26-00001", days: int = 0, by="sato"):
    """One line of the ledger."""
    return Entry(case, instrument, move, yen, DAY + timedelta(days=days), by)


TRIED = st.lists(
    st.builds(
        Entry,
        st.sampled_from(["K26-00001", "K26-00002"]),
        st.sampled_from(["A1", "B2", "C3"]),
        st.sampled_from(sorted(Move)),
        st.sampled_from([0, 300, 500, 1000]),
        st.dates(DAY, DAY + timedelta(days=3)),
        st.sampled_from(["sato", ""]),
    ),
    max_size=25,
)


def posted(tried: list[Entry]) -> list[Entry]:
    """Those of the entries that the ledger takes, one after another."""
    entries: list[Entry] = []
    for each in tried:
        if not why_not(entries, each):
            entries.append(each)
    return entries


@given(TRIED)
def test_whatever_is_posted_the_sums_agree(tried: list[Entry]) -> None:
    """Received is in hand, deposited or returned, after every entry, in all and for each case."""
    entries = posted(tried)
    for upto in range(len(entries) + 1):
        assert reconcile(entries[:upto]).agrees
        assert all(balance.agrees for balance in reconcile_cases(entries[:upto]).values())


@given(TRIED)
def test_cases_add_up_to_the_whole(tried: list[Entry]) -> None:
    """No yen stands under two cases or under none."""
    entries = posted(tried)
    whole = reconcile(entries)
    parts = reconcile_cases(entries).values()
    assert Balance(*(sum(part[i] for part in parts) for i in range(4))) == whole


@given(TRIED)
def test_nothing_is_in_two_places(tried: list[Entry]) -> None:
    """Never more is deposited, or returned, than was received; money paid back was deposited before."""
    balance = reconcile(posted(tried))
    assert 0 <= balance.deposited <= balance.received
    assert 0 <= balance.returned <= balance.received


@given(TRIED)
def test_entries_that_break_the_rules_show(tried: list[Entry]) -> None:
    """An instrument deposited twice cannot hide: the sums of such a ledger do not agree."""
    entries = [*posted(tried), entry(R, instrument="Z9"), entry(D, instrument="Z9")]
    assert reconcile(entries).agrees
    assert not reconcile([*entries, entry(D, instrument="Z9")]).agrees


def test_the_way_of_a_fee() -> None:
    """An order is received, deposited, and part of it paid back."""
    entries = [entry(R), entry(D, days=1), entry(P, 300, days=2)]
    assert posted(entries) == entries
    assert custody(entries)["A1"].place is Place.DEPOSITED
    assert custody(entries)["A1"].refunded_yen == 300
    assert reconcile(entries) == Balance(received=1000, in_hand=0, deposited=700, returned=300)


def test_an_order_that_went_back_may_come_again() -> None:
    """The requester may send the same order once its payee was put right."""
    entries = [entry(R), entry(B, days=1), entry(R, days=9, case="K26-00002")]
    assert posted(entries) == entries
    assert custody(entries)["A1"].place is Place.IN_HAND
    assert reconcile(entries) == Balance(received=2000, in_hand=1000, deposited=0, returned=1000)


@pytest.mark.parametrize(
    ("before", "new", "word"),
    [
        ([], entry(D), "never received"),
        ([], entry(R, 0), "more than nothing"),
        ([], entry(R, by=" "), "who"),
        ([entry(R)], entry(R), "received already"),
        ([entry(R), entry(D)], entry(D), "deposited already"),
        ([entry(R), entry(D)], entry(B), "refund"),
        ([entry(R), entry(B)], entry(D), "was returned"),
        ([entry(R), entry(B)], entry(B), "returned already"),
        ([entry(R), entry(B)], entry(P), "nothing to pay back"),
        ([entry(R)], entry(P), "never cashed"),
        ([entry(R)], entry(D, 500), "full amount"),
        ([entry(R), entry(D), entry(P, 800)], entry(P, 300), "200 yen"),
        ([entry(R)], entry(D, case="K26-00002"), "K26-00001"),
        ([entry(R, days=2)], entry(D, days=1), "before"),
    ],
)
def test_impossible_moves_are_refused_with_a_sentence(before: list[Entry], new: Entry, word: str) -> None:
    """What cannot have happened is not entered, and the desk is told why."""
    said = why_not(before, new)
    assert word in said
    assert said.endswith(".")
