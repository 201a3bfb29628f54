"""Who may act on what waits, how urgent it is, and of what people are reminded."""

from datetime import date, timedelta
from types import SimpleNamespace
from urllib.parse import parse_qs

import pytest

from tasks.case.business_days import Calendar
from tasks.case.progress import Stage, Step, Wait, stage_of
from tasks.case.roles import Role
from tasks.case.waiting import Urgency, is_for, is_to_be_reminded, may_take, most_urgent_first, waits_longer
from tasks.decide.reminders import digest, told_to
from tasks.desk.worklist_filters import Filters
from tasks.figures.today_next import _LINKS
from tests.support.waiting import TODAY, waiting

OPERATOR, REVIEWER, APPROVER, MANAGER, AUDITOR = Role


def house(language="en", days=1):
    settings = SimpleNamespace(language=language, remind_after_days=days, desk_url="http://127.0.0.1:4280")
    return SimpleNamespace(settings=settings, today=lambda: TODAY)


@pytest.mark.parametrize(
    ("left", "urgency"), [(-1, Urgency.OVERDUE), (0, Urgency.SOON), (5, Urgency.SOON), (6, Urgency.LATER)]
)
def test_the_due_day_itself_is_not_late(left, urgency):
    """Soon is today, a Friday, and what comes up to the third business day after; late begins the day after the due day."""
    assert waiting(left=left).urgency is urgency
    assert waiting(Step.AWAIT_REQUESTER, left=left).urgency is Urgency.HELD


def test_nobody_is_offered_the_approval_of_their_own_decision():
    """The other approver is."""
    item = waiting(Step.APPROVE, decided_by="ito")
    assert not may_take(item, "ito", {APPROVER})
    assert may_take(item, "kudo", {APPROVER})
    assert may_take(waiting(Step.DECIDE, decided_by="ito"), "ito", {APPROVER})


def test_my_list_leaves_out_what_another_has_and_what_the_requester_must_do():
    """What is assigned to me is mine even then, but never beyond my roles."""
    assert is_for(waiting(), "sato", {REVIEWER})
    assert not is_for(waiting(assigned_to="ito"), "sato", {REVIEWER})
    assert not is_for(waiting(Step.AWAIT_REQUESTER), "sato", {REVIEWER})
    assert is_for(waiting(Step.AWAIT_REQUESTER, assigned_to="sato"), "sato", {REVIEWER})
    assert not is_for(waiting(Step.DISPATCH_REPLY, assigned_to="sato"), "sato", {REVIEWER})
    assert not is_for(waiting(), "goto", {AUDITOR})


@pytest.mark.parametrize(("today", "longer"), [("2026-11-27", False), ("2026-11-30", False), ("2026-12-01", True)])
def test_a_weekend_is_no_waiting(today, longer):
    """What came on Friday has waited one business day on Monday, and more on Tuesday."""
    assert waits_longer(date(2026, 11, 27), 1, date.fromisoformat(today), Calendar(years={2026})) is longer


@pytest.mark.parametrize(
    ("item", "reminded"),
    [
        (waiting(left=9), False),
        (waiting(left=9, waits_long=True), True),
        (waiting(left=3), True),
        (waiting(left=-1), True),
        (waiting(left=-1, desk_open=False), False),
        (waiting(Step.AWAIT_REQUESTER, left=-1, waits_long=True), False),
    ],
)
def test_of_what_people_are_reminded(item, reminded):
    """Late, soon or long; not on a closed day, and not of what the requester must do."""
    assert is_to_be_reminded(item) is reminded


def test_the_most_urgent_comes_first():
    """By due day; what the clock stands still for comes last."""
    items = [
        waiting(number="a", left=5),
        waiting(Step.AWAIT_REQUESTER, number="b", left=-9),
        waiting(number="c", left=1),
    ]
    assert [item.number for item in most_urgent_first(items)] == ["c", "a", "b"]


def test_an_address_of_some_roles_gets_what_they_may_answer():
    """Managers get all that is overdue; an address without roles everything."""
    late, decide = waiting(Step.DISPATCH_REPLY, number="late", left=-2), waiting(number="decide", left=1)
    numbers = {
        roles: [item.number for item in told_to([late, decide], frozenset(roles))]
        for roles in [(), (OPERATOR,), (REVIEWER, APPROVER), (MANAGER,)]
    }
    assert list(numbers.values()) == [["late", "decide"], ["late"], ["decide"], ["late"]]


ITEMS = (
    waiting(Step.DISPATCH_REPLY, number="K26-00001", left=-2),
    waiting(number="K26-00002", left=0),
    waiting(number="K26-00003", left=9, waits_long=True),
)


def test_the_digest_in_japanese():
    """Counts, case numbers with due days, the manager named for what is late, the link."""
    told = digest(house("ja"), ITEMS)
    assert told.title == f"【kaiji】期限超過1件・3営業日以内に期限1件・長く待っている案件1件（{TODAY}）"
    assert "管理者の方は" in told.body
    assert (
        f"K26-00001　期限 {TODAY - timedelta(days=2)}（2日超過）　回答書の発送の確認　［受付・発送担当者］" in told.body
    )
    assert "（本日）" in told.body
    assert "■ 1営業日を超えて待っている案件（1件）" in told.body
    assert "請求の決定：2件" in told.body
    assert told.body.endswith("作業一覧：http://127.0.0.1:4280/?show=all\n")


def test_the_digest_in_english():
    """The same; without anything late the managers are not called."""
    told = digest(house("en"), ITEMS)
    assert told.title == f"kaiji: 1 overdue, 1 due within 3 business days, 1 waiting long ({TODAY})"
    assert (
        f"K26-00001  due {TODAY - timedelta(days=2)} (2 days overdue)  Confirm dispatch of the answer  [operator]"
        in told.body
    )
    assert "Decide the request: 2" in told.body
    assert "managers" in told.body
    assert "managers" not in digest(house("en"), ITEMS[1:]).body


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("step", [step for step in Step if step is not Step.AWAIT_REQUESTER])
def test_every_question_can_be_told(language, step):
    """A step without words would break the reminders of a whole house."""
    assert "K26-00001" in digest(house(language), [waiting(step, number="K26-00001", left=-1)]).body


def test_a_long_digest_is_cut_and_says_so():
    """Nobody reads a thousand lines; the rest is counted."""
    body = digest(house("en"), [waiting(number=f"K26-{n:05}", left=-1) for n in range(60)]).body
    assert body.count("overdue)") == 50
    assert "and 10 more" in body


def test_an_address_of_the_page_keeps_what_was_chosen():
    """What was not chosen does not stand in it; another choice begins at the first page."""
    chosen = Filters(asks="decide", q="K26 1", page=3)
    assert chosen.link() == "/?asks=decide&q=K26+1"
    assert chosen.link(page=4) == "/?asks=decide&q=K26+1&page=4"
    assert chosen.link(asks="", q="") == "/"


def test_the_links_of_what_to_do_next_filter_by_every_step_of_the_stage():
    """Two steps lie in some stages; none of their cases is missing behind the link, and no other is there."""
    for stage, link in _LINKS.items():
        chosen = parse_qs(link.partition("?")[2])
        if "asks" in chosen and stage in set(Stage):
            steps = {step for step in Step if stage_of(Wait(step=step, attempt=1)) == stage}
            assert set(Filters(asks=chosen["asks"][0]).steps) == steps
