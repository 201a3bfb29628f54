"""`python -m tests.bench.figures`: p50, p95 and p99 of the dashboards' pages with many users on a large database.

    --cases N     how many cases (100,000); about fourteen events each, made by the generator of `kaiji demo --history`
    --home DIR    keeps the database there for the next run; without it, it lies in a folder that is removed
    --step build  only makes the database; `load` wants it made; `all` does both (the default)
    --growth      the same with 1,000 and 10,000 cases first

On loopback, with the desk, PostgreSQL and this client on the same machine: what they take from each other is in the
figures. The client is httpx in one process; how much of a core it used is told.
"""

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil

from tasks.figures.reading import read_frames
from tasks.wiring import House
from tests.bench.figures import peers
from tests.bench.figures.houses import Desk, bench_house, build, forget_rows, machine, users
from tests.bench.figures.load import FULL, PAGES, Events, Seen, visit

_BUSY = 0.98  # of a core: more, and the client's own waiting would be in the figures
_TOLD_OF = 200  # cases of which events tell, by turns
_PERCENTILES = (0.5, 0.95, 0.99)


def main() -> None:
    """Builds what is missing, and measures."""
    asked = _asked()
    print(machine())
    for cases in [1_000, 10_000, asked.cases] if asked.growth else [asked.cases]:
        with _home(asked.home, cases) as home, bench_house(home) as house:
            events = build(house, cases)
            if asked.step != "build":
                _measure(house, cases, events, asked)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.figures", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--home", type=Path, help="keeps the databases in this folder")
    parser.add_argument("--step", choices=["build", "load", "all"], default="all")
    parser.add_argument("--growth", action="store_true", help="1,000 and 10,000 cases too")
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=40, help="of each load")
    parser.add_argument("--warm", type=float, default=20, help="seconds of the same load before, which are not counted")
    parser.add_argument("--think", type=float, default=1.0, help="seconds on average that a user looks at a page")
    parser.add_argument("--every", type=float, default=1.0, help="seconds between two events meanwhile; 0: none")
    parser.add_argument("--anew", action="store_true", help="also measures the very first start, with no row kept")
    return parser.parse_args()


@contextmanager
def _home(kept: Path | None, cases: int) -> Iterator[Path]:
    if kept is not None:
        yield kept.resolve() / str(cases)
        return
    with tempfile.TemporaryDirectory(prefix="kaiji-") as folder:
        os.chmod(folder, 0o711)  # noqa: PTH101, S103  # PostgreSQL's account must pass
        yield Path(folder) / "home"


def _measure(house: House, cases: int, events: int, asked: argparse.Namespace) -> None:
    print(f"\n== {cases:,} cases, {events:,} events")
    if asked.anew:
        forget_rows(house)
    desk = Desk(house)
    try:
        print(f"desk answers after {desk.start():.1f} s")
        cookies = users(house, desk, asked.users)
        _first_pages(desk, cookies[0])
        print(f"{asked.warm:g} s of load before anything is counted")
        happening = Events(house, _open_cases(house), asked.every)
        asyncio.run(visit(desk.url, cookies, asked.warm, asked.think, happening))
        for name, think in ((f"{asked.think:g} s of thought", asked.think), ("without a pause", 0.0)):
            _load(desk, cookies, name, think, happening, asked.seconds)
        print(f"memory of the desk: {desk.seen.memory_info().rss / 2**20:,.0f} MB")
    finally:
        desk.stop()
    _beside(house, cases)


def _first_pages(desk: Desk, cookies: httpx.Cookies) -> None:
    """The first load of all: the frames are read, then each page is computed once."""
    with httpx.Client(base_url=desk.url, cookies=cookies, timeout=500) as browser:
        for page in PAGES:
            began = time.monotonic()
            size = len(browser.get(page).raise_for_status().content)
            print(f"first {page}: {time.monotonic() - began:.2f} s ({size / 1024:,.0f} kB of HTML)")


def _open_cases(house: House) -> list[int]:
    """Some cases that are not closed."""
    still = read_frames(house).cases.filter("open")
    if still.is_empty():
        raise SystemExit("No case is open; take more cases.")
    return still["case_id"].sample(min(_TOLD_OF, still.height), seed=1).to_list()


def _load(
    desk: Desk, cookies: Sequence[httpx.Cookies], name: str, think: float, events: Events, seconds: float
) -> None:
    ours, theirs = psutil.Process(), desk.seen
    before = sum(ours.cpu_times()[:2]), sum(theirs.cpu_times()[:2])
    seen = asyncio.run(visit(desk.url, cookies, seconds, think, events))
    after = sum(ours.cpu_times()[:2]), sum(theirs.cpu_times()[:2])
    client, served = ((b - a) / seen.lasted for a, b in zip(before, after, strict=True))
    print(f"\n{len(cookies)} users, {name}, an event every {events.every:g} s" if events.every else f"\n{name}")
    _tell(seen)
    print(f"{len(seen.pages) / seen.lasted:.1f} pages/s; client {client:.2f}, desk {served:.2f} of a core")
    if client > _BUSY:
        print("the client was busy all the time: the true figures are better than these")


def _tell(seen: Seen) -> None:
    rows = [*((page, seen.seconds[page]) for page in PAGES), ("all pages", seen.pages), (FULL, seen.seconds[FULL])]
    print(f"{'milliseconds':<20}{'p50':>8}{'p95':>8}{'p99':>8}{'most':>8}{'count':>8}")
    for page, taken in rows:
        told = [_percentile(taken, share) for share in _PERCENTILES] + [max(taken, default=0.0)]
        print(f"{page:<20}" + "".join(f"{1000 * each:>8.0f}" for each in told) + f"{len(taken):>8}")
    if seen.news:
        told = [_percentile(seen.news, share) for share in _PERCENTILES]
        print(
            f"{'event to figures':<20}"
            + "".join(f"{1000 * each:>8.0f}" for each in told)
            + f"{'':>8}{len(seen.news):>8}"
        )
    if seen.left:
        print(f"{seen.left} pages in full had not come when their reader went on")
    for wrong in sorted(set(seen.wrong))[:5]:
        print(f"WRONG: {wrong}")


def _percentile(values: Sequence[float], share: float) -> float:
    """The smallest of the values that so large a share of them do not exceed; 0 for none."""
    ordered = sorted(values)
    return ordered[max(-int(-share * len(ordered) // 1) - 1, 0)] if ordered else 0.0


def _beside(house: House, cases: int) -> None:
    """The same machine, the same database, and nothing kept."""
    once = peers.timed(peers.open_by_sql, house, 5)
    print(f"\nbeside it, one query over all events for the open cases alone: {1000 * _percentile(once, 0.5):,.0f} ms")
    if cases <= 10_000:  # more takes minutes
        anew = peers.timed(peers.recounted, house, 1)
        print(f"beside it, every case folded anew from its events: {1000 * anew[0]:,.0f} ms")


if __name__ == "__main__":
    main()
