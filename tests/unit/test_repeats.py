"""Requests that repeat an earlier one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.case.repeats import EarlierRequest, Requester, request_repeats, same_requester
from tasks.case.seen import absent, known, unreadable
from tasks.case.words import RequestKind, Verdict

ADDRESS, BORN = "大阪府大阪市中央区西心斎橋2-1-5", date(1980, 4, 1)
NOW = Requester(known("山田 太郎"), known(ADDRESS), known(BORN))
DISCLOSURE = known(frozenset({RequestKind.DISCLOSURE}))
EARLIER = EarlierRequest("K26-00007", "山田太郎", ADDRESS, BORN, DISCLOSURE.value, date(2026, 10, 1))


def test_the_same_again_goes_to_a_person() -> None:
    """Same name, birth date and kind: a person looks, and the detail names the case and nobody."""
    found = request_repeats(NOW, DISCLOSURE, [EARLIER])
    assert (found.result, found.verdict) == ("repeated", Verdict.UNCLEAR)
    assert "K26-00007" in found.detail
    assert not any(part in found.detail for part in ("山田", "太郎", "西心斎橋", "1980"))


def test_all_earlier_cases_are_named_in_order() -> None:
    """Open and closed ones, the oldest first."""
    newer = EARLIER._replace(number="K26-00009", received_on=date(2026, 11, 1), closed=False)
    detail = request_repeats(NOW, DISCLOSURE, [newer, EARLIER]).detail
    assert detail.index("K26-00007（終了）") < detail.index("K26-00009（処理中）")


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"name": "山田太朗"}, False),
        ({"birth_date": date(1980, 4, 2)}, False),
        ({"birth_date": None}, True),
        ({"birth_date": None, "address": "京都市北区紫野1-2"}, False),
        ({"birth_date": None, "address": ""}, False),
        ({"address": "京都市北区紫野1-2"}, True),
        ({"name": ""}, False),
    ],
)
def test_who_is_the_same_requester(change: dict[str, object], same: bool) -> None:
    """The name and the birth date; the address where a birth date is unknown; never the name alone."""
    assert same_requester(NOW, EARLIER._replace(**change)) is same


def test_a_name_in_another_shape_is_the_same_requester() -> None:
    """髙橋 who asked as 高橋 is flagged: a person tells."""
    now = NOW._replace(name=known("髙橋一郎"))
    assert same_requester(now, EARLIER._replace(name="高橋一郎"))


def test_another_kind_is_no_repeat() -> None:
    """Who asked for disclosure may ask for correction."""
    assert request_repeats(NOW, known(frozenset({RequestKind.CORRECTION})), [EARLIER]).result == "none"


def test_what_was_not_read_never_passes() -> None:
    """Without a name or kinds nobody can say that this is new."""
    assert request_repeats(NOW._replace(name=unreadable()), DISCLOSURE, [EARLIER]).verdict is Verdict.UNCLEAR
    assert request_repeats(NOW._replace(name=absent()), DISCLOSURE, []).verdict is Verdict.UNCLEAR
    assert request_repeats(NOW, absent(), [EARLIER]).verdict is Verdict.UNCLEAR


@given(st.lists(st.sampled_from(sorted(RequestKind)), min_size=1).map(frozenset))
def test_asking_twice_is_always_noticed(kinds: frozenset[RequestKind]) -> None:
    """Whatever was asked for, the very same request is a repeat."""
    assert request_repeats(NOW, known(kinds), [EARLIER._replace(kinds=kinds)]).result == "repeated"
