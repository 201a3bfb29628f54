"""What a letter's template may name: the letter's fields as its model has them, the other words it is given, the filters."""

import types
import typing
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from pydantic import BaseModel

from tasks.case.letters import Letter
from tasks.reply.letter_filters import MEASURES
from tasks.reply.template_shapes import field_shape, members

_TOLD: dict[str, str] = {
    "kind": "which letter it is",
    "language": "ja or en",
    "prevails": "the language of the company's text that goes before this one, empty where it does not say",
    "number": "of the letter",
    "replaces": "the number of the letter that this one is issued again for, empty for a first one",
    "return_code": "what the QR code for returned mail says",
    "case_number": "of the case",
    "written_on": "the letter's date",
    "sender": "who signs",
    "addressee": "to whom, exactly as written on the request",
    "request_kinds": "what was requested and this letter answers, as codes; in words: asked",
    "request_date": "the date on the request",
    "received_on": "when it arrived",
    "by_agent": "whether an agent asked",
    "annex": "the data that is disclosed, a table for each system",
    "withheld": "labels of what a partial disclosure leaves out",
    "search": "what was searched, and when",
    "self_service": "what a person can do alone, as published",
    "purposes": "purposes of use by category, as published",
    "grounds": "on which it was refused",
    "reason": "why, in the words of whoever decided",
    "existence_told": "whether the answer itself says that there is no such data",
    "fee_kept": "whether the fee is kept; none where there was none, or no rule",
    "corrected": "what was corrected",
    "changes": "each correction with what stood before and after",
    "measure": "what was done, or instead of what was asked for; empty: as requested",
    "offered_method": "by which other method the data can be disclosed",
    "until": "the new day of an extension",
    "fee": "what is due and what came",
    "returned": "what goes back with the letter",
    "promise": "when an answer may be expected, as published",
    "principal": "in whose name an agent asked, where the letter goes to the agent",
    "package": "the name of the file that an electronic answer is",
    "password": "for that file",
    "done_on": "when it was carried out",
    "deficiencies": "what is missing, and how to mend it",
    "reply_by": "the last day for the requester's answer",
    "slip_code": "what the QR code of the return slip says",
    "lapse_text": "what follows from silence, as published",
    "notes": "consequences that the company tells of",
    "complaint_body": "the accredited body",
    "enclosures": "what lies in the envelope besides",
    "fold_marks": "whether marks for folding are printed",
}
_GIVEN: dict[str, str] = {
    "window": "the address set for the envelope's window: size_pt, name_pt, lines of address and of name",
    "asked": "what was requested, in the Act's words",
    "basis": "the articles on which the letter rests",
    "request_word": "what the Act calls the request: ご請求 or お求め",
    "suit": "the articles under which a suit may follow, empty where none is told of",
    "masked_under": "the provision under which the annex leaves out what tells of somebody else, empty where it leaves out none",
    "slip_qr": "the QR code of the return slip, drawn",
    "return_qr": "the QR code for returned mail, drawn",
}
_FILTERS: dict[str, str] = {
    "era": "a date in the Japanese calendar",
    "longdate": "a date in English",
    "yen": "an amount of yen",
    "domestic": "a telephone number as dialled in Japan",
    **{
        name: f"a paragraph in finished lines, {round(ems * 10.5 * 25.4 / 72)} mm wide"
        for name, ems in MEASURES.items()
    },
}


class Name(NamedTuple):
    """One name: how a template writes it, of which shape it is, and what it tells."""

    written: str
    shape: str
    says: str


def letter_names() -> list[Name]:
    """Every name of a letter, those of its parts below it, and what templates are given besides."""
    given = [Name(name, "text", says) for name, says in _GIVEN.items()]
    filters = [Name(f"… | {name}", "filter", says) for name, says in _FILTERS.items()]
    return [*_names_of(Letter, "letter"), *given, *filters]


def untold() -> list[str]:
    """Fields of a letter of which nothing is said here."""
    return sorted(set(Letter.model_fields) ^ set(_TOLD))


def _names_of(shape: type, before: str) -> Iterator[Name]:
    fields = shape.model_fields if issubclass(shape, BaseModel) else getattr(shape, "_fields", ())
    reckoned = [name for name in vars(shape) if name in members(shape) and isinstance(vars(shape)[name], property)]
    for name in [*fields, *reckoned]:
        annotation = field_shape(shape, name)
        says = _TOLD.get(name, "") if shape is Letter else ""
        yield Name(f"{before}.{name}", _shape(annotation), says)
        inner, many = _part(annotation)
        if inner is not None:
            yield from _names_of(inner, f"{before}.{name}[…]" if many else f"{before}.{name}")


def _part(annotation: object) -> tuple[type | None, bool]:
    """The part of a letter that a field is, or is a list of."""
    if isinstance(annotation, type) and (issubclass(annotation, BaseModel) or hasattr(annotation, "_fields")):
        return annotation, False
    many = typing.get_origin(annotation) is tuple
    for each in typing.get_args(annotation):
        inner, deeper = _part(each)
        if inner is not None:
            return inner, many or deeper
    return None, many


def _shape(annotation: object) -> str:
    """A shape in a word that needs no Python."""
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        told = [_shape(each) for each in typing.get_args(annotation) if each is not type(None)]
        return f"{' or '.join(told)}, or none"
    if typing.get_origin(annotation) is tuple:
        return "list"
    words: dict[object, str] = {str: "text", date: "date", bool: "yes or no", int: "number"}
    return words.get(annotation, "part" if _part(annotation)[0] else "text")
