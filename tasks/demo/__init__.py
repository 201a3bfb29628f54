"""`kaiji demo`: a fresh house, the sample packets in its inbox, and, with `--auto`, people who answer as the samples say."""

import os
import socket
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from tasks.case.business_days import JST
from tasks.case.errors import KaijiError
from tasks.demo.held_data import SOURCES, sample_sources
from tasks.demo.packets import Sample, put, samples
from tasks.environment import environment
from tasks.settings import Settings, load_settings
from tasks.wiring import open_house

_RECEIVED_AT = datetime(2026, 11, 20, 10, 0, tzinfo=JST)  # the day on which the samples arrive

_TOML = """# The demonstration's own settings, for commands beside it and for `kaiji up` in its home.
policy = "{0.policy}"
prefect_port = {0.prefect_port}
desk_port = {0.desk_port}
stability_seconds = {0.stability_seconds}
clock_offset_seconds = {0.clock_offset_seconds}

[sources]
{1}
"""


class History(NamedTuple):
    """The made-up past that a demonstration begins with: a span (2y, 6m, 90d), how many cases (None: as fits), from which seed."""

    span: str
    cases: int | None
    seed: int


def demo_settings() -> Settings:
    """A house apart from the real one: its own home, free ports, and a clock that stands on the samples' day."""
    moved = _RECEIVED_AT - datetime.now(JST)
    return load_settings(
        home=Path("var") / "demo",
        policy="rococo",
        sources=sample_sources(),
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


def show(console: Console, only: Sequence[str], history: History | None = None) -> None:
    """Starts the house, runs the intake, says where to click, and keeps everything up until Ctrl-C.

    Samples that answer a deficiency letter wait beside the inbox until their cases have asked for them.
    """
    settings, chosen = _prepare(), _chosen(only)
    from tasks.demo.staff import STAFF, hire
    from tasks.intake_progress import run_intake
    from tasks.up import running

    with running(settings, console.print) as up:
        _remember(settings, console, history)
        passwords = hire(open_house(settings))
        _fill(settings, [sample for sample in chosen if sample.wave == 1])
        run_intake(settings, console)
        staff = Table(
            "sign in at the desk as", "password", "role", title="The demonstration's staff, made up anew each time"
        )
        for member in STAFF:
            staff.add_row(member.handle, passwords[member.handle], member.role.value)
        console.print(staff)
        console.print(f"\n[bold]Answer[/bold]   {settings.prefect_url}/v2/runs  (a run, then ⋮, then Resume)")
        console.print(f"[bold]Look[/bold]     {settings.desk_url}")
        console.print(f"[bold]Letters[/bold]  {settings.root / 'outbox'}\nCtrl-C stops all.")
        if later := [sample.name for sample in chosen if sample.wave > 1]:
            listed = f"To come later: copy {', '.join(later)} from samples/packets into {settings.inbox}"
            console.print(f"{listed}, then run: KAIJI_HOME={settings.home} kaiji intake", highlight=False)
        up.keep_alive()


def play(console: Console, only: Sequence[str], history: History | None = None) -> bool:
    """Plays the people too; True when every sample ended as its expected.toml says."""
    settings, chosen = _prepare(), _chosen(only)
    from tasks.demo.outcome import case_of, outcome
    from tasks.intake_progress import run_intake
    from tasks.up import running

    began = time.monotonic()
    envelopes = [envelope for sample in chosen for envelope in sample.envelopes]
    with running(settings, console.print):
        from tasks.demo.people import People  # Prefect, which makes its home when it is imported
        from tasks.demo.staff import hire

        _remember(settings, console, history)
        people = People(settings, console, hire(open_house(settings)))
        for wave in sorted({sample.wave for sample in chosen}):
            _fill(settings, [sample for sample in chosen if sample.wave == wave])
            run_intake(settings, console)
            cases = {number: each for each in envelopes if (number := case_of(each))}
            following = {each.follows for each in envelopes if not case_of(each)}
            awaited = frozenset(number for number, each in cases.items() if each.name in following)
            people.answer_all(cases, awaited)
        outcomes = [outcome(envelope) for envelope in envelopes]
    table = Table("sample", "policy", "case", "disposition", "end", "letters", "as expected")
    for each in outcomes:
        mark = f"[red]no: {'; '.join(each.otherwise)}[/red]" if each.otherwise else "[green]yes[/green]"
        table.add_row(each.name, each.policy, each.case, each.disposition, each.stage, ", ".join(each.letters), mark)
    console.print(table)
    agreed = sum(not each.otherwise for each in outcomes)
    console.print(f"{agreed} of {len(outcomes)} in {time.monotonic() - began:.0f} s")
    return agreed == len(outcomes)


def _remember(settings: Settings, console: Console, wanted: History | None) -> None:
    """Gives the house the past that is wanted, with a bar that shows how far it is."""
    if wanted is None:
        return
    from tasks.demo.history import make_history
    from tasks.figures.keeping import catch_up

    columns = (TextColumn("a made-up past"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as shown:
        bar = shown.add_task("", total=None)
        house = open_house(settings)
        made = make_history(house, *wanted, tell=lambda done, rows: shown.update(bar, completed=done, total=rows))
        catch_up(house)  # so that the first who opens the figures does not wait for all rows
    console.print(f"{made} sample cases; nobody works on them, and every page that counts them says so.")


def _chosen(only: Sequence[str]) -> list[Sample]:
    """The samples to play; one that joins another's case brings that one along."""
    known = {sample.name: sample for sample in samples()}
    if unknown := set(only) - set(known):
        raise KaijiError(f"There is no sample {', '.join(sorted(unknown))}; known: {', '.join(known)}.")
    wanted = set(only) or set(known)
    wanted |= {envelope.follows for name in wanted for envelope in known[name].envelopes if envelope.follows}
    return [known[name] for name in sorted(wanted)]


def _prepare() -> Settings:
    settings = demo_settings()
    os.environ.update(environment(settings))
    (settings.root / "prefect").mkdir(parents=True, exist_ok=True)  # Prefect wants its home when it is imported
    from tasks.up import clear_home

    clear_home(settings)
    settings.root.mkdir(parents=True)
    sources = "\n".join(f'{code} = "{address}"' for code, address in SOURCES.items())
    (settings.root / "kaiji.toml").write_text(_TOML.format(settings, sources), encoding="utf-8")
    return settings


def _fill(settings: Settings, chosen: Sequence[Sample]) -> None:
    settings.inbox.mkdir(parents=True, exist_ok=True)
    for sample in chosen:
        put(sample, settings.inbox, settings.policy)
