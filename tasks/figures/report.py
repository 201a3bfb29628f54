"""The monthly report for management as PDF: the tables and plots of the pages, of one month, with the month before beside."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from tasks.case.bilingual import Said, listed
from tasks.case.errors import GlyphMissing, KaijiError
from tasks.engines.fonts import GOTHIC, LETTER_FONTS, required_font_file
from tasks.engines.weasyprint_pdf import embedded_fonts, html_to_pdf
from tasks.figures import report_words as words
from tasks.figures.chart_rows import Language
from tasks.figures.filters import Filter
from tasks.figures.frames import Frames
from tasks.figures.pages import tables_of
from tasks.figures.report_headline import amounts_of, headline, lead
from tasks.figures.report_parts import WANTED, Tables, chapters, named_policies
from tasks.figures.table import Table

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "report"
_SENTENCE = re.compile(r".+?(?:。|\.(?=\s|$)\s*|$)", re.DOTALL)
_PAGES = ("sla", "quality")


def report_pdf(
    frames: Frames, month: date, language: Language, companies: Mapping[str, Said], policies: Sequence[str] = ()
) -> bytes:
    """The report of the month that `month` lies in, of these policies or all, as PDF/A; the same bytes for the same figures.

    `companies`: what each policy's company is called, by the policy's code. KaijiError for a month without cases yet or already, and
    for a policy that is none of these; GlyphMissing for a character that the report's font does not have.
    """
    html = report_html(frames, month.replace(day=1), language, companies, policies)
    css = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    pdf = html_to_pdf(html, css, {GOTHIC: required_font_file(GOTHIC)}, closer=["close"])
    if foreign := embedded_fonts(pdf) - LETTER_FONTS:
        raise GlyphMissing(f"{', '.join(sorted(foreign))} had to stand in for a character of a company's name.")
    return pdf


def report_html(
    frames: Frames, first: date, language: Language, companies: Mapping[str, Said], policies: Sequence[str]
) -> str:
    """The report as HTML; everything is escaped."""
    _begun_with_cases(frames, first)
    if unknown := sorted(set(policies) - set(companies)):
        known = ", ".join(sorted(companies))
        raise KaijiError(
            f"No case stands under a policy {', '.join(unknown)}; there are cases under: {known or 'none'}."
        )
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    told = _told(frames, first, language, companies, tuple(policies))
    return environment.get_template("report.html").render(report=told, language=language)


def _begun_with_cases(frames: Frames, first: date) -> None:
    """KaijiError for a month that has not begun, and for one that was over before the first case came."""
    if first > frames.today:
        raise KaijiError(f"{first:%Y-%m} has not begun; choose a month up to {frames.today:%Y-%m}.")
    earliest = frames.cases["received_on"].min()
    if isinstance(earliest, date) and _month_after(first) <= earliest:
        raise KaijiError(f"There are no cases in {first:%Y-%m}; the first month with cases is {earliest:%Y-%m}.")


def _told(
    frames: Frames, first: date, language: Language, companies: Mapping[str, Said], policies: tuple[str, ...]
) -> dict[str, Any]:
    """What the template says, all of it in one language."""
    last = min(_month_after(first) - timedelta(days=1), frames.today)
    of_months = {1} | {each.months for wanted in WANTED.values() for each in wanted}
    begins = {months: _months_before(first, months - 1) for months in of_months}
    tables = {
        months: _tables(frames, Filter(begin, last, policies, most=None), companies) for months, begin in begins.items()
    }
    earlier = _days_before(first, last)
    before = amounts_of(_tables(frames, Filter(*earlier, policies), companies))
    now, month, as_of = amounts_of(tables[1]), words.month_told(first), words.moment_told(frames.now)
    whole = words.WHOLE if last < frames.today else words.PARTIAL
    return {
        "title": words.HEADING.in_(language).format(month.in_(language)),
        "heading": words.HEADING.in_(language).format(month.in_(language)),
        "running": words.RUNNING.in_(language).format(month.in_(language), as_of.in_(language)),
        "sample": words.SAMPLE.in_(language) if frames.sample else "",
        "kind": words.KIND.in_(language),
        "whom": _whom(companies, policies).in_(language),
        "as_of": words.AS_OF.in_(language).format(
            as_of.in_(language), whole.in_(language).format(words.day_told(last).in_(language))
        ),
        "lead": lead(now, language),
        "headline": headline(now, before, words.days_of_month(*earlier), language),
        "chapters": chapters(
            tables,
            {n: f"{begin} – {last}" for n, begin in begins.items()},
            words.day_told(frames.today).in_(language),
            language,
        ),
        "nothing": words.NOTHING.in_(language),
        "notes_title": words.NOTES.in_(language),
        "notes": [(title.in_(language), note) for title, note in _notes(tables[1], language)],
    }


def _tables(frames: Frames, chosen: Filter, companies: Mapping[str, Said]) -> Tables:
    found = [table for page in _PAGES for table in tables_of(page, frames, chosen)]
    return {table.key: table for table in named_policies(found, companies)}


def _whom(companies: Mapping[str, Said], policies: tuple[str, ...]) -> Said:
    names = listed(companies, policies or sorted(companies)) if companies else Said("–", "–")
    said = words.FOR_SOME if policies else words.FOR_ALL
    return Said(said.en.format(names.en), said.ja.format(names.ja))


def _notes(tables: Tables, language: Language) -> Iterator[tuple[Said, str]]:
    """How each table is counted; what another has said already is not said again."""
    yield words.BASICS, words.BASICS_NOTE.in_(language)
    said: set[str] = set()
    for table in _shown(tables):
        sentences = [each for each in _SENTENCE.findall(table.note.in_(language)) if each.strip() not in said]
        if sentences:
            said |= {each.strip() for each in sentences}
            yield table.title, "".join(sentences)


def _shown(tables: Tables) -> Iterator[Table]:
    yield tables["summary"]
    wanted = {each.key for parts in WANTED.values() for each in parts}
    yield from (table for key, table in tables.items() if key in wanted)


def _days_before(first: date, last: date) -> tuple[date, date]:
    """With what a month is compared: the month before; where it is not over, as many days of that."""
    begin, end = _months_before(first, 1), first - timedelta(days=1)
    return begin, end if last.month != (last + timedelta(days=1)).month else min(end, begin + (last - first))


def _month_after(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _months_before(first: date, months: int) -> date:
    for _ in range(months):
        first = (first - timedelta(days=1)).replace(day=1)
    return first
