"""Who has had which duty in a case: from every answer that was accepted, whatever round it was of and however it ended."""

from sqlmodel import Session

from tasks.case.progress import Step
from tasks.case.roles import DUTY_OF, Duty
from tasks.case.send_back import sent_back
from tasks.store.cases import answers_of


def duties_had(session: Session, case_id: int) -> dict[Duty, set[str]]:
    """The handles that had each duty.

    A decision that was sent back was still made, and a letter of an earlier round was still released: whoever did that has
    had the duty in this case. An answer that itself sends the case back does no duty.
    """
    had: dict[Duty, set[str]] = {}
    for answer in answers_of(session, case_id):
        step = Step(answer.step)
        if step in DUTY_OF and sent_back(step, answer.choices) is None:
            had.setdefault(DUTY_OF[step], set()).add(answer.person)
    return had
