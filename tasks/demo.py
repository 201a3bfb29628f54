"""`kaiji demo`: a fresh house, the sample packets in its inbox, and, with `--auto`, people who answer as the samples say."""

import os
import shutil
import socket
import time
import tomllib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import httpx
from rich.console import Console
from rich.table import Table
from sqlmodel import select

from tasks.case.clock import JST
from tasks.case.progress import Step, Wait, stage_of, what_comes_next
from tasks.case.questions import NOT_REQUESTED
from tasks.environment import environment
from tasks.packet_files import packet_sha256
from tasks.settings import PROJECT, Settings

SAMPLES = PROJECT / "samples"
_RECEIVED_AT = datetime(2026, 11, 20, 10, 0, tzinfo=JST)  # the day on which the samples arrive
_PATIENCE = 240.0  # seconds for all people to answer


class Sample(NamedTuple):
    """One sample packet: its name, its scan, and its expected.toml."""

    name: str
    scan: Path
    expected: dict[str, Any]


class Outcome(NamedTuple):
    """How one sample ended, and how it should have."""

    name: str
    case: str
    disposition: str
    stage: str
    letters: tuple[str, ...]
    agrees: bool


def samples(only: Sequence[str] = ()) -> Iterator[Sample]:
    """The sample packets, or those named."""
    for folder in sorted((SAMPLES / "packets").iterdir()):
        scan = next((path for path in folder.iterdir() if path.stem == "scan"), None)
        if scan and (not only or folder.name in only):
            yield Sample(folder.name, scan, tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8")))


def demo_settings() -> Settings:
    """A house apart from the real one: its own home, free ports, and a clock that stands on the samples' day."""
    moved = _RECEIVED_AT - datetime.now(JST)
    return Settings(
        home=Path("var") / "demo",
        policy="rococo",
        held_data=SAMPLES / "held_data" / "customers.csv",
        prefect_port=_free_port(4200),
        desk_port=_free_port(4280),
        stability_seconds=1,
        clock_offset_seconds=round(moved / timedelta(seconds=1)),
    )


def _free_port(wanted: int) -> int:
    """That port, or any free one when it is taken."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("no port is free")


def show(console: Console, only: Sequence[str]) -> None:
    """Starts the house, runs the intake, says where to click, and keeps everything up until Ctrl-C."""
    settings = _prepare()
    from tasks.intake_progress import run_intake
    from tasks.up import running

    with running(settings, console.print) as up:
        _fill_inbox(settings, only)
        run_intake(settings, console)
        console.print(f"\n[bold]Answer[/bold]   {settings.prefect_url}/v2/runs  (a run, then ⋮, then Resume)")
        console.print(f"[bold]Look[/bold]     {settings.desk_url}")
        console.print(f"[bold]Letters[/bold]  {settings.root / 'outbox'}\nCtrl-C stops all.")
        up.keep_alive()


def play(console: Console, only: Sequence[str]) -> bool:
    """Plays the people too; True when every sample ended as its expected.toml says."""
    settings = _prepare()
    from tasks.intake_progress import run_intake
    from tasks.up import running

    began = time.monotonic()
    with running(settings, console.print):
        chosen = list(samples(only))
        _fill_inbox(settings, only)
        run_intake(settings, console)
        People(settings, chosen, console).answer_all()
        outcomes = [outcome(sample) for sample in chosen]
    table = Table("sample", "case", "disposition", "end", "letters", "as expected")
    for each in outcomes:
        mark = "[green]yes[/green]" if each.agrees else "[red]no[/red]"
        table.add_row(each.name, each.case, each.disposition, each.stage, ", ".join(each.letters), mark)
    console.print(table)
    console.print(f"{sum(each.agrees for each in outcomes)} of {len(outcomes)} in {time.monotonic() - began:.0f} s")
    return all(each.agrees for each in outcomes)


def _prepare() -> Settings:
    settings = demo_settings()
    os.environ.update(environment(settings))
    from tasks.up import clear_home

    clear_home(settings)
    return settings


def _fill_inbox(settings: Settings, only: Sequence[str]) -> None:
    settings.inbox.mkdir(parents=True, exist_ok=True)
    for sample in samples(only):
        target = settings.inbox / f"{sample.name}{sample.scan.suffix}"
        if sample.scan.is_dir():
            shutil.copytree(sample.scan, target)
        else:
            shutil.copyfile(sample.scan, target)


class People:
    """The reviewer, the mail room and the requester, answering through Prefect's API after a look at the desk."""

    def __init__(self, settings: Settings, chosen: Sequence[Sample], console: Console) -> None:
        from tasks.engines.prefect_api import open_client

        self._settings, self._console = settings, console
        self._waiting = {case: sample for sample in chosen if (case := case_of(sample))}
        self._client = open_client(settings.prefect_url)
        self._answered: set[tuple[str, str]] = set()

    def answer_all(self) -> None:
        """Answers until every case has come to its end or nobody is patient any more."""
        until = time.monotonic() + _PATIENCE
        with self._client:
            while self._waiting and time.monotonic() < until:
                for number, sample in list(self._waiting.items()):
                    coming = _coming(number)
                    if stage_of(coming).value == sample.expected["end"]["stage"]:
                        del self._waiting[number]
                    elif isinstance(coming, Wait):
                        self._answer(number, sample, coming)
                time.sleep(0.5)

    def _answer(self, number: str, sample: Sample, wait: Wait) -> None:
        from tasks.engines.prefect_runs import Whereabouts, find_run

        run = find_run(self._client, _run_of(number))
        ready = run.whereabouts is Whereabouts.WAITING and run.key == wait.key
        if not ready or (number, wait.key) in self._answered or run.id is None:
            return
        self._look(number, sample, wait)
        given = answer_to(sample, wait.step, _has_kinds(number))
        try:
            self._client.resume_flow_run(run.id, run_input=given)
        except httpx.HTTPStatusError:  # the form is not there yet; asked again in a moment
            return
        self._answered.add((number, wait.key))
        self._console.print(f"{number} {wait.key}: {', '.join(str(value) for value in given.values() if value)[:60]}")

    def _look(self, number: str, sample: Sample, wait: Wait) -> None:
        page = f"{self._settings.desk_url}/cases/{number}"
        httpx.get(page).raise_for_status()
        corrected = sample.expected.get("people", {}).get("decide", {}).get("corrected")
        if wait.step is Step.DECIDE and corrected:
            form = {"content": corrected, "person": "sato"}
            httpx.post(f"{page}/correction", data=form, follow_redirects=True).raise_for_status()


def answer_to(sample: Sample, step: Step, kinds_read: bool) -> dict[str, Any]:  # read from a database
    """What the people of a sample say at a step."""
    people = sample.expected["people"]
    match step:
        case Step.CONFIRM_READING:
            return {"verdict": people["confirm_reading"], "person": "sato"}
        case Step.RELEASE_DEFICIENCY:
            return {"action": people.get("deficiency", {}).get("action", "proceed"), "reason": "", "person": "sato"}
        case Step.DISPATCH_DEFICIENCY | Step.DISPATCH_REPLY:
            return {"tracking_number": "123-45-67890-1", "person": "mori"}
        case Step.AWAIT_REQUESTER:
            return {"outcome": "supplied", "person": "sato"}
        case Step.DECIDE:
            said = {name: value for name, value in people["decide"].items() if name != "corrected"}
            kinds = ("purpose_notice", "disclosure", "correction", "suspend_erase", "stop_provision")
            return ({} if kinds_read else dict.fromkeys(kinds, NOT_REQUESTED)) | said | {"person": "sato"}


def case_of(sample: Sample) -> str:
    """The case that a sample became, or ""."""
    from tasks.store.tables import Case, Packet
    from tasks.wiring import open_house

    with open_house().database.transaction() as session:
        found = select(Case.number).join(Packet).where(Packet.sha256 == packet_sha256(sample.scan))
        return session.exec(found).first() or ""


def outcome(sample: Sample) -> Outcome:
    """How a sample ended."""
    from tasks.store.cases import case_by_number, letters_of
    from tasks.store.tables import Packet
    from tasks.wiring import open_house

    with open_house().database.transaction() as session:
        packet = session.exec(select(Packet).where(Packet.sha256 == packet_sha256(sample.scan))).one()
        disposition, stage = str(packet.status), str(packet.status)
        letters: tuple[str, ...] = ()
        if number := case_of(sample):
            case = case_by_number(session, number)
            disposition, stage = case.disposition, stage_of(_coming(number)).value
            letters = tuple(letter.kind for letter in letters_of(session, case.id) if not letter.by_hand)
    end, intake = sample.expected["end"], sample.expected["intake"]
    agrees = disposition in intake["disposition"] and (stage, list(letters)) == (end["stage"], end["letters"])
    return Outcome(sample.name, number, disposition, stage, letters, agrees)


def _coming(number: str) -> Any:
    from tasks.store.cases import case_by_number, state_of
    from tasks.wiring import open_house

    with open_house().database.transaction() as session:
        return what_comes_next(state_of(session, case_by_number(session, number)))


def _run_of(number: str) -> UUID | None:
    from tasks.decide.runs import newest_run_id
    from tasks.wiring import open_house

    return newest_run_id(open_house(), number)


def _has_kinds(number: str) -> bool:
    from tasks.store.cases import case_by_number
    from tasks.wiring import open_house

    with open_house().database.transaction() as session:
        return bool(case_by_number(session, number).kinds)
