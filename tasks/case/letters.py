"""The words of a letter to a requester: what it must hold, on which article it rests, and how its address is set.

No template may decide anything that a privacy officer would want to review; that part stands here. A letter holds no
policy: whoever writes one copies the company's own words into it.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tasks.case.words import RequestKind

Text = Annotated[str, Field(min_length=1)]
_FROZEN = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)  # errors may be logged; data may not


class LetterKind(StrEnum):
    """What a letter tells the requester; each has one template."""

    ACKNOWLEDGEMENT = "acknowledgement"
    EXTENSION = "extension"
    DEFICIENCY = "deficiency"
    FEE_SHORT = "fee_short"
    FEE_RETURN = "fee_return"
    DISCLOSE = "disclose"
    PARTIAL = "partial"
    METHOD_CHANGE = "method_change"
    PROVISION_RECORDS = "provision_records"
    REFUSE = "refuse"
    NO_DATA = "no_data"
    NOT_TARGET = "not_target"
    SELF_SERVICE = "self_service"
    PURPOSE = "purpose"
    CORRECTION_DONE = "correction_done"
    CORRECTION_NOT_DONE = "correction_not_done"
    SUSPENSION_DONE = "suspension_done"
    SUSPENSION_NOT_DONE = "suspension_not_done"
    PASSWORD = "password"  # noqa: S105  # how to open an electronic answer


class Sender(BaseModel):
    """Who signs, and where answers and complaints go; `hours` as printed (9:00〜18:00).

    What the company has not published is None, or no line of address: a letter then leaves it out.
    """

    model_config = _FROZEN

    company: Text
    department: Text
    responsible: Text
    postcode: str | None = None
    address: tuple[Text, ...] = ()
    phone: str | None = None
    fax: str | None = None
    email: str | None = None
    hours: str | None = None


class Addressee(BaseModel):
    """To whom the letter goes, exactly as written on the request; 様 is added in print."""

    model_config = _FROZEN

    postcode: str | None
    address: Text
    name: Text


Part = Literal["data", "provision"]


class AnnexRow(NamedTuple):
    """One label and its value as held; of what is `masked` the value is "", as it tells of somebody else."""

    label: str
    value: str
    masked: bool = False


class AnnexTable(NamedTuple):
    """One record of one system, what its data is used for ("": not told here), and to which part of the annex it belongs.

    `part`: the data held, or the records of provision to third parties (Art. 33(5)).
    """

    title: str
    rows: tuple[AnnexRow, ...]
    purpose: str = ""
    part: Part = "data"


class Change(NamedTuple):
    """One correction, addition or deletion that was made (Art. 34(3)); `before` "" for an addition, `after` "" for a deletion."""

    system: str
    item: str
    before: str
    after: str


class FeeTold(NamedTuple):
    """What a letter says of a fee: yen due and received; `means`: by what the rest may be paid, in the letter's language."""

    due: int
    received: int
    means: tuple[str, ...] = ()

    @property
    def short(self) -> int:
        """Yen that are still due."""
        return max(self.due - self.received, 0)


class ReturnedItem(NamedTuple):
    """One instrument that goes back with the letter: what it is, in the letter's language, and its yen."""

    what: str
    amount_yen: int


class PurposeGroup(NamedTuple):
    """One category of data and what it is used for."""

    category: str
    purposes: tuple[str, ...]


class Clause(NamedTuple):
    """One refusal ground: its number ("": none was given), its words in both languages; `of_act`: the law's own.

    A company's ground bears the company's number, a ground of the Act the provision where it stands. `excludes`: it takes
    data out of the reach of requests because its existence may not be told. Of the language that is not the letter's only
    published words are given, else "": a letter shows the original beside a rendering, and no rendering beside the original.
    """

    number: str
    text_ja: str
    text: str = ""
    of_act: bool = False
    excludes: bool = False


class Search(NamedTuple):
    """What was searched for the person's data: the names of the systems, and on which day."""

    systems: tuple[str, ...]
    on: date


