"""The texts of the QR codes on kaiji's own papers: which form this is, whose return slip, which letter, where a packet ends.

A form's code says all that its geometry depends on, so that a reader needs no policy file. Only capitals, digits and a few
signs are used (QR's alphanumeric set), so that the code stays coarse and survives a fax. `_` is no sign of that set and is
written as a full stop. No code carries anything about a person; a case number is none.
"""

import base64
import hashlib
import hmac
import re
from enum import StrEnum
from typing import NamedTuple

from tasks.case.errors import CodeUnknown
from tasks.case.words import RequestKind

LAYOUT_VERSION = 1  # of the geometry; a paper printed years ago is read by the version it bears
SEPARATOR = "KAIJI:SEPARATOR"
KIND_LETTERS = {
    RequestKind.PURPOSE_NOTICE: "N",
    RequestKind.DISCLOSURE: "D",
    RequestKind.TP_RECORDS: "R",
    RequestKind.CORRECTION: "C",
    RequestKind.SUSPEND_ERASE: "S",
    RequestKind.STOP_PROVISION: "P",
}
_LETTER_KINDS = {letter: kind for kind, letter in KIND_LETTERS.items()}
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_CASE = re.compile(r"[A-Z][0-9]{2}-[0-9]{5,}")
_FORM = re.compile(r"KAIJI:F:([0-9]+):([A-Z0-9.-]+):([A-Z0-9.-]+):([JB]):([NDRCSP]*):([0-9]+)")
_SLIP = re.compile(rf"KAIJI:SLIP:({_CASE.pattern}):([0-9]+)")
_LETTER = re.compile(rf"{_CASE.pattern}-[0-9]+")
_LETTER_CODE = re.compile(rf"KAIJI:LETTER:({_LETTER.pattern}):([0-9A-Z]):([0-9A-Z]+)")
_CHECKED = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class FormLanguage(StrEnum):
    """In which languages a form is printed."""

    JAPANESE = "ja"
    BILINGUAL = "bilingual"


_LANGUAGE_LETTERS = {FormLanguage.JAPANESE: "J", FormLanguage.BILINGUAL: "B"}
_LETTER_LANGUAGES = {letter: language for language, letter in _LANGUAGE_LETTERS.items()}

AGENT_SUPPLEMENT = "agent_supplement"
POWER_OF_ATTORNEY = "power_of_attorney"
RETURN_SLIP = "return_slip"
GENERAL_REQUEST = "request"
RESERVED = frozenset({AGENT_SUPPLEMENT, POWER_OF_ATTORNEY, RETURN_SLIP})


class FormCode(NamedTuple):
    """What a form's code says: the geometry's version, whose form, which, in what languages, for which kinds, which page."""

    version: int
    policy: str
    form: str
    language: FormLanguage
    kinds: tuple[RequestKind, ...]
    page: int


class SlipCode(NamedTuple):
    """What a return slip's code says: the case it belongs to, and which round of asking it answers (from 1)."""

    case: str
    round: int


def write_form_code(code: FormCode) -> str:
    """`KAIJI:F:<version>:<policy>:<form>:<J or B>:<kinds>:<page>`; CodeUnknown for names that a code cannot carry."""
    kinds = "".join(KIND_LETTERS[kind] for kind in code.kinds)
    names = f"{_squeezed(code.policy)}:{_squeezed(code.form)}"
    return f"KAIJI:F:{code.version}:{names}:{_LANGUAGE_LETTERS[code.language]}:{kinds}:{code.page}"


def read_form_code(text: str) -> FormCode | None:
    """The form whose code this is; None for any other text."""
    found = _FORM.fullmatch(text)
    if found is None or len(set(found[5])) < len(found[5]):
        return None
    version, policy, form, language, kinds, page = found.groups()
    told = tuple(_LETTER_KINDS[letter] for letter in kinds)
    return FormCode(int(version), _spread(policy), _spread(form), _LETTER_LANGUAGES[language], told, int(page))


def write_slip_code(case: str, asked: int) -> str:
    """`KAIJI:SLIP:<case number>:<round>`; CodeUnknown for what is no case number."""
    if not _CASE.fullmatch(case) or asked < 1:
        raise CodeUnknown("A return slip needs a case number such as K26-00001 and a round from 1.")
    return f"KAIJI:SLIP:{case}:{asked}"


def read_slip_code(text: str) -> SlipCode | None:
    """The slip whose code this is; None for any other text."""
    found = _SLIP.fullmatch(text)
    return SlipCode(found[1], int(found[2])) if found else None


def write_letter_code(letter: str, key: bytes) -> str:
    """`KAIJI:LETTER:<letter number>:<check>:<seal>`, by which a letter that comes back is told.

    The seal is made with a `key` of the house, so that nobody opens a case again by printing a number that they guess.
    CodeUnknown for what is no number.
    """
    if not is_letter_number(letter):
        raise CodeUnknown("A letter's code needs its number, such as K26-00001-1.")
    return f"KAIJI:LETTER:{letter}:{_check_of(letter)}:{_seal_of(letter, key)}"


def is_sealed(text: str, key: bytes) -> bool:
    """Whether a letter's code was made with this key."""
    found = _LETTER_CODE.fullmatch(text)
    return found is not None and hmac.compare_digest(found[3], _seal_of(found[1], key))


def _seal_of(letter: str, key: bytes) -> str:
    """30 bits of HMAC-SHA256: each guess costs a letter by post, and QR has room for no more at its size."""
    digest = hmac.new(key, f"return {letter}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode()[:6]


def read_letter_code(text: str) -> str | None:
    """The number of the letter whose code this is; None for any other text, and where the check does not fit.

    Whose it is `is_sealed` tells.
    """
    found = _LETTER_CODE.fullmatch(text)
    return found[1] if found and _check_of(found[1]) == found[2] else None


def is_letter_number(text: str) -> bool:
    """Whether a text is a letter's number, as K26-00001-1."""
    return bool(_LETTER.fullmatch(text))


def _check_of(letter: str) -> str:
    """The check character of ISO/IEC 7064, MOD 37,36: one wrong sign, or two that changed places, are always seen."""
    carry = 36
    for sign in letter.replace("-", ""):
        carry = (carry + _CHECKED.index(sign)) % 36 or 36
        carry = carry * 2 % 37
    return _CHECKED[(37 - carry) % 36]


def is_case_number(text: str) -> bool:
    """Whether a text is a case's number, as K26-00001."""
    return bool(_CASE.fullmatch(text))


def _squeezed(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise CodeUnknown(f"{name!r} cannot stand in a form's code; use small letters, digits, - and _ only.")
    return name.upper().replace("_", ".")


def _spread(name: str) -> str:
    return name.lower().replace(".", "_")
