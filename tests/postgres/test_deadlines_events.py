"""Each morning's tables and the events of due days, on a real PostgreSQL and a real Prefect server: once each, and of nobody."""

import json
import logging
from datetime import timedelta
from uuid import UUID, uuid4, uuid5

import pytest
from prefect import get_client
from prefect.blocks.notifications import CustomWebhookNotificationBlock
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey
from prefect.events.actions import CancelFlowRun, DoNothing, SendNotification
from prefect.events.filters import EventFilter, EventNameFilter
from prefect.events.schemas.automations import AutomationCore
from prefect.testing.utilities import prefect_test_harness
from sqlmodel import select

from flows import deadlines as flow
from tasks.case.business_days import previous_business_day
from tasks.case.happened import EventKind
from tasks.case.progress import Step
from tasks.decide import due_events
from tasks.decide.due_events import tell_due
from tasks.engines.prefect_automations import BLOCK, OVERDUE, ensure_automation
from tasks.figures.reading import read_frames
from tasks.figures.urgent import urgent_cases
from tasks.settings import Settings
from tasks.store.cases import case_by_number
from tasks.store.events import record
from tasks.store.tables import EventRow
from tasks.wiring import House
from tests.support.cases import ADDRESS, NAME
from tests.support.moving import at, decidable, deficient
from tests.support.running import wait_for

LOG = logging.getLogger("test")
EVENTS = ["kaiji.case.overdue", "kaiji.case.due_soon"]