class DeficientItem(NamedTuple):
    """One thing that is missing or wrong, and how to mend it."""

    what: str
    cure: str


class ComplaintBody(NamedTuple):
    """The accredited body to which a requester may turn."""

    name: str
    phone: str
    desk: str = ""
    toll_free: str = ""


class Letter(BaseModel):
    """Everything one letter says, its texts in `language`; `fee_kept` is None where no fee was due or the company has published no rule.

    `existence_told` lets a refusal leave out the sentence that it says nothing about whether data is held: only where
    that there is no such data is itself the answer (Art. 33(3)). `measure` "" means: done as requested. `withheld`: the
    labels of what a partial disclosure leaves out, never its values. `replaces`: the number of the letter that this one is
    issued again for. `return_code`: the QR text by which returned mail is told. `prevails`: the language of the company's
    text that goes before its translations, "" where the company has not said.
    """

    model_config = _FROZEN

    kind: LetterKind
    language: Literal["ja", "en"] = "ja"
    prevails: str = ""
    number: Text
    replaces: str = ""
    return_code: str = ""
    case_number: Text
    written_on: date
    sender: Sender
    addressee: Addressee
    request_kinds: tuple[RequestKind, ...]
    request_date: date | None
    received_on: date
    by_agent: bool = False
    principal: str = ""  # in whose name an agent asked, where the letter goes to the agent
    annex: tuple[AnnexTable, ...] = ()
    withheld: tuple[Text, ...] = ()
    search: Search | None = None
    self_service: tuple[Text, ...] = ()
    purposes: tuple[PurposeGroup, ...] = ()
    grounds: tuple[Clause, ...] = ()
    reason: str = ""
    existence_told: bool = False
    fee_kept: bool | None = None
    corrected: str = ""
    changes: tuple[Change, ...] = ()
    measure: str = ""  # what was done, or instead of what was asked for (Art. 35(2), (4), (6))
    offered_method: str = ""  # Art. 33(3): another method than the one asked for
    until: date | None = None  # the new day of an extension
    fee: FeeTold | None = None
    returned: tuple[ReturnedItem, ...] = ()
    promise: str = ""  # when an answer may be expected, in the company's published words
    package: str = ""  # the name of the file that an electronic answer is
    password: str = Field(default="", repr=False)
    done_on: date | None = None
    deficiencies: tuple[DeficientItem, ...] = ()
    reply_by: date | None = None
    slip_code: str = ""  # the QR text of the return slip that a deficiency letter carries
    lapse_text: str | None = None
    notes: tuple[str, ...] = ()
    complaint_body: ComplaintBody | None = None
    enclosures: tuple[str, ...] = ()
    fold_marks: bool = True

    @model_validator(mode="after")
    def _says_what_it_must(self) -> Self:
        missing = [name for name in _MUST_SAY[self.kind] if not getattr(self, name)]
        if missing:
            raise ValueError(f"a letter of kind {self.kind} must have {', '.join(missing)}")
        told = [name for name in _MUST_NOT_SAY.get(self.kind, ()) if getattr(self, name)]
        if told:
            raise ValueError(f"a letter of kind {self.kind} must not have {', '.join(told)}")
        if self.kind in ANSWERS and not ANSWERS[self.kind] & set(self.request_kinds):
            raise ValueError(f"a letter of kind {self.kind} answers none of the kinds requested")
        if self.fee_kept and not _CHARGEABLE & set(self.request_kinds):
            raise ValueError("a fee may not be kept: the Act (Art. 38) allows none for these kinds")
        return self

    @model_validator(mode="after")
    def _tells_what_was_corrected(self) -> Self:
        """The content is part of the notice (Art. 34(3))."""
        if self.kind is LetterKind.CORRECTION_DONE and not (self.changes or self.corrected):
            raise ValueError("a letter of kind correction_done must have changes or corrected")
        return self


