"""The command `kaiji report`: the month's figures for management, as PDF."""

import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console

from tasks.settings import load_settings
from tasks.wiring import open_house

_console = Console(width=None if sys.stdout.isatty() else 160)


def report(
    out: Annotated[Path, typer.Option(help="The PDF file to write.")],
    month: Annotated[
        str | None, typer.Option(metavar="YYYY-MM", help="Such as 2026-10; default: the last whole month.")
    ] = None,
    lang: Annotated[Literal["ja", "en"] | None, typer.Option(help="Default: the house's language.")] = None,
    policy: Annotated[list[str] | None, typer.Option(help="Only this policy; may be said again. Default: all.")] = None,
) -> None:
    """Write the monthly report: turnaround, missed due days, quality, fees and the forecast, with plots; no personal data."""
    from tasks.figures.companies import companies_of
    from tasks.figures.periods import month_of
    from tasks.figures.reading import read_frames
    from tasks.figures.report import report_pdf

    asked = month_of(month) if month else None
    house = open_house(load_settings())
    frames = read_frames(house)
    of_month = asked or last_whole_month(frames.today)
    language = lang or house.settings.language
    pdf = report_pdf(frames, of_month, language, companies_of(house, frames), policy or ())
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(pdf)
    _console.print(str(out), markup=False, highlight=False)


def last_whole_month(today: date) -> date:
    """The first day of the month before that of `today`."""
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)
