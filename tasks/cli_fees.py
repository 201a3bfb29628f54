"""The commands `kaiji fee …`: who has which money order, what became of it, and that nothing is lost."""

import csv
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy.exc import NoResultFound

from tasks.case.errors import KaijiError
from tasks.case.ledger import Entry, Holding, Move, Place, custody, reconcile, reconcile_cases
from tasks.case.review_words import SAMPLE_AMONG
from tasks.case.roles import HANDLE
from tasks.settings import load_settings
from tasks.store.cases import case_by_number, sample_numbers
from tasks.store.fees import enter, ledger
from tasks.wiring import House, open_house

app = typer.Typer(help="Keep account of fees: received, deposited, returned.", no_args_is_help=True)
_WIDE = None if sys.stdout.isatty() else 160
_console, _errors = Console(width=_WIDE), Console(stderr=True, width=_WIDE)
Person = Annotated[str, typer.Option(help="Who did it, such as mori.")]
Instruments = Annotated[
    list[str], typer.Argument(help="Serials as `kaiji fee list` shows them, or a case's number for all of it.")
]


@app.command("list")
def list_fees(
    *, every: Annotated[bool, typer.Option("--all", help="Also what was deposited or returned.")] = False
) -> None:
    """Show every instrument in hand, with its case."""
    house = _house()
    entries = _entries(house)
    table = Table("instrument", "case", "yen", "where", "since", "paid back, yen")
    for name, held in custody(entries).items():
        if every or held.place is Place.IN_HAND:
            paid = str(held.refunded_yen) if held.refunded_yen else ""
            table.add_row(name, held.case, str(held.amount_yen), held.place.value, held.since.isoformat(), paid)
    _console.print(table)
    _say_samples(house, entries)


@app.command()
def receive(
    case: Annotated[str, typer.Argument(help="The case that it came with.")],
    instrument: Annotated[
        str,
        typer.Argument(
            help="The serial; for stamps or cash a word of your own (no name of a person), such as stamps-1."
        ),
    ],
    yen: Annotated[int, typer.Argument(min=1)],
    person: Person,
) -> None:
    """Enter what no scan could tell: stamps, cash, a money order that was not read."""
    _move(_house(), case, instrument, Move.RECEIVED, yen, person)


@app.command()
def deposit(instruments: Instruments, person: Person) -> None:
    """Enter that money orders were cashed."""
    _move_all(instruments, Move.DEPOSITED, person)


@app.command("return")
def give_back(instruments: Instruments, person: Person) -> None:
    """Enter that instruments went back to the requester as they came."""
    _move_all(instruments, Move.RETURNED, person)


@app.command()
def refund(
    instrument: Annotated[str, typer.Argument(help="The serial of an order that was cashed.")],
    yen: Annotated[int, typer.Argument(min=1)],
    person: Person,
) -> None:
    """Enter that money was paid back for an order that had been cashed."""
    house = _house()
    held = custody(_entries(house)).get(instrument)
    _move(house, _known(instrument, held).case, instrument, Move.REFUNDED, yen, person)


@app.command()
def balance(
    out: Annotated[Path | None, typer.Option(help="Also write every entry to this CSV file.")] = None,
) -> None:
    """Show that all that was received is in hand, deposited or returned; exit 1 when it does not agree."""
    house = _house()
    entries = _entries(house)
    table = Table("case", "received", "in hand", "deposited", "returned", "agrees")
    sums = [*reconcile_cases(entries).items(), ("all", reconcile(entries))]
    for name, each in sums:
        table.add_row(name, *map(str, each), "yes" if each.agrees else "[red]no[/red]")
    _console.print(table)
    _say_samples(house, entries)
    if out is not None:
        with out.open("w", encoding="utf-8-sig", newline="") as opened:
            rows = csv.writer(opened)
            rows.writerow(Entry._fields)
            rows.writerows((e.case, e.instrument, e.move.value, e.amount_yen, e.on.isoformat(), e.by) for e in entries)
    sys.exit(0 if all(each.agrees for _, each in sums) else 1)


def _house() -> House:
    return open_house(load_settings())


def _entries(house: House) -> list[Entry]:
    with house.database.transaction() as session:
        return ledger(session)


def _say_samples(house: House, entries: Iterable[Entry]) -> None:
    """Where fees of made-up cases are among them, says so on stderr, so that no number is taken for the desk's money."""
    with house.database.transaction() as session:
        made_up = sample_numbers(session)
    if yen := reconcile(each for each in entries if each.case in made_up).received:
        _errors.print(f"[yellow]{SAMPLE_AMONG.en} They brought {yen:,} yen of it.[/yellow]", highlight=False)


def _move_all(instruments: Sequence[str], move: Move, person: str) -> None:
    """Each instrument, or all that a case has in hand; those before a wrong one stay entered."""
    house = _house()
    held = custody(_entries(house))
    for given in instruments:
        mine = [name for name, each in held.items() if each.case == given and each.place is Place.IN_HAND]
        for name in mine or [given]:
            each = _known(name, held.get(name))
            _move(house, each.case, name, move, each.amount_yen, person)


def _known(name: str, held: Holding | None) -> Holding:
    if held is None:
        raise KaijiError(f"{name} is neither an instrument nor a case with one in hand; see `kaiji fee list --all`.")
    return held


def handle(person: str) -> str:
    """A person's handle, as Prefect's forms want it too; KaijiError for anything else, which might be a name."""
    if not re.fullmatch(HANDLE, person):
        raise KaijiError("Say who with a handle of lower-case letters and digits, such as sato or k.ito.")
    return person


def _move(house: House, number: str, instrument: str, move: Move, yen: int, person: str) -> None:
    try:
        with house.database.transaction() as session:
            case = case_by_number(session, number, lock=True)
            enter(session, case, Entry(number, instrument, move, yen, house.today(), handle(person)), house.now())
    except NoResultFound:
        raise KaijiError(f"There is no case {number}; `kaiji case list` shows the open ones.") from None
    _console.print(f"{instrument}: {move.value}, {yen} yen", highlight=False)
