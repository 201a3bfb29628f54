"""Identity cards and the passport, front and back, several on a sheet or alone, at their own size or enlarged."""

from dataclasses import dataclass
from datetime import date

import segno

from tests.bench.reading.paper import Paper, Pen, at, table
from tests.bench.reading.people import Person, in_era


@dataclass(frozen=True)
class Card:
    """What a card says; `masking`: see `Pen.masked`; `moved_to`: the address on its back."""

    holder: Person
    expires_on: date
    masking: str = ""
    moved_to: str = ""


def licence(pen: Pen, card: Card, *, domicile: bool) -> str:
    """The front; `domicile`: with the line that licences had until 2010."""
    who, wide = card.holder, pen.style.family
    lines = [
        f"氏名&emsp;{pen.mark(who.name.replace(' ', '　' if wide else ' '))}&emsp;&emsp;{pen.mark(in_era(who.birth_date))}生"
    ]
    if domicile:
        label = ("本籍", "本　籍")[pen.dice.random() < 0.3]
        lines.append(f"{label}&emsp;{pen.masked(who.domicile, 'domicile', card.masking)}")
    lines.append(f"住所&emsp;{pen.mark(who.address)}")
    issued = date(card.expires_on.year - 3, 4, pen.dice.randrange(1, 28))
    lines.append(f"交付&emsp;{in_era(issued, padded=True)}&emsp;{pen.dice.randrange(10000, 99999)}")
    head = "".join(
        at(3, 2.5 + i * 4.3, line, size=2.4 if len(who.address) < 25 else 2.1) for i, line in enumerate(lines)
    )
    until = f"{in_era(card.expires_on, padded=bool(wide))}まで有効"
    if wide:
        until = f"{card.expires_on.year}年（{until[: until.index('年') + 1]}）{card.expires_on.month:02}月{card.expires_on.day:02}日まで有効"
    body = head + at(3, 21, until, size=3.3, more="background:#d8c48a;padding:.3mm 2mm")
    body += at(3, 26.5, "免許の<br>条件等&emsp;" + pen.dice.choice(("眼鏡等", "普通車はＡＴ車に限る", "")), size=2.1)
    body += at(3, 36, f"番号&ensp;第&ensp;{pen.dice.randrange(10**11, 10**12)}&ensp;号", size=2.8)
    first = date(who.birth_date.year + 19, 5, 9)
    body += at(
        3, 41, "<br>".join(f"{k}&ensp;{in_era(first, padded=True)}" for k in ("二・小・原", "他", "二種")), size=2.0
    )
    body += at(36, 43, "運　転　免　許　証" if wide else "運転免許証", size=3.0)
    body += at(36, 48, f"{who.prefecture}公安委員会", size=2.4) + _photo(63, 25)
    return _frame(pen, body)


def licence_back(pen: Pen, card: Card) -> str:
    """The reverse: an entered change of address, and the organ donor's box."""
    note = pen.write(f"{in_era(date(2024, 4, 8))}　{card.moved_to}", size=2.6) if card.moved_to else ""
    stamp = pen.seal("公安", side=6, square=True) if card.moved_to else ""
    body = at(3, 2.5, "備考", size=2.4) + at(10, 4.5, note + stamp) + _organ_donor(pen)
    return _frame(pen, body)


def _organ_donor(pen: Pen) -> str:
    chosen = pen.dice.choice((None, 0, 1, 2))
    options = ("1. 私は、脳死後及び心臓が停止した死後のいずれでも、移植のために臓器を提供します。",
               "2. 私は、心臓が停止した死後に限り、移植のために臓器を提供します。", "3. 私は、臓器を提供しません。")  # fmt: skip
    lines = []
    for i, option in enumerate(options):
        number = pen.ring(option[0]) if i == chosen else option[0]
        lines.append(number + option[1:])
    inner = "<br>".join(lines) + "<br>【1又は2を選んだ方で、提供したくない臓器があれば×をつけてください。】"
    marked = (
        f'<span class="m box" data-p="organ_donor" data-t="organ_donor">{inner}</span>' if chosen is not None else inner
    )
    return at(
        3,
        26,
        f"以下の部分を使用して臓器提供に関する意思を表示することができます。<br>{marked}",
        size=1.55,
        more="line-height:1.6",
    )


def my_number_card(pen: Pen, card: Card) -> str:
    """The front, which has neither number nor domicile."""
    who = card.holder
    body = at(34, 2, "個人番号カード" if pen.style.family else "マイナンバーカード", size=3)
    body += at(24, 8, f"氏名&ensp;{pen.mark(who.name.replace(' ', '　'))}", size=3.2)
    body += at(24, 14, f"住所&ensp;{pen.mark(who.address)}", size=2.1)
    sex = pen.dice.choice("男女")
    body += at(24, 20, f"性別&ensp;{sex}&emsp;{pen.mark(in_era(who.birth_date))}生", size=2.4)
    body += at(24, 26, f"{card.expires_on.year}年{card.expires_on.month}月{card.expires_on.day}日まで有効", size=2.6)
    body += at(24, 32, f"{who.city}長", size=2.6) + _photo(3, 14)
    return _frame(pen, body, tint="#f3eef6")


