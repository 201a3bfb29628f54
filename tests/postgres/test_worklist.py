"""The worklist on a real PostgreSQL: what waits for whom, who has it, and what the page shows of it."""

import re

import pytest
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy import event

from tasks.case.happened import EventKind
from tasks.case.progress import Step
from tasks.case.roles import Role
from tasks.case.waiting import Urgency
from tasks.desk import pages
from tasks.desk.worklist import assign, read_worklist
from tasks.store.cases import case_by_number
from tasks.store.events import record
from tests.support.cases import ADDRESS, NAME, open_case
from tests.support.moving import at, decidable, deficient, sent_back
from tests.support.worklist_desk import add_account, client_of, worklist_desk

PAGE = "{% block title %}{% endblock %}{% block main %}{% endblock %}"
OPERATOR, REVIEWER, APPROVER, MANAGER, AUDITOR = Role


@pytest.fixture(autouse=True)
def plain_frame(monkeypatch):
    """The pages inside a frame without header, whatever the desk's own looks like."""
    for language in ("en", "ja"):
        made = pages.environment(language)
        monkeypatch.setattr(made, "loader", ChoiceLoader([DictLoader({"page.html": PAGE}), made.loader]))
        made.cache.clear()


def give_run(house, number, run):
    with house.database.transaction() as session:
        case = case_by_number(session, number)
        record(session, EventKind.RUN_CREATED, house.now(), case_id=case.id, run=run, generation=1)


def only(house):
    (item,) = read_worklist(house).waiting
    return item


def test_a_row_says_what_waits_since_when_and_until_when(house):
    """Question, due day of the policy, newest run; nobody has it yet."""
    number = decidable(house)
    give_run(house, number, "run-1")
    give_run(house, number, "run-2")
    item = only(house)
    assert (item.number, item.wait.key, item.run) == (number, "decide-1", "run-2")
    assert item.since.date() == item.today == house.today()
    assert item.urgency is Urgency.LATER
    assert item.assigned_to == item.decided_by == ""
    assert (item.policy, item.company("ja"), item.company("en")) == ("rococo", item.company_ja, item.company_en)


def test_what_kaiji_moves_itself_is_counted_and_not_listed(house):
    """Nobody can answer a case whose held data is still to be searched."""
    open_case(house)
    listed = read_worklist(house)
    assert (listed.waiting, listed.moving) == ((), 1)


def test_a_late_case_is_overdue_and_one_of_the_requesters_is_held(house):
    """The clock stands still while the requester must act."""
    late, held = decidable(house), deficient(house, Step.AWAIT_REQUESTER)
    urgencies = {item.number: item.urgency for item in read_worklist(at(house, days=60)).waiting}
    assert urgencies == {late: Urgency.OVERDUE, held: Urgency.HELD}


def test_an_assignment_ends_with_its_asking(house):
    """The same case asked anew is nobody's."""
    number = decidable(house)
    assert not assign(house, [(number, "decide-1")], "sato", "sato", frozenset({REVIEWER}), house.now())
    assert only(house).assigned_to == "sato"
    sent_back(house, number)
    assert (only(house).wait.key, only(house).assigned_to) == ("decide-2", "")


@pytest.mark.parametrize(
    ("to", "by", "roles", "why"),
    [
        ("ito", "sato", {REVIEWER}, "managers_only"),
        ("mori", "kato", {MANAGER}, "may_not_answer"),
        ("nobody", "kato", {MANAGER}, "may_not_answer"),
        ("kato", "kato", {MANAGER}, "may_not_answer"),
        ("mori", "mori", {OPERATOR}, "may_not_answer"),
        ("ito", "kato", {MANAGER}, None),
        ("sato", "sato", {REVIEWER}, None),
    ],
)
def test_who_may_assign_a_decision_to_whom(house, to, by, roles, why):
    """Everybody to themselves, a manager to those whose roles may answer."""
    add_account(house, "ito", REVIEWER)
    add_account(house, "mori", OPERATOR)
    number = decidable(house)
    wrong = assign(house, [(number, "decide-1")], to, by, frozenset(roles), house.now())
    assert [one.why for one in wrong] == ([why] if why else [])
    assert only(house).assigned_to == ("" if why else to)


def test_nobody_but_a_manager_takes_from_another(house):
    """What is somebody's is given back by them, or taken by a manager; nothing is said twice."""
    number = decidable(house)
    key = [(number, "decide-1")]
    for _ in range(2):
        assign(house, key, "sato", "sato", frozenset({REVIEWER}), house.now())
    assert [w.why for w in assign(house, key, "", "ito", frozenset({REVIEWER}), house.now())] == ["assigned_to_another"]
    assert not assign(house, key, "", "kato", frozenset({MANAGER}), house.now())
    assert only(house).assigned_to == ""
    assert [
        w.why for w in assign(house, [(number, "decide-7")], "sato", "sato", frozenset({REVIEWER}), house.now())
    ] == ["moved_on"]


def test_each_sees_first_what_is_theirs_to_answer(house):
    """Reviewers decisions, operators none of them; managers and auditors see all."""
    number = decidable(house)
    desk = worklist_desk(house)
    assert number in client_of(desk, "sato", REVIEWER).get("/").text
    assert number not in client_of(desk, "mori", OPERATOR).get("/").text
    assert number in client_of(desk, "mori", OPERATOR).get("/?show=all").text
    assert number in client_of(desk, "kato", MANAGER).get("/").text
    assert number in client_of(desk, "goto", AUDITOR).get("/").text


