"""What a person is asked at each step: the form's fields, and what makes an answer unacceptable.

Forms are flat models of choices and short texts, since Prefect draws them and stores what is sent. So no field may ever
ask for personal data, and an answer that carries some is sent back.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from tasks.case.deficiency import deficiency_codes
from tasks.case.matching import fold_text
from tasks.case.progress import Step
from tasks.case.words import RequestKind

HANDLE = r"^[a-z][a-z0-9._-]{1,31}$"
TRACKING = r"^[0-9-]{8,20}$"
GRANTED: dict[RequestKind, str] = {
    RequestKind.PURPOSE_NOTICE: "notify",
    RequestKind.DISCLOSURE: "disclose",
    RequestKind.CORRECTION: "correct",
    RequestKind.SUSPEND_ERASE: "suspend",
    RequestKind.STOP_PROVISION: "stop",
}
NOT_REQUESTED = "not_requested"
_PERSON = Field(
    pattern=HANDLE, title="Your handle", description="Lower-case letters and digits, such as sato or k.ito."
)
_REASON = Field(
    "", max_length=2000, title="Reason", description="Never write personal data here; it is printed or kept."
)


class ConfirmReading(BaseModel):
    """Findings are unclear; a person says whether the papers stand, or what is missing."""

    model_config = ConfigDict(title="Confirm the reading", extra="forbid")

    verdict: Literal["sound", "deficient"] = Field(title="Verdict", description="Look at the evidence page first.")
    deficiencies: list[Literal[deficiency_codes()]] = Field(  # type: ignore[valid-type]  # the codes are data
        [], title="What is missing", description="Only with 'deficient': each becomes an item of the letter."
    )
    reason: str = _REASON
    person: str = _PERSON


class ReleaseDeficiency(BaseModel):
    """Something is missing; a person says whether the letter that asks for it may go out."""

    model_config = ConfigDict(title="Release the deficiency letter", extra="forbid")

    action: Literal["release", "proceed"] = Field(
        title="Action", description="release: write the letter. proceed: the papers suffice after all (say why)."
    )
    reason: str = _REASON
    person: str = _PERSON


class ConfirmDispatch(BaseModel):
    """The letters are in the outbox; a person says that they were posted."""

    model_config = ConfigDict(title="Confirm dispatch", extra="forbid")

    tracking_number: str = Field(pattern=TRACKING, title="Tracking number", description="As on the postal receipt.")
    person: str = _PERSON


class AwaitRequester(BaseModel):
    """The requester was asked for something; a person says whether it came."""

    model_config = ConfigDict(title="Requester's answer", extra="forbid")

    outcome: Literal["supplied", "not_supplied"] = Field(
        title="Outcome", description="supplied: everything asked for is here and in order. Either way a person decides."
    )
    reason: str = _REASON
    person: str = _PERSON


_FIXED: dict[Step, type[BaseModel]] = {
    Step.CONFIRM_READING: ConfirmReading,
    Step.RELEASE_DEFICIENCY: ReleaseDeficiency,
    Step.DISPATCH_DEFICIENCY: ConfirmDispatch,
    Step.AWAIT_REQUESTER: AwaitRequester,
    Step.DISPATCH_REPLY: ConfirmDispatch,
}


def question(
    step: Step, kinds: Sequence[RequestKind], grounds: Sequence[str], offered: Sequence[RequestKind] = ()
) -> type[BaseModel]:
    """The form of a step; a decision has one choice for each kind requested, and the policy's ground numbers.

    Where no kind was read, every kind `offered` by the policy can be chosen, or said not to be requested.
    """
    if step in _FIXED:
        return _FIXED[step]
    choices = {kind: (GRANTED[kind], "refuse") for kind in kinds}
    return _decide(choices or {kind: (NOT_REQUESTED, GRANTED[kind], "refuse") for kind in offered}, tuple(grounds))


def _decide(kinds: Mapping[RequestKind, tuple[str, ...]], grounds: tuple[str, ...]) -> type[BaseModel]:
    fields: dict[str, Any] = {
        kind.value: (
            Literal[options],
            Field(title=f"Decision: {kind.value}", description="A person decides; kaiji never does."),
        )
        for kind, options in kinds.items()
    }
    if grounds:
        listed = list[Literal[grounds]]  # type: ignore[valid-type]  # the policy's numbers are data
        about = "Only when refusing; numbered as in the policy and quoted in the letter."
        fields["grounds"] = (listed, Field([], title="Grounds of refusal", description=about))
    return create_model(
        "Decide",
        __config__=ConfigDict(title="Decide the request", extra="forbid"),
        __doc__="Grant or refuse each kind that was requested.",
        **fields,
        reason=(str, _REASON),
        person=(str, _PERSON),
    )


class Known(BaseModel):
    """What an answer is held against: what there is to disclose or correct, and which values may not travel."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    held_items: int
    correction_recorded: bool
    personal: tuple[str, ...]
    grounds: Mapping[str, frozenset[RequestKind]] = {}  # by number, the kinds that a ground may refuse


