"""The clauses of a policy that a letter or a person may quote: conditions, grounds, exclusions, purposes, bodies."""

from typing import Annotated, Literal

from pydantic import Field

from tasks.case.grounds import ExistenceExclusion, RefusalGround
from tasks.case.words import RequestKind
from tasks.policy.terms import Sourced, Text, Unspecified, YesNo


class Condition(Sourced):
    """What the text says of a request that is neither a ground for refusal nor a paper: its scope, a review, a check.

    `kinds`: the kinds it is said of, empty for all.
    """

    kinds: tuple[RequestKind, ...] = ()
    text: Text
    text_ja: Text


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


class ComplaintBody(Sourced):
    """An accredited body to which a requester may complain."""

    name_en: Text
    name_ja: Text
    desk_en: Text
    desk_ja: Text
    phone: Text
    toll_free: Text | Unspecified


class Precedence(Sourced):
    """Another text of the company's beside this one, and which of the two goes before the other."""

    prevails: Literal["this_text", "other_text"]
    text: Text
    text_ja: Text


class MissingDocument(Sourced):
    """A document that the published text refers to and that was not at hand; `leaves_open`: the keys it would settle."""

    title: Text
    leaves_open: Annotated[tuple[Text, ...], Field(min_length=1)]
