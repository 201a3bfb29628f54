"""The monthly report at the desk: of which months there is one, and each made once for all who open it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from tasks.audit.words import language_of
from tasks.case.bilingual import Said
from tasks.desk.figures_cache import Kept
from tasks.figures.frames import Frames
from tasks.figures.report import report_pdf
from tasks.wiring import House

_MONTHS = 13
_MADE: Kept[bytes] = Kept(12)


def months(frames: Frames) -> list[str]:
    """The months that are offered, the present one first, none before the first case."""
    found: list[str] = []
    day, earliest = frames.today, frames.cases["received_on"].min()
    first = earliest.replace(day=1) if isinstance(earliest, date) else frames.today
    while len(found) < _MONTHS and (day >= first or not found):
        found.append(f"{day:%Y-%m}")
        day = day.replace(day=1) - timedelta(days=1)
    return found


def report_made(
    house: House,
    frames: Frames,
    month: date,
    language: str,
    companies: Mapping[str, Said],
    policies: Sequence[str],
) -> bytes:
    """The report of a month as PDF; KaijiError for a month that has not begun, or before the first case."""
    written = language_of(language)
    key = (house.settings.case_database, frames.version, frames.today, month, written, *policies)
    return _MADE.get(key, lambda: report_pdf(frames, month, written, companies, policies))
