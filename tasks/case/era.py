"""Reads and writes dates as they stand on Japanese paper: western, era (元号), kanji numerals, initials.

Overrun is accepted: paper printed before an era ended carries years that the era never reached (平成36年 on a licence
issued in 2017 is 2024), and no library does both this and 元年. The day meant is never in doubt, so 昭和64年1月8日 is read as
1989-01-08, up to `OVERRUN_YEARS` after the era's end; ask with `overrun=False` where such a date would be a mistake.
A day *before* its era began (令和元年4月30日) is refused: nobody could have printed it, so it was misread.
"""

import re
import unicodedata
from datetime import date
from typing import NamedTuple

OVERRUN_YEARS = 15  # the longest validity printed on an identity document is ten years


class Era(NamedTuple):
    """One era: its name, its initial and its first day (DOMAIN section 3; 明治 by the proleptic Gregorian calendar)."""

    name: str
    initial: str
    begins: date


ERAS = (
    Era("明治", "M", date(1868, 1, 25)),
    Era("大正", "T", date(1912, 7, 30)),
    Era("昭和", "S", date(1926, 12, 25)),
    Era("平成", "H", date(1989, 1, 8)),
    Era("令和", "R", date(2019, 5, 1)),
)
_BY_NAME = {key: i for i, era in enumerate(ERAS) for key in (era.name, era.initial)}

_KANJI_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "壱": 1, "弐": 2, "参": 3}
_KANJI_UNITS = {"十": 10, "拾": 10, "百": 100, "千": 1000}
KANJI_NUMERALS = "".join(_KANJI_DIGITS) + "".join(_KANJI_UNITS)

_ERA_NAMES = "|".join(era.name for era in ERAS)
_YEAR = rf"(?P<era>{_ERA_NAMES}|(?<![A-Za-z])[MTSHRmtshr])?[.]?(?P<year>\d{{1,4}}|元)"
_DAY = r"(?P<day>\d{1,2}(?=日)|\d{2}(?!\d)|(?<!月)\d(?!\d))"  # 月 asks for 日: a lone digit may have lost its neighbour
_DATE = re.compile(rf"(?<!\d){_YEAR}(?:年|[./-])(?P<month>\d{{1,2}})(?:月|[./-]){_DAY}")
_ASIDE = re.compile(r"\(([^()]*)\)")  # 2027年(令和9年)12月25日
_ASIDE_YEAR = re.compile(rf"^(?P<era>{_ERA_NAMES}|[MTSHR])?(?P<year>\d{{1,4}}|元)年?$")
_MONTH_NAMES = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)}
_PASSPORT = re.compile(rf"(?<!\d)(\d{{1,2}})(?:\d{{1,2}}月/?)?({'|'.join(_MONTHS)})[A-Z]*[./]?(\d{{4}})(?!\d)")


def kanji_number(text: str) -> int:
    """The number a run of kanji numerals writes, by place (二〇二六) or by units (二十六, 千九百)."""
    if not any(c in _KANJI_UNITS for c in text):
        return int("".join(str(_KANJI_DIGITS[c]) for c in text))
    total = digit = 0
    for c in text:
        if c in _KANJI_UNITS:
            total, digit = total + (digit or 1) * _KANJI_UNITS[c], 0
        else:
            digit = digit * 10 + _KANJI_DIGITS[c]
    return total + digit


def _plain(text: str) -> str:
    folded = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).translate(str.maketrans("‐−–—ー・", "-----."))
    return re.sub(rf"[{KANJI_NUMERALS}]+", lambda run: str(kanji_number(run[0])), folded)


def _western_year(era_name: str | None, year_text: str) -> int | None:
    if era_name is None:
        return int(year_text) if len(year_text) == 4 else None
    year = 1 if year_text == "元" else int(year_text)
    return ERAS[_BY_NAME[era_name.upper()]].begins.year + year - 1 if 1 <= year <= 99 else None


def _fits_era(day: date, era_name: str, *, overrun: bool) -> bool:
    index = _BY_NAME[era_name.upper()]
    if day < ERAS[index].begins:
        return False
    ends = ERAS[index + 1].begins if index + 1 < len(ERAS) else date.max
    return day < ends or (overrun and day.year <= ends.year + OVERRUN_YEARS)


def _asides_agree(text: str, year: int) -> bool:
    """Whether every year that stands in brackets beside the date is the same year."""
    beside = (_ASIDE_YEAR.match(aside) for aside in _ASIDE.findall(text))
    return all(_western_year(m["era"], m["year"]) in (year, None) for m in beside if m)


def parse_date(text: str, *, overrun: bool = True) -> date | None:
    """The first date written in `text`, or None: for a blank line (令和 年 月 日), an impossible day, or two years at odds.

    Reads 2026年11月20日, 2026/11/20, 2026-11-20, 2026.11.20, 令和8年11月20日, R8.11.20, 令和八年十一月二十日, 元年, both years
    together (2027年(令和9年)12月25日) and a passport's 20 NOV 2026, in any width.
    """
    plain = _plain(text)
    found = _DATE.search(_ASIDE.sub("", plain)) or _DATE.search(plain)
    if found is None:
        return _parse_passport_date(plain)
    year = _western_year(found["era"], found["year"])
    day = _day(year, int(found["month"]), int(found["day"]))
    if day is None or not _asides_agree(plain, day.year):
        return None
    return day if found["era"] is None or _fits_era(day, found["era"], overrun=overrun) else None


def _parse_passport_date(plain: str) -> date | None:
    found = _PASSPORT.search(plain.upper())
    return _day(int(found[3]), _MONTHS[found[2]], int(found[1])) if found else None


def _day(year: int | None, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year else None
    except ValueError:
        return None


def format_era(day: date) -> str:
    """`day` as a letter prints it (令和8年11月20日, 令和元年5月1日); ValueError before 明治."""
    for era in reversed(ERAS):
        if day >= era.begins:
            year = day.year - era.begins.year + 1
            return f"{era.name}{'元' if year == 1 else year}年{day.month}月{day.day}日"
    raise ValueError("the day lies before 明治, the first era kaiji writes")


def format_long(day: date) -> str:
    """`day` as an English letter prints it: 15 September 2026, whatever the machine's locale."""
    return f"{day.day} {_MONTHS_IN_FULL[day.month - 1]} {day.year}"


_MONTHS_IN_FULL = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def iso_day(text: str | None) -> date | None:
    """The day of a field's canonical form (2026-11-20); None for nothing and for anything else."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
