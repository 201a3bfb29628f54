"""Letters beside the answer: which are due, and by what each is told from the letters that the case's way waits for.

A notice has an occasion of its own, and no step of a case waits for it. The acknowledgement is a draft until somebody
releases it; an extension is released by the answer that grants it, which says so.
"""

from collections.abc import Sequence

from tasks.case.letters import LetterKind
from tasks.case.progress import CaseState, Step
from tasks.case.reply import ACKNOWLEDGEMENT, EXTENSION, LetterDue
from tasks.case.words import Disposition, RequestKind


def acknowledgement_due(kinds: Sequence[RequestKind]) -> LetterDue:
    """The letter that says that the request has come, and that its papers are in order."""
    return LetterDue(LetterKind.ACKNOWLEDGEMENT, ACKNOWLEDGEMENT, tuple(kinds))


def extension_due(kinds: Sequence[RequestKind], attempt: int) -> LetterDue:
    """The letter that tells the new day; each extension that was granted has its own."""
    return LetterDue(LetterKind.EXTENSION, f"{EXTENSION}-{attempt}", tuple(kinds))


def papers_are_sound(state: CaseState) -> bool:
    """Whether nothing is missing and no doubt is open: a person said so or, where nothing was reopened, the checks."""
    confirmed = state.answers.get(Step.CONFIRM_READING, {}).get("verdict")
    if confirmed is not None:
        return confirmed == "sound"
    return state.disposition is Disposition.READY_FOR_DECISION and not state.reopened


def acknowledges_by_itself(policy_says: bool | str, state: CaseState) -> bool:
    """Whether kaiji writes the acknowledgement unasked (policy `reply.acknowledge`; what is unspecified is not done).

    A request that is decided already is acknowledged by its answer.
    """
    return policy_says is True and papers_are_sound(state) and Step.DECIDE not in state.answers and not state.closed