def my_number_back(pen: Pen, card: Card) -> str:
    """The back, whose number and QR nobody but few may keep."""
    number = " ".join(f"{pen.dice.randrange(10000):04}" for _ in range(3))
    body = at(8, 10, f"個人番号&emsp;{pen.mark(number, 'my_number')}", size=3.6)
    body += at(
        8,
        18,
        f"{pen.mark(card.holder.name.replace(' ', '　'))}&emsp;{pen.mark(in_era(card.holder.birth_date))}生",
        size=2.6,
    )
    return _frame(
        pen,
        body
        + _qr(pen, 62, 22, 16, number, "my_number_qr")
        + at(8, 44, "この個人番号は法律で認められた場合を除き、複写できません。", size=1.9),
    )


def residence_card(pen: Pen, card: Card, *, special: bool) -> str:
    """在留カード, or the special permanent resident's certificate."""
    who = card.holder
    body = at(4, 2, "特別永住者証明書" if special else "在留カード&emsp;RESIDENCE CARD", size=3)
    body += at(
        50, 2.5, f"番号 {''.join(pen.dice.choices('ABCDEFGH', k=2))}{pen.dice.randrange(10**7, 10**8)}", size=2.2
    )
    body += at(4, 8, f"氏名 NAME&ensp;{pen.mark(who.name.replace(' ', ''))}", size=2.8)
    body += at(
        4,
        13,
        f"生年月日&ensp;{pen.mark(f'{who.birth_date.year}年{who.birth_date.month:02}月{who.birth_date.day:02}日')}&emsp;性別 男 M.&emsp;国籍・地域 韓国",
        size=2.1,
    )
    body += at(4, 18, f"住居地 ADDRESS&ensp;{pen.mark(who.address)}", size=2.0)
    if not special:
        body += at(4, 24, "在留資格&ensp;永住者 Permanent Resident&emsp;就労制限なし", size=2.1)
    body += at(
        4,
        34,
        f"このカードは {card.expires_on.year}年{card.expires_on.month:02}月{card.expires_on.day:02}日まで有効 です。",
        size=2.5,
    )
    return _frame(
        pen, body + at(4, 46, "法務大臣&emsp;出入国在留管理庁長官", size=2.0) + _photo(64, 27), tint="#eaf2ea"
    )


def insurance_card(pen: Pen, card: Card, *, eligibility: bool) -> str:
    """健康保険被保険者証 or 資格確認書."""
    who, dice = card.holder, pen.dice
    title = "資格確認書" if eligibility else dice.choice(("健康保険被保険者証", "国民健康保険被保険者証"))
    symbol, number = str(dice.randrange(1000, 99999999)), str(dice.randrange(1, 9999))
    how = card.masking
    body = at(4, 2, f"{title}&emsp;本人（被保険者）", size=2.8)
    body += at(4, 8, f"記号&ensp;{pen.masked(symbol, 'insurance_symbol_number', how)}&emsp;番号&ensp;{pen.masked(number, 'insurance_symbol_number', how)}"
               f"&emsp;（枝番）&ensp;{pen.masked(f'{dice.randrange(0, 5):02}', 'insurance_symbol_number', how)}", size=2.6)  # fmt: skip
    body += at(4, 13.5, f"氏名&emsp;{pen.mark(who.name.replace(' ', '　'))}", size=3.0)
    body += at(4, 19, f"生年月日&ensp;{pen.mark(in_era(who.birth_date))}&emsp;性別&ensp;女", size=2.4)
    body += at(
        4, 24, f"資格取得年月日&ensp;{in_era(date(2015, 4, 1))}&emsp;有効期限&ensp;{in_era(card.expires_on)}", size=2.1
    )
    body += at(4, 29, f"住所&ensp;{pen.mark(who.address)}", size=2.0)
    insurer = str(dice.randrange(10**7, 10**8)).zfill(8)
    body += at(4, 37, f"保険者番号&ensp;{pen.masked(insurer, 'insurer_number', how)}", size=2.8)
    body += at(4, 43, f"保険者名称&ensp;{who.prefecture}健康保険組合", size=2.4)
    return _frame(pen, body + _qr(pen, 68, 36, 13, f"{insurer}{symbol}{number}", "insurance_qr"), tint="#f4f0e2")


