"""What happened to a case, for the terminal."""

from sqlalchemy.exc import NoResultFound

from tasks.case.errors import KaijiError
from tasks.store.cases import case_by_number, packets_of
from tasks.store.events import events_of
from tasks.store.tables import EventRow
from tasks.wiring import House


def case_history(house: House, number: str) -> list[EventRow]:
    """The events of a case and its packets, oldest first; KaijiError for an unknown number."""
    try:
        with house.database.transaction() as session:
            case = case_by_number(session, number)
            return events_of(session, case.id, [packet.id for packet in packets_of(session, case)])
    except NoResultFound:
        raise KaijiError(f"There is no case {number}; `kaiji case list` shows the open ones.") from None
