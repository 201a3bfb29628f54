"""Flow runs in forks of the worker's warm process: found at once, ended by Prefect, and noticed when they die."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import anyio
import psutil
import pytest
from prefect.client.orchestration import SyncPrefectClient
from prefect.runner._process_manager import ProcessHandle
from prefect.states import Cancelling
from sqlmodel import Session, create_engine, select

from tasks.case.progress import Step
from tasks.decide.asking import coming
from tasks.engines.prefect_runs import Whereabouts, find_run
from tasks.engines.prefect_warm_start import SUPERVISOR, run_warm, warm_up
from tasks.store.database import Database
from tasks.store.tables import Case, EventRow
from tests.support.running import PROJECT, wait_for

POSTED = {"action": "posted", "tracking_number": "123-45-67890-1"}
CHOICES = {  # whatever the tests before have left the case with
    Step.CONFIRM_READING: {"verdict": "sound"},
    Step.DECIDE: {"disclosure": "disclose"},
    Step.APPROVE: {"action": "approve"},
    Step.RELEASE_REPLY: {"action": "release"},
    Step.DISPATCH_REPLY: POSTED,
}


@pytest.fixture
def client(running):
    with SyncPrefectClient(f"http://127.0.0.1:{running.prefect_port}/api") as client:
        yield client


@pytest.fixture
def case(running):
    """The case of the complete request: its id and number."""
    with Session(create_engine(running.database("kaiji"))) as session:
        found = session.exec(select(Case).where(Case.disposition != "deficient")).one()
        return found.id, found.number


def run_of(running, case):
    """The newest run of a case."""
    with Session(create_engine(running.database("kaiji"))) as session:
        made = select(EventRow).where(EventRow.case_id == case[0], EventRow.kind == "run_created")
        return session.exec(made).all()[-1].facts["run"]


def state_of(client, run_id):
    return client.read_flow_run(run_id).state


def waits(client, run_id):
    return find_run(client, run_id).whereabouts is Whereabouts.WAITING


def answer(running, case):
    """Answers with a code that nobody was given: it is sent back, so that the case stays at its step."""
    now = coming(running.house, case[1])
    running.answer(case[1], now.key, "sato", code="2222-2222", **CHOICES[now.step])


@contextmanager
def held(running, case):
    """Holds the case, so that its run must wait while it is Running."""
    with Database(running.database("kaiji")).case_lock(case[0], 30.0) as mine:
        assert mine
        yield


def process_of(client, run_id):
    """The process of a run that is Running."""
    wait_for(lambda: state_of(client, run_id).is_running(), 30)
    return psutil.Process(int(client.read_flow_run(run_id).infrastructure_pid))


def new_python():
    """The seconds in which a Python of its own, such as Prefect's own worker starts, has read the flow."""
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", "import flows.case"], cwd=PROJECT, check=True)
    return time.monotonic() - began


def test_an_answer_is_taken_before_a_new_python_could_begin(running, client, case):
    """From a person's resume until the run waits at its next asking, at best of three."""
    run_id = run_of(running, case)
    for _ in range(3):
        answer(running, case)
        wait_for(lambda: waits(client, run_id), 60)
    states = client.read_flow_run_states(run_id)
    resumed = [state.timestamp for state in states if state.name == "Resuming"][-3:]
    waited = [state.timestamp for state in states if state.name == "Suspended"][-3:]
    assert min((after - before).total_seconds() for before, after in zip(resumed, waited, strict=True)) < new_python()


def test_the_process_is_a_fork_with_a_session_of_its_own(running, client, case):
    """Its parent is the fork server; its session is its own, so that Prefect can end all that it started."""
    run_id = run_of(running, case)
    with held(running, case):
        answer(running, case)
        process = process_of(client, run_id)
        assert process.parent().parent().pid == running.pid("worker")
        assert "multiprocessing.forkserver" in " ".join(process.cmdline())
        assert session_of(process) == process.pid
    wait_for(lambda: not process.is_running(), 60)


def session_of(process):
    """The session a process belongs to, as the kernel tells it."""
    return int(Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[3])


def test_a_killed_process_crashes_its_run_and_the_run_is_taken_up(running, client, case):
    """Prefect's worker sees the end of a fork; the daily look at the deadlines then lets the same run go on."""
    run_id = run_of(running, case)
    with held(running, case):
        answer(running, case)
        process_of(client, run_id).kill()
        wait_for(lambda: state_of(client, run_id).is_crashed(), 30)
    client.create_flow_run_from_deployment(client.read_deployment_by_name("deadlines/deadlines").id)
    wait_for(lambda: waits(client, run_id), 60)
    time.sleep(5)  # Prefect looks for hooks in a new Python before its worker has done with the first attempt
    assert [state.name for state in client.read_flow_run_states(run_id)].count("Crashed") == 1
    assert waits(client, run_id)


def test_a_running_run_can_be_cancelled(running, client, case):
    """Prefect's Cancel ends the fork; the case then gets another run."""
    run_id = run_of(running, case)
    with held(running, case):
        answer(running, case)
        process = process_of(client, run_id)
        time.sleep(1)  # so that the run listens to its worker
        client.set_flow_run_state(run_id, Cancelling())
        wait_for(lambda: state_of(client, run_id).name == "Cancelled", 30)
        wait_for(lambda: not process.is_running(), 10)
    client.create_flow_run_from_deployment(client.read_deployment_by_name("deadlines/deadlines").id)
    wait_for(lambda: run_of(running, case) != run_id and waits(client, run_of(running, case)), 60)


def test_another_environment_gets_a_new_python(client):
    """A variable that a library may read at its start is honoured as Prefect does."""
    retention = client.read_deployment_by_name("retention/retention").id
    run = client.create_flow_run_from_deployment(retention, job_variables={"env": {"OMP_NUM_THREADS": "1"}}).id
    commands = set()

    def over():
        found = client.read_flow_run(run)
        if found.infrastructure_pid and psutil.pid_exists(int(found.infrastructure_pid)):
            commands.add(" ".join(psutil.Process(int(found.infrastructure_pid)).cmdline()))
        return found.state.is_final()

    wait_for(over, 60)
    assert client.read_flow_run(run).state.is_completed()
    assert any("-m prefect.engine" in command for command in commands)


def test_the_server_that_forks_has_one_thread_and_comes_again(tmp_path):
    """A fork of a process with threads may hang for ever; and a dead server is replaced by a new one."""
    told = tmp_path / "run"
    os.mkfifo(told)  # each fork waits for what is written into it, so that it is still there to be looked at

    async def end_of_two():
        await warm_up(["flows.case", "flows.intake"])
        servers, ends = [], []
        for _ in range(2):
            handles = []
            async with anyio.create_task_group() as group:
                handle = await group.start(start_broken, told)
                server = psutil.Process(handle.pid).parent()
                servers.append(server)
                handles.append(handle)
                assert server.num_threads() == 1
                told.write_text("no run")
            ends.append(handles[0].returncode)
            server.kill()
            wait_for(lambda dead=server: dead.status() == psutil.STATUS_ZOMBIE, 10)
        assert servers[0] != servers[1]
        return ends

    assert anyio.run(end_of_two) == [1, 1]


async def start_broken(told, *, task_status):
    """A supervisor that is told of no run: it ends with an error."""
    command = [sys.executable, "-m", SUPERVISOR, str(told)]
    how = {"stream_output": True, "start_new_session": True, "env": dict(psutil.Process().environ())}
    await run_warm(command, task_status=task_status, task_status_handler=ProcessHandle, **how)