def test_what_another_has_is_not_in_my_list(house):
    """It is in everybody's, with the name of who has it."""
    number = decidable(house)
    assign(house, [(number, "decide-1")], "ito", "ito", frozenset({REVIEWER}), house.now())
    browser = client_of(worklist_desk(house), "sato", REVIEWER)
    assert number not in browser.get("/").text
    assert "ito" in browser.get("/?show=all").text


def test_an_auditor_gets_no_buttons_and_may_not_assign(house):
    """Who looks at everything changes nothing."""
    number = decidable(house)
    browser = client_of(worklist_desk(house), "goto", AUDITOR)
    assert "<button name" not in browser.get("/").text
    sent = browser.post("/worklist/assign", data={"case": f"{number}:decide-1", "action": "me"})
    assert sent.status_code == 403
    assert only(house).assigned_to == ""


def test_a_case_is_assigned_on_the_page_and_the_filters_stay(house):
    """Tick, assign to me: the same filters again, and the case is mine."""
    number = decidable(house)
    browser = client_of(worklist_desk(house), "sato", REVIEWER)
    shown = browser.get("/?asks=decide").text
    (filters,) = re.findall(r'name="filters" value="([^"]*)"', shown)
    sent = browser.post(
        "/worklist/assign", data={"case": f"{number}:decide-1", "action": "me", "filters": filters, "csrf": "token"}
    )
    assert (sent.status_code, sent.headers["location"]) == (303, "/?asks=decide")
    assert only(house).assigned_to == "sato"


def test_what_could_not_be_assigned_is_said(house):
    """The page names the case and why."""
    number = decidable(house)
    shown = client_of(worklist_desk(house), "sato", REVIEWER).post(
        "/worklist/assign", data={"case": f"{number}:decide-9", "action": "me", "filters": ""}
    )
    assert "no longer waits" in shown.text


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("asks=decide", True),
        ("asks=approve", False),
        ("asks=approve,decide", True),
        ("asks=approve,extend_due", False),
        ("company=rococo", True),
        ("company=toot", False),
        ("assigned=-", True),
        ("assigned=ito", False),
        ("due=later", True),
        ("due=overdue", False),
        ("q=k26-1", False),
        ("q=ｋ26－00001", True),
        ("page=7", True),
    ],
)
def test_filters(house, query, there):
    """Each narrows the list; an unknown value shows nothing and breaks nothing."""
    number = decidable(house)
    shown = client_of(worklist_desk(house), "sato", REVIEWER).get(f"/?{query}").text
    assert (f'value="{number}:' in shown) is there


@pytest.mark.parametrize("page", ["/?show=all", "/dispatch"])
def test_sample_cases_that_no_list_has_are_counted(house, page):
    """Open ones, so that nobody looks for the many of the figures among the few that are worked on; closed ones are not."""
    real, open_one, closed_one = (decidable(house, content) for content in (b"real", b"open", b"closed"))
    browser = client_of(worklist_desk(house), "mori", OPERATOR)
    assert "sample" not in browser.get(page).text
    with house.database.transaction() as session:
        for number in (open_one, closed_one):
            case = case_by_number(session, number)
            record(session, EventKind.SAMPLE_DATA_MADE, house.now(), case_id=case.id)
        record(session, EventKind.CASE_CLOSED, house.now(), case_id=case.id)
    shown = browser.get(page).text
    assert "1 open sample case is not worked on" in shown
    assert open_one not in shown
    assert (real in shown) is (page != "/dispatch")


def test_a_number_that_does_not_wait_is_told_from_one_that_is_none(house):
    """Who looks for a case learns that it is being moved, and gets the link."""
    number = open_case(house)
    browser = client_of(worklist_desk(house), "sato", REVIEWER)
    assert f"/cases/{number}" in browser.get(f"/?q={number}").text
    assert "No case that waits" in browser.get("/?q=K26-09999").text


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_links_to_evidence_and_run_and_names_nobody(house, language):
    """Straight to the evidence and to the run in Prefect; no name, address or birth date, in both languages."""
    number = decidable(house)
    give_run(house, number, "0b5c")
    shown = client_of(worklist_desk(house), "sato", REVIEWER, language=language).get("/").text
    assert f'href="/cases/{number}"' in shown
    assert f'href="{house.settings.prefect_url}/v2/runs/flow-run/0b5c"' in shown
    assert ("請求の決定" if language == "ja" else "Decide the request") in shown
    for value in (NAME, *NAME.split(), ADDRESS, "1986", "昭和61"):
        assert value not in shown


def test_the_list_takes_a_few_queries_however_many_cases(house):
    """Twice as many cases, not one query more."""
    decidable(house)
    read_worklist(house)  # the policy's text is read once a process
    assert queries_of(house) == 2
    decidable(house, b"two")
    assert queries_of(house) == 2


def queries_of(house) -> int:
    seen = []

    def count(*told):
        seen.append(told[2])

    event.listen(house.database.engine, "before_cursor_execute", count)
    read_worklist(house)
    event.remove(house.database.engine, "before_cursor_execute", count)
    return sum("SELECT" in said for said in seen)
