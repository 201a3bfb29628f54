"""The shape of a policy file: what one company has published about requests, as data that rules and letters can use."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StrictInt, model_validator

from tasks.case.clock import YearlyClosure
from tasks.case.grounds import ExistenceExclusion, RefusalGround
from tasks.case.words import RedactionReason, RequestKind
from tasks.policy.documents import AgentRule, IdentityRule, MaskingRule
from tasks.policy.money import FeeRule
from tasks.policy.terms import Days, Document, Entry, SourceAnomaly, Sourced, Text, Unspecified, YesNo

Channel = Literal["post", "email", "web", "counter"]


class Company(Sourced):
    """Who answers; `name_ja` may be our rendering where the source is in English only."""

    name_ja: Text
    name_en: Text
    representative_en: Text | Unspecified = "unspecified"


class Contact(Sourced):
    """The desk to which requests and complaints go; `hours` as HH:MM-HH:MM."""

    desk_ja: Text | Unspecified
    desk_en: Text | Unspecified
    postcode: Text | Unspecified
    address_ja: Text | Unspecified
    address_en: Text | Unspecified
    phone: Text | Unspecified
    fax: Text | Unspecified
    email: Text | Unspecified
    hours: Text | Unspecified
    closures: tuple[YearlyClosure, ...] = ()
    closures_source: Text | Unspecified = "unspecified"


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


class ReplyRule(Sourced):
    """How and when the answer goes out; `internal_target_days` (calendar days) is ours and promises nothing."""

    method: Literal["sealed_letter", "letter", "email"] | Unspecified
    to: Literal["person_address_on_form", "person_address_on_id", "requester"] | Unspecified
    promise_text_en: Text | Unspecified
    promise_text_ja: Text | Unspecified
    promise_days: Days | Unspecified
    promise_kinds: tuple[RequestKind, ...] = ()  # the kinds that the promise is about; empty: all
    internal_target_days: Annotated[StrictInt, Field(ge=1)]
    internal_target_days_source: Text


class Ground(Sourced):
    """One refusal ground: the company's number and verbatim words, our rendering, and the canonical code.

    `number_source`: "ours" where the text has bullets or a sentence; a letter then quotes the words without the number.
    `kinds`: the kinds it may refuse, empty for all. `by`: "law" for a ground of the Act that the company did not list.
    """

    number: Text
    number_source: Literal["published", "ours"] = "published"
    kinds: tuple[RequestKind, ...] = ()
    by: Literal["policy", "law"] = "policy"
    text: Text
    text_ja: Text
    code: RefusalGround
    duplicate_of: Text | None = None


class Exclusion(Sourced):
    """One existence exclusion: data that is not open to requests because its existence may not be revealed."""

    letter: Text
    text: Text
    text_ja: Text
    code: ExistenceExclusion


class OutsourcedData(Sourced):
    """What holds for data that the company handles for a business partner."""

    excluded: YesNo
    client_instruction_followed: YesNo
    text: Text
    text_ja: Text


class PurposeCategory(Sourced):
    """One category of data subjects or data, and what the data is used for."""

    category_en: Text
    category_ja: Text
    purposes_en: Annotated[tuple[Text, ...], Field(min_length=1)]
    purposes_ja: Annotated[tuple[Text, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _same_length(self) -> "PurposeCategory":
        if len(self.purposes_en) != len(self.purposes_ja):
            raise ValueError("purposes_en and purposes_ja must list the same purposes")
        return self


class ComplaintBody(Sourced):
    """An accredited body to which a requester may complain."""

    name_en: Text
    name_ja: Text
    desk_en: Text
    desk_ja: Text
    phone: Text
    toll_free: Text | Unspecified


class LanguageRule(Sourced):
    """In which languages the text is published, which prevails, and in which letters are written."""

    published: tuple[Text, ...]
    prevails: Text | Unspecified
    letters: Text


class RetentionRule(Sourced):
    """What becomes of one class of papers and when; `days` counts from `trigger`."""

    data: Literal["id_copy", "authority", "form", "fee_ledger", "decision_record"]
    action: Literal["destroy", "return", "keep"]
    trigger: Literal["received", "closed"]
    days: Days


class Precedence(Sourced):
    """Another text that goes before this one, or gives way to it."""

    text: Text
    text_ja: Text


class MissingDocument(Sourced):
    """A document that the published text refers to and that was not at hand; `leaves_open`: the keys it would settle."""

    title: Text
    leaves_open: Annotated[tuple[Text, ...], Field(min_length=1)]


class ApprovalRule(Sourced):
    """A second person's approval that the company wants before an outcome is sent."""

    of: Literal["disclose", "refuse", "any"]
    by: Text


class Policy(Entry):
    """One company's policy. `version` is recorded with every case; it holds from `effective_from` to the next version's."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    version: Text
    effective_from: date
    effective_until: date | None = None
    document: Document
    company: Company
    contact: Contact
    requests: RequestRule
    forms: tuple[PrescribedForm, ...] = ()
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
    precedence: tuple[Precedence, ...] = ()
    missing_document: tuple[MissingDocument, ...] = ()
    source_anomaly: tuple[SourceAnomaly, ...] = ()

    @property
    def redaction_reasons(self) -> frozenset[RedactionReason]:
        """Every mark that must be painted under this policy, whether its own text or the law demands it."""
        return frozenset(rule.reason for rule in self.masking)

    @model_validator(mode="after")
    def _consistent(self) -> "Policy":
        mistakes = list(contradictions(self))
        if mistakes:
            raise ValueError("; ".join(mistakes))
        return self


def contradictions(policy: Policy) -> Iterator[str]:
    """Where one part of the policy denies another: unknown duplicates, repeated keys, kinds that no part accepts."""
    numbers = [ground.number for ground in policy.ground]
    yield from _repeated("ground number", numbers)
    yield from _repeated("exclusion letter", [exclusion.letter for exclusion in policy.exclusion])
    yield from _repeated("masking reason", [rule.reason for rule in policy.masking])
    yield from _repeated("retention data", [rule.data for rule in policy.retention])
    for ground in policy.ground:
        if ground.duplicate_of is not None and ground.duplicate_of not in set(numbers) - {ground.number}:
            yield f"ground {ground.number} repeats ground {ground.duplicate_of}, which is not listed"
    named = {kind for form in policy.forms for kind in form.kinds} | (policy.fee.charged or frozenset())
    for kind in sorted(named - set(policy.requests.kinds)):
        yield f"{kind} has a form or a fee but is not among requests.kinds"


def _repeated(what: str, keys: list[str]) -> Iterator[str]:
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield f"{what} {key} is given more than once"
