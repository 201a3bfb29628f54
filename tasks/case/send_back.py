"""Sending a case back: which answers lead to an earlier step, and what of the case is then over."""

from collections.abc import Mapping
from typing import NamedTuple

from tasks.case.progress import Step

# By step, the choices that do not go on: each with the step at which the case is asked anew.
BACK: dict[Step, dict[str, Step]] = {
    Step.CONFIRM_READING: {"scan_again": Step.AWAIT_RESCAN},
    Step.AWAIT_RESCAN: {"not_possible": Step.CONFIRM_READING, "not_needed": Step.CONFIRM_READING},
    Step.RELEASE_DEFICIENCY: {"back_to_reading": Step.CONFIRM_READING},
    Step.DISPATCH_DEFICIENCY: {"back_to_release": Step.RELEASE_DEFICIENCY},
    Step.AWAIT_REQUESTER: {"ask_again": Step.RELEASE_DEFICIENCY},
    Step.SEARCH_BY_HAND: {"back_to_reading": Step.CONFIRM_READING, "search_again": Step.SEARCH_BY_HAND},
    Step.DECIDE: {"back_to_reading": Step.CONFIRM_READING, "search_again": Step.DECIDE},
    Step.APPROVE: {"back_to_decision": Step.DECIDE, "back_to_reading": Step.CONFIRM_READING},
    Step.CARRY_OUT: {"back_to_decision": Step.DECIDE},
    Step.RELEASE_REPLY: {"write_again": Step.RELEASE_REPLY, "back_to_decision": Step.DECIDE},
    Step.DISPATCH_REPLY: {"back_to_release": Step.RELEASE_REPLY},
}
CHOICE: dict[Step, str] = {  # the field of each form that says whether the case goes on or back
    Step.CONFIRM_READING: "verdict",
    Step.AWAIT_RESCAN: "outcome",
    Step.AWAIT_REQUESTER: "outcome",
    Step.SEARCH_BY_HAND: "outcome",
    Step.DECIDE: "send_back",
}
_ORDER: list[Step] = [step for step in Step if step not in (Step.EXTEND_DUE, Step.HANDLE_RETURN)]


class SentBack(NamedTuple):
    """Where a case goes back to, and what is done anew from there."""

    to: Step
    search: bool = False
    deficiency: bool = False  # its letter no longer stands
    reply: bool = False  # its letters no longer stand

    @property
    def over(self) -> list[Step]:
        """The steps whose answers no longer count."""
        return _ORDER[_ORDER.index(self.to) :]


def sent_back(step: Step, choices: Mapping[str, object]) -> SentBack | None:
    """Where an answer sends the case back to; None where it goes on."""
    said = str(choices.get(CHOICE.get(step, "action"), ""))
    to = BACK.get(step, {}).get(said)
    if to is None:
        return None
    place = _ORDER.index(to)
    return SentBack(
        to,
        search=said == "search_again" or place < _ORDER.index(Step.RELEASE_DEFICIENCY),
        deficiency=place <= _ORDER.index(Step.RELEASE_DEFICIENCY),
        reply=True,
    )