@pytest.fixture(scope="module")
def prefect(tmp_path_factory):
    """A client of a Prefect server of the tests' own, which tells nobody that it runs; houses have ids of their own there."""
    with pytest.MonkeyPatch.context() as quiet:
        quiet.setenv("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
        quiet.setenv("PREFECT_HOME", str(tmp_path_factory.mktemp("prefect")))
        yield from running_server()


def running_server():
    """Prefect's own server for tests, and a client of it."""
    with prefect_test_harness(server_startup_timeout=120), get_client(sync_client=True) as client:
        yield client


@pytest.fixture
def run(house, monkeypatch, prefect):
    """Runs the flow on a day so many days before or after the due day of the case; no case has a run in this server."""
    monkeypatch.setattr(flow, "look_after_all", lambda *_: [])

    def once(number, days):
        moved = on(house, number, days)
        monkeypatch.setattr(flow, "open_house", lambda: moved)
        flow.deadlines()
        return moved

    return once


def on(house, number, days):
    """The house so many days after the due day that the case has today."""
    cases = read_frames(house).cases
    (due,) = (case["due_on"] for case in cases.iter_rows(named=True) if case["number"] == number)
    return at(house, days=(due - house.today()).days + days)


def events(client, house, number):
    """The events of a case of this house that the store has, the oldest first."""
    found = client.read_events(filter=EventFilter(event=EventNameFilter(name=EVENTS)), limit=50).events
    mine = [each for each in found if each.resource.id == f"kaiji.case.{number}" and each.id == own_id(house, each)]
    return sorted(mine, key=lambda each: each.occurred)


def own_id(house, event):
    """The id that an event of this house has."""
    told, names = event.payload, UUID(bytes=house.key("events")[:16])
    return uuid5(names, f"{told['case']}:{event.event.rpartition('.')[2]}:{told['due']}")


def artifacts(client, key):
    """The tables of that key, the oldest first, as description and rows."""
    mine = ArtifactFilter(key=ArtifactFilterKey(any_=[key]))
    found = client.read_artifacts(artifact_filter=mine)
    found.sort(key=lambda each: each.created)
    return [(each.description, json.loads(each.data)) for each in found]


def noted(house):
    """What the record says that Prefect was told."""
    with house.database.transaction() as session:
        rows = session.exec(select(EventRow).where(EventRow.kind == EventKind.DUE_TOLD).order_by(EventRow.id))
        return [(row.facts["urgency"], row.facts["due_on"]) for row in rows]


def test_two_runs_make_one_event_and_one_table_a_day(house, prefect, run):
    """The second run finds both made; the event tells codes, a day and the run that it came from."""
    number = decidable(house)
    before = len(artifacts(prefect, flow.LIST))
    moved = run(number, 2)
    run(number, 2)
    (event,) = events(prefect, house, number)
    due = moved.today() - timedelta(days=2)
    assert event.event == "kaiji.case.overdue"
    assert event.payload == {
        "case": number,
        "due": due.isoformat(),
        "days_left": -2,
        "stage": "deciding",
        "waits_for": "reviewer",
        "policy": "rococo",
    }
    assert any(each.id.startswith("prefect.flow-run.") for each in event.related)
    assert noted(house) == [("overdue", due.isoformat())]
    made = artifacts(prefect, flow.LIST)[before:]
    assert made == [
        (
            f"{moved.today()}時点で期限超過、または3営業日以内に期限",
            [
                {
                    "案件番号": number,
                    "段階": "決定待ち",
                    "対応者": "審査担当者",
                    "期限": due.isoformat(),
                    "残り日数": "-2",
                    "会社": "rococo",
                }
            ],
        )
    ]
    figures = artifacts(prefect, flow.FIGURES)[before:]
    assert len(figures) == 1
    assert {"項目": "期限超過", "件数": "1"} in figures[0][1]


def test_the_next_day_has_a_table_of_its_own_and_no_second_event(house, prefect, run):
    """A case is overdue of the same due day for as long as it is."""
    number = decidable(house, b"next")
    run(number, 1)
    before = len(artifacts(prefect, flow.LIST))
    run(number, 2)
    assert len(artifacts(prefect, flow.LIST)) == before + 1
    assert len(events(prefect, house, number)) == 1


def test_a_long_list_says_how_much_of_it_it_shows(house, prefect, run, monkeypatch):
    """And once more the same day it is not made again."""
    monkeypatch.setattr(flow, "_MOST", 1)
    numbers = [decidable(house, content) for content in (b"long", b"list")]
    before = len(artifacts(prefect, flow.LIST))
    moved = run(numbers[0], 7)
    run(numbers[0], 7)
    ((description, rows),) = artifacts(prefect, flow.LIST)[before:]
    assert description == f"{moved.today()}時点で期限超過、または3営業日以内に期限（全2件のうち先頭の1件）"
    assert [row["案件番号"] for row in rows] == numbers[:1]


def test_due_soon_comes_first_and_overdue_after_it(house, prefect, run):
    """Each once; the day before the third business day before it there is nothing to tell."""
    number = decidable(house, b"soon")
    due = on(house, number, 0).today()
    with house.database.transaction() as session:
        first, calendar = due, house.calendar(house.policy_of(case_by_number(session, number)))
    for _ in range(3):
        first = previous_business_day(first, calendar)
    before = (first - due).days
    for days in (before - 1, before, -1, 0, 1, 2):
        run(number, days)
    assert [(each.event, each.payload["days_left"]) for each in events(prefect, house, number)] == [
        ("kaiji.case.due_soon", -before),
        ("kaiji.case.overdue", -1),
    ]


def test_a_case_whose_clock_stands_still_is_told_of_to_nobody(house, prefect, run):
    """While the requester must act it is neither due nor late."""
    number = deficient(house, Step.AWAIT_REQUESTER, b"held")
    run(number, 3)
    assert events(prefect, house, number) == []
    assert noted(house) == []


def test_a_run_that_dies_between_sending_and_noting_sends_nothing_twice(house, prefect, run, monkeypatch):
    """The next run finds the event in Prefect's store under its id, and notes it."""
    number = decidable(house, b"dies")
    with monkeypatch.context() as broken:
        broken.setattr(due_events, "_keep", lambda *_: 1 / 0)
        with pytest.raises(Exception, match="ZeroDivisionError"):
            run(number, 1)
    (sent,) = events(prefect, house, number)
    assert noted(house) == []
    run(number, 1)
    assert [each.received for each in events(prefect, house, number)] == [sent.received]
    assert len(noted(house)) == 1


def test_what_did_not_arrive_is_told_by_the_next_run(house, caplog):
    """Prefect's store is asked, not its client; nothing is noted that it has not."""
    number = decidable(house, b"away")
    later = on(house, number, 1)
    urgent, tried = urgent_cases(read_frames(later)), []
    assert tell_due(later, urgent, lambda told: tried.append(told) or set(), LOG) == 0
    assert "1 of 1" in caplog.text
    assert noted(house) == []
    assert tell_due(later, urgent, lambda told: {each.id for each in told}, LOG) == 1
    assert tell_due(later, urgent, lambda _: pytest.fail("told already"), LOG) == 0
    assert len(noted(house)) == 1


def test_a_new_due_day_is_a_new_event(house):
    """Who got more time is told of anew when that runs out."""
    number = decidable(house, b"more")
    (case,) = urgent_cases(read_frames(on(house, number, 1)))
    again = case._replace(due_on=case.due_on + timedelta(days=14))
    mine = due_events.event_id(house, case)
    assert mine != due_events.event_id(house, again)
    assert mine == due_events.event_id(house, case._replace(days_left=-9, stage="releasing"))


def test_another_house_on_the_same_prefect_has_ids_of_its_own(house, tmp_path):
    """Its case of the same number and due day is not taken for told."""
    number = decidable(house, b"two")
    (case,) = urgent_cases(read_frames(on(house, number, 1)))
    other = House(Settings(home=tmp_path / "other"), house.database, house.sealed)
    assert due_events.event_id(house, case) != due_events.event_id(other, case)


def test_made_up_cases_set_off_nothing(house):
    """They show the pages, and are told of to no automation."""
    number = decidable(house, b"made up")
    with house.database.transaction() as session:
        case = case_by_number(session, number)
        record(session, EventKind.SAMPLE_DATA_MADE, house.now(), case_id=case.id)
    later = on(house, number, 1)
    urgent = urgent_cases(read_frames(later))
    assert [case.number for case in urgent] == [number]
    assert tell_due(later, urgent, lambda _: pytest.fail("told"), LOG) == 0


def test_no_more_than_a_few_hundred_are_told_at_once(house, caplog, monkeypatch):
    """The first run of a house that has thousands does not stand still over them."""
    monkeypatch.setattr(due_events, "AT_MOST", 1)
    numbers = [decidable(house, content) for content in (b"a", b"b")]
    later = on(house, numbers[0], 1)
    urgent = urgent_cases(read_frames(later))
    assert [tell_due(later, urgent, lambda told: [each.id for each in told], LOG) for _ in range(3)] == [1, 1, 0]


def test_neither_tables_nor_events_tell_of_anybody(house, prefect, run):
    """No name, address or birth year of the requester in anything that Prefect was given."""
    number = decidable(house, b"who")
    run(number, -1)
    run(number, 1)
    told = [each.model_dump_json() for each in events(prefect, house, number)]
    told += [json.dumps(artifacts(prefect, key), ensure_ascii=False) for key in (flow.LIST, flow.FIGURES)]
    assert number in told[0]
    assert number in told[2]
    for value in (*NAME.split(), ADDRESS, "1986", "昭和"):
        assert not any(value in each for each in told)


# --- the automation


@pytest.fixture
def no_automation(prefect):
    """The server without the automation."""
    for each in prefect.read_automations_by_name(OVERDUE):
        prefect.delete_automation(each.id)


@pytest.mark.usefixtures("no_automation")
def test_the_automation_is_made_once_and_what_people_changed_stays(prefect):
    """Every start of the house looks; a person's action is not taken away."""
    ensure_automation(prefect)
    ensure_automation(prefect)
    (made,) = prefect.read_automations_by_name(OVERDUE)
    assert made.enabled
    assert made.actions == [DoNothing()]
    theirs = made.model_copy(update={"actions": [CancelFlowRun()], "enabled": False})
    prefect.update_automation(made.id, AutomationCore(**theirs.model_dump(exclude={"id", "owner_resource"})))
    ensure_automation(prefect)
    (kept,) = prefect.read_automations_by_name(OVERDUE)
    assert (kept.enabled, kept.actions) == (False, [CancelFlowRun()])


@pytest.mark.usefixtures("no_automation")
def test_a_block_of_that_name_is_told_of_an_overdue_case_once(house, prefect, run, inbox):
    """Made after the automation was; told in both languages, of the case's number and day, and of nobody."""
    ensure_automation(prefect)
    block = CustomWebhookNotificationBlock(
        name="told",
        url=f"http://127.0.0.1:{inbox.server_port}/{uuid4()}",
        json_data={"subject": "{{subject}}", "body": "{{body}}"},
        allow_private_urls=True,
    )
    block.save(BLOCK)
    ensure_automation(prefect)
    (made,) = prefect.read_automations_by_name(OVERDUE)
    assert isinstance(made.actions[0], SendNotification)
    number = decidable(house, b"tell")
    moved = run(number, 1)
    wait_for(lambda: inbox.got, 30)
    run(number, 2)
    (message,) = inbox.got
    assert message["subject"] == f"kaiji: {number} 期限超過 / overdue"
    assert (moved.today() - timedelta(days=1)).isoformat() in message["body"]
    assert not any(value in str(message) for value in (*NAME.split(), ADDRESS))
