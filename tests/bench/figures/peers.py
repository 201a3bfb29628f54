"""What a desk without kept rows would do: the same counts straight from the events, in SQL and by the rules, each time anew."""

import time
from collections.abc import Callable

from sqlalchemy import text

from tasks.figures.frames import Frames, frames_of
from tasks.figures.keeping import calendar_of
from tasks.figures.rows import rows_of
from tasks.store.cases import all_cases
from tasks.wiring import House

# Where each open case stands, by the newest event that moves one, and how many are over their first due day; holds and
# extensions are left out, so it does less than the page does.
_OPEN = """WITH newest AS (SELECT DISTINCT ON (case_id) case_id, kind, facts->>'step' AS step FROM event
        WHERE kind = ANY(:moves) ORDER BY case_id, id DESC)
    SELECT n.kind, n.step, count(*), count(*) FILTER (WHERE c.due_on < :today)
    FROM newest n JOIN "case" c ON c.id = n.case_id WHERE n.kind <> 'case_closed' GROUP BY 1, 2 ORDER BY 3 DESC"""
_MOVES = [
    "case_opened", "supplement_joined", "case_lapsed", "answered", "held_data_searched", "orders_written",
    "letters_complete", "letters_released", "letter_returned", "reissue_asked", "extension_asked", "case_closed",
]  # fmt: skip
_AT_A_TIME = 2_000


def open_by_sql(house: House) -> int:
    """The open cases as one query over all events counts them."""
    with house.database.transaction() as session:
        rows = session.execute(text(_OPEN), {"moves": _MOVES, "today": house.today()}).all()
    return sum(row[2] for row in rows)


def recounted(house: House) -> Frames:
    """The frames from the record itself, every case read and folded anew."""
    rows = []
    with house.database.transaction() as session:
        ids = [case.id for case in all_cases(session)]
        for start in range(0, len(ids), _AT_A_TIME):
            rows += rows_of(house, session, ids[start : start + _AT_A_TIME])
    return frames_of(rows, house.now(), calendar_of(house))


def timed(what: Callable[[House], object], house: House, times: int) -> list[float]:
    """Seconds of each of so many runs."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        what(house)
        taken.append(time.perf_counter() - began)
    return taken
