"""The whole house: what a second intake does, what a crash leaves, what Prefect's database holds, how it stops."""

import json
import subprocess
import time

import httpx
import psutil
import pypdfium2
from PIL import Image
from prefect.client.orchestration import SyncPrefectClient
from prefect.states import Cancelled
from sqlalchemy import text
from sqlmodel import Session, create_engine, select

from tasks.decide.asking import coming
from tasks.decide.runs import newest_run_id, open_cases
from tasks.engines.postgres import _embedded_bin
from tasks.engines.prefect_runs import Whereabouts, find_run
from tasks.store.events import broken_links
from tasks.store.tables import Case, EventRow
from tests.conftest import TAKEN_IN
from tests.support.running import PACKETS, personal_values, wait_for


def events(running, number, kind):
    with Session(create_engine(running.database("kaiji"))) as session:
        case = session.exec(select(Case).where(Case.number == number)).one()
        return session.exec(select(EventRow).where(EventRow.case_id == case.id, EventRow.kind == kind)).all()


def answers(url):
    try:
        return httpx.get(url).is_success
    except httpx.HTTPError:
        return False


def deficient_cases(running):
    with Session(create_engine(running.database("kaiji"))) as session:
        return session.exec(select(Case.number).where(Case.disposition == "deficient").order_by(Case.id)).all()


def test_every_packet_is_a_case_or_in_quarantine(running):
    """Four packets: three cases that wait, one in quarantine with its reason."""
    assert len(deficient_cases(running)) == 2
    (reason,) = (running.home / "quarantine").rglob("reason.txt")
    assert "password" in reason.read_text()
    assert not list((running.home / "inbox").iterdir())


def test_a_second_intake_with_nothing_new_does_nothing(running):
    """No packet, no event, no run."""
    assert "Nothing new" in running.run("intake")


def test_a_case_killed_in_the_middle_goes_on_exactly_once(running):
    """Kill -9 the server and the worker just after an answer, then the house itself; started again, one letter stands."""
    number = deficient_cases(running)[0]
    running.answer(number, "release-deficiency-1", "sato", action="release")
    time.sleep(2)
    for name in ("prefect", "worker"):
        running.kill(name)
    running.process.kill()
    running.process.wait()
    running.up()
    wait_for(lambda: events(running, number, "letters_complete"), 120)
    running.answer(number, "dispatch-deficiency-1", "mori", action="posted", tracking_number="123-45-67890-1")
    wait_for(lambda: len(events(running, number, "answered")) == 2, 90)
    assert len(events(running, number, "letter_written")) == 1
    assert len(list((running.home / "outbox").rglob(f"{number}-*.pdf"))) == 1


def test_a_lost_prefect_database_loses_no_case(running):
    """Drop the whole `prefect` database under the running server: it is made again, and each case waits where it did."""
    before = {number: waits_at(running, number) for number in open_cases(running.house)}
    assert len(before) == 3
    with create_engine(running.database("postgres"), isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text("DROP DATABASE prefect WITH (FORCE)"))
    running.kill("prefect")
    with SyncPrefectClient(f"http://127.0.0.1:{running.prefect_port}/api") as client:
        for number, key in before.items():
            wait_for(lambda n=number: where(running, client, n)[0] is Whereabouts.WAITING, 180)
            assert where(running, client, number) == (Whereabouts.WAITING, key)
    assert {number: waits_at(running, number) for number in open_cases(running.house)} == before


def waits_at(running, number):
    """The key at which a case waits, by its own record."""
    return coming(running.house, number).key


def where(running, client, number):
    """What became of the newest run of a case, and at which key it waits."""
    try:
        return find_run(client, newest_run_id(running.house, number))[1:3]
    except httpx.HTTPError:  # the server is starting
        return Whereabouts.NONE, ""


def test_a_run_cancelled_or_deleted_by_hand_is_put_back(running):
    """What somebody clicks away in Prefect comes back with the next look at the deadlines, and nothing is decided."""
    cancelled, deleted, _ = open_cases(running.house)
    before = {number: waits_at(running, number) for number in (cancelled, deleted)}
    with SyncPrefectClient(f"http://127.0.0.1:{running.prefect_port}/api") as client:
        client.set_flow_run_state(newest_run_id(running.house, cancelled), Cancelled(), force=True)
        client.delete_flow_run(newest_run_id(running.house, deleted))
        deployment = client.read_deployment_by_name("deadlines/deadlines")
        run = client.create_flow_run_from_deployment(deployment.id)
        wait_for(lambda: client.read_flow_run(run.id).state.is_final(), 90)  # noqa: PLW0108  # read anew each time
        for number, key in before.items():
            assert where(running, client, number) == (Whereabouts.WAITING, key)
    assert not events(running, cancelled, "answered") or waits_at(running, cancelled) == before[cancelled]


def test_an_answer_without_a_good_code_waits_again_with_its_reason(running):
    """Resumed by anybody who can reach Prefect: nothing happens but another asking, and Prefect keeps no answer.

    Nor one that a process, which died in between, has left there.
    """
    number = next(each for each in open_cases(running.house) if waits_at(running, each).startswith("release-def"))
    key = waits_at(running, number)
    with SyncPrefectClient(f"http://127.0.0.1:{running.prefect_port}/api") as client:
        left = "suspended-confirm-reading-1-response"
        client.create_flow_run_input(newest_run_id(running.house, number), left, '{"reason": "x"}')
    running.answer(number, key, "sato", action="release", code="2222-2222")
    again = f"{key[:-1]}{int(key[-1]) + 1}"
    with SyncPrefectClient(f"http://127.0.0.1:{running.prefect_port}/api") as client:
        wait_for(lambda: where(running, client, number) == (Whereabouts.WAITING, again), 60)
        kept = client.filter_flow_run_input(
            newest_run_id(running.house, number), key_prefix="", limit=50, exclude_keys=set()
        )
    assert not [each for each in kept if each.key.endswith("response")]
    assert not events(running, number, "letter_written") or key != "release-deficiency-1"


