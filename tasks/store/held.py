"""What is held on the person of a case, in the database: found by a search, judged by a person, or brought by hand."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session

from tasks.case.errors import KaijiError
from tasks.case.happened import EventKind
from tasks.case.held import HeldVerdict
from tasks.case.progress import takes_supplements
from tasks.store.cases import held_items, state_of
from tasks.store.events import events_of, record
from tasks.store.tables import Case, EventRow, HeldItem

Values = Sequence[tuple[str, str]]


class Found(NamedTuple):
    """One record: the source's code and name, whether it surely is the person's, and its values by column."""

    source: str
    system: str
    exact: bool
    values: Values


class ToldSearch(NamedTuple):
    """The newest search of a case, by the codes of its sources.

    `declared`: whether the policy declared any. `failed`: why each was not searched. `keyless`: those that take none of
    what is known of the person. `by_hand`: those that a person searches. `systems`: the names kept by older versions.
    """

    at: datetime
    declared: bool
    searched: tuple[str, ...] = ()
    failed: tuple[tuple[str, str], ...] = ()
    keyless: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()


def newest_search(events: Iterable[EventRow]) -> ToldSearch | None:
    """What the newest search did; None before there was one."""
    searches = [event for event in events if event.kind == EventKind.HELD_DATA_SEARCHED]
    if not searches:
        return None
    facts, at = searches[-1].facts, searches[-1].at
    lists = {name: tuple(facts.get(name, ())) for name in ("searched", "keyless", "by_hand", "systems")}
    return ToldSearch(at, bool(facts.get("source", True)), failed=tuple(facts.get("failed", {}).items()), **lists)


def keep_found(
    session: Session, case: Case, found: Iterable[Found], at: datetime, kept: Collection[str], **facts: Any
) -> None:
    """Puts what a search found in the place of what an earlier one did, but for the sources of `kept`; the caller holds the case."""
    for item in held_items(session, case.id):
        if item.source not in kept:
            session.delete(item)
    session.flush()
    listed = list(found)
    _add(session, case, listed)
    exact = sum(each.exact for each in listed)
    record(session, EventKind.HELD_DATA_SEARCHED, at, case_id=case.id, found=exact, near=len(listed) - exact, **facts)


def _add(session: Session, case: Case, found: Iterable[Found], verdict: str = "") -> None:
    first = max((item.position for item in held_items(session, case.id)), default=-1) + 1
    for position, each in enumerate(found, start=first):
        session.add(
            HeldItem(
                case_id=case.id,
                position=position,
                system=each.system,
                exact=each.exact,
                source=each.source,
                verdict=verdict,
                values=[list(pair) for pair in each.values],
            )
        )
    session.flush()


def judge_record(
    session: Session, case: Case, position: int, verdict: HeldVerdict | None, person: str, at: datetime
) -> None:
    """Keeps whose a near record is by a person's word, or takes the word back with None; each is an event.

    KaijiError for a record that is not near, and for a case that is decided.
    """
    if not takes_supplements(state_of(session, case)):
        raise KaijiError("The case is decided; send it back to the decision first.")
    near = (item for item in held_items(session, case.id) if item.position == position and not item.exact)
    item = next(near, None)
    if item is None:
        raise KaijiError("There is no such near match any more; load the page again.")
    if item.verdict != (verdict or ""):
        item.verdict = verdict.value if verdict else ""
        session.add(item)
        facts: dict[str, Any] = {"source": item.source, "position": position, "verdict": item.verdict}
        record(session, EventKind.HELD_RECORD_JUDGED, at, actor=person, case_id=case.id, **facts)


def keep_by_hand(
    session: Session, case: Case, source: str, system: str, rows: Sequence[Values], person: str, at: datetime
) -> None:
    """Puts what a person brought from a system in the place of what was brought from it before; none takes it away."""
    for item in held_items(session, case.id):
        if item.source == source:
            session.delete(item)
    session.flush()
    _add(session, case, (Found(source, system, exact=True, values=row) for row in rows), HeldVerdict.PERSONS.value)
    record(session, EventKind.HELD_DATA_BROUGHT, at, actor=person, case_id=case.id, source=source, records=len(rows))


def brought_by_hand(session: Session, case: Case) -> int:
    """How many records people have brought from systems that they search by hand, since the newest search."""
    search = newest_search(events_of(session, case.id))
    return sum(item.source in search.by_hand for item in held_items(session, case.id)) if search else 0
