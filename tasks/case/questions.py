"""What a person is asked at each step: the form's fields, in the language of the house.

Forms are flat models of choices and short texts, since Prefect draws them and stores what is sent. So no field may ever
ask for personal data, and an answer that carries some is sent back (`tasks/case/complaints.py`). Every form ends with a
signing code, which says whose answer it is.
"""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, create_model

from tasks.case.deficiency import deficiency_codes
from tasks.case.means import BY_POST
from tasks.case.methods import METHODS, NO_OTHER
from tasks.case.progress import Step
from tasks.case.question_words import (
    DECISIONS,
    FORMS,
    HINTS,
    KINDS,
    NOT_REQUESTED,
    OPTIONS,
    TITLES,
    UNDECIDED,
    deficiency_said,
)
from tasks.case.reply import ELECTRONIC
from tasks.case.words import RequestKind

TRACKING = r"^([0-9-]{8,20}|[A-Z]{2}[0-9]{9}[A-Z]{2})$"
_OR_EMPTY = r"^([0-9-]{8,20}|[A-Z]{2}[0-9]{9}[A-Z]{2})?$"
_DAY_OR_EMPTY = r"^(\d{4}-\d{2}-\d{2})?$"
_CODE = r"^[0-9A-Za-z -]{4,20}$"

_CHOICES: dict[Step, tuple[str, tuple[str, ...]]] = {
    Step.EXTEND_DUE: ("action", ("extend", "keep")),
    Step.CONFIRM_READING: ("verdict", ("sound", "deficient", "scan_again")),
    Step.AWAIT_RESCAN: ("outcome", ("not_possible", "not_needed")),
    Step.RELEASE_DEFICIENCY: ("action", ("release", "proceed", "back_to_reading")),
    Step.DISPATCH_DEFICIENCY: ("action", ("posted", "back_to_release")),
    Step.AWAIT_REQUESTER: ("outcome", ("supplied", "not_supplied", "ask_again")),
    Step.SEARCH_BY_HAND: ("outcome", ("found", "nothing_found", "search_again", "back_to_reading")),
    Step.APPROVE: ("action", ("approve", "back_to_decision", "back_to_reading")),
    Step.CARRY_OUT: ("action", ("done", "back_to_decision")),
    Step.RELEASE_REPLY: ("action", ("release", "write_again", "back_to_decision")),
    Step.DISPATCH_REPLY: ("action", ("posted", "back_to_release")),
    Step.HANDLE_RETURN: ("action", ("post_again", "post_to_new_address", "keep_returned")),
}


class Asked(NamedTuple):
    """What a form depends on: what was requested and is offered, the policy's ground numbers, and what may be withheld.

    `electronic`: the formats (pdf, csv, json) in which the company answers where the requester wants it.
    """

    kinds: Sequence[RequestKind] = ()
    offered: Sequence[RequestKind] = ()
    grounds: Sequence[str] = ()
    labels: Sequence[str] = ()
    electronic: Sequence[str] = ()


def question(step: Step, asked: Asked, language: str) -> type[BaseModel]:
    """The form of a step. A decision has one choice for each kind requested, or for each offered where none was read."""
    fields = _decision(asked, language) if step is Step.DECIDE else _choice(step, language)
    fields |= {"reason": _text("reason", language, max_length=2000), "code": _code(language)}
    model: type[BaseModel] = create_model(
        "".join(part.capitalize() for part in step.split("_")),
        __config__=ConfigDict(title=FORMS[step].in_(language), extra="forbid"),
        __doc__=FORMS[step].in_(language),
        **fields,
    )
    return model


def _choice(step: Step, language: str) -> dict[str, Any]:
    name, codes = _CHOICES[step]
    fields: dict[str, Any] = {name: _select(name, codes, language)}
    if step is Step.CONFIRM_READING:
        listed = tuple(deficiency_said(code).in_(language) for code in deficiency_codes())
        fields["deficiencies"] = _several("deficiencies", listed, language)
    if step in (Step.DISPATCH_DEFICIENCY, Step.DISPATCH_REPLY):
        fields["tracking_number"] = _text("tracking_number", language, pattern=_OR_EMPTY)
    if step in (Step.RELEASE_DEFICIENCY, Step.RELEASE_REPLY):
        fields["means"] = _select("means", ("as_set", *BY_POST), language, chosen="as_set")
    if step is Step.EXTEND_DUE:
        fields["until"] = _text("until", language, pattern=_DAY_OR_EMPTY)
    return fields


def _decision(asked: Asked, language: str) -> dict[str, Any]:
    """Nothing is chosen beforehand; "not decided" is a choice, so that sending back needs no decision."""
    more = () if asked.kinds else (NOT_REQUESTED,)
    fields = {
        kind.value: _decided(kind, (UNDECIDED, *more, *DECISIONS[kind]), language)
        for kind in (asked.kinds or asked.offered)
    }
    if asked.grounds:
        fields["grounds"] = _several("grounds", tuple(asked.grounds), language)
    if asked.labels and RequestKind.DISCLOSURE.value in fields:
        fields["withheld"] = _several("withheld", tuple(asked.labels), language)
    if asked.electronic and fields.keys() & {RequestKind.DISCLOSURE.value, RequestKind.TP_RECORDS.value}:
        formats = ("paper", *(code for code, name in ELECTRONIC.items() if name in asked.electronic))
        fields["delivery"] = _select("delivery", formats, language, chosen="paper")
    if RequestKind.DISCLOSURE.value in fields:
        fields["offered_method"] = _select("offered_method", (NO_OTHER, *METHODS), language, chosen=NO_OTHER)
    back = ("go_on", "back_to_reading", "search_again")
    return fields | {"send_back": _select("send_back", back, language, chosen="go_on")}


def _decided(kind: RequestKind, codes: tuple[str, ...], language: str) -> Any:
    title = ("決定：" if language == "ja" else "Decision: ") + KINDS[kind].in_(language)
    about: Any = Field(title=title, description=HINTS["decision"].in_(language))
    return _words(codes, language), about


def _select(name: str, codes: tuple[str, ...], language: str, chosen: str | None = None) -> Any:
    first = ... if chosen is None else OPTIONS[chosen].in_(language)
    hint = HINTS[name].in_(language) if name in HINTS else None
    return _words(codes, language), Field(first, title=TITLES[name].in_(language), description=hint)


def _words(codes: tuple[str, ...], language: str) -> Any:
    return Literal[tuple(OPTIONS[code].in_(language) for code in codes)]


def _several(name: str, words: tuple[str, ...], language: str) -> Any:
    about: Any = Field([], title=TITLES[name].in_(language), description=HINTS[name].in_(language))
    return list[Literal[words]], about  # type: ignore[valid-type]  # the words are data


def _text(name: str, language: str, **limits: Any) -> Any:
    return str, Field("", title=TITLES[name].in_(language), description=HINTS[name].in_(language), **limits)


def _code(language: str) -> Any:
    """The one text that no form takes without."""
    return str, Field(pattern=_CODE, title=TITLES["code"].in_(language), description=HINTS["code"].in_(language))
