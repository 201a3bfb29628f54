"""The shape of a policy file: what one company has published about requests, as data that rules and letters can use."""

import re
from collections.abc import Collection
from datetime import date, time
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StrictInt, model_validator

from tasks.case.business_days import YearlyClosure
from tasks.case.roles import Duty
from tasks.case.words import RedactionReason, RequestKind
from tasks.policy.clauses import (
    ComplaintBody,
    Condition,
    Exclusion,
    Ground,
    MissingDocument,
    OutsourcedData,
    Precedence,
    PurposeCategory,
)
from tasks.policy.contradictions import contradictions
from tasks.policy.documents import AgentRule, IdentityRule, MaskingRule
from tasks.policy.money import FeeRule
from tasks.policy.source_mistakes import source_mistakes
from tasks.policy.sources import HeldSource
from tasks.policy.terms import UNSPECIFIED, Days, Document, Entry, SourceAnomaly, Sourced, Text, Unspecified, YesNo

_HOURS = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")
Channel = Literal["post", "email", "web", "counter"]


def _opening(hours: str) -> str:
    if not _HOURS.fullmatch(hours) or hours[:5] >= hours[6:]:
        raise ValueError("must be an opening and a closing time such as 09:00-18:00")
    return hours


Hours = Annotated[str, AfterValidator(_opening)]


class Company(Sourced):
    """Who answers; `name_ja` may be our rendering where the source is in English only."""

    name_ja: Text
    name_en: Text
    representative_en: Text | Unspecified = "unspecified"


class Contact(Sourced):
    """The desk to which requests and complaints go; `hours` as HH:MM-HH:MM.

    `inquiries_by` is said of questions and complaints; by which way a *request* may come is `requests.channels`.
    """

    desk_ja: Text | Unspecified
    desk_en: Text | Unspecified
    postcode: Text | Unspecified
    address_ja: Text | Unspecified
    address_en: Text | Unspecified
    phone: Text | Unspecified
    fax: Text | Unspecified
    email: Text | Unspecified
    hours: Unspecified | Hours
    inquiries_by: tuple[Literal["inquiry_form", "email", "phone", "fax", "post"], ...] | Unspecified = "unspecified"
    closures: tuple[YearlyClosure, ...] = ()
    closures_source: Text | Unspecified = "unspecified"

    @property
    def closes_at(self) -> time | None:
        """The end of the desk's hours (JST); None where none are published."""
        return None if self.hours == UNSPECIFIED else time.fromisoformat(self.hours[6:])


class RequestRule(Sourced):
    """Which requests are accepted, by which way, what the requester can do alone, and what follows from silence.

    `days_to_answer` (calendar days, as published) is how long a requester has to mend a deficient packet;
    `internal_days_to_answer` is ours where the text says nothing: after it a person decides, and nothing lapses by itself.
    `on_lapse` may say "withdrawn" or "refused" only where the company has published it.
    """

    kinds: Annotated[tuple[RequestKind, ...], Field(min_length=1)]
    channels: Annotated[tuple[Channel, ...], Field(min_length=1)] | Unspecified
    prescribed_form_needed: YesNo
    self_service: tuple[Text, ...] = ()
    self_service_ja: tuple[Text, ...] = ()
    consequences_notice_en: Text | Unspecified = "unspecified"
    consequences_notice_ja: Text | Unspecified = "unspecified"
    consequences_kinds: tuple[RequestKind, ...] = ()
    days_to_answer: Days | Unspecified
    internal_days_to_answer: Annotated[StrictInt, Field(ge=7)]
    internal_days_to_answer_source: Text
    on_lapse: Literal["withdrawn", "refused"] | Unspecified
    lapse_text_ja: Text | Unspecified = "unspecified"

    @property
    def answer_days(self) -> int:
        """Calendar days that a requester is given: as published, or as we choose where nothing is."""
        return self.internal_days_to_answer if isinstance(self.days_to_answer, str) else self.days_to_answer


class PrescribedForm(Sourced):
    """One prescribed request form and the kinds it serves."""

    code: Text
    kinds: Annotated[tuple[RequestKind, ...], Field(min_length=1)]
    title_en: Text
    title_ja: Text


def _each_once(formats: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(formats)) < len(formats):
        raise ValueError("must name each format once")
    return formats


