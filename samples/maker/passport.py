"""A Japanese passport of before 2020-02-04: the data page with the domicile's prefecture, and the bearer's own page."""

import random
from dataclasses import dataclass
from datetime import date

from maker.people import Person
from maker.sheet import Sheet

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_PREFECTURES = {
    "東京都": "TOKYO", "大阪府": "OSAKA", "愛知県": "AICHI", "福岡県": "FUKUOKA", "宮城県": "MIYAGI", "北海道": "HOKKAIDO",
    "神奈川県": "KANAGAWA", "京都府": "KYOTO", "広島県": "HIROSHIMA", "埼玉県": "SAITAMA",
}  # fmt: skip
_LETTERS = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポ"
_SPELT = (  # noqa: SIM905 (seventy quoted strings would hide the table)
    "A I U E O KA KI KU KE KO SA SHI SU SE SO TA CHI TSU TE TO NA NI NU NE NO HA HI FU HE HO MA MI MU ME MO"
    " YA YU YO RA RI RU RE RO WA O N GA GI GU GE GO ZA JI ZU ZE ZO DA JI ZU DE DO BA BI BU BE BO PA PI PU PE PO"
).split()
_KANA = dict(zip(_LETTERS, _SPELT, strict=True))
_SMALL = {"ャ": "YA", "ュ": "YU", "ョ": "YO"}


@dataclass(frozen=True)
class Passport:
    """A passport and its number."""

    holder: Person
    issued_on: date
    expires_on: date
    number: str


def in_romaji(kana: str) -> str:
    """Katakana as a passport spells it: Hepburn, long vowels shortened."""
    text = ""
    for letter in kana:
        if letter in _SMALL:
            text = text[:-1] + (_SMALL[letter][1:] if text[:-1].endswith(("SH", "CH", "J")) else _SMALL[letter])
        else:
            text += _KANA.get(letter, "")
    return text.replace("OU", "O").replace("OO", "O").replace("UU", "U")


def draw_data_page(passport: Passport, dice: random.Random) -> Sheet:
    """The page with the portrait."""
    sheet, who, sex = Sheet("passport", dice), passport.holder, dice.choice("MF")
    surname, given = (in_romaji(part) for part in who.kana.split())
    sheet.box((14, 60, 196, 190), 0.3, (238, 240, 246), "grey")
    sheet.print_text(18, 64, "日本国　旅券", 4.6, "gothic")
    sheet.print_text(58, 65, "JAPAN  PASSPORT", 3.8, "latin")
    sheet.print_text(172, 64, "見本", 5.6, "gothic", ink="grey")
    _portrait(sheet)
    cells = (
        (66, 74, "型/Type", "P", ""), (88, 74, "発行国/Issuing country", "JPN", ""),
        (140, 74, "旅券番号/Passport No.", passport.number, ""),
        (66, 86, "姓/Surname", surname, "readable"), (66, 98, "名/Given name", given, "readable"),
        (66, 110, "国籍/Nationality", "JAPAN", ""), (124, 110, "生年月日/Date of birth", _day(who.birth_date), "readable"),
        (66, 122, "性別/Sex", sex, ""),
        (100, 122, "本籍/Registered Domicile", _PREFECTURES[_prefecture(who.domicile)], "domicile"),
        (66, 134, "発行年月日/Date of issue", _day(passport.issued_on), ""),
        (124, 134, "所持人自署/Signature of bearer", "", ""),
        (66, 146, "有効期間満了日/Date of expiry", _day(passport.expires_on), "readable"),
        (66, 158, "発行官庁/Authority", "MINISTRY OF FOREIGN AFFAIRS", ""),
    )  # fmt: skip
    for x, y, label, value, purpose in cells:
        sheet.print_text(x, y, label, 2.5, "gothic")
        if value:
            sheet.print_text(x + 2, y + 3.8, value, 4.2, "latin", purpose)
    sheet.write(126, 139, who.name, 5)
    for i, line in enumerate(_machine_readable(passport, surname, given, sex)):
        sheet.print_text(18, 173 + i * 7.5, line, 4.6, "mono")
    return sheet


def _portrait(sheet: Sheet) -> None:
    sheet.box((20, 80, 58, 132), 0.3, (196, 206, 218), "grey")
    sheet.box((31, 92, 47, 112), 0.2, (150, 140, 132), "grey")
    sheet.box((25, 114, 53, 131), 0.2, (96, 98, 112), "grey")


def _prefecture(address: str) -> str:
    return next(name for name in _PREFECTURES if address.startswith(name))


def _day(day: date) -> str:
    return f"{day.day:02} {_MONTHS[day.month - 1]} {day.year}"


def _machine_readable(passport: Passport, surname: str, given: str, sex: str) -> tuple[str, str]:
    born, until = f"{passport.holder.birth_date:%y%m%d}", f"{passport.expires_on:%y%m%d}"
    number = passport.number.ljust(9, "<")
    first = f"P<JPN{surname}<<{given}".ljust(44, "<")
    head = f"{number}{_digit(number)}JPN{born}{_digit(born)}{sex}{until}{_digit(until)}".ljust(42, "<")
    return first, f"{head}<{_digit(head)}"


def _digit(text: str) -> int:
    values = (int(c) if c.isdigit() else 0 if c == "<" else ord(c) - 55 for c in text)
    return sum(value * (7, 3, 1)[i % 3] for i, value in enumerate(values)) % 10


def draw_bearer_page(passport: Passport, dice: random.Random, hand: str) -> Sheet:
    """所持人記入欄, filled in by hand: the only place where an old passport shows an address."""
    sheet, who = Sheet("passport", dice, hand=hand), passport.holder
    sheet.box((24, 60, 186, 180), 0.3, (241, 241, 238), "grey")
    sheet.print_text(66, 66, "所持人記入欄 / BEARER", 4.6, "gothic")
    for y, label, value, size in (
        (84, "氏名 / Name", who.name, 6.0),
        (106, "現住所 / Present address", who.address, 4.8),
    ):
        sheet.print_text(30, y, label, 3.2, "gothic")
        sheet.write(34, y + 6, value, size, "readable", 146)
        sheet.line(30, y + 15, 180, y + 15, ink="grey")
    sheet.print_text(30, 128, "電話番号 / Telephone", 3.2, "gothic")
    sheet.write(34, 134, who.phone, 4.8)
    sheet.line(30, 143, 180, 143, ink="grey")
    sheet.print_text(30, 150, "事故等の場合の連絡先 / In case of accident notify", 3.2, "gothic")
    sheet.line(30, 168, 180, 168, ink="grey")
    sheet.print_text(30, 172, f"旅券番号 {passport.number}　　見本", 3.2, "gothic", ink="grey")
    return sheet
