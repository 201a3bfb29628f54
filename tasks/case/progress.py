"""What comes next for a case: the one rule that moves every case from its findings to its end.

The answer depends only on what is recorded, so a run that was killed, lost or made anew goes on at the same place.
"""

from collections.abc import Mapping
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from tasks.case.words import Disposition


class Step(StrEnum):
    """Where a case waits for a person."""

    EXTEND_DUE = "extend_due"  # somebody asked for more time; may the due day move?
    CONFIRM_READING = "confirm_reading"  # a finding is unclear
    AWAIT_RESCAN = "await_rescan"  # the scan was no good; the papers are put on the scanner again
    RELEASE_DEFICIENCY = "release_deficiency"  # something is missing; may the letter go out?
    DISPATCH_DEFICIENCY = "dispatch_deficiency"
    AWAIT_REQUESTER = "await_requester"  # the clock stands still
    SEARCH_BY_HAND = "search_by_hand"  # some systems only a person can search
    DECIDE = "decide"  # never the program (Act Art. 36)
    APPROVE = "approve"  # a second person, where the policy wants one
    CARRY_OUT = "carry_out"  # a correction, suspension or erasure that was granted is done
    RELEASE_REPLY = "release_reply"  # the letters are written; may they go out?
    DISPATCH_REPLY = "dispatch_reply"
    HANDLE_RETURN = "handle_return"  # a letter came back, or is to be issued again; what becomes of it?


class Deed(StrEnum):
    """What kaiji does by itself."""

    WRITE_DEFICIENCY_LETTER = "write_deficiency_letter"
    SEARCH_HELD_DATA = "search_held_data"
    WRITE_ORDERS = "write_orders"  # what was granted goes to the owners of the systems as work orders
    WRITE_REPLY = "write_reply"
    PUT_OUT = "put_out"  # what was released goes into the outbox
    CLOSE = "close"


WORK = ("correct", "suspend", "stop", "substitute")  # the choices that mean work on the data itself


class Stage(StrEnum):
    """Where a case stands, as people say it."""

    CONFIRMING = "confirming"
    DEFICIENT = "deficient"
    AWAITING_REQUESTER = "awaiting_requester"
    SEARCHING = "searching"
    DECIDING = "deciding"
    APPROVING = "approving"
    CARRYING_OUT = "carrying_out"
    RELEASING = "releasing"
    MOVING = "moving"
    DISPATCHING = "dispatching"
    RETURNED = "returned"
    CLOSED = "closed"


class Wait(BaseModel):
    """A case waits at a step, for the `attempt`-th time of asking (from 1)."""

    model_config = ConfigDict(frozen=True)

    step: Step
    attempt: int

    @property
    def key(self) -> str:
        """The name of this asking within the case (letters and dashes only); an answer belongs to one key for ever."""
        return f"{self.step.replace('_', '-')}-{self.attempt}"


class Lapse(StrEnum):
    """What follows when a requester does not answer a deficiency letter in time (policy `requests.on_lapse`)."""

    WITHDRAWN = "withdrawn"  # only where the company published it: the case closes
    TO_A_PERSON = "to_a_person"  # published as refused, or unspecified: a person decides, and says why (Act Art. 36)


class CaseState(BaseModel):
    """All of a case that its way depends on.

    A round begins when the case is opened and anew whenever a supplement joins it. `disposition`, `answers` (by step, the
    choices of the answer that stands), `people` (by step, who gave it), `deficiency_written`, `searched` and `lapse` are
    those of the present round. `past_askings`: by step, how many askings are over: sent back, or of a round before.
    `reopened`: somebody sent the case back to its reading, or changed what was read. `released`: the letters lie in the
    outbox. `returned`: by occasion, the numbers of posted letters that came back or were asked for once more, and of which
    nobody has said what becomes of them; `again`: of those that are being issued again, which letter each new one replaces. `by_hand`: a person
    searches some of the systems (policy `source`).
    """

    model_config = ConfigDict(frozen=True)

    disposition: Disposition
    round: int = 1
    answers: Mapping[Step, Mapping[str, object]] = Field(default_factory=dict)
    people: Mapping[Step, str] = Field(default_factory=dict)
    past_askings: Mapping[Step, int] = Field(default_factory=dict)
    reopened: bool = False
    rescan: bool = False
    extension_asked: bool = False
    extension_asked_by: str = ""
    deficiency_written: bool = False
    lapse: Lapse | None = None
    searched: bool = False
    by_hand: bool = False
    approval_needed: bool = False
    orders_written: bool = False
    reply_written: bool = False
    released: bool = False
    returned: Mapping[str, str] = Field(default_factory=dict)
    again: Mapping[str, str] = Field(default_factory=dict)
    closed: bool = False


