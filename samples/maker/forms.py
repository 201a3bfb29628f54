"""The request form as a company might print it, filled in by hand."""

import random
from dataclasses import dataclass
from datetime import date

from maker.people import Person, in_era
from maker.sheet import Sheet

KINDS = {
    "purpose_notice": "利用目的の通知",
    "disclosure": "開示",
    "tp_records": "第三者提供記録の開示",
    "correction": "訂正・追加・削除",
    "suspend_erase": "利用停止・消去",
    "stop_provision": "第三者提供の停止",
}
RELATIONS = {"delegated": "委任による代理人", "minor": "親権者（未成年者）", "guardian": "成年後見人"}
_LEFT, _LABEL, _RIGHT = 18.0, 52.0, 192.0


@dataclass(frozen=True)
class Request:
    """What is asked, by whom, on which day; `tick`: the pen's mark in a box, one of `sheet.TICKS`.

    `fee_note`: the company says on its form what the request costs.
    """

    person: Person
    kinds: tuple[str, ...]
    day: date
    details: str
    agent: Person | None = None
    relation: str = "delegated"
    tick: str = "check"
    company: str = "株式会社ロココ　個人情報センター"
    fee_note: str = "※ 利用目的の通知及び開示のご請求には、手数料1,000円（定額小為替）を同封してください。"


def draw_form(request: Request, dice: random.Random, hand: str, ink: str) -> Sheet:
    """The form, filled in."""
    sheet = Sheet("request_form", dice, hand=hand, ink=ink, tick=request.tick)
    sheet.print_text(58, 16, "保有個人データ開示等請求書", 7, "gothic")
    sheet.print_text(18, 30, f"{request.company}　御中", 4.2)
    sheet.print_text(112, 40, "請求日", 3.8)
    sheet.write(128, 38.5, in_era(request.day), 4.8)
    y = _person(sheet, request.person, 50)
    y = _kinds(sheet, request.kinds, y + 6)
    y = _details(sheet, request.details, y)
    y = _agent(sheet, request, y + 7)
    _closing(sheet, y + 6, request.fee_note)
    return sheet


def _row(sheet: Sheet, y: float, height: float, label: str) -> float:
    sheet.box((_LEFT, y, _RIGHT, y + height))
    sheet.line(_LABEL, y, _LABEL, y + height)
    sheet.print_text(_LEFT + 2, y + height / 2 - 2, label, 3.6, "gothic")
    return y + height


def _person(sheet: Sheet, person: Person, y: float) -> float:
    sheet.print_text(_LEFT, y - 6, "１．ご本人", 4, "gothic")
    _row(sheet, y, 8, "フリガナ")
    sheet.write(56, y + 1.8, person.kana, 3.6)
    _row(sheet, y + 8, 13, "氏　名")
    sheet.write(56, y + 11, person.name, 6, "readable")
    sheet.print_text(172, y + 13, "印", 3.4, ink="grey")
    sheet.seal(174, y + 14.6, person.surname)
    _row(sheet, y + 21, 10, "生年月日")
    sheet.write(56, y + 23.3, in_era(person.birth_date), 4.8, "readable")
    _row(sheet, y + 31, 17, "住　所")
    sheet.print_text(55, y + 33, "〒", 3.8)
    sheet.write(60, y + 32.4, person.postcode, 4.4)
    sheet.write(56, y + 39.5, person.address, 4.8, "readable", 132)
    _row(sheet, y + 48, 10, "電話番号")
    sheet.write(56, y + 50.3, person.phone, 4.6)
    _row(sheet, y + 58, 10, "メールアドレス")
    sheet.write(56, y + 60.3, person.email, 4.4)
    return y + 68


def _kinds(sheet: Sheet, kinds: tuple[str, ...], y: float) -> float:
    sheet.print_text(_LEFT, y, "２．請求の種類（該当する□に印をお付けください）", 4, "gothic")
    x, top = _LEFT + 3, y + 8
    for code, label in KINDS.items():
        if x > 140:
            x, top = _LEFT + 3, top + 8
        x = sheet.tick_box(x, top, label, ticked=code in kinds) + 9
    return top + 9


def _details(sheet: Sheet, details: str, y: float) -> float:
    _row(sheet, y, 17, "請求の内容")
    if details:
        sheet.write(56, y + 5, details, 4.4, width=132)
    return y + 17


def _agent(sheet: Sheet, request: Request, y: float) -> float:
    agent = request.agent
    sheet.print_text(_LEFT, y - 5.5, "３．代理人（代理人による請求の場合のみ）", 4, "gothic")
    _row(sheet, y, 11, "代理人氏名")
    _row(sheet, y + 11, 12, "代理人住所")
    _row(sheet, y + 23, 10, "本人との関係")
    x = 56.0
    for code, label in RELATIONS.items():
        x = sheet.tick_box(x, y + 26, label, ticked=agent is not None and code == request.relation) + 7
    if agent:
        sheet.write(56, y + 2.4, agent.name, 5.4, "readable")
        sheet.seal(174, y + 5.5, agent.surname, 9.5)
        sheet.write(56, y + 14, agent.address, 4.6, "readable", 132)
    return y + 33


def _closing(sheet: Sheet, y: float, fee_note: str) -> None:
    notes = (
        "※ 本人確認書類の写しは、本籍の記載を塗りつぶしてお送りください。",
        fee_note,
        "※ 代理人による請求の場合は、代理権を証する書類及び代理人の本人確認書類を同封してください。",
    )
    for i, text in enumerate(filter(None, notes)):
        sheet.print_text(_LEFT, y + i * 5.5, text, 3.2)
