"""When a case's clock stood still, from its answers: from the posting of a deficiency letter to the requester's answer."""

from collections.abc import Sequence

from sqlmodel import Session

from tasks.case.due import Hold
from tasks.case.progress import Step
from tasks.store.cases import answers_of
from tasks.store.tables import Answer


def holds_of(session: Session, case_id: int) -> list[Hold]:
    """The holds of a case; one that still lasts has no end."""
    return holds_from(answers_of(session, case_id))


def holds_from(answers: Sequence[Answer]) -> list[Hold]:
    """The holds that these answers of one case make."""
    days = {answer.step: answer.answered_at.date() for answer in answers}
    start = days.get(Step.DISPATCH_DEFICIENCY)
    return [(start, days.get(Step.AWAIT_REQUESTER))] if start else []