def what_comes_next(state: CaseState) -> Wait | Deed | None:
    """The one thing to do now: wait for a person, do a deed, or nothing because the case is closed."""
    if state.closed:
        return None
    if state.returned:
        return _ask(state, Step.HANDLE_RETURN)
    if state.lapse is Lapse.WITHDRAWN:
        return Deed.CLOSE
    if state.extension_asked:
        return _ask(state, Step.EXTEND_DUE)
    return _mending(state) or _answering(state)


def _mending(state: CaseState) -> Wait | Deed | None:
    """A doubt is put to a person first; what is missing is asked for, and answered, before the request is decided."""
    doubted = state.disposition is Disposition.NEEDS_PERSON or state.reopened
    if doubted and Step.CONFIRM_READING not in state.answers:
        return _ask(state, Step.AWAIT_RESCAN if state.rescan else Step.CONFIRM_READING)
    return _asking_for_more(state) if is_deficient(state) else None


def _asking_for_more(state: CaseState) -> Wait | Deed | None:
    if Step.RELEASE_DEFICIENCY not in state.answers:
        return _ask(state, Step.RELEASE_DEFICIENCY)
    if state.answers[Step.RELEASE_DEFICIENCY].get("action") != "release":
        return None
    if not state.deficiency_written:
        return Deed.WRITE_DEFICIENCY_LETTER
    if Step.DISPATCH_DEFICIENCY not in state.answers:
        return _ask(state, Step.DISPATCH_DEFICIENCY)
    over = state.lapse is not None or Step.AWAIT_REQUESTER in state.answers
    return None if over else _ask(state, Step.AWAIT_REQUESTER)


def takes_supplements(state: CaseState) -> bool:
    """Whether a paper that comes now still belongs to this request: until a person has decided it."""
    return not state.closed and Step.DECIDE not in state.answers


def is_deficient(state: CaseState) -> bool:
    """Whether something is missing: a person who looked at the reading said so, or, unasked, a check failed."""
    confirmed = state.answers.get(Step.CONFIRM_READING, {}).get("verdict")
    return confirmed == "deficient" if confirmed else state.disposition is Disposition.DEFICIENT


def _answering(state: CaseState) -> Wait | Deed:
    if not state.searched:
        return Deed.SEARCH_HELD_DATA
    if state.by_hand and Step.SEARCH_BY_HAND not in state.answers:
        return _ask(state, Step.SEARCH_BY_HAND)
    if Step.DECIDE not in state.answers:
        return _ask(state, Step.DECIDE)
    if state.approval_needed and Step.APPROVE not in state.answers:
        return _ask(state, Step.APPROVE)
    if to_carry_out(state.answers[Step.DECIDE]) and Step.CARRY_OUT not in state.answers:
        return _ask(state, Step.CARRY_OUT) if state.orders_written else Deed.WRITE_ORDERS
    return _sending(state)


def _sending(state: CaseState) -> Wait | Deed:
    if not state.reply_written:
        return Deed.WRITE_REPLY
    if Step.RELEASE_REPLY not in state.answers:
        return _ask(state, Step.RELEASE_REPLY)
    if not state.released:
        return Deed.PUT_OUT
    return Deed.CLOSE if Step.DISPATCH_REPLY in state.answers else _ask(state, Step.DISPATCH_REPLY)


def to_carry_out(decision: Mapping[str, object]) -> list[str]:
    """The kinds of request whose answer means work on the data itself, which the letter reports (Art. 34(3), 35(7)).

    A measure in the place of a suspension is work as well: the Act lets it stand only where it is taken (Art. 35(2), (4), (6)).
    """
    return [kind for kind, choice in decision.items() if choice in WORK]


def _ask(state: CaseState, step: Step) -> Wait:
    return Wait(step=step, attempt=1 + state.past_askings.get(step, 0))


_STAGES: dict[Step, Stage] = {
    Step.EXTEND_DUE: Stage.APPROVING,
    Step.CONFIRM_READING: Stage.CONFIRMING,
    Step.AWAIT_RESCAN: Stage.CONFIRMING,
    Step.RELEASE_DEFICIENCY: Stage.DEFICIENT,
    Step.DISPATCH_DEFICIENCY: Stage.DISPATCHING,
    Step.AWAIT_REQUESTER: Stage.AWAITING_REQUESTER,
    Step.SEARCH_BY_HAND: Stage.SEARCHING,
    Step.DECIDE: Stage.DECIDING,
    Step.APPROVE: Stage.APPROVING,
    Step.CARRY_OUT: Stage.CARRYING_OUT,
    Step.RELEASE_REPLY: Stage.RELEASING,
    Step.DISPATCH_REPLY: Stage.DISPATCHING,
    Step.HANDLE_RETURN: Stage.RETURNED,
}


def stage_of(coming: Wait | Deed | None) -> Stage:
    """The stage of a case whose next thing is `coming`."""
    if coming is None:
        return Stage.CLOSED
    return _STAGES[coming.step] if isinstance(coming, Wait) else Stage.MOVING
