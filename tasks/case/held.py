"""Words of the search of held data: by what a person is found, what became of each source, what a person says of a record."""

from collections.abc import Mapping
from enum import StrEnum

from tasks.case.bilingual import Said
from tasks.case.errors import KaijiError
from tasks.case.words import Field


class SearchKey(StrEnum):
    """What a system can be searched by, and what a column of it may hold; each is a field of the person."""

    NAME = "name"
    KANA = "kana"
    POSTCODE = "postcode"
    ADDRESS = "address"
    BIRTH_DATE = "birth_date"
    PHONE = "phone"
    EMAIL = "email"
    CUSTOMER_NUMBER = "customer_number"


class HeldVerdict(StrEnum):
    """Whose a record is that is only near, by a person's word."""

    PERSONS = "persons"
    OTHERS = "others"


class Failure(StrEnum):
    """Why a source was not searched; none of these means that nothing is there."""

    NO_ADDRESS = "no_address"
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    TOO_MANY = "too_many"
    MISSING_COLUMN = "missing_column"
    NOT_UNDERSTOOD = "not_understood"
    NOT_ALLOWED = "not_allowed"


FAILURES: dict[str, Said] = {
    Failure.NO_ADDRESS: Said("no address is set for it (KAIJI_SOURCES)", "接続先が設定されていません（KAIJI_SOURCES）"),
    Failure.UNREACHABLE: Said("it could not be reached", "接続できませんでした"),
    Failure.TIMEOUT: Said("it did not answer in time", "制限時間内に応答がありませんでした"),
    Failure.TOO_MANY: Said("it gave more records than the policy allows", "件数が規程の上限を超えました"),
    Failure.MISSING_COLUMN: Said("it lacks a column that the policy names", "規程に定めた列がありません"),
    Failure.NOT_UNDERSTOOD: Said("it did not understand the query, or its answer was not understood",
                                 "検索の内容又は応答を処理できませんでした"),
    Failure.NOT_ALLOWED: Said("it does not allow this, or its address is not safe",
                              "権限がないか、安全でない接続先のため検索できません"),
}  # fmt: skip


HELD_VERDICTS: dict[str, Said] = {
    HeldVerdict.PERSONS: Said("the person's", "ご本人のもの"),
    HeldVerdict.OTHERS: Said("somebody else's", "別の方のもの"),
}


class SourceFailed(KaijiError):
    """A source could not be searched; the message has the reason's code and nothing of the person or the address."""

    def __init__(self, why: Failure) -> None:
        super().__init__(f"The source could not be searched: {why}.")
        self.why = why


def is_text(value: str) -> bool:
    """Whether a value can be kept: JSON may name half of a letter (U+D800 …), which no database and no font takes."""
    return not any("\ud800" <= letter <= "\udfff" for letter in value)


def person_keys(fields: Mapping[str, Field]) -> dict[SearchKey, str]:
    """What is known of the person to search by, in canonical form where there is one; what is not known is left out."""
    found = {key: fields.get(f"person.{key}") for key in SearchKey}
    said = {key: (field.normalized or field.value).strip() for key, field in found.items() if field}
    return {key: value for key, value in said.items() if value}
