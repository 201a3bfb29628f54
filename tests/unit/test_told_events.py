"""What a case's events tell the next reviewer: the decision that stands, a wish for more time, a sending back."""

from datetime import UTC, date, datetime

from tasks.case.happened import EventKind
from tasks.case.progress import Step
from tasks.decide.told_events import told_decision, told_extension, told_sent_back
from tasks.store.tables import EventRow

LATE = datetime(2026, 1, 6, 16, 30, tzinfo=UTC)  # the seventh in Japan


def event(kind: EventKind, actor: str, **facts: object) -> EventRow:
    """One event of a case."""
    return EventRow(kind=kind, actor=actor, at=LATE, facts=facts)


def answered(step: Step, actor: str, **choices: object) -> EventRow:
    """An accepted answer."""
    return event(EventKind.ANSWERED, actor, step=step.value, choices=choices)


DECIDED = answered(Step.DECIDE, "sato", disclosure="disclose_partly", grounds=["4"], withheld=["購入履歴"])


def test_the_newest_decision_is_told_in_words() -> None:
    """Who, when in Japan, what, by which grounds; sending back from the decision is none."""
    back = answered(Step.DECIDE, "ito", disclosure="undecided", send_back="search_again")
    told = told_decision([DECIDED, back], "ja")
    assert told is not None
    assert (told.by, told.at) == ("sato", "2026-01-07 01:30")
    assert (told.choices, told.grounds, told.withheld) == ((("開示", "一部を開示する"),), ("4",), ("購入履歴",))
    assert told_decision([back], "ja") is None


def test_who_sent_a_case_back_is_told_until_the_step_is_answered() -> None:
    """The step it came from stands in words; another step hears nothing of it, and an answer ends it."""
    back = answered(Step.APPROVE, "ito", action="back_to_decision")
    assert told_sent_back([DECIDED, back], Step.DECIDE, "ja") == ("ito", date(2026, 1, 7), "決定の承認")
    assert told_sent_back([DECIDED, back], Step.CONFIRM_READING, "ja") is None
    assert told_sent_back([DECIDED, back, DECIDED], Step.DECIDE, "ja") is None


def test_a_wish_for_more_time_is_told_with_or_without_its_day() -> None:
    """The newest counts; a day need not be named."""
    first, second = (event(EventKind.EXTENSION_ASKED, who, **facts) for who, facts in
        (("sato", {"until": "2026-02-02"}), ("ito", {})))  # fmt: skip
    assert told_extension([]) is None
    assert told_extension([first]) == ("sato", date(2026, 1, 7), date(2026, 2, 2))
    assert told_extension([first, second]) == ("ito", date(2026, 1, 7), None)
