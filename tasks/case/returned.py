"""Which posted letters may come back or be issued again, by how far their case has gone."""

from enum import StrEnum

from tasks.case.bilingual import Said
from tasks.case.progress import CaseState, Lapse, Step
from tasks.case.reply import answers_the_request, deficiency_occasion


class AskedAgain(StrEnum):
    """Why somebody at the desk has a letter issued again that did not come back."""

    LOST = "lost"
    DAMAGED = "damaged"
    INCOMPLETE = "incomplete"


ASKED_AGAIN: dict[str, Said] = {
    AskedAgain.LOST: Said("lost on its way", "不着・紛失"),
    AskedAgain.DAMAGED: Said("arrived damaged", "破損・汚損"),
    AskedAgain.INCOMPLETE: Said("arrived incomplete", "落丁・同封漏れ"),
}


def may_come_back(state: CaseState, occasion: str) -> bool:
    """Whether a person can still do something about a posted letter of this occasion.

    A letter of the reply: once the reply was posted, also while another of it is issued again. One that asks for what is
    missing: while it is the requester's turn, or where the case ended because nothing came in answer to it. Else what the
    letter was about is over.
    """
    if answers_the_request(occasion):
        was_posted = Step.DISPATCH_REPLY in state.answers or any(map(answers_the_request, state.again))
        return was_posted and occasion not in state.again
    if occasion != deficiency_occasion(state.round) or Step.DISPATCH_DEFICIENCY not in state.answers:
        return False
    settled = Step.AWAIT_REQUESTER in state.answers or Step.DECIDE in state.answers
    return not settled and (not state.closed or state.lapse is Lapse.WITHDRAWN)
