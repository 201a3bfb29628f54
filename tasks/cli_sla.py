"""The command `kaiji sla`: the figures of the desk's pages in a terminal, as JSON or as CSV."""

import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Annotated

import typer
from rich.console import Console

from tasks.audit.csv_files import to_csv
from tasks.case.errors import KaijiError
from tasks.case.review_words import SAMPLE_AMONG
from tasks.case.words import RequestKind
from tasks.figures.filters import Filter, last_days
from tasks.figures.frames import Frames
from tasks.figures.pages import PAGES, tables_of
from tasks.figures.plain import plain_page, plain_rows
from tasks.figures.reading import read_frames
from tasks.figures.table import Table
from tasks.figures.terminal import drawn
from tasks.policy import list_policies
from tasks.settings import load_settings
from tasks.wiring import House, open_house

_LANGUAGES = ("en", "ja")
_console = Console(width=None if sys.stdout.isatty() else 160)


def sla(
    page: Annotated[str, typer.Argument(help=f"Which page of figures: {', '.join(PAGES)}.")] = "today",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, with codes and raw numbers.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="One table as CSV; name it with --table.")] = False,
    table: Annotated[str | None, typer.Option(help="Only this table, by its key.")] = None,
    policy: Annotated[list[str] | None, typer.Option(help="Only cases under this policy; may be repeated.")] = None,
    kind: Annotated[list[str] | None, typer.Option(help="Only cases that ask for this; may be repeated.")] = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="First day; default: 90 days in all.")
    ] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="Last day; default: today.")] = None,
    lang: Annotated[str, typer.Option(help="en or ja, in the terminal.")] = "en",
) -> None:
    """Show the figures: what is due and late today, how well time is kept (sla), what goes wrong (quality)."""
    if as_json and as_csv:
        raise KaijiError("Say --json or --csv, not both.")
    _one_of("page", page, PAGES)
    _one_of("language", lang, _LANGUAGES)
    house = open_house(load_settings())
    frames = read_frames(house)
    chosen = _filter(house, frames, policy or (), kind or (), (_day("--from", first), _day("--to", last)))
    if as_json or as_csv:
        chosen = chosen.with_all_rows
    tables = _tables(tables_of(page, frames, chosen), table)
    if as_json:
        _console.print_json(data=plain_page(page, frames, chosen, tables), ensure_ascii=False)
    elif as_csv:
        typer.echo(_csv(tables), nl=False)
        if frames.sample:
            typer.echo(SAMPLE_AMONG.in_(lang), err=True)
    else:
        _show(frames, chosen, tables, lang)


def _filter(
    house: House,
    frames: Frames,
    policies: Sequence[str],
    kinds: Sequence[str],
    days: tuple[date | None, date | None],
) -> Filter:
    known = {*frames.cases["policy"].unique(), *list_policies(house.settings.policies)}
    for each in policies:
        _one_of("policy", each, sorted(known))
    for each in kinds:
        _one_of("kind of request", each, list(RequestKind))
    first, last = days
    until = last or frames.today
    since = first or last_days(until).first
    if since > until:
        raise KaijiError(f"The period ends ({until}) before it begins ({since}); give --from a day before --to.")
    return Filter(since, until, tuple(policies), tuple(kinds))


def _day(option: str, told: str | None) -> date | None:
    try:
        return date.fromisoformat(told) if told else None
    except ValueError:
        raise KaijiError(f"{option} {told} is no day; write it as 2026-10-31.") from None


def _one_of(what: str, given: str, known: Iterable[str]) -> None:
    if given not in known:
        raise KaijiError(f"There is no {what} {given}; there are: {', '.join(known)}.")


def _tables(tables: tuple[Table, ...], key: str | None) -> tuple[Table, ...]:
    if key is None:
        return tables
    _one_of("table", key, [each.key for each in tables])
    return tuple(each for each in tables if each.key == key)


def _csv(tables: tuple[Table, ...]) -> str:
    """One table with line ends as other commands read them, and without the mark that spreadsheets want in a file."""
    if len(tables) != 1:
        raise KaijiError(f"CSV holds one table; name it with --table: {', '.join(each.key for each in tables)}.")
    return to_csv(plain_rows(tables[0])).decode("utf-8-sig").replace("\r\n", "\n")


def _show(frames: Frames, chosen: Filter, tables: tuple[Table, ...], language: str) -> None:
    if frames.sample:
        _console.print(f"[yellow]{SAMPLE_AMONG.in_(language)}[/yellow]")
    _console.print(f"[dim]{_heading(frames.now, chosen)}[/dim]\n", highlight=False)
    for each in tables:
        _console.print(drawn(each, language, _console.width))


def _heading(now: datetime, chosen: Filter) -> str:
    """As of when, of which period, and of which cases."""
    return "  ".join([f"{now:%Y-%m-%d %H:%M}", f"{chosen.first}/{chosen.last}", *chosen.policies, *chosen.kinds])
