"""What a policy says about papers: identity documents per role, authority documents, masking."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StrictInt

from tasks.case.words import AgentRelation, PageKind, RedactionReason
from tasks.policy.terms import Days, Sourced, Text, Unspecified, YesNo

NOT_PAPERS = frozenset(
    {PageKind.REQUEST_FORM, PageKind.MONEY_ORDER, PageKind.ENVELOPE, PageKind.BLANK, PageKind.OTHER}
)  # pages that prove nothing about anybody


def _paper(kind: PageKind) -> PageKind:
    if kind in NOT_PAPERS:
        raise ValueError(f"{kind} is a kind of page and no document that proves anything")
    return kind


Paper = Annotated[PageKind, AfterValidator(_paper)]


class PrincipalId(StrEnum):
    """Whether the person's own identity document must come with an agent's."""

    REQUIRED = "required"
    NOT_REQUIRED = "not_required"
    UNSPECIFIED = "unspecified"


class DocumentForm(StrEnum):
    """In which form a document must come; a scan cannot tell, so the desk looks at the paper."""

    ORIGINAL = "original"
    COPY = "copy"
    UNSPECIFIED = "unspecified"


class IdentityRule(Sourced):
    """Identity documents one role may send.

    `accepted` is the list by name; `other_official` says that any other official document will do too;
    `only_national_insurance` narrows the insurance card to 国民健康保険.
    """

    accepted: Annotated[tuple[Paper, ...], Field(min_length=1)] | Unspecified
    number_needed: Annotated[StrictInt, Field(ge=1)] | Unspecified
    other_official: YesNo
    only_national_insurance: bool = False
    form: DocumentForm
    shows_current_address: YesNo
    max_age_days: Days | Unspecified = "unspecified"


class AuthorityDocument(Sourced):
    """One document that proves an agent's authority; `other_official` stands for "other official document"."""

    kind: Paper | Literal["other_official"]
    title_ja: Text
    form: DocumentForm
    shows_family_relationship: bool = False
    max_age_days: Days | Unspecified = "unspecified"


class AgentRule(Sourced):
    """Which agents may act and with what papers; an agent's relation that `authority` does not name is unspecified."""

    allowed: YesNo
    principal_id: PrincipalId
    identity: IdentityRule | Unspecified
    authority: dict[AgentRelation, Annotated[tuple[AuthorityDocument, ...], Field(min_length=1)]] | Unspecified


class MaskingRule(Sourced):
    """One mark that the company may not hold; `by`: its own text demands the masking, a law does, or kaiji chose to."""

    reason: RedactionReason
    by: Literal["policy", "law", "ours"]
