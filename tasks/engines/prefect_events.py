"""Prefect's events: sends some under ids of their own, and says which of them its store really holds.

Sending is not arriving: Prefect's client sends in the background, and its server writes some seconds later, so what was
sent is looked up before anybody relies on it. Measured on 3.8.8: the store keeps one event of each id, on SQLite and on
PostgreSQL, and an id that came again at once or five minutes later set off no automation anew; the latter is nowhere
promised, so what the store has is not sent again.
"""

import time
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient
from prefect.events import emit_event
from prefect.events.filters import EventFilter, EventIDFilter

_PATIENCE = 30.0  # seconds until the store must have what was sent; its server writes every five
_PAUSE = 0.5
_PAGE = 50  # events that the server tells of at once


class Told(NamedTuple):
    """An event to be sent. `resource`: its id, such as `kaiji.case.R-1`; `payload`: codes, days and numbers."""

    id: UUID
    name: str
    resource: str
    payload: Mapping[str, str | int]


def tell(client: SyncPrefectClient, events: Sequence[Told], patience: float = _PATIENCE) -> set[UUID]:
    """Sends those that the store has not; the ids of those that it has in the end, after `patience` seconds at most.

    From a flow run each is related to the run by Prefect itself.
    """
    waited_for = {event.id for event in events}
    there = stored(client, waited_for)
    for event in events:
        if event.id not in there:
            emit_event(event.name, {"prefect.resource.id": event.resource}, payload=dict(event.payload), id=event.id)
    until = time.monotonic() + patience
    while (missing := waited_for - there) and time.monotonic() < until:
        time.sleep(_PAUSE)
        there |= stored(client, missing)
    return there


def stored(client: SyncPrefectClient, ids: Collection[UUID]) -> set[UUID]:
    """Which of these the store of Prefect has."""
    asked, found = list(ids), set[UUID]()
    for start in range(0, len(asked), _PAGE):
        mine = EventFilter(id=EventIDFilter(id=asked[start : start + _PAGE]))
        found |= {event.id for event in client.read_events(filter=mine, limit=_PAGE).events}
    return found
