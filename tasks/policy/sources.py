"""The systems in which a company holds personal data, as its policy declares them; where they lie is a setting of the house."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, StrictInt

from tasks.case.bilingual import Said
from tasks.case.held import SearchKey
from tasks.policy.terms import Entry, Sourced, Text

SOURCE_CODE = r"^[a-z][a-z0-9_-]*$"


class SourceColumn(Entry):
    """One column of a source: its name there, what it is called in a letter, and what its data is used for where that differs.

    `key`: which search key it holds. `third_party`: it tells of somebody else, so a letter shows its label and no value.
    """

    name: Text
    label_ja: Text
    label_en: Text
    purpose_ja: Text | None = None
    purpose_en: Text | None = None
    key: SearchKey | None = None
    third_party: bool = False


class HeldSource(Sourced):
    """One system. Only what `column` names is ever read into a case.

    `holds`: data, or the records of provision to third parties (Act Art. 33(5)). `owner`: the department whose system it is.
    `query`: one SELECT, of kind sql; `path`: of kind http, with `{name}` and the like in it. `keys`: by what it is searched.
    `seconds`, `most`: what it may take, in time and in records. A system of kind by_hand is searched by a person.
    """

    code: Annotated[str, Field(pattern=SOURCE_CODE)]
    name_ja: Text
    name_en: Text
    kind: Literal["sql", "csv", "http", "by_hand"]
    holds: Literal["data", "provision_records"] = "data"
    owner: Text
    purpose_ja: Text
    purpose_en: Text
    query: Text | None = None
    path: Text | None = None
    keys: tuple[SearchKey, ...] = ()
    seconds: Annotated[StrictInt, Field(ge=1, le=60)] = 10
    most: Annotated[StrictInt, Field(ge=1, le=5000)] = 200
    column: Annotated[tuple[SourceColumn, ...], Field(min_length=1)]

    @property
    def name(self) -> Said:
        """What the system is called."""
        return Said(self.name_en, self.name_ja)

    @property
    def by_hand(self) -> bool:
        """Whether a person searches it."""
        return self.kind == "by_hand"

    def key_columns(self) -> Iterator[tuple[str, SearchKey]]:
        """The columns by which a record is compared, with the key that each holds."""
        return ((column.name, column.key) for column in self.column if column.key is not None)
