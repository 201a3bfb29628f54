"""Says whether the record of events is whole, and whether the rows beside it agree with it.

Four things are held against each other: the chain (each event's digest covers the one before), the anchors outside of the
database, the digest of an earlier head where somebody wrote one down, and the rows that events tell of.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import text
from sqlmodel import Session

from tasks.audit.anchors import Anchor, anchor, forged_lines, read_anchors
from tasks.audit.cross_checks import Disagreement, disagreements
from tasks.case.errors import KaijiError
from tasks.case.happened import EventKind
from tasks.store.events import Fault, record, walk_chain
from tasks.wiring import House

_SHOWN = 20  # places named; all are counted
_EVERY = 5_000  # events between two signs of life
_SHORTEST_HEAD, _LONGEST_HEAD = 16, 64  # hexadecimal digits that somebody may have written down
Tell = Callable[[int], None]


class Tampering(StrEnum):
    """What is wrong beside the links of the chain and the rows."""

    EVENT_OF_ANCHOR_GONE = "event_of_anchor_gone"  # it, and all after it, were cut off or written anew
    ANCHOR_FORGED = "anchor_forged"
    ANCHORS_GONE = "anchors_gone"
    HEAD_UNKNOWN = "head_unknown"


class Problem(NamedTuple):
    """One thing that is wrong, and where: an event's id, a line of the anchors, a case and step, a letter."""

    what: Fault | Tampering | Disagreement
    where: str


@dataclass(frozen=True)
class Verified:
    """What was found. `problems` names the first of each kind, `counts` counts all; `head`: the digest of the newest event."""

    events: int
    head: str
    anchors: int
    counts: dict[str, int]
    problems: list[Problem]
    first_broken: int | None

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.counts

    @property
    def broken(self) -> int:
        """How many events are changed or out of place."""
        return sum(self.counts.get(fault, 0) for fault in Fault)


class _Found:
    """Collects problems: the first few of each kind by place, all of them by number."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.problems: list[Problem] = []

    def add(self, problem: Problem) -> None:
        self.counts[problem.what.value] += 1
        if self.counts[problem.what.value] <= _SHOWN:
            self.problems.append(problem)


def plain_head(head: str) -> str:
    """A digest as somebody wrote it down, whole or its first 16 digits or more; KaijiError for what is none, "" for none."""
    wanted = head.strip().lower()
    if wanted and not re.fullmatch(rf"[0-9a-f]{{{_SHORTEST_HEAD},{_LONGEST_HEAD}}}", wanted):
        raise KaijiError(
            f"This is no digest of the record: give the {_LONGEST_HEAD} digits (0-9, a-f) of a head that was written down,"
            f" or its first {_SHORTEST_HEAD} or more."
        )
    return wanted


def verify(house: House, person: str, *, head: str = "", tell: Tell = lambda _: None) -> Verified:
    """Looks through everything; that it was done is an event, and the chain is anchored where it is sound.

    `head`: a digest written down earlier, as `plain_head` has it. `tell` hears how many events were seen.
    """
    found = look_through(house, head=head, tell=tell)
    with house.database.transaction() as session:
        facts = {"events": found.events, "problems": sum(found.counts.values()), "anchors": found.anchors}
        record(session, EventKind.CHAIN_VERIFIED, house.now(), actor=person, head=found.head, **facts)
    if found.sound:
        anchor(house)
    return found


def look_through(house: House, *, head: str = "", rows: bool = True, tell: Tell = lambda _: None) -> Verified:
    """What `verify` finds, without a trace; `rows` False leaves the rows beside the chain out."""
    found, anchors = _Found(), read_anchors(house)
    with house.database.transaction() as session:
        session.connection(
            execution_options={"isolation_level": "REPEATABLE READ"}
        )  # one moment for all that is compared
        events, newest, first = _chain(session, found, _by_event(anchors), head, tell)
        for problem in _outside(house, session, anchors):
            found.add(problem)
        for each in disagreements(house, session) if rows else ():
            found.add(Problem(each.what, each.where))
    return Verified(events, newest, len(anchors), dict(found.counts), found.problems, first)


def _by_event(anchors: Iterable[Anchor]) -> dict[int, str]:
    return {int(each.event): each.digest for each in anchors if each.event.isdecimal()}


def _chain(
    session: Session, found: _Found, awaited: dict[int, str], head: str, tell: Tell
) -> tuple[int, str, int | None]:
    """Walks the chain once: the number of events, the newest digest, and the first broken event."""
    events, newest, first, wanted = 0, "", None, plain_head(head)
    seen_head = not wanted
    for link in walk_chain(session):
        events, newest = events + 1, link.digest
        if link.fault is not None:
            first = first or link.event
            found.add(Problem(link.fault, str(link.event)))
        if awaited.get(link.event) == link.digest:
            del awaited[link.event]
        seen_head = seen_head or link.digest.startswith(wanted)
        if events % _EVERY == 0:
            tell(events)
    tell(events)
    for event in sorted(awaited):
        found.add(Problem(Tampering.EVENT_OF_ANCHOR_GONE, str(event)))
    if not seen_head:
        found.add(Problem(Tampering.HEAD_UNKNOWN, wanted[:_SHORTEST_HEAD]))
    return events, newest, first


def _outside(house: House, session: Session, anchors: list[Anchor]) -> Iterator[Problem]:
    for line in forged_lines(house):
        yield Problem(Tampering.ANCHOR_FORGED, str(line))
    known = text("SELECT max((facts->>'anchors')::int) FROM event WHERE kind = 'chain_verified'")
    told = session.connection().execute(known).scalar() or 0
    if len(anchors) < told:
        yield Problem(Tampering.ANCHORS_GONE, f"{len(anchors)} < {told}")
