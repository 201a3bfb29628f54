"""Runs the intake in this process and shows its progress on the terminal."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from sqlmodel import col, func, select

from tasks.case.errors import KaijiError
from tasks.policy import list_policies
from tasks.receive.inbox import waiting_packets
from tasks.receive.summary import intake_summary
from tasks.settings import Settings
from tasks.store.tables import Packet, PacketStatus
from tasks.wiring import House, open_house

_DONE = (PacketStatus.CHECKED, PacketStatus.QUARANTINED, PacketStatus.SPLIT, PacketStatus.RETURNED_MAIL)


def run_intake(settings: Settings, console: Console) -> None:
    """Runs the intake flow against the running house; KaijiError when none is up."""
    _must_be_up(settings)
    from flows.intake import intake  # here, because importing Prefect takes two seconds and reads the environment

    house = open_house()
    before = set(_finished(house))
    with _shown(house, console, len(before)):
        intake()
    new = [number for number in _finished(house) if number not in before]
    if not new:
        console.print("Nothing new in the inbox.")
        return
    rows = intake_summary(house, new)
    table = Table(*rows[0])
    for row in rows:
        table.add_row(*row.values())
    console.print(table)


def _must_be_up(settings: Settings) -> None:
    try:
        httpx.get(f"{settings.prefect_url}/api/health", timeout=5).raise_for_status()
    except httpx.HTTPError:
        raise KaijiError(f"No house answers at {settings.prefect_url}; start one with `kaiji up`.") from None


def _finished(house: House) -> list[str]:
    with house.database.transaction() as session:
        done = select(Packet.number).where(col(Packet.status).in_(_DONE)).order_by(col(Packet.id))
        return list(session.exec(done))


@contextmanager
def _shown(house: House, console: Console, before: int) -> Iterator[None]:
    """A bar that counts packets by looking at the database, so it shows the truth wherever the work is done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    companies = list_policies(house.settings.policies)
    ended = threading.Event()
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("packets", total=None)

        def look() -> None:
            with house.database.transaction() as session:
                known = session.exec(select(func.count()).select_from(Packet)).one() - before
                done = session.exec(select(func.count()).where(col(Packet.status).in_(_DONE))).one() - before
            waiting = len(waiting_packets(house.settings.inbox, companies))
            progress.update(bar, total=max(known + waiting, done) or None, completed=done)

        def watch() -> None:
            while not ended.wait(0.5):
                look()

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            yield
        finally:
            ended.set()
            watcher.join()
            look()
