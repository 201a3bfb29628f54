"""A driver's licence as it looks on a photocopy: enlarged on an otherwise empty sheet, and marked as a specimen."""

import random
from dataclasses import dataclass
from datetime import date

from maker.card import Card
from maker.people import Person, in_era
from maker.sheet import Sheet


@dataclass(frozen=True)
class Licence:
    """A licence; `domicile`: "" no such line (since 2010), "shown", or "masked" by the sender."""

    holder: Person
    expires_on: date
    domicile: str = ""


def draw_licence(licence: Licence, dice: random.Random, at: tuple[float, float] = (36.0, 60.0)) -> Sheet:
    """The front of the licence on a sheet of A4."""
    sheet = Sheet("licence", dice)
    place = Card(sheet, at, (238, 243, 240))
    place.specimen(71, 11)
    place.text(33, 31, "運転免許証", 3.0)
    place.text(3, 2.5, "氏名", 2.2)
    place.text(10, 2, licence.holder.name, 3.2, "readable")
    place.text(47, 2.4, f"{in_era(licence.holder.birth_date)}生", 2.4, "readable")
    _domicile_and_address(place, licence)
    place.text(3, 16.4, f"交付 {in_era(date(licence.expires_on.year - 5, 11, 2))} {dice.randrange(10000, 99999)}", 2.4)
    place.band(3, 20.2, 82, 24.4)
    place.text(5, 20.8, f"{in_era(licence.expires_on)}まで有効", 3.0)
    place.text(3, 26, "免許の", 1.9)
    place.text(3, 28.4, "条件等", 1.9)
    place.text(11, 27, dice.choice(("眼鏡等", "ＡＴ車に限る")), 2.3)
    place.text(3, 36, f"番号 第 {dice.randrange(10**11, 10**12 - 1)} 号", 2.9)
    _classes(place, licence.holder)
    place.photo()
    return sheet


def _domicile_and_address(place: Card, licence: Licence) -> None:
    y = 7.6
    if licence.domicile:
        place.text(3, y, "本籍", 2.2)
        box = place.text(10, y, licence.holder.domicile, 2.5, "domicile" if licence.domicile == "shown" else "")
        if licence.domicile == "masked":
            place.sheet.blot(box)
        y += 4.4
    place.text(3, y, "住所", 2.2)
    place.text(10, y - 0.1, licence.holder.address, 2.5, "readable")


def _classes(place: Card, holder: Person) -> None:
    first = holder.birth_date.year + 19
    dates = (in_era(date(first, 6, 8)), in_era(date(first + 2, 9, 20)), "平成00年00月00日")
    for i, (label, day) in enumerate(zip(("二・小・原", "他", "二種"), dates, strict=True)):
        place.text(3, 40.6 + i * 3.4, label, 1.9)
        place.text(13.5, 40.6 + i * 3.4, day, 1.9)
    place.text(34, 41, "種類", 2.0)
    place.text(39.5, 41, "普通　原付　―", 2.1)
    place.text(34, 47.5, f"{holder.prefecture}公安委員会", 2.6)
