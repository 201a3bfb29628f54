"""What a packet shows beyond its fields: whether the form is whole, how many documents came, how old a paper surely is."""

import re
from datetime import date

from tasks.case.era import parse_date
from tasks.case.seen import Seen, known, unreadable
from tasks.case.words import Page, PageKind
from tasks.check.evidence import DOUBTFUL, IDENTITY_PAGES, Papers, text_of

LEGIBLE = 0.72  # a page whose letters were read less surely on the whole may hold anything
_SURE = 0.9  # a date on a line read less surely proves no age
_FORM_LABELS = ("住所", "生年月日", "記入")
_NAME_LABEL = re.compile(r"氏名|名前")


def form_is_whole(papers: Papers) -> bool:
    """Whether the form was read well enough, and in all its sheets, to say what does not stand on it.

    A page of no known kind that asks for a name, an address and a birth date may be a sheet of the form.
    """
    sheets = (text_of(page) for page in papers.pages_of(PageKind.OTHER))
    goes_on = any(all(label in text for label in _FORM_LABELS) and _NAME_LABEL.search(text) for text in sheets)
    forms = papers.pages_of(PageKind.REQUEST_FORM)
    return is_legible(forms) and not (goes_on and forms)


def is_legible(pages: list[Page]) -> bool:
    """Whether the letters on these pages were read surely enough, on the whole, to say what does not stand there."""
    lines = [line for page in pages for line in page.lines]
    letters = sum(len(line.text) for line in lines)
    return not letters or sum(len(line.text) * line.confidence for line in lines) / letters >= LEGIBLE


def documents_sent(papers: Papers, *, by_agent: bool) -> int | None:
    """How many identity documents one person sent; None where pages are doubtful or two people's lie together."""
    pages = papers.pages_of(*IDENTITY_PAGES, PageKind.OTHER)
    doubtful = any(page.kind is PageKind.OTHER or page.confidence < DOUBTFUL for page in pages)
    return None if doubtful or by_agent else len({page.kind for page in pages})


def issued_on(papers: Papers, role: str, received_on: date, max_age_days: int | None) -> Seen[date]:
    """The day on which a role's document (`id`, `agent_id`) was issued, as read; or else a recent day that stands on it.

    A paper is younger than all it tells, so a date within the policy's limit proves a paper within it. Older dates (a
    birth, a move) prove nothing: the day of issue is then unreadable.
    """
    told = papers.day(f"{role}.issued_on")
    if told.present or max_age_days is None:
        return told
    lines = (line for page in _document(papers, role) for line in page.lines if line.confidence >= _SURE)
    days = (day for day in (parse_date(line.text) for line in lines) if day is not None)
    recent = [day for day in days if 0 <= (received_on - day).days <= max_age_days]
    return known(max(recent)) if recent else unreadable()


def _document(papers: Papers, role: str) -> list[Page]:
    """The page on which a role's document was recognised."""
    field = papers.reading.fields.get(f"{role}.kind")
    return [page for page in papers.reading.pages if field and page.index == field.page]
