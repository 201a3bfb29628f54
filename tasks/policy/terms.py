"""The building blocks of a policy: strict entries, and `unspecified` as a value of its own.

`unspecified` never means "no": it says that the company's published text is silent, and a check that meets it goes to a
person. Every entry carries `source`: the heading of the published text it comes from, or `SOURCE_OURS` for a default of
ours that the company never published.
"""

from datetime import date
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StrictInt

UNSPECIFIED: Literal["unspecified"] = "unspecified"
Unspecified = Literal["unspecified"]
SOURCE_OURS = "ours"  # a default of ours; letters must not present it as the company's promise


T = TypeVar("T")


def stated(value: T | Literal["unspecified"]) -> T | None:
    """What the policy says, or None where it is silent: rules, forms and letters know silence as None."""
    return None if value == UNSPECIFIED else value


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be empty; write unspecified where the source is silent")
    if text.strip() == UNSPECIFIED:  # where it may stand, the key's type has a branch of its own for it
        raise ValueError("cannot be left open here")
    return text.strip()


Text = Annotated[str, AfterValidator(_filled)]
Yen = Annotated[StrictInt, Field(ge=0)]
Days = Annotated[StrictInt, Field(ge=0)]
YesNo = StrictBool | Unspecified


class Entry(BaseModel):
    """One table of a policy file; a key that nobody knows is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Sourced(Entry):
    """An entry that says where in the published text it stands; `note` is for the reader of the policy."""

    source: Text
    note: str = ""


class Document(Entry):
    """One published document the policy was written from."""

    file: Text
    title: Text
    revised_on: date | Unspecified
    language: Text


class SourceAnomaly(Sourced):
    """A place where the published text contradicts itself, and how this policy reads it until the company mends it."""

    code: Text
    says: Text
    says_ja: Text
    read_as: Text
    read_as_ja: Text
