"""Closes a case once its answer was posted."""

from tasks.case.happened import EventKind
from tasks.case.progress import Deed, what_comes_next
from tasks.outbox.bundles import make_bundles_of
from tasks.reply.notices import put_out_notices
from tasks.reply.put_out import clear_drafts
from tasks.reply.withdraw import put_away_withdrawn
from tasks.store.cases import case_by_number, state_of
from tasks.store.events import record
from tasks.store.letters import withdraw_drafts
from tasks.wiring import House


def close_case(house: House, case_number: str) -> None:
    """Closes the case; does nothing when it is closed, or when something is still to be done."""
    with house.database.transaction() as session:
        case = case_by_number(session, case_number, lock=True)
        if what_comes_next(state_of(session, case)) is Deed.CLOSE:
            withdraw_drafts(session, case, house.now())  # its answer has gone out, and says more
            record(session, EventKind.CASE_CLOSED, house.now(), case_id=case.id)
    put_away_withdrawn(house, case_number)
    make_bundles_of(
        house, put_out_notices(house, case_number)
    )  # as of a release that was broken off: nobody comes after
    clear_drafts(house, case_number)  # what was put out by a run that died before it had cleared away