def test_a_dead_server_is_started_again(running):
    """Operations need not watch: what dies is started again by the house."""
    before = running.pid("desk")
    running.kill("desk")
    wait_for(lambda: not psutil.pid_exists(before), 20)
    wait_for(lambda: answers(f"http://127.0.0.1:{running.desk_port}/health"), 20)


def test_the_command_line_shows_cases_and_figures(running):
    """`case list`, `case show` and `sla` work beside the running house."""
    number = deficient_cases(running)[1]
    assert number in running.run("case", "list")
    assert "case_opened" in running.run("case", "show", number)
    (now,) = json.loads(running.run("sla", "--json", "--table", "now"))["tables"]
    counts = {row["values"]["figure"]: row["values"]["count"] for row in now["rows"]}
    assert counts["open"] >= len(deficient_cases(running))
    assert "Open" in running.run("sla")


def test_prefects_database_the_logs_and_the_record_hold_nobody(running):
    """None of the samples' names, addresses, birth dates or domiciles, nor what people typed at the desk."""
    told = {
        "prefect": dumped(running, "prefect"),
        "record": dumped(running, "kaiji", "--table=event"),
        "logs": "".join(
            log.read_text() for log in [*(running.home / "run").iterdir(), running.home / "up.log"] if log.is_file()
        ),
        "names of files": "\n".join(str(path) for path in running.home.rglob("*")),
    }
    assert deficient_cases(running)[0] in told["prefect"]
    personal = {value for sample in TAKEN_IN for value in personal_values(sample) if len(value) > 1} | {"06-1234-5678"}
    for place, text_there in told.items():
        assert not [value for value in personal if value in text_there], place


def dumped(running, database, *more):
    """Everything that a database holds, as text."""
    command = [_embedded_bin() / "pg_dump", "-h", running.home / "pg", "-U", "postgres", *more, database]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def test_every_deployment_runs_in_the_worker(running):
    """What the schedules start at night works in the worker's own process, not only in a test's."""
    with SyncPrefectClient(f"http://127.0.0.1:{running.prefect_port}/api") as client:
        started = [
            client.create_flow_run_from_deployment(client.read_deployment_by_name(f"{name}/{name}").id).id
            for name in ("intake", "deadlines", "retention")
        ]
        wait_for(lambda: all(client.read_flow_run(run).state.is_final() for run in started), 120)
        assert [client.read_flow_run(run).state.name for run in started] == ["Completed"] * 3


def test_the_daily_runs_are_scheduled(running):
    """The intake is due on weekdays at 08:30 Japanese time, and the scheduler has made its runs."""
    with SyncPrefectClient(f"http://127.0.0.1:{running.prefect_port}/api") as client:
        intake = client.read_deployment_by_name("intake/intake")
        assert (intake.schedules[0].schedule.cron, intake.schedules[0].schedule.timezone) == (
            "30 8 * * 1-5",
            "Asia/Tokyo",
        )
        wait_for(lambda: any(run.deployment_id == intake.id for run in scheduled(client)), 60)


def scheduled(client):
    """The runs that the scheduler has made ahead."""
    return [run for run in client.read_flow_runs(limit=200) if run.state.is_scheduled()]


def test_what_comes_with_the_return_slip_joins_its_case(running):
    """The letter's own slip, scanned on top of the money orders: the case goes on, and the run that waited is replaced."""
    number = deficient_cases(running)[0]
    before = events(running, number, "run_created")[-1].facts["run"]
    (letter,) = (running.home / "outbox").rglob(f"{number}-*.pdf")
    envelope = running.home / "inbox" / "envelope"
    envelope.mkdir()
    slip = pypdfium2.PdfDocument(letter)[1].render(scale=200 / 72).to_pil()
    slip.save(envelope / "1.png", dpi=(200, 200))
    orders = Image.open(PACKETS / "02-purpose-notice" / "scan.tiff")
    orders.seek(2)
    orders.convert("RGB").save(envelope / "2.png", dpi=(200, 200))
    assert number in running.run("intake")
    (joined,) = events(running, number, "supplement_joined")
    assert joined.facts["disposition"] == "needs_person"  # 1,500 yen where 1,000 are due
    run = events(running, number, "run_created")[-1].facts["run"]
    with SyncPrefectClient(f"http://127.0.0.1:{running.prefect_port}/api") as client:
        assert find_run(client, run)[1:3] == (Whereabouts.WAITING, "confirm-reading-1")
        assert client.read_flow_run(before).state.is_cancelled()


def test_the_events_are_one_chain(running):
    """After crashes and restarts no event is missing or changed."""
    with Session(create_engine(running.database("kaiji"))) as session:
        assert list(broken_links(session)) == []


def test_ctrl_c_stops_everything_within_five_seconds(running):
    """Nothing stays behind: no server, no worker, no database."""
    assert running.stop() < 5
    assert running.process.returncode == 0
    assert running.processes() == []
    assert (running.home / "sealed").is_dir()
