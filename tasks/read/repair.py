"""Brings what was read into its canonical form, repairing what readers confuse where the kind of field tells what was meant."""

import re
import unicodedata
from dataclasses import replace

import jaconv

from tasks.case.written import ENGLISH_DAYS, day, digits, email, kana, phone, postcode
from tasks.engines.glyphs import japanese_address
from tasks.engines.label_values import Value

__all__ = ["day", "digits", "email", "kana", "phone", "postcode"]  # of `tasks.case.written`, as readers know them


def is_postcode_like(text: str) -> bool:
    """Whether a text may be a postcode, perhaps with a digit lost or added, and not an address or a printed 〒."""
    return 5 <= len(digits(text)) <= 9 and not re.search(r"[一-鿿]", text.replace("一", ""))


_PARTS = {
    "phone": re.compile(r"[(（]?[\dOo０-９][\dOo０-９()（）\s　\-‐－ー−—―ｰ]{7,}[\dOo０-９]"),
    "email": re.compile(r"[\w.+\-]+\s?[@＠]\s?[\w\-]+(?:\s?\.\s?[\w\-]+)+", re.ASCII),
    "postcode": re.compile(r"[\dOo０-９]{3}\s*[-‐－ー−—―ｰ]?\s*[\dOo０-９]{4}"),
}


def only_part(field: str, value: Value) -> Value:
    """The telephone number, mail address or postcode of a value, when a neighbour's words stand beside it."""
    found = _PARTS[field].search(value.text) if field in _PARTS else None
    return replace(value, text=found[0].strip()) if found else value


_DATE_TEXT = re.compile(
    r"(?:西暦|明治|大正|昭和|平成|令和|[MTSHRmtshrＭＴＳＨＲ])?[\s　.]*[\d０-９元OoQ一二三四五六七八九十〇]{1,4}[\s　]*"
    r"(?:年.{1,24}?日|[./\-．／][\s　]*[\d０-９]{1,2}[\s　]*[./\-．／][\s　]*[\d０-９]{1,2})"
)


def only_date(value: Value) -> Value:
    """The part of a value that writes a date, when words of a neighbour follow it."""
    english = next((hit for pattern in ENGLISH_DAYS if (hit := pattern.search(value.text))), None)
    found = english or _DATE_TEXT.search(value.text)
    return replace(value, text=found[0].strip()) if found and day(found[0]) == day(value.text) else value


def is_blank_date(text: str) -> bool:
    """Whether a date line holds no digit: printed, and filled in by nobody."""
    return not re.search(r"[\d元一二三四五六七八九十]", unicodedata.normalize("NFKC", text))


def in_passport(kana_text: str) -> str:
    """A name in kana as passports spell it: Hepburn in capitals without long vowels, spaces dropped."""
    letters = jaconv.kana2alphabet(jaconv.kata2hira(kana(kana_text)).replace("ー", "")).upper()
    return re.sub(r"OU|OO", "O", re.sub(r"UU", "U", re.sub(r"N(?=[BMP])", "M", letters)))


_OF_PERSON = re.compile(r"[㊞印]$|[(（](?:自署|署名|印|実印|押印|続柄.*)[)）]?$|[(（]$")


def name(text: str) -> str:
    """A name without the seal mark, the kana in brackets and the honorific beside it, or a stroke read as i between kanji."""
    text = re.sub(r"(?<=[一-鿿])[a-zA-Z|](?=[一-鿿])", "", text)
    plain = re.sub(r"[(（][ァ-ヶーぁ-ん・\s　]+[)）]", "", text).strip(" 　:：")
    while _OF_PERSON.search(plain):
        plain = _OF_PERSON.sub("", plain).rstrip(" 　")
    return re.sub(r"(?<=..)[\s　]*(?:様|殿)$", "", plain)


_POSTCODE = re.compile(
    r"〒?\s*([0-9０-９OoQ]{3}\s*[-‐－ー−—―ｰ]\s*[0-9０-９OoQ]{4})(?![0-9０-９-])|〒\s*([0-9０-９]{7})"
)
# In boxes of their own, in brackets, or behind a mark that was read as a letter: T6020004, 〒（657－0027）, 5 0 0 8 8 7 4
_POSTCODE_FIRST = re.compile(
    r"^[\s　]*[〒TＴ干千テ=]?[\s　]*[(（]?[\s　]*(?P<code>(?:[0-9０-９OoQ][\s　]*){3}[-‐－ー−—―ｰ一]?(?:[\s　]*[0-9０-９OoQ]){4})[\s　]*[)）]?(?=[^\d０-９\-－]|$)"
)


def split_postcode(text: str) -> tuple[str | None, str]:
    """The postcode that stands in an address, and the address without it."""
    first = _POSTCODE_FIRST.match(text)
    if first:
        return first["code"], text[first.end() :].strip(" 　:：)）(（")
    found = _POSTCODE.search(text)
    if found is None:
        return None, re.sub(r"^〒[\s　\-－(（)）]*", "", text)
    return found[0], (text[: found.start()] + text[found.end() :]).strip(" 　:：)）(（")


def spelled(address: Value) -> Value:
    """An address as found, in the letters of today's place names."""
    return replace(address, text=japanese_address(address.text))
