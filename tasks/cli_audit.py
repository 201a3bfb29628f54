"""The commands `kaiji audit …`: that the record is whole, and its export for whoever looks at the desk's work."""

import getpass
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from sqlmodel import func, select

from tasks.audit.page_words import NO_ANCHORS
from tasks.audit.problem_words import PROBLEMS
from tasks.audit.verify import Tell, Verified, plain_head, verify
from tasks.case.errors import KaijiError
from tasks.case.roles import HANDLE
from tasks.settings import load_settings
from tasks.store.tables import EventRow
from tasks.wiring import House, open_house

app = typer.Typer(help="Prove that the record is whole; export it.", no_args_is_help=True)
_WIDE = None if sys.stdout.isatty() else 160
_console, _errors = Console(width=_WIDE), Console(stderr=True, width=_WIDE)
Person = Annotated[str | None, typer.Option(help="Who asks, such as sato; default: the account's name.")]


@app.command("verify")
def verify_chain(
    *,
    head: Annotated[str, typer.Option(help="A head digest written down earlier: whether it is still there.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    person: Person = None,
) -> None:
    """Find any change, removal or reordering of what is recorded; exit 1 for any, 0 when the record is whole."""
    try:
        wanted = plain_head(head)
    except KaijiError as why:
        raise typer.BadParameter(str(why), param_hint="--head") from None
    house = open_house(load_settings())
    with _progress(house) as tell:
        found = verify(house, _handle(person), head=wanted, tell=tell)
    if as_json:
        told = {"events": found.events, "head": found.head, "anchors": found.anchors, "broken": found.broken}
        places = [{"what": each.what.value, "where": each.where} for each in found.problems]
        more = {"first_broken": found.first_broken, "counts": found.counts, "problems": places}
        _console.print_json(data=told | {"sound": found.sound} | more)
    else:
        _tell(found)
    sys.exit(0 if found.sound else 1)


def _tell(found: Verified) -> None:
    for what, number in found.counts.items():
        places = [each.where for each in found.problems if each.what.value == what]
        more = f" and {number - len(places)} more" if number > len(places) else ""
        _console.print(f"[red]{number}[/red] × {PROBLEMS[what].en}", highlight=False)
        _console.print(f"    {', '.join(places)}{more}", markup=False, highlight=False)
    if found.first_broken is not None:
        _console.print(f"[red]The first broken event is {found.first_broken}; {found.broken} are broken.[/red]")
    state = "[green]The record is whole[/green]" if found.sound else "[red]The record is not whole[/red]"
    _console.print(f"{state}: {found.events:,} events, {found.anchors:,} anchors.", highlight=False)
    if not found.anchors:
        _console.print(f"[yellow]{NO_ANCHORS.en}[/yellow]", highlight=False)
    _console.print(f"head {found.head}", markup=False, highlight=False)


@app.command("export")
def export(
    out: Annotated[Path, typer.Option(help="Folder for the files.")],
    case: Annotated[str | None, typer.Option(help="A case's number: all that is recorded of it.")] = None,
    first: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help="First day received: the ledger of requests."),
    ] = None,
    last: Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day received.")] = None,
    *,
    form: Annotated[str, typer.Option("--format", help="pdf, csv or both.")] = "both",
    lang: Annotated[str | None, typer.Option(help="ja or en; default: the house's language.")] = None,
    with_reasons: Annotated[
        bool, typer.Option(help="Also what people wrote in their own words, which may hold personal data.")
    ] = False,
    person: Person = None,
) -> None:
    """Write the record of a case, or the ledger of the requests of a period, for an auditor; this is recorded too."""
    from tasks.audit.export import Wanted, export_case, export_ledger, write_files

    if (case is None) == (first is None or last is None):
        raise typer.BadParameter("say --case, or --from and --to")
    house = open_house(load_settings())
    with _progress(house) as tell:
        language = lang or house.settings.language
        wanted = Wanted(_handle(person), form, language, with_reasons, tell)  # type: ignore[arg-type]  # it checks
        if case is not None:
            files = export_case(house, case, wanted)
        elif first is not None and last is not None:
            files = export_ledger(house, first.date(), last.date(), wanted)
    for file in write_files(files, out):
        _console.print(str(file), markup=False, highlight=False)


def _handle(person: str | None) -> str:
    """The person's handle, or the account's name where that can stand for one."""
    chosen = person or getpass.getuser().lower()
    if not re.fullmatch(HANDLE, chosen):
        raise KaijiError("Say who asks with --person and a handle of lower-case letters and digits, such as sato.")
    return chosen


@contextmanager
def _progress(house: House) -> Iterator[Tell]:
    """How many events were seen of all; nothing of it goes to a file that the output is sent to."""
    with house.database.transaction() as session:
        events = session.exec(select(func.count()).select_from(EventRow)).one()
    columns = (SpinnerColumn(), TextColumn("events"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=_errors, transient=True) as shown:
        task = shown.add_task("", total=events)
        yield lambda seen: shown.update(task, completed=seen)