def complaints(step: Step, answer: Mapping[str, Any], known: Known) -> list[str]:
    """Why an answer cannot be accepted, all reasons at once; empty when it can. Never repeats what was written."""
    found = list(_PECULIAR[step](answer, known)) if step in _PECULIAR else []
    if not re.fullmatch(HANDLE, str(answer.get("person", ""))):
        found.append("Your handle must be lower-case letters and digits, such as sato.")
    if carries_personal(str(answer.get("reason", "")), known.personal):
        found.append("The reason repeats personal data of this case; write it without names, addresses or numbers.")
    return found


def carries_personal(text: str, personal: Iterable[str]) -> bool:
    """Whether a text repeats one of the values, however its widths and spaces are written."""
    folded = fold_text(text)
    return any(len(value) > 1 and value in folded for value in map(fold_text, personal))


def _reading(answer: Mapping[str, Any], _: Known) -> Iterable[str]:
    named = bool(answer.get("deficiencies"))
    if answer["verdict"] == "deficient" and not named:
        yield "Say what is missing: choose at least one item."
    if answer["verdict"] == "sound" and named:
        yield "The papers cannot be sound and lack something; leave the list empty, or choose deficient."


def _release(answer: Mapping[str, Any], _: Known) -> Iterable[str]:
    if answer["action"] == "proceed" and not str(answer.get("reason", "")).strip():
        yield "To go on although a check failed, say why."


def _decision(answer: Mapping[str, Any], known: Known) -> Iterable[str]:
    decided = [str(answer[kind.value]) for kind in RequestKind if kind.value in answer]
    refused = "refuse" in decided
    if not set(decided) - {NOT_REQUESTED}:
        yield "Say at least for one kind what was requested and decided."
    if refused and not answer.get("grounds"):
        yield "A refusal quotes at least one ground."
    if refused and not str(answer.get("reason", "")).strip():
        yield "A refusal explains its reason to the requester (Act Art. 36)."
    yield from _unfit_grounds(answer, known)
    if answer.get("grounds") and not refused:
        yield "Grounds are given but nothing is refused; clear them, or refuse."
    if answer.get("disclosure") == "disclose" and not known.held_items:
        yield "There is no held data to disclose; look at the evidence page."
    if answer.get("correction") == "correct" and not known.correction_recorded:
        yield "Record on the evidence page what was corrected; the letter must say it (Act Art. 34(3))."


def _unfit_grounds(answer: Mapping[str, Any], known: Known) -> Iterable[str]:
    """Some companies list their grounds by kind: every kind refused needs one of its own, and no other may be quoted."""
    refused = {kind for kind in RequestKind if answer.get(kind.value) == "refuse"}
    chosen = {number: known.grounds.get(number, frozenset(RequestKind)) for number in answer.get("grounds") or ()}
    for number, kinds in chosen.items():
        if refused and not kinds & refused:
            yield f"Ground {number} is none for what is refused; the policy has it for {', '.join(sorted(kinds))} only."
    for kind in sorted(refused):
        if chosen and not any(kind in kinds for kinds in chosen.values()):
            yield f"None of the grounds chosen is one for {kind}."


_PECULIAR = {
    Step.CONFIRM_READING: _reading,
    Step.RELEASE_DEFICIENCY: _release,
    Step.DECIDE: _decision,
}
