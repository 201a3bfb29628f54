"""People who look at the figures: each opens one page after another, with filters, and thinks in between.

They do what the page's script does in a browser: where a page comes without all of its plots, it asks for itself in full at
once, beside its reader, and whoever goes on before that has come does not wait for it.
"""

import asyncio
import random
import re
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape
from itertools import cycle, product

import httpx

from tasks.case.happened import EventKind
from tasks.case.progress import Step, Wait, what_comes_next
from tasks.store.cases import accept_answer, state_of
from tasks.store.events import record
from tasks.store.tables import Case
from tasks.wiring import House

PAGES = ("/figures/today", "/figures/sla", "/figures/quality")
_POLICIES: tuple[dict[str, str], ...] = ({}, {}, {"policy": "rococo"}, {"policy": "ito-software"}, {"policy": "toot"})
_KINDS: tuple[dict[str, str], ...] = ({}, {}, {"kind": "disclosure"}, {"kind": "suspend_erase"})
_PERIODS: tuple[dict[str, str], ...] = ({}, {}, {"period": "365"}, {"period": "this-month"}, {"period": "last-month"})
FILTERS = [a | b | c for a, b, c in product(_POLICIES, _KINDS, _PERIODS)]
_IN_FULL = re.compile(r'data-fg-content="([^"]+)"[^>]*data-fg-more')
FULL = "in full, with plots"
_WAIT = 60.0
_NEWS_LONGEST = 30.0


@dataclass
class Seen:
    """What the users met: seconds by page, seconds from an event to changed figures, and what went wrong.

    `left`: pages in full that came after their reader had gone on.
    """

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    news: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    left: int = 0
    lasted: float = 0.0

    @property
    def pages(self) -> list[float]:
        """Seconds of every page that somebody opened."""
        return [each for page in PAGES for each in self.seconds[page]]


async def visit(url: str, cookies: Sequence[httpx.Cookies], seconds: float, think: float, events: "Events") -> Seen:
    """All users at once for so many seconds; `think`: seconds on average between two pages, 0 for none."""
    seen, began = Seen(), time.monotonic()
    until = began + seconds
    async with asyncio.TaskGroup() as group:
        for place, each in enumerate(cookies):
            group.create_task(_user(url, each, until, think, random.Random(place), seen))
        if events.every:
            group.create_task(_news(url, cookies[0], until, events, seen))
    seen.lasted = time.monotonic() - began
    return seen


async def _user(
    url: str, cookies: httpx.Cookies, until: float, think: float, chance: random.Random, seen: Seen
) -> None:
    async with httpx.AsyncClient(base_url=url, cookies=cookies, timeout=_WAIT) as browser:
        await asyncio.sleep(chance.uniform(0, think))
        while time.monotonic() < until:
            page = chance.choice(PAGES)
            answer = await _timed(browser, page, seen, page, chance.choice(FILTERS))
            rest = _IN_FULL.search(answer.text)
            asked = asyncio.create_task(_timed(browser, unescape(rest[1]), seen, FULL)) if rest else None
            if think:
                await asyncio.sleep(chance.uniform(0.5, 1.5) * think)
            if asked and not asked.done():
                asked.cancel()  # its reader has gone on
                seen.left += 1


async def _timed(
    browser: httpx.AsyncClient, address: str, seen: Seen, name: str, query: dict[str, str] | None = None
) -> httpx.Response:
    began = time.perf_counter()
    answer = await browser.get(address, params=query)
    seen.seconds[name].append(time.perf_counter() - began)
    if answer.status_code != httpx.codes.OK:
        seen.wrong.append(f"{answer.status_code} {answer.url.path}?{answer.url.query.decode()}")
    return answer


class Events:
    """What happens meanwhile, every so many seconds (0: nothing): somebody asks for more time in an open case, or is answered."""

    def __init__(self, house: House, case_ids: Sequence[int], every: float) -> None:
        self._house, self._cases, self.every = house, cycle(case_ids), every

    def append(self) -> None:
        """One event, as the desk records it; where the case stands changes with it."""
        with self._house.database.transaction() as session:
            case, now = session.get_one(Case, next(self._cases)), self._house.now()
            coming = what_comes_next(state_of(session, case))
            if isinstance(coming, Wait) and coming.step is Step.EXTEND_DUE:
                accept_answer(session, case, coming, {"action": "keep", "until": ""}, "ito", now)
            else:
                record(session, EventKind.EXTENSION_ASKED, now, actor="sato", case_id=case.id)


async def _news(url: str, cookies: httpx.Cookies, until: float, events: Events, seen: Seen) -> None:
    """Appends events, and measures how long the figures take to say something else, as an open page asks for them."""
    async with httpx.AsyncClient(base_url=url, cookies=cookies, timeout=_WAIT) as browser:
        while time.monotonic() < until:
            began = time.monotonic()
            tag = (await browser.get("/figures/today/content")).headers["etag"]
            await asyncio.to_thread(events.append)
            told = time.monotonic()
            while time.monotonic() - told < _NEWS_LONGEST:
                answer = await browser.get("/figures/today/content", headers={"If-None-Match": tag})
                if answer.status_code == httpx.codes.OK:
                    seen.news.append(time.monotonic() - told)
                    break
                await asyncio.sleep(0.05)
            await asyncio.sleep(max(began + events.every - time.monotonic(), 0))
