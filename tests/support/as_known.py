"""A case as it was on record on the morning of a day: whatever happened later is not told."""

from datetime import date, datetime

from tasks.case.business_days import JST
from tasks.case.progress import Stage
from tasks.figures.case_row import CaseRow


def morning_of(day: date) -> datetime:
    """Midnight in Japan, when the day begins."""
    return datetime.combine(day, datetime.min.time(), JST)


def as_known(row: CaseRow, day: date) -> CaseRow | None:
    """The row as of the morning of a day; None of a case that had not come yet."""
    stays = tuple(
        stay.model_copy(update={"until": stay.until if stay.until and stay.until.date() < day else None})
        for stay in row.stays
        if stay.since.date() < day
    )
    if not stays:
        return None
    last = stays[-1]
    answered = _before(row.answered_on, day)
    return row.model_copy(
        update={
            "stays": stays,
            "stage": Stage.CLOSED if last.until else last.stage,
            "is_closed": last.until is not None,
            "holds": _holds(row, day, lasting=last.until is None and last.stage is Stage.AWAITING_REQUESTER),
            "extensions": tuple(each for each in row.extensions if each[0] < day),
            "returned_on": tuple(on for on in row.returned_on if on < day),
            "lapsed_on": _before(row.lapsed_on, day),
            "answered_on": answered,
            "closed_on": answered or (last.until.date() if last.until else None),
        }
    )


def _before(on: date | None, day: date) -> date | None:
    return on if on and on < day else None


def _holds(row: CaseRow, day: date, *, lasting: bool) -> tuple[tuple[date, date | None], ...]:
    """While it is the requester's turn the last hold has no end, whatever day a paper is said to have come later."""
    holds = [(first, _before(end, day)) for first, end in row.holds if first < day]
    return (*holds[:-1], (holds[-1][0], None)) if lasting and holds else tuple(holds)
