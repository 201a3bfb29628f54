"""How months and weeks are told in tables: whole ones by their name, those cut off by the period by the days that count."""

from datetime import timedelta

from tasks.case.bilingual import Said
from tasks.figures.periods import Span
from tasks.figures.table import Cell


def month_cell(span: Span) -> Cell:
    """A month such as 2026-10, or 8/23-31 where only these days of it count; its code is the month either way."""
    first, last = span
    code = f"{first:%Y-%m}"
    if first.day == 1 and (last + timedelta(days=1)).day == 1:
        return Cell(code, code=code)
    days = f"{first.day}" if first == last else f"{first.day}-{last.day}"
    return Cell(Said(f"{first.month}/{days}", f"{first.month}/{days.replace('-', '～')}日"), code=code)


def week_cell(span: Span) -> Cell:
    """A week by its Monday such as 11/16-, or the first day of it that counts; its code is the ISO week."""
    year, week, _ = span[1].isocalendar()
    day = f"{span[0].month}/{span[0].day}"
    return Cell(Said(f"{day}-", f"{day}の週"), code=f"{year}-W{week:02}")
