"""A prescribed form, printed by `kaiji forms` and filled in by hand at the places that its geometry file names."""

import json
import random
import tempfile
from datetime import date
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import ImageChops

from maker.people import Person
from maker.sheet import DPI, Sheet


def forms_are_printed() -> bool:
    """Whether this kaiji prints forms; the samples on such paper are left out where it does not."""
    return find_spec("tasks.forms") is not None and find_spec("tasks.forms.write_forms") is not None


@cache
def blank_forms(policy: str) -> tempfile.TemporaryDirectory[str]:
    """A folder with all papers of a policy, as `kaiji forms --policy P --out DIR` writes them; gone when the run ends."""
    codes, forms, policies = (
        import_module(f"tasks.{name}") for name in ("case.codes_text", "forms.write_forms", "policy")
    )
    folder = tempfile.TemporaryDirectory(prefix="kaiji-forms-")
    list(forms.write_forms(policies.load_policy(policy), Path(folder.name), tuple(codes.FormLanguage)))
    return folder


class PrescribedForm:
    """The page of a form that is sent in; answers go by the field's name and, where a field has several boxes, the part."""

    def __init__(self, policy: str, form: str, dice: random.Random, hand: str, ink: str) -> None:
        folder = Path(blank_forms(policy).name)
        self._fields: list[dict[str, Any]] = json.loads((folder / f"{form}.json").read_text(encoding="utf-8"))["fields"]
        page = self._fields[0]["page"]
        self.sheet = Sheet("request_form", dice, hand=hand, ink=ink)
        printed = pypdfium2.PdfDocument(folder / f"{form}.pdf")[page - 1].render(scale=DPI / 72).to_pil().convert("RGB")
        self.sheet.image.paste(ImageChops.multiply(self.sheet.image, printed.resize(self.sheet.image.size)))

    def _box(self, name: str, part: str = "") -> dict[str, Any]:
        return next(each for each in self._fields if each["name"] == name and each.get("part", "") == part)

    def write(self, name: str, text: str, part: str = "", purpose: str = "") -> None:
        """One line of writing."""
        left, top, right, bottom = self._box(name, part)["box"]
        size = min(6.0, 0.56 * (bottom - top))
        self.sheet.write(left + 3, (top + bottom) / 2 - size * 0.6, text, size, purpose, right - left - 8)

    def digits(self, name: str, text: str, part: str = "", *, right: bool = False) -> None:
        """A digit in each cell, from the left or up to the right end."""
        cells = self._box(name, part)["cells"]
        for cell, digit in zip(cells[len(cells) - len(text) :] if right else cells, text, strict=False):
            self.sheet.write((cell[0] + cell[2]) / 2 - 1.6, (cell[1] + cell[3]) / 2 - 3.4, digit, 5.6)

    def tick(self, name: str, part: str) -> None:
        """A tick in a box."""
        left, top, right, _ = self._box(name, part)["box"]
        self.sheet.tick_mark(left, top, right - left)

    def day(self, name: str, day: date, *, western: bool = False) -> None:
        """A date: the era ticked, and its digits."""
        starts = (("reiwa", date(2019, 5, 1)), ("heisei", date(1989, 1, 8)), ("showa", date(1926, 12, 25)))
        era, start = next((era, start) for era, start in starts if day >= start)
        self.tick(name, "western" if western else era)
        self.digits(name, str(day.year if western else day.year - start.year + 1), "year", right=True)
        self.digits(name, str(day.month), "month", right=True)
        self.digits(name, str(day.day), "day", right=True)

    def person(self, person: Person, *, western: bool = False) -> None:
        """Who asks."""
        self.write("person.kana", person.kana)
        self.write("person.name", person.name, purpose="readable")
        code, lot = person.postcode.split("-")
        self.digits("person.postcode", code, "1")
        self.digits("person.postcode", lot, "2")
        cut = next(i for i, letter in enumerate(person.address) if letter.isdigit())
        self.write("person.address", person.address[:cut], "1", "readable")
        self.write("person.address", person.address[cut:], "2", "readable")
        self.day("person.birth_date", person.birth_date, western=western)
        self.digits("person.phone", person.phone.replace("-", ""))
        self.write("person.email", person.email)

    def sign(self, person: Person, *, seal: bool) -> None:
        """A seal, or the name as a signature."""
        left, top, right, bottom = self._box("form.signature")["box"]
        middle = (top + bottom) / 2
        if seal:
            self.sheet.seal((left + right) / 2, middle, person.surname)
        else:
            self.sheet.write(left + 6, middle - 4, person.name, 6.4)