def passport(pen: Pen, card: Card) -> str:
    """The data page: 110 by 80 mm on the sheet."""
    who = card.holder
    dice = pen.dice
    surname, given = who.romaji.split(" ")
    number = f"T{''.join(dice.choices('KRSZ', k=1))}{dice.randrange(10**6, 10**7)}"
    rows = (("型/Type", "P"), ("発行国/Issuing country", "JPN"), ("旅券番号/Passport No.", number))
    body = at(6, 4, "旅券&emsp;PASSPORT&emsp;日本国 JAPAN", size=3)
    body += at(36, 10, "&emsp;".join(f"{a} {b}" for a, b in rows), size=1.9)
    body += at(36, 16, f"姓/Surname<br>{surname}&emsp;名/Given name {given}", size=2.3)
    body += at(
        36,
        26,
        f"生年月日/Date of birth<br>{pen.mark(who.birth_date.strftime('%d %b %Y').upper())}&emsp;性別/Sex M",
        size=2.2,
    )
    body += at(70, 34, f"本籍/Registered Domicile<br>{pen.mark(dice.choice(_ROMAN), 'domicile')}", size=2.3)
    body += at(36, 34, "国籍/Nationality<br>JAPAN", size=2.2)
    body += at(
        36,
        44,
        f"発行年月日/Date of issue<br>01 APR 2019&emsp;有効期間満了日/Date of expiry<br>{card.expires_on.strftime('%d %b %Y').upper()}",
        size=2.2,
    )
    body += at(
        4,
        66,
        f"P&lt;JPN{surname}&lt;&lt;{given}{'&lt;' * (37 - len(surname + given))}<br>{number}6JPN{who.birth_date:%y%m%d}4M{card.expires_on:%y%m%d}8{'&lt;' * 14}02",
        size=3.0,
        more="font-family:monospace;letter-spacing:.3mm",
    )
    return f'<div style="position:relative;width:125mm;height:80mm;border:.3mm solid #888;background:#f2eef0;overflow:hidden">{body}{_photo(4, 14)}</div>'


_ROMAN = ("TOKYO", "OSAKA", "AICHI", "HOKKAIDO", "FUKUOKA", "KANAGAWA")


def pension_book(pen: Pen, card: Card) -> str:
    """年金手帳: the page with number and name."""
    number = f"{pen.dice.randrange(1000, 9999)}-{pen.dice.randrange(100000, 999999)}"
    rows = (("基礎年金番号", pen.masked(number, "pension_number", card.masking)), ("氏　名", pen.mark(card.holder.name.replace(" ", "　"))),
            ("生年月日", pen.mark(in_era(card.holder.birth_date))), ("交付年月日", in_era(date(2009, 6, 1))))  # fmt: skip
    inner = at(30, 5, "年 金 手 帳", size=5) + table(rows, x=8, y=18, widths=(32, 68), height=11, size=3.4)
    return f'<div style="position:relative;width:116mm;height:82mm;border:.3mm solid #888;background:#dfe8f4">{inner}</div>'


def _frame(pen: Pen, body: str, tint: str = "") -> str:
    tint = tint or pen.dice.choice(("#eef3f0", "#eef1f6", "#f5f0ec"))
    return f'<div style="position:relative;width:85.6mm;height:54mm;border:.2mm solid #777;border-radius:3mm;background:{tint};overflow:hidden">{body}</div>'


def _photo(x: float, y: float) -> str:
    return (f'<div style="position:absolute;left:{x}mm;top:{y}mm;width:20mm;height:25mm;background:linear-gradient(#c3cfdc,#aab4c4)">'
            '<div style="position:absolute;left:6mm;top:5mm;width:8mm;height:10mm;border-radius:50%;background:#98897d"></div>'
            '<div style="position:absolute;left:2mm;top:16mm;width:16mm;height:9mm;border-radius:50% 50% 0 0;background:#5a5c68"></div></div>')  # fmt: skip


def _qr(pen: Pen, x: float, y: float, side: float, content: str, purpose: str) -> str:
    """A QR code, made once as an SVG of modules."""
    drawn = segno.make(content, error="m").svg_inline(scale=1, border=0, unit="")
    filling = drawn.replace("<svg ", '<svg style="width:100%;height:100%;display:block" ', 1)
    place = f"position:absolute;left:{x}mm;top:{y}mm;width:{side}mm;height:{side}mm"
    return f'<div class="m box" data-p="{purpose}" data-t="{purpose}" style="{place}">{filling}</div>'


def sheet_of_cards(pen: Pen, kind: str, cards: list[str], fields: dict[str, str]) -> Paper:
    """Cards copied onto one sheet: below each other, beside each other when small, enlarged or not, a little askew."""
    scale = pen.dice.choice((1.0, 1.0, 1.41, 1.8)) if pen.style.family else pen.dice.choice((1.0, 1.3, 1.6))
    left, top = pen.dice.uniform(8, 28), pen.dice.uniform(10, 80 if len(cards) == 1 else 30)
    body = ""
    for i, card in enumerate(cards):
        turn = pen.dice.uniform(-2, 2)
        body += f'<div style="position:absolute;left:{left:.0f}mm;top:{top + i * 62 * scale:.0f}mm;transform-origin:0 0;transform:rotate({turn:.1f}deg) scale({scale})">{card}</div>'
    return Paper(kind, body, fields)