class ReplyRule(Sourced):
    """How and when the answer goes out; `internal_target_days` (calendar days) is ours and promises nothing.

    `electronic`: the formats in which what is disclosed goes out where the requester wants it (Act Art. 33(1)); none: paper
    only. `acknowledge`: whether the receipt of a sound request is acknowledged; unspecified: only when a person asks.
    `tell_extension`: whether the requester is told of a later day; unspecified: told, as the house wants it.
    """

    method: Literal["sealed_letter", "registered_letter", "letter", "email"] | Unspecified
    to: Literal["person_address_on_form", "person_address_on_id", "requester"] | Unspecified
    promise_text_en: Text | Unspecified
    promise_text_ja: Text | Unspecified
    promise_days: Days | Unspecified
    promise_kinds: tuple[RequestKind, ...] = ()  # the kinds that the promise is about; empty: all
    internal_target_days: Annotated[StrictInt, Field(ge=1)]
    internal_target_days_source: Text
    electronic: Annotated[tuple[Literal["pdf", "csv", "json"], ...], AfterValidator(_each_once)] = ()
    acknowledge: YesNo = UNSPECIFIED
    tell_extension: YesNo = UNSPECIFIED

    def days_promised(self, kinds: Collection[RequestKind]) -> int | None:
        """The calendar days within which the company has promised to answer these; None where it promises nothing."""
        about = not self.promise_kinds or bool(set(self.promise_kinds) & set(kinds))
        return self.promise_days if about and not isinstance(self.promise_days, str) else None


def _several(languages: object) -> object:
    return (languages,) if isinstance(languages, str) else languages


class LanguageRule(Sourced):
    """In which languages the text is published, which of them prevails, and in which ones letters are written.

    `letters`: the first is written to whoever asked in a language that is not among them; texts kept from before letters
    could be in two languages name one.
    """

    published: tuple[Text, ...]
    prevails: Text | Unspecified
    letters: Annotated[tuple[Literal["ja", "en"], ...], BeforeValidator(_several), Field(min_length=1)]
    letters_source: Text


class RetentionRule(Sourced):
    """What becomes of one class of papers and when; `days` counts from `trigger`."""

    data: Literal["id_copy", "authority", "form", "fee_ledger", "decision_record"]
    action: Literal["destroy", "return", "keep"]
    trigger: Literal["received", "closed"]
    days: Days


class ApprovalRule(Sourced):
    """A second person's approval that the company wants before an outcome is sent, or before the due day moves.

    What each outcome means of a decision: `tasks.case.approval`.
    """

    of: Literal["disclose", "disclose_partly", "refuse", "any", "extension"]
    by: Text


def _parted(duties: tuple[Duty, ...]) -> tuple[Duty, ...]:
    if len(duties) < 2 or len(set(duties)) < len(duties):
        raise ValueError("must name two duties or more, each once")
    return duties


class SeparationRule(Sourced):
    """Duties that lie with different people, each with another: whoever had one in a case has no other of these in it."""

    duties: Annotated[tuple[Duty, ...], AfterValidator(_parted)]


class Policy(Entry):
    """One company's policy. `version` is recorded with every case; it holds from `effective_from` to the next version's."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]  # the stem of its file
    version: Text
    effective_from: Annotated[date, Field(strict=True)]
    effective_until: Annotated[date, Field(strict=True)] | None = None
    document: Document
    company: Company
    contact: Contact
    requests: RequestRule
    forms: tuple[PrescribedForm, ...] = ()
    condition: tuple[Condition, ...] = ()
    identity: IdentityRule
    agent: AgentRule
    masking: tuple[MaskingRule, ...]
    fee: FeeRule
    reply: ReplyRule
    ground: tuple[Ground, ...]
    exclusion: tuple[Exclusion, ...] = ()
    outsourced: OutsourcedData | None = None
    purpose: tuple[PurposeCategory, ...] = ()
    complaint: tuple[ComplaintBody, ...] = ()
    language: LanguageRule
    retention: tuple[RetentionRule, ...] = ()
    approval: tuple[ApprovalRule, ...] | Unspecified
    separation: tuple[SeparationRule, ...] | Unspecified = (
        "unspecified"  # older files do not say it; the check asks for it
    )
    precedence: tuple[Precedence, ...] = ()
    missing_document: tuple[MissingDocument, ...] = ()
    source_anomaly: tuple[SourceAnomaly, ...] = ()
    source: tuple[HeldSource, ...] = ()

    @property
    def redaction_reasons(self) -> frozenset[RedactionReason]:
        """Every mark that must be painted under this policy, whether its own text or the law demands it."""
        return frozenset(rule.reason for rule in self.masking)

    @property
    def parted_duties(self) -> tuple[frozenset[Duty], ...]:
        """Sets of duties that must lie with different people."""
        rules = () if isinstance(self.separation, str) else self.separation
        return tuple(frozenset(rule.duties) for rule in rules)

    @property
    def approvals(self) -> tuple[str, ...] | None:
        """The outcomes that a second person approves, None where the text leaves that unspecified."""
        return None if isinstance(self.approval, str) else tuple(rule.of for rule in self.approval)

    def source_of(self, code: str) -> HeldSource | None:
        """The source of that code; None for data from before sources were declared."""
        return next((each for each in self.source if each.code == code), None)

    def holds_provision(self, source: str) -> bool:
        """Whether a source holds records of third-party provision (Art. 33(5)), and not the data itself."""
        declared = self.source_of(source)
        return declared is not None and declared.holds == "provision_records"

    @model_validator(mode="after")
    def _consistent(self) -> "Policy":
        said = self.model_dump(mode="json")
        found = [*contradictions(said), *source_mistakes(said)]
        if found:
            raise ValueError("; ".join(each.says for each in found))
        return self
