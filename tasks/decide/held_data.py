"""Searches the data the company holds for the person of a case, and keeps what it found with the case.

Only what surely belongs to the person may be disclosed by itself; a near match is kept apart until a person has said whose
it is. A source that could not be searched is recorded as such: it never counts as one that holds nothing.
"""

from typing import Any, NamedTuple

from sqlmodel import Session

from tasks.case.held import SearchKey, person_keys
from tasks.case.progress import Step
from tasks.decide.searching import Searched, search_sources
from tasks.policy.sources import HeldSource
from tasks.store.cases import case_by_number, newest_packet_id, state_of
from tasks.store.held import keep_found
from tasks.store.packets import fields_of
from tasks.store.tables import Case
from tasks.wiring import House


class _Due(NamedTuple):
    """A search that is due: where, for whom, and the systems whose records a person has brought already."""

    sources: tuple[HeldSource, ...]
    person: dict[SearchKey, str]
    round: int
    brought: frozenset[str]


def search_held_data(house: House, case_number: str) -> None:
    """Searches once in each round of the case and keeps the result; a second call does nothing.

    The sources are asked outside of any transaction: a slow one holds up nobody. What changed meanwhile is searched anew.
    """
    with house.database.transaction() as session:
        due = _due(house, session, case_by_number(session, case_number))
    if due is None:
        return
    done = search_sources(due.sources, house.settings.source_address, due.person)
    with house.database.transaction() as session:
        case = case_by_number(session, case_number, lock=True)
        if _due(house, session, case) == due:
            keep_found(session, case, done.found, house.now(), due.brought, **_facts(due, done))


def _due(house: House, session: Session, case: Case) -> _Due | None:
    state = state_of(session, case)
    if state.searched:
        return None
    sources = house.policy_of(case).source
    stands = Step.SEARCH_BY_HAND in state.answers  # else it is asked anew, for whoever is searched for now
    brought = frozenset(each.code for each in sources if each.by_hand and stands)
    return _Due(sources, person_keys(fields_of(session, newest_packet_id(session, case))), state.round, brought)


def _facts(due: _Due, done: Searched) -> dict[str, Any]:
    """What the record says of a search: codes only."""
    return {
        "source": bool(due.sources),
        "searched": done.searched,
        "failed": done.failed,
        "keyless": done.keyless,
        "by_hand": done.by_hand,
    }
