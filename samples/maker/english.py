"""The request form for those who ask in English, with English labels or with both languages, filled in by hand."""

import random
from dataclasses import dataclass
from datetime import date

from maker.people import Person
from maker.sheet import Sheet, fitted

KINDS = {
    "purpose_notice": ("Notification of the purpose of use", "利用目的の通知"),
    "disclosure": ("Disclosure", "開示"),
    "tp_records": ("Disclosure of records of third-party provision", "第三者提供記録の開示"),
    "correction": ("Correction, addition or deletion", "訂正・追加・削除"),
    "suspend_erase": ("Suspension of use or erasure", "利用停止・消去"),
    "stop_provision": ("Stop of provision to third parties", "第三者提供の停止"),
}
_LEFT, _WALL, _RIGHT = 18.0, 64.0, 192.0


@dataclass(frozen=True)
class EnglishRequest:
    """What is asked; `company`: to whom the form is addressed; `day_style`: how dates are written by hand."""

    person: Person
    kinds: tuple[str, ...]
    day: date
    details: str
    company: str
    bilingual: bool = False
    day_style: str = "long"  # long: 18 November 2026; iso: 2026-11-18; slashes: 2026/11/18
    tick: str = "check"


def written(day: date, style: str) -> str:
    """A date as an English speaker in Japan writes it."""
    if style == "long":
        return f"{day.day} {day:%B} {day.year}"
    return day.isoformat() if style == "iso" else f"{day.year}/{day.month}/{day.day}"


def draw_english_form(request: EnglishRequest, dice: random.Random, hand: str, ink: str) -> Sheet:
    """The form, filled in and signed."""
    sheet = Sheet("request_form", dice, hand=hand, ink=ink, tick=request.tick, face="latin")
    titles = ["Request for Disclosure, etc. of Personal Data"]
    titles = ["保有個人データ開示等請求書", *titles] if request.bilingual else titles
    for i, title in enumerate(titles):
        sheet.print_text(18, 13 + i * 10, title, 6.4 - i * 1.6, "latin")
    sheet.print_text(18, 33, f"To: {request.company}", 4.2, "latin")
    sheet.print_text(112, 41, _label(request, "Date", "請求日"), 3.8, "latin")
    sheet.write(142, 40, written(request.day, request.day_style), 4.6)
    y = _person(sheet, request, 52)
    y = _kinds(sheet, request, y + 5)
    y = _row(sheet, y + 2, 24, _label(request, "Details of the request", "請求の内容"))
    for i, line in enumerate(_wrapped(request.details, 46)):
        sheet.write(_WALL + 3, y - 22 + i * 7, line, 4.2, width=122)
    _signature(sheet, request, y + 4)
    return sheet


def _label(request: EnglishRequest, english: str, japanese: str, number: str = "") -> str:
    return f"{number}{japanese} / {english}" if request.bilingual else number + english


def _row(sheet: Sheet, y: float, height: float, label: str) -> float:
    sheet.box((_LEFT, y, _RIGHT, y + height))
    sheet.line(_WALL, y, _WALL, y + height)
    size = fitted("latin", label, 3.5, _WALL - _LEFT - 4)
    sheet.print_text(_LEFT + 2, y + height / 2 - 2.6, label, size, "latin")
    return y + height


def _person(sheet: Sheet, request: EnglishRequest, y: float) -> float:
    who = request.person
    sheet.print_text(_LEFT, y - 6.5, _label(request, "The person", "ご本人", "1. "), 4, "latin")
    rows = (
        (12, ("Full name", "氏名"), who.name, 5.4, "readable"),
        (10, ("Date of birth", "生年月日"), written(who.birth_date, request.day_style), 4.6, "readable"),
        (10, ("Postal code", "郵便番号"), who.postcode, 4.6, ""),
        (12, ("Address", "住所"), who.address, 4.8, "readable"),
        (10, ("Telephone", "電話番号"), who.phone, 4.6, ""),
        (10, ("E-mail", "メールアドレス"), who.email, 4.4, ""),
    )
    for height, label, value, size, purpose in rows:
        y = _row(sheet, y, height, _label(request, *label))
        sheet.write(_WALL + 3, y - height / 2 - size * 0.62, value, size, purpose, 120)
    return y


def _kinds(sheet: Sheet, request: EnglishRequest, y: float) -> float:
    sheet.print_text(_LEFT, y, _label(request, "I request (please tick)", "請求の種類", "2. "), 4, "latin")
    y += 8
    for code, label in KINDS.items():
        sheet.tick_box(_LEFT + 4, y, _label(request, *label), ticked=code in request.kinds)
        y += 7.4
    return y


def _signature(sheet: Sheet, request: EnglishRequest, y: float) -> None:
    _row(sheet, y, 14, _label(request, "Signature", "署名"))
    sheet.write(_WALL + 6, y + 4, request.person.name, 6.4)
    texts = (
        "* Please enclose a copy of an identity document that shows your present address.",
        "* Please black out the domicile of origin and any My Number before you send a copy.",
    )
    for i, text in enumerate(texts):
        sheet.print_text(_LEFT, y + 19 + i * 5.5, text, 3.2, "latin")


def _wrapped(text: str, width: int) -> list[str]:
    """A text in lines of at most `width` letters."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
