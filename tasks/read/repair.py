"""Brings what was read into its canonical form, repairing what readers confuse where the kind of field tells what was meant."""

import re
import unicodedata
from dataclasses import replace
from datetime import date

import jaconv

from tasks.case.era import parse_date
from tasks.engines.glyphs import japanese_address
from tasks.engines.label_values import Value

_DIGITS = str.maketrans("OoQDΟО〇○lI|iＩ!ZzSsBbgq", "0000000011111122558899")
_DASHES = re.compile(r"[‐‑‒–—―−─－ｰー一~〜]")


def digits(text: str) -> str:
    """The digits of a text that should hold nothing else, look-alikes repaired."""
    return re.sub(r"\D", "", unicodedata.normalize("NFKC", text).translate(_DIGITS))


def postcode(text: str) -> str | None:
    """`123-4567` from 〒123-4567 in any width; None when there are not seven digits."""
    found = digits(text.replace("〒", ""))
    return f"{found[:3]}-{found[3:]}" if len(found) == 7 else None


def is_postcode_like(text: str) -> bool:
    """Whether a text may be a postcode, perhaps with a digit lost or added, and not an address or a printed 〒."""
    return 5 <= len(digits(text)) <= 9 and not re.search(r"[一-鿿]", text.replace("一", ""))


def phone(text: str) -> str | None:
    """A telephone number with the hyphens it was written with; None when it cannot be one."""
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    plain = re.sub(r"[()]", "-", plain).translate(_DIGITS)
    plain = re.sub(r"-+", "-", re.sub(r"[^\d\-+]", "", plain)).strip("-")
    return plain if 9 <= len(re.sub(r"\D", "", plain)) <= 12 else None


_PARTS = {
    "phone": re.compile(r"[(（]?[\dOo０-９][\dOo０-９()（）\s　\-‐－ー−—―ｰ]{7,}[\dOo０-９]"),
    "email": re.compile(r"[\w.+\-]+\s?[@＠]\s?[\w\-]+(?:\s?\.\s?[\w\-]+)+", re.ASCII),
    "postcode": re.compile(r"[\dOo０-９]{3}\s*[-‐－ー−—―ｰ]?\s*[\dOo０-９]{4}"),
}


def only_part(field: str, value: Value) -> Value:
    """The telephone number, mail address or postcode of a value, when a neighbour's words stand beside it."""
    found = _PARTS[field].search(value.text) if field in _PARTS else None
    return replace(value, text=found[0].strip()) if found else value


def email(text: str) -> str | None:
    """A mail address in one width without spaces; None when it cannot be one."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace("＠", "@").strip(".,、。")
    return plain if re.fullmatch(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+", plain, re.ASCII) else None


def day(text: str) -> str | None:
    """The ISO date written in a text, in Japanese or in English, or None."""
    spelled_out = _english_day(text)
    if spelled_out:
        return spelled_out
    text = re.sub(r"(?<=\d)[.．、](?=[年月日])", "", text)  # specks beside a digit
    found = parse_date(text) or parse_date(re.sub(r"(?<=[\d年月/.\-])[OoQ](?=[\d年月日])|(?<=\d)[OoQ]", "0", text))
    return found.isoformat() if found else None


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_YEAR = r"(?P<year>[12]\d{3})(?!\d)"
_ENGLISH_DAYS = (
    re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s.,\-]*(?:of\s*)?{_MONTH}[\s.,\-]*{_YEAR}", re.IGNORECASE),
    re.compile(rf"(?<![a-z]){_MONTH}[\s.]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s.,]*{_YEAR}", re.IGNORECASE),
)  # 4/5/1958 is either of two days, and stays unread


def _english_day(text: str) -> str | None:
    """The ISO date of `4 May 1958` or `May 4, 1958`, spaces or none between; None where it is no date."""
    found = next((hit for pattern in _ENGLISH_DAYS if (hit := pattern.search(text))), None)
    if found is None:
        return None
    try:
        return date(int(found["year"]), _MONTHS.index(found["month"][:3].lower()) + 1, int(found["day"])).isoformat()
    except ValueError:
        return None


_DATE_TEXT = re.compile(
    r"(?:西暦|明治|大正|昭和|平成|令和|[MTSHRmtshrＭＴＳＨＲ])?[\s　.]*[\d０-９元OoQ一二三四五六七八九十〇]{1,4}[\s　]*"
    r"(?:年.{1,24}?日|[./\-．／][\s　]*[\d０-９]{1,2}[\s　]*[./\-．／][\s　]*[\d０-９]{1,2})"
)


def only_date(value: Value) -> Value:
    """The part of a value that writes a date, when words of a neighbour follow it."""
    english = next((hit for pattern in _ENGLISH_DAYS if (hit := pattern.search(value.text))), None)
    found = english or _DATE_TEXT.search(value.text)
    return replace(value, text=found[0].strip()) if found and day(found[0]) == day(value.text) else value


def is_blank_date(text: str) -> bool:
    """Whether a date line holds no digit: printed, and filled in by nobody."""
    return not re.search(r"[\d元一二三四五六七八九十]", unicodedata.normalize("NFKC", text))


def kana(text: str) -> str:
    """Kana in one width, without spaces."""
    plain = re.sub(r"[\s・·]", "", unicodedata.normalize("NFKC", text)).translate(
        str.maketrans("夕力口二工卜", "タカロニエト")
    )
    if _WIDE_GAP.search(text):
        plain = plain.replace("ー", "", 1)  # the room between surname and given name, read as a long sound
    return _SMALL.sub(lambda small: small[0].translate(_LARGE), plain.lstrip("ー"))


_WIDE_GAP = re.compile(r"^[^ー]{2,6}ー[^ー]{2,6}$")
_SMALL = re.compile(r"(?<![キシチニヒミリギジヂビピキきしちにひみりぎじぢびぴ])[ャュョゃゅょ]")
_LARGE = str.maketrans("ャュョゃゅょ", "ヤユヨやゆよ")


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
