"""Letters without a form, and what is put between or beside papers: covering letter, stamps, separator sheet."""

import random
from collections.abc import Sequence
from datetime import date

from maker.people import Person, in_era
from maker.sheet import Sheet


def draw_prose_letter(person: Person, company: str, day: date, lines: Sequence[str], dice: random.Random) -> Sheet:
    """A letter by hand on ruled paper that asks in sentences, and says below who asks."""
    sheet = Sheet("request_form", dice, hand="klee", ink="blue", face="serif")
    for i in range(24):
        sheet.line(18, 32 + i * 10, 192, 32 + i * 10, 0.15, "grey")
    sheet.write(130, 24, in_era(day), 4.8)
    sheet.write(20, 34, f"{company}　御中", 5, width=168)
    for i, line in enumerate(lines):
        sheet.write(22, 54 + i * 10, line, 4.8, width=166)
    y = 54 + (len(lines) + 1) * 10
    for label, value, purpose in (
        ("住所", person.address, "readable"),
        ("氏名", person.name, "readable"),
        ("生年月日", in_era(person.birth_date), "readable"),
        ("電話番号", person.phone, ""),
    ):
        sheet.write(30, y, label, 4.8)
        sheet.write(58, y, value, 5, purpose, 120)
        if label == "氏名":
            sheet.seal(150, y + 3, person.surname)
        y += 10
    sheet.print_text(176, 284, "見本", 4.5, ink="grey")
    return sheet


def draw_covering_letter(person: Person, company: str, lines: Sequence[str], dice: random.Random, hand: str) -> Sheet:
    """What comes with papers sent in afterwards: who sends them and why; the number of the case is not always named."""
    sheet = Sheet("other", dice, hand=hand, face="serif")
    sheet.print_text(82, 22, "書類送付のご案内", 6, "gothic")
    sheet.print_text(20, 40, f"{company}　御中", 4.4)
    sheet.rows(24, 58, lines, 4.2, 8)
    y = 58 + 8 * len(lines) + 12
    for label, value, purpose in (
        ("住所", person.address, "readable"),
        ("氏名", person.name, "readable"),
        ("電話番号", person.phone, ""),
    ):
        sheet.box((40, y, 186, y + 13))
        sheet.line(66, y, 66, y + 13)
        sheet.print_text(44, y + 4.4, label, 4, "gothic")
        sheet.write(70, y + 3.4, value, 5, purpose, 112)
        y += 13
    sheet.print_text(176, 284, "見本", 4.5, ink="grey")
    return sheet


def draw_stamps(dice: random.Random, values: Sequence[int]) -> Sheet:
    """Postage stamps on a sheet, sent in place of a money order."""
    sheet = Sheet("other", dice, hand="yusei", face="serif")
    sheet.write(30, 30, "手数料として切手を同封します。", 5)
    for i, value in enumerate(values):
        x, y = 34 + i % 4 * 34, 52 + i // 4 * 38
        sheet.box((x, y, x + 26, y + 31), 0.3, (222, 232, 240), "grey")
        sheet.print_text(x + 2, y + 2, f"{value}", 6.5, "gothic")
        sheet.print_text(x + 4, y + 24, "日本郵便", 3.4, "gothic")
        sheet.print_text(x + 8, y + 13, "見本", 4.4, ink="grey")
        sheet.print_text(x + 3, y + 28, "NIPPON", 2.2, "latin")
    return sheet


def draw_separator(dice: random.Random) -> Sheet:
    """The sheet that parts two packets in one scan."""
    sheet = Sheet("other", dice, face="serif")
    sheet.print_text(55, 40, "区切り紙　SEPARATOR", 9, "gothic")
    sheet.qr(55, 80, "KAIJI:SEPARATOR", 100)
    sheet.print_text(38, 205, "この紙の前と後は、別の封筒の書類です。", 5.4, "gothic")
    sheet.print_text(38, 216, "What lies before and after this sheet came in different envelopes.", 3.8, "latin")
    return sheet
