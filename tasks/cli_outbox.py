"""The command `kaiji outbox`: what there is to print and to post, day by day."""

import sys
from datetime import date, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from tasks.outbox.bundles import Bundle, make_bundles
from tasks.outbox.letters_of_day import days_to_post
from tasks.settings import load_settings
from tasks.wiring import House, open_house

_console = Console(width=None if sys.stdout.isatty() else 160)


def outbox(
    day: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="A day of release; default: every day with letters not posted yet."),
    ] = None,
) -> None:
    """List the outbox's print files and what is not posted yet, and make the files anew; exit 1 where a letter is missing."""
    house = open_house(load_settings())
    bundles = [bundle for each in _days(house, day) for bundle in make_bundles(house, each, anew=True)]
    table = Table("released on", "means", "letters", "not posted", "files")
    for bundle in bundles:
        folder = house.outbox / bundle.day.isoformat()
        numbers = (str(len(bundle.outs)), _unposted(bundle))
        table.add_row(
            bundle.day.isoformat(), bundle.means, *numbers, "\n".join(str(folder / each) for each in bundle.files)
        )
    _console.print(table)
    missing = [number for bundle in bundles for number in bundle.left_out]
    if missing:
        told = (
            f"Not in the print files, since gone or changed: {', '.join(missing)}; have them issued again at the desk."
        )
        _console.print(f"[red]{told}[/red]", highlight=False)
    sys.exit(1 if missing else 0)


def _days(house: House, day: datetime | None) -> list[date]:
    if day is not None:
        return [day.date()]
    with house.database.transaction() as session:
        return days_to_post(session)


def _unposted(bundle: Bundle) -> str:
    numbers = [out.letter.number for out in bundle.outs if out.posted is None]
    return ", ".join(numbers) if len(numbers) <= 10 else f"{', '.join(numbers[:10])} and {len(numbers) - 10} more"