_MUST_SAY: dict[LetterKind, tuple[str, ...]] = {
    LetterKind.DISCLOSE: ("annex",),
    LetterKind.PARTIAL: ("annex", "withheld", "grounds", "reason"),  # Art. 33(3), 36
    LetterKind.REFUSE: ("request_kinds", "grounds", "reason"),
    LetterKind.NO_DATA: ("request_kinds", "search"),
    LetterKind.NOT_TARGET: ("request_kinds", "grounds", "reason"),
    LetterKind.SELF_SERVICE: ("request_kinds",),
    LetterKind.PURPOSE: ("purposes",),
    LetterKind.CORRECTION_DONE: (),  # its content: `_tells_what_was_corrected`
    LetterKind.CORRECTION_NOT_DONE: ("reason",),  # Art. 34(3), 36: the result of the inquiry
    LetterKind.SUSPENSION_DONE: (),
    LetterKind.SUSPENSION_NOT_DONE: ("reason",),
    LetterKind.METHOD_CHANGE: ("offered_method", "reason"),
    LetterKind.PROVISION_RECORDS: ("annex",),
    LetterKind.ACKNOWLEDGEMENT: (),
    LetterKind.EXTENSION: ("until", "reason"),
    LetterKind.FEE_SHORT: ("fee",),
    LetterKind.FEE_RETURN: ("returned", "reason"),
    LetterKind.PASSWORD: ("package", "password"),
    LetterKind.DEFICIENCY: ("deficiencies",),  # the kinds themselves may be what is missing
}
_OF_HELD_DATA = ("annex", "withheld", "search", "existence_told", "corrected", "measure")
_MUST_NOT_SAY: dict[LetterKind, tuple[str, ...]] = {
    LetterKind.REFUSE: ("annex", "withheld", "search"),
    LetterKind.NO_DATA: ("annex", "withheld", "grounds"),  # a ground would make it a refusal, with another letter
    LetterKind.NOT_TARGET: _OF_HELD_DATA,  # not even whether there is any
    LetterKind.SELF_SERVICE: _OF_HELD_DATA,
}
_SUSPENDED = frozenset({RequestKind.SUSPEND_ERASE, RequestKind.STOP_PROVISION})
ANSWERS: dict[LetterKind, frozenset[RequestKind]] = {  # a kind that is not named answers every request
    LetterKind.DISCLOSE: frozenset({RequestKind.DISCLOSURE}),
    LetterKind.METHOD_CHANGE: frozenset({RequestKind.DISCLOSURE, RequestKind.TP_RECORDS}),
    LetterKind.PROVISION_RECORDS: frozenset({RequestKind.TP_RECORDS}),
    LetterKind.PARTIAL: frozenset({RequestKind.DISCLOSURE}),
    LetterKind.PURPOSE: frozenset({RequestKind.PURPOSE_NOTICE}),
    LetterKind.CORRECTION_DONE: frozenset({RequestKind.CORRECTION}),
    LetterKind.CORRECTION_NOT_DONE: frozenset({RequestKind.CORRECTION}),
    LetterKind.SUSPENSION_DONE: _SUSPENDED,
    LetterKind.SUSPENSION_NOT_DONE: _SUSPENDED,
}
_CHARGEABLE = frozenset({RequestKind.PURPOSE_NOTICE, RequestKind.DISCLOSURE, RequestKind.TP_RECORDS})  # Art. 38


def domestic_phone(number: str) -> str:
    """A Japanese number as dialled in Japan: +81-3-1234-5678 is 03-1234-5678; any other stays as published."""
    return f"0{number.removeprefix('+81-')}" if number.startswith("+81-") else number


def international_phone(number: str) -> str:
    """The same number as dialled from anywhere: 03-1234-5678 is +81-3-1234-5678; a toll-free one has no such form."""
    reachable = number.startswith("0") and not number.startswith(_WITHIN_JAPAN)
    return f"+81-{number[1:]}" if reachable else number


_WITHIN_JAPAN = ("0120-", "0800-", "0570-")
