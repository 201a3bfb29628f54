"""The desk's pages of figures for tests: of cases by chance, and read back out of their HTML."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from urllib.parse import urlencode

import lxml.html

from tasks.desk import figures_now
from tasks.figures.frames import Frames, Mail
from tests.support.random_rows import frames_by_chance

_VERSIONS = count(1)


def shows(
    monkeypatch, rows, mail: Mail | None = None, *, sample: bool = False, after: timedelta = timedelta()
) -> Frames:
    """Lets every desk of this process show these rows, as if so long `after` the usual moment; the frames."""
    frames = replace(frames_by_chance(rows, mail), version=next(_VERSIONS), sample=sample)
    frames = replace(frames, now=frames.now + after)
    monkeypatch.setattr(figures_now, "read_frames", lambda _: frames)
    monkeypatch.setattr(figures_now, "_SEEN", {})
    return frames


def address(page: str, **query) -> str:
    """The address of a page with this filter."""
    return f"/figures/{page}?{urlencode(query, doseq=True)}" if query else f"/figures/{page}"


def sections(html: str) -> dict[str, lxml.html.HtmlElement]:
    """The sections of a page by their table's key."""
    return {each.get("id"): each for each in lxml.html.fromstring(html).xpath("//section[@id]")}


def grid(section: lxml.html.HtmlElement) -> list[list[str]]:
    """The texts of a section's table, row by row; [] where it has none, or nothing to show."""
    rows = [[text(cell) for cell in row] for row in section.xpath(".//tbody/tr")]
    return [] if [len(row) for row in rows] == [1] else rows


def cards(section: lxml.html.HtmlElement) -> list[str]:
    """The large numbers of a section's cards."""
    return [text(each) for each in section.xpath(".//dd[contains(@class, 'fg-main')]")]


def text(element: lxml.html.HtmlElement) -> str:
    """What stands in an element, blanks made one."""
    return " ".join(element.text_content().split())


def numbers(html: str) -> dict[str, int]:
    """Every linked number of a page, by the address of the list behind it."""
    found = {}
    links = lxml.html.fromstring(html).xpath("(//td | //dd)/a[starts-with(@href, '/figures/cases')]")
    for link in links:
        said = text(link).replace(",", "")
        if said.isdigit():
            assert found.setdefault(link.get("href"), int(said)) == int(said), link.get("href")
    return found


def is_told(shown: str, value: object) -> bool:
    """Whether the text of a cell says a value: numbers in figures, days as they are; words of codes are not looked at."""
    if value is None:
        return shown == "–"
    if isinstance(value, date):
        return shown == value.isoformat()
    if isinstance(value, int | float):
        return float(shown.strip("%¥円").replace(",", "")) == value
    return bool(shown)
