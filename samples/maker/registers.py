"""Papers that prove authority: the computer form of the family register, and what the registry of guardianship certifies."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from maker.people import Person, in_era
from maker.sheet import Sheet

_LEFT, _WALL, _RIGHT = 16.0, 60.0, 194.0
Entry = tuple[str, str, str]  # 【label】, value, purpose of its mark


@dataclass(frozen=True)
class Family:
    """A register: who asks as parent, the child for whom, the other parent (with the name before the marriage), a sibling."""

    parent: Person
    child: Person
    mate: Person
    maiden: str
    sibling: Person


def draw_family_register(family: Family, issued_on: date, dice: random.Random) -> Sheet:
    """戸籍謄本 as the computer prints it (全部事項証明)."""
    sheet, head = Sheet("koseki", dice, face="serif"), family.parent
    sheet.print_text(136, 10, "（１の１）　全部事項証明", 4.2)
    sheet.print_text(18, 10, "見本", 5, ink="grey")
    y = _row(sheet, 18, "本　　籍", head.domicile, "domicile")
    y = _row(sheet, y, "氏　　名", head.name.replace(" ", "　"), "readable")
    y = _block(sheet, y + 2, ("戸籍事項", "　戸籍編製"), [("編製日", in_era(_wedding(family)), "")])
    y = _member(sheet, y, _spouse(head, head.surname, "夫", "readable", "長男"), _marriage(family, head, family.mate))
    y = _member(
        sheet,
        y,
        _spouse(family.mate, family.maiden, "妻", "household_member", "二女"),
        _marriage(family, family.mate, head),
    )
    y = _member(sheet, y, _born(family, family.child, "readable", "長男"), _birth(head, family.child, ""))
    y = _member(
        sheet,
        y,
        _born(family, family.sibling, "household_member", "長女"),
        _birth(head, family.sibling, "household_member"),
    )
    sheet.line(_LEFT, y, _RIGHT, y)
    sheet.print_text(22, y + 5, "発行番号　000123", 3.4)
    sheet.print_text(22, y + 11, "これは、戸籍に記録されている事項の全部を証明した書面である。", 3.8)
    sheet.print_text(30, y + 19, in_era(issued_on), 4)
    sheet.print_text(96, y + 19, f"{head.city}長　見本太郎", 4.6)
    sheet.seal(158, y + 21, "区長印", 16)
    return sheet


def _row(sheet: Sheet, y: float, label: str, value: str, purpose: str) -> float:
    sheet.box((_LEFT, y, _RIGHT, y + 9))
    sheet.line(_WALL, y, _WALL, y + 9)
    sheet.print_text(_LEFT + 4, y + 2.4, label, 4)
    sheet.print_text(_WALL + 3, y + 2.2, value, 4.2, purpose=purpose)
    return y + 9


def _block(sheet: Sheet, y: float, heads: Sequence[str], entries: Sequence[Entry]) -> float:
    """One part of the register: its heads on the left, its entries on the right. Its lower end."""
    step = 5.6
    height = max(len(heads), len(entries)) * step + 1.6
    sheet.box((_LEFT, y, _RIGHT, y + height))
    sheet.line(_WALL, y, _WALL, y + height)
    for i, text in enumerate(heads):
        sheet.print_text(_LEFT + 2, y + 1 + i * step, text, 3.5)
    for i, (label, value, purpose) in enumerate(entries):
        left = sheet.print_text(_WALL + 3, y + 1 + i * step, f"【{label}】", 3.6)[2]
        sheet.print_text(left + 0.6, y + 1 + i * step, value, 3.6, purpose=purpose)
    return y + height


def _member(sheet: Sheet, y: float, who: Sequence[Entry], event: tuple[str, Sequence[Entry]]) -> float:
    y = _block(sheet, y, ("戸籍に記録されている者",), who)
    return _block(sheet, y, ("身分事項", f"　{event[0]}"), event[1])


def _given(person: Person) -> str:
    return person.name.split()[1]


def _spouse(person: Person, born: str, role: str, purpose: str, place: str) -> Sequence[Entry]:
    father, mother = f"{born}一夫", f"{born}節子"
    return (
        ("名", _given(person), purpose),
        ("生年月日", in_era(person.birth_date), purpose),
        ("父", f"{father}　【母】{mother}　【続柄】{place}　【配偶者区分】{role}", ""),
    )


def _born(family: Family, child: Person, purpose: str, place: str) -> Sequence[Entry]:
    parent = family.parent.name.replace(" ", "")
    return (
        ("名", _given(child), purpose),
        ("生年月日", in_era(child.birth_date), purpose),
        ("父", f"{parent}　【続柄】{place}", ""),
    )


def _wedding(family: Family) -> date:
    return date(family.parent.birth_date.year + 23, 5, 12)


def _marriage(family: Family, who: Person, other: Person) -> tuple[str, Sequence[Entry]]:
    purpose = "household_member" if other is family.mate else ""
    entries = (
        ("婚姻日", in_era(_wedding(family)), ""),
        ("配偶者氏名", other.name.replace(" ", ""), purpose),
        ("従前戸籍", f"{who.domicile}", "domicile"),
    )
    return "婚　　姻", entries


def _birth(parent: Person, child: Person, purpose: str) -> tuple[str, Sequence[Entry]]:
    entries = (
        ("出生日", in_era(child.birth_date), purpose),
        ("出生地", parent.city, ""),
        ("届出人", "父", ""),
    )
    return "出　　生", entries


def draw_guardianship(ward: Person, guardian: Person, issued_on: date, dice: random.Random) -> Sheet:
    """登記事項証明書（後見）."""
    sheet = Sheet("koken_toki", dice, face="serif")
    sheet.print_text(74, 14, "登記事項証明書", 7)
    sheet.print_text(20, 15, "見本", 5, ink="grey")
    sheet.print_text(96, 27, "後　見", 5)
    court = f"{ward.prefecture.rstrip('都府県')}家庭裁判所"
    y = _titled(sheet, 40, "後見開始の裁判", (
        ("裁　判　所", court, ""), ("事件の表示", f"令和3年（家）第{dice.randrange(1000, 9999)}号", ""),
        ("裁判の確定日", in_era(date(2021, 3, 9)), ""), ("登記年月日", in_era(date(2021, 3, 16)), ""),
        ("登記番号", f"第2021-{dice.randrange(10000, 99999)}号", ""),
    ))  # fmt: skip
    y = _titled(sheet, y + 5, "成年被後見人", (
        ("氏　　名", ward.name, "readable"), ("生年月日", in_era(ward.birth_date), "readable"),
        ("住　　所", ward.address, "readable"), ("本　　籍", ward.domicile, "domicile"),
    ))  # fmt: skip
    y = _titled(sheet, y + 5, "成年後見人", (
        ("氏　　名", guardian.name, "readable"), ("住　　所", guardian.address, "readable"),
        ("選任の裁判確定日", in_era(date(2021, 3, 9)), ""), ("登記年月日", in_era(date(2021, 3, 16)), ""),
    ))  # fmt: skip
    sheet.print_text(22, y + 12, "上記のとおり後見登記等ファイルに記録されていることを証明する。", 4)
    _registrar(sheet, y + 26, ward, issued_on)
    return sheet


def _titled(sheet: Sheet, y: float, title: str, entries: Sequence[Entry]) -> float:
    sheet.print_text(20, y, title, 4.4, "gothic")
    sheet.box((18, y + 7, 192, y + 9 + 7.6 * len(entries)))
    for i, (label, value, purpose) in enumerate(entries):
        left = sheet.print_text(22, y + 9.4 + i * 7.6, f"【{label}】", 4)[2]
        sheet.print_text(left + 1, y + 9.4 + i * 7.6, value, 4, purpose=purpose)
    return y + 9 + 7.6 * len(entries)


def _registrar(sheet: Sheet, y: float, person: Person, issued_on: date) -> None:
    sheet.print_text(30, y, in_era(issued_on), 4.2)
    sheet.print_text(50, y + 11, f"{person.prefecture.rstrip('都府県')}法務局　登記官　見本花子", 4.8)
    sheet.seal(158, y + 13, "登記官", 16)
    sheet.print_text(22, y + 26, f"［証明書番号］　{issued_on:%Y}-0301-00123", 3.6)


def draw_not_registered(person: Person, issued_on: date, dice: random.Random) -> Sheet:
    """登記されていないことの証明書: it proves that there is no guardian, the opposite of what is needed."""
    sheet = Sheet("koken_toki", dice, face="serif")
    sheet.print_text(50, 18, "登記されていないことの証明書", 7)
    sheet.print_text(20, 30, "見本", 5, ink="grey")
    rows = (
        ("①氏　名", person.name.replace(" ", "　"), "readable"),
        ("②生年月日", in_era(person.birth_date), "readable"),
        ("③住　所", person.address, "readable"),
        ("④本　籍", person.domicile, "domicile"),
    )
    for i, (label, value, purpose) in enumerate(rows):
        top = 44 + i * 15
        sheet.box((20, top, 190, top + 15))
        sheet.line(54, top, 54, top + 15)
        sheet.print_text(23, top + 5, label, 4)
        sheet.print_text(58, top + 4.8, value, 4.4, purpose=purpose)
    sheet.rows(
        24, 118, ("上記の者について、後見登記等ファイルに成年被後見人、被保佐人とする", "記録がないことを証明する。")
    )
    _registrar(sheet, 144, person, issued_on)
    return sheet
