"""A driver's licence as it looks on a photocopy: enlarged on an otherwise empty sheet, and marked as a specimen."""

import random
from dataclasses import dataclass
from datetime import date

from maker.people import Person, in_era
from maker.sheet import PX, Box, Sheet

_SCALE = 1.55


@dataclass(frozen=True)
class Licence:
    """A licence; `domicile`: "" no such line (since 2010), "shown", or "masked" by the sender."""

    holder: Person
    expires_on: date
    domicile: str = ""


def draw_licence(licence: Licence, dice: random.Random, at: tuple[float, float] = (36.0, 60.0)) -> Sheet:
    """The front of the licence on a sheet of A4."""
    sheet = Sheet("licence", dice)
    place = _Card(sheet, at)
    place.frame()
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


def _domicile_and_address(place: "_Card", licence: Licence) -> None:
    y = 7.6
    if licence.domicile:
        place.text(3, y, "本籍", 2.2)
        box = place.text(10, y, licence.holder.domicile, 2.5, "domicile" if licence.domicile == "shown" else "")
        if licence.domicile == "masked":
            place.sheet.blot(box)
        y += 4.4
    place.text(3, y, "住所", 2.2)
    place.text(10, y - 0.1, licence.holder.address, 2.5, "readable")


def _classes(place: "_Card", holder: Person) -> None:
    first = holder.birth_date.year + 19
    dates = (in_era(date(first, 6, 8)), in_era(date(first + 2, 9, 20)), "平成00年00月00日")
    for i, (label, day) in enumerate(zip(("二・小・原", "他", "二種"), dates, strict=True)):
        place.text(3, 40.6 + i * 3.4, label, 1.9)
        place.text(13.5, 40.6 + i * 3.4, day, 1.9)
    place.text(34, 41, "種類", 2.0)
    place.text(39.5, 41, "普通　原付　―", 2.1)
    place.text(34, 47.5, f"{holder.prefecture}公安委員会", 2.6)


class _Card:
    """A card on the sheet; places are millimetres of the card itself."""

    def __init__(self, sheet: Sheet, at: tuple[float, float]) -> None:
        self.sheet, self._at = sheet, at

    def _place(self, x: float, y: float) -> tuple[float, float]:
        return self._at[0] + x * _SCALE, self._at[1] + y * _SCALE

    def frame(self) -> None:
        left, top = self._place(0, 0)
        right, bottom = self._place(85.6, 54)
        box = [side * PX for side in (left, top, right, bottom)]
        self.sheet.draw.rounded_rectangle(
            box, radius=3.2 * _SCALE * PX, outline=(90, 90, 90), width=2, fill=(238, 243, 240)
        )
        self.text(71, 11, "見本", 4.5, ink="grey")
        self.text(33, 31, "運転免許証", 3.0)

    def text(self, x: float, y: float, text: str, size: float, purpose: str = "", ink: str = "print") -> Box:
        left, top = self._place(x, y)
        return self.sheet.print_text(left, top, text, size * _SCALE, "gothic", purpose, ink)

    def band(self, x1: float, y1: float, x2: float, y2: float) -> None:
        left, top = self._place(x1, y1)
        right, bottom = self._place(x2, y2)
        self.sheet.draw.rectangle([side * PX for side in (left, top, right, bottom)], fill=(206, 220, 232))

    def photo(self) -> None:
        left, top = self._place(61, 26)
        right, bottom = self._place(82, 51)
        draw, box = self.sheet.draw, [side * PX for side in (left, top, right, bottom)]
        draw.rectangle(box, fill=(196, 206, 218), outline=(120, 120, 120))
        middle, head = (box[0] + box[2]) / 2, (box[3] - box[1]) * 0.2
        draw.ellipse((middle - head, box[1] + 25, middle + head, box[1] + 25 + head * 2.3), fill=(150, 140, 132))
        draw.pieslice(
            (middle - head * 2, box[3] - head * 2, middle + head * 2, box[3] + head * 2), 180, 360, fill=(96, 98, 112)
        )
