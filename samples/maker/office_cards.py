"""Cards that public offices hand out: My Number card, residence card, health insurance card; front and back."""

import random
from dataclasses import dataclass
from datetime import date

from maker.card import Card
from maker.people import Person, in_era
from maker.sheet import Sheet

_AT = (36.0, 52.0)
_BACK_AT = (36.0, 158.0)


@dataclass(frozen=True)
class IdCard:
    """A card; `moved_to`: the address that the office entered on its back."""

    holder: Person
    expires_on: date
    moved_to: str = ""


def draw_my_number_front(card: IdCard, dice: random.Random) -> Sheet:
    """The front, which bears neither the number nor a domicile."""
    sheet = Sheet("my_number_card", dice)
    place, who = Card(sheet, _AT, (240, 236, 244)), card.holder
    place.text(27, 1.6, "個人番号カード", 2.6)
    place.specimen(70, 1.4)
    place.text(25, 7.2, "氏名", 2.2)
    place.text(32, 6.8, who.name.replace(" ", "　"), 3.2, "readable")
    place.text(25, 13.2, "住所", 2.2)
    place.text(32, 13, who.address, 2.3, "readable", width=50)
    place.text(25, 19.4, f"性別 {dice.choice('男女')}", 2.3)
    place.text(44, 19.4, f"{in_era(who.birth_date)}生", 2.3, "readable")
    expires = card.expires_on
    place.text(25, 26, f"{expires.year}年{expires.month}月{expires.day}日まで有効", 2.6)
    place.text(25, 33, f"{who.city}長", 2.8)
    place.text(25, 39, "臓器提供意思", 1.8)
    place.frame(24, 41.6, 60, 51)
    place.photo(3, 14, 21, 38)
    place.text(3, 44, f"電子証明書の有効期限 {expires.year - 5}年{expires.month}月{expires.day}日", 1.6, width=20)
    return sheet


def draw_my_number_back(card: IdCard, dice: random.Random) -> Sheet:
    """The back, whose number and QR code nobody may keep."""
    sheet = Sheet("my_number_card", dice)
    place, who = Card(sheet, _AT, (240, 236, 244)), card.holder
    number = " ".join(f"{dice.randrange(10000):04}" for _ in range(3))
    place.specimen(70, 2)
    place.text(6, 9, "個人番号", 2.4)
    place.text(20, 8.2, number, 3.8, "my_number")
    place.text(6, 17, "氏名", 2.2)
    place.text(13, 16.6, who.name.replace(" ", "　"), 2.9, "readable")
    place.text(6, 23, f"{in_era(who.birth_date)}生", 2.4, "readable")
    left, top = place.place(58, 20)
    sheet.qr(left, top, number.replace(" ", ""), 30, "my_number_qr")
    place.text(6, 32, "この面は、法律で認められた場合を除き、", 1.9)
    place.text(6, 35, "複写することができません。", 1.9)
    place.text(6, 46, "地方公共団体情報システム機構", 2.0)
    return sheet


def draw_residence_card(card: IdCard, nationality: str, dice: random.Random, earlier_address: str = "") -> Sheet:
    """The front; with `moved_to` the back lies below it on the same sheet, and the front shows the earlier address."""
    sheet = Sheet("zairyu", dice, hand="klee")
    place, who = Card(sheet, _AT, (232, 241, 233)), card.holder
    number = f"{''.join(dice.choices('ABEFGH', k=2))}{dice.randrange(10**7, 10**8)}{''.join(dice.choices('CDEH', k=2))}"
    place.text(4, 1.6, "日本国政府", 1.7)
    place.text(21, 1.4, "在留カード", 2.6)
    place.text(38, 1.8, "RESIDENCE CARD", 1.8)
    place.text(60, 1.6, f"番号 {number}", 2.0, width=24)
    place.text(4, 6.6, "氏名 NAME", 1.7)
    place.text(18, 5.8, who.card_name, 3.0, "readable", width=62)
    place.text(4, 11.6, "生年月日 DATE OF BIRTH", 1.6)
    born = who.birth_date
    place.text(26, 11.2, f"{born.year}年{born.month:02}月{born.day:02}日", 2.2, "readable")
    place.text(49, 11.6, f"性別 SEX {dice.choice(('男 M.', '女 F.'))}", 1.7)
    place.text(4, 16, "国籍・地域 NATIONALITY/REGION", 1.6)
    place.text(33, 15.6, nationality, 2.2)
    place.text(4, 20.4, "住居地 ADDRESS", 1.6)
    place.text(19, 20, earlier_address or who.address, 2.2, "" if card.moved_to else "readable", width=63)
    place.text(4, 25, "在留資格 STATUS", 1.6)
    place.text(19, 24.6, "永住者", 2.4)
    place.text(19, 27.8, "Permanent Resident", 1.7)
    place.text(4, 31.4, "就労制限の有無", 1.6)
    place.text(19, 31, "就労制限なし", 2.2)
    place.text(4, 36, "許可の種類 変更許可（法務大臣）", 1.7)
    place.band(3, 40.6, 59, 45)
    until = card.expires_on
    place.text(4, 41.4, f"このカードは {until.year}年{until.month:02}月{until.day:02}日まで有効 です。", 2.3)
    place.text(4, 47.6, "法務大臣　Minister of Justice", 1.8)
    place.specimen(44, 33)
    place.photo(62, 24, 82, 50)
    if card.moved_to:
        _residence_back(sheet, card)
    return sheet


