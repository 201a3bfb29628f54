"""The other papers of a packet: resident record, power of attorney, money orders, envelope, an empty reverse."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from maker.people import Person, in_era
from maker.sheet import Sheet


@dataclass(frozen=True)
class MoneyOrder:
    """One postal money order; `title`: its kind; `payee`: what the sender wrongly wrote on the payee's line."""

    serial: str
    amount: int
    issued_on: date
    title: str = "定額小為替"
    payee: str = ""


def draw_resident_record(head: Person, member: Person, issued_on: date, dice: random.Random) -> Sheet:
    """住民票の写し of a household of two; the first person is the one who asks."""
    sheet = Sheet("juminhyo", dice)
    sheet.print_text(78, 18, "住　民　票　（見本）", 6)
    sheet.box((16, 32, 194, 44))
    sheet.print_text(19, 35.5, "住所", 3.6, "gothic")
    sheet.line(44, 32, 44, 44)
    sheet.print_text(47, 35.3, head.address, 4, purpose="readable")
    sheet.box((16, 44, 194, 54))
    sheet.print_text(19, 46.8, "世帯主", 3.6, "gothic")
    sheet.line(44, 44, 44, 54)
    sheet.print_text(47, 46.6, head.name.replace(" ", "　"), 4, purpose="readable")
    _resident(sheet, 60, 1, head, "世帯主", "readable")
    _resident(sheet, 122, 2, member, "子", "household_member")
    sheet.print_text(22, 196, "この写しは、世帯全員の住民票の原本と相違ないことを証明する。", 4)
    sheet.print_text(22, 210, in_era(issued_on), 4.2)
    sheet.print_text(96, 222, f"{head.city}長", 5)
    sheet.seal(150, 226, "区長印", 18)
    return sheet


def _resident(sheet: Sheet, y: float, number: int, who: Person, relation: str, purpose: str) -> None:
    sheet.box((16, y, 194, y + 56))
    sheet.print_text(18, y + 24, str(number), 4.5)
    sheet.line(26, y, 26, y + 56)
    rows: Sequence[tuple[str, str, str]] = (
        ("氏名", who.name.replace(" ", "　"), purpose),
        ("生年月日", in_era(who.birth_date), purpose),
        ("続柄", relation, ""),
        ("本籍", who.domicile, "domicile"),
        ("筆頭者", who.surname + "　" + "誠一", ""),
        ("住民となった日", in_era(max(who.birth_date, date(2010, 4, 1))), ""),
    )
    for i, (label, value, mark) in enumerate(rows):
        top = y + i * 9.3
        if i:
            sheet.line(26, top, 194, top)
        sheet.print_text(28, top + 2.6, label, 3.4, "gothic")
        sheet.print_text(60, top + 2.4, value, 4, purpose=mark)
    sheet.line(57, y, 57, y + 56)


def draw_power_of_attorney(person: Person, agent: Person, day: date, dice: random.Random, hand: str) -> Sheet:
    """委任状 for a disclosure request."""
    sheet = Sheet("poa", dice, hand=hand)
    sheet.print_text(84, 24, "委　任　状", 8)
    sheet.print_text(22, 48, "私は、次の者を代理人と定め、下記の権限を委任します。", 4.4)
    sheet.print_text(22, 62, "（代理人）　住所", 4.2)
    sheet.write(62, 61, agent.address, 4.8, "readable", 128)
    sheet.print_text(22, 74, "　　　　　　氏名", 4.2)
    sheet.write(62, 72.6, agent.name, 5.6, "readable")
    sheet.print_text(100, 92, "記", 4.6)
    sheet.print_text(26, 104, "１　株式会社ロココに対する、私の保有個人データの開示請求に関する", 4.4)
    sheet.print_text(26, 112, "　　一切の手続及び回答書類の受領に関すること", 4.4)
    sheet.write(28, 136, in_era(day), 5)
    sheet.print_text(22, 154, "（委任者）　住所", 4.2)
    sheet.write(62, 153, person.address, 4.8, "readable", 128)
    sheet.print_text(22, 168, "　　　　　　氏名", 4.2)
    sheet.write(62, 166.6, person.name, 5.8, "readable")
    sheet.print_text(150, 168, "印", 4, ink="grey")
    sheet.seal(152, 169.5, person.surname, 12)
    return sheet


def draw_money_orders(orders: Sequence[MoneyOrder], dice: random.Random) -> Sheet:
    """One certificate below the other, each with its payment slip still joined, the payee's line left empty."""
    sheet = Sheet("money_order", dice)
    for i, order in enumerate(orders):
        _money_order(sheet, order, 28 + i * 112)
    return sheet


def _money_order(sheet: Sheet, order: MoneyOrder, y: float) -> None:
    sheet.box((20, y, 190, y + 96), 0.4, (243, 247, 240))
    sheet.line(128, y, 128, y + 96, 0.2, "grey")
    sheet.print_text(40, y + 5, f"{order.title}証書", 6.5)
    sheet.print_text(104, y + 6, "見本", 4.5, ink="grey")
    sheet.print_text(26, y + 18, "記号番号", 3.4, "gothic")
    sheet.print_text(46, y + 17, order.serial, 5, "gothic")
    sheet.print_text(26, y + 30, "金額", 3.8, "gothic")
    sheet.print_text(46, y + 27.5, f"￥{order.amount:,}※", 8, "gothic")
    sheet.print_text(26, y + 44, "この証書と引換えに上記の金額をお支払いします。", 3.2)
    sheet.print_text(26, y + 54, "おところ", 3.2, "gothic")
    sheet.line(44, y + 59, 124, y + 59)
    sheet.print_text(26, y + 65, "おなまえ（受取人）", 3.2, "gothic")
    sheet.line(58, y + 70, 124, y + 70)
    if order.payee:
        sheet.write(60, y + 63.6, order.payee, 4.6, width=62)
    sheet.print_text(26, y + 78, "発行日", 3.2, "gothic")
    sheet.print_text(42, y + 77.2, in_era(order.issued_on), 4)
    sheet.office_stamp(108, y + 82, ("大阪中央", f"{order.issued_on:%y.%m.%d}".lstrip("0"), "郵便局"))
    sheet.print_text(134, y + 6, f"{order.title}払渡票", 4.2)
    sheet.print_text(134, y + 20, "記号番号", 3, "gothic")
    sheet.print_text(134, y + 26, order.serial, 4.2, "gothic")
    sheet.print_text(134, y + 38, f"金額　￥{order.amount:,}※", 4.6, "gothic")


def draw_envelope(person: Person, dice: random.Random, hand: str) -> Sheet:
    """The envelope's back, with the sender."""
    sheet = Sheet("envelope", dice, hand=hand)
    sheet.box((40, 40, 170, 260), 0.3, (236, 226, 206), "grey")
    sheet.print_text(66, 52, "簡易書留", 5.5, "gothic", ink="red")
    sheet.write(52, 76, "株式会社ロココ　個人情報センター　御中", 4.8, width=112)
    sheet.print_text(52, 196, "差出人", 3.6)
    sheet.write(52, 206, f"〒{person.postcode}", 4.8)
    sheet.write(52, 216, person.address, 4.8, "readable", 112)
    sheet.write(52, 228, person.name, 5.8, "readable")
    return sheet


def draw_blank(dice: random.Random) -> Sheet:
    """An empty reverse side."""
    return Sheet("blank", dice)
