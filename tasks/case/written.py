"""Brings what stands on paper into one form, where the kind of field tells what was meant: days, codes, numbers, kana.

Readers use it for what they read, and the desk for what a person typed, so that both are held against the rules alike.
"""

import re
import unicodedata
from datetime import date

from tasks.case.era import parse_date

_DIGITS = str.maketrans("OoQDΟО〇○lI|iＩ!ZzSsBbgq", "0000000011111122558899")
_DASHES = re.compile(r"[‐‑‒–—―−─－ｰー一~〜]")


def digits(text: str) -> str:
    """The digits of a text that should hold nothing else, look-alikes repaired."""
    return re.sub(r"\D", "", unicodedata.normalize("NFKC", text).translate(_DIGITS))


def postcode(text: str) -> str | None:
    """`123-4567` from 〒123-4567 in any width; None when there are not seven digits."""
    found = digits(text.replace("〒", ""))
    return f"{found[:3]}-{found[3:]}" if len(found) == 7 else None


def phone(text: str) -> str | None:
    """A telephone number with the hyphens it was written with; None when it cannot be one."""
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    plain = re.sub(r"[()]", "-", plain).translate(_DIGITS)
    plain = re.sub(r"-+", "-", re.sub(r"[^\d\-+]", "", plain)).strip("-")
    return plain if 9 <= len(re.sub(r"\D", "", plain)) <= 12 else None


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
ENGLISH_DAYS = (
    re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s.,\-]*(?:of\s*)?{_MONTH}[\s.,\-]*{_YEAR}", re.IGNORECASE),
    re.compile(rf"(?<![a-z]){_MONTH}[\s.]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s.,]*{_YEAR}", re.IGNORECASE),
)  # 4/5/1958 is either of two days, and stays unread


def _english_day(text: str) -> str | None:
    """The ISO date of `4 May 1958` or `May 4, 1958`, spaces or none between; None where it is no date."""
    found = next((hit for pattern in ENGLISH_DAYS if (hit := pattern.search(text))), None)
    if found is None:
        return None
    try:
        return date(int(found["year"]), _MONTHS.index(found["month"][:3].lower()) + 1, int(found["day"])).isoformat()
    except ValueError:
        return None


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