def _residence_back(sheet: Sheet, card: IdCard) -> None:
    place = Card(sheet, _BACK_AT, (232, 241, 233))
    place.text(4, 3, "住居地記載欄", 2.2)
    place.text(4, 7, "届出年月日", 1.8)
    place.text(24, 7, "住居地", 1.8)
    place.text(70, 7, "記載者印", 1.8)
    place.frame(3, 10, 82, 30)
    place.write(4, 13, "2025年4月8日", 2.2)
    place.write(24, 13, card.moved_to, 2.3, "readable", 45)
    left, top = place.place(75, 14.5)
    sheet.seal(left, top, "区長", 8)
    place.text(4, 34, "資格外活動許可欄", 1.9)
    place.text(4, 42, "在留期間更新等許可申請欄", 1.9)


def draw_insurance_card(holder: Person, dice: random.Random) -> Sheet:
    """健康保険被保険者証, which nobody may use since 2025-12-02; its numbers may not be held."""
    sheet = Sheet("health_insurance", dice)
    place = Card(sheet, _AT, (240, 243, 228))
    place.text(4, 2, "健康保険", 2.4)
    place.text(18, 1.6, "被保険者証", 3.0)
    place.text(38, 2.2, "本人（被保険者）", 2.2)
    place.specimen(71, 1.6)
    place.text(48, 7, "令和3年4月5日交付", 2.0)
    for x, label, value, reason in (
        (4, "記号", f"{dice.randrange(10**7, 10**8)}", "insurance_symbol_number"),
        (34, "番号", f"{dice.randrange(10, 999)}", "insurance_symbol_number"),
        (58, "（枝番）", "00", "insurance_symbol_number"),
    ):
        place.text(x, 11, label, 2.2)
        place.text(x + (9 if x == 58 else 7), 10.7, value, 2.8, reason)
    place.text(4, 16.4, "氏名", 2.2)
    place.text(18, 15.8, holder.name.replace(" ", "　"), 3.2, "readable")
    place.text(4, 21.6, "生年月日", 2.2)
    place.text(18, 21.4, in_era(holder.birth_date), 2.5, "readable")
    place.text(52, 21.6, f"性別　{dice.choice('男女')}", 2.3)
    place.text(4, 26.4, "資格取得年月日", 2.0)
    place.text(22, 26.1, "平成31年4月1日", 2.4)
    place.text(4, 32, "事業所名称", 2.0)
    place.text(22, 31.7, "株式会社見本商事", 2.4)
    place.text(4, 37, "保険者番号", 2.0)
    place.text(22, 36.6, f"0{dice.randrange(10**6, 10**7)}", 2.8, "insurer_number")
    place.text(4, 42, "保険者名称", 2.0)
    place.text(22, 41.7, f"全国健康保険協会　{holder.prefecture.rstrip('都府県')}支部", 2.4)
    place.text(4, 47, "保険者所在地", 2.0)
    place.text(22, 46.8, f"{holder.prefecture}{holder.city}見本町1-1", 2.2)
    return sheet
